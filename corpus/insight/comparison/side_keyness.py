"""Keywords of one selection against another, with an interval of their effect size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

import numpy as np
import numpy.typing as npt

from corpus.choices import SideMeasure
from corpus.measures.keyness import PER_MILLION
from corpus.measures.ratios import ratio_interval
from corpus.measures.significance import mann_whitney
from corpus.query.count.word_counts import ranking
from corpus.query.questions.keywords import KeywordOptions, compared
from corpus.query.sides.side_counts import Words
from corpus.query.sides.sides import Side

if TYPE_CHECKING:
    from corpus.query.questions.keywords import Keyness
    from corpus.query.select.selection import Selection
    from corpus.query.session.moment import Moment

I64 = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

COLUMNS = (
    "word", "matches", "per_million", "reference_matches", "reference_per_million", "log_likelihood", "p",
    "log_ratio", "log_ratio_low", "log_ratio_high", "documents", "reference_documents", "mann_whitney_p",
)  # fmt: skip


CONSERVATIVE = "conservative"
"""The measure that ranks by the lower end of the log ratio's interval."""
MEASURES = get_args(SideMeasure)
CANDIDATES = 2000
"""Words, those of the greatest log-likelihood, among which the conservative measure looks."""


@dataclass(frozen=True, slots=True)
class SideKeyness:
    """What is asked of keywords. ``conservative``: ranked by the lower end of the log ratio's interval, so
    that neither rare words come first, whose ratio is a guess, nor frequent ones that hardly differ (Evert
    2022, "Measuring keyness", Digital Humanities 2022, calls it LRC); ``asked.measure`` is then left
    aside."""

    asked: KeywordOptions
    conservative: bool = True


def keywords(
    moment: Moment, target: Selection, reference: Selection, keyed: SideKeyness, level: float
) -> tuple[dict[str, Any], int]:
    """The words that ``target`` says more than ``reference``, as ``corpus.query.questions.keywords`` finds
    them.

    Columns COLUMNS, and how many words p was corrected for. Where a side holds no words all are empty, and
    the number is 0.
    """
    asked = keyed.asked
    sides = (Side(target), Side(reference))
    tokens = [side.tokens(moment) for side in sides]
    if not all(each.any() for each in tokens):
        return {name: [] for name in COLUMNS}, 0
    counted = Words(moment, sides, asked.unit)
    found = compared(*counted.counts, asked, counted.sizes)
    rows = _ranked(counted, found, keyed, level)
    shown = found.units[rows]
    a, b = found.target[rows], found.reference[rows]
    held = counted.entries(shown)
    rates = [some.counts / each[some.documents] for some, each in zip(held, tokens, strict=True)]
    low, high = log_ratio_interval(a, b, *counted.sizes, level)
    sizes = [int(each.sum()) for each in tokens]
    columns: dict[str, Any] = {
        "word": [counted.name(unit) for unit in shown.tolist()],
        "matches": a,
        "per_million": a / sizes[0] * PER_MILLION,
        "reference_matches": b,
        "reference_per_million": b / sizes[1] * PER_MILLION,
        "log_likelihood": found.columns["log_likelihood"][rows],
        "p": found.columns["p"][rows],
        "log_ratio": found.columns["log_ratio"][rows],
        "log_ratio_low": low,
        "log_ratio_high": high,
        "documents": np.bincount(held[0].rows, minlength=len(rows)),
        "reference_documents": np.bincount(held[1].rows, minlength=len(rows)),
        "mann_whitney_p": mann_whitney(
            held[0].rows,
            rates[0],
            held[1].rows,
            rates[1],
            int(np.count_nonzero(tokens[0])),
            int(np.count_nonzero(tokens[1])),
            len(rows),
        ).p,
    }
    return columns, found.tested


def _ranked(counted: Words, found: Keyness, keyed: SideKeyness, level: float) -> I64:
    """Ordinals of the words to list among those found, in order."""
    asked = keyed.asked
    candidates = np.arange(len(found.units))
    values = found.order
    if keyed.conservative:
        likelihood = found.columns["log_likelihood"]
        candidates = np.argsort(-likelihood, kind="stable")[:CANDIDATES]
        a, b = found.target[candidates], found.reference[candidates]
        values, _ = log_ratio_interval(a, b, *counted.sizes, level)
    units, weights = found.units[candidates], (found.target + found.reference)[candidates]
    several = asked.least_documents > 1
    ranked = ranking(
        np.asarray(values),
        weights,
        lambda row: counted.alphabetical(int(units[row])),
        len(candidates) if several else asked.limit,
    )
    rows: I64 = candidates[np.array(ranked, dtype=np.int64)]
    if several:
        kept = counted.enough_documents(0, found.units[rows], asked.least_documents, asked.limit)
        rows = rows[np.isin(found.units[rows], kept)]
    return rows


def log_ratio_interval(
    target: I64, reference: I64, target_size: int, reference_size: int, level: float
) -> tuple[Floats, Floats]:
    """Interval of the log ratio: that of the quotient of two counts, exact and conditional on their sum
    (``measures.ratios``), as binary logarithm.

    Without an occurrence in the reference it has no upper end, without one in the target no lower: NaN.
    """
    a, b = np.asarray(target), np.asarray(reference)
    factor = reference_size / target_size
    low, high = (np.asarray(each * factor) for each in ratio_interval(a, b, level))
    _, above = ratio_interval(b, a, level)
    alone = (b == 0) & (a > 0)
    low[alone] = factor / above[alone]
    low[low == 0] = np.nan
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.log2(low), np.log2(high)
