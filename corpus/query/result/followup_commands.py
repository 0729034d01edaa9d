"""Ready actions that open the passages behind a row."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from corpus.errors import QueryError
from corpus.query.language.syntax import parse
from corpus.wording import action

if TYPE_CHECKING:
    from corpus.query.select.selection import Filters


def arguments(filters: Filters, **instead: str) -> dict[str, str | tuple[str, ...] | None]:
    """The filters as arguments; ``instead``: values that take the place of theirs."""
    return {entry.name: instead.get(entry.name) or getattr(filters, entry.name) for entry in fields(filters)}


def near(query: str, words: int) -> str:
    """The query with a collocate behind it, for the reader to put in; the query alone where its syntax (CQL)
    has no such form."""
    inner = f"({query.replace(' + ', '|')})" if " " in query else query
    asked = f"{inner} ~{words} COLLOCATE"
    try:
        parse(asked)
    except QueryError:
        return query
    return asked


def kwic(query: str, filters: Filters, **instead: str) -> str:
    """The concordance of a query under filters; a query in capitals, as WORD, is for the reader to put in."""
    return action("kwic", query, **arguments(filters, **instead))
