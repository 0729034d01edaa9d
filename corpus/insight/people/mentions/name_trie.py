"""Very many names in a stream of tokens at once: a trie that all places go down together."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt
from sqlalchemy import func, or_, select

from corpus.store.tables.index import Term
from corpus.text.names.persons import name_words
from corpus.text.normalisation import fold, without_diacritics
from corpus.text.tokens import Layer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from corpus.index.encoding.term_digests import TermDigests

I64 = npt.NDArray[np.int64]
I32 = npt.NDArray[np.int32]
U32 = npt.NDArray[np.uint32]

TOGETHER = 1 << 22
"""Tokens looked at at one time."""
_LOOKUP = 400
_BITS = 32


class NameSpans(NamedTuple):
    """Half-open spans of tokens, by start; ``names``: the ordinal of the name that stands there."""

    starts: I64
    ends: I64
    names: I64


class NameTrie:
    """Names as sequences of words; letter case and accents do not matter.

    ``of_term``: for each term id the number of its word, 0 for a word of no name. ``first``: for each word
    the node that it leads to from the root, 0 for none. ``transitions``: a further node and the next word in
    one number, ascending, beside the node that they lead to (``nodes``). ``names``: for each node the ordinal
    of the name that ends there, -1 for none; ``goes_on``: whether further words may follow.
    """

    def __init__(self, connection: Connection, digests: TermDigests, names: Sequence[str]) -> None:
        spelled = [[without_diacritics(fold(word)) for word in name_words(name)] for name in names]
        self._numbers = {
            word: at for at, word in enumerate(sorted({word for one in spelled for word in one}), 1)
        }
        self.of_term = terms_of(connection, digests, self._numbers)
        steps: dict[tuple[int, int], int] = {}
        ends = [-1]
        for ordinal, one in enumerate(spelled):
            node = 0
            for word in one:
                key = (node, self._numbers[word])
                if key not in steps:
                    steps[key] = len(ends)
                    ends.append(-1)
                node = steps[key]
            if node and ends[node] < 0:
                ends[node] = ordinal
        self.names = np.array(ends, dtype=np.int64)
        order = sorted(steps)
        keys = np.array([(node << _BITS) | word for node, word in order], dtype=np.int64)
        nodes = np.array([steps[key] for key in order], dtype=np.int64)
        deeper = keys >= 1 << _BITS
        self.transitions, self.nodes = keys[deeper], nodes[deeper]
        self.first = np.zeros(len(self._numbers) + 1, dtype=np.int64)
        self.first[keys[~deeper]] = nodes[~deeper]
        self.goes_on = np.zeros(len(ends), dtype=bool)
        self.goes_on[self.transitions >> _BITS] = True

    def find(self, stream: U32) -> NameSpans:
        """Every place where a name stands, also inside another; by start, of one start the longest first."""
        begins = self.first[self.of_term] > 0
        parts = [self._found(stream, begins, at) for at in range(0, len(stream), TOGETHER)]
        return _joined(parts)

    def _found(self, stream: U32, begins: npt.NDArray[np.bool_], begin: int) -> NameSpans:
        """Those that begin in one part of the stream."""
        starts = np.flatnonzero(begins[stream[begin : begin + TOGETHER]]).astype(np.int64) + begin
        nodes = self.first[self.of_term[stream[starts]]]
        found: list[NameSpans] = []
        depth = 1
        while len(starts):
            ended = self.names[nodes]
            held = np.flatnonzero(ended >= 0)
            found.append(NameSpans(starts[held], starts[held] + depth, ended[held]))
            inside = np.flatnonzero(self.goes_on[nodes] & (starts + depth < len(stream)))
            starts, nodes = starts[inside], nodes[inside]
            words = self.of_term[stream[starts + depth]]
            named = np.flatnonzero(words)
            starts, nodes = starts[named], nodes[named]
            keys = (nodes << _BITS) | words[named]
            at = np.minimum(np.searchsorted(self.transitions, keys), max(len(self.transitions) - 1, 0))
            known = np.flatnonzero(self.transitions[at] == keys) if len(self.transitions) else at
            starts, nodes = starts[known], self.nodes[at[known]]
            depth += 1
        every = _joined(found)
        order = np.lexsort((-every.ends, every.starts))
        return NameSpans(*(column[order] for column in every))


def _joined(parts: list[NameSpans]) -> NameSpans:
    if not parts:
        return NameSpans(*(np.zeros(0, dtype=np.int64) for _ in range(3)))
    return NameSpans(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def terms_of(connection: Connection, digests: TermDigests, numbers: dict[str, int]) -> I32:
    """For each term id of the layer word the number of its folded form without accents, 0 for any other."""
    last = connection.scalar(select(func.max(Term.c.id))) or 0
    of_term = np.zeros(last + 1, dtype=np.int32)
    wanted = list(numbers)
    found: list[int] = []
    for begin in range(0, len(wanted), _LOOKUP):
        some = wanted[begin : begin + _LOOKUP]
        query = select(Term.c.id, Term.c.fold, Term.c.plain).where(
            Term.c.layer == int(Layer.word), or_(Term.c.fold.in_(some), Term.c.plain.in_(some))
        )
        for term, folded, plain in connection.execute(query):
            found.append(term)
            number = numbers.get(plain or folded)
            if number is not None:
                of_term[term] = number
    ids = np.array(sorted(set(found)), dtype=np.uint32)
    digests.verify(connection, Layer.word, {"fold": wanted, "plain": wanted}, ids)
    return of_term
