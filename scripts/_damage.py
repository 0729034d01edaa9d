"""Damages copies of the sample's archive: each kind of damage in some places; which does the check find?"""

from __future__ import annotations

import random
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from corpus.api import Corpus
from corpus.errors import CorpusError

SAMPLE = Path(__file__).parents[1] / "corpus" / "sample"
Damage = Callable[[sqlite3.Connection, random.Random], None]


def _row(
    connection: sqlite3.Connection, chance: random.Random, table: str, column: str
) -> tuple[str, list, object]:
    """Condition and key of a row that holds something there, and its value."""
    keys = [name for _, name, *_, key in connection.execute(f"PRAGMA table_info({table})") if key]
    names = ", ".join(keys)
    found = connection.execute(f"SELECT {names}, {column} FROM {table} WHERE {column} IS NOT NULL").fetchall()
    row = chance.choice(found)
    return " AND ".join(f"{key} = ?" for key in keys), list(row[:-1]), row[-1]


def changed(table: str, column: str, change: Callable[[object, random.Random], object]) -> Damage:
    def damage(connection: sqlite3.Connection, chance: random.Random) -> None:
        where, key, value = _row(connection, chance, table, column)
        new = change(value, chance)
        connection.execute(f"UPDATE {table} SET {column} = ? WHERE {where}", [new, *key])

    return damage


def flipped(value: bytes, chance: random.Random) -> bytes:
    bit = chance.randrange(8 * len(value))
    return value[: bit // 8] + bytes([value[bit // 8] ^ 1 << bit % 8]) + value[bit // 8 + 1 :]


def truncated(value: bytes, chance: random.Random) -> bytes:
    return value[: chance.randrange(len(value))]


def other_number(value: int, chance: random.Random) -> int:
    return value + chance.choice((1, 2, 7))


def deleted(table: str, column: str) -> Damage:
    def damage(connection: sqlite3.Connection, chance: random.Random) -> None:
        where, key, _ = _row(connection, chance, table, column)
        connection.execute(f"DELETE FROM {table} WHERE {where}", key)

    return damage


def swapped(table: str, column: str) -> Damage:
    def damage(connection: sqlite3.Connection, chance: random.Random) -> None:
        where, key, value = _row(connection, chance, table, column)
        for _ in range(1000):
            _, other, second = _row(connection, chance, table, column)
            if second != value:
                break
        # By way of a third value: some columns hold each value once.
        for new, held in (("", other), (second, key), (value, other)):
            connection.execute(f"UPDATE {table} SET {column} = ? WHERE {where}", [new, *held])

    return damage


def no_index(connection: sqlite3.Connection, chance: random.Random) -> None:
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
    connection.execute(f"DROP INDEX {chance.choice(names.fetchall())[0]}")


KINDS: dict[str, Damage] = {
    **{f"{table}.{column}: flipped bit": changed(table, column, flipped) for table, column in (
        ("version", "raw"), ("version", "text"), ("version", "sha256"), ("version", "body_sha256"),
        ("block", "versions"), ("block", "document_starts"), ("block", "roles"), ("block", "speakers"),
        ("block", "excluded"), ("block", "quotations"), ("stream", "data"), ("posting", "data"),
    )},
    **{f"{table}.{column}: cut short": changed(table, column, truncated) for table, column in (
        ("version", "text"), ("stream", "data"), ("posting", "data"), ("block", "passage_starts"),
    )},
    **{f"{table}: row deleted": deleted(table, column) for table, column in (
        ("posting", "data"), ("stream", "data"), ("term", "surface"), ("passage", "role"),
        ("version", "text"), ("outlet", "code"), ("block", "roles"),
    )},
    **{f"{table}.{column}: swapped": swapped(table, column) for table, column in (
        ("version", "text"), ("posting", "data"), ("term", "surface"),
    )},
    **{f"{table}.{column}: another number": changed(table, column, other_number) for table, column in (
        ("block", "tokens"), ("passage", "role"), ("posting", "last_term"),
    )},
    "an index dropped": no_index,
}  # fmt: skip


def hurt_once(path: Path, damage: Damage, chance: random.Random) -> None:
    connection = sqlite3.connect(path)
    while True:
        try:
            damage(connection, chance)
            break
        except sqlite3.IntegrityError:  # the store itself forbids this one: another place
            connection.rollback()
    connection.commit()
    connection.close()


def main(places: int) -> int:
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        whole, hurt = Path(folder) / "whole.db", Path(folder) / "hurt.db"
        with Corpus(whole) as corpus:
            corpus.add(SAMPLE / "agency", workers=1)
            corpus.add(SAMPLE / "lantern", workers=1)
        for name, damage in KINDS.items():
            found = 0
            for place in range(places):
                shutil.copyfile(whole, hurt)
                hurt_once(hurt, damage, random.Random(f"{name} {place}"))
                try:
                    with Corpus(hurt) as corpus:
                        found += not corpus.check().sound
                except CorpusError:
                    found += 1
            missed += places - found
            print(f"{name:40} {found:3} of {places}", flush=True)
    print(f"{len(KINDS)} kinds, {missed} missed")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20))
