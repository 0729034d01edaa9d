"""Databases of earlier versions, kept as they were: the program opens, upgrades and counts them as ever.

Each holds the invented sample collection; a new revision of the tables adds one more, made by
``corpus add corpus/data/sample/agency --outlet sample-agency`` and the same for the lantern.
"""

from __future__ import annotations

import itertools
import json
import shutil
import sqlite3
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
import zstandard
from sqlalchemy import create_engine, text

from corpus import Corpus
from corpus.errors import SchemaError, StorageFullError
from corpus.index.renewal import recount, renew
from corpus.store.migrations import REVISIONS, create_or_upgrade
from corpus.store.tables.base import has_checksum

if TYPE_CHECKING:
    from sqlalchemy import Connection

ROOT = Path(__file__).parents[2]
FROZEN = Path(__file__).parent / "frozen"


def test_every_revision_is_kept() -> None:
    assert [path.name.split(".")[0] for path in sorted(FROZEN.glob("*.db.zst"))] == list(REVISIONS)


def thawed(revision: str, folder: Path) -> Path:
    """A database of that version."""
    path = folder / "old.db"
    path.write_bytes(zstandard.ZstdDecompressor().decompress((FROZEN / f"{revision}.db.zst").read_bytes()))
    return path


FRAMES = {
    "version": ("raw", "text"),
    "stream": ("data", "spans"),
    "posting": ("data",),
    "block": ("versions", "roles", "speakers", "document_starts", "sentences", "boundaries"),
}


def without_checksum(path: Path) -> int:
    """How many frames have none."""
    connection = sqlite3.connect(path)
    frames = [
        data
        for table, columns in FRAMES.items()
        for column in columns
        if column in {name for _, name, *_ in connection.execute(f"PRAGMA table_info({table})")}
        for (data,) in connection.execute(f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL")
    ]
    connection.close()
    assert frames
    return sum(not has_checksum(data) for data in frames)


def test_an_upgrade_gives_all_frames_checksums_and_goes_on_where_it_was_interrupted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = thawed("0006", tmp_path)
    before = without_checksum(path)
    assert before > 20
    calls = itertools.count(1)
    monkeypatch.setattr(renew, "BATCH_BYTES", 5_000)

    def interrupted(*given: Any, write: Any = renew._renew_rows) -> None:
        if next(calls) == 3:
            raise KeyboardInterrupt
        write(*given)

    monkeypatch.setattr(renew, "_renew_rows", interrupted)
    with Corpus(path) as corpus:
        with pytest.raises(KeyboardInterrupt):
            corpus.upgrade()
        assert 0 < without_checksum(path) < before
        for ask in (lambda: corpus.freq("library"), lambda: corpus.add(ROOT / "corpus/data/sample/lantern")):
            with pytest.raises(SchemaError, match=r"Corpus.upgrade"):
                ask()
        assert corpus.upgrade()
        assert not corpus.upgrade()
        assert without_checksum(path) == 0
        assert corpus.check("full").sound


def test_an_upgrade_without_room_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = thawed("0006", tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1_000_000))
    with Corpus(path) as corpus, pytest.raises(StorageFullError, match="has 1 MB left of 67 MB"):
        corpus.upgrade()


@pytest.mark.parametrize("revision", REVISIONS)
def test_an_old_database_counts_as_ever(revision: str, tmp_path: Path) -> None:
    with Corpus(thawed(revision, tmp_path)) as corpus:
        corpus.upgrade()
        assert corpus.check().sound
        found = corpus.freq("a library in every village", "마을마다 서고를")
        matches = dict(
            zip(
                zip(found.values("query"), found.values("period"), strict=True),
                found.values("matches"),
                strict=True,
            )
        )
        assert {key: count for key, count in matches.items() if count} == {
            ("a library in every village", "2018"): 3,
            ("a library in every village", "2019"): 4,
            ("a library in every village", "2021"): 16,
            ("a library in every village", "2022"): 5,
            ("a library in every village", "2024"): 1,
            ("마을마다 서고를", "2018"): 1,
            ("마을마다 서고를", "2019"): 1,
            ("마을마다 서고를", "2021"): 7,
            ("마을마다 서고를", "2022"): 1,
        }
        # Since 0003 the words of Korean are morphemes.
        assert sum(found.values("tokens")) == 2 * (9322 if revision >= "0003" else 8387)
        assert len(corpus.kwic("마을마다 서고를", voice="quotation")) > 0
        report = corpus.add("corpus/data/sample/lantern", outlet="sample-lantern")
        assert set(report.outcomes) <= {"address", "same"}


def test_an_archive_of_older_rules_says_so_until_it_is_counted_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Corpus(thawed("0007", tmp_path)) as corpus:
        corpus.init()
        before = corpus.freq("library", by="outlet")
        assert before.provenance["rules"] == 1
        assert "Corpus.upgrade()" in before.notes[-1]
        with pytest.raises(SchemaError, match=r"Corpus.upgrade"):
            corpus.add("corpus/data/sample/lantern", outlet="sample-lantern")
        assert corpus.check("full").sound
        words = interrupted(corpus, monkeypatch)
        between = corpus.freq("library", by="outlet")
        assert between.notes == before.notes
        assert between.provenance["analysers"]["word"] != "state-media-words/1"
        assert between.rows() == before.rows()
        done = corpus.upgrade()
        assert 0 < done.recounted < words
        after = corpus.freq("library", by="outlet")
        assert after.provenance["rules"] == 2
        assert not any("Corpus.upgrade()" in note for note in after.notes)
        assert after.rows() == before.rows()
        assert corpus.check("full").sound
        assert not corpus.upgrade()


def interrupted(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> int:
    """Begin to count anew, block after block, and fail after the first; how many words there were to do."""
    step, found = recount.Recount.step, list[int]()

    def once(self: recount.Recount, connection: Connection) -> int | None:
        if found[1:]:
            raise KeyboardInterrupt
        found.append(step(self, connection) or 0)
        return found[-1]

    monkeypatch.setattr(recount, "BLOCK_TOKENS", 1)
    monkeypatch.setattr(recount.Recount, "step", once)
    with pytest.raises(KeyboardInterrupt):
        corpus.upgrade(announce=lambda work: found.append(work.words))
    monkeypatch.undo()
    assert 0 < found[1] < found[0]
    return found[0]


def test_doubts_that_asked_nothing_are_gone(tmp_path: Path) -> None:
    """With those of readings, from which a document's doubts are made anew."""
    path = thawed("0007", tmp_path)
    idle = ["title", "No headline is printed; the title is the first line."]
    asks = ["published", "No date was found."]
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        document = connection.scalar(text("SELECT min(id) FROM document"))
        for number, (field, message) in enumerate((idle, asks), 9000):
            values = {"id": number, "document_id": document, "field": field, "message": message}
            connection.execute(
                text(f"INSERT INTO doubt ({', '.join(values)}) VALUES (:id, :document_id, :field, :message)"),
                values,
            )
        both = {"doubts": json.dumps([idle, asks]), "idle": json.dumps([idle]), "document": document}
        connection.execute(text("UPDATE address SET doubts = :idle"), both)
        connection.execute(text("UPDATE address SET doubts = :doubts WHERE document_id = :document"), both)
    create_or_upgrade(str(path))
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM doubt WHERE message LIKE 'No headline%'")) == 0
        assert connection.scalar(text("SELECT count(*) FROM doubt WHERE id = 9001")) == 1
        left = set(connection.scalars(text("SELECT doubts FROM address")))
        assert left == {None, json.dumps([asks])}
    engine.dispose()
