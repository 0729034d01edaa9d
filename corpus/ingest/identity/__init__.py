"""Which document an item is, and which of its texts is current."""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.ingest.identity import captures as captures
    from corpus.ingest.identity import copies as copies
    from corpus.ingest.identity import description as description
    from corpus.ingest.identity import item_keys as item_keys
    from corpus.ingest.identity import known_documents as known_documents
    from corpus.ingest.identity import likeness as likeness
    from corpus.ingest.identity import resettle as resettle
    from corpus.ingest.identity import settle as settle
    from corpus.ingest.identity import versions as versions
else:
    __getattr__ = face(__name__)
