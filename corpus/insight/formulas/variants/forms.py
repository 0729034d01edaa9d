"""The forms in which a formula is written: which there are, how they read, and the query that finds them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from corpus.query.count.word_ranks import joined
from corpus.query.hits.hits import Hits, places
from corpus.text.roles import Role
from corpus.text.tokens import Layer, has_cjk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.insight.formulas.discovery.content_words import Skeleton
    from corpus.insight.formulas.discovery.lexicon import Lexicon
    from corpus.query.hits.hits import Place
    from corpus.query.select.selection import Selection
    from corpus.query.session.moment import Moment

I64 = npt.NDArray[np.int64]
U32 = npt.NDArray[np.uint32]

_PAIRS = (
    ("“", "”"),
    ("‘", "’"),
    ("「", "」"),
    ("『", "』"),
    ("《", "》"),
    ("〈", "〉"),
    ("≪", "≫"),
    ("(", ")"),
    ("（", "）"),
    ('"', '"'),
)
_CQL = "cql:"
MOST_LOOKED_AT = 20_000
"""Matches of a formula whose forms are told apart: of more, so many spread evenly."""


class Form(NamedTuple):
    """A form as it is written most often, the query that finds it, and how often it was met."""

    text: str
    query: str
    matches: int


class _Example(NamedTuple):
    section: int
    start: int
    end: int
    ranks: tuple[int, ...]
    matches: int


def forms(
    moment: Moment,
    selection: Selection,
    lexicon: Lexicon,
    text: Skeleton,
    found: Sequence[tuple[I64, int]],
    most: int,
) -> list[tuple[list[Form], int]]:
    """The forms of some formulas, given as places and size: at most so many of each, the most frequent first,
    and how many there are."""
    every = [_examples(moment, lexicon, text, places, size) for places, size in found]
    examples = [some[:most] for some in every]
    written = iter(_written(moment, selection, [one for some in examples for one in some]))
    made: list[tuple[list[Form], int]] = []
    for some, all_of_them in zip(examples, every, strict=True):
        by_query: dict[str, Form] = {}
        for one in some:
            shown = next(written)
            query = _query(shown, [lexicon.names[rank] for rank in one.ranks])
            before = by_query.get(query)
            if before is None:
                by_query[query] = Form(shown, query, one.matches)
            else:  # Korean, cut into words in two ways
                by_query[query] = before._replace(matches=before.matches + one.matches)
        made.append((list(by_query.values()), len(all_of_them) - len(some) + len(by_query)))
    return made


def together(queries: Sequence[str]) -> str:
    """One query that finds what any of some queries of one formula does."""
    if len(queries) == 1:
        return queries[0]
    bare = [query.removeprefix(_CQL) for query in queries]
    return f"{_CQL if queries[0].startswith(_CQL) else ''}({'|'.join(bare)})"


def _examples(moment: Moment, lexicon: Lexicon, text: Skeleton, found: I64, size: int) -> list[_Example]:
    """For each sequence of folded words one match, written as most of its matches are."""
    if len(found) > MOST_LOOKED_AT:
        found = found[np.linspace(0, len(found) - 1, MOST_LOOKED_AT).astype(np.int64)]
    starts = text.positions[found].astype(np.int64)
    lengths = text.positions[found + size - 1].astype(np.int64) + 1 - starts
    sections = text.section_of(found)
    made: list[_Example] = []
    for length in np.unique(lengths).tolist():
        some = np.flatnonzero(lengths == length)
        terms = np.empty((len(some), length), dtype=np.uint32)
        for section in np.unique(sections[some]).tolist():
            at = np.flatnonzero(sections[some] == section)
            terms[at] = moment.stream(section)[starts[some[at], None] + np.arange(length)]
        ranks = lexicon.ranks[terms]
        rows, which, counts = np.unique(ranks, axis=0, return_inverse=True, return_counts=True)
        which = which.reshape(-1)
        for row in np.argsort(-counts, kind="stable").tolist():
            own = np.flatnonzero(which == row)
            at = own[_usual(moment, terms[own], sections[some[own]], starts[some[own]])]
            made.append(
                _Example(int(sections[some[at]]), int(starts[some[at]]), int(starts[some[at]]) + length,
                         tuple(rows[row].tolist()), int(counts[row]))
            )  # fmt: skip
    made.sort(key=lambda one: (-one.matches, one.ranks))
    return made


def _usual(moment: Moment, terms: U32, sections: I64, starts: I64) -> int:
    """A match written in the most frequent way; headlines are asked only where there is nothing else."""
    plain = np.ones(len(starts), dtype=bool)
    for section in np.unique(sections).tolist():
        arrays = moment.arrays(section)
        own = sections == section
        passages = np.searchsorted(arrays.passage_starts, starts[own], "right") - 1
        plain[own] = arrays.roles[passages] != int(Role.headline)
    some = np.flatnonzero(plain) if plain.any() else np.arange(len(starts))
    _, first, counts = np.unique(terms[some], axis=0, return_index=True, return_counts=True)
    return int(some[first[np.argmax(counts)]])


def _written(moment: Moment, selection: Selection, examples: list[_Example]) -> list[str]:
    """The text of each example."""
    if not examples:
        return []
    sections = np.array([one.section for one in examples])
    starts = np.array([one.start for one in examples])
    ends = np.array([one.end for one in examples])
    documents, passages, bases = (np.zeros(len(examples), dtype=np.int64) for _ in range(3))
    for section in np.unique(sections).tolist():
        own = np.flatnonzero(sections == section)
        arrays = moment.arrays(section)
        at = np.searchsorted(arrays.passage_starts, starts[own], "right") - 1
        owners = np.searchsorted(arrays.document_passages, at, "right") - 1
        documents[own] = moment.documents(selection.catalogue, section)[owners]
        passages[own] = at - arrays.document_passages[owners].astype(np.int64)
        bases[own] = arrays.passage_starts[at]
    layers = np.full(len(examples), int(Layer.word), dtype=np.int64)
    found = Hits(documents, layers, passages, starts - bases, ends - bases, sections, starts)
    return [_whole(place) for place in places(moment, selection, found)]


def _whole(place: Place) -> str:
    """The words with the quotation marks and brackets whose other half lies among them."""
    text, start, end = place.passage_text, place.start, place.end
    inside = text[start:end]
    for opening, closing in _PAIRS:
        if opening != closing and inside.count(opening) == inside.count(closing):
            continue
        if opening == closing and inside.count(opening) % 2 == 0:
            continue
        if text[end : end + 1] == closing:
            end += 1
        elif text[max(start - 1, 0) : start] == opening:
            start -= 1
    return " ".join(text[start:end].split())


def _query(shown: str, words: list[str]) -> str:
    """The query for a form: the phrase of its folded words; one word of Korean, Chinese or Japanese as the
    string, several in CQL, as the analyser cut them, whatever spaces and marks stand between."""
    if not any(map(has_cjk, words)):
        return f'"{joined(words)}"'
    if len(words) == 1 and has_cjk(words[0]):
        return words[0]
    return _CQL + " ".join('"' + re.sub(r"([\\\W])", r"\\\1", word) + '"' for word in words)
