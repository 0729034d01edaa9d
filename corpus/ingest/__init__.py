"""None"""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.ingest import dates as dates
    from corpus.ingest import decode as decode
    from corpus.ingest import identity as identity
    from corpus.ingest import load as load
    from corpus.ingest import outlets as outlets
    from corpus.ingest import readers as readers
else:
    __getattr__ = face(__name__)
