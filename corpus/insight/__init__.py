"""What general corpus engines do not know: people and titles, formulas, reuse, events, codes."""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.insight import coding as coding
    from corpus.insight import comparison as comparison
    from corpus.insight import events as events
    from corpus.insight import formulas as formulas
    from corpus.insight import people as people
    from corpus.insight import reuse as reuse
else:
    __getattr__ = face(__name__)
