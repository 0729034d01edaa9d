"""Which texts are the same, or nearly."""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.query.similarity import near_duplicates as near_duplicates
    from corpus.query.similarity import reprints as reprints
else:
    __getattr__ = face(__name__)
