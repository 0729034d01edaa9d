"""Outlets as data: the files that say how each prints its texts."""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.ingest.outlets import late_patterns as late_patterns
    from corpus.ingest.outlets import likely_outlets as likely_outlets
    from corpus.ingest.outlets import outlet_tables as outlet_tables
    from corpus.ingest.outlets import records as records
    from corpus.ingest.outlets import registry as registry
    from corpus.ingest.outlets import schema as schema
    from corpus.ingest.outlets import selectors as selectors
    from corpus.ingest.outlets import unused_rules as unused_rules
else:
    __getattr__ = face(__name__)
