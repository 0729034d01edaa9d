"""Interval of the quotient of two counts."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from corpus.index.encoding.sorted_arrays import groups_of
from corpus.measures.intervals import normal_quantile

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

LARGE = 200
"""From this count on, in both, the expansion alone is as good as the exact quantile (1e-8)."""


def ratio_interval(above: ArrayLike, below: ArrayLike, level: float = 0.95) -> tuple[Floats, Floats]:
    """Exact conditional interval of the quotient of two Poisson means: ``(low, high)``, same shape.

    Given the sum of both counts, the first is binomial, with the probability p = q / (1 + q) for the quotient
    q: the limits are those of Clopper & Pearson (1934) for p, as p / (1 - p). Przyborowski & Wilenski (1940),
    "Homogeneity of results in testing samples from Poisson series", Biometrika 31. It holds for counts that
    are independent; where what is counted above is counted below, too, the interval is too wide. NaN where
    the count below is 0: no quotient. ``low`` is 0 for a count of 0 above.
    """
    x, y = np.broadcast_arrays(np.asarray(above, dtype=np.float64), np.asarray(below, dtype=np.float64))
    # P(X <= x) = 1 - I_p(x + 1, y): p / (1 - p) below is 1 over that above.
    low, high = np.where(y > 0, lower_limit(x, y, level), np.nan), lower_limit(y, x, level)
    with np.errstate(divide="ignore"):
        return low, np.where(y > 0, 1 / high, np.nan)


def lower_limit(above: ArrayLike, below: ArrayLike, level: float = 0.95) -> Floats:
    """The lower end of ``ratio_interval``, also of a count of 0 below. 0 for one of 0 above. Any shape."""
    x, y = np.broadcast_arrays(np.asarray(above, dtype=np.float64), np.asarray(below, dtype=np.float64))
    limit = np.zeros(x.shape)
    some = x > 0
    # P(X >= x) = I_p(x, y + 1). Rare words have few pairs of counts between them: each is computed once.
    pairs, _, places = groups_of(x[some] + 1j * y[some])
    limit[some] = _odds(pairs.real, pairs.imag + 1, (1 - level) / 2)[places]
    return limit


def _odds(a: Floats, b: Floats, tail: float) -> Floats:
    """p / (1 - p) for the p below which a beta variable with a and b lies with probability ``tail``."""
    u = log_odds_expansion(a, b, tail)
    small = np.minimum(a, b) < LARGE
    if small.any():
        u[small] = _polished(a[small], b[small], tail, u[small])
    return np.exp(u)


def _polished(a: Floats, b: Floats, tail: float, u: Floats) -> Floats:
    """ln odds by Newton's method on ln I_p(a, b), concave in the ln odds; ``b`` is a whole number."""
    beta = np.array([math.lgamma(x) + math.lgamma(y) - math.lgamma(x + y) for x, y in zip(a, b, strict=True)])
    rising = a <= b
    for _ in range(100):
        p, q = 1 / (1 + np.exp(-u)), 1 / (1 + np.exp(u))
        # I = p^a q^b / B / slope, and slope = d ln I / du. Both series have positive terms only.
        slope = np.empty_like(u)
        slope[rising] = a[rising] / _rising(a[rising], b[rising], p[rising])
        falling = ~rising
        slope[falling] = q[falling] * (a + b - 1)[falling] / _falling(a[falling], b[falling], q[falling])
        log_probability = a * np.log(p) + b * np.log(q) - beta - np.log(slope)
        step = np.clip((log_probability - math.log(tail)) / slope, -3, 3)
        u = u - step
        if np.abs(step).max() < 1e-12:
            break
    return u


def _rising(a: Floats, b: Floats, p: Floats) -> Floats:
    """Sum of (a + b)_n / (a + 1)_n p^n over n >= 0 (Abramowitz & Stegun 1964, 26.5.4): short for a <= b."""
    total = term = np.ones_like(p)
    ratio = np.full_like(p, np.inf)
    n = 0
    # Once they fall, the terms fall at least as fast as a geometric series.
    while ((ratio >= 1) | (term * ratio > (1 - ratio) * total * 1e-15)).any():
        term = term * (a + b + n) / (a + 1 + n) * p
        total = total + term
        n += 1
        ratio = (a + b + n) / (a + 1 + n) * p
    return total


def _falling(a: Floats, b: Floats, q: Floats) -> Floats:
    """Sum of (b-1) ... (b-n) / ((a+b-2) ... (a+b-1-n)) q^-n over n < b (ibid. 26.5.6): short for small b."""
    total = term = np.ones_like(q)
    for n in range(1, int(b.max(initial=0))):
        term = term * np.maximum(b - n, 0) / (np.maximum(a + b - 1 - n, 1) * q)
        total = total + term
    return total


def log_odds_expansion(a: Floats, b: Floats, tail: float) -> Floats:
    """ln odds by the expansion of Cornish & Fisher (1937) to six cumulants, for large a and b.

    ln(p / (1 - p)) is the difference of the logarithms of two gamma variables: its cumulants are those of
    the first, and those of the second with alternating signs (polygamma functions).
    """

    z = normal_quantile(tail)
    first, second = _polygammas(a), _polygammas(b)
    mean, variance, *higher = [
        x + (y if n % 2 else -y) for n, (x, y) in enumerate(zip(first, second, strict=True))
    ]
    s = np.sqrt(variance)
    g1, g2, g3, g4 = (k / s ** (n + 3) for n, k in enumerate(higher))
    w = (
        z
        + g1 * (z**2 - 1) / 6
        + g2 * (z**3 - 3 * z) / 24
        - g1**2 * (2 * z**3 - 5 * z) / 36
        + g3 * (z**4 - 6 * z**2 + 3) / 120
        - g1 * g2 * (z**4 - 5 * z**2 + 2) / 24
        + g1**3 * (12 * z**4 - 53 * z**2 + 17) / 324
        + g4 * (z**5 - 10 * z**3 + 15 * z) / 720
        - g2**2 * (3 * z**5 - 24 * z**3 + 29 * z) / 384
        - g1 * g3 * (2 * z**5 - 17 * z**3 + 21 * z) / 180
        + g1**2 * g2 * (14 * z**5 - 103 * z**3 + 107 * z) / 288
        - g1**4 * (252 * z**5 - 1688 * z**3 + 1511 * z) / 7776
    )
    found: Floats = mean + s * w
    return found


def _polygammas(x: Floats) -> list[Floats]:
    """psi(x) and its first five derivatives: shifted up to 12 and more, then the asymptotic series.

    Abramowitz & Stegun (1964), 6.3.18, 6.4.6 and 6.4.11.
    """
    below = [np.zeros_like(x) for _ in range(6)]
    y = x.copy()
    while (y < 12).any():
        small = y < 12
        for n in range(6):
            below[n][small] += (-1) ** n * math.factorial(n) * y[small] ** -(n + 1)
        y[small] += 1
    bernoulli = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730)
    found = []
    for n in range(6):
        if n == 0:
            value = np.log(y) - 1 / (2 * y)
        else:
            value = math.factorial(n - 1) * y**-n + math.factorial(n) / 2 * y ** -(n + 1)
            value = value if n % 2 else -value
        for k, number in enumerate(bernoulli, 1):
            size = number * math.factorial(2 * k + n - 1) / math.factorial(2 * k) * y ** -(2 * k + n)
            value = value + (size if n % 2 else -size)
        found.append(value - below[n])
    return found
