"""Correcting and confirming metadata."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.api.arguments import checked
from corpus.api.questions import Questions

if TYPE_CHECKING:
    from corpus.output.result import Result


class Corrections(Questions):
    """What changes metadata by hand."""

    def set(self, document: str, /, **values: str) -> Result:
        """Correct metadata of a document, with a log; an empty value clears the field.

        Columns: field, old, new, with how each is known.
        """
        from corpus.curation.corrections import correct
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
        from corpus.curation.corrections import confirm

        if field is not None:
            checked("--field", field)
        return confirm(self._writer(), self._document_id(document), field)
