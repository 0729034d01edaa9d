"""The tables, by what they hold."""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.store.tables import all as all
    from corpus.store.tables import archive as archive
    from corpus.store.tables import base as base
    from corpus.store.tables import coding as coding
    from corpus.store.tables import concepts as concepts
    from corpus.store.tables import index as index
    from corpus.store.tables import log as log
    from corpus.store.tables import names as names
    from corpus.store.tables import properties as properties
else:
    __getattr__ = face(__name__)
