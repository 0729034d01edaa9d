"""One event told in two languages: which facts only one of them has."""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.insight.reuse.crosslingual import unmatched_facts as unmatched_facts
else:
    __getattr__ = face(__name__)
