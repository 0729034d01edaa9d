"""Every table, so that one import knows the whole schema."""

from corpus.store import archive, indexed, state
from corpus.store.base import metadata

__all__ = ["archive", "indexed", "metadata", "state"]
