"""Calmer lines: rates over a moving window of periods."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]


def moving_rate(
    counts: ArrayLike, tokens: ArrayLike, half_width: int, *, across_silence: bool = False
) -> Floats:
    """Rate over the 2 * half_width + 1 periods around each: sum of the counts by sum of the tokens.

    ``counts`` has shape (periods,) or (terms, periods), ``tokens`` (periods,) or that of ``counts``; the
    result has the shape of ``counts``, in counts per token. A period with twice the text counts twice: not
    the mean of the rates. At the ends the window shrinks to the periods there are, on one side only, so that
    the line leans on its inner side. Periods without tokens (0 or NaN) add nothing, whatever their count, and
    are NaN themselves, so that a line does not bridge silence; with ``across_silence`` they too have the rate
    of their window, NaN only where no period in it holds text.

    Raises ValueError for a negative half_width or count, or shapes that do not fit.
    """
    if half_width < 0:
        raise ValueError(f"A window reaches 0 periods or more to each side, not {half_width}.")
    k = np.asarray(counts, dtype=np.float64)
    exposure = np.asarray(tokens, dtype=np.float64)
    if k.ndim not in (1, 2) or exposure.shape not in (k.shape, k.shape[-1:]):
        raise ValueError(f"Counts of shape {k.shape} do not fit tokens of shape {exposure.shape}.")
    spoken = exposure > 0
    k = np.where(spoken, k, 0)
    if not (k >= 0).all():
        raise ValueError("A period with tokens needs a count of 0 or more.")
    matches = moving_sum(k, half_width)
    text = moving_sum(np.where(spoken, exposure, 0), half_width)
    shown = text > 0 if across_silence else spoken
    with np.errstate(divide="ignore", invalid="ignore"):
        rates: Floats = np.where(shown, matches / text, np.nan)
    return rates


def moving_sum(values: ArrayLike, half_width: int) -> Floats:
    """Sum over the window of half_width periods to each side along the last axis; whole numbers stay exact.

    The window shrinks at the ends. Same shape as ``values``; exact for whole numbers up to 2^53 in all.
    """
    table = np.asarray(values, dtype=np.float64)
    n = table.shape[-1]
    sums = np.zeros((*table.shape[:-1], n + 1))
    np.cumsum(table, axis=-1, out=sums[..., 1:])
    period = np.arange(n)
    first = np.maximum(period - half_width, 0)
    end = np.minimum(period + half_width + 1, n)
    moving: Floats = sums[..., end] - sums[..., first]
    return moving
