"""Every table, so that one import knows the whole schema."""

from corpus.store import archive, indexed, state
from corpus.store.base import Base

metadata = Base.metadata
__all__ = ["Base", "archive", "indexed", "metadata", "state"]
