"""Dispersion: is a word spread over the corpus, or does it come from a few documents?

A corpus is cut into parts (documents, years, outlets). ``counts`` are a word's occurrences in each part, and
``sizes`` the parts' tokens, shape (parts,). For many words at once ``counts`` has shape (..., parts) and the
result shape (...); ``dispersion_of_terms`` does the same without the zeros. Each layout of counts makes its
own sums; what a measure makes of them is one function for all: ``deviation``, ``normalised``, ``evenness``.

A part of size 0 takes no part. A word that does not occur has no dispersion: NaN. Every function of counts
raises ValueError for a negative count or size, for shapes that do not fit, and for a word counted in an
empty part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]


def part_range(counts: ArrayLike) -> Integers:
    """Range: the number of parts (documents) in which the word occurs, int64; 0 for a word that does not.

    Keniston (1920), "Common words in Spanish", Hispania 3.
    """
    occurrences = np.asarray(counts)
    if (occurrences < 0).any():
        raise ValueError("A count cannot be negative.")
    return np.asarray(np.count_nonzero(occurrences, axis=-1), dtype=np.int64)


def deviation(frequency: Floats, apart: Floats) -> Floats:
    """DP, the deviation of proportions: half of ``apart``, the sum over the parts of |v - s|.

    v is a part's share of the word's occurrences (``frequency`` in all), s its share of the tokens. 0 where
    the word is spread as the tokens are; towards 1 where it is all in one small part: the share of its
    occurrences that would have to move. NaN for a word that does not occur. Gries (2008), "Dispersions and
    adjusted frequencies in corpora", International Journal of Corpus Linguistics 13.
    """
    return np.where(frequency > 0, apart / 2, np.nan)


def normalised(deviations: Floats, least_share: ArrayLike, parts: ArrayLike) -> Floats:
    """DP over its greatest possible value, so that it reaches 1: DP / (1 - min s). NaN for a single part.

    ``least_share``: the smallest part's share of the tokens, ``parts``: how many there are; each one number,
    or one for each DP. Lijffijt & Gries (2012), "Correction to Stefan Th. Gries' 'Dispersions and adjusted
    frequencies in corpora'", International Journal of Corpus Linguistics 17.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(np.asarray(parts) > 1, deviations / (1 - np.asarray(least_share)), np.nan)


def evenness(mean: Floats, squares: Floats, parts: ArrayLike) -> Floats:
    """Juilland's D = 1 - V / sqrt(parts - 1), V the coefficient of variation of the word's rate per part.

    From the ``mean`` rate and the sum of the ``squares`` of the differences from it; ``parts``: one number,
    or one for each. 1 where the rate is the same in all parts, 0 where one part has all. NaN for a single
    part and for a word that does not occur. Juilland, Brodin & Davidovitch (1970), Frequency Dictionary of
    French Words, in the variant for parts of unequal size that Gries (2008) gives: rates (count / size) in
    the place of counts. The standard deviation is the population's (divided by the number of parts). Among
    thousands of parts D is near 1 for almost any word (Biber et al. 2016, "On the (non)utility of Juilland's
    D", International Journal of Corpus Linguistics 21): prefer DP.
    """
    n = np.asarray(parts)
    with np.errstate(divide="ignore", invalid="ignore"):
        variation = np.sqrt(squares / n) / mean
        # Rounding must not take it below 0.
        return np.where(n > 1, np.maximum(1 - variation / np.sqrt(n - 1), 0), np.nan)


def dp(counts: ArrayLike, sizes: ArrayLike) -> Floats:
    """DP of a word from its count in each part; see ``deviation``."""
    v, s = _checked(counts, sizes)
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = v / v.sum(axis=-1, keepdims=True) - s / s.sum()
    return deviation(v.sum(axis=-1), np.abs(shares).sum(axis=-1))


def dp_norm(counts: ArrayLike, sizes: ArrayLike) -> Floats:
    """Normalised DP of a word from its count in each part; see ``normalised``."""
    s = _checked(counts, sizes)[1]
    return normalised(dp(counts, sizes), _least_share(s), s.size)


def juilland_d(counts: ArrayLike, sizes: ArrayLike) -> Floats:
    """Juilland's D of a word from its count in each part; see ``evenness``."""
    v, s = _checked(counts, sizes)
    rates = v / s
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = rates.sum(axis=-1) / s.size
        squares = ((rates - mean[..., None]) ** 2).sum(axis=-1)
    return evenness(mean, squares, s.size)


def average_reduced_frequency(positions: ArrayLike, length: int) -> float:
    """ARF: how many occurrences would weigh the same, were they spread evenly. From 1 to the frequency.

    ``positions`` are the word's f token ordinals, zero-based, ascending, shape (f,), in a corpus of
    ``length`` tokens. With v = length / f and d the distance from each occurrence to the next, from the
    last around to the first, ARF is the sum of min(d, v) / v: the occurrences of one cluster count about
    once. The unit is occurrences; 0 for a word that does not occur.

    Savický & Hlaváčová (2002), "Measures of word commonness", Journal of Quantitative Linguistics 9.
    Raises ValueError for positions that do not ascend or lie outside the corpus.
    """
    places = np.asarray(positions, dtype=np.int64)
    if not places.size:
        return 0.0
    if places[0] < 0 or places[-1] >= length or (np.diff(places) <= 0).any():
        raise ValueError(f"Positions ascend from 0 to below the length of the corpus, {length}.")
    distances = np.diff(places, append=places[0] + length)
    even = length / places.size
    return float(np.minimum(distances, even).sum() / even)


class TermDispersion(NamedTuple):
    """One value a term, in arrays of shape (terms,)."""

    frequency: Floats
    range: Integers
    dp: Floats
    dp_norm: Floats
    juilland_d: Floats


def dispersion_of_terms(
    terms: ArrayLike, parts: ArrayLike, counts: ArrayLike, sizes: ArrayLike, n_terms: int
) -> TermDispersion:
    """Range, DP, normalised DP and Juilland's D of many terms, from their counts without the zeros.

    ``terms`` (codes below n_terms), ``parts`` (places in ``sizes``) and ``counts`` have one entry for each
    term and part with occurrences, in any order, no pair twice. Time and memory grow with the entries, not
    with terms times parts: a part without the term adds its share of tokens to DP, and a rate of 0 to D.

    Raises ValueError also for a pair that is given twice, and for a code out of range.
    """
    t, p = np.asarray(terms, dtype=np.int64), np.asarray(parts, dtype=np.int64)
    v, s = np.asarray(counts, dtype=np.float64), np.asarray(sizes, dtype=np.float64)
    if (v < 0).any() or (s < 0).any():
        raise ValueError("A count or size cannot be negative.")
    if ((t < 0) | (t >= n_terms) | (p < 0) | (p >= s.size)).any():
        raise ValueError(f"Codes lie below {n_terms} for terms and {s.size} for parts.")
    t, p, v = t[v > 0], p[v > 0], v[v > 0]
    if (s[p] == 0).any():
        raise ValueError("A word cannot occur in a part without tokens.")
    pairs = t * s.size + p
    if (np.diff(pairs) <= 0).any() and np.unique(pairs).size < pairs.size:
        raise ValueError("A term's count in a part is given twice.")

    frequency: Floats = np.asarray(np.bincount(t, v, minlength=n_terms), dtype=np.float64)
    found = np.asarray(np.bincount(t, minlength=n_terms), dtype=np.int64)
    n_parts = int(np.count_nonzero(s))
    with np.errstate(divide="ignore", invalid="ignore"):
        share = s / s.sum()
        apart = np.asarray(
            np.bincount(t, np.abs(v / frequency[t] - share[p]) - share[p], n_terms), np.float64
        )
        rates = v / s[p]
        mean = np.bincount(t, rates, minlength=n_terms) / n_parts
    squares = np.bincount(t, (rates - mean[t]) ** 2, minlength=n_terms) + (n_parts - found) * mean**2
    deviations = deviation(frequency, 1 + apart)
    norm = normalised(deviations, _least_share(s[s > 0]), n_parts)
    return TermDispersion(frequency, found, deviations, norm, evenness(mean, squares, n_parts))


def _least_share(sizes: Floats) -> float:
    """The smallest part's share of the tokens; of no parts 1."""
    return float(sizes.min() / sizes.sum()) if sizes.size else 1.0


def _checked(counts: ArrayLike, sizes: ArrayLike) -> tuple[Floats, Floats]:
    """Counts and sizes as floats, without the empty parts."""
    v, s = np.asarray(counts, dtype=np.float64), np.asarray(sizes, dtype=np.float64)
    if s.ndim != 1 or v.ndim == 0 or v.shape[-1] != s.size:
        raise ValueError(f"Counts of shape {v.shape} do not fit sizes of shape {s.shape}: one for each part.")
    if (v < 0).any() or (s < 0).any():
        raise ValueError("A count or size cannot be negative.")
    if v[..., s == 0].any():
        raise ValueError("A word cannot occur in a part without tokens.")
    return v[..., s > 0], s[s > 0]
