"""What a query returns to the API: columns and notes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Table:
    """Columns of equal length (lists or numpy arrays), and sentences that a reader must know of them."""

    columns: dict[str, Any]
    notes: list[str] = field(default_factory=list)


def from_rows(names: tuple[str, ...], rows: list[tuple[Any, ...]], notes: list[str] | None = None) -> Table:
    """A table from rows."""
    return Table({name: [row[at] for row in rows] for at, name in enumerate(names)}, list(notes or ()))
