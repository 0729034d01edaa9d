"""Looking up terms: by folded form, exact form, prefix, wildcard or regular expression."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, select

from corpus.errors import QueryError
from corpus.store.indexed import Term

if TYPE_CHECKING:
    import regex

    from corpus.model.tokens import Layer

PATTERN_SECONDS = 2.0
"""Longest that a pattern may run over the term table, in seconds."""

TermIds = npt.NDArray[np.uint32]


def _array(ids: list[int]) -> TermIds:
    return np.array(sorted(ids), dtype=np.uint32)


def by_fold(connection: Connection, layer: Layer, text: str) -> TermIds:
    """Ids of the terms whose folded form is ``text``."""
    return _array(
        list(connection.scalars(select(Term.c.id).where(Term.c.fold == text, Term.c.layer == int(layer))))
    )


def by_surface(connection: Connection, layer: Layer, text: str) -> TermIds:
    """Ids of the terms whose exact form is ``text``."""
    return _array(
        list(connection.scalars(select(Term.c.id).where(Term.c.surface == text, Term.c.layer == int(layer))))
    )


def by_wildcard(connection: Connection, layer: Layer, pattern: str) -> TermIds:
    """Ids of the terms whose folded form matches: ``*`` any characters, ``?`` one."""
    prefix = re.split(r"[*?]", pattern, maxsplit=1)[0]
    query = select(Term.c.id, Term.c.fold).where(Term.c.layer == int(layer))
    if prefix:
        query = query.where(Term.c.fold >= prefix)
        beyond = prefix_end(prefix)
        if beyond is not None:
            query = query.where(Term.c.fold < beyond)
    rows = connection.execute(query).all()
    if pattern == prefix + "*":
        return _array([row[0] for row in rows])
    import regex

    expression = re.sub(r"\*+", ".*", re.escape(pattern).replace(r"\*", "*")).replace(r"\?", ".")
    return _matching(regex.compile(expression, regex.DOTALL), [(row[0], row[1]) for row in rows])


def by_regex(connection: Connection, layer: Layer, pattern: str) -> TermIds:
    """Ids of the terms whose folded form matches the whole expression, letter case ignored.

    The expression compiles (the parser saw to it). QueryError when it needs more than ``PATTERN_SECONDS``.
    """
    import regex

    compiled = regex.compile(pattern, regex.IGNORECASE)
    rows = connection.execute(select(Term.c.id, Term.c.fold).where(Term.c.layer == int(layer))).all()
    return _matching(compiled, [(row[0], row[1]) for row in rows])


def _matching(compiled: regex.Pattern[str], rows: list[tuple[int, str]]) -> TermIds:
    deadline = time.monotonic() + PATTERN_SECONDS
    found = []
    try:
        for term, text in rows:
            if (left := deadline - time.monotonic()) <= 0:
                raise TimeoutError
            if compiled.fullmatch(text, timeout=left):
                found.append(term)
    except TimeoutError:
        raise QueryError(
            f"The pattern {compiled.pattern[:60]!r} needs more than {PATTERN_SECONDS:.0f} seconds: make it"
            " simpler, for instance without nested repetition."
        ) from None
    return _array(found)


def prefix_end(prefix: str) -> str | None:
    """The first string, by code points, after all that begin with ``prefix``; None when there is none."""
    for at in range(len(prefix) - 1, -1, -1):
        point = ord(prefix[at]) + 1
        if 0xD800 <= point <= 0xDFFF:
            point = 0xE000
        if point <= 0x10FFFF:
            return prefix[:at] + chr(point)
    return None
