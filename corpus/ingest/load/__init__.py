"""A load: items prepared, stored, and reported."""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.ingest.load import actors as actors
    from corpus.ingest.load import archived_passages as archived_passages
    from corpus.ingest.load import loader as loader
    from corpus.ingest.load import preview as preview
    from corpus.ingest.load import user_metadata as user_metadata
else:
    __getattr__ = face(__name__)
