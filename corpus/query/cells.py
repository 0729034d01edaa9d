"""From a tally to a table: a cell for each series and pair of facet values, with rates and intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from corpus.errors import FilterError
from corpus.query.intervals import document_bootstrap, poisson_interval

if TYPE_CHECKING:
    from corpus.query.tally import Tally

I64 = npt.NDArray[np.int64]
PER = 1_000_000
MOST_CELLS = 2_000_000
"""Largest table, in cells."""


@dataclass(slots=True)
class Axis:
    """One facet: its column's name, a code for each unit (negative: left out), and its labels in order.

    ``complete``: cells without documents are shown, because their absence says something (periods).
    """

    name: str
    codes: I64
    labels: list[str]
    complete: bool = False


def tabulate(sources: list[str], counted: Tally, axes: list[Axis], level: float) -> dict[str, Any]:
    """Columns of a frequency table, series by series; see ``corpus.query.freq.freq``."""
    size = int(np.prod([len(axis.labels) for axis in axes], dtype=np.int64))
    if size * len(sources) > MOST_CELLS:
        raise FilterError(
            f"The table would have {size * len(sources):,} cells (at most {MOST_CELLS:,}): choose longer"
            " periods, or fewer documents."
        )
    codes = np.zeros(len(counted.documents), dtype=np.int64)
    valid = np.ones(len(codes), dtype=bool)
    for axis in axes:
        codes = codes * len(axis.labels) + axis.codes
        valid &= axis.codes >= 0
    cells = _Cells(counted.documents[valid], codes[valid], counted.tokens[valid], size, level)
    shown = cells.shown(len(axes) < 2 or any(axis.complete for axis in axes))
    columns: dict[str, Any] = {"query": [source for source in sources for _ in range(len(shown))]}
    at = shown.copy()
    for axis in reversed(axes):
        at, ordinals = np.divmod(at, max(len(axis.labels), 1))
        columns[axis.name] = [axis.labels[ordinal] for ordinal in ordinals.tolist()] * len(sources)
    columns = {name: columns[name] for name in ("query", *(axis.name for axis in axes))}
    parts = [cells.measures(matches[valid]) for matches in counted.matches]
    for name in parts[0]:
        columns[name] = np.concatenate([part[name][shown] for part in parts])
    return columns


class _Cells:
    """Units (a document's words in one cell) and what is the same for every series."""

    def __init__(self, documents: I64, codes: I64, tokens: I64, size: int, level: float) -> None:
        self._codes, self._size, self._level = codes, size, level
        self._tokens = np.bincount(codes, tokens.astype(float), size).astype(np.int64)
        # A document may have several units in one cell: words of several roles or speakers.
        keys = (documents << 32) | codes
        pairs, self._pair_of = keys, np.arange(len(keys))
        if not np.all(keys[1:] > keys[:-1]):
            pairs, self._pair_of = np.unique(keys, return_inverse=True)
        self._pair_cells = pairs & ((1 << 32) - 1)
        self._pair_tokens = np.bincount(self._pair_of, tokens.astype(float), len(pairs))

    def shown(self, all_of_them: bool) -> I64:
        """Ordinals of the cells that the table shows: all, or those that hold documents."""
        return np.arange(self._size) if all_of_them else np.unique(self._codes)

    def measures(self, matches: I64) -> dict[str, npt.NDArray[Any]]:
        """Counts, rate and intervals of one series in every cell."""
        totals = np.bincount(self._codes, matches.astype(float), self._size).astype(np.int64)
        held = np.bincount(self._pair_of, matches.astype(float), len(self._pair_cells))
        low, high = poisson_interval(totals, self._tokens.astype(float), self._level)
        boot_low, boot_high = document_bootstrap(
            held, self._pair_tokens, self._pair_cells, self._size, level=self._level
        )
        rate = np.full(self._size, np.nan)
        np.divide(totals, self._tokens, out=rate, where=self._tokens > 0)
        return {
            "matches": totals,
            "documents": np.bincount(self._pair_cells[held > 0], minlength=self._size),
            "tokens": self._tokens,
            "per_million": rate * PER,
            "low": low * PER,
            "high": high * PER,
            "boot_low": boot_low * PER,
            "boot_high": boot_high * PER,
        }
