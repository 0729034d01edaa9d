"""Dispersion in each cell of a table: is a term spread over the documents, or does it come from a few?

The parts are the documents with words in the cell, as long as they are: each cell has parts of its own. What
the measures are, ``corpus.measures.dispersion`` says; here are the sums that they need, of all cells at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from corpus.measures import dispersion as measures

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    I64 = npt.NDArray[np.int64]


def dispersion(matches: I64, tokens: I64, cells: I64, size: int) -> dict[str, Floats]:
    """``dp``, ``dp_norm`` and ``juilland_d`` of each of ``size`` cells.

    ``matches``, ``tokens`` and ``cells`` (codes) have one entry for each document's words in a cell; entries
    without tokens take no part. NaN in a cell without matches, and but for ``dp`` in one of a single
    document.
    """
    held = tokens > 0
    at, t = cells[held], tokens[held].astype(float)
    v = np.where(held, matches, 0)[held].astype(float)
    parts = np.bincount(at, minlength=size)
    least = np.full(size, np.inf)
    np.minimum.at(least, at, t)

    def summed(values: Floats) -> Floats:
        return np.asarray(np.bincount(at, values, size), dtype=np.float64)

    with np.errstate(divide="ignore", invalid="ignore"):
        all_matches, all_tokens = summed(v), summed(t)
        dp = measures.deviation(all_matches, summed(np.abs(v / all_matches[at] - t / all_tokens[at])))
        rates = v / t
        mean = summed(rates) / parts
        return {
            "dp": dp,
            "dp_norm": measures.normalised(dp, least / all_tokens, parts),
            "juilland_d": measures.evenness(mean, summed((rates - mean[at]) ** 2), parts),
        }
