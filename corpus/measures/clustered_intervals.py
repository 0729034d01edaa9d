"""Intervals of rates of words that cluster in documents, by the negative binomial distribution.

Matches of a document with t tokens are taken to have the mean m t and the variance m t + a (m t)^2: rates of
documents differ, by the relative variance a, and each count scatters around its document's rate. The
**dispersion** a belongs to a term; how many documents a cell holds does not matter to it, so that it is
borrowed over all cells of a table: a period of two documents alone could say nothing of it.

Every rate here is matches per token; the caller multiplies by 1,000,000. Only numpy is imported.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from corpus.index.encoding.sorted_arrays import groups_of
from corpus.measures.gamma_function import log_gamma
from corpus.measures.intervals import check_level, poisson_interval
from corpus.measures.ratios import log_odds_expansion

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

MOST = 20.0
"""Greatest dispersion: where all matches of each cell lie in one document, any greater one fits as well."""

UNKNOWN = 1.0
"""Dispersion where nothing tells it: one document with words, or no term found twice in a cell."""

FEW = 5.0
"""The dispersion of D documents with the term is raised by the share FEW / D: from few documents the estimate
is mostly too small, as what is rare has not been seen. Measured on two documents a cell of which one in ten
has ten times the rate: 88 % of intervals cover without it, 91 % with it; from ten on it hardly matters."""

LEAST = 1e-9
"""Below this dispersion a count is a Poisson count."""

LARGE = 200
"""From this on, in both parameters, the expansion alone is as good as the exact quantile (1e-8)."""

MOST_EXACT = 2_000
"""In tables of more cells shapes are rounded to three digits: of ten thousand days few differ then, and no
limit changes by more than a per cent."""


class DocumentSizes:
    """How many tokens the documents of each cell have: what the dispersions of all terms in them share.

    ``tokens`` and ``cells`` (codes from 0 to n_cells - 1) have one entry a document. ``order``: the cells,
    those that are most alike beside each other (periods in order); by default that of their codes.
    ``squares``: for each cell the sum of its documents' squared tokens.

    A cell of one document tells nothing of a dispersion: such cells are joined to pairs with the next such:
    collapsed strata (Cochran 1977, Sampling Techniques, 5A.12), which give too much rather than too little
    where the rate changes from the one to the other.
    """

    def __init__(
        self, tokens: ArrayLike, cells: ArrayLike, n_cells: int, order: ArrayLike | None = None
    ) -> None:
        self._tokens, cells = np.asarray(tokens, dtype=np.float64), np.asarray(cells)
        self._size = n_cells
        self.squares = np.asarray(np.bincount(cells, self._tokens**2, n_cells), dtype=np.float64)
        documents = np.bincount(cells[self._tokens > 0], minlength=n_cells)
        ordered = np.arange(n_cells) if order is None else np.asarray(order)
        self._cells = _collapsed(documents, ordered)[cells]
        self._first = self._summed(slice(None), self._tokens)
        self._second = self._summed(slice(None), self._tokens**2)
        self._third = self._summed(slice(None), self._tokens**3)

    def _summed(self, some: slice | Integers, values: Floats) -> Floats:
        return np.asarray(np.bincount(self._cells[some], values, self._size), dtype=np.float64)

    def dispersion(self, matches: ArrayLike) -> float:
        """The relative variance of a term's rate between documents of one cell, over all cells.

        ``matches`` has one entry a document; those without tokens have none. The a at which the squares of
        matches less what their cell expects have the sum that they should have: the moment estimator of
        negative binomial counts (Anscombe 1949, "The statistical analysis of insect counts based on the
        negative binomial distribution", Biometrics 5; for unequal sizes Kleinman 1973, "Proportions with
        extraneous variance", JASA 68), without bias to the first order: a document takes part in its cell's
        mean, and the square of that mean is itself too great by its variance.

        Between 0 and MOST; raised by the share FEW / documents with the term. UNKNOWN where no cell has two
        documents and two matches.
        """
        m = np.asarray(matches, dtype=np.float64)
        some = np.flatnonzero((m > 0) & (self._tokens > 0))
        found = self._estimate(some, m[some])
        return UNKNOWN if found is None else min(found * (1 + FEW / max(len(some), 1)), MOST)

    def _estimate(self, some: Integers, m: Floats) -> float | None:
        matches = self._summed(some, m)
        told = (matches >= 2) & (self._second < self._first**2)
        if not told.any():
            return None
        of_squares, products = (
            self._summed(some, m**2)[told],
            self._summed(some, m * self._tokens[some])[told],
        )
        matches, first, second, third = (
            each[told] for each in (matches, self._first, self._second, self._third)
        )
        counting = matches * (1 - second / first**2)
        # The sum of (m - h M)^2, h being a document's share of the tokens of its cell.
        squares = of_squares - 2 * matches * products / first + matches**2 * second / first**2
        found = float((squares - counting).sum())
        weights = (second - 2 * third / first + second**2 / first**2) * matches * (matches - 1)

        def explained(a: float) -> float:
            return float((a * weights / (first**2 + a * second)).sum())

        if found <= 0:
            return 0.0
        low, high = 0.0, MOST
        if explained(high) <= found:
            return high
        while high - low > 1e-6 * high:
            middle = (low + high) / 2
            low, high = (low, middle) if explained(middle) > found else (middle, high)
        return high


def _collapsed(documents: Integers, order: Integers) -> Integers:
    """For each cell the cell that it is joined to: those of one document two by two (the last three)."""
    joined = np.arange(len(documents))
    single = order[documents[order] == 1]
    if len(single) > 1:
        pair = np.minimum(np.arange(len(single)) // 2, len(single) // 2 - 1)
        joined[single] = single[2 * pair]
    return joined


def clustered_interval(
    counts: ArrayLike, exposure: ArrayLike, squares: ArrayLike, alpha: float, level: float = 0.95
) -> tuple[Floats, Floats]:
    """Interval of the rate of each cell: ``(low, high)``, per unit of exposure; NaN without exposure.

    ``counts``: matches of a cell; ``exposure``: its tokens; ``squares``: the sum of its documents' squared
    tokens; ``alpha``: the term's dispersion. All have one shape (cells,).

    The matches of a cell are a negative binomial count with its true mean and variance, that is with the
    shape k = exposure^2 / (alpha squares): as many documents of equal length, divided by the dispersion.
    The limits are the means under which a count at least, or at most, as large has the probability
    (1 - level) / 2, as those of Garwood (1936) for a Poisson count, to which they lead for a dispersion of
    0. P(X >= x) is the incomplete beta function I(x, k) at mean / (mean + k) (Johnson, Kemp & Kotz 2005,
    Univariate Discrete Distributions, 5.6), so that the limits are quantiles of a beta variable, as those of
    Clopper & Pearson (1934).

    Raises ValueError for a level outside (0, 1), a negative count or dispersion.
    """
    check_level(level)
    x, t = np.asarray(counts, dtype=np.float64), np.asarray(exposure, dtype=np.float64)
    q = np.asarray(squares, dtype=np.float64)
    if alpha < 0:
        raise ValueError("A dispersion cannot be negative.")
    if alpha < LEAST:
        return poisson_interval(counts, exposure, level)
    if x.size and x.min() < 0:
        raise ValueError("A count cannot be negative.")
    tail = (1 - level) / 2
    low, high = np.full(x.shape, np.nan), np.full(x.shape, np.nan)
    held = t > 0
    low[held & (x == 0)] = 0
    k = np.divide(t**2, alpha * q, out=np.ones(x.shape), where=held)
    if len(k) > MOST_EXACT:
        k = _three_digits(k)
    none = held & (x == 0)
    with np.errstate(over="ignore", divide="ignore"):
        high[none] = k[none] * np.expm1(-math.log(tail) / k[none]) / t[none]
        some = held & (x > 0)
        matches, shape = x[some], k[some]
        # both ends at once: most of the time goes into calls
        both = _log_odds(np.concatenate((matches, shape)), np.concatenate((shape, matches + 1)), tail)
        low[some] = shape * np.exp(both[: len(matches)]) / t[some]
        high[some] = shape * np.exp(-both[len(matches) :]) / t[some]
    return low, high


def _log_odds(a: Floats, b: Floats, tail: float) -> Floats:
    """ln(p / (1 - p)) for the p below which a beta variable with a and b lies with probability ``tail``."""
    # Days are much alike. A complex number is a pair that sorts fast.
    pairs, _, inverse = groups_of(a + 1j * b)
    a, b = pairs.real.copy(), pairs.imag.copy()
    u = log_odds_expansion(a, b, tail)
    small = np.minimum(a, b) < LARGE
    if small.any():
        u[small] = _solved(a[small], b[small], tail, u[small])
    return np.asarray(u[inverse], dtype=np.float64)


def _three_digits(x: Floats) -> Floats:
    """Positive numbers to three significant digits."""
    scale = 10.0 ** (np.floor(np.log10(x)) - 2)
    return np.asarray(np.round(x / scale) * scale, dtype=np.float64)


def _solved(a: Floats, b: Floats, tail: float, u: Floats) -> Floats:
    """By Newton's method on ln I_p(a, b), which is increasing and concave in the log odds u.

    ln I is about a u + constant far below, and its slope falls from a to 0: a step from below never
    passes the root, one from above is bounded.
    """
    constant = log_gamma(a + b) - log_gamma(a + 1) - log_gamma(b)
    # Far below, I = p^a / (a B(a, b)): the root of that lies below the true one.
    u = np.minimum(u, 300.0)
    start = (math.log(tail) - constant) / a
    u = np.where(np.isfinite(u), u, start)
    target = math.log(tail)
    live = np.arange(len(u))
    for _ in range(100):
        x = u[live]
        log_i, slope = _log_incomplete(a[live], b[live], x, constant[live])
        step = np.clip((log_i - target) / slope, -5, 5)
        u[live] = x - step
        live = live[np.abs(step) > 1e-6 * np.maximum(1, np.abs(x))]  # the error is about its square
        if not len(live):
            break
    return u


def _log_incomplete(a: Floats, b: Floats, u: Floats, constant: Floats) -> tuple[Floats, Floats]:
    """ln I_p(a, b) and its derivative by u, at p = 1 / (1 + e^-u).

    By Lentz's continued fraction (Abramowitz & Stegun 1964, 26.5.8; it converges fast for p below
    (a + 1) / (a + b + 2)), and from the other side by I_p(a, b) = 1 - I_q(b, a).
    ``constant``: ln of 1 / (a B(a, b)).
    """
    log_p, log_q = -np.logaddexp(0, -u), -np.logaddexp(0, u)
    density = constant + np.log(a) + a * log_p + b * log_q  # ln dI/du
    above = np.exp(log_p) > (a + 1) / (a + b + 2)
    first, second = np.where(above, b, a), np.where(above, a, b)
    fraction = _fraction(first, second, np.exp(np.where(above, log_q, log_p)))
    log_part = density - np.log(first) + np.log(fraction)
    with np.errstate(divide="ignore", over="ignore"):
        log_i = np.where(above, np.log1p(-np.minimum(np.exp(log_part), 1 - 1e-16)), log_part)
        slope = np.exp(density - log_i)
    return log_i, np.maximum(slope, 1e-12)


def _fraction(a: Floats, b: Floats, x: Floats) -> Floats:
    """The continued fraction of the incomplete beta function, by the modified method of Lentz (1976)."""
    tiny = 1e-30
    c = np.ones_like(x)
    d = 1 - (a + b) * x / (a + 1)
    d = 1 / np.where(np.abs(d) < tiny, tiny, d)
    found = d.copy()
    for m in range(1, 400):
        for number in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 + number * d
            d = 1 / np.where(np.abs(d) < tiny, tiny, d)
            c = 1 + number / c
            c = np.where(np.abs(c) < tiny, tiny, c)
            found = found * d * c
        if (np.abs(d * c - 1) < 1e-12).all():
            break
    return found
