"""Reports: several tables that belong together, for the terminal, for programs, and as one page to send."""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.output.report import report as report
    from corpus.output.report import sections as sections
else:
    __getattr__ = face(__name__)
