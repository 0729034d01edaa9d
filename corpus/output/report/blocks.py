"""A table over time as lines of blocks, for a terminal: what a chart shows on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.output.tables import rate
from corpus.output.width import cut, harmless, pad, width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.output.result import Result

BLOCKS = "▁▂▃▄▅▆▇█"
NONE, ZERO = "·", "_"
LONGEST = 100
"""Most blocks of a line; of more periods each block is the sum of several."""


def blocks(result: Result) -> list[str]:
    """Lines of a coverage (documents of each side) or of days around an event (rates of each query)."""
    if "offset" in result.columns:
        return _days(result)
    periods = result.values("period")
    names = [str(side) for side in result.provenance.get("sides", ("first", "second"))]
    lines = []
    for side, name in zip(("first", "second"), names, strict=True):
        values = _summed(result.values(f"{side}_documents"))
        lines.append((name, f"{periods[0]} {_line([value or None for value in values])} {periods[-1]}",
                      f"at most {max(values):,}"))  # fmt: skip
    return [*_aligned(lines), "", f"{NONE} no document"]


def _days(result: Result) -> list[str]:
    """Before | after, a block for each day."""
    rows = result.rows()
    lines = []
    for query in dict.fromkeys(row["query"] for row in rows):
        own = [row for row in rows if row["query"] == query]
        values = [row["per_million"] for row in own]
        half = sum(row["offset"] < 0 for row in own)
        line = _line(values)
        highest = max((value for value in values if value is not None), default=0.0)
        shown = f"{own[0]['offset']} {line[:half]}|{line[half:]} +{own[-1]['offset']}"
        lines.append((query, shown, f"at most {rate(highest)} per million"))
    return [*_aligned(lines), "", f"{NONE} not covered, {ZERO} no match; --show days gives the numbers."]


def _line(values: Sequence[float | None]) -> str:
    highest = max((value for value in values if value is not None), default=0.0)
    return "".join(_block(value, highest) for value in values)


def _block(value: float | None, highest: float) -> str:
    if value is None:
        return NONE
    return BLOCKS[min(int(value / highest * len(BLOCKS)), len(BLOCKS) - 1)] if value and highest else ZERO


def _summed(values: Sequence[int]) -> list[int]:
    step = -(-len(values) // LONGEST)
    return [sum(values[at : at + step]) for at in range(0, len(values), step)]


def _aligned(lines: Sequence[tuple[str, str, str]]) -> list[str]:
    names = [cut(harmless(name), 30) for name, *_ in lines]
    longest = max(map(width, names), default=0)
    return [f"{pad(name, longest)}  {line}  {end}" for name, (_, line, end) in zip(names, lines, strict=True)]
