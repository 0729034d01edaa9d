"""Keyness: which words does one corpus use more than another, by how much, and is it chance?

The measures of a word take the same four arguments, whose shapes broadcast, and return float64 of that shape:

    target           a   occurrences in the target corpus
    reference        b   occurrences in the reference corpus
    target_size      c   tokens of the target corpus
    reference_size   d   tokens of the reference corpus

Effect sizes (log_ratio, percent_difference, simple_maths) say by how much, tests (log_likelihood, bic) how
surely. Tests of tokens take each occurrence as independent evidence, and words cluster in documents: for "do
*documents* of the target use it more?" see ``mann_whitney``. NaN where a corpus is empty. No numpy warning
escapes. ValueError for a negative count or size, and for an occurrence in an empty corpus.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from corpus.measures.association import deviance

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

PER_MILLION = 1_000_000

ALMOST_ZERO = 1e-18
"""What %DIFF takes for a relative frequency of 0, per token: Gabrielatos & Marchi's own substitute."""

SERIES_FROM = 200.0
"""From this G2 on, log10 p comes from a series; below, from erfc, which underflows at about 1,480."""


class Measure(Protocol):
    """The common signature of the functions in MEASURES."""

    def __call__(
        self, target: ArrayLike, reference: ArrayLike, target_size: ArrayLike, reference_size: ArrayLike
    ) -> Floats: ...


def log_likelihood(
    target: ArrayLike, reference: ArrayLike, target_size: ArrayLike, reference_size: ArrayLike
) -> Floats:
    """How surely the two rates differ: G2 = 2 (a ln(a / E1) + b ln(b / E2)), E1 = c (a + b) / (c + d).

    The two-cell form of Rayson & Garside (2000), "Comparing corpora using frequency profiling"; the four
    cells of Dunning (1993) give more for very frequent words. A count of 0 adds nothing; both 0 give 0.
    Never negative and without sign: ``log_ratio`` says which corpus has more. 3.84 is p = 0.05, 15.13 is p
    = 0.0001.
    """
    a, b, c, d = _checked(target, reference, target_size, reference_size)
    with np.errstate(divide="ignore", invalid="ignore"):
        difference = (a * d - b * c) / (c + d)
        share = (a + b) / (c + d)
        return _unless_empty(2 * (deviance(c * share, difference) + deviance(d * share, -difference)), c, d)


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


class MannWhitney(NamedTuple):
    """Shape (terms,): U of the target, z (positive where the target ranks higher), two-sided p."""

    u: Floats
    z: Floats
    p: Floats


def mann_whitney(
    target_terms: ArrayLike,
    target_rates: ArrayLike,
    reference_terms: ArrayLike,
    reference_rates: ArrayLike,
    n_target: int,
    n_reference: int,
    n_terms: int,
) -> MannWhitney:
    """Do the target's documents tend to use a term more than the reference's? For many terms at once.

    ``target_terms`` (codes below n_terms) and ``target_rates`` (relative frequencies, in one unit on both
    sides) have one entry for each term and document with occurrences, in any order; ``n_target`` counts all
    documents. Documents without the term are zeros that share the lowest ranks, and are never laid out. U /
    (n_target n_reference) is the chance that a target document has the higher rate, ties halved.

    Mann & Whitney (1947), Annals of Mathematical Statistics 18; for corpora Kilgarriff (2001), "Comparing
    corpora", International Journal of Corpus Linguistics 6. Normal approximation with corrections for ties
    and for continuity (also in z), as ``scipy.stats.mannwhitneyu(method="asymptotic")``. A term with the
    same rate everywhere has z = 0, p = 1. Raises ValueError for a negative rate, a code out of range, more
    entries than documents, or a side without documents.
    """
    if min(n_target, n_reference) < 1:
        raise ValueError("Each side of the comparison needs at least one document.")
    terms = np.concatenate([np.asarray(target_terms, np.int64), np.asarray(reference_terms, np.int64)])
    rates = np.concatenate([np.asarray(target_rates, np.float64), np.asarray(reference_rates, np.float64)])
    in_target = np.arange(terms.size) < np.size(target_terms)
    if (rates < 0).any():
        raise ValueError("A rate cannot be negative.")
    if ((terms < 0) | (terms >= n_terms)).any():
        raise ValueError(f"A term's code lies between 0 and {n_terms - 1}.")
    order = np.lexsort((rates, terms))
    order = order[rates[order] > 0]
    terms, rates, in_target = terms[order], rates[order], in_target[order]

    total = n_target + n_reference
    with_term = np.bincount(terms, minlength=n_terms)
    target_with_term = np.bincount(terms, in_target, minlength=n_terms)
    if (target_with_term > n_target).any() or (with_term - target_with_term > n_reference).any():
        raise ValueError("A term has more entries than there are documents.")
    zeros = (total - with_term).astype(np.float64)

    new = np.ones(terms.size, dtype=bool)
    new[1:] = (terms[1:] != terms[:-1]) | (rates[1:] != rates[:-1])
    starts = np.flatnonzero(new)
    tied = np.diff(starts, append=terms.size)
    first = np.cumsum(with_term) - with_term
    below = starts - first[terms[starts]]
    ranks = np.repeat(below + (tied + 1) / 2, tied) + zeros[terms]
    rank_sum: Floats = np.asarray(np.bincount(terms, ranks * in_target, minlength=n_terms), dtype=np.float64)
    rank_sum = rank_sum + (n_target - target_with_term) * (zeros + 1) / 2
    u = rank_sum - n_target * (n_target + 1) / 2

    # n^3 - n less the ties' t^3 - t; the zeros' is taken off first, factored: a rare term keeps its digits.
    free = with_term * (float(total) ** 2 + total * zeros + zeros**2 - 1)
    free -= np.bincount(terms[starts], tied.astype(np.float64) ** 3 - tied, minlength=n_terms)
    error = np.sqrt(float(n_target) * n_reference / 12 * np.maximum(free, 0) / max(total * (total - 1.0), 1))
    above = u - n_target * n_reference / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(error > 0, np.sign(above) * np.maximum(np.abs(above) - 0.5, 0) / error, 0.0)
    return MannWhitney(u, z, _erfc(np.abs(z) / math.sqrt(2)))


def p_values(g2: ArrayLike) -> Floats:
    """The probability of a G2 at least as great by chance (chi-square, one degree of freedom), of any shape.

    erfc(sqrt(G2 / 2)), Abramowitz & Stegun (1964), 26.4 and 7.1. Accurate far into the tail; 0.0 from about
    1,480 on, where ``log10_p_values`` still tells apart. NaN for NaN. Raises ValueError for a negative G2.
    """
    x = np.asarray(g2, dtype=np.float64)
    if (x < 0).any():
        raise ValueError("G2 cannot be negative.")
    return _erfc(np.sqrt(x / 2))


def log10_p_values(g2: ArrayLike) -> Floats:
    """The decimal logarithm of ``p_values``, of any shape, for every G2: -40 for p = 1e-40.

    The asymptotic series of erfc (Abramowitz & Stegun 1964, 7.1.23) from SERIES_FROM on, where twelve terms
    reach double precision. Raises ValueError for a negative G2.
    """
    x = np.asarray(g2, dtype=np.float64)
    with np.errstate(divide="ignore"):
        near = np.log10(p_values(np.minimum(x, SERIES_FROM)))
    far = np.maximum(x, SERIES_FROM)
    term, series = np.ones_like(far), np.ones_like(far)
    for number in range(1, 13):
        term = term * -(2 * number - 1) / far
        series = series + term
    tail = (np.log(series) - far / 2 - np.log(math.pi * far / 2) / 2) / math.log(10)
    return np.where(x > SERIES_FROM, tail, near)


def bonferroni(p: ArrayLike) -> Floats:
    """p-values times their number, at most 1: below 0.05, none of all is expected by chance. Any shape.

    Dunn (1961), "Multiple comparisons among means", JASA 56. NaN stays NaN and is not counted as a test.
    Raises ValueError for a p outside 0 to 1.
    """
    values = _checked_p(p)
    return np.asarray(np.minimum(values * np.count_nonzero(~np.isnan(values)), 1))


def benjamini_hochberg(p: ArrayLike) -> Floats:
    """Adjusted p-values: of those listed below 0.05, at most 5 % are expected to be chance. Shape (tests,).

    Benjamini & Hochberg (1995), "Controlling the false discovery rate", JRSS B 57: p times the number of
    tests over its rank, made monotone from the greatest down. NaN stays NaN and is not counted as a test.
    Raises ValueError for a p outside 0 to 1.
    """
    values = _checked_p(p)
    order = np.argsort(values)  # NaN comes last
    order = order[: values.size - np.count_nonzero(np.isnan(values))]
    scaled = values[order] * (order.size / np.arange(1, order.size + 1))  # in this order, never below p
    adjusted = np.full_like(values, np.nan)
    adjusted[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1)
    return adjusted


def _erfc(x: Floats) -> Floats:
    """The C library's erfc: as exact as scipy's, 0.1 s for a million, and nothing to import."""
    return np.fromiter(map(math.erfc, x.ravel().tolist()), np.float64, x.size).reshape(x.shape)


def _checked_p(p: ArrayLike) -> Floats:
    values = np.asarray(p, dtype=np.float64)
    if ((values < 0) | (values > 1)).any():
        raise ValueError("A p-value lies between 0 and 1.")
    return values


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
