"""Which documents, and which of their passages, a question is about."""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.query.select import coded_lines as coded_lines
    from corpus.query.select import criteria as criteria
    from corpus.query.select import document_references as document_references
    from corpus.query.select import filter_expressions as filter_expressions
    from corpus.query.select import passage_origins as passage_origins
    from corpus.query.select import selection as selection
    from corpus.query.select import title_filter as title_filter
    from corpus.query.select import typed_dates as typed_dates
    from corpus.query.select import typed_documents as typed_documents
else:
    __getattr__ = face(__name__)
