"""Many rows at once: the same rows as one by one, in the caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, func, insert, select

from corpus.store.bulk import insert_rows
from corpus.store.engine import open_engine
from corpus.store.tables.all import metadata
from corpus.store.tables.base import compress
from corpus.text.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

TERM = metadata.tables["term"]
PASSAGE = metadata.tables["passage"]
VERSION = metadata.tables["version"]
TERM_COLUMNS = ("id", "layer", "language", "surface", "fold", "lemma", "tag")
VERSION_COLUMNS = tuple(column.name for column in VERSION.columns)


@pytest.fixture
def connection(database_url: str) -> Iterator[Connection]:
    engine = open_engine(database_url)
    with engine.connect() as opened:
        opened.execute(
            insert(metadata.tables["outlet"]),
            {"id": 1, "code": "a", "name": "A", "kind": "agency", "languages": ""},
        )
        opened.execute(
            insert(metadata.tables["document"]),
            {"id": 1, "ref": "a", "outlet_id": 1, "title": "A", "language": "en", "language_known": "set"},
        )
        yield opened
    engine.dispose()


def version(number: int, text: str) -> tuple[Any, ...]:
    raw = compress(text.encode())
    return (
        number,
        1,
        number,
        "2024-08-06T00:00:00Z",
        b"\x00",
        b"\xff",
        "A",
        raw,
        "utf-8",
        "a.txt",
        "x/1",
    )


def test_rows_of_a_generator_in_any_order_of_columns(connection: Connection) -> None:
    insert_rows(connection, VERSION, VERSION_COLUMNS, [version(1, "one\n쑥"), version(2, "")])
    columns = ("role", "number", "version_id", "end_char", "start_char", "speaker_id", "text")
    insert_rows(
        connection, PASSAGE, columns, ((Role.narration, n, 1, n + 1, n, None, f"쑥 {n}") for n in range(1000))
    )
    assert connection.execute(select(VERSION.c.raw).order_by(VERSION.c.id)).scalars().all() == [
        "one\n쑥".encode(),
        b"",
    ]
    assert connection.scalar(select(func.sum(PASSAGE.c.end_char - PASSAGE.c.start_char))) == 1000
    assert connection.execute(select(PASSAGE).where(PASSAGE.c.number == 999)).one() == (
        1,
        999,
        999,
        1000,
        2,
        None,
        None,
        None,
        None,
        "쑥 999",
    )


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.tuples(TEXTS, st.none() | TEXTS), max_size=20))
def test_every_text_comes_back_as_it_was(connection: Connection, texts: list[tuple[str, str | None]]) -> None:
    rows = [
        (number, 1, "", text, text, lemma, "") for number, (text, lemma) in enumerate(dict(texts).items())
    ]
    with connection.begin_nested() as savepoint:
        insert_rows(connection, TERM, TERM_COLUMNS, rows)
        found = connection.execute(select(TERM.c.surface, TERM.c.lemma).order_by(TERM.c.id)).all()
        savepoint.rollback()
    assert [tuple(row) for row in found] == list(dict(texts).items())


def test_rows_go_with_the_transaction(connection: Connection) -> None:
    connection.rollback()
    insert_rows(connection, TERM, TERM_COLUMNS, [(1, 0, "en", "peace", "peace", None, "")])
    assert connection.in_transaction()
    connection.rollback()
    assert connection.scalar(select(func.count()).select_from(TERM)) == 0


def test_a_broken_reference_is_refused(connection: Connection) -> None:
    columns = ("version_id", "number", "start_char", "end_char", "role", "text")
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        insert_rows(connection, PASSAGE, columns, [(9, 0, 0, 1, 2, "A")])


def test_no_rows_are_no_error(connection: Connection) -> None:
    insert_rows(connection, TERM, TERM_COLUMNS, [])
    assert connection.scalar(select(func.count()).select_from(TERM)) == 0
