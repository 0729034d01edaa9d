"""Every table, so that one import knows the whole schema."""

from corpus.store import archive, concepts, indexed, log, state
from corpus.store.base import metadata

__all__ = ["archive", "concepts", "indexed", "log", "metadata", "state"]
