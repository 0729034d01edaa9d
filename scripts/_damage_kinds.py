"""Kinds of damage to the file of an archive, and to its rows, each done in some place."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from corpus.store.row_groups import GROUPS
from corpus.store.tables.all import metadata

if TYPE_CHECKING:
    from pathlib import Path

Damage = Callable[[sqlite3.Connection, int, random.Random], None]
Change = Callable[[object, random.Random], object]

PAGE = 4096
BLOCK_ARRAYS = tuple(
    ("block", column.name)
    for column in metadata.tables["block"].columns
    if column.name not in {"id", "layer", "tokens", "documents", "analysers"}
)
BLOBS = (
    ("version", "raw"), ("rejection", "raw"), ("stream", "data"), ("stream", "spans"),
    ("posting", "data"), ("packed_fact", "data"), ("manifest", "data"), ("term_digest", "data"),
    ("row_digest", "data"), *BLOCK_ARRAYS,
)  # fmt: skip
INDEX = ("posting", "stream", "block", "manifest", "term", "term_digest", "row_digest")
RECORDS = tuple(dict.fromkeys(group.table.name for group in GROUPS.values()))


def columns_of(*tables: str) -> tuple[tuple[str, str], ...]:
    """Every column of tables but blobs and single primary keys."""
    return tuple(
        (name, column.name)
        for name in tables
        for column in metadata.tables[name].columns
        if (name, column.name) not in BLOBS and column.name != "id"
    )


def _keys(table: str) -> list[str]:
    return [column.name for column in metadata.tables[table].primary_key.columns]


def _some(
    connection: sqlite3.Connection, chance: random.Random, table: str, column: str
) -> tuple[str, list[object], object]:
    """Condition and key of a row, if possible of one that holds something there, and its value."""
    keys = _keys(table)
    query = f"SELECT {', '.join(keys)}, {column} FROM {table} ORDER BY {', '.join(keys)}"
    rows = connection.execute(query).fetchall()
    row = chance.choice([row for row in rows if row[-1] is not None] or rows)
    return " AND ".join(f"{key} IS ?" for key in keys), list(row[:-1]), row[-1]


def changed(places: tuple[tuple[str, str], ...], change: Change) -> Damage:
    """The value of a column of some row becomes another: the columns in turn."""

    def damage(connection: sqlite3.Connection, place: int, chance: random.Random) -> None:
        held = [one for one in places if connection.execute(f"SELECT 1 FROM {one[0]}").fetchone()]
        table, column = held[place % len(held)]
        where, key, value = _some(connection, chance, table, column)
        new = change(value, chance)
        connection.execute(f"UPDATE {table} SET {column} = ? WHERE {where}", [new, *key])

    return damage


def swapped(places: tuple[tuple[str, str], ...]) -> Damage:
    """Two rows have each other's value, where two differ."""

    def damage(connection: sqlite3.Connection, place: int, chance: random.Random) -> None:
        for at in range(len(places)):
            table, column = places[(place + at) % len(places)]
            where, key, value = _some(connection, chance, table, column)
            for _ in range(100):
                _, other, second = _some(connection, chance, table, column)
                if second != value:
                    for new, held in ((b"", other), (second, key), (value, other)):
                        connection.execute(f"UPDATE {table} SET {column} = ? WHERE {where}", [new, *held])
                    return

    return damage


def deleted(tables: tuple[str, ...]) -> Damage:
    def damage(connection: sqlite3.Connection, place: int, chance: random.Random) -> None:
        held = [one for one in tables if connection.execute(f"SELECT 1 FROM {one}").fetchone()]
        table = held[place % len(held)]
        where, key, _ = _some(connection, chance, table, _keys(table)[0])
        connection.execute(f"DELETE FROM {table} WHERE {where}", key)

    return damage


def doubled(tables: tuple[str, ...]) -> Damage:
    """A row stands there twice, under another key."""

    def damage(connection: sqlite3.Connection, place: int, chance: random.Random) -> None:
        held = [one for one in tables if connection.execute(f"SELECT 1 FROM {one}").fetchone()]
        table = held[place % len(held)]
        key = _keys(table)[-1]
        where, row, value = _some(connection, chance, table, key)
        names = [column.name for column in metadata.tables[table].columns]
        values = [f"'{value}x'" if isinstance(value, str) else f"{value} + 100000"]
        picked = ", ".join(values[0] if name == key else name for name in names)
        connection.execute(
            f"INSERT INTO {table} ({', '.join(names)}) SELECT {picked} FROM {table} WHERE {where}", row
        )

    return damage


def flipped(value: object, chance: random.Random) -> object:
    assert isinstance(value, bytes)
    bit = chance.randrange(8 * len(value))
    return value[: bit // 8] + bytes([value[bit // 8] ^ 1 << bit % 8]) + value[bit // 8 + 1 :]


def cut_short(value: object, chance: random.Random) -> object:
    assert isinstance(value, bytes)
    return value[: chance.randrange(len(value))]


def other_word(value: object, chance: random.Random) -> object:
    """A text in which one letter is another."""
    text = str(value)
    at = chance.choice([at for at, letter in enumerate(text) if letter != "x"])
    return f"{text[:at]}x{text[at + 1 :]}"


def other_value(value: object, chance: random.Random) -> object:
    """Another value of its kind."""
    if value is None:
        return chance.choice((1, 2))
    if isinstance(value, int):
        return value + chance.choice((1, 2, -1)) if value else 1
    if isinstance(value, bytes):
        return flipped(value, chance)
    text = str(value)
    if text[:4].isdigit() and chance.random() < 0.7:
        return str(int(text[:4]) + chance.choice((1, 2, -1))) + text[4:]
    return text + chance.choice(("s", "n", "ed"))


def no_index(connection: sqlite3.Connection, place: int, chance: random.Random) -> None:
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
    held = sorted(names.fetchall())
    connection.execute(f"DROP INDEX {held[place % len(held)][0]}")


ROWS: dict[str, Damage] = {
    "raw bytes: flipped bit": changed((("version", "raw"), ("rejection", "raw")), flipped),
    "text: another letter": changed((("passage", "text"),), other_word),
    "text: swapped": swapped((("passage", "text"), ("version", "raw"))),
    "arrays of a block: flipped bit": changed(BLOCK_ARRAYS, flipped),
    "arrays of a block: swapped": swapped(BLOCK_ARRAYS),
    "stream: flipped bit": changed((("stream", "data"), ("stream", "spans")), flipped),
    "stream: swapped": swapped((("stream", "data"),)),
    "postings: flipped bit": changed((("posting", "data"),), flipped),
    "postings: swapped": swapped((("posting", "data"),)),
    "any blob: cut short": changed(BLOBS, cut_short),
    "packed facts: flipped bit": changed((("packed_fact", "data"),), flipped),
    "packed facts: swapped": swapped((("packed_fact", "data"), ("packed_fact", "labels"))),
    "manifest: flipped bit": changed((("manifest", "data"),), flipped),
    "manifest: swapped": swapped((("manifest", "data"),)),
    "digests: flipped bit": changed((("row_digest", "data"), ("term_digest", "data")), flipped),
    "digests: swapped": swapped((("row_digest", "data"), ("term_digest", "data"))),
    "row of the index: deleted": deleted(INDEX),
    "row of a record: deleted": deleted(RECORDS),
    "row: doubled": doubled((*RECORDS, "term", "posting", "stream")),
    "document: another value": changed(columns_of("document", "reference"), other_value),
    "version: another value": changed(columns_of("version"), other_value),
    "passage: another value": changed(columns_of("passage"), other_value),
    "quotation: another value": changed(columns_of("quotation"), other_value),
    "address: another value": changed(columns_of("address", "address_key"), other_value),
    "person: another value": changed(columns_of("actor", "actor_name", "mention"), other_value),
    "outlet: another value": changed(columns_of("outlet"), other_value),
    "word: another value": changed(columns_of("term"), other_value),
    "block: another number": changed(
        (
            *columns_of("block"), ("posting", "first_term"), ("posting", "last_term"), ("stream", "part"),
            ("stream", "block_id"),
        ),
        other_value,
    ),
    "code or concept: another value": changed(
        columns_of("annotation", "code", "coder", "concept", "concept_term"), other_value
    ),
    "log: another value": changed(
        columns_of("sighting", "run", "change", "correction", "doubt", "rejection", "person_change"),
        other_value,
    ),
    "property: another value": changed((("property", "value"),), other_value),
    "index of the store: dropped": no_index,
}  # fmt: skip


def page_overwritten(path: Path, chance: random.Random) -> None:
    _write(path, PAGE * chance.randrange(1, path.stat().st_size // PAGE), chance.randbytes(PAGE))


def page_zeroed(path: Path, chance: random.Random) -> None:
    _write(path, PAGE * chance.randrange(1, path.stat().st_size // PAGE), bytes(PAGE))


def file_cut_short(path: Path, chance: random.Random) -> None:
    with path.open("r+b") as stream:
        stream.truncate(chance.randrange(100, path.stat().st_size))


def _write(path: Path, at: int, data: bytes) -> None:
    with path.open("r+b") as stream:
        stream.seek(at)
        stream.write(data)


FILES: dict[str, Callable[[Path, random.Random], None]] = {
    "page of the file: overwritten": page_overwritten,
    "page of the file: zeroed": page_zeroed,
    "the file: cut short": file_cut_short,
}
BEFORE_A_LOAD = "record: another value, then a load"
KINDS = (*ROWS, *FILES, BEFORE_A_LOAD)
_BEFORE: Damage = changed(
    columns_of("document", "passage", "quotation", "address", "actor_name", "version"), other_value
)


def damage(path: Path, kind: str, place: int) -> None:
    """Do it, in a place that the store itself does not forbid."""
    chance = random.Random(f"{kind} {place}")
    if kind in FILES:
        FILES[kind](path, chance)
        return
    work = _BEFORE if kind == BEFORE_A_LOAD else ROWS[kind]
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA foreign_keys = OFF")
    for _ in _tries(connection):
        before = connection.total_changes
        try:
            work(connection, place, chance)
        except sqlite3.IntegrityError:
            connection.rollback()
            connection.execute("PRAGMA ignore_check_constraints = ON")
            place += len(KINDS)
            continue
        if connection.total_changes > before or "dropped" in kind:
            break
    connection.commit()
    connection.close()


def _tries(connection: sqlite3.Connection) -> Iterator[int]:
    yield from range(1000)
    connection.close()
    raise SystemExit("No place was found for this damage.")
