"""Codes that people give to lines and documents: sheets for them, lists, agreement, codes over time."""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.insight.coding import agreement as agreement
    from corpus.insight.coding import code_lists as code_lists
    from corpus.insight.coding import codes_over_time as codes_over_time
    from corpus.insight.coding import sheets as sheets
else:
    __getattr__ = face(__name__)
