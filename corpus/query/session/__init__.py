"""The archive as one query sees it: a connection, documents and index at one moment."""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.query.session import document_catalogue as document_catalogue
    from corpus.query.session import document_links as document_links
    from corpus.query.session import moment as moment
    from corpus.query.session import passage_texts as passage_texts
    from corpus.query.session import past_metadata as past_metadata
else:
    __getattr__ = face(__name__)
