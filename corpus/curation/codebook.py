"""The codebook: codes with their descriptions, and the coders; names are one whatever their letter case."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from corpus.errors import NotFoundError, UsageError
from corpus.store.changes import What, log_change
from corpus.store.column_limits import storable
from corpus.store.ids import Ids
from corpus.store.journal import Journal
from corpus.store.tables.coding import LONGEST_NAME, Annotation, Code, Coder
from corpus.text.normalisation import fold, normalise
from corpus.wording import Blank, action

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine, Table

LONGEST_NOTE = 1_000
"""Longest note or description, in characters."""

_NO_NAME = re.compile(
    r"""[;:@"“”|\\\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]|^['=+\-＝＋－]"""
)
"""What a name cannot hold: what separates codes, commands a terminal, or would be computed by a spreadsheet
program."""


def add_code(engine: Engine, name: str, description: str | None = None) -> str:
    """Put a code into the codebook, or give it another description; ``new``, ``changed`` or ``same``."""
    name, text = checked_name("code", name), checked_text("description", description)
    with engine.begin() as connection:
        ids, journal = Ids(connection), Journal(connection)
        row = by_name(connection, Code, name)
        if row is not None:
            held = connection.scalar(select(Code.c.description).where(Code.c.id == row))
            if text is None or text == held:
                return "same"
            journal.update(Code, row, description=text)
            about = f"codebook: another description of {name}"
            log_change(connection, ids, What.code, about, {"rows": journal.images})
            return "changed"
        journal.insert(Code, id=ids.next(Code), name=name, description=text)
        log_change(connection, ids, What.code, f"codebook: new code {name}", {"rows": journal.images})
    return "new"


def remove_code(engine: Engine, name: str) -> str:
    """Take a code that nobody has given out of the codebook; its name as it was written there."""
    with engine.begin() as connection:
        identifier, known = code_of(connection, name)
        given = select(func.count()).select_from(Annotation).where(Annotation.c.code_id == identifier)
        count = connection.scalar(given) or 0
        if count:
            raise UsageError(
                f"The code {known!r} was given {count:,} time{'s' * (count > 1)}:"
                f" {action('annotations', code=known)} shows where, {action('take_back')} takes a code back."
            )
        journal = Journal(connection)
        journal.delete(Code, identifier)
        about = f"codebook: without {known}"
        log_change(connection, Ids(connection), What.code, about, {"rows": journal.images})
    return known


def coder_of(connection: Connection, journal: Journal, name: str) -> tuple[int, str]:
    """Id and name of a coder, who is made where there is none of that name, whatever its letter case."""
    found = by_name(connection, Coder, name)
    if found is not None:
        return found, connection.scalar(select(Coder.c.name).where(Coder.c.id == found)) or name
    identifier = Ids(connection).next(Coder)
    journal.insert(Coder, id=identifier, name=name)
    return identifier, name


def code_of(connection: Connection, name: str) -> tuple[int, str]:
    """Id and name of a code. NotFoundError where the codebook has none of that name."""
    found = by_name(connection, Code, normalise(name).strip())
    if found is None:
        known = ", ".join(sorted(connection.scalars(select(Code.c.name)))[:8])
        hint = f"there is: {known}" if known else f"{action('add_code', Blank('NAME'))} makes one"
        raise NotFoundError(f"There is no code {name[:LONGEST_NAME]!r} in the codebook; {hint}.")
    return found, connection.scalar(select(Code.c.name).where(Code.c.id == found)) or name


def by_name(connection: Connection, table: Table, name: str) -> int | None:
    """Id of the code or coder of a name, whatever its letter case; None where there is none."""
    wanted = fold(name)
    rows = connection.execute(select(table.c.id, table.c.name))
    return next((row.id for row in rows if fold(row.name) == wanted), None)


def checked_name(what: str, given: str) -> str:
    """The name of a code or coder as it is stored. UsageError where it cannot be one."""
    name = " ".join(normalise(given).split())
    bad = _NO_NAME.search(name)
    if not name:
        raise UsageError(f"The name of a {what} is empty: give one.")
    if bad:
        raise UsageError(
            f"The name of a {what} cannot {'begin with' if bad.start() == 0 else 'hold'} {bad[0]!r}:"
            f" give another than {name[:60]!r}."
        )
    if len(name) > LONGEST_NAME:
        raise UsageError(f"The name of a {what} has at most {LONGEST_NAME} characters: shorten it.")
    return name


def checked_text(what: str, given: str | None) -> str | None:
    """A note or description as it is stored, None where it is empty. UsageError where it is too long."""
    text = storable(" ".join(normalise(given).split())) if given else None
    if text and len(text) > LONGEST_NOTE:
        raise UsageError(f"A {what} has at most {LONGEST_NOTE:,} characters: shorten it.")
    return text or None
