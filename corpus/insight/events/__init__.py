"""Before and after: what changes around events, against a baseline before them."""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.insight.events import event_input as event_input
    from corpus.insight.events import event_tables as event_tables
else:
    __getattr__ = face(__name__)
