"""The pages: what each shows, rendered in the process that answers."""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.web.pages import render as render
    from corpus.web.pages import review as review
else:
    __getattr__ = face(__name__)
