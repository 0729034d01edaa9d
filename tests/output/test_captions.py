"""What all rows have in common stands above them, once."""

from __future__ import annotations

from typing import Any

import numpy as np

from corpus.output.result import Result

ROWS: dict[str, list[Any]] = {
    "ref": ["kcna-1", "kcna-2"],
    "outlet": ["kcna", "kcna"],
    "language": ["en", "ko"],
    "country": ["PRK\x1b[2J", "PRK\x1b[2J"],
    "genre": [None, None],
    "tokens": [12, 12],
}


def test_columns_alike_in_all_rows_are_a_caption() -> None:
    text = str(Result(ROWS, "list", title="all").render("table"))
    assert text.splitlines() == [
        "all",
        "In all rows: outlet kcna, country PRK. In none: genre.",
        "",
        "ref     language  tokens",
        "------  --------  ------",
        "kcna-1  en            12",
        "kcna-2  ko            12",
    ]


def test_what_the_title_says_is_not_said_again() -> None:
    text = str(Result(ROWS, "list", title="outlet kcna").render("table"))
    assert "In all rows: country PRK. In none: genre." in text


def test_one_row_and_other_formats_keep_their_columns() -> None:
    one = {name: values[:1] for name, values in ROWS.items()}
    assert "In all rows" not in str(Result(one, "list").render("table"))
    for form in ("csv", "json", "md"):
        assert "genre" in str(Result(ROWS, "list").render(form))


def test_rates_that_nobody_can_tell_stay() -> None:
    columns = {"query": ["a", "b"], "matches": [0, 0], "boot_low": np.array([np.nan, np.nan])}
    assert "boot" in str(Result(columns, "freq").render("table"))


def test_lines_of_a_concordance_too() -> None:
    columns = {
        "#": [1, 2], "ref": ["kcna-1", "tass-1"], "outlet": ["kcna", "kcna"], "voice": ["speech", "speech"],
        "speaker": [None, "Kim"], "left": ["a ", "b "], "match": ["war", "war"], "right": ["", ""],
    }  # fmt: skip
    lines = str(Result(columns, "kwic", title="war").render("table", width=100)).splitlines()
    assert lines[:4] == ["war", "In all rows: outlet kcna, voice speech.", "", "1  kcna-1  –    a war"]
