"""Items prepared in batches: in the calling process when they are few, else in several at once."""

from __future__ import annotations

import itertools
import os
from collections import deque
from typing import TYPE_CHECKING

from corpus.errors import CorpusError
from corpus.ingest.load.prepare import Batch, Prepared, Preparer
from corpus.ingest.load.processes import end_with, signals_later
from corpus.text.records import Item, Rejected
from corpus.text.tokens import has_cjk

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from concurrent.futures import Future

    from loky import ProcessPoolExecutor

BATCH_BYTES = 2_000_000
"""Raw bytes that are prepared and stored together."""
PARALLEL_BYTES = 8_000_000
"""Less than this is prepared in the calling process: starting others would take longer."""
ANALYSED = 8
"""How many times its bytes a text in Hangul, Han or Kana counts as: its words take an analyser so long."""
PAGE = 3
"""The same for a web page, whose article is still to be found."""
ANALYSER_BYTES = 2_000_000_000
"""Memory that a preparing process may come to need after its start: all analysers take 0.6 GB."""
LOOKED_AT = 500
"""Characters of a text that are looked at for these scripts."""
AHEAD = 32
"""Batches that may be prepared beyond one for each process, so that none waits while a block is written."""
AHEAD_BYTES = 96_000_000
"""Most bytes of the inputs that are prepared at once, unless a single batch has more."""


def _batches(items: Iterable[Item | Rejected]) -> Iterator[list[Item | Rejected]]:
    batch: list[Item | Rejected] = []
    size = 0
    for item in items:
        batch.append(item)
        size += _effort(item) + 1000
        if size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _effort(item: Item | Rejected) -> int:
    """How long an item takes to prepare, as so many bytes."""
    if not isinstance(item, Item):
        return len(item.raw)
    if item.page:
        return len(item.raw) * PAGE
    return len(item.raw) * (ANALYSED if has_cjk(item.text[:LOOKED_AT]) else 1)


def prepared_batches(
    items: Iterable[Item | Rejected],
    outlet: str | None,
    hints: dict[str, str],
    workers: int | None,
    expected: int,
    known: Callable[[], Collection[int]],
) -> Iterator[Batch]:
    """Items as prepared batches, in order: prepared here when they are few, else in several processes.

    ``expected``: bytes that may come, as far as is known. ``known``: digests of readings that need not be
    prepared whole here. Raises CorpusError where a preparing process was ended from outside.
    """
    together = _batches(items)
    count = workers if workers is not None else (os.cpu_count() or 1)
    head: list[list[Item | Rejected]] = []
    size = expected
    while count > 1 and size < PARALLEL_BYTES and (batch := next(together, None)):
        head.append(batch)
        size += sum(map(_effort, batch))
    every = itertools.chain(head, together)
    if count < 2 or size < PARALLEL_BYTES:
        preparer = Preparer(outlet, hints, known)
        yield from map(preparer.batch, every)
        return
    from loky import ProcessPoolExecutor  # unlike the standard library's, needs no guarded main module
    from loky.process_executor import BrokenProcessPool

    # An analyser's dictionary is no leak of memory, for which loky would end the process.
    room = {"LOKY_MAX_MEMORY_LEAK_SIZE": str(ANALYSER_BYTES)}
    given = (os.getpid(), outlet, hints)
    pool = ProcessPoolExecutor(count, initializer=_start_worker, initargs=given, env=room)
    try:
        with signals_later():
            pool.submit(int)  # the processes start while the first items are read
        yield from _ahead(pool, every, count + AHEAD)
    except BrokenProcessPool:
        raise CorpusError(
            "A preparing process was ended from outside, perhaps for lack of memory: what was committed"
            " stays; load the rest again, in smaller parts."
        ) from None
    except BaseException:  # interrupted: what is being prepared is not waited for
        for process in list((pool._processes or {}).values()):
            process.terminate()
        pool.shutdown(kill_workers=True)
        raise


def _ahead(pool: ProcessPoolExecutor, batches: Iterable[list[Item | Rejected]], most: int) -> Iterator[Batch]:
    """Let batches be prepared: at most so many more than were taken, and at most ``AHEAD_BYTES``.

    The processes have ended, and their memory is free, before the last is stored.
    """
    waiting: deque[tuple[int, Future[Batch]]] = deque()
    held = 0
    for batch in batches:
        size = sum(len(item.raw) for item in batch)
        while waiting and (len(waiting) >= most or held + size > AHEAD_BYTES):
            freed, future = waiting.popleft()
            held -= freed
            yield future.result()
        waiting.append((size, pool.submit(_work, batch)))
        held += size
        del batch  # or the last one stays until all is stored
    while len(waiting) > 1:
        yield waiting.popleft()[1].result()
    last = [future.result() for _, future in waiting]
    waiting.clear()
    pool.shutdown()
    while last:
        yield last.pop()


_preparer: Preparer | None = None


def _start_worker(parent: int, outlet: str | None, hints: dict[str, str]) -> None:
    global _preparer
    end_with(parent)
    _preparer = Preparer(outlet, hints)


def _work(batch: Sequence[Item | Rejected]) -> Batch:
    assert _preparer is not None
    prepared = _preparer.batch(batch)
    for result in prepared.results:
        if isinstance(result, Prepared):
            for tokens in result.layers.values():
                tokens.pack()
    return prepared
