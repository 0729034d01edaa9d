"""Columns of a printed page that its file writes row by row: put into the order in which they are read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from statistics import median, quantiles
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_NEAR = 1.5
"""Points by which the beginnings of a column's lines may differ."""
_NARROWEST = 70.0
"""Points between the beginnings of two columns, at least."""
_ROWS = 8
"""Rows that hold lines of two columns, at least: fewer are a table's, or chance."""
_SHORTEST = 15
"""Code points of the middle one of a column's lines, at least: the cells of tables are shorter."""
_OVER = 1.15
"""How much longer than the lines of the column beside it a line is that goes over both."""
_MOST_COLUMNS = 6


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a printed line: where it begins (points), size of its letters in points."""

    text: str
    x: float
    y: float
    size: float
    bold: bool


Row = list[Part]


def in_reading_order(rows: Sequence[Row]) -> list[Row]:
    """The rows as lines of columns, each column after the one to its left; as they are where there are none.

    Lines that go over several columns stay between what is above and below them.
    """
    starts = _column_starts(rows)
    if not starts:
        return list(rows)
    full = _full(rows, starts[0])
    ordered: list[Row] = []
    columns: list[list[Row]] = [[] for _ in range(len(starts) + 1)]
    for row in rows:
        pieces = _pieces(row, starts)
        if len(pieces) == 1 and row[0].x < starts[0] - _NEAR and _length(row) > _OVER * full:
            ordered += [line for column in columns for line in column]
            columns = [[] for _ in columns]
            ordered.append(row)
            continue
        for number, piece in pieces:
            columns[number].append(piece)
    return ordered + [line for column in columns for line in column]


def _column_starts(rows: Sequence[Row]) -> list[float]:
    """Where the second and further columns begin, from the left; none where the page has a single one."""
    places = [part.x for row in rows for part in row[1:] if part.text.strip()]
    counted = Counter(round(x) for x in places)
    margin = min((row[0].x for row in rows if row), default=0.0)
    starts: list[float] = []
    for place, _ in counted.most_common(_MOST_COLUMNS * 2):
        near = [x for x in places if abs(x - place) <= _NEAR]
        if len(near) < _ROWS or place - margin < _NARROWEST:
            continue
        start = median(near)
        if all(abs(start - other) >= _NARROWEST for other in starts) and _parts_columns(rows, start):
            starts.append(start)
    return _wide_enough(rows, sorted(starts))


def _wide_enough(rows: Sequence[Row], starts: Sequence[float]) -> list[float]:
    """The beginnings of columns that are not followed, too near, by the next."""
    kept: list[float] = []
    for start, after in zip(starts, [*starts[1:], float("inf")], strict=False):
        found = [row[at:] for row in rows if (at := _place(row, start)) < len(row)]
        lengths = [_length([part for part in row if part.x < after - _NEAR]) for row in found]
        if median(lengths) >= _SHORTEST:
            kept.append(start)
    return kept


def _parts_columns(rows: Sequence[Row], start: float) -> bool:
    """Whether lines of two columns stand beside each other on both sides of a place, and few go over it."""
    parted = [_halves(row, start) for row in rows]
    beside = [(left, right) for left, right in parted if left and right]
    if len(beside) < _ROWS:
        return False
    full = _full(rows, start)
    over = sum(not right and _length(left) > _OVER * full for left, right in parted)
    return (
        over <= len(beside) / 2
        and median(_length(left) for left, _ in beside) >= _SHORTEST
        and median(_length(right) for _, right in beside) >= _SHORTEST
    )


def _full(rows: Sequence[Row], start: float) -> float:
    """Code points of a full line left of a place."""
    lengths = [_length(left) for left, right in (_halves(row, start) for row in rows) if left and right]
    return quantiles(lengths, n=10)[-1] if len(lengths) > 1 else float(max(lengths, default=0))


def _halves(row: Row, start: float) -> tuple[Row, Row]:
    at = _place(row, start)
    return row[:at], row[at:]


def _place(row: Row, start: float) -> int:
    """The number of the part that begins at a place; of all where none does."""
    return next((n for n, part in enumerate(row) if abs(part.x - start) <= _NEAR), len(row))


def _pieces(row: Row, starts: Sequence[float]) -> list[tuple[int, Row]]:
    """The lines that a row is made of, each with the number of its column."""
    pieces: list[tuple[int, Row]] = []
    for part in row:
        begins = any(abs(part.x - start) <= _NEAR for start in starts)
        if begins or not pieces:
            number = sum(part.x >= start - _NEAR for start in starts)
            pieces.append((number, []))
        pieces[-1][1].append(part)
    return pieces


def _length(row: Row) -> int:
    return sum(len(part.text.strip()) for part in row)
