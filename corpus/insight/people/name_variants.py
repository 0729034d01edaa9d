"""Rows that may be one person: spellings that surely are, and others that somebody should look at."""

from __future__ import annotations

import difflib
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select

from corpus.index.read.document_facts import COUNTED
from corpus.insight.people.facet_grouping import page_note
from corpus.query.result.table import Table, from_rows
from corpus.store.tables.archive import Actor, ActorName, Document
from corpus.text.names.persons import bare, same_words, variant_key
from corpus.text.normalisation import fold, without_diacritics
from corpus.wording import Blank, action

if TYPE_CHECKING:
    from corpus.query.session.moment import Moment

COLUMNS = (
    "name",
    "other",
    "why",
    "certain",
    "country",
    "documents",
    "other_documents",
    "years",
    "other_years",
)
NEAR = 0.88
"""Least likeness (Ratcliff and Obershelp's, of the letters) of two spellings of one name."""
APART = 3
"""Years that the speeches of one person lie apart, at most, where only the surname is the same."""
MOST_COMPARED = 400
"""Speakers of one country that are compared pair by pair."""


@dataclass(slots=True)
class _Speaker:
    identifier: int
    name: str
    names: set[str] = field(default_factory=set)
    documents: int = 0
    countries: set[str] = field(default_factory=set)
    years: set[int] = field(default_factory=set)


def variants(moment: Moment, limit: int = 50, offset: int = 0, certain: bool = False) -> Table:
    """Pairs of speakers who may be one person, certain ones first.

    Certain: the same letters in the same order, but for case, accents, hyphens and forms of address.
    Doubtful, and only of one country, or of none: the same words in another order, one name with further
    words, nearly the same letters, an initial, or the surname alone within APART years. Columns: name,
    other (the one with fewer documents), why, certain, country, documents and years of both. ``certain``:
    only these.
    """
    speakers = _speakers(moment)
    found: dict[tuple[int, int], tuple[bool, str]] = {}
    by_key: dict[str, list[_Speaker]] = defaultdict(list)
    for one in speakers:
        for key in {variant_key(name) for name in one.names} - {None}:
            by_key[key or ""].append(one)
    for several in by_key.values():
        first = max(several, key=lambda one: (one.documents, -one.identifier))
        for other in several:
            if other is not first:
                found[first.identifier, other.identifier] = (True, "the same letters")
    if not certain:
        _doubtful(speakers, found)
    by_id = {one.identifier: one for one in speakers}
    rows = []
    for (one_id, other_id), (sure, why) in found.items():
        one, other = by_id[one_id], by_id[other_id]
        if other.documents > one.documents:
            one, other = other, one
        countries = sorted(one.countries & other.countries) or sorted(one.countries | other.countries)
        rows.append(
            (
                one.name, other.name, why, sure, " ".join(countries) or None, one.documents, other.documents,
                _span(one.years), _span(other.years),
            )
        )  # fmt: skip
    rows.sort(key=lambda row: (not row[3], row[4] or "", row[0], row[1]))
    page = rows[offset : offset + limit]
    notes: list[str] = []
    notes += page_note("pairs", len(page), len(rows), offset)
    surely = sum(row[3] for row in rows)
    if rows:
        notes.append(
            f"{surely:,} pairs are certain, {len(rows) - surely:,} to be looked at. Join two with:"
            f" {action('merge_people', Blank('NAME'), Blank('OTHER'))}; all certain ones with:"
            f" {action('merge_certain_people')}"
        )
    else:
        notes.append("No two speakers look like one person.")
    return from_rows(COLUMNS, page, notes)


def certain_groups(moment: Moment) -> list[list[int]]:
    """Actors that are surely one person, the one with most documents first."""
    by_key: dict[str, list[_Speaker]] = defaultdict(list)
    for one in _speakers(moment):
        key = variant_key(one.name)
        if key is not None:
            by_key[key].append(one)
    groups = (sorted(each, key=lambda one: (-one.documents, one.identifier)) for each in by_key.values())
    return [[one.identifier for one in group] for group in groups if len(group) > 1]


def _speakers(moment: Moment) -> list[_Speaker]:
    moment.verify("actor", "actor_name", "document.speaker", "document.facts")
    query = select(Actor.c.id, Actor.c.name, ActorName.c.name.label("alias"))
    query = query.outerjoin(ActorName, ActorName.c.actor_id == Actor.c.id).where(Actor.c.kind == "person")
    found: dict[int, _Speaker] = {}
    for identifier, name, alias in moment.connection.execute(query.order_by(Actor.c.id)):
        one = found.setdefault(identifier, _Speaker(identifier, name, {name}))
        if alias:
            one.names.add(alias)
    spoken = select(Document.c.speaker_id, Document.c.country, Document.c.published)
    for identifier, country, date in moment.connection.execute(
        spoken.where(Document.c.speaker_id.is_not(None), COUNTED)
    ):
        if identifier not in found:
            continue
        found[identifier].documents += 1
        if country:
            found[identifier].countries.add(country)
        if date:
            found[identifier].years.add(int(date[:4]))
    return list(found.values())


def _doubtful(speakers: list[_Speaker], found: dict[tuple[int, int], tuple[bool, str]]) -> None:
    by_country: dict[str, list[_Speaker]] = defaultdict(list)
    for one in speakers:
        for country in one.countries or {""}:
            by_country[country].append(one)
    for several in by_country.values():
        if len(several) > MOST_COMPARED:
            continue
        words = {one.identifier: same_words(one.name) for one in several}
        for at, one in enumerate(several):
            for other in several[at + 1 :]:
                pair = (one.identifier, other.identifier)
                if pair in found or pair[::-1] in found:
                    continue
                why = _why(one, other, words[one.identifier], words[other.identifier])
                if why is not None:
                    found[pair] = (False, why)


def _why(one: _Speaker, other: _Speaker, words: frozenset[str], others: frozenset[str]) -> str | None:
    """What speaks for two rows being one person, if anything does."""
    if len(words) > 1 and words == others:
        return "the same words in another order"
    few, many = (words, others) if len(words) <= len(others) else (others, words)
    if not few:
        return None
    if len(few) > 1 and few < many:
        return "one name has further words"
    if len(few) == 1 and few < many and len(next(iter(few))) > 2 and _near_in_time(one, other):
        return f"the surname alone, within {APART} years"
    long = [word for word in few if len(word) > 2]
    if (
        len(few) == len(many) > 1
        and long
        and all(
            word in many or (len(word) == 1 and any(each.startswith(word) for each in many - few))
            for word in few
        )
    ):
        return "an initial"
    letters = [
        "".join(filter(str.isalpha, without_diacritics(fold(bare(each.name))))) for each in (one, other)
    ]
    if min(map(len, letters)) < 6:
        return None
    matcher = difflib.SequenceMatcher(None, letters[0], letters[1], autojunk=False)
    if matcher.real_quick_ratio() >= NEAR and matcher.quick_ratio() >= NEAR and matcher.ratio() >= NEAR:
        return "nearly the same letters"
    return None


def _near_in_time(one: _Speaker, other: _Speaker) -> bool:
    return any(abs(a - b) <= APART for a in one.years for b in other.years)


def _span(years: set[int]) -> str | None:
    if not years:
        return None
    low, high = min(years), max(years)
    return str(low) if low == high else f"{low}-{high}"
