"""Reuse: reprints, and what a text repeats of another."""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.insight.reuse import candidate_pairs as candidate_pairs
    from corpus.insight.reuse import crosslingual as crosslingual
    from corpus.insight.reuse import reuse_clusters as reuse_clusters
    from corpus.insight.reuse import side_by_side as side_by_side
    from corpus.insight.reuse import similar_documents as similar_documents
else:
    __getattr__ = face(__name__)
