"""Values of report tables as people read them, and rows whose last text is long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corpus.output.text import tables
from corpus.output.text.tables import NARROWEST
from corpus.output.text.terminal_text import cut, harmless, pad, width, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.output.result_data import ResultData


RATES = ("per_million", "low", "high", "boot_low", "boot_high")
"""Columns shown as rates, by the end of their name; those of log ratios are none."""

GAP = "  "
LONGEST_NAME = 24
"""Columns of a text before the numbers."""
LEAST_ROOM = 24
"""Columns that the long text gets; numbers are left out, the last ones first, until it has them."""


def long_rows(result: ResultData, names: Sequence[str], long: str, columns: int | None) -> str:
    """Rows with one long text, which stands last and whole, wrapped: what tells two apart may be their
    end."""
    shown = [name for name in names if name != long]
    cells = {
        name: [cut(cell(name, value), NARROWEST.get(name, LONGEST_NAME)) for value in result.values(name)]
        for name in shown
    }
    text = {name: any(isinstance(value, str) for value in result.values(name)) for name in shown}
    heads = {name: name.replace("_", " ").split(" ", 1) for name in shown}
    widths = {name: max(map(width, [*heads[name], *cells[name]])) for name in shown}
    while (
        columns and len(shown) > 1 and columns - sum(widths[name] + len(GAP) for name in shown) < LEAST_ROOM
    ):
        shown.pop()
    margin = sum(widths[name] + len(GAP) for name in shown)

    def line(parts: Sequence[str]) -> str:
        pairs = zip(shown, parts, strict=True)
        return "".join(
            pad(part, widths[name], "left" if text[name] else "right") + GAP for name, part in pairs
        )

    height = max((len(heads[name]) for name in shown), default=1)
    filled = [[*[""] * (height - len(heads[name])), *heads[name]] for name in shown]
    lines = [
        line([head[row] for head in filled]) + (long if row == height - 1 else "") for row in range(height)
    ]
    for at, words in enumerate(result.values(long)):
        first, *rest = wrapped(harmless(words or ""), columns - margin if columns else None)
        lines += [line([cells[name][at] for name in shown]) + first, *(" " * margin + more for more in rest)]
    return "".join(one.rstrip() + "\n" for one in lines)


def cell(name: str, value: Any) -> str:
    """A value as people read it."""
    is_rate = name.endswith(RATES) and "ratio" not in name and not isinstance(value, int)
    text = tables.cell(name, value, is_rate)
    negative = isinstance(value, (int, float)) and text.startswith("-")
    return "\N{MINUS SIGN}" + text[1:] if negative else text
