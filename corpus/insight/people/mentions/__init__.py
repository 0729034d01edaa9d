"""Where people are named."""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.insight.people.mentions import mentions as mentions
else:
    __getattr__ = face(__name__)
