"""One formula in other forms and orders."""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.insight.formulas.variants import forms as forms
    from corpus.insight.formulas.variants import other_forms as other_forms
    from corpus.insight.formulas.variants import word_orders as word_orders
else:
    __getattr__ = face(__name__)
