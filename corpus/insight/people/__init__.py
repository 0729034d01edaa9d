"""People: who is named, how often, with which titles, and in which order."""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.insight.people import attendance as attendance
    from corpus.insight.people import mention_lines as mention_lines
    from corpus.insight.people import mentions as mentions
    from corpus.insight.people import name_variants as name_variants
    from corpus.insight.people import new_names as new_names
    from corpus.insight.people import titles as titles
else:
    __getattr__ = face(__name__)
