"""Two selections side by side."""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.query.sides import side_counts as side_counts
    from corpus.query.sides import sides as sides
else:
    __getattr__ = face(__name__)
