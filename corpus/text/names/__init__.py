"""Names of persons: which spellings are one name."""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.text.names import chinese as chinese
    from corpus.text.names import korean as korean
    from corpus.text.names import persons as persons
    from corpus.text.names import romanisation as romanisation
else:
    __getattr__ = face(__name__)
