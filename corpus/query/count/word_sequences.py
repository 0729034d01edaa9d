"""The words that selections let count as numbers, for the counting of sequences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.query.count.ngram_counts import Grams, Piece, pieces_of
from corpus.query.count.token_runs import runs, words
from corpus.query.count.token_slices import slices
from corpus.query.count.word_counts import vocabulary
from corpus.query.count.word_ranks import wordlist
from corpus.text.tokens import Layer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpus.choices import Unit
    from corpus.query.select.selection import Selection
    from corpus.query.session.moment import Moment

I64 = npt.NDArray[np.int64]
U32 = npt.NDArray[np.uint32]

TOGETHER = 1 << 22
"""Words worked on together."""


class WordText:
    """The words of some selections of one catalogue, each selection a side of its own.

    ``tokens``: of each side. Where selections overlap, words are on several sides.
    """

    def __init__(self, moment: Moment, selections: Sequence[Selection], unit: Unit) -> None:
        self._moment = moment
        self._list = wordlist(moment, Layer.word, unit)
        sections = moment.sections(Layer.word)
        every = [
            [(section, runs(moment, selection, section)) for section in sections] for selection in selections
        ]
        self._sections = [[(section, held) for section, held in side if len(held)] for side in every]
        self.tokens = [sum(held.tokens for _, held in side) for side in self._sections]
        counts = [vocabulary(moment, selection, unit)[self._list.groups] for selection in selections]
        self._counts = np.array(counts)
        self._names = np.zeros(0, dtype=np.int64)
        self._of_rank = np.zeros(0, dtype=np.uint32)
        self._pieces: list[Piece] = []
        self._least: tuple[int, ...] = ()

    def sequences(self, size: int) -> list[int]:
        """How many sequences of so many words each side has: each, not each different one."""
        return [
            sum(int(np.maximum(held.ends - held.starts - (size - 1), 0).sum()) for _, held in side)
            for side in self._sections
        ]

    def grams(self, *least: int) -> Grams:
        """The sequences of words that occur so often on a side (one number for all, or one for each); other
        words divide the text."""
        if len(least) == 1:
            least *= len(self._sections)
        if least != self._least:
            keep = np.asarray((self._counts >= np.array(least)[:, None]).any(axis=0))
            keep[0] = False
            self._names = np.flatnonzero(keep)
            self._of_rank = np.where(keep, np.cumsum(keep), 0).astype(np.uint32)
            self._pieces = [
                piece
                for side in range(len(self._sections))
                for piece in pieces_of(self._numbered(side), TOGETHER, side)
            ]
            self._least = least
        return Grams(self._pieces, len(self._names), least)

    def written(self, numbers: list[int]) -> list[str]:
        """The words of some numbers of ``grams``."""
        return [self._list.names[int(self._names[number - 1])] for number in numbers]

    def _numbered(self, side: int) -> Iterator[tuple[U32, I64, I64]]:
        of_term = self._of_rank[self._list.of_term]
        for section, held in self._sections[side]:
            stream = self._moment.stream(section)
            for part in slices(held, TOGETHER):
                yield of_term[words(stream, part)], part.ends - part.starts, part.documents
