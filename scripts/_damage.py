"""Damages copies of the sample's archive: each kind of damage in some places. Which level of the check finds
it, and does any query give another answer in silence?"""

from __future__ import annotations

import random
import shutil
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.api import Corpus
from corpus.errors import CorpusError

if TYPE_CHECKING:
    from corpus.index.check.run import Level
    from corpus.output.result import Result

SAMPLE = Path(__file__).parents[1] / "corpus" / "data" / "sample"
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


def other_word(value: str, chance: random.Random) -> str:
    return value + chance.choice(("s", "n", "ed"))


def other_day(value: str, chance: random.Random) -> str:
    return str(int(value[:4]) + chance.choice((1, 2, -1))) + value[4:]


KINDS: dict[str, Damage] = {
    **{f"{table}.{column}: flipped bit": changed(table, column, flipped) for table, column in (
        ("version", "raw"), ("version", "text"), ("block", "versions"), ("block", "speakers"),
        ("block", "quotations"), ("stream", "data"), ("posting", "data"), ("packed_fact", "data"),
        ("manifest", "data"),
    )},
    **{f"{table}.{column}: cut short": changed(table, column, truncated) for table, column in (
        ("version", "text"), ("posting", "data"),
    )},
    **{f"{table}: row deleted": deleted(table, column) for table, column in (
        ("posting", "data"), ("stream", "data"), ("term", "surface"), ("passage", "role"),
        ("quotation", "passage"), ("block", "roles"), ("document", "title"),
    )},
    **{f"{table}.{column}: swapped": swapped(table, column) for table, column in (
        ("version", "text"), ("posting", "data"), ("stream", "data"), ("packed_fact", "data"),
    )},
    "document.title: another": changed("document", "title", other_word),
    "document.published: another": changed("document", "published", other_day),
    "term.lemma: another": changed("term", "lemma", other_word),
    "term.fold: another": changed("term", "fold", other_word),
    "quotation.start_char: another": changed("quotation", "start_char", other_number),
    "passage.role: another": changed("passage", "role", other_number),
    "block.tokens: another": changed("block", "tokens", other_number),
    "an index dropped": no_index,
}  # fmt: skip


def page_overwritten(path: Path, chance: random.Random) -> None:
    size = path.stat().st_size
    with path.open("r+b") as stream:
        stream.seek(4096 * chance.randrange(1, size // 4096))
        stream.write(chance.randbytes(4096))


def file_truncated(path: Path, chance: random.Random) -> None:
    with path.open("r+b") as stream:
        stream.truncate(chance.randrange(100, path.stat().st_size))


FILES: dict[str, Callable[[Path, random.Random], None]] = {
    "a page overwritten": page_overwritten,
    "the file cut short": file_truncated,
}

QUERIES: dict[str, Callable[[Corpus], Result]] = {
    "freq": lambda corpus: corpus.freq("library", by="year"),
    "freq of forms": lambda corpus: corpus.freq("work*", by="outlet"),
    "freq of a lemma": lambda corpus: corpus.freq("lemma:village"),
    "kwic": lambda corpus: corpus.kwic("library in every village"),
    "collocates": lambda corpus: corpus.collocates("library"),
    "keywords": lambda corpus: corpus.keywords("outlet=sample-agency", "outlet=sample-lantern"),
    "ngrams": lambda corpus: corpus.ngrams(3),
    "first": lambda corpus: corpus.first("library"),
    "list": lambda corpus: corpus.list(),
    "people": lambda corpus: corpus.people(),
    "coverage": lambda corpus: corpus.coverage(),
    "stats": lambda corpus: corpus.stats(),
}


def answers(path: Path) -> dict[str, object]:
    """What each query answers; its message where it fails."""
    found: dict[str, object] = {}
    for name, ask in QUERIES.items():
        try:
            with Corpus(path) as corpus:
                result = ask(corpus)
                found[name] = {column: list(result.values(column)) for column in result.columns}
        except CorpusError as error:
            found[name] = error
        except Exception as error:  # no sentence, but no number either
            found[name] = error
    return found


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
    missed = silent = 0
    levels: tuple[Level, ...] = ("quick", "default")
    with tempfile.TemporaryDirectory() as folder:
        whole, hurt = Path(folder) / "whole.db", Path(folder) / "hurt.db"
        with Corpus(whole) as corpus:
            corpus.add(SAMPLE / "agency", outlet="sample-agency", workers=1)
            corpus.add(SAMPLE / "lantern", outlet="sample-lantern", workers=1)
        right = answers(whole)
        for name in (*KINDS, *FILES):
            by_level: Counter[str] = Counter()
            wrong: Counter[str] = Counter()
            for place in range(places):
                shutil.copyfile(whole, hurt)
                chance = random.Random(f"{name} {place}")
                if name in FILES:
                    FILES[name](hurt, chance)
                else:
                    hurt_once(hurt, KINDS[name], chance)
                found = next((level for level in levels if not sound(hurt, level)), "missed")
                by_level[found] += 1
                wrong.update(
                    query
                    for query, answer in answers(hurt).items()
                    if not isinstance(answer, Exception) and answer != right[query]
                )
            missed += by_level["missed"]
            silent += sum(wrong.values())
            seen = ", ".join(f"{level} {number}" for level, number in by_level.items())
            told = f"; answers that differ in silence: {dict(wrong)}" if wrong else ""
            print(f"{name:34} {places - by_level['missed']:3} of {places} found ({seen}){told}", flush=True)
    print(f"{len(KINDS) + len(FILES)} kinds, {missed} missed, {silent} answers that differ in silence")
    return 1 if missed or silent else 0


def sound(path: Path, level: Level) -> bool:
    try:
        with Corpus(path) as corpus:
            return corpus.check(level).sound
    except CorpusError:
        return False


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20))
