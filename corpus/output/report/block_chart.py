"""A table over time as lines of blocks, for a terminal: what a chart shows on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corpus.output.text.tables import rate
from corpus.output.text.terminal_text import cut, harmless, pad, width
from corpus.query.tabulate.table_cells import PER
from corpus.wording import argument

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.output.result_data import ResultData


BLOCKS = "▁▂▃▄▅▆▇█"
NONE, ZERO = "·", "_"
LONGEST, SHORTEST = 100, 20
"""Most blocks of a line, and those that it has in the narrowest terminal; of more periods each block is
several together."""
LONGEST_NAME = 30
AROUND = 44
"""Columns beside the name and the blocks: the ends of the time, and the highest value."""


def blocks(result: ResultData, columns: int | None = None) -> list[str]:
    """Lines of a coverage (documents of each side) or of days around an event (rates of each query), for a
    terminal of so many columns."""
    names = [str(side) for side in result.provenance.get("sides", ("first", "second"))]
    if "offset" in result.columns:
        names = [str(query) for query in dict.fromkeys(result.values("query"))]
    most = LONGEST
    if columns:
        room = columns - AROUND - max(min(width(harmless(name)), LONGEST_NAME) for name in names)
        most = max(SHORTEST, min(LONGEST, room))
    if "offset" in result.columns:
        return _days(result, names, most)
    periods = result.values("period")
    step = max(1, -(-len(periods) // most))
    lines = []
    for side, name in zip(("first", "second"), names, strict=True):
        values = _summed(result.values(f"{side}_documents"), step)
        lines.append((name, f"{periods[0]} {_line([value or None for value in values])} {periods[-1]}",
                      f"at most {max(values):,}"))  # fmt: skip
    each = f"; a block is {step} periods" if step > 1 else ""
    return [*_aligned(lines), "", f"{NONE} no document{each}"]


def _days(result: ResultData, queries: Sequence[str], most: int) -> list[str]:
    """Before | after, a block for each day, or for each of several days that lie on one side of the event."""
    rows = result.rows()
    step = max(1, -(-len(rows) // len(queries) // most))
    lines = []
    for query in queries:
        own = [row for row in rows if row["query"] == query]
        sides = [
            _rates([row for row in own if (row["offset"] < 0) == before], step) for before in (True, False)
        ]
        values = [value for side in sides for value in side]
        line, half = _line(values), len(sides[0])
        highest = max((value for value in values if value is not None), default=0.0)
        shown = f"{own[0]['offset']} {line[:half]}|{line[half:]} +{own[-1]['offset']}"
        lines.append((query, shown, f"at most {rate(highest)} per million"))
    each = f" A block is {step} days." if step > 1 else ""
    key = f"{NONE} not covered, {ZERO} no match; {argument('show', 'days')} gives the numbers.{each}"
    return [*_aligned(lines), "", key]


def _rates(days: Sequence[dict[str, Any]], step: int) -> list[float | None]:
    """The rate of each so many days together."""
    if step == 1:
        return [row["per_million"] for row in days]
    matches, tokens = (_summed([row[name] for row in days], step) for name in ("matches", "tokens"))
    return [m / t * PER if t else None for m, t in zip(matches, tokens, strict=True)]


def _line(values: Sequence[float | None]) -> str:
    highest = max((value for value in values if value is not None), default=0.0)
    return "".join(_block(value, highest) for value in values)


def _block(value: float | None, highest: float) -> str:
    if value is None:
        return NONE
    return BLOCKS[min(int(value / highest * len(BLOCKS)), len(BLOCKS) - 1)] if value and highest else ZERO


def _summed(values: Sequence[int], step: int) -> list[int]:
    return [sum(values[at : at + step]) for at in range(0, len(values), step)]


def _aligned(lines: Sequence[tuple[str, str, str]]) -> list[str]:
    names = [cut(harmless(name), LONGEST_NAME) for name, *_ in lines]
    longest = max(map(width, names), default=0)
    return [f"{pad(name, longest)}  {line}  {end}" for name, (_, line, end) in zip(names, lines, strict=True)]
