"""Adding and removing concepts: named groups of queries, each with the language in which it is asked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from corpus.argument_checks import shown, there_is
from corpus.errors import NotFoundError, UsageError
from corpus.index.read.document_facts import pack_facts
from corpus.store.changes import What, log_change
from corpus.store.ids import Ids
from corpus.store.journal import Journal
from corpus.store.state import mark_changed
from corpus.store.tables.concepts import Concept, ConceptTerm
from corpus.text.languages import language_range
from corpus.text.normalisation import normalise
from corpus.wording import action

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection, Engine

    Query = tuple[str, str]

LONGEST_NAME = 100
LONGEST_QUERY = 500
"""In code points: what an index of either store can hold whole."""
LONGEST_NOTE = 1_000

_NO_NAME = re.compile(r"""[\s@()|,"“”':;=/\[\]{}<>*?+~\\\x00-\x1f\x7f]""")
_NOT_LANGUAGES = frozenset({"tag", "cql"})
"""What stands before a colon in a query, and could be taken for a language of three letters."""


@dataclass(frozen=True, slots=True)
class Given:
    """A concept as a person or a file gives it. ``queries``: pairs of language ("*": every one) and query."""

    name: str
    queries: tuple[Query, ...]
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of a concept: whether it is ``new``, the queries that were ``added`` or ``removed``, and
    those that it ``held`` already; whether its ``note`` is another now, and whether it is ``gone``."""

    name: str
    new: bool = False
    added: tuple[Query, ...] = ()
    removed: tuple[Query, ...] = ()
    held: tuple[Query, ...] = ()
    note: bool = False
    gone: bool = False

    @property
    def changed(self) -> bool:
        return bool(self.new or self.added or self.removed or self.note or self.gone)


def given(name: str, queries: Mapping[str, str | Iterable[str]], note: str | None = None) -> Given:
    """A concept from its queries by language, each once. UsageError for what cannot be one."""
    found: dict[Query, None] = {}
    for language, several in queries.items():
        for query in [several] if isinstance(several, str) else several:
            found[_pair(language, query)] = None
    note = " ".join(normalise(note).split()) if note else None
    if note and len(note) > LONGEST_NOTE:
        raise UsageError(f"A note can have at most {LONGEST_NOTE:,} characters: shorten it.")
    return Given(concept_name(name), tuple(found), note or None)


def concept_name(name: str) -> str:
    """A name as it is stored. UsageError where no query could name it."""
    name = normalise(name).strip()
    bad = _NO_NAME.search(name)
    if bad:
        what = "a space" if bad[0].isspace() else repr(bad[0])
        raise UsageError(f"The name of a concept cannot hold {what}: write {name[:60]!r} as one plain word.")
    if not re.search(r"[^\W_]", name) or name.startswith("-"):
        raise UsageError(
            "The name of a concept begins with a letter or a digit: denuclearisation, two-states."
        )
    if len(name) > LONGEST_NAME:
        raise UsageError(f"The name of a concept can have at most {LONGEST_NAME} characters: shorten it.")
    return name


def by_language(written: Iterable[str]) -> dict[str, list[str]]:
    """Queries by language, from ``en:denuclear*`` and the like. UsageError where no language is named."""
    found: dict[str, list[str]] = {}
    for one in written:
        language, colon, query = one.partition(":")
        language = language.strip()
        if not colon or language in _NOT_LANGUAGES or language_range(language) is None:
            raise UsageError(
                f"{one[:100]!r} begins with no language: write it as en:{one[:40]}, or *:{one[:40]} for every"
                " language."
            )
        found.setdefault(language, []).append(query)
    return found


def _pair(language: str, query: str) -> Query:
    tag = language_range(language.strip())
    if tag is None or language in _NOT_LANGUAGES:
        raise UsageError(
            f"{language[:60]!r} is no language tag: write en, zh-Hant or * (for every language)."
        )
    query = " ".join(normalise(query).split())
    if not query:
        raise UsageError(f"{tag}: has no query: write {tag}:WORD.")
    if len(query) > LONGEST_QUERY:
        raise UsageError(f"A query of a concept can have at most {LONGEST_QUERY} characters: shorten it.")
    return tag, query


def add(engine: Engine, concepts: Sequence[Given], only_new: bool = False) -> list[Changed]:
    """Make concepts, or add to those that exist, all in one transaction; what each became.

    ``only_new``: leave those that exist as they are. A note takes the place of an older one.
    """
    with engine.begin() as connection:
        ids, journal = Ids(connection), Journal(connection)
        done = [_add(connection, ids, journal, concept, only_new) for concept in concepts]
        changed = [f"@{each.name}" for each in done if each.changed]
        if changed:
            detail = {"rows": journal.images}
            log_change(connection, ids, What.concept, f"set {', '.join(changed)}", detail)
            mark_changed(connection)
            pack_facts(connection)
    return done


def _add(connection: Connection, ids: Ids, journal: Journal, concept: Given, only_new: bool) -> Changed:
    row = connection.execute(select(Concept).where(Concept.c.name == concept.name)).one_or_none()
    if row is not None and only_new:
        return Changed(concept.name, held=tuple(_queries(connection, row.id)))
    if row is None:
        identifier = ids.next(Concept)
        journal.insert(Concept, id=identifier, name=concept.name, note=concept.note)
        before: list[Query] = []
    else:
        identifier, before = row.id, _queries(connection, row.id)
    added = tuple(query for query in concept.queries if query not in before)
    for language, query in added:
        term = {"concept_id": identifier, "language": language, "query": query}
        journal.insert(ConceptTerm, id=ids.next(ConceptTerm), **term)
    noted = row is not None and concept.note is not None and concept.note != row.note
    if noted:
        journal.update(Concept, identifier, note=concept.note)
    held = tuple(query for query in concept.queries if query in before)
    return Changed(concept.name, row is None, added, held=held, note=noted)


def remove(engine: Engine, name: str, queries: Mapping[str, str | Iterable[str]] | None = None) -> Changed:
    """Remove a concept, or some of its queries; with the last of them the concept goes, too.

    NotFoundError where there is no such concept, or where it does not hold one of the queries.
    """
    wanted = None if queries is None else given(name, queries).queries
    with engine.begin() as connection:
        identifier = connection.scalar(select(Concept.c.id).where(Concept.c.name == name))
        if identifier is None:
            raise unknown(name, connection.scalars(select(Concept.c.name)))
        held = _queries(connection, identifier)
        missing = [pair for pair in wanted or () if pair not in held]
        if missing:
            raise NotFoundError(
                f"@{name} holds no query {':'.join(missing[0])}; {action('concepts', name)} lists them."
            )
        leaving = held if wanted is None else list(wanted)
        journal = Journal(connection)
        terms = select(ConceptTerm).where(ConceptTerm.c.concept_id == identifier).order_by(ConceptTerm.c.id)
        rows = connection.execute(terms).all()
        for row in rows:
            if (row.language, row.query) in leaving:
                journal.delete(ConceptTerm, row.id)
        left = len(rows) - len(leaving)
        if not left:
            journal.delete(Concept, identifier)
        about = f"removed @{name}" if not left else f"removed from @{name}: {len(leaving):,} of its queries"
        log_change(connection, Ids(connection), What.concept, about, {"rows": journal.images})
        mark_changed(connection)
        pack_facts(connection)
    return Changed(name, removed=tuple(leaving), gone=not left)


def unknown(name: str, known: Iterable[str]) -> NotFoundError:
    """The error for a concept that does not exist, with the nearest names."""
    return NotFoundError(f"There is no concept @{shown(name)}{there_is(name, known, mark='@')}")


def _queries(connection: Connection, identifier: int) -> list[Query]:
    query = select(ConceptTerm.c.language, ConceptTerm.c.query).where(ConceptTerm.c.concept_id == identifier)
    return [(row[0], row[1]) for row in connection.execute(query.order_by(ConceptTerm.c.id))]
