"""Reports: several tables that belong together, for the terminal, for programs, and as one page to send."""

from __future__ import annotations

from corpus.output.report.report import Report
from corpus.output.report.sections import Section, section

__all__ = ["Report", "Section", "section"]
