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

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]


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
