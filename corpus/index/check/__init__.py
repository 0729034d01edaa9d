"""Finding damage: what is stored, compared with its digests, with itself, and with the texts."""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.index.check import check_archive as check_archive
    from corpus.index.check import repair as repair
else:
    __getattr__ = face(__name__)
