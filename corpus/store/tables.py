"""Every table, so that one import knows the whole schema."""

from corpus.store import annotations, archive, concepts, indexed, log, state
from corpus.store.base import metadata

__all__ = ["annotations", "archive", "concepts", "indexed", "log", "metadata", "state"]
