"""Terms: their rows against the digests of what was written, and their forms against their surface."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from sqlalchemy import bindparam, delete, func, select, update

from corpus.errors import DamagedError
from corpus.index.build.lemmas import lemma_of
from corpus.index.build.writer import plain_form
from corpus.index.check.finding import Finding, repair
from corpus.index.encoding.term_digests import COLUMNS, PART, TermDigests, digest, digest_all, forget_terms
from corpus.store.lookups import in_parts
from corpus.store.state import counted_by
from corpus.store.tables.index import Term, TermDigest
from corpus.text.counting_rules import RULES
from corpus.text.normalisation import fold
from corpus.text.tokens import Layer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

_MOST_NAMED = 100
_ROWS = select(Term.c.id, Term.c.layer, *(Term.c[name] for name in COLUMNS)).order_by(Term.c.id)
_IDENTITY = ("language", "surface", "tag")
"""Columns that nothing else gives back."""


class _Wrong(NamedTuple):
    """Terms whose rows are not what was written, those without a row, and those that were never written."""

    changed: list[int]
    missing: list[int]
    strange: list[int]


def check_terms(connection: Connection) -> Iterator[Finding]:
    """Rows of terms that are missing or not what was written; forms that do not follow from the surface."""
    broken = _broken_digests(connection)
    if broken:
        yield Finding("wrong", "term_digest", "", "", broken, repair())
    else:
        wrong = _wrong(connection, TermDigests())
        for ids, problem in (
            (wrong.changed, "It is not what was written"),
            (wrong.missing, "Its row is missing"),
            (wrong.strange, "It is none that was written"),
        ):
            for term in ids[:_MOST_NAMED]:
                yield Finding("wrong", "term", str(term), "", problem, repair())
    of_now = counted_by(connection) == RULES  # older rules ignored fewer marks
    for term, layer, language, surface, form, plain, *_ in connection.execute(_ROWS):
        right = fold(surface)
        other = plain_form(layer, language, right)
        # Hanja of archives loaded before their readings were known have none.
        if form != right or (of_now and plain not in ((None,) if other == right else (other, None))):
            yield Finding("wrong", "term", str(term), "", f"Its forms are not those of {surface!r}", repair())


def repair_terms(connection: Connection) -> None:
    """Give rows of terms back what follows from their surface; delete those of which that is unknown, so that
    the blocks that hold them are made anew from the texts."""
    if _broken_digests(connection):
        digest_all(connection)
    digests = TermDigests()
    wrong = _wrong(connection, digests)
    lost = [*wrong.strange, *wrong.missing]
    for some in in_parts(wrong.changed):
        for row in connection.execute(_ROWS.where(Term.c.id.in_(some))).all():
            values = _mended(connection, digests, row)
            if values is None:
                lost.append(row.id)
            else:
                connection.execute(update(Term).where(Term.c.id == row.id).values(values))
    for some in in_parts(lost):
        connection.execute(delete(Term).where(Term.c.id.in_(some)))
    forget_terms(connection, sorted(lost))
    _mend_forms(connection)


def _mended(connection: Connection, digests: TermDigests, row: Sequence[str]) -> dict[str, str | None] | None:
    """The forms and the lemma that were written of a term; None where they cannot be told."""
    term, layer = int(row[0]), int(row[1])
    held = dict(zip(COLUMNS, row[2:], strict=True))
    if any(digest(layer, held[name]) != digests.of(connection, name)[term] for name in _IDENTITY):
        return None
    form = fold(held["surface"])
    plain = plain_form(layer, held["language"], form)
    lemma = lemma_of(held["language"], held["surface"]) if layer == Layer.word else None
    choices = {"fold": (form,), "plain": (plain, None), "lemma": (held["lemma"], lemma, form, None)}
    found: dict[str, str | None] = {}
    for name, values in choices.items():
        wanted = digests.of(connection, name)[term]
        right = [value for value in values if digest(layer, value) == wanted]
        if not right:
            return None
        found[name] = right[0]
    return found


def _mend_forms(connection: Connection) -> None:
    """For rows whose digests were made from them as they are."""
    wrong = []
    for term, layer, language, surface, form, plain, *_ in connection.execute(_ROWS):
        right = fold(surface)
        other = plain_form(layer, language, right)
        wanted = None if other == right else other
        if form != right or plain != wanted:
            wrong.append({"term": term, "form": right, "other": wanted})
    if wrong:
        changed = update(Term).where(Term.c.id == bindparam("term"))
        connection.execute(changed.values(fold=bindparam("form"), plain=bindparam("other")), wrong)
        digest_all(connection)


def _broken_digests(connection: Connection) -> str:
    """What is wrong with the digests themselves; "" for nothing."""
    try:
        digests = TermDigests()
        for name in COLUMNS:
            digests.of(connection, name)
    except DamagedError as error:
        return error.problem
    numbers = np.array(connection.scalars(select(Term.c.id)).all(), dtype=np.int64)
    counted = select(TermDigest.c.part, func.count()).group_by(TermDigest.c.part)
    counts = {row[0]: row[1] for row in connection.execute(counted)}
    needed = set((numbers // PART).tolist())
    if any(counts.get(part, 0) < len(COLUMNS) for part in needed | set(counts)):
        return "Digests of words are missing"
    return ""


def _wrong(connection: Connection, digests: TermDigests) -> _Wrong:
    rows = connection.execute(_ROWS).all()
    there = np.array([row[0] for row in rows], dtype=np.int64)
    written = np.flatnonzero(digests.of(connection, "fold"))
    strange = np.setdiff1d(there, written)
    changed = np.array(list(digests.differing(connection, COLUMNS, rows)), dtype=np.int64)
    return _Wrong(
        np.setdiff1d(changed, strange).tolist(), np.setdiff1d(written, there).tolist(), strange.tolist()
    )
