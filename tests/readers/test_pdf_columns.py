"""Columns of printed pages, whatever order the file writes their lines in."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from corpus.ingest.readers.inputs import read
from corpus.ingest.readers.pdf_columns import Part, in_reading_order
from corpus.text.records import Item

if TYPE_CHECKING:
    from pathlib import Path

LEFT = [f"left line {n} of the old mill at Ost" for n in range(20)]
RIGHT = [f"right line {n} of a new dam at Tal" for n in range(20)]


def part(text: str, x: float, y: float) -> Part:
    return Part(text, x, y, 10, False)


def read_as(rows: list[list[Part]]) -> list[str]:
    return ["".join(one.text for one in row).strip() for row in in_reading_order(rows)]


def beside(gap: float = 0) -> list[list[Part]]:
    return [
        [part(f"{left} ", 40, 700 - 12 * n), part(right, 300, 700 - 12 * n - gap)]
        for n, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True))
    ]


@pytest.mark.parametrize("gap", [0, 5])
def test_columns_are_read_one_after_the_other(gap: float) -> None:
    assert read_as(beside(gap)) == LEFT + RIGHT


def test_lines_over_both_columns_stay_between_what_is_above_and_below() -> None:
    over = "a headline that goes over both of the columns of the page and further"
    rows = [*beside()[:10], [part(over, 40, 570)], *beside()[10:]]
    assert read_as(rows) == [*LEFT[:10], *RIGHT[:10], over, *LEFT[10:], *RIGHT[10:]]


def test_a_column_that_ends_earlier() -> None:
    rows = [*beside()[:12], *([part(left, 40, 500 - 12 * n)] for n, left in enumerate(LEFT[12:]))]
    assert read_as(rows) == LEFT + RIGHT[:12]


def test_three_columns_word_by_word() -> None:
    texts = [
        [f"{name} line {n} with words of its own" for n in range(12)] for name in ("one", "two", "three")
    ]
    rows = [
        [
            part(f"{word} ", 40 + 170 * column + (22 + n % 4) * at, 700 - 12 * n)
            for column in range(3)
            for at, word in enumerate(texts[column][n].split(" ", 5))
        ]
        for n in range(12)
    ]
    assert read_as(rows) == texts[0] + texts[1] + texts[2]


def test_tables_and_words_below_each_other_are_no_columns() -> None:
    table = [
        [part(f"Ost {n} ", 40, 700 - 12 * n), part(f"{n * 7},5 tons", 300, 700 - 12 * n)] for n in range(20)
    ]
    assert in_reading_order(table) == table
    chance = random.Random(1)
    typed = []
    for n in range(60):  # letters of one width, each word by itself
        words, x, row = chance.choices(["the", "old", "mill", "turns", "again"], k=14), 40.0, []
        for word in words:
            row.append(part(f"{word} ", x, 700 - 12 * n))
            x += 6 * (len(word) + 1)
        typed.append(row)
    assert in_reading_order(typed) == typed
    few = beside()[:5]
    assert in_reading_order(few) == few


def printed(by_rows: bool) -> bytes:
    from fpdf import FPDF

    made = FPDF()
    made.set_auto_page_break(False)
    made.add_page()
    places = [(column, n) for column in range(2) for n in range(20)]
    for column, n in sorted(places, key=lambda place: place[::-1] if by_rows else place):
        made.set_font("Times", size=10)
        made.set_xy(10 + column * 95, 20 + n * 5)
        made.cell(80, 5, (LEFT, RIGHT)[column][n])
    return bytes(made.output())


@pytest.mark.parametrize("by_rows", [False, True])
def test_a_page_of_two_columns(by_rows: bool, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(printed(by_rows))
    [item] = read([tmp_path / "a.pdf"])
    assert isinstance(item, Item)
    assert item.text.split() == " ".join(LEFT + RIGHT).split()
