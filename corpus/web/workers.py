"""Processes that answer: as many as the machine has processors, each with the archive open.

A question that takes too long is ended with its process, which another one follows.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import queue
import signal
import threading
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corpus.api import Corpus
from corpus.errors import CorpusError
from corpus.wording import Wording, spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from multiprocessing.connection import Connection

    from corpus.web.answers import Answer

_log = logging.getLogger(__name__)

MOST_WORKERS = 4
MOST_KEPT = 32 * 1024 * 1024
"""Bytes of answers that a process keeps."""
HTTP_OK = 200
START_SECONDS = 60.0
"""How long a process may take to begin."""


class TooSlowError(Exception):
    """A question took longer than it may."""


class BusyError(Exception):
    """No process was free within the time of a question."""


class Plain(Wording):
    """Messages as a page says them: arguments by their names, actions in the words of ``actions``."""

    def __init__(self, actions: Wording | None = None) -> None:
        self._actions = actions or Wording()

    def argument(self, name: str, value: object = None) -> str:
        return f"“{name}”" if value is None or value is True else f"“{name}” {value}"

    def action(self, name: str, *given: object, **arguments: object) -> str:
        return self._actions.action(name, *given, **arguments)


@dataclass(frozen=True, slots=True)
class Job:
    """What to call: a function of a module, with the corpus and these arguments."""

    function: Callable[..., Answer]
    arguments: tuple[Any, ...]


class Known:
    """Answers that come again while the archive does not change: the last ones, as far as there is room."""

    def __init__(self) -> None:
        self._answers: dict[tuple[Any, ...], Answer] = {}
        self._state, self._bytes = "", 0

    def answer(self, corpus: Corpus, job: Job) -> Answer:
        """The answer to a job, kept or made."""
        try:
            state = corpus.state
        except CorpusError:  # which the function will say
            return job.function(corpus, *job.arguments)
        if state != self._state:
            self._answers, self._state, self._bytes = {}, state, 0
        if not all(isinstance(one, str) for one in job.arguments):
            return job.function(corpus, *job.arguments)
        found = self._answers.pop((job.function, job.arguments), None)
        if found is None:
            found = job.function(corpus, *job.arguments)
            if found.status != HTTP_OK:
                return found
            self._bytes += len(found.body)
        self._answers[job.function, job.arguments] = found
        while self._bytes > MOST_KEPT:
            self._bytes -= len(self._answers.pop(next(iter(self._answers))).body)
        return found


def _live(connection: Connection, database: str, wording: Wording, first: Sequence[Job]) -> None:
    """What a process does, until nobody asks any more; ``first``, as long as nobody asks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with Corpus(database) as corpus, spoken(wording):
        known = Known()
        connection.send(True)
        for one in first:
            if not connection.poll():
                with suppress(Exception):  # who asks this is told
                    known.answer(corpus, one)
        while True:
            try:
                job: Job = connection.recv()
            except (EOFError, OSError):
                return
            try:
                done: Answer | None = known.answer(corpus, job)
            except Exception:
                _log.exception("A question failed.")
                done = None
                corpus.close()
            connection.send(done)


class Worker:
    """One process."""

    def __init__(self, database: str, wording: Wording, first: Sequence[Job] = ()) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, other = context.Pipe()
        self._process = context.Process(target=_live, args=(other, database, wording, first), daemon=True)
        self._process.start()
        other.close()
        self._ready = False

    def ask(self, job: Job, seconds: float) -> Answer | None:
        """The answer; None where it failed. TooSlowError after so many seconds, EOFError where the process
        has died."""
        if not self._ready:
            if not self._connection.poll(START_SECONDS):
                raise TooSlowError
            self._ready = bool(self._connection.recv())
        self._connection.send(job)
        if not self._connection.poll(seconds):
            raise TooSlowError
        found: Answer | None = self._connection.recv()
        return found

    def end(self) -> None:
        """End it, whatever it does."""
        self._process.kill()
        self._process.join(5)
        self._connection.close()


class Workers:
    """The processes, of which each question gets one. ``number`` 0: one for each processor. ``first``: what
    each answers to itself as it begins, so that who asks then need not wait for what is read once."""

    def __init__(
        self, database: str, wording: Wording, seconds: float, number: int = 0, first: Sequence[Job] = ()
    ) -> None:
        self._database, self._wording, self.seconds, self._first = database, wording, seconds, first
        self._number = number or min(os.cpu_count() or 1, MOST_WORKERS)
        self._idle = [self._made() for _ in range(self._number)]
        self._waiting: deque[queue.SimpleQueue[Worker]] = deque()
        self._lock = threading.Lock()

    def _made(self) -> Worker:
        return Worker(self._database, self._wording, self._first)

    def ask(self, job: Job) -> Answer | None:
        """The answer to a job; None where it failed. TooSlowError where it takes longer than it may,
        BusyError where nobody was free so long."""
        began = time.monotonic()
        worker = self._taken()
        try:
            found = worker.ask(job, max(self.seconds - (time.monotonic() - began), 0.1))
        except (EOFError, OSError):
            worker = self._anew(worker)
            _log.error("A process that answers has died; another one has taken its place.")
            return None
        except BaseException:
            worker = self._anew(worker)
            raise
        finally:
            self._give(worker)
        return found

    def _taken(self) -> Worker:
        """A process, in the order in which they are asked for. Raises BusyError."""
        with self._lock:
            if self._idle:
                return self._idle.pop()
            place: queue.SimpleQueue[Worker] = queue.SimpleQueue()
            self._waiting.append(place)
        try:
            return place.get(timeout=self.seconds)
        except queue.Empty:
            pass
        with self._lock:
            if place in self._waiting:
                self._waiting.remove(place)
                raise BusyError
        return place.get_nowait()  # which it was given meanwhile

    def _give(self, worker: Worker) -> None:
        """Give a process to who waits longest: else who has just got an answer is first again and again."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().put(worker)
            else:
                self._idle.append(worker)

    def _anew(self, worker: Worker) -> Worker:
        worker.end()
        return self._made()

    def close(self) -> None:
        """End all that are idle."""
        with self._lock:
            while self._idle:
                self._idle.pop().end()
