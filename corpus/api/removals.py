"""Taking documents and loads out of the archive, and back; what was done to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corpus import curation, query
from corpus.api.arguments import Names, names, page, whole
from corpus.api.arguments import filters as chosen_filters
from corpus.api.queries import Questions
from corpus.errors import UsageError
from corpus.query import questions, select
from corpus.query import result as query_result

if TYPE_CHECKING:
    from corpus.curation.undo import Done
    from corpus.output.result import Result
    from corpus.query.session.moment import View


class Removals(Questions):
    """What takes back."""

    def remove(
        self, *documents: str, run: int | None = None, dry_run: bool = False, **filters: Any
    ) -> tuple[str, ...]:
        """Take documents out of every count: those named, those that filters choose, or a run of the loader.

        They are kept, and come back with ``restore`` or ``undo``, until ``optimize(purge=True)``; loading
        them again does not restore them. A run that is taken back leaves no trace in any count. The
        references of the documents that left (with ``run``: that left with it). ``dry_run``: only say which.

        Raises NotFoundError for a document or run that is not there, UsageError where nothing says which.
        """
        if run is not None:
            return self._switch_run(run, documents, filters, dry_run, curation.removals.remove_run)
        chosen = self._chosen(self._opened(), documents, filters, "remove")
        return tuple(
            self._refs(chosen) if dry_run else curation.removals.remove_documents(self._writer(), chosen)
        )

    def restore(
        self, *documents: str, run: int | None = None, dry_run: bool = False, **filters: Any
    ) -> tuple[str, ...]:
        """Bring back what was removed; arguments, result and errors as those of ``remove``. Raises
        NotFoundError for what is not removed."""
        if run is not None:
            return self._switch_run(run, documents, filters, dry_run, curation.removals.restore_run)
        chosen = self._chosen(self._opened_removed(), documents, filters, "restore")
        return tuple(
            self._refs(chosen) if dry_run else curation.removals.restore_documents(self._writer(), chosen)
        )

    def undo(self, change: int | None = None, dry_run: bool = False) -> Done:
        """Take back the last change of the archive (load, correction, removal, ...), or that of a number.

        Which one that was; ``dry_run``: which one that would be. ``log`` has the numbers. Raises
        NotFoundError where there is none, UsageError for one that cannot be taken back.
        """
        number = None if change is None else whole("The number of a change", change)
        return curation.undo.undo(self._writer(), number, dry_run)

    def log(self, limit: int = 50, offset: int = 0) -> Result:
        """What was done to the archive, newest first.

        Columns: change (number), at (UTC), who, what; of loads run (number), inputs, documents (new) and
        rejected (how many); about, undone (when it was taken back, UTC). Raises UsageError for a page that
        cannot be.
        """
        limit, offset = page(limit, offset)
        with self._opened().open() as moment:
            rows, total = curation.log.changes(moment.connection, limit, offset)
        notes = questions.documents.part("changes", len(rows), total, offset)
        return self._result("log", query_result.table.from_rows(curation.log.COLUMNS, rows, notes), (), None)

    def _chosen(self, view: View, documents: Names, filters: dict[str, Any], what: str) -> list[int]:
        named = names("The reference", documents)
        wanted = chosen_filters(filters)
        if not named and wanted == select.selection.Filters():
            raise UsageError(
                f"Nothing says what to {what}: name documents, a run, or filters such as an outlet."
            )
        if named and wanted != select.selection.Filters():
            raise UsageError(f"Documents to {what} are named, or chosen by filters: give one of them.")
        with view.open() as moment:
            if named:
                meant = select.typed_documents.document_meant
                return list(dict.fromkeys(meant(moment, one) for one in named))
            selection = query.select_documents.select_documents(moment, wanted)
            found: list[int] = selection.catalogue.ids[selection.mask].tolist()
            return found

    def _refs(self, documents: list[int]) -> list[str]:
        with self._opened().open() as moment:
            return curation.removals.refs_of(moment.connection, documents)

    def _switch_run(
        self, run: int, documents: Names, filters: dict[str, Any], dry_run: bool, switch: Any
    ) -> tuple[str, ...]:
        if documents or any(value for value in filters.values()):
            raise UsageError("A run is taken as a whole: leave out documents and filters.")
        return tuple(switch(self._writer(), whole("The number of a run", run), dry_run))
