"""Which rows of a frequency table are shown, and in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, get_args

import numpy as np
import numpy.typing as npt

from corpus.argument_checks import shown
from corpus.choices import RowOrder
from corpus.errors import FilterError
from corpus.wording import argument

if TYPE_CHECKING:
    from corpus.query.tabulate.denominators import Per

ORDERS: tuple[str, ...] = get_args(RowOrder)


class RowChoice(NamedTuple):
    """``sort``: the most of it first, within each query; None: in the order of the facets. ``least``: matches
    that a row has. ``limit``: rows of each query, None for all."""

    sort: str | None = None
    least: int = 0
    limit: int | None = None

    def check(self) -> None:
        """Raise FilterError for a choice that cannot be."""
        if self.sort is not None and self.sort not in ORDERS:
            raise FilterError(
                f"There is no order {shown(self.sort)!r}; there is: {', '.join(ORDERS)}", argument="sort"
            )
        if self.least < 0 or (self.limit is not None and self.limit < 1):
            name, first = ("min", 0) if self.least < 0 else ("limit", 1)
            raise FilterError.about(name, f"goes from {first} on.")

    def given(self) -> dict[str, str | int]:
        """What was asked for, for the provenance."""
        found = {"sort": self.sort, "min": self.least, "limit": self.limit}
        return {name: value for name, value in found.items() if value}


EVERY_ROW = RowChoice()


def chosen_rows(columns: dict[str, Any], choice: RowChoice, per: Per) -> tuple[dict[str, Any], list[str]]:
    """The columns with the rows that a choice takes, and notes on those it leaves out."""
    if not choice.given():
        return columns, []
    names = {"matches": "matches", "documents": "documents", "tokens": "tokens", "rate": per.rate}
    queries = columns["query"]
    every, kept = _numbers(columns["matches"]), list[int]()
    amounts = _numbers(columns[names[choice.sort]]) if choice.sort else None
    few = 0
    for query in dict.fromkeys(queries):
        rows = np.array([at for at, one in enumerate(queries) if one == query], dtype=np.int64)
        enough = rows[every[rows] >= choice.least] if choice.least else rows
        few += len(rows) - len(enough)
        if amounts is not None:
            enough = enough[np.argsort(-amounts[enough], kind="stable")]
        kept += enough[: choice.limit].tolist()
    notes = []
    if few:
        least = argument("min", choice.least)
        notes.append(
            f"{few:,} row{'s' * (few > 1)} with fewer than {choice.least:,} match{'es' * (choice.least > 1)}"
            f" left out ({least})."
        )
    if len(kept) < len(queries) - few:
        notes.append(f"{len(kept):,} of {len(queries) - few:,} rows ({argument('limit', choice.limit)}).")
    at = np.array(kept, dtype=np.int64)
    return {name: _taken(values, at) for name, values in columns.items()}, notes


def _numbers(values: Any) -> npt.NDArray[np.float64]:
    """Numbers to compare by; what is missing lies below all."""
    numbers = np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    return np.where(np.isnan(numbers), -1.0, numbers)


def _taken(values: Any, at: npt.NDArray[np.int64]) -> Any:
    return values[at] if isinstance(values, np.ndarray) else [values[n] for n in at.tolist()]
