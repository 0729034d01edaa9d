"""Documents by the words of their titles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.errors import FilterError
from corpus.text.languages import primary
from corpus.text.normalisation import fold, normalise
from corpus.text.tokens import has_cjk, words
from corpus.text.word_joins import eliding

if TYPE_CHECKING:
    from collections.abc import Sequence


def title_words(typed: str) -> str:
    """The words that a title is to hold, as texts are written. FilterError where there is none."""
    wanted = normalise(typed)
    if "*" in wanted:
        raise FilterError.about("title", "takes words without wildcards: give them in full.")
    if not has_cjk(wanted) and not words(wanted):
        raise FilterError.about("title", "holds no word: give one that stands in the title, or leave it out.")
    return wanted


def titled(
    titles: Sequence[str | None], wanted: str, languages: Sequence[str | None] = ()
) -> npt.NDArray[np.bool_]:
    """Which titles hold the words beside each other, as words; letter case does not matter.

    ``languages``: of the documents, aligned (none: unknown), for what is elided there.
    Words with Han, Kana or Hangul are held by every title in which the string stands. ``wanted``: as
    ``title_words`` gives it.
    """
    held = [(title, fold(title)) for title in (title or "" for title in titles)]
    if has_cjk(wanted):
        string = fold(wanted)
        return np.array([string in folded for _, folded in held], dtype=bool)
    phrase = [fold(word) for word in words(wanted)]
    elide = eliding()
    elided = [primary(tag or "") for tag in languages] or [""] * len(held)
    phrases = {tag: [fold(word) for word in words(wanted, language=tag)] for tag in elide}
    # Cutting a title into words takes fifty times as long as looking for the letters in it.
    longest = max(phrase, key=len)
    least = {tag: max(phrases[tag], key=len) for tag in elide}
    spaced = f" {' '.join(phrase)} "
    found = [
        least[tag] in folded and _holds(title, phrases[tag], tag)
        if tag in phrases
        else longest in folded and ((title.isascii() and spaced in f" {folded} ") or _holds(title, phrase))
        for (title, folded), tag in zip(held, elided, strict=True)
    ]
    return np.array(found, dtype=bool)


def _holds(title: str, phrase: list[str], language: str = "") -> bool:
    tokens = [fold(word) for word in words(title, language=language)]
    size = len(phrase)
    return any(tokens[at : at + size] == phrase for at in range(len(tokens) - size + 1))
