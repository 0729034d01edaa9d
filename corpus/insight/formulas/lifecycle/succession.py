"""One formula that takes the place of another: shared words, and lives that adjoin."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from corpus.text.normalisation import fold
from corpus.text.tokens import has_cjk, word_spans

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from corpus.index.read.document_facts import Dates
    from corpus.insight.formulas.formula_settings import Succession
    from corpus.insight.formulas.lifecycle.life import Life


@dataclass(frozen=True, slots=True)
class Lived:
    """A formula, its words, and the documents (ordinals of the catalogue) that hold it."""

    text: str
    words: frozenset[str]
    documents: np.ndarray[tuple[int], np.dtype[np.int64]]
    life: Life


def words_of(texts: Iterable[str], function: frozenset[str] = frozenset()) -> frozenset[str]:
    """The folded words of a formula but function words; of Korean, Chinese and Japanese its characters, and
    those side by side."""
    found: set[str] = set()
    for text in texts:
        for start, end in word_spans(text):
            word = fold(text[start:end])
            if has_cjk(word):
                found.update(word)
                found.update(one + other for one, other in pairwise(word))
            elif word not in function:
                found.add(word)
    return frozenset(found)


def successors(formulas: Sequence[Lived], dates: Dates, asked: Succession) -> list[int | None]:
    """For each formula the one that follows it, if any; of several, that which shares most, then the
    earliest.

    B follows A when they share ``least_shared`` of their words (Dice's coefficient) and are not the same; A
    is dead and B is born, both so that the archive's silence tells (``Life``), B after A; both are in
    ``least_steady`` of the periods of their lives; at most ``most_overlap`` of A's documents are of B's birth
    or later; and between A's last and B's birth lies at most ``most_gap`` of A's life, either way.
    """
    return [_successor(one, formulas, dates, asked) for one in formulas]


def _successor(one: Lived, formulas: Sequence[Lived], dates: Dates, asked: Succession) -> int | None:
    best: tuple[float, int, int] | None = None
    for number, other in enumerate(formulas if one.life.dead else ()):
        if not other.life.born:
            continue
        alike = shared(one.words, other.words)
        if other is one or alike < asked.least_shared or not _follows(one, other, dates, asked):
            continue
        birth = int(dates.first[other.life.first].astype(np.int64))
        if best is None or (-alike, birth, number) < best:
            best = (-alike, birth, number)
    return None if best is None else best[2]


def shared(one: frozenset[str], other: frozenset[str]) -> float:
    """Dice's coefficient of two sets of words; of characters only where two of them stand side by side in
    both."""
    if one.isdisjoint(other):
        return 0.0
    both = one & other
    pairs = [word for word in both if has_cjk(word) and len(word) == 2]
    if all(map(has_cjk, both)) and not pairs:
        return 0.0
    few = [{word for word in words if not (has_cjk(word) and len(word) == 2)} for words in (one, other)]
    return 2 * len(few[0] & few[1]) / (len(few[0]) + len(few[1]))


def _follows(one: Lived, other: Lived, dates: Dates, asked: Succession) -> bool:
    if one.words == other.words:
        return False
    if min(one.life.steady, other.life.steady) < asked.least_steady:
        return False
    if one.life.first is None or one.life.last is None or other.life.first is None:
        return False
    begin, end, birth = (_day(dates, at) for at in (one.life.first, one.life.last, other.life.first))
    if birth <= begin or abs(birth - end) > asked.most_gap * max(end - begin, 1):
        return False
    days = dates.first[one.documents]
    own = days[~np.isnat(days)].astype(np.int64)
    return bool(np.mean(own >= birth) <= asked.most_overlap)


def _day(dates: Dates, document: int) -> int:
    return int(dates.first[document].astype(np.int64))
