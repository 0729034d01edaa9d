"""What one document is to another of which it repeats words: which came first, how much is shared, its
name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from corpus.index.encoding.sorted_arrays import distinct
from corpus.query.similarity.near_duplicates import reprint_resemblance, resemblance, windows
from corpus.query.similarity.near_duplicates import settings as shared_settings
from corpus.settings import packaged

if TYPE_CHECKING:
    from corpus.index.read.document_facts import Dates
    from corpus.insight.reuse.shared_runs import Text

I64 = npt.NDArray[np.int64]
U64 = npt.NDArray[np.uint64]

QUOTATION = "quotation"
RELATIONS = ("reprint", "excerpt", "expanded", QUOTATION)
DAY = 10
"""Precision of a date that is known to the day."""


def settings() -> dict[str, Any]:
    """The thresholds, from ``reuse.toml``."""
    return packaged("corpus.insight.reuse", "reuse.toml")


def order_of(dates: Dates, one: int, other: int) -> str | None:
    """Whether the first of two documents is ``later``, ``earlier`` or of the ``same day`` as the other.

    None where their dates do not tell: one has none, or is known to a month or year that holds the other.
    """
    if not dates.precision[one] or not dates.precision[other]:
        return None
    if dates.last[other] < dates.first[one]:
        return "later"
    if dates.last[one] < dates.first[other]:
        return "earlier"
    return "same day" if dates.precision[one] == dates.precision[other] == DAY else None


def days_between(dates: Dates, earlier: int, later: int) -> int | None:
    """Days from one document to the other; None unless both dates are known to the day."""
    if dates.precision[earlier] != DAY or dates.precision[later] != DAY:
        return None
    return int((dates.first[later] - dates.first[earlier]).astype(np.int64))


@dataclass(frozen=True, slots=True)
class Measured:
    """Two documents. ``resemblance``: 0 to 1, of their shingles. ``words`` and ``other_words``: how many
    words of each lie in passages (``reuse.toml``) that the other has; ``share`` and ``other_share``: of all
    its words."""

    resemblance: float
    words: int
    share: float
    other_words: int
    other_share: float


class _Hashed(NamedTuple):
    """A document's distinct shingles and passages, ascending, and which passage begins at each of its
    words."""

    shingles: U64
    passages: U64
    numbers: I64


class Measures:
    """Measures pairs of documents of a text; what is hashed of a document is kept for its next pair."""

    def __init__(self, text: Text, bits: U64) -> None:
        self._text, self._bits = text, bits
        self._passage: int = settings()["passage"]
        self._held: dict[int, _Hashed] = {}

    def pair(self, one: int, other: int) -> Measured:
        """``one`` and ``other``: ordinals of the text's documents."""
        mine, theirs = self._hashed(one), self._hashed(other)
        both = np.concatenate((mine.passages, theirs.passages))
        both.sort(kind="stable")  # merges two sorted runs
        shared = both[:-1][both[1:] == both[:-1]]
        words, other_words = self._covered(one, mine, shared), self._covered(other, theirs, shared)
        sizes = self._text.sizes
        return Measured(
            resemblance(mine.shingles, theirs.shingles),
            words,
            words / int(sizes[one]),
            other_words,
            other_words / int(sizes[other]),
        )

    def _hashed(self, number: int) -> _Hashed:
        if number not in self._held:
            first, size = int(self._text.firsts[number]), int(self._text.sizes[number])
            own = self._bits[self._text.words[first : first + size]]
            found = []
            for length in (shared_settings()["shingle"], self._passage):
                every = windows(np.concatenate((own, np.zeros(length, dtype=np.uint64))), length)
                found.append(every[: max(size - length + 1, 1)])
            passages = distinct(found[1])
            numbers = np.searchsorted(passages, found[1])
            self._held[number] = _Hashed(distinct(found[0]), passages, numbers)
        return self._held[number]

    def _covered(self, number: int, hashed: _Hashed, shared: U64) -> int:
        """Words of a document in passages that are among the shared ones."""
        mask = np.zeros(len(hashed.passages), dtype=bool)
        mask[np.searchsorted(hashed.passages, shared)] = True
        starts = np.flatnonzero(mask[hashed.numbers])
        return covered(starts, min(self._passage, int(self._text.sizes[number])))


def covered(starts: I64, length: int) -> int:
    """How many places lie in runs of one length that begin at these places (ascending)."""
    if not len(starts):
        return 0
    return int(np.minimum(np.diff(starts), length).sum()) + length


def relation(measured: Measured) -> str:
    """What the first document (the later one) is to the other: one of RELATIONS.

    A quotation, where it is no other, is for the caller to find out: by the words of a shared run.
    """
    least = settings()["relations"]
    if measured.resemblance >= reprint_resemblance():
        return "reprint"
    expanded = measured.other_share >= least["expanded"]
    if measured.share >= least["excerpt"] and not (expanded and measured.other_share > measured.share):
        return "excerpt"
    return "expanded" if expanded else QUOTATION
