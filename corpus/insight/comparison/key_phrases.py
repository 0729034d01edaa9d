"""Phrases: repeated sequences that one side has and the other has not at all, and those that both have."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from corpus.insight.comparison.comparison_settings import settings
from corpus.insight.comparison.repeated_sequences import Texts, levels
from corpus.query.count.ngram_counts import run_starts
from corpus.query.count.word_ranks import joined
from corpus.query.result.table import Table, from_rows
from corpus.query.tabulate.table_cells import PER
from corpus.text.function_words import edge_words
from corpus.text.languages import within

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from corpus.insight.comparison.repeated_sequences import Level
    from corpus.query.select.selection import Selection
    from corpus.query.session.moment import Moment

I64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

ONLY_COLUMNS = ("side", "ngram", "size", "matches", "documents", "per_million", "missing_in", "expected")
SHARED_COLUMNS = (
    "ngram", "size", "first_matches", "first_documents", "first_per_million", "second_matches",
    "second_documents", "second_per_million",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Listed:
    """A sequence: a place of it, its words as numbers, which sort as they do, matches and documents on both
    sides."""

    place: int
    words: tuple[int, ...]
    matches: tuple[int, int]
    documents: tuple[int, int]

    @property
    def size(self) -> int:
        return len(self.words)


def phrases(
    moment: Moment,
    sides: Sequence[Selection],
    names: Sequence[str],
    tokens: Sequence[int],
    limit: int,
    least: int | None = None,
) -> tuple[Table, Table]:
    """What only one side says, those of most documents first, and what both say, by the lower of the two
    rates.

    A side has a phrase where it says it ``least`` times (else as ``comparison.toml`` has it), in so many
    documents as given there; the other has it not at all, not once. A phrase is listed where so many of its
    matches lie outside of longer ones that are listed. ``expected``: matches in the other at the same rate.
    """
    limits = settings()
    least_of = [
        least or max(limits["least"], math.ceil(limits["least_per_million"] * n / PER)) for n in tokens
    ]
    texts = Texts(moment, sides, least_of)
    function = texts.marked(_function_words(moment, sides))
    smallest = limits["smallest_size_of_large" if sum(tokens) > limits["large"] else "smallest_size"]
    every = list(levels(texts, least_of, smallest, limits["largest_size"]))
    only: list[tuple[Any, ...]] = []

    def written(one: _Listed) -> str:
        return joined(texts.written(one.place, one.size))

    for side, other in ((0, 1), (1, 0)):

        def alone(level: Level, side: int = side, other: int = other) -> Bools:
            return np.asarray((level.counts[side] >= least_of[side]) & (level.counts[other] == 0))

        found = _chosen(texts, every, function, alone, (side,), least_of)
        found.sort(key=lambda one: (-one.documents[side], -one.matches[side], -one.size, one.words))
        for one in found[:limit]:
            rate = one.matches[side] / tokens[side]
            only.append(
                (
                    names[side], written(one), one.size, one.matches[side], one.documents[side], rate * PER,
                    names[other], rate * tokens[other],
                )
            )  # fmt: skip

    def both(level: Level) -> Bools:
        return np.asarray((level.counts >= np.array(least_of)[:, None]).all(axis=0))

    common = _chosen(texts, every, function, both, (0, 1), least_of)
    common.sort(key=lambda one: (-min(n / t for n, t in zip(one.matches, tokens, strict=True)), one.words))
    shared = [
        (
            written(one), one.size,
            *(
                value
                for n, d, t in zip(one.matches, one.documents, tokens, strict=True)
                for value in (n, d, n / t * PER)
            ),
        )
        for one in common[:limit]
    ]  # fmt: skip
    rule = (
        f"Sequences of {smallest} to {limits['largest_size']} words, {least_of[0]:,} times or more in"
        f" {names[0]}, {least_of[1]:,} in {names[1]}, and in {limits['least_documents']} documents or more;"
        " none that begins or ends with a function word."
    )
    few = [
        "expected: matches in the other side at the same rate; below 3 its silence may be chance."
        if any(row[-1] < 3 for row in only)
        else "expected: matches in the other side at the same rate."
    ]
    return (
        from_rows(ONLY_COLUMNS, only, [rule, *(few if only else [])]),
        from_rows(SHARED_COLUMNS, shared, [rule]),
    )


def _function_words(moment: Moment, sides: Sequence[Selection]) -> frozenset[str]:
    """Those of the languages that the sides are in, as far as words of them are known."""
    mask = sides[0].mask | sides[1].mask
    languages = sides[0].catalogue.present(moment.connection, "language", mask)
    known = edge_words().items()
    chosen = (words for tag, words in known if any(within(language, tag) for language in languages))
    return frozenset().union(*chosen)


def _chosen(
    texts: Texts,
    every: Sequence[Level],
    function: Bools,
    wanted: Callable[[Level], Bools],
    sides: Sequence[int],
    least: Sequence[int],
) -> list[_Listed]:
    """The wanted sequences that live outside of longer ones on each of the sides."""
    documents_needed: int = settings()["least_documents"]
    reach = np.zeros(len(texts.words), dtype=np.uint8)  # length of what is listed and begins there
    found: list[_Listed] = []
    for level in reversed(every):
        first, last = texts.words[level.example], texts.words[level.example + level.size - 1]
        some = wanted(level) & ~function[first] & ~function[last]
        places, ids = _of(level, some)
        free = ~_covered(reach, places, level.size, every[-1].size)
        second = places >= texts.edge
        for side in sides:
            some &= np.bincount(ids[free & (second == bool(side))], minlength=len(some)) >= least[side]
        if not some.any():
            continue
        places, ids = _of(level, some)
        documents = _documents(texts, places, ids, len(some))
        for side in sides:
            some &= documents[side] >= documents_needed
        begins = places[some[ids]]
        reach[begins] = np.maximum(reach[begins], level.size)  # a longer one may begin there, too
        for one in np.flatnonzero(some).tolist():
            place = int(level.example[one])
            words = tuple(texts.words[place : place + level.size].tolist())
            matches = int(level.counts[0, one]), int(level.counts[1, one])
            found.append(_Listed(place, words, matches, (int(documents[0, one]), int(documents[1, one]))))
    return found


def _of(level: Level, some: Bools) -> tuple[I64, I64]:
    """Places and numbers of some sequences of a level."""
    at = np.flatnonzero(some[level.ids])
    return level.places[at].astype(np.int64), level.ids[at].astype(np.int64)


def _covered(reach: npt.NDArray[np.uint8], places: I64, size: int, longest: int) -> Bools:
    """Which places of a sequence lie inside of one that is longer and listed."""
    covered = np.zeros(len(places), dtype=bool)
    for back in range(longest - size + 1):
        at = places - back
        covered |= (at >= 0) & (reach[np.maximum(at, 0)] >= size + back)
    return covered


def _documents(texts: Texts, places: I64, ids: I64, number: int) -> I64:
    """In how many documents each sequence stands, on both sides; shape (2, number)."""
    found = np.zeros((2, number), dtype=np.int64)
    for side in (0, 1):
        here = (places >= texts.edge) == bool(side)
        owners = texts.document_of(places[here])
        pairs = (ids[here] << 32) | owners
        pairs.sort()
        found[side] = np.bincount(pairs[run_starts(pairs)] >> 32, minlength=number)
    return found
