"""Loading: prepare (in several processes when there is much), store, index; one commit for each block."""

from __future__ import annotations

import functools
import gc
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import Connection, Engine, func, select, update

from corpus.errors import CorpusError
from corpus.index.build.merge import merge_small_blocks
from corpus.index.build.writer import IndexWriter, TermWriter
from corpus.index.encoding import block
from corpus.index.read.document_facts import pack_facts
from corpus.ingest.load.archive_writer import Archivist
from corpus.ingest.load.attention import attention
from corpus.ingest.load.batches import prepared_batches
from corpus.ingest.load.kept_rejections import MOST_KEPT, KeptRejections
from corpus.ingest.load.prepare import Batch, Prepared
from corpus.ingest.outlets.likely_outlets import GENERIC
from corpus.store.changes import What, log_change, user_name
from corpus.store.column_limits import storable
from corpus.store.ids import Ids
from corpus.store.state import mark_changed
from corpus.store.tables.archive import Document
from corpus.store.tables.log import Change, Run
from corpus.store.times import now
from corpus.text.analysers.registry import missing_extra
from corpus.text.languages import primary
from corpus.text.records import Item, Rejected
from corpus.version import __version__

if TYPE_CHECKING:
    from corpus.index.build.new_terms import Ids as TermIds
    from corpus.ingest.decode.columns import UnusedColumn
    from corpus.ingest.outlets.unused_rules import UnusedRule
    from corpus.text.tokens import Layer

BLOCK_BYTES = 128_000_000
"""Bytes of prepared texts and rejected inputs that are stored together, however few tokens they have."""
_MANY = 100
"""Inputs of a block after which what it left in memory is looked for: that takes 0.1 s."""
MAX_REPORTED = 10_000
"""Rejections that a report holds; all are in the archive."""

MOST_KNOWN = 500_000
"""Readings of which the digests are held in memory while known texts are loaded again."""

Progress = Callable[[int], None]
"""Called with the raw bytes just prepared."""


@dataclass(slots=True, repr=False)
class Report:
    """What became of the inputs of a run.

    ``outcomes``: document, address, version, reread, same, textless, rejection (see ``Sighting``);
    their sum is the number of inputs. ``not_analysed``: by language, texts whose words no analyser cut, as
    it is not installed. ``changed``: known documents that got no new text and are not as before: other
    ``metadata``, a new ``doubt``, or an earlier text that is current again (``reverted``).
    Of the documents that are new or changed: ``undated`` have no date,
    ``without_text`` no words, ``doubts`` are open, by field.
    ``looks_like``: by outlet, texts loaded without one that seem to be of it, of ``without_outlet``.
    ``unused_columns``: columns of tables and records that give the documents nothing; ``likely_date``: the
    one of these that seems to hold dates, where documents have none; ``unused_rules``: by
    outlet, patterns of the user's own file that matched nothing in its texts.
    ``rejections``: the first ``MAX_REPORTED``. ``left_out``: sentences that say what
    was passed over, and is no input.
    """

    run_id: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    rejections: list[Rejected] = field(default_factory=list)
    not_analysed: Counter[str] = field(default_factory=Counter)
    changed: dict[str, int] = field(default_factory=dict)
    undated: int = 0
    without_text: int = 0
    doubts: dict[str, int] = field(default_factory=dict)
    without_outlet: int = 0
    looks_like: Counter[str] = field(default_factory=Counter)
    unused_columns: list[UnusedColumn] = field(default_factory=list)
    likely_date: str | None = None
    unused_rules: dict[str, frozenset[UnusedRule]] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)

    @property
    def inputs(self) -> int:
        return sum(self.outcomes.values())

    def __repr__(self) -> str:
        open_ = {**({"undated": self.undated} if self.undated else {}), **self.doubts}
        parts = [("", self.outcomes), ("changed: ", self.changed), ("to review: ", open_)]
        said = [
            f"{label}{', '.join(f'{name} {number:,}' for name, number in counts.items())}"
            for label, counts in parts
            if counts
        ]
        inputs = f"{self.inputs:,} input{'s' * (self.inputs != 1)}"
        return f"<Report of run {self.run_id}: {'; '.join([inputs, *said])}>"


def load(
    engine: Engine,
    items: Iterable[Item | Rejected],
    *,
    inputs: str,
    outlet: str | None = None,
    hints: Mapping[str, str] | None = None,
    retrieved_at: str | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    expected: int = 0,
) -> Report:
    """Load items into the archive.

    ``inputs`` describes the run. ``outlet``: the code of the outlet of all items (else each item's own
    field, else ``generic``). ``hints``: metadata that the user gave, which wins over everything found.
    ``retrieved_at``: when the items were retrieved (UTC; default now). ``workers``: preparing processes
    (default: one for each processor, and none for small inputs). ``expected``: raw bytes that will come,
    where that is known: for much, processes are started while the first items are read.
    Commits after each block; what is committed stays when a later item or the process fails.
    """
    report = Report()
    started = now()
    seen_at = retrieved_at or started
    with engine.begin() as connection:
        ids = Ids(connection)
        report.run_id = ids.next(Run)
        before = connection.scalar(select(func.max(Document.c.id))) or 0
        connection.execute(
            Run.insert(),
            {
                "id": report.run_id,
                "started_at": started,
                "inputs": storable(inputs),
                "software": __version__,
                "who": user_name(),
            },
        )
        begun = log_change(connection, ids, What.load, inputs, {"run": report.run_id})
    moments = {"loaded": started} | ({"retrieved": retrieved_at} if retrieved_at else {})
    known = functools.cache(lambda: _known_digests(engine))
    prepared = prepared_batches(items, outlet, {**(hints or {}), **moments}, workers, expected, known)
    terms: TermWriter | None = None
    mapping = _Mapping()
    changed: defaultdict[str, set[int]] = defaultdict(set)
    kept = KeptRejections()
    # What is read and prepared is collected before the transaction begins: others may write meanwhile.
    for batches in _blocks(prepared, progress):
        with engine.begin() as connection:
            _check_undisturbed(connection, report.run_id, begun)
            if terms is None or not terms.still_valid(connection):
                terms = TermWriter(connection)
            ids = Ids(connection)
            index = IndexWriter()
            archivist = Archivist(connection, ids, report.run_id, index)
            while batches:  # a text that is stored is not held while the index is written
                _store(batches.popleft(), terms, mapping, archivist, kept, seen_at, report)
            terms.flush()
            index.flush(connection, ids)
            _count_rejected(connection, report.run_id, archivist.outcomes["rejection"])
            mark_changed(connection)
        report.outcomes.update(archivist.outcomes)
        for what, some in archivist.changed_documents.items():
            changed[what].update(document for document in some if document <= before)
        many = archivist.outcomes.total() > _MANY
        del batches, archivist, index
        if many:
            gc.collect(1)  # young objects, for which the command line looks seldom
    with engine.begin() as connection:
        merge_small_blocks(connection)
        connection.execute(update(Run).where(Run.c.id == report.run_id).values(finished_at=now()))
        mark_changed(connection)
        pack_facts(connection)
        also = frozenset().union(*changed.values())
        report.undated, report.without_text, report.doubts = attention(connection, report.run_id, also)
    if kept.passed:
        report.left_out.append(
            f"Of {report.outcomes['rejection']:,} rejected inputs the first {MOST_KEPT:,} are kept with"
            " their bytes; the others are counted only."
        )
    report.changed = {what: len(some) for what, some in changed.items() if some}
    return report


def _known_digests(engine: Engine) -> frozenset[int]:
    """What the archive has read, read without its write lock; nothing of an archive of very many readings.

    A purge alone deletes readings, and none may come between this and the end of the run.
    """
    held = engine.raw_connection()
    try:
        cursor = held.cursor()
        cursor.execute("SELECT max(id) FROM address")
        if any((last or 0) > MOST_KNOWN for (last,) in cursor.fetchall()):
            return frozenset()
        cursor.execute("SELECT digest FROM address WHERE digest IS NOT NULL")
        return frozenset(digest for (digest,) in cursor.fetchall())
    finally:
        held.close()


def _check_undisturbed(connection: Connection, run_id: int, begun: int) -> None:
    """Raise CorpusError where the run was taken back meanwhile, or a purge may have deleted words that it
    knows the numbers of. ``begun``: the change that is the run's."""
    if connection.scalar(select(Run.c.removed_at).where(Run.c.id == run_id)) is not None:
        raise CorpusError(f"Run {run_id} was taken back while it was loading: load the rest again.")
    purged = select(Change.c.id).where(Change.c.id > begun, Change.c.what == What.purge.value).limit(1)
    if connection.scalar(purged) is not None:
        raise CorpusError(
            f"The archive was purged while run {run_id} was loading; what was committed stays:"
            " load the rest again."
        )


def _count_rejected(connection: Connection, run_id: int, rejected: int) -> None:
    run = Run
    connection.execute(update(run).where(run.c.id == run_id).values(rejected=run.c.rejected + rejected))


def _blocks(batches: Iterable[Batch], progress: Progress | None) -> Iterator[deque[Batch]]:
    """Batches that make a block together: as soon as a layer has enough tokens, or all enough bytes."""
    group = deque[Batch]()
    tokens: Counter[Layer] = Counter()
    size = 0
    for batch in batches:
        group.append(batch)
        tokens.update(batch.tokens())
        size += batch.size()
        if progress is not None:
            progress(sum(r.size if isinstance(r, Rejected) else r.raw_size for r in batch.results))
        if max(tokens.values(), default=0) >= block.BLOCK_TOKENS or size >= BLOCK_BYTES:
            yield group
            group, tokens, size = deque[Batch](), Counter(), 0
    if group:
        yield group


def _store(
    batch: Batch,
    terms: TermWriter,
    mapping: _Mapping,
    archivist: Archivist,
    kept: KeptRejections,
    seen_at: str,
    report: Report,
) -> None:
    mapping.learn(batch, terms)
    for code, unused in batch.unused.items():
        report.unused_rules[code] = unused & report.unused_rules.get(code, unused)
    found: list[tuple[Prepared, dict[Layer, TermIds]]] = []
    rejected: list[Rejected] = []
    for result in batch.results:
        if isinstance(result, Rejected):
            rejected.append(result)
            continue
        ids: dict[Layer, TermIds] = {}
        for layer, tokens in result.layers.items():
            tokens.unpack()
            ids[layer] = mapping.apply(batch, tokens.ids)
            tokens.ids = _NO_IDS  # of millions of words one array at a time
        found.append((result, ids))
        if result.outlet == GENERIC:
            report.without_outlet += 1
            report.looks_like.update([result.looks_like] if result.looks_like else ())
        for language in {primary(tag) for tag in (result.parsed.language, *result.foreign.values())}:
            if missing_extra(language):
                report.not_analysed[language] += 1
    archivist.add(found, seen_at)
    archivist.reject(rejected, now(), kept)
    room = MAX_REPORTED - len(report.rejections)
    report.rejections.extend(Rejected(r.source, r.reason, b"", r.size, r.sha256) for r in rejected[:room])


_NO_IDS: TermIds = np.zeros(0, dtype=np.uint32)


class _Mapping:
    """From the local term ids of each preparing process to the database's, which never change."""

    def __init__(self) -> None:
        self._ids: dict[str, tuple[int, TermIds]] = {}

    def learn(self, batch: Batch, terms: TermWriter) -> None:
        begun, known = self._ids.get(batch.process, (0, _NO_IDS))
        if begun != batch.begun:
            known = _NO_IDS
        new = terms.resolve(batch.new_terms)
        self._ids[batch.process] = (batch.begun, np.concatenate((known, new)) if len(new) else known)

    def apply(self, batch: Batch, local: TermIds) -> TermIds:
        return self._ids[batch.process][1][local]
