"""Processes that answer: questions that take too long end, and others are answered."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from corpus import Corpus
from corpus.web import workers as rooms
from corpus.web.answers import Answer, api
from corpus.web.workers import BusyError, Job, Known, Plain, TooSlowError, Workers

if TYPE_CHECKING:
    from collections.abc import Iterator


def slow(corpus: Corpus, seconds: float) -> Answer:
    time.sleep(seconds)
    return Answer(200, "text/plain", b"slept")


def broken(corpus: Corpus) -> Answer:
    raise RuntimeError("a defect")


def dying(corpus: Corpus) -> Answer:
    os._exit(7)


def marked(corpus: Corpus, path: str) -> Answer:
    Path(path).touch()
    raise RuntimeError("of no matter")


ASKED = Job(api, ("freq", "query=canals"))


@pytest.fixture(scope="module")
def workers(sample_archive: Path) -> Iterator[Workers]:
    made = Workers(str(sample_archive), Plain(), 2.0, 1)
    yield made
    made.close()


def test_a_question_over_its_time_ends_and_the_next_is_answered(workers: Workers) -> None:
    assert workers.ask(Job(slow, (0.01,))) == Answer(200, "text/plain", b"slept")
    with pytest.raises(TooSlowError):
        workers.ask(Job(slow, (60.0,)))
    answer = workers.ask(ASKED)
    assert answer is not None
    assert answer.status == 200


def test_what_comes_first_is_answered_unasked(sample_archive: Path, tmp_path: Path) -> None:
    path = tmp_path / "marked"
    made = Workers(str(sample_archive), Plain(), 20.0, 1, (Job(marked, (str(path),)),))
    for _ in range(400):
        if path.exists():
            break
        time.sleep(0.05)
    assert path.exists()
    assert made.ask(ASKED) is not None
    made.close()


@pytest.mark.parametrize("function", [broken, dying])
def test_a_failure_is_no_end(workers: Workers, function: object) -> None:
    assert workers.ask(Job(function, ())) is None  # type: ignore[arg-type]
    answer = workers.ask(ASKED)
    assert answer is not None
    assert b'"question": "freq"' in answer.body


def test_who_waits_too_long_for_a_process_is_told(workers: Workers) -> None:
    worker = workers._taken()
    with pytest.raises(BusyError):
        workers.ask(ASKED)
    workers._give(worker)
    assert workers.ask(ASKED) is not None


def test_who_waits_longest_is_next(workers: Workers) -> None:
    order: list[int] = []

    def take(number: int) -> None:
        worker = workers._taken()
        order.append(number)
        workers._give(worker)

    worker = workers._taken()
    waiting = [Thread(target=take, args=(number,)) for number in range(6)]
    for number, one in enumerate(waiting):
        one.start()
        while len(workers._waiting) <= number:
            time.sleep(0.001)
    workers._give(worker)
    for one in waiting:
        one.join()
    assert order == list(range(6))
    assert workers._idle == [worker]


def test_answers_are_kept_until_the_archive_changes(sample_archive: Path, tmp_path: Path) -> None:
    database = tmp_path / "copy.db"
    shutil.copy(sample_archive, database)
    made = []

    def counted(corpus: Corpus, query: str) -> Answer:
        made.append(query)
        return api(corpus, "list", query)

    known, job = Known(), Job(counted, ("limit=1",))
    with Corpus(database) as corpus, Corpus(database) as other:
        first = known.answer(corpus, job)
        assert known.answer(corpus, job) == first
        assert made == ["limit=1"]
        other.set(corpus.list(limit=1).rows()[0]["ref"], title="Another headline")
        assert b"Another headline" in known.answer(corpus, job).body
        assert len(made) == 2
        assert known.answer(corpus, Job(api, ("freq", ""))).status == 400


def test_room_for_answers_is_limited(sample_archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []

    def counted(corpus: Corpus, name: str) -> Answer:
        made.append(name)
        return Answer(200, "text/plain", bytes(40))

    monkeypatch.setattr(rooms, "MOST_KEPT", 100)
    known = Known()
    with Corpus(sample_archive) as corpus:
        for name in ("a", "b", "a", "c", "a", "b"):
            known.answer(corpus, Job(counted, (name,)))
    assert made == ["a", "b", "c", "b"]


def test_an_archive_that_is_not_there_is_said(tmp_path: Path) -> None:
    with Corpus(tmp_path / "none.db") as corpus:
        answer = Known().answer(corpus, ASKED)
    assert answer.status == 503
    assert b"There is no database" in answer.body
