"""Loading in one process and in several, interrupted and failing: what is committed stays."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from unittest import mock

import pytest
from sqlalchemy import func, select

from corpus import Corpus, CorpusError
from corpus.ingest.load import batches, prepare
from corpus.store.engine import open_engine
from corpus.store.tables.archive import Document
from corpus.store.tables.index import Block
from corpus.store.tables.log import Run
from corpus.text.records import Item
from tests.builder import tiny_blocks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def items(count: int) -> Iterator[Item]:
    for number in range(count):
        text = f"Speech number {number} of peace and 선군, by speaker {number % 7}.\n\nThe end of {number}."
        yield Item(text.encode(), text, f"a:{number}", f"item {number}", {"date": str(2000 + number % 20)})


def answers(corpus: Corpus) -> list[object]:
    return [
        corpus.freq("peace", "speech number *", "선군", by="year").rows(),
        corpus.kwic("(number|end) *", limit=1000).rows(),
        corpus.stats().rows()[:8],
    ]


def test_several_processes_give_what_one_gives(database_url: str, tmp_path: Path) -> None:
    with tiny_blocks(tokens=200), mock.patch.object(batches, "BATCH_BYTES", 3000):
        with Corpus(tmp_path / "one.db") as one:
            one.add_items(items(150), inputs="test", workers=1)
            expected = answers(one)
        with mock.patch.object(batches, "PARALLEL_BYTES", 1), Corpus(database_url) as several:
            several.add_items(items(150), inputs="test", workers=2)
            assert answers(several) == expected


def test_small_blocks_are_merged(sqlite_url: str) -> None:
    with Corpus(sqlite_url) as corpus:
        for item in items(30):
            corpus.add_items([item], inputs="one by one")
        expected = sum(filter(None, corpus.freq("peace").values("matches")))
        assert expected == 30
    engine = open_engine(sqlite_url, "read")
    with engine.connect() as connection:
        assert (connection.scalar(select(func.count()).select_from(Block)) or 0) < 20
    engine.dispose()


def test_quotations_stay_where_they_are_when_blocks_are_merged(sqlite_url: str) -> None:
    with Corpus(sqlite_url) as corpus:
        for number in range(9):
            text = f"{'A few words before. ' * number}He said: “peace for {number} years” and peace again."
            corpus.add_items(
                [Item(text.encode(), text, f"a:{number}", f"item {number}")], inputs="one by one"
            )
        found = corpus.freq("peace", by="voice", voice="quotation")
        assert (sum(filter(None, found.values("matches"))), sum(found.values("tokens"))) == (9, 36)


def test_what_is_committed_stays_when_reading_fails(sqlite_url: str) -> None:
    def failing() -> Iterator[Item]:
        yield from items(41)
        raise KeyboardInterrupt

    with tiny_blocks(tokens=50), Corpus(sqlite_url) as corpus:
        with pytest.raises(KeyboardInterrupt):
            corpus.add_items(failing(), inputs="test", workers=1)
        held = len(corpus.list(limit=100))
        assert 0 < held < 41
        assert sum(filter(None, corpus.freq("peace").values("matches"))) == held
        report = corpus.add_items(items(41), inputs="again", workers=1)
        assert report.outcomes == {"document": 41 - held, "same": held}
        assert sum(filter(None, corpus.freq("peace").values("matches"))) == 41


def test_one_failing_text_does_not_cost_the_others(sqlite_url: str) -> None:
    real = prepare.normalise_item

    def failing(item: Item, *rest: object) -> object:
        if item.source == "item 3":
            raise ZeroDivisionError("oops")
        return real(item, *rest)

    with mock.patch.object(prepare, "normalise_item", failing), Corpus(sqlite_url) as corpus:
        report = corpus.add_items(items(5), inputs="test")
        assert report.outcomes == {"document": 4, "rejection": 1}
        assert "ZeroDivisionError: oops" in corpus.list(rejected=True).values("reason")[0]


class Deadly(str):
    """Ends the process that opens it."""

    def __reduce__(self) -> tuple[object, ...]:
        return os._exit, (1,)


def test_a_process_that_dies_is_a_sentence(sqlite_url: str) -> None:
    deadly = [*items(3), Item(b"x" * 3000, Deadly("x"), "a:x", "deadly", {})]
    with (
        mock.patch.object(batches, "PARALLEL_BYTES", 1),
        mock.patch.object(batches, "BATCH_BYTES", 1),
        Corpus(sqlite_url) as corpus,
        pytest.raises(CorpusError, match="ended from outside"),
    ):
        corpus.add_items(deadly, inputs="test", workers=2)


def test_two_writers_take_turns(database_url: str) -> None:
    with Corpus(database_url) as one, Corpus(database_url) as other:
        one.add_items(items(3), inputs="one")
        other.add_items(list(items(6))[3:], inputs="other")
        one.add_items(list(items(9))[6:], inputs="one again")
        assert sum(filter(None, one.freq("peace").values("matches"))) == 9
        assert sum(filter(None, other.freq("peace").values("matches"))) == 9


def test_a_reader_sees_no_half_of_a_run(sqlite_url: str) -> None:
    seen: list[tuple[int, int]] = []

    def watched(reader: Corpus) -> Iterator[Item]:
        for item in items(60):
            documents = len(reader.list(limit=1000))
            seen.append(
                (documents, sum(filter(None, reader.freq("peace").values("matches"))) if documents else 0)
            )
            yield item

    with tiny_blocks(tokens=80), Corpus(sqlite_url) as writer, Corpus(sqlite_url) as reader:
        writer.add_items(watched(reader), inputs="test", workers=1)
    assert all(documents == matches for documents, matches in seen)
    assert len(set(seen)) > 3


def test_others_may_write_while_inputs_are_read_and_prepared(database_url: str) -> None:
    def interrupted(other: Corpus) -> Iterator[Item]:
        for number, item in enumerate(items(12)):
            if number % 5 == 0:
                other.add_items([list(items(30))[20 + number // 5]], inputs="in between")
            yield item

    with tiny_blocks(tokens=40), Corpus(database_url) as one, Corpus(database_url) as other:
        one.init()
        one.add_items(interrupted(other), inputs="test", workers=1)
        assert sum(filter(None, one.freq("peace").values("matches"))) == 15


def test_a_file_whose_name_is_no_text_is_loaded_and_named(database_url: str, tmp_path: Path) -> None:
    folder = tmp_path / "speeches"
    folder.mkdir()
    for letter in (b"\xff", b"\xfe"):
        name = os.fsdecode(b"speech-" + letter + b".txt")
        (folder / name).write_bytes(b"A speech of peace." + b"." * letter[0])
    with Corpus(database_url) as corpus:
        assert corpus.add(folder).outcomes == {"document": 2}
        shown = [str(corpus.show(ref).about.rows()) for ref in corpus.list(sort="date").values("ref")]
        assert sum("speech-\\\\xff.txt" in about for about in shown) == 1
        assert sum("speech-\\\\xfe.txt" in about for about in shown) == 1


def test_a_run_is_logged(sqlite_url: str) -> None:
    with Corpus(sqlite_url) as corpus:
        corpus.add_items(items(2), inputs="the inputs")
    engine = open_engine(sqlite_url, "read")
    with engine.connect() as connection:
        (run,) = connection.execute(select(Run.c.inputs, Run.c.started_at, Run.c.finished_at)).all()
        assert connection.scalar(select(func.count()).select_from(Document)) == 2
    engine.dispose()
    assert run.inputs == "the inputs"
    assert run.started_at <= run.finished_at


def test_an_answer_tells_of_which_archive_and_state_it_is(database_url: str, tmp_path: Path) -> None:
    with Corpus(database_url) as corpus, Corpus(tmp_path / "other.db") as other:
        for one in (corpus, other):
            one.add_items(items(2), inputs="test")
        first, again = corpus.freq("peace").provenance, corpus.kwic("end").provenance
        rules = {"word": "state-media-words/2", "char": "code-points/2"}
        assert rules.items() <= first["analysers"].items()
        assert set(first["analysers"]) - set(rules) <= {"ko"}  # where it is installed
        assert (first["archive"], first["database"]) == (again["archive"], again["database"])
        assert other.freq("peace").provenance["archive"] != first["archive"]
        corpus.set(corpus.list(sort="date").values("ref")[0], title="Another title")
        later = corpus.freq("peace").provenance
        assert (later["archive"], later["database"] == first["database"]) == (first["archive"], False)
