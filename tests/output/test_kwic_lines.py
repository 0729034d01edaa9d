"""Concordance lines: aligned around the node in every script, at every width."""

from __future__ import annotations

import pytest

from corpus.output.result import Result
from corpus.output.text.concordance import NODE
from corpus.output.text.terminal_text import width

NODES = ("peace", "和平", "선군")


def lines(result: Result, columns: int | None, colour: bool = False) -> list[str]:
    text = str(result.render("table", width=columns, colour=colour))
    return text.splitlines()[2:5]


@pytest.mark.parametrize("columns", [None, 30, 50, 80, 120, 200])
def test_the_nodes_stand_in_one_column(kwic: Result, columns: int | None) -> None:
    shown = lines(kwic, columns)
    starts = {width(line[: line.rindex(node)]) for line, node in zip(shown, NODES, strict=True)}
    assert len(starts) == 1
    if columns:
        assert max(map(width, shown)) <= columns


def test_cut_ends_are_the_outer_ones(kwic: Result) -> None:
    english = lines(kwic, 70)[0]
    before, after = english.split("peace")
    assert before.endswith("the banner of ")
    assert "…" in before
    assert after.startswith(", and of")
    assert after.endswith("…")
    assert "…" not in lines(kwic, None)[1]


def test_references_come_as_there_is_room(kwic: Result) -> None:
    assert "kcna" not in lines(kwic, 40)[0]
    assert lines(kwic, 80)[0].startswith("2024-08-06  kcna    speech  ")
    assert lines(kwic, 105)[0].startswith("kcna-2024-08-06-press-statement-of-spokesman  ")
    assert "2024-08-06  kcna" in lines(kwic, 120)[0]
    full = lines(kwic, 200)
    assert (
        "kcna-2024-08-06-press-statement-of-spokesman  2024-08-06  kcna    speech     Kim Jong Un" in full[0]
    )
    assert "narration  –" in full[1]


def test_a_reference_column_without_values_is_left_out(kwic: Result) -> None:
    columns = {**kwic.columns, "speaker": [None] * 3}
    assert "–" not in lines(Result(columns, "kwic", title="x"), 200)[1]


def test_only_the_node_is_coloured_and_nothing_else_commands(kwic: Result) -> None:
    shown = lines(kwic, 80, colour=True)
    for line, node in zip(shown, NODES, strict=True):
        assert line.count("\x1b") == 2
        assert NODE.format(node) in line
    assert not any("\x1b" in line for line in lines(kwic, 80))
    assert "owned" not in shown[0]


def test_marks_stand_beside_the_node_without_a_space() -> None:
    result = Result(
        {"left": ["he said “", "a "], "match": ["peace", "war"], "right": ["” and", " b"]}, "kwic"
    )
    assert str(result.render("table")).splitlines() == ["he said “peace” and", "       a war b"]


@pytest.mark.parametrize("middle", ["x" * 300, "平" * 300, "x y " * 80])
def test_a_long_node_is_cut_in_its_middle_and_no_lines_are_no_lines(middle: str) -> None:
    result = Result({"left": ["a "], "match": [f"peace {middle} war"], "right": [" b"]}, "kwic")
    line = str(result.render("table", width=60)).splitlines()[0]
    assert width(line) <= 60
    assert line.startswith("a peace ")
    assert line.endswith(" war b")
    assert line.count("…") == 1
    empty = Result({"ref": [], "left": [], "match": [], "right": []}, "kwic", title="x")
    assert str(empty.render("table", width=60)) == "x\n\n"


def test_an_outlet_that_every_reference_names_is_not_said_twice(kwic: Result) -> None:
    assert "2023-01     xinhua" in lines(kwic, 200)[1]
    columns = {**kwic.columns, "ref": ["kcna-1", "xinhua-2", "rodong-3"]}
    shown = lines(Result(columns, "kwic", title="x"), 200)
    assert "2023-01     narration" in shown[1]
    assert "2023-01     xinhua" not in shown[1]
