"""Cells of too little text."""

from __future__ import annotations

from corpus.measures.small_samples import LEAST_TOKENS, small


def test_cells_of_little_text_are_told_from_those_of_more() -> None:
    assert small([999, 1_000, 0, None, 1]) == [True, False, False, False, True]
    assert small([LEAST_TOKENS]) == [False]


def test_where_no_cell_holds_more_none_is_marked() -> None:
    assert small([999, 1, 0, None]) == [False] * 4
    assert small([]) == []
