"""What all rows of a table have in common: said once above it, in the place of a column."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from corpus.output.text.terminal_text import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corpus.output.result_data import ResultData

KEPT = frozenset(
    {"#", "ref", "document", "query", "period", "left", "match", "right", "text", "field", "value"}
)
"""Columns that stay, whatever they hold: they name the row, or are what was asked for."""


def common(result: ResultData, names: Iterable[str]) -> tuple[list[str], str]:
    """Of some columns with text those that need not be shown, of two rows or more; and the line that says
    what they hold, unless the title does. Numbers stay: equal ones are a result."""
    alike: list[str] = []
    none: list[str] = []
    said: list[str] = []
    for name in [name for name in names if name not in KEPT] if len(result) > 1 else ():
        values = set(result.values(name))
        if len(values) != 1:
            continue
        value = values.pop()
        label = harmless(name).replace("_", " ")
        if value is None:
            if isinstance(result.columns[name], np.ndarray):
                continue  # a number that nobody could tell
            none.append(label)
        elif not isinstance(value, str):
            continue
        elif f"{name} {value}" not in result.title:
            said.append(f"{label} {harmless(value)}")
        alike.append(name)
    parts = [f"In all rows: {', '.join(said)}."] * bool(said) + [f"In none: {', '.join(none)}."] * bool(none)
    return alike, " ".join(parts)
