"""Ready commands that open the passages behind a row."""

from __future__ import annotations

import shlex
from dataclasses import fields
from typing import TYPE_CHECKING

from corpus.errors import QueryError
from corpus.query.language.syntax import parse

if TYPE_CHECKING:
    from corpus.query.select.selection import Filters


def options(filters: Filters, **instead: str) -> str:
    """The filters as options of the command line; ``instead``: values that take the place of theirs."""
    parts = []
    for entry in fields(filters):
        value = instead.get(entry.name) or getattr(filters, entry.name)
        for one in (value,) if isinstance(value, str) else value or ():
            parts.append(f"--{entry.name.replace('_', '-')} {shlex.quote(one)}")
    return " ".join(parts)


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
    """``corpus kwic`` of a query under filters; a query in capitals, as WORD, is for the reader to put in."""
    return " ".join(filter(None, ("corpus kwic", shlex.quote(query), options(filters, **instead))))
