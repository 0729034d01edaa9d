"""Correcting and confirming metadata."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corpus import curation
from corpus.api.arguments import checked
from corpus.api.arguments import filters as chosen_filters
from corpus.api.queries import Questions
from corpus.errors import UsageError
from corpus.query import questions
from corpus.query import result as query_result

if TYPE_CHECKING:
    from corpus.output.result import Result


class Corrections(Questions):
    """What changes metadata by hand."""

    def set(self, document: str, /, **values: str) -> Result:
        """Correct metadata of a document, with a log; an empty value clears the field.

        ``outlet``: whose it is, by code; ``date``: published.

        Columns: field, old, new (text: values, with how each is known).

        Raises NotFoundError for the document, UsageError for a field or value that cannot be.
        """
        values = {_field(name): value for name, value in values.items()}
        identifier = self._document_id(document)
        with self._opened().open() as moment:
            old = questions.documents.fields(moment, identifier)
        identifier = curation.corrections.correct(self._writer(), identifier, values)
        with self._opened().open() as moment:
            new = questions.documents.fields(moment, identifier)
        rows = [(name, old[name], new[name]) for name in values]
        notes = (
            [f"Its reference is now {new['ref']}; the old one finds it too."]
            if new["ref"] != old["ref"]
            else []
        )
        return self._result(
            "set",
            query_result.table.from_rows(("field", "old", "new"), rows, notes),
            (),
            None,
            title=document,
        )

    def unset(self, document: str, *names: str) -> Result:
        """Give back what was read of a document, in place of what a person set.

        Columns: field, old, new (text). Raises NotFoundError for the document, UsageError for a field that
        nobody has set.
        """
        names = tuple(map(_field, names))
        identifier = self._document_id(document)
        with self._opened().open() as moment:
            old = questions.documents.fields(moment, identifier)
        identifier = curation.corrections.uncorrect(
            self._writer(), identifier, tuple(checked("The field", name) for name in names)
        )
        with self._opened().open() as moment:
            new = questions.documents.fields(moment, identifier)
        rows = [(name, old[name], new[name]) for name in names]
        notes = (
            [f"Its reference is now {new['ref']}; the old one finds it too."]
            if new["ref"] != old["ref"]
            else []
        )
        return self._result(
            "set",
            query_result.table.from_rows(("field", "old", "new"), rows, notes),
            (),
            None,
            title=document,
        )

    def confirm(self, document: str, field: str | None = None) -> int:
        """Confirm doubtful metadata as it is; how many doubts that resolved.

        Raises NotFoundError for the document, UsageError for a field that there is not.
        """
        if field is not None:
            checked("field", field)
        return curation.corrections.confirm(self._writer(), self._document_id(document), field)

    def confirm_all(self, field: str | None = None, **filters: Any) -> int:
        """Confirm the doubtful metadata of all documents that filters choose, as it is; how many doubts.

        Raises UsageError where neither a field nor a filter is given.
        """
        if field is None and not any(value not in (None, (), [], "") for value in filters.values()):
            raise UsageError("To confirm every doubt of the archive, name a field or a filter.")
        chosen = chosen_filters(filters)
        field = field if field is None else checked("field", field)
        with self._opened().open() as moment:
            doubts, _ = questions.documents.open_doubts(moment, chosen, field)
        return curation.corrections.confirm_listed(self._writer(), [doubt.id for doubt in doubts])


def _field(name: str) -> str:
    """The name of a field; ``date``, as lists call it, is when the document was published."""
    return "published" if name == "date" else name
