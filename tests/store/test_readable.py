"""An archive that any tool reads: views, names of codes, comments, and the pages that describe them."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from corpus import Corpus
from corpus.settings import packaged
from corpus.store import migrations, readable
from corpus.store.engine import open_engine
from corpus.store.tables.all import metadata
from corpus.store.tables.names import CountryName, LanguageName, RoleName
from corpus.store.views import views

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

ROOT = Path(__file__).parents[2]
ITEM = {
    "title": "Meeting at the lock",
    "language": "zh-Hans",
    "date": "2024-08-06",
    "text": "同志们！（热烈鼓掌）前进！\n“和平”。",
    "speaker": "Edvar Olmen",
    "speaker_title": "chairman",
    "country": "CHN",
    "url": "https://example.org/1",
}


def load(url: str, folder: Path, **changed: str) -> None:
    import json

    path = folder / "one.jsonl"
    path.write_text(json.dumps(ITEM | changed), "utf-8")
    with Corpus(url) as corpus:
        corpus.add(path, workers=0, outlet="generic")


def asked(url: str, query: str) -> list[dict[str, Any]]:
    engine = open_engine(url, "read")
    with engine.connect() as connection:
        found = [dict(row) for row in connection.execute(text(query)).mappings()]
    engine.dispose()
    return found


def test_views_have_readable_values(database_url: str, tmp_path: Path) -> None:
    load(database_url, tmp_path)
    (document,) = asked(database_url, "SELECT * FROM documents")
    assert document["ref"] == "generic-2024-08-06-meeting-at-the-lock"
    assert (document["outlet"], document["published"], document["year"]) == ("generic", "2024-08-06", 2024)
    assert (document["country"], document["country_name"]) == ("CHN", "China")
    assert (document["language"], document["language_name"]) == ("zh-Hans", "Simplified Chinese")
    assert document["speaker"] == "Edvar Olmen"
    passages = asked(database_url, "SELECT number, voice, counts, text FROM passages ORDER BY number")
    assert [(row["number"], row["text"]) for row in passages] == [
        (0, "Meeting at the lock"), (1, "同志们！"), (2, "（热烈鼓掌）"), (3, "前进！"), (4, "“和平”。"),
    ]  # fmt: skip
    assert [(row["voice"], row["counts"]) for row in passages][::2][:2] == [
        ("headline", 1),
        ("stage_direction", 0),
    ]
    (address,) = asked(database_url, "SELECT url, version FROM addresses")
    assert address == {"url": "https://example.org/1", "version": 1}
    (named,) = asked(database_url, "SELECT name, title, known, year FROM people_named")
    assert named == {"name": "Edvar Olmen", "title": "chairman", "known": "metadata", "year": 2024}


def test_views_hold_what_counts_now(database_url: str, tmp_path: Path) -> None:
    load(database_url, tmp_path)
    load(database_url, tmp_path, text="同志们！（热烈鼓掌）前进，前进！\n“和平”。")
    versions = asked(
        database_url, "SELECT version, is_current, is_removed FROM versions_seen ORDER BY version"
    )
    assert [tuple(row.values()) for row in versions] == [(1, 0, 0), (2, 1, 0)]
    told = asked(database_url, "SELECT text FROM passages WHERE number = 3")
    assert told == [{"text": "前进，前进！"}]
    with Corpus(database_url) as corpus:
        ref = "generic-2024-08-06-meeting-at-the-lock"
        corpus.set(ref, title="Meeting")
        corpus.remove(ref)
    (correction,) = asked(database_url, "SELECT field, old, new, is_removed FROM corrections")
    assert correction == {"field": "title", "old": "Meeting at the lock", "new": "Meeting", "is_removed": 1}
    for view in ("documents", "passages", "addresses", "people_named"):
        assert asked(database_url, f"SELECT * FROM {view}") == []
    assert {row["is_removed"] for row in asked(database_url, "SELECT is_removed FROM versions_seen")} == {1}


def test_spans_count_in_the_passages_joined_by_line_feeds(database_url: str, tmp_path: Path) -> None:
    load(database_url, tmp_path)
    passages = asked(database_url, "SELECT start_char, end_char, glue, text FROM passage ORDER BY number")
    whole = "\n".join(row["text"] for row in passages)
    assert [whole[row["start_char"] : row["end_char"]] for row in passages] == [
        row["text"] for row in passages
    ]
    assert [row["glue"] for row in passages] == [None, None, "", "", None]
    (quoted,) = asked(database_url, "SELECT start_char, end_char FROM quotation")
    assert whole[quoted["start_char"] : quoted["end_char"]] == "和平"
    with Corpus(database_url) as corpus:
        assert corpus.check("full").sound


def test_texts_that_no_store_holds_are_mended(database_url: str, tmp_path: Path) -> None:
    load(database_url, tmp_path, text="和平\ud83d。")
    assert asked(database_url, "SELECT text FROM passage WHERE number = 1") == [{"text": "和平\ufffd。"}]
    with Corpus(database_url) as corpus:
        assert corpus.check("full").sound


def test_all_that_there_is_is_described() -> None:
    said = packaged("corpus.store.tables", "descriptions.toml")
    described = {name: set(told) - {"is"} for name, told in said.items()}
    there = {name: {column.name for column in table.columns} for name, table in metadata.tables.items()}
    there |= {name: set(view.columns) for name, view in views("sqlite").items()}
    assert described == there
    assert all(told.strip() for one in said.values() for told in one.values())


@pytest.mark.postgres
def test_postgresql_has_the_descriptions_as_comments(postgres_url: str) -> None:
    query = (
        "SELECT relname AS name, obj_description(oid) AS said, ("
        "SELECT count(*) FROM pg_attribute WHERE attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped"
        " AND col_description(attrelid, attnum) IS NULL) AS silent"
        " FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v')"
    )
    found = {row["name"]: (row["said"], row["silent"]) for row in asked(postgres_url, query)}
    del found["alembic_version"]
    said = packaged("corpus.store.tables", "descriptions.toml")
    assert found == {name: (told["is"], 0) for name, told in said.items()}


def test_codes_have_names(database_url: str) -> None:
    def count(table: Any) -> int:
        return int(asked(database_url, f"SELECT count(*) AS n FROM {table.name}")[0]["n"])

    assert (count(RoleName), count(LanguageName) > 200, count(CountryName) > 200) == (9, True, True)
    names = {row["code"]: row["name"] for row in asked(database_url, "SELECT code, name FROM country")}
    assert (names["PRK"], names["SUN"], names["DDR"]) == (
        "North Korea", "Soviet Union", "German Democratic Republic",
    )  # fmt: skip


def test_a_revision_holds_no_view(database_url: str) -> None:
    """So that no view stands in the way of the next one."""

    def held(connection: Connection) -> set[str]:
        from sqlalchemy import inspect

        return set(inspect(connection).get_view_names())

    assert on(database_url, held) == set(views("sqlite"))
    migrations.downgrade(database_url, "0012")
    assert on(database_url, held) == set()
    migrations.create_or_upgrade(database_url)
    assert on(database_url, held) == set(views("sqlite"))
    on(database_url, readable.hide)
    assert on(database_url, held) == set()


def on(url: str, action: Callable[[Connection], Any]) -> Any:
    engine = open_engine(url, "migrate")
    with engine.begin() as connection:
        found = action(connection)
    engine.dispose()
    return found


def test_the_page_of_tables_and_views_says_what_there_is() -> None:
    script = runpy.run_path(str(ROOT / "scripts/_schema.py"))
    assert script["PAGE"].read_text(encoding="utf-8") == script["schema"](), "run ./scripts/pages"
