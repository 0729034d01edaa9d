"""The public Python API. The command line and every other surface call nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corpus.errors import UsageError
from corpus.settings import database_url
from corpus.store.engine import open_engine
from corpus.store.schema import check_schema
from corpus.version import __version__

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from sqlalchemy import Engine

    from corpus.ingest.loader import Report
    from corpus.model.records import Item, Rejected
    from corpus.output.result import Result
    from corpus.query.filters import Filters
    from corpus.query.table import Table
    from corpus.query.view import View

Names = str | Iterable[str] | None


@dataclass(frozen=True, slots=True)
class Shown:
    """One document: ``about`` (field, value), ``passages`` (passage, voice, speaker, text), its raw bytes."""

    about: Result
    passages: Result
    raw: bytes


class Corpus:
    """An archive of state-media texts, and the questions that can be asked of it.

    ``database``: a path, or an SQLAlchemy URL; by default ``CORPUS_DB``, else ``corpus.db`` here.
    Filters are keyword arguments, the same for every query: outlet, country, language, genre, authority,
    speaker, voice, document (one name or several), title, since, until, as_of.

        with Corpus("corpus.db") as c:
            c.add("speeches/", outlet="kcna")
            c.freq("nuclear*", by="year", outlet="kcna")

    Every method raises CorpusError, with a sentence for the user, when it cannot do what was asked.
    """

    def __init__(self, database: str | Path | None = None) -> None:
        self.url = database_url(None if database is None else str(database))
        self._view: View | None = None
        self._reading: Engine | None = None
        self._writing: Engine | None = None

    def __enter__(self) -> Corpus:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections. Using the corpus again opens new ones."""
        for engine in (self._reading, self._writing):
            if engine is not None:
                engine.dispose()
        self._view = self._reading = self._writing = None

    # -- the database ----------------------------------------------------------------------------

    @property
    def name(self) -> str:
        """How messages call the database: never with user or password."""
        from corpus.store.urls import database_name, parse_url

        return database_name(parse_url(self.url))

    def exists(self) -> bool:
        """Whether there is a database with tables of this program, of whatever version."""
        from corpus.store.schema import exists

        return exists(self.url)

    def init(self) -> bool:
        """Create the database, or upgrade it to this version of the program; whether anything was done."""
        from corpus.store.schema import create_or_upgrade

        return create_or_upgrade(self.url)

    upgrade = init

    def _writer(self) -> Engine:
        if self._writing is None:
            engine = open_engine(self.url, "write")
            with engine.connect() as connection:
                check_schema(connection)
            self._writing = engine
        return self._writing

    def _opened(self) -> View:
        if self._view is None:
            from corpus.query.view import View

            engine = open_engine(self.url, "read")
            with engine.connect() as connection:
                check_schema(connection)
            self._reading, self._view = engine, View(engine)
        return self._view

    # -- loading ---------------------------------------------------------------------------------

    def add(
        self,
        *paths: str | Path,
        outlet: str | None = None,
        format: str | None = None,
        mapping: Mapping[str, str] | None = None,
        retrieved: str | None = None,
        progress: Callable[[int], None] | None = None,
        workers: int | None = None,
        **hints: str,
    ) -> Report:
        """Load files, folders and archives; the database is created where there is none.

        ``outlet``: code of the outlet of all texts (else the texts' own column, else ``generic``).
        ``format``: reader to use instead of the one that the file's ending names. ``mapping``: canonical
        name to column. ``retrieved``: ISO date or time of retrieval (default: now). ``hints``: metadata for
        all texts (date, language, genre, country, speaker, ...), which wins over what is found.
        ``progress`` is called with raw bytes done. Rejected inputs are in the report, and kept.
        """
        from corpus.ingest.readers import read

        items = read(paths, mapping=mapping or {}, format=format)
        inputs = ", ".join(str(path) for path in paths)
        return self.add_items(
            items,
            inputs=inputs,
            outlet=outlet,
            retrieved=retrieved,
            progress=progress,
            workers=workers,
            **hints,
        )

    def add_items(
        self,
        items: Iterable[Item | Rejected],
        *,
        inputs: str,
        outlet: str | None = None,
        retrieved: str | None = None,
        progress: Callable[[int], None] | None = None,
        workers: int | None = None,
        **hints: str,
    ) -> Report:
        """Load items that a script has read itself; ``inputs`` describes them in the log of runs.

        The database is created where there is none.
        """
        from corpus.ingest.hints import check_hints
        from corpus.ingest.loader import load
        from corpus.ingest.outlets import get_outlet

        if outlet is not None:
            get_outlet(outlet)
        known, retrieved_at = check_hints(hints), _time(retrieved)
        if not self.exists():
            self.init()
        return load(
            self._writer(),
            items,
            inputs=inputs,
            outlet=outlet,
            hints=known,
            retrieved_at=retrieved_at,
            workers=workers,
            progress=progress,
        )

    def estimate(self, *paths: str | Path) -> int:
        """Bytes that ``add`` will report as progress, about; UsageError for a path that does not exist."""
        from corpus.ingest.readers import estimate

        return estimate(paths)

    def preview(
        self,
        *paths: str | Path,
        limit: int = 20,
        outlet: str | None = None,
        format: str | None = None,
        mapping: Mapping[str, str] | None = None,
        **hints: str,
    ) -> Result:
        """What ``add`` would make of the first inputs; nothing is loaded, no database is needed.

        See ``corpus.ingest.preview.preview`` for the columns.
        """
        from corpus.ingest.hints import check_hints
        from corpus.ingest.preview import preview
        from corpus.output.result import Result

        columns, notes = preview(paths, limit, outlet, format, mapping or {}, check_hints(hints))
        return Result(columns, "preview", {"software": f"state-media-corpus {__version__}"}, notes)

    # -- questions -------------------------------------------------------------------------------

    def freq(self, *queries: str, by: Names = "year", **filters: Any) -> Result:
        """Frequency over one or two facets; see ``corpus.query.freq.freq`` for the columns."""
        from corpus.query.freq import freq

        chosen, facets = _filters(filters), _names(by)
        with self._opened().open() as moment:
            return self._result(
                "freq", freq(moment, queries, facets, chosen), queries, chosen, by=list(facets)
            )

    def kwic(
        self, *queries: str, limit: int = 20, offset: int = 0, context: int | str = 12, **filters: Any
    ) -> Result:
        """Concordance; see ``corpus.query.kwic.kwic``."""
        from corpus.query.kwic import kwic

        chosen = _filters(filters)
        with self._opened().open() as moment:
            return self._result(
                "kwic", kwic(moment, queries, chosen, limit, offset, context), queries, chosen
            )

    def first(self, *queries: str, **filters: Any) -> Result:
        """First and last attestation; see ``corpus.query.first.first``."""
        from corpus.query.first import first

        chosen = _filters(filters)
        with self._opened().open() as moment:
            return self._result("first", first(moment, queries, chosen), queries, chosen)

    def coverage(self, by: str | None = None, **filters: Any) -> Result:
        """What the archive holds of each outlet, and its gaps; see ``corpus.query.coverage.coverage``."""
        from corpus.query.coverage import coverage

        chosen = _filters(filters)
        with self._opened().open() as moment:
            return self._result("coverage", coverage(moment, chosen, by), (), chosen)

    def stats(self) -> Result:
        """The archive in numbers; see ``corpus.query.stats.stats``."""
        from corpus.query.stats import stats

        with self._opened().open() as moment:
            return self._result("stats", stats(moment), (), None)

    def list(self, rejected: bool = False, limit: int = 50, offset: int = 0, **filters: Any) -> Result:
        """Documents, or rejected inputs with their reasons."""
        from corpus.query import listing

        chosen = _filters(filters)
        with self._opened().open() as moment:
            table = (
                listing.rejected(moment, limit, offset)
                if rejected
                else listing.documents(moment, chosen, limit, offset)
            )
            return self._result("list", table, (), chosen)

    def rejected_bytes(self, number: int) -> bytes:
        """The bytes kept of a rejected input, by its id in ``list(rejected=True)``."""
        from corpus.query.listing import rejected_bytes

        with self._opened().open() as moment:
            return rejected_bytes(moment, number)

    def show(self, document: str, version: int | None = None) -> Shown:
        """One document: metadata, passages with their voices, raw bytes."""
        from corpus.query.listing import show

        with self._opened().open() as moment:
            shown = show(moment, document, version)
            return Shown(
                self._result("about", shown.about, (), None, title=document),
                self._result("show", shown.passages, (), None, title=document),
                shown.raw,
            )

    def review(self, limit: int = 50, offset: int = 0, **filters: Any) -> Result:
        """Inferred and doubtful metadata that nobody has confirmed yet."""
        from corpus.query.listing import review

        chosen = _filters(filters)
        with self._opened().open() as moment:
            return self._result("review", review(moment, chosen, limit, offset), (), chosen)

    # -- corrections -----------------------------------------------------------------------------

    def set(self, document: str, /, **values: str) -> Result:
        """Correct metadata of a document, with a log; an empty value clears the field.

        Columns: field, old, new, with how each is known.
        """
        from corpus.ingest.corrections import correct
        from corpus.query.listing import fields
        from corpus.query.table import from_rows

        identifier = self._document_id(document)
        with self._opened().open() as moment:
            old = fields(moment, identifier)
        correct(self._writer(), identifier, values)
        with self._opened().open() as moment:
            new = fields(moment, identifier)
        rows = [(name, old[name], new[name]) for name in values]
        return self._result("set", from_rows(("field", "old", "new"), rows), (), None, title=document)

    def confirm(self, document: str, field: str | None = None) -> int:
        """Confirm doubtful metadata as it is; how many doubts that resolved."""
        from corpus.ingest.corrections import confirm

        return confirm(self._writer(), self._document_id(document), field)

    def _document_id(self, reference: str) -> int:
        from corpus.query.filters import resolve_document

        with self._opened().open() as moment:
            return resolve_document(moment, reference)

    # -- results ---------------------------------------------------------------------------------

    def _result(
        self,
        kind: str,
        table: Table,
        queries: Sequence[str],
        filters: Filters | None,
        title: str | None = None,
        **more: Any,
    ) -> Result:
        from corpus.output.result import Result

        described = filters.described() if filters else {}
        provenance: dict[str, Any] = {
            "software": f"state-media-corpus {__version__}",
            "query": list(queries),
            "filters": described,
            **more,
        }
        if title is None:
            shown = ", ".join(f"{name} {value}" for name, value in described.items())
            title = ", ".join(queries) + (f" ({shown})" if shown else "")
        return Result(table.columns, kind, provenance, tuple(table.notes), title)


def _names(value: Names) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def _filters(given: dict[str, Any]) -> Filters:
    from dataclasses import fields

    from corpus.query.filters import Filters

    known = {entry.name: entry.default for entry in fields(Filters)}
    for name in given:
        if name not in known:
            raise UsageError(f"There is no filter {name!r}; there is: {', '.join(known)}")
    values: dict[str, Any] = {
        name: _names(value) if known[name] == () else value
        for name, value in given.items()
        if value is not None
    }
    return Filters(**values)


def _time(value: str | None) -> str | None:
    """A moment as the archive writes it: a day begins at midnight, UTC."""
    if value is None:
        return None
    import datetime

    try:
        moment = datetime.datetime.fromisoformat(value)
    except ValueError:
        raise UsageError(
            f"{value!r} is no time of retrieval: write 2024-08-06 or 2024-08-06T12:00:00Z."
        ) from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=datetime.UTC)
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
