"""Keyness: which words does one corpus use more than another, by how much, and is it chance?

The measures of a word take the same four arguments, whose shapes broadcast, and return float64 of that shape:

    target           a   occurrences in the target corpus
    reference        b   occurrences in the reference corpus
    target_size      c   tokens of the target corpus
    reference_size   d   tokens of the reference corpus

Effect sizes (log_ratio, percent_difference, simple_maths) say by how much, tests (log_likelihood, bic) how
surely: ``corpus.measures.significance`` makes p-values of them. Tests of tokens take each occurrence as
independent evidence, and words cluster in documents: for "do *documents* of the target use it more?" see
``mann_whitney`` there. NaN where a corpus is empty. No numpy warning escapes. ValueError for a negative
count or size, and for an occurrence in an empty corpus.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from corpus.measures.association import deviance
from corpus.measures.ratios import lower_limit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

PER_MILLION = 1_000_000

ALMOST_ZERO = 1e-18
"""What %DIFF takes for a relative frequency of 0, per token: Gabrielatos & Marchi's own substitute."""


class Measure(Protocol):
    """The common signature of the functions in MEASURES."""

    def __call__(
        self, target: ArrayLike, reference: ArrayLike, target_size: ArrayLike, reference_size: ArrayLike
    ) -> Floats: ...


def log_likelihood(
    target: ArrayLike, reference: ArrayLike, target_size: ArrayLike, reference_size: ArrayLike
) -> Floats:
    """How surely the two rates differ: G2 = 2 (a ln(a / E1) + b ln(b / E2)), E1 = c (a + b) / (c + d).

    The two-cell form of Rayson & Garside (2000), "Comparing corpora using frequency profiling"; for that of
    four cells see ``log_likelihood_four``. A count of 0 adds nothing; both 0 give 0.
    Never negative and without sign: ``log_ratio`` says which corpus has more. 3.84 is p = 0.05, 15.13 is p
    = 0.0001.
    """
    a, b, c, d = _checked(target, reference, target_size, reference_size)
    with np.errstate(divide="ignore", invalid="ignore"):
        difference = (a * d - b * c) / (c + d)
        share = (a + b) / (c + d)
        return _unless_empty(2 * (deviance(c * share, difference) + deviance(d * share, -difference)), c, d)


def log_likelihood_four(
    target: ArrayLike, reference: ArrayLike, target_size: ArrayLike, reference_size: ArrayLike
) -> Floats:
    """The same of four cells, with the words that are not this one: G2 = 2 sum O ln(O / E).

    Dunning (1993), "Accurate methods for the statistics of surprise and coincidence", Computational
    Linguistics 19: the likelihood ratio of two binomials. Never less than ``log_likelihood``, and hardly more
    for words that are rare; for ``the`` by a few per cent. ValueError also for more occurrences than tokens.
    """
    a, b, c, d = _checked(target, reference, target_size, reference_size)
    if ((a > c) | (b > d)).any():
        raise ValueError("A word cannot occur more often than there are tokens.")
    with np.errstate(divide="ignore", invalid="ignore"):
        difference = (a * d - b * c) / (c + d)
        share = (a + b) / (c + d)
        word = deviance(c * share, difference) + deviance(d * share, -difference)
        others = deviance(c * (1 - share), -difference) + deviance(d * (1 - share), difference)
        return _unless_empty(2 * (word + others), c, d)


def log_ratio(
    target: ArrayLike, reference: ArrayLike, target_size: ArrayLike, reference_size: ArrayLike
) -> Floats:
    """How many times the rate doubles from the reference to the target: log2((a / c) / (b / d)).

    Hardie (2014), "Log Ratio: an informal introduction" (CASS, Lancaster). A count of 0 is taken as 0.5; NaN
    where both are 0.
    """
    a, b, c, d = _checked(target, reference, target_size, reference_size)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.log2((np.where(a > 0, a, 0.5) / c) / (np.where(b > 0, b, 0.5) / d))
    return _unless_empty(np.where((a == 0) & (b == 0), np.nan, ratio), c, d)


def log_ratio_interval(
    target: ArrayLike, reference: ArrayLike, target_size: float, reference_size: float, level: float = 0.95
) -> tuple[Floats, Floats]:
    """Interval of the log ratio, ``(low, high)``: that of the quotient of two counts, exact and conditional
    on their sum (``corpus.measures.ratios``), as binary logarithm.

    Its lower end is the *conservative* log ratio, by which neither rare words come first, whose ratio is a
    guess, nor frequent ones that hardly differ: Evert (2022), "Measuring keyness", Digital Humanities 2022
    (LRC). Without an occurrence in the reference it has no upper end, without one in the target no lower:
    NaN. It takes occurrences as independent, as all measures here.
    """
    a, b = np.asarray(target), np.asarray(reference)
    low = log_ratio_low(a, b, target_size, reference_size, level)
    return low, -log_ratio_low(b, a, reference_size, target_size, level)


def log_ratio_low(
    target: ArrayLike, reference: ArrayLike, target_size: float, reference_size: float, level: float = 0.95
) -> Floats:
    """The lower end of ``log_ratio_interval`` alone, in half the time."""
    low = lower_limit(target, reference, level) * (reference_size / target_size)
    low[low == 0] = np.nan
    return np.asarray(np.log2(low))


def percent_difference(
    target: ArrayLike, reference: ArrayLike, target_size: ArrayLike, reference_size: ArrayLike
) -> Floats:
    """%DIFF: by how many per cent the target's rate exceeds the reference's: 100 (a / c - b / d) / (b / d).

    Gabrielatos & Marchi (2012), "Keyness: appropriate metrics and practical issues". From -100 (absent from
    the target). A word absent from the reference has its rate taken as ALMOST_ZERO, as they do: some 1e14 per
    cent, plainly no percentage, but in the order of the target's rates. NaN where both counts are 0.
    """
    a, b, c, d = _checked(target, reference, target_size, reference_size)
    with np.errstate(divide="ignore", invalid="ignore"):
        base = np.where(b > 0, b / d, ALMOST_ZERO)
        percent = 100 * (a / c - base) / base
    return _unless_empty(np.where((a == 0) & (b == 0), np.nan, percent), c, d)


def simple_maths(
    target: ArrayLike,
    reference: ArrayLike,
    target_size: ArrayLike,
    reference_size: ArrayLike,
    smoothing: float = 1.0,
) -> Floats:
    """The ratio of the rates per million, each with ``smoothing`` N added: as Sketch Engine ranks keywords.

    Kilgarriff (2009), "Simple maths for keywords". The greater N, the more frequent are the first words.
    Counts of 0 need no special case; both 0 give 1. Raises ValueError also for a smoothing of 0 or less.
    """
    if smoothing <= 0:
        raise ValueError(f"The smoothing of simple maths must be positive, not {smoothing}.")
    a, b, c, d = _checked(target, reference, target_size, reference_size)
    with np.errstate(divide="ignore", invalid="ignore"):
        score = (a / c * PER_MILLION + smoothing) / (b / d * PER_MILLION + smoothing)
    return _unless_empty(score, c, d)


def bic(target: ArrayLike, reference: ArrayLike, target_size: ArrayLike, reference_size: ArrayLike) -> Floats:
    """G2 that large corpora do not inflate: G2 - ln(c + d), approximately 2 ln of the Bayes factor.

    Wilson (2013), "Embracing Bayes factors for key item analysis in corpus linguistics". Above 2 positive,
    above 6 strong, above 10 very strong evidence that the rates differ; below 0 evidence that they do not.
    """
    g2 = log_likelihood(target, reference, target_size, reference_size)
    _, _, c, d = _checked(target, reference, target_size, reference_size)
    with np.errstate(divide="ignore"):
        return np.asarray(g2 - np.log(c + d))


MEASURES: Mapping[str, Measure] = {
    "log_likelihood": log_likelihood,
    "log_likelihood_four": log_likelihood_four,
    "log_ratio": log_ratio,
    "percent_difference": percent_difference,
    "simple_maths": simple_maths,
    "bic": bic,
}
"""The measures of one word that need no more than two counts and two sizes."""


class WeightedLogOdds(NamedTuple):
    """Shape (vocabulary,): the difference of the log odds (natural logarithm), and that over its error."""

    log_odds: Floats
    z: Floats


def weighted_log_odds(
    target: ArrayLike, reference: ArrayLike, prior: ArrayLike, prior_size: float | None = None
) -> WeightedLogOdds:
    """Log odds of each word in target against reference, drawn towards what is known of the language.

    ``target``, ``reference`` and ``prior`` are counts of the *whole* vocabulary, shape (vocabulary,): their
    sums are the sizes. ``prior`` holds what each word counts in a background corpus, or one number for all;
    ``prior_size`` scales it to that many words in all. Monroe, Colaresi & Quinn (2008), "Fightin' Words",
    Political Analysis 16, eq. 16 (log odds), 20 (variance, approximate) and 22 (z). z > 0: target.

    Raises ValueError for negative counts or a prior that is not positive everywhere.
    """
    a, b = np.asarray(target, dtype=np.float64), np.asarray(reference, dtype=np.float64)
    alpha = np.broadcast_to(np.asarray(prior, dtype=np.float64), a.shape)
    if (a < 0).any() or (b < 0).any():
        raise ValueError("A count cannot be negative.")
    if (alpha <= 0).any() or (prior_size is not None and prior_size <= 0):
        raise ValueError("A prior must be positive for every word.")
    if prior_size is not None:
        alpha = alpha * (prior_size / alpha.sum())
    smooth_a, smooth_b = a + alpha, b + alpha
    with np.errstate(divide="ignore", invalid="ignore"):
        odds = np.log(smooth_a / (smooth_a.sum() - smooth_a)) - np.log(smooth_b / (smooth_b.sum() - smooth_b))
    return WeightedLogOdds(odds, odds / np.sqrt(1 / smooth_a + 1 / smooth_b))


def _checked(
    target: ArrayLike, reference: ArrayLike, target_size: ArrayLike, reference_size: ArrayLike
) -> tuple[Floats, Floats, Floats, Floats]:
    a, b, c, d = (np.asarray(x, np.float64) for x in (target, reference, target_size, reference_size))
    if any((numbers < 0).any() for numbers in (a, b, c, d)):
        raise ValueError("A count or size cannot be negative.")
    if ((a > 0) & (c == 0)).any() or ((b > 0) & (d == 0)).any():
        raise ValueError("A word cannot occur in a corpus without tokens.")
    return a, b, c, d


def _unless_empty(values: Floats, target_size: Floats, reference_size: Floats) -> Floats:
    return np.where((target_size > 0) & (reference_size > 0), values, np.nan)
