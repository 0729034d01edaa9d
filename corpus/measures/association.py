"""Collocation: how much more often two words occur together than they would by chance.

All measures take the same arguments, as counts whose shapes broadcast, and return float64 of that shape:

    joint       O    occurrences of the collocate inside the windows around the node
    node        f1   occurrences of the node in the corpus
    collocate   f2   occurrences of the collocate in the corpus
    size        n    tokens of the corpus
    window      w    tokens in the window around one node, left and right together; 1 for adjacent pairs

so that chance would bring E = f1 f2 w / n. Windows that a passage's edge cuts short are smaller: the mean
number of tokens in a window makes E exact, so ``window`` need not be a whole number.

Sketch Engine and CQPweb do not list pairs that never occur together (O = 0). Here the logarithmic measures
and the t-score give them -inf, which sorts last, and Dice gives 0. A word that does not occur at all (E =
0), or an empty corpus, gives NaN. No numpy warning escapes.

Each measure raises ValueError for a negative argument, a window of 0, or a joint count of a word that does
not occur.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]


class Measure(Protocol):
    """The common signature of the functions in MEASURES."""

    def __call__(
        self, joint: ArrayLike, node: ArrayLike, collocate: ArrayLike, size: ArrayLike, window: ArrayLike = 1
    ) -> Floats: ...


def expected(node: ArrayLike, collocate: ArrayLike, size: ArrayLike, window: ArrayLike = 1) -> Floats:
    """How often the pair would occur together by chance: E = f1 f2 w / n, in occurrences.

    Evert (2008), "Corpora and collocations", in Lüdeling & Kytö (eds.), Corpus Linguistics: An International
    Handbook, for co-occurrence within a span. NaN for an empty corpus.
    """
    _, f1, f2, n, w = _checked(0, node, collocate, size, window)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(f1 * f2 * w / n)


def mutual_information(
    joint: ArrayLike, node: ArrayLike, collocate: ArrayLike, size: ArrayLike, window: ArrayLike = 1
) -> Floats:
    """How many times more often than by chance, in powers of two: MI = log2(O / E). Favours rare words.

    Church & Hanks (1990), "Word association norms, mutual information, and lexicography", Computational
    Linguistics 16. O = 0 gives -inf.
    """
    o, *rest = _checked(joint, node, collocate, size, window)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.log2(o / expected(*rest)))


def mi3(
    joint: ArrayLike, node: ArrayLike, collocate: ArrayLike, size: ArrayLike, window: ArrayLike = 1
) -> Floats:
    """Mutual information that favours frequent pairs: MI3 = log2(O^3 / E).

    Daille (1994), Approche mixte pour l'extraction automatique de terminologie, thesis, Paris 7, where it is
    one of several powers of O. O = 0 gives -inf.
    """
    o, *rest = _checked(joint, node, collocate, size, window)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.log2(o**3 / expected(*rest)))


def t_score(
    joint: ArrayLike, node: ArrayLike, collocate: ArrayLike, size: ArrayLike, window: ArrayLike = 1
) -> Floats:
    """How sure it is that the pair exceeds chance, in standard errors: (O - E) / sqrt(O).

    Church, Gale, Hanks & Hindle (1991), "Using statistics in lexical analysis". O = 0 gives -inf.
    """
    o, *rest = _checked(joint, node, collocate, size, window)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray((o - expected(*rest)) / np.sqrt(o))


def dice(
    joint: ArrayLike, node: ArrayLike, collocate: ArrayLike, size: ArrayLike = 0, window: ArrayLike = 1
) -> Floats:
    """The share of the two words' occurrences that they have in common: 2 O / (f1 + f2).

    Dice (1945), "Measures of the amount of ecologic association between species", Ecology 26. Ignores
    ``size`` and ``window``. From 0 to 1 for adjacent pairs; overlapping windows count a collocate more than
    once, and can exceed 1. O = 0 gives 0; NaN where neither word occurs.
    """
    o, f1, f2, _, _ = _checked(joint, node, collocate, size, window)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(2 * o / (f1 + f2))


def log_dice(
    joint: ArrayLike, node: ArrayLike, collocate: ArrayLike, size: ArrayLike = 0, window: ArrayLike = 1
) -> Floats:
    """Dice on a scale that compares across corpora: 14 + log2(2 O / (f1 + f2)). 14 where Dice is 1.

    Rychlý (2008), "A lexicographer-friendly association score", RASLAN 2008. One more means twice as strong.
    Ignores ``size`` and ``window``. O = 0 gives -inf; NaN where neither word occurs.
    """
    with np.errstate(divide="ignore"):
        return np.asarray(14 + np.log2(dice(joint, node, collocate, size, window)))


def log_likelihood(
    joint: ArrayLike, node: ArrayLike, collocate: ArrayLike, size: ArrayLike, window: ArrayLike = 1
) -> Floats:
    """How improbable the table is by chance: G2 = 2 sum O ln(O / E) over four cells; see ``direction``.

    Dunning (1993), "Accurate methods for the statistics of surprise and coincidence", Computational
    Linguistics 19. The table crosses tokens inside and outside the windows, f1 w and n - f1 w of them, with
    tokens that are the collocate or not. Never negative, and without sign: repelled pairs score high too,
    also at O = 0. A cell that overlapping windows, which count a collocate twice, would take below 0 is 0.
    NaN where the tokens in windows, or the collocate, would outnumber the corpus.
    """
    o, f1, f2, n, w = _checked(joint, node, collocate, size, window)
    inside = f1 * w
    with np.errstate(divide="ignore", invalid="ignore"):
        difference = o - inside * f2 / n
        g2 = 2 * (
            deviance(inside * f2 / n, difference)
            + deviance(inside * (n - f2) / n, -difference)
            + deviance((n - inside) * f2 / n, -difference)
            + deviance((n - inside) * (n - f2) / n, difference)
        )
    return np.where((n > 0) & (inside <= n) & (f2 <= n), g2, np.nan)


def direction(
    joint: ArrayLike, node: ArrayLike, collocate: ArrayLike, size: ArrayLike, window: ArrayLike = 1
) -> Floats:
    """The sign of O - E: 1 where the words attract each other, -1 where they repel, 0 as by chance."""
    o, *rest = _checked(joint, node, collocate, size, window)
    return np.asarray(np.sign(o - expected(*rest)))


def deviance(expected: ArrayLike, difference: ArrayLike) -> Floats:
    """One cell's part of G2 / 2: O ln(O / E) - (O - E), where O = E + ``difference``; shapes broadcast.

    Summed over cells whose differences cancel it is the sum of O ln(O / E), but each part is >= 0, and a
    small difference of two large counts keeps its digits. E for O <= 0; 0 for E = 0.
    """
    e = np.asarray(expected, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        x = np.asarray(difference, dtype=np.float64) / e
        part = e * np.where(x > -1, (1 + x) * np.log1p(x) - x, 1)
    return np.where(e == 0, 0.0, np.maximum(part, 0))  # never negative, however log1p rounds


MEASURES: Mapping[str, Measure] = {
    "mi": mutual_information,
    "mi3": mi3,
    "t_score": t_score,
    "log_dice": log_dice,
    "dice": dice,
    "log_likelihood": log_likelihood,
}
"""The measures by which collocates can be listed, each the greater the stronger."""


def _checked(
    joint: ArrayLike, node: ArrayLike, collocate: ArrayLike, size: ArrayLike, window: ArrayLike
) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    o, f1, f2, n, w = (
        np.asarray(given, dtype=np.float64) for given in (joint, node, collocate, size, window)
    )
    if any((counts < 0).any() for counts in (o, f1, f2, n)):
        raise ValueError("A count cannot be negative.")
    if (w <= 0).any():
        raise ValueError("A window holds at least part of a token: it cannot be 0 or negative.")
    if ((o > 0) & ((f1 == 0) | (f2 == 0))).any():
        raise ValueError("Words that occur together must occur: a joint count needs both frequencies.")
    return o, f1, f2, n, w
