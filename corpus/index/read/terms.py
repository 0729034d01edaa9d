"""Looking up terms: by value (folded form, exact form, lemma, tag), wildcard or regular expression."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, or_, select

from corpus.errors import QueryError
from corpus.store.tables.index import Term
from corpus.text.normalisation import without_diacritics

if TYPE_CHECKING:
    from collections.abc import Iterable

    import regex
    from sqlalchemy import Column, Select

    from corpus.index.encoding.term_digests import TermDigests
    from corpus.text.tokens import Layer


PATTERN_SECONDS = 2.0
"""Longest that a pattern may run over the term table, in seconds."""

_LOOKUP = 400
"""Values asked for in one statement: stays under the parameter limits of both stores."""

TermIds = npt.NDArray[np.uint32]


def _array(ids: list[int]) -> TermIds:
    return np.array(sorted(ids), dtype=np.uint32)


def by_value(
    connection: Connection, digests: TermDigests, layer: Layer, column: Column[Any], text: str
) -> TermIds:
    """Ids of the terms that have this value."""
    found = _array(list(connection.scalars(_ids(layer).where(column == text))))
    digests.verify(connection, layer, {column.name: [text]}, found)
    return found


def by_form(connection: Connection, digests: TermDigests, layer: Layer, form: str) -> TermIds:
    """Ids of the terms that have this folded form, whatever diacritics it and they have."""
    plain = without_diacritics(form)
    query = _ids(layer).where(or_(Term.c.fold == plain, Term.c.plain == plain))
    found = _array(list(connection.scalars(query)))
    digests.verify(connection, layer, {"fold": [plain], "plain": [plain]}, found)
    return found


def by_forms(connection: Connection, digests: TermDigests, layer: Layer, forms: Iterable[str]) -> TermIds:
    """Ids of the terms whose folded form is one of many, whatever diacritics these and they have."""
    plain = sorted(set(map(without_diacritics, forms)))
    found: set[int] = set()
    for start in range(0, len(plain), _LOOKUP):
        for column in (Term.c.fold, Term.c.plain):
            found.update(connection.scalars(_ids(layer).where(column.in_(plain[start : start + _LOOKUP]))))
    ids = _array(list(found))
    digests.verify(connection, layer, {"fold": plain, "plain": plain}, ids)
    return ids


def by_wildcard(
    connection: Connection, digests: TermDigests, layer: Layer, column: Column[Any], pattern: str
) -> TermIds:
    """Ids of the terms whose value matches: ``*`` any characters, ``?`` one."""
    digests.verify_all(connection, column.name)
    prefix = re.split(r"[*?]", pattern, maxsplit=1)[0]
    query = select(Term.c.id, column).where(Term.c.layer == int(layer), column.is_not(None))
    if prefix:
        query = query.where(column >= prefix)
        beyond = prefix_end(prefix)
        if beyond is not None:
            query = query.where(column < beyond)
    rows = connection.execute(query).all()
    if pattern == prefix + "*":
        return _array([row[0] for row in rows])
    import regex

    expression = re.sub(r"\*+", ".*", re.escape(pattern).replace(r"\*", "*")).replace(r"\?", ".")
    return _matching(regex.compile(expression, regex.DOTALL), [(row[0], row[1]) for row in rows])


def by_regex(
    connection: Connection,
    digests: TermDigests,
    layer: Layer,
    column: Column[Any],
    pattern: str,
    *,
    cased: bool = False,
) -> TermIds:
    """Ids of the terms whose whole value matches the expression; letter case is ignored unless ``cased``.

    The expression compiles (the parser saw to it). QueryError when it needs more than ``PATTERN_SECONDS``.
    """
    import regex

    digests.verify_all(connection, column.name)
    compiled = regex.compile(pattern, 0 if cased else regex.IGNORECASE)
    query = select(Term.c.id, column).where(Term.c.layer == int(layer), column.is_not(None))
    return _matching(compiled, [(row[0], row[1]) for row in connection.execute(query)])


def languages_without_lemma(connection: Connection, layer: Layer) -> list[str]:
    """The languages in which some term of the layer has no lemma."""
    query = select(Term.c.language).where(Term.c.lemma.is_(None), Term.c.layer == int(layer)).distinct()
    return sorted(connection.scalars(query))


def has_lemmas(connection: Connection, layer: Layer) -> bool:
    """Whether any term of the layer has a lemma."""
    query = select(Term.c.id).where(Term.c.lemma.is_not(None), Term.c.layer == int(layer))
    return connection.scalar(query.limit(1)) is not None


def has_tags(connection: Connection, layer: Layer) -> bool:
    """Whether any term of the layer has a part of speech."""
    query = select(Term.c.id).where(Term.c.tag != "", Term.c.layer == int(layer))
    return connection.scalar(query.limit(1)) is not None


def _ids(layer: Layer) -> Select[tuple[int]]:
    return select(Term.c.id).where(Term.c.layer == int(layer))


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
