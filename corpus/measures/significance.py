"""Significance: is a difference chance? p-values of G2, corrections for many tests, ranks of documents.

For the measures of ``association`` and ``keyness``. Nothing is imported for it: erfc is the C library's.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from corpus.measures.gamma_function import log_gamma

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]


EXPECTED = 50
"""Documents with a term that the smaller side must be expected to have for the normal approximation."""


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
    corpora", International Journal of Corpus Linguistics 6. z is the normal approximation with corrections
    for ties and for continuity, as ``scipy.stats.mannwhitneyu(method="asymptotic")``, and p its
    probability where the smaller side is expected to have EXPECTED documents with the term. Where it has
    fewer, it is too small by orders of magnitude (three documents of 33 with a word that 10,000 others do not
    have: 1e-200 by z, 3e-8 by all orders), and p is that of ``_sparse_p``. A term with the same rate
    everywhere has z = 0, p = 1. Raises ValueError for a negative rate, a code out of range, more
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
    p = _erfc(np.abs(z) / math.sqrt(2))
    small = min(n_target, n_reference)
    edges = np.append(first, terms.size)
    among = np.repeat(below + (tied + 1) / 2, tied)
    for term in np.flatnonzero(with_term * float(small) / total < EXPECTED).tolist():
        own = slice(edges[term], edges[term + 1])
        p[term] = _sparse_p(among[own], in_target[own], small, n_target <= n_reference, total)
    return MannWhitney(u, z, p)


def _sparse_p(
    ranks: Floats, in_target: NDArray[np.bool_], small: int, target_is_small: bool, total: int
) -> float:
    """Two-sided p of the rank sum of the smaller side, of a term that few documents have.

    ``ranks`` (from 1) and sides of the k documents with the term; all others share the lowest ranks. Over all
    ways to divide the documents, the number x of those with the term on the smaller side is hypergeometric,
    and given x the sum of their ranks is that of a sample without replacement (normal, with its exact mean
    and variance): p is the sum over all x of the one times the chance of a deviation at least as great by the
    other. Exact in the documents, where the approximation of both together fails (Lehmann 1975,
    Nonparametrics, 1.3 and 1.4).
    """
    k = len(ranks)
    if not k:
        return 1.0
    own = in_target if target_is_small else ~in_target
    zeros = total - k
    x = np.arange(max(0, small - zeros), min(k, small) + 1, dtype=np.float64)
    ways = _log_binomial(float(k), x) + _log_binomial(float(zeros), small - x)
    chances = np.exp(ways - _log_binomial(float(total), np.array([float(small)])))
    # Rank sums less what they are if all of the side were zeros: z + r - (z + 1) / 2 for each with the term.
    gains = ranks + (zeros - 1) / 2
    mean_gain, spread = gains.mean(), gains.var() * k / max(k - 1, 1)
    expected = small * k / total * mean_gain
    deviation = abs(float(gains[own].sum()) - expected)
    error = np.sqrt(np.maximum(spread * x * (1 - x / k), 0))
    found = np.zeros(len(x))
    for sign in (1, -1):
        beyond = sign * (expected - x * mean_gain) + deviation - 0.25
        with np.errstate(divide="ignore", invalid="ignore"):
            tails = 0.5 * _erfc(beyond / error / math.sqrt(2))
        found += np.where(error > 0, tails, beyond <= 0)
    return float(min((chances * found).sum(), 1))


def _log_binomial(n: float, x: Floats) -> Floats:
    every = log_gamma(np.array([n + 1.0]))
    return every - log_gamma(x + 1) - log_gamma(n - x + 1)


def p_values(g2: ArrayLike) -> Floats:
    """The probability of a G2 at least as great by chance (chi-square, one degree of freedom), of any shape.

    erfc(sqrt(G2 / 2)), Abramowitz & Stegun (1964), 26.4 and 7.1. Accurate far into the tail; 0.0 from about
    1,480 on. NaN for NaN. Raises ValueError for a negative G2.
    """
    x = np.asarray(g2, dtype=np.float64)
    if (x < 0).any():
        raise ValueError("G2 cannot be negative.")
    return _erfc(np.sqrt(x / 2))


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
