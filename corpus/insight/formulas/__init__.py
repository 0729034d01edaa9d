"""Formulas: repeated sequences that behave as slogans, from birth to death."""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.insight.formulas import formula_lives as formula_lives
    from corpus.insight.formulas import formula_table as formula_table
else:
    __getattr__ = face(__name__)
