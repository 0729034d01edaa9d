"""Documents by the words of their titles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.errors import FilterError
from corpus.model.text import fold, normalise
from corpus.model.tokens import has_cjk, words

if TYPE_CHECKING:
    from collections.abc import Sequence


def titled(titles: Sequence[str | None], wanted: str) -> npt.NDArray[np.bool_]:
    """Which titles hold the words beside each other, as words; letter case does not matter.

    Words with Han, Kana or Hangul are held by every title in which the string stands. FilterError where
    there is no word.
    """
    wanted = normalise(wanted)
    if "*" in wanted:
        raise FilterError("--title takes words without wildcards: give them in full.")
    held = [(title, fold(title)) for title in (title or "" for title in titles)]
    if has_cjk(wanted):
        string = fold(wanted)
        return np.array([string in folded for _, folded in held], dtype=bool)
    phrase = [fold(word) for word in words(wanted)]
    if not phrase:
        raise FilterError("--title holds no word: give one that stands in the title, or leave it out.")
    # Cutting a title into words takes fifty times as long as looking for the letters in it.
    longest = max(phrase, key=len)
    spaced = f" {' '.join(phrase)} "
    found = [
        longest in folded and ((title.isascii() and spaced in f" {folded} ") or _holds(title, phrase))
        for title, folded in held
    ]
    return np.array(found, dtype=bool)


def _holds(title: str, phrase: list[str]) -> bool:
    tokens = [fold(word) for word in words(title)]
    size = len(phrase)
    return any(tokens[at : at + size] == phrase for at in range(len(tokens) - size + 1))
