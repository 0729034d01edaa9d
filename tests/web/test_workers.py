"""Processes that answer: questions that take too long end, and others are answered."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest

from corpus.web.answers import Answer, api
from corpus.web.workers import BusyError, Job, Plain, TooSlowError, Workers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from corpus.api import Corpus


def slow(corpus: Corpus, seconds: float) -> Answer:
    time.sleep(seconds)
    return Answer(200, "text/plain", b"slept")


def broken(corpus: Corpus) -> Answer:
    raise RuntimeError("a defect")


def dying(corpus: Corpus) -> Answer:
    os._exit(7)


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


@pytest.mark.parametrize("function", [broken, dying])
def test_a_failure_is_no_end(workers: Workers, function: object) -> None:
    assert workers.ask(Job(function, ())) is None  # type: ignore[arg-type]
    answer = workers.ask(ASKED)
    assert answer is not None
    assert b'"question": "freq"' in answer.body


def test_who_waits_too_long_for_a_process_is_told(workers: Workers) -> None:
    worker = workers._idle.get()
    try:
        with pytest.raises(BusyError):
            workers.ask(ASKED)
    finally:
        workers._idle.put(worker)
