"""Keywords of one selection against another, with an interval of their effect size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.measures.keyness import PER_MILLION, log_ratio_interval
from corpus.query.questions.keywords import compared, listed
from corpus.query.sides.side_counts import Words
from corpus.query.sides.sides import Side

if TYPE_CHECKING:
    from corpus.query.questions.keywords import KeywordOptions
    from corpus.query.select.selection import Selection
    from corpus.query.session.moment import Moment

COLUMNS = (
    "word", "matches", "per_million", "reference_matches", "reference_per_million", "p", "log_ratio",
    "log_ratio_low", "log_ratio_high", "documents", "reference_documents", "log_likelihood",
    "log_likelihood_p",
)  # fmt: skip


def keywords(
    moment: Moment, target: Selection, reference: Selection, asked: KeywordOptions, level: float
) -> tuple[dict[str, Any], int]:
    """The words that ``target`` says more than ``reference``, as ``corpus.query.questions.keywords`` finds
    them.

    Columns COLUMNS, and how many words p was corrected for. Where a side holds no words all are empty, and
    the number is 0.
    """
    sides = (Side(target), Side(reference))
    tokens = [side.tokens(moment) for side in sides]
    if not all(each.any() for each in tokens):
        return {name: [] for name in COLUMNS}, 0
    counted = Words(moment, sides, asked.unit)
    found = compared(*counted.counts, asked, counted.sizes)
    rows, held, p = listed(counted, found, tokens, asked)
    a, b = found.target[rows], found.reference[rows]
    low, high = log_ratio_interval(a, b, *counted.sizes, level)
    sizes = [int(each.sum()) for each in tokens]
    columns: dict[str, Any] = {
        "word": [counted.name(unit) for unit in found.units[rows].tolist()],
        "matches": a,
        "per_million": a / sizes[0] * PER_MILLION,
        "reference_matches": b,
        "reference_per_million": b / sizes[1] * PER_MILLION,
        "p": p,
        "log_ratio": found.columns["log_ratio"][rows],
        "log_ratio_low": low,
        "log_ratio_high": high,
        "documents": np.bincount(held[0].rows, minlength=len(rows)),
        "reference_documents": np.bincount(held[1].rows, minlength=len(rows)),
        "log_likelihood": found.columns["log_likelihood"][rows],
        "log_likelihood_p": found.columns["log_likelihood_p"][rows],
    }
    return columns, found.tested
