"""Rows past the types of SQLAlchemy: the same rows as by them, on both stores."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert, select

from corpus.store.engine import open_engine
from corpus.store.plain_rows import plain_rows, rows_of_keys
from corpus.store.tables.all import metadata

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

ACTOR = metadata.tables["actor"]
NAMES = ["100 % of :keys", "IN (:keys)", "it's \\: ?", "%(name)s", "쑥"]
NAMED = select(ACTOR.c.id, ACTOR.c.name).order_by(ACTOR.c.id)
ODD = NAMED.where(ACTOR.c.name.in_(NAMES[:4]))


@pytest.fixture
def connection(database_url: str) -> Iterator[Connection]:
    engine = open_engine(database_url)
    with engine.connect() as opened:
        rows = [{"id": number, "name": name, "kind": "person"} for number, name in enumerate(NAMES, 1)]
        opened.execute(insert(ACTOR), rows)
        yield opened
    engine.dispose()


@pytest.mark.parametrize("keys", [[], [2], [5, 1, 3], range(1, 5000)], ids=["none", "one", "some", "many"])
def test_rows_of_keys_are_those_that_are_asked_for(connection: Connection, keys: list[int]) -> None:
    wanted = [tuple(row) for row in connection.execute(NAMED) if row.id in keys]
    for _ in range(2):  # compiled, and then as it was compiled
        assert sorted(rows_of_keys(connection, NAMED, ACTOR.c.id, keys)) == wanted
    assert sorted(plain_rows(connection, NAMED.where(ACTOR.c.id.in_(list(keys))))) == wanted


def test_texts_in_a_query_stay_what_they_are(connection: Connection) -> None:
    assert rows_of_keys(connection, NAMED, ACTOR.c.id, [5]) == [(5, "쑥")]
    assert sorted(plain_rows(connection, ODD)) == list(enumerate(NAMES[:4], 1))


def test_keys_are_numbers(connection: Connection) -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        rows_of_keys(connection, NAMED, ACTOR.c.id, ["1) OR (1=1"])  # type: ignore[list-item]
    assert rows_of_keys(connection, NAMED, ACTOR.c.id, [True]) == [(1, NAMES[0])]
