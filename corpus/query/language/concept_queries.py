"""Concepts as queries see them: what they hold, whether it can be asked, and where it cannot be found."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import select

from corpus.argument_checks import shown, there_is
from corpus.errors import QueryError
from corpus.query.language.ast import MOST_SEQUENCES
from corpus.query.language.simple_parser import Parser
from corpus.query.language.syntax import parse
from corpus.store.tables.concepts import Concept, ConceptTerm
from corpus.text.languages import ANY_LANGUAGE, within

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from corpus.query.language.ast import Series
    from corpus.query.session.moment import Moment

    Query = tuple[str, str]


def check_queries(name: str, queries: Sequence[Query], before: Sequence[Query] = ()) -> None:
    """Raise QueryError unless each query (with its language) parses, and can be asked beside all others.

    ``before``: queries that the concept holds already. The message names the concept, and the column of the
    query where that one fails.
    """
    for language, query in queries:
        try:
            _parsed(name, [(language, query)])
        except QueryError as error:
            raise QueryError(f"@{name} {language}:{shown(query)} {_reason(error)}") from None
    try:
        _parsed(name, [*before, *queries])
    except QueryError as error:
        raise QueryError(f"The queries of @{name} cannot be asked together: {_reason(error)}") from None


def _parsed(name: str, queries: Sequence[Query]) -> None:
    asked = [("" if language == ANY_LANGUAGE else language, query) for language, query in queries]
    Parser(f"@{name}", lambda _: asked).plain()


def parsed(moment: Moment, query: str) -> list[Series]:
    """The series of a query, with the queries of its concepts in the places of their names.

    Raises QueryError where it does not parse, and for a concept that is unknown, empty, or contains one.
    """
    if "@" not in query:
        return parse(query)
    return moment.remember(("parsed", query), lambda: parse(query, partial(asked_in, moment)))


def asked_in(moment: Moment, name: str) -> list[tuple[str, str]]:
    """The queries of a concept, each with the language in whose texts it is asked, "" for all.

    Raises QueryError for a concept that is unknown or holds no query.
    """
    moment.verify("concept", "concept_term")
    found = moment.connection.scalar(select(Concept.c.id).where(Concept.c.name == name))
    if found is None:
        known = moment.connection.scalars(select(Concept.c.name))
        raise QueryError(f"There is no concept @{shown(name)}{there_is(name, known, mark='@')}")
    query = select(ConceptTerm.c.language, ConceptTerm.c.query).where(ConceptTerm.c.concept_id == found)
    rows = moment.connection.execute(query.order_by(ConceptTerm.c.id).limit(MOST_SEQUENCES + 1)).all()
    if not rows:
        raise QueryError(f"The concept @{name} holds no words yet.")
    return [("" if language == ANY_LANGUAGE else language, query) for language, query in rows]


def _reason(error: QueryError) -> str:
    """What is wrong with a query of a concept, without what the parser says before it."""
    _, said, reason = str(error).partition("holds a query that cannot be asked: ")
    return f"cannot be asked: {reason}" if said else error.args[0]


def languages_without_query(moment: Moment, names: Iterable[str], languages: Sequence[str]) -> list[str]:
    """A sentence for each concept that has no query for some of the languages: what is not asked for is
    never found there, and no match means nothing."""
    return [note for name in names if (note := _without_query(moment, name, languages))]


def _without_query(moment: Moment, name: str, languages: Sequence[str]) -> str | None:
    query = (
        select(ConceptTerm.c.language)
        .join_from(ConceptTerm, Concept, Concept.c.id == ConceptTerm.c.concept_id)
        .where(Concept.c.name == name)
        .distinct()
    )
    moment.verify("concept", "concept_term")
    ranges = sorted(moment.connection.scalars(query))
    missing = [tag for tag in languages if not any(within(tag, one) for one in ranges)]
    if not missing:
        return None
    if len(missing) == len(languages):
        asked = ", ".join(ranges)
        return (
            f"@{name} asks in {asked}; the documents are in {', '.join(missing)}: it can find nothing here."
        )
    return f"@{name} has no query for documents in {', '.join(missing)}: 0 matches there say nothing."
