"""When a formula is born, hot and dead, and what follows it."""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.insight.formulas.lifecycle import succession as succession
    from corpus.insight.formulas.lifecycle import successor_candidates as successor_candidates
    from corpus.insight.formulas.lifecycle import tracked_formula as tracked_formula
else:
    __getattr__ = face(__name__)
