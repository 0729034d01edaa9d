"""Bytes to characters, columns to fields."""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.ingest.decode import columns as columns
    from corpus.ingest.decode import encodings as encodings
    from corpus.ingest.decode import glued_names as glued_names
    from corpus.ingest.decode import mojibake as mojibake
else:
    __getattr__ = face(__name__)
