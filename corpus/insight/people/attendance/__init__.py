"""Who stood where: lists of those present, and the ranks in them."""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.insight.people.attendance import rank_order as rank_order
    from corpus.insight.people.attendance import rank_table as rank_table
else:
    __getattr__ = face(__name__)
