"""Where people are named: found in the index when it is asked, so that a name added today counts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from sqlalchemy import select

from corpus.insight.people.mentions.name_trie import NameSpans, NameTrie
from corpus.query.count.selected_units import chosen_matches
from corpus.query.count.token_runs import chosen
from corpus.query.hits.hits import Hits
from corpus.query.language.ast import Atom, Sequence, Series, Slot
from corpus.query.language.syntax import parse
from corpus.query.match.matcher import matches, union_patterns
from corpus.query.match.patterns import Matches, Pattern
from corpus.query.persons.known_persons import rivals
from corpus.settings import packaged
from corpus.store.tables.index import Term
from corpus.text.analysers.chinese_variants import simplified
from corpus.text.names.persons import name_words
from corpus.text.normalisation import fold
from corpus.text.tokens import Layer, has_cjk, words
from corpus.wording import action

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Sequence as Listed

    from corpus.query.persons.known_persons import Person
    from corpus.query.select.selection import Selection
    from corpus.query.session.moment import Moment

I64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

MOST_RIVALS = 3
"""People whose longer names one note lists."""
FEW = 12
"""Names of words that are looked up one by one in the postings; of more, all are looked for in the stream."""


@dataclass(frozen=True, slots=True)
class Mentions:
    """``hits``: where the names stand; ``people``: the ordinal of the person named at each; ``things``:
    whether the name is part of another one (Kim Il Sung University), which is no mention."""

    hits: Hits
    people: I64
    things: Bools

    def __len__(self) -> int:
        return len(self.people)

    def take(self, at: I64 | Bools) -> Mentions:
        """The mentions at these ordinals."""
        return Mentions(
            Hits(*(getattr(self.hits, name)[at] for name in Hits.__dataclass_fields__)),
            self.people[at],
            self.things[at],
        )


def mentions(moment: Moment, selection: Selection, people: Listed[Person]) -> Mentions:
    """All mentions of some people that a selection lets count, by layer, section and place.

    Of names that overlap (Kofi Annan, Annan) the one that begins first counts, of those the longest. A name
    counts for one person: the first who has it.
    """
    plain = _names(people, wide=False)
    parts: list[Mentions] = []
    trie = None
    if len(plain) > FEW:
        trie = NameTrie(moment.connection, moment.digests, [name for name, _ in plain])
    of_name = np.array([at for _, at in plain], dtype=np.int64)
    for section_id in _held(moment, selection, Layer.word):
        if trie is not None:
            found = trie.find(moment.stream(section_id))
            spans = NameSpans(found.starts, found.ends, of_name[found.names])
            spans = _within_passages(moment, section_id, spans)
        else:
            spans = _each(moment, section_id, Layer.word, _by_person(moment, plain))
        parts.append(_counted(moment, selection, section_id, Layer.word, spans))
    of_characters = _held(moment, selection, Layer.char)
    strings = _names(people, wide=True) if of_characters else []
    for section_id in of_characters if strings else ():
        spans = _each(moment, section_id, Layer.char, _by_person(moment, strings))
        parts.append(_counted(moment, selection, section_id, Layer.char, spans))
    return _together(parts)


def mentions_of(moment: Moment, selection: Selection, people: Listed[Person]) -> tuple[Mentions, list[str]]:
    """The mentions of some of those who are known: as of all of them, none in a longer name of another.

    With a note on those that are left out so.
    """
    others = rivals(moment, people)
    found = mentions(moment, selection, [*people, *others])
    own = found.people < len(people)
    if own.all():
        return found, []
    counts = np.bincount(found.people[~own & ~found.things] - len(people), minlength=len(others))
    order = [at for at in np.argsort(-counts, kind="stable").tolist() if counts[at]]
    listed = ", ".join(f"{others[at].name} ({counts[at]:,})" for at in order[:MOST_RIVALS])
    more = f" and {len(order) - MOST_RIVALS} more" if len(order) > MOST_RIVALS else ""
    notes = [
        f"Not counted: {counts.sum():,} places in longer names of others: {listed}{more};"
        f" {action('merge_people')} joins two speakers who are one person."
    ]
    return found.take(own), notes if order else []


def _held(moment: Moment, selection: Selection, layer: Layer) -> list[int]:
    """The sections that hold a selected document."""
    return [
        section_id
        for section_id in moment.sections(layer)
        if len(chosen(selection, moment.documents(selection.catalogue, section_id)))
    ]


def _names(people: Listed[Person], wide: bool) -> list[tuple[str, int]]:
    """Every name with the ordinal of its person; ``wide``: those in Han and Hangul, else all others.

    Those in simplified and traditional characters are one.
    """
    found: dict[str, tuple[str, int]] = {}
    for at, person in enumerate(people):
        for name in person.names:
            if has_cjk(name) == wide:
                found.setdefault(simplified(fold(name)) if wide else name, (name, at))
    return list(found.values())


def name_pattern(name: str) -> Series:
    """What asks for a name, whatever signs it holds."""
    if has_cjk(name):
        (series,) = parse(f'"{name.replace(chr(34), "")}"')
        return series
    slots = tuple(Slot((Atom("fold", fold(word), 0),)) for word in name_words(name))
    return Series(name, (Sequence(Layer.word, slots),) if slots else ())


def _by_person(moment: Moment, names: Iterable[tuple[str, int]]) -> list[tuple[int, list[Pattern]]]:
    found: dict[int, list[Pattern]] = {}
    for name, at in names:
        found.setdefault(at, []).extend(union_patterns(moment, name_pattern(name)))
    return list(found.items())


def _each(
    moment: Moment, section_id: int, layer: Layer, wanted: list[tuple[int, list[Pattern]]]
) -> NameSpans:
    parts = [(matches(moment, section_id, layer, some), at) for at, some in wanted if some]
    parts = [(found, at) for found, at in parts if len(found.starts)]
    if not parts:
        return NameSpans(*(np.zeros(0, dtype=np.int64) for _ in range(3)))
    return NameSpans(
        np.concatenate([found.starts for found, _ in parts]).astype(np.int64),
        np.concatenate([found.ends for found, _ in parts]).astype(np.int64),
        np.repeat([at for _, at in parts], [len(found.starts) for found, _ in parts]),
    )


def _within_passages(moment: Moment, section_id: int, spans: NameSpans) -> NameSpans:
    starts = moment.arrays(section_id).passage_starts
    end = starts[np.searchsorted(starts, spans.starts, "right")]
    inside = spans.ends <= end
    return NameSpans(*(column[inside] for column in spans))


def apart(spans: NameSpans) -> NameSpans:
    """Of spans that overlap those that begin first, of these the longest; ordered by start.

    Each round keeps the first span of every cluster, and drops what overlaps it.
    """
    order = np.lexsort((spans.names, -spans.ends, spans.starts))
    left = NameSpans(*(column[order] for column in spans))
    kept: list[NameSpans] = []
    while len(left.starts):
        reached = np.concatenate(([0], np.maximum.accumulate(left.ends)[:-1]))
        first = left.starts >= reached
        kept.append(NameSpans(*(column[first] for column in left)))
        holders = np.flatnonzero(first)[np.cumsum(first) - 1]
        rest = ~first & (left.starts >= left.ends[holders])
        left = NameSpans(*(column[rest] for column in left))
    if not kept:
        return spans
    every = NameSpans(*(np.concatenate(columns) for columns in zip(*kept, strict=True)))
    order = np.argsort(every.starts, kind="stable")
    return NameSpans(*(column[order] for column in every))


def _counted(
    moment: Moment, selection: Selection, section_id: int, layer: Layer, spans: NameSpans
) -> Mentions:
    """The mentions of a section that the selection lets count."""
    spans = apart(spans)
    found = Matches(spans.starts.astype(np.uint32), spans.ends.astype(np.uint32))
    kept, passages = chosen_matches(moment, selection, section_id, found)
    at = np.searchsorted(spans.starts, kept.starts)
    arrays = moment.arrays(section_id)
    owners = np.searchsorted(arrays.document_passages, passages, "right") - 1
    base = arrays.passage_starts[passages].astype(np.int64)
    starts, ends = kept.starts.astype(np.int64), kept.ends.astype(np.int64)
    size = len(starts)
    hits = Hits(
        moment.documents(selection.catalogue, section_id)[owners],
        np.full(size, int(layer), dtype=np.int64),
        passages - arrays.document_passages[owners].astype(np.int64),
        starts - base,
        ends - base,
        np.full(size, section_id, dtype=np.int64),
        starts,
    )
    followed = np.zeros(size, dtype=bool)
    if size:
        things = np.sort(matches(moment, section_id, layer, _things(moment, layer)).starts)
        if len(things):
            where = np.minimum(np.searchsorted(things, kept.ends), len(things) - 1)
            followed = (things[where] == kept.ends) & (ends < arrays.passage_starts[passages + 1])
    return Mentions(hits, spans.names[at], followed)


def _things(moment: Moment, layer: Layer) -> list[Pattern]:
    """What follows where a name is part of another one."""

    def made() -> list[Pattern]:
        words_behind, strings = _listed()
        if layer == Layer.word:
            return _sequences(moment, words_behind)
        asked = parse(" , ".join(strings))
        return [pattern for one in asked for pattern in union_patterns(moment, one)]

    return moment.remember(("names of things", layer), made)


def _sequences(moment: Moment, listed: list[list[str]]) -> list[Pattern]:
    """Patterns of sequences of words in this letter case: one of all single words, one of each longer one.

    The terms of all words are read in one statement, and the postings of all single words together.
    """
    term = Term.c
    wanted = {word for one in listed for word in one}
    query = select(term.surface, term.id).where(term.layer == int(Layer.word), term.surface.in_(wanted))
    terms: dict[str, list[int]] = {}
    for surface, identifier in moment.connection.execute(query):
        terms.setdefault(surface, []).append(identifier)
    found = np.array(sorted(chain.from_iterable(terms.values())), dtype=np.uint32)
    moment.digests.verify(moment.connection, Layer.word, {"surface": wanted}, found)
    single = sorted(identifier for one in listed if len(one) == 1 for identifier in terms.get(one[0], ()))
    slots = [[single]] if single else []
    slots += [
        [sorted(terms[word]) for word in one] for one in listed if len(one) > 1 and terms.keys() >= {*one}
    ]
    return [Pattern(Layer.word, tuple(np.array(each, dtype=np.uint32) for each in one)) for one in slots]


@cache
def _listed() -> tuple[list[list[str]], list[str]]:
    listed = packaged("corpus.insight.people", "things.toml")
    return [words(each) for each in listed["after"]], [f"char:{each}" for each in listed["after_string"]]


def _together(parts: list[Mentions]) -> Mentions:
    if not parts:
        none = np.zeros(0, dtype=np.int64)
        return Mentions(Hits(*(none for _ in range(7))), none, none.astype(bool))
    return Mentions(
        Hits(
            *(
                np.concatenate([getattr(part.hits, name) for part in parts])
                for name in Hits.__dataclass_fields__
            )
        ),
        np.concatenate([part.people for part in parts]),
        np.concatenate([part.things for part in parts]),
    )
