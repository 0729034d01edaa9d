"""The words of a layer in alphabetical order, as ranks: what is counted by rank comes out sorted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.choices import Unit
    from corpus.query.session.moment import Moment
    from corpus.text.tokens import Layer

_CLITICS = ("'", "’")
_UNSPACED = (("\u2e80", "\u312f"), ("\u31a0", "\ua4cf"), ("\uf900", "\ufaff"), ("\U00020000", "\U000323af"))


@dataclass(frozen=True, slots=True)
class Wordlist:
    """``of_term``: for each term id (its index) the rank of its word, from 1; ids of other layers have 0.

    ``names``: the word of each rank (of rank 0 none), by code points; ``groups``: its ordinal in the groups.
    """

    of_term: npt.NDArray[np.uint32]
    names: list[str]
    groups: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.names)


def wordlist(moment: Moment, layer: Layer, unit: Unit = "word") -> Wordlist:
    """The words (folded forms) or lemmas of a layer, kept while the archive does not change."""
    return moment.remember(("wordlist", layer, unit), lambda: _sorted(moment, layer, unit))


def _sorted(moment: Moment, layer: Layer, unit: Unit) -> Wordlist:
    groups = moment.groups(layer, unit)
    order = [0, *sorted(range(1, len(groups)), key=groups.names.__getitem__)]
    ranks = np.empty(len(order), dtype=np.uint32)
    ranks[order] = np.arange(len(order), dtype=np.uint32)
    return Wordlist(ranks[groups.of_term], [groups.names[at] for at in order], np.array(order))


def joined(words: Sequence[str]) -> str:
    """Words as they are written: ``'s`` stands close, and so do words of Han and Kana."""
    text = ""
    for word in words:
        close = word.startswith(_CLITICS) or (_unspaced(text[-1:]) and _unspaced(word[:1]))
        text += word if close or not text else " " + word
    return text


def _unspaced(character: str) -> bool:
    return any(low <= character <= high for low, high in _UNSPACED)
