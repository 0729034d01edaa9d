"""The Result itself: shape, facets, frames, and what it imports."""

from __future__ import annotations

import subprocess
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from corpus.errors import CorpusError
from corpus.output.result import Result

if TYPE_CHECKING:
    from collections.abc import Callable

    MakeFreq = Callable[..., Result]


def test_columns_have_one_length() -> None:
    with pytest.raises(ValueError, match="differ in length"):
        Result({"a": [1], "b": [1, 2]}, "list")
    assert len(Result({}, "list")) == 0
    assert len(Result({"a": [1, 2]}, "list")) == 2


def test_facets_are_what_stands_before_the_numbers(make_freq: MakeFreq) -> None:
    assert make_freq().facets == ("period",)
    assert make_freq(second=("outlet", ["kcna"])).facets == ("period", "outlet")
    assert Result({"query": ["a"], "matches": [1]}, "freq").facets == ()
    assert Result({"left": ["a"], "match": ["b"]}, "kwic").facets == ()


def test_pandas_is_asked_for_or_named(make_freq: MakeFreq, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(CorpusError, match="pip install pandas"):
        make_freq().to_pandas()
    monkeypatch.setitem(sys.modules, "pandas", SimpleNamespace(DataFrame=dict))  # type: ignore[arg-type]
    assert make_freq().to_pandas()["matches"] == make_freq().values("matches")


def test_a_table_in_the_terminal_imports_nothing_heavy() -> None:
    code = (
        "import sys; from corpus.output.result import Result; from corpus.measures import intervals; "
        "result = Result({'query': ['20×10'], 'matches': [1], 'title': ['평화 和平']}, 'freq'); "
        "result.render('table', width=80); result.render('json'); result.render('csv'); "
        "heavy = ('polars', 'altair', 'plotext', 'scipy', 'wcwidth', 'pandas'); "
        "print([name for name in heavy if name in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"
