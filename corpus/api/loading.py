"""Loading texts, from files or from a script that has read them itself."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from corpus import curation, output, store
from corpus import text as corpus_text
from corpus.api.arguments import checked, moment_of
from corpus.api.database import Database
from corpus.errors import SchemaError, UsageError
from corpus.index import build as index_build
from corpus.index import read as index_read
from corpus.index import renewal
from corpus.ingest import dates, decode, readers
from corpus.ingest import load as ingest_load
from corpus.ingest import outlets as ingest_outlets
from corpus.store.files import keep_out
from corpus.text import analysers
from corpus.text.counting_rules import RULES
from corpus.version import __version__
from corpus.wording import action

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from sqlalchemy import Engine

    from corpus.curation.purge import Purged
    from corpus.ingest.load.loader import Report
    from corpus.store.shrink import Shrunk
    from corpus.text.records import Item, Rejected

MERGE_AT_LEAST = 2
"""Small blocks of about the same size that ``optimize`` merges; loading waits for more of them."""


@dataclass(frozen=True, slots=True)
class Optimized:
    """What ``optimize`` did.

    ``lemmas`` filled in (None where simplemma, which knows them, is not installed); ``blocks`` that were
    merged into others; ``documents`` whose sentences were found, in ``sentence_blocks`` that did not know
    them; ``unlike``: blocks whose texts do not give the words that they hold, and which stay without;
    ``reanalysed``: by language, documents whose words were cut anew. ``purged``: what was deleted for good,
    where that was asked for; ``shrunk``: what became of the database's size then.
    """

    lemmas: int | None
    blocks: int
    documents: int = 0
    sentence_blocks: int = 0
    unlike: int = 0
    reanalysed: dict[str, int] = field(default_factory=dict)
    purged: Purged | None = None
    shrunk: Shrunk | None = None


class Loading(Database):
    """What puts texts into the archive."""

    def add(
        self,
        *paths: Any,
        outlet: str | None = None,
        format: str | None = None,
        mapping: Mapping[str, str] | None = None,
        retrieved: str | None = None,
        progress: Callable[[int], None] | None = None,
        workers: int | None = None,
        expected: int = 0,
        follow_links: bool = False,
        **hints: str,
    ) -> Report:
        """Load files, folders and archives (str or Path), one by one or in lists, data frames of polars or
        pandas (a row a text; columns as of a CSV file), and streams opened for reading (``sys.stdin``,
        ``io.StringIO(text)``); the database is created where there is none.

        ``outlet``: code of the outlet of all texts (else the texts' own column, else ``generic``).
        ``format``: reader to use instead of the one that the file's ending names. ``mapping``: canonical
        name to column. ``retrieved``: ISO date or time of retrieval (default: now); datelines without a year
        take it from there. ``hints``: metadata for all texts (date, language, genre, country, speaker, ...),
        which wins over what is found; ``dates``: ``day-first`` or ``month-first``, where days and months
        are numbers. ``progress`` is called with raw bytes done; ``expected``: how many will come, about,
        where that is known (``estimate``): much is prepared in several processes from the start.
        ``follow_links``: also those that lead out of the folders. Rejected inputs are in the report, and
        kept; so is what was left out: the database itself, other archives, such links.

        Raises UsageError for a path that does not exist or a hint that cannot be, OutletError for an outlet
        that does not exist, SchemaError for an archive of older rules, StorageFullError without room.
        """
        keep_out(self.url)
        sources = readers.inputs.inputs_of(paths)
        columns, left_out = decode.columns.ColumnMap(mapping), readers.walk.LeftOut()
        items = readers.inputs.read(
            sources,
            mapping=mapping or {},
            format=format,
            columns=columns,
            follow_links=follow_links,
            left_out=left_out,
            pages_later=True,
            archived=ingest_load.archived_passages.archived(self._writer(), outlet)
            if self.exists()
            else None,
        )
        inputs = ", ".join(getattr(one, "name", None) or str(one) for one in sources)
        report = self.add_items(
            items,
            inputs=inputs,
            outlet=outlet,
            retrieved=retrieved,
            progress=progress,
            workers=workers,
            expected=expected,
            **hints,
        )
        report.unused_columns = columns.unused()
        if report.undated:
            dated = (one.name for one in report.unused_columns if dates.metadata.is_date(one.example or ""))
            report.likely_date = next(dated, None)
        report.left_out += left_out.sentences()
        if left_out.own and not report.inputs:
            report.left_out.append(f"{self.name} is the database itself, and no input.")
        return report

    def add_items(
        self,
        items: Iterable[Item | Rejected],
        *,
        inputs: str,
        outlet: str | None = None,
        retrieved: str | None = None,
        progress: Callable[[int], None] | None = None,
        workers: int | None = None,
        expected: int = 0,
        **hints: str,
    ) -> Report:
        """Load items that a script has read itself; ``inputs`` describes them in the log of runs.

        The database is created where there is none. Raises as ``add``.
        """
        if outlet is not None:
            ingest_outlets.registry.get_outlet(outlet)
        known, retrieved_at = ingest_load.user_metadata.check_hints(hints), moment_of(retrieved)
        if not self.exists():
            self.init()
        engine = self._writer()
        with engine.connect() as connection:
            if store.state.counted_by(connection) < RULES:
                raise SchemaError(
                    f"{self.name} was counted by older rules of what is a word, and a new text would be"
                    f" counted by others; count it anew first: {action('upgrade')}"
                )
        return ingest_load.loader.load(
            engine,
            items,
            inputs=inputs,
            outlet=outlet,
            hints=known,
            retrieved_at=retrieved_at,
            workers=workers,
            progress=progress,
            expected=expected,
        )

    def purgeable(self) -> int:
        """How many removed documents ``optimize(purge=True)`` would delete for good.

        Raises SchemaError where there is no database.
        """
        with self._writer().connect() as connection:
            return len(curation.purge.removed(connection)[0])

    def optimize(self, reanalyse: Sequence[str] = (), purge: bool = False) -> Optimized:
        """Fill in the lemmas that words lack and the sentences that blocks of the index lack, and merge
        small blocks; texts stay as they are.

        ``reanalyse``: languages (as ``ko``) whose texts are cut into words anew, where they were indexed
        without the analyser of the language or by another version of it; UsageError for a language
        that has none, and where it is not installed. ``purge``: documents that were removed, and those of
        runs that were taken back, are deleted for good, with their texts and the words of these in the index,
        and the database is written anew without them.

        Each batch of lemmas and each block is a transaction: what an interruption leaves undone, the next
        call does. Archives loaded before the index knew sentences lack them, and no others.
        Raises SchemaError where there is no database.
        """
        for language in reanalyse:
            _check_analyser(language)
        reanalyse = [language.lower() for language in reanalyse]
        engine = self._writer()
        purged = curation.purge.purge(engine) if purge else None
        again = {language: _reanalysed(engine, language) for language in dict.fromkeys(reanalyse)}
        filled: int | None = None
        after: int | None = 0
        if index_build.lemmas.available():
            filled = 0
            while after is not None:
                with engine.begin() as connection:
                    some, after = index_build.lemmas.fill_lemmas(connection, after)
                    if some:
                        filled += some
                        store.state.mark_changed(connection)
        done: list[int] = []
        block: int | None = 0
        while block is not None:
            with engine.begin() as connection:
                documents, block = renewal.found_sentences.fill_sentences(connection, block)
                if block is not None:
                    done.append(documents)
                if documents:
                    store.state.mark_changed(connection)
        with engine.begin() as connection:
            merged = index_build.merge.merge_small_blocks(connection, MERGE_AT_LEAST)
            if merged:
                store.state.mark_changed(connection)
            index_read.document_facts.pack_facts(connection)
        shrunk = store.shrink.shrink(engine) if purge else None
        unlike = done.count(0)
        return Optimized(filled, merged, sum(done), len(done) - unlike, unlike, again, purged, shrunk)

    def estimate(self, *paths: Any, follow_links: bool = False) -> int:
        """Bytes that ``add`` will report as progress, about. Raises UsageError for a path that is missing."""
        keep_out(self.url)
        return readers.inputs.estimate(readers.inputs.inputs_of(paths), follow_links)

    def preview(
        self,
        *paths: Any,
        limit: int = 20,
        outlet: str | None = None,
        format: str | None = None,
        mapping: Mapping[str, str] | None = None,
        retrieved: str | None = None,
        follow_links: bool = False,
        explain: bool = False,
        **hints: str,
    ) -> output.result.Result:
        """What ``add`` would make of the first inputs; nothing is loaded, no database is needed.

        Columns: source, rejected (why it cannot be loaded), outlet, title, published, event, place, speaker,
        language, country, genre, authority, passages (how many of each voice), doubts. ``explain``: what
        decided each field and passage; columns source, field, value, text, decided_by, words (number). Raises
        as ``add``.
        """
        keep_out(self.url)
        known, moment = ingest_load.user_metadata.check_hints(hints), moment_of(retrieved)
        if moment:
            known["retrieved"] = moment
        with self._to_read() as engine:
            held = None if engine is None else ingest_load.archived_passages.archived(engine, outlet)
            columns, notes = ingest_load.preview.preview(
                readers.inputs.inputs_of(paths),
                limit,
                outlet,
                format,
                mapping or {},
                known,
                follow_links,
                explain,
                held,
            )
        return output.result.Result(
            columns, "preview", {"software": f"state-media-corpus {__version__}"}, notes
        )

    def outlets(self) -> output.result.Result:
        """The outlets that the program knows; no database is needed.

        Columns: code, name, country (ISO 3166-1), languages (tags of BCP 47, as text), kind.
        Raises OutletError for a file of the user's that is wrong.
        """
        return output.result.Result(
            ingest_outlets.outlet_tables.outlets(),
            "outlets",
            {"software": f"state-media-corpus {__version__}"},
            (),
        )

    def outlet(self, code: str) -> output.result.Result:
        """What the file of an outlet says, by key.

        ``code``: its code, or its name, in any letter case. Columns: key, value (text). Raises OutletError
        for one that does not exist.
        """
        code = checked("The code", code)
        return output.result.Result(
            ingest_outlets.outlet_tables.outlet_says(code),
            "outlet",
            {"software": f"state-media-corpus {__version__}"},
            (),
            title=code,
        )

    def looks_like(self, *paths: str | Path, limit: int = 500) -> tuple[dict[str, int], int]:
        """Of the first texts that name no outlet how many seem to be of which, by code; how many those are.

        Nothing is loaded, no database is needed. Raises UsageError for a path that does not exist.
        """
        hints = ingest_outlets.likely_outlets.OutletHints()
        items = (
            item
            for item in readers.inputs.read(paths)
            if isinstance(item, corpus_text.records.Item) and not item.fields.get("outlet")
        )
        found = [hints.of(item) for item in islice(items, limit)]
        return dict(Counter(code for code in found if code).most_common()), len(found)


def _check_analyser(language: str) -> None:
    if language.lower() not in analysers.registry.EXTRAS:
        raise UsageError(
            f"There is no analyser of {language!r}; there is one of: {', '.join(analysers.registry.EXTRAS)}"
        )
    extra = analysers.registry.missing_extra(language)
    if extra:
        raise UsageError(
            f"The analyser of {language} is not installed: pip install 'state-media-corpus[{extra}]'"
        )


def _reanalysed(engine: Engine, language: str) -> int:
    """How many documents had their words cut anew."""
    done: set[int] = set()
    block: int | None = 0
    while block is not None:
        with engine.begin() as connection:
            some, block = renewal.reanalyse.reanalyse(connection, language, block)
            if some:
                done |= some
                store.state.mark_changed(connection)
    with engine.begin() as connection:
        renewal.reanalyse.fill_readings(connection)
        store.state.mark_changed(connection)
    return len(done)
