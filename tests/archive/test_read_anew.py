"""Texts that were read by older rules: said, and read anew when their files are loaded again."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING
from unittest import mock

import pytest

from corpus.api import Corpus
from corpus.ingest.load import archive_writer, normalise_item, prepare

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEXT = (
    "Farm Opened\n\nPyongyang, March 3 (KCNA) -- The farm opened. Guests came. (Applause.) They left.\n-0-\n"
)


@pytest.fixture
def corpus(database_url: str):
    with Corpus(database_url) as opened:
        yield opened


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "2001-03-03.txt"
    path.write_text(TEXT, "utf-8")
    return path


@contextmanager
def older() -> Iterator[None]:
    """What is loaded inside is read by rules that know no stage directions."""
    with (
        mock.patch.object(archive_writer, "READ_BY", "state-media/2"),
        mock.patch.object(archive_writer, "READING", 2),
        mock.patch.object(prepare, "READ_BY", "state-media/2"),
        mock.patch.object(normalise_item, "has_directions", return_value=False),
    ):
        yield


def load(corpus: Corpus, file: Path) -> dict[str, int]:
    return dict(corpus.add(file, outlet="kcna", workers=0).outcomes)


def matches(corpus: Corpus, query: str, **filters: str) -> int:
    return sum(filter(None, corpus.freq(query, **filters).values("matches")))


def said(corpus: Corpus) -> bool:
    told = [bool(corpus.upgrade().older), any("read by older rules" in note for note in corpus.check().notes)]
    told.append(any("read by older rules" in note for note in corpus.stats().notes))
    assert len(set(told)) == 1
    return told[0]


def test_loading_again_reads_anew(corpus: Corpus, file: Path) -> None:
    with older():
        assert load(corpus, file) == {"document": 1}
    (ref,) = corpus.list(sort="date").values("ref")
    assert said(corpus)
    assert (matches(corpus, "applause"), matches(corpus, "farm")) == (1, 2)
    assert load(corpus, file) == {"reread": 1}
    assert corpus.list(sort="date").values("ref") == [ref]
    assert (matches(corpus, "applause"), matches(corpus, "farm")) == (0, 2)
    assert matches(corpus, "applause", voice="stage_direction") == 1
    assert not said(corpus)
    assert corpus.check("full").sound
    assert load(corpus, file) == {"same": 1}
    corpus.undo()
    corpus.undo()
    assert (matches(corpus, "applause"), said(corpus)) == (1, True)


def test_what_a_person_worked_on_stays(corpus: Corpus, file: Path) -> None:
    with older():
        load(corpus, file)
    (ref,) = corpus.list(sort="date").values("ref")
    corpus.set(ref, speaker="Kim Il Sung", genre="report")
    load(corpus, file)
    shown = {row["field"]: row["value"] for row in corpus.show(ref).about.rows()}
    assert (shown["speaker"], shown["genre"]) == ("Kim Il Sung", "report")
    assert matches(corpus, "applause") == 1
    assert corpus.check("full").sound


def test_an_archive_of_today_says_nothing(corpus: Corpus, file: Path) -> None:
    load(corpus, file)
    assert not said(corpus)
