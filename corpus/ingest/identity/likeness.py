"""How alike two texts are, and how well a title fits a text: what tells a version from another item.

Chosen from 58 daily copies of one agency's English pages (706 texts, August and September 2024). The ten
edits in them share 0.85 to 0.95 of their words with the text before; of 20,000 random pairs of different
articles the most alike, congratulations and house-warmings by one pattern, share 0.60 to 0.70, 99 of 100
under 0.42, and the one wrong body 0.15. Headlines share 0.4 and more of their words with their own text
in 94 of 100 articles, and with another's in 15; with the wrong body it was none. Less than a quarter of them
is in their own text in 2 of 715 articles (none in one), and in another's in two thirds (none in a third).
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property

from corpus.text.normalisation import fold

SHORT_WORDS = 50
"""A text of fewer words is short: a few words decide, and may fit anything."""
FITS = 0.4
"""Share of a title's words that a text must have for the title to say something of it."""
STRANGE = 0.25
"""Share of a title's words below which a text is that of another title."""
WHOLLY_OTHER = 0.42
"""Different articles share less in 99 of 100 pairs."""
UNLIKE = 0.6
"""Texts that share less are unlike, whatever else they have in common."""

_ALIKE = {False: (0.6, 0.6, 0.75), True: (0.6, 0.75, 0.9)}
"""Share of words that makes versions of two texts at one address, by how many of title and day differ; for
long and for short texts."""
_ALIKE_UNADDRESSED = {False: 0.8, True: 0.9}
"""The same where only title and day are known to be the same."""

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_UNITS = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")
_FEWEST_LETTERS = 4
_STEM = 5
"""Letters by which words of a title are compared: endings change."""


class Words:
    """The words of a text, of scripts without spaces the characters; ``count`` takes two of these for a
    word."""

    def __init__(self, text: str) -> None:
        self._units = _UNITS.findall(fold(text))

    @cached_property
    def bag(self) -> Counter[str]:
        return Counter(self._units)

    @cached_property
    def count(self) -> int:
        single = sum(1 for unit in self._units if len(unit) == 1 and unit >= "\u0e00")
        return len(self._units) - single + (single + 1) // 2

    @cached_property
    def content(self) -> set[str]:
        """Longer words without their endings, and pairs of characters of scripts without spaces."""
        found = {unit[:_STEM] for unit in self._units if len(unit) >= _FEWEST_LETTERS}
        found |= {
            unit[:2]
            for unit in self._units
            if 2 <= len(unit) < _FEWEST_LETTERS and "\uac00" <= unit[0] <= "\ud7a3"
        }
        pairs = zip(self._units, self._units[1:], strict=False)
        return found | {a + b for a, b in pairs if len(a) == len(b) == 1 and a >= "\u0e00" <= b}


def shared(one: Words, other: Words) -> float:
    """Words in common, each as often as both have it, as a share of the longer text's; from 0 to 1."""
    most = max(one.bag.total(), other.bag.total())
    return (one.bag & other.bag).total() / most if most else 1.0


def fits(title: str, text: Words) -> bool:
    """Whether a title says something of a text; one without longer words says nothing of any."""
    wanted = Words(title).content
    return bool(wanted) and len(wanted & text.content) >= FITS * len(wanted)


def is_strange(title: str, text: Words) -> bool:
    """Whether a title has longer words, and the text hardly any of them."""
    wanted = Words(title).content
    return bool(wanted) and len(wanted & text.content) < STRANGE * len(wanted)


def alike(one: Words, other: Words, differing: int) -> bool:
    """Whether two texts at one address are versions. ``differing``: how many of title and day differ."""
    short = min(one.count, other.count) < SHORT_WORDS
    return shared(one, other) >= _ALIKE[short][differing]


def alike_unaddressed(one: Words, other: Words) -> bool:
    """Whether two texts of the same title and day, and without address, are versions."""
    return shared(one, other) >= _ALIKE_UNADDRESSED[min(one.count, other.count) < SHORT_WORDS]
