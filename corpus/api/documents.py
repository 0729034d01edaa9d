"""Documents themselves: lists of them, and one in full."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corpus.api.arguments import checked, page, whole
from corpus.api.arguments import filters as chosen_filters
from corpus.api.arguments import queries as checked_queries
from corpus.api.queries import Questions
from corpus.query import questions

if TYPE_CHECKING:
    from corpus.output.result import Result


@dataclass(frozen=True, slots=True)
class Shown:
    """One document: ``about`` (field, value), ``passages`` (passage, voice, speaker, text), its raw bytes.

    ``full``: the passages with title, date, outlet, place, address of the document in each row.
    """

    about: Result
    passages: Result
    raw: bytes
    full: Result


class Documents(Questions):
    """What asks for documents, not for words."""

    def list(
        self,
        rejected: bool = False,
        limit: int | None = None,
        offset: int = 0,
        removed: bool = False,
        *,
        query: str | None = None,
        sort: str | None = None,
        new: bool = False,
        **filters: Any,
    ) -> Result:
        """Documents (``removed``: those that a person removed), or rejected inputs with their reasons.

        ``query``: only documents with a match. ``sort``: newest (the default), date, title, tokens or
        matches. ``new``: only what the last load added. ``limit`` and ``offset``: which of them; without
        ``limit`` all.

        Columns: ref, date, outlet, language, genre, authority, speaker, tokens (words), with ``query``
        matches, title, country, place, address; of rejected inputs id, run, source, reason, size (bytes),
        rejected_at (UTC).

        Raises QueryError for a query that does not parse, FilterError for filters that do not exist.
        """
        if query is not None:
            (query,) = checked_queries([query])
        asked = questions.document_list.ListOptions(
            query, None if sort is None else checked("sort", sort), bool(new)
        )
        chosen = chosen_filters(filters)
        limit, offset = page(limit, offset)
        view = self._opened_removed() if removed else self._opened()
        with view.open() as moment:
            table = (
                questions.documents.rejected(moment, limit, offset)
                if rejected
                else questions.document_list.documents(moment, chosen, limit, offset, asked)
            )
            more = {name: value for name, value in asked._asdict().items() if value and name != "query"}
            return self._result("list", table, (query,) if query else (), chosen, **more)

    def rejected_bytes(self, number: int) -> bytes:
        """The bytes kept of a rejected input, by its id in ``list(rejected=True)``.

        Raises NotFoundError where none were kept.
        """
        number = whole("The id of a rejected input", number)
        with self._opened().open() as moment:
            return questions.documents.rejected_bytes(moment, number)

    def show(self, document: str, version: int | None = None) -> Shown:
        """One document: metadata, passages with their voices, raw bytes.

        ``document``: its reference, or a beginning, an address, a date or a title that only it has.
        ``version``: number from 1; without it the current one.

        Of what is returned ``about`` has the columns field and value, ``passages`` passage (number from 0),
        voice, speaker and text, ``full`` also the document's metadata in each row.

        Raises NotFoundError where there is none, FilterError where several begin so.
        """
        if version is not None:
            version = whole("version", version)
        with self._opened().open() as moment:
            shown = questions.documents.show(moment, document, version)
            about = zip(shown.about.columns["field"], shown.about.columns["value"], strict=True)
            return Shown(
                self._result("about", shown.about, (), None, title=document),
                self._result("show", shown.passages, (), None, title=document),
                shown.raw,
                self._result("show", shown.full, (), None, title=document, about=[*map(list, about)]),
            )

    def review(
        self,
        limit: int = 50,
        offset: int = 0,
        field: str | None = None,
        run: int | None = None,
        **filters: Any,
    ) -> Result:
        """Inferred and doubtful metadata that nobody has confirmed yet; a note counts it by field.

        ``field``: of this field only. ``run``: of documents that this run of the loader saw
        (``Report.run_id``).

        Columns: ref, field, value, message (text: what is in doubt, and why). Raises FilterError for filters,
        UsageError for a field that does not exist.
        """
        chosen = chosen_filters(filters)
        limit, offset = page(limit, offset)
        field = field if field is None else checked("field", field)
        run = run if run is None else whole("The id of a run", run)
        with self._opened().open() as moment:
            return self._result(
                "review", questions.documents.review(moment, chosen, limit, offset, field, run), (), chosen
            )
