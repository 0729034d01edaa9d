"""Single matches: where they stand, and the text around them."""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.query.hits import cooccurrence as cooccurrence
    from corpus.query.hits import hits as hits
    from corpus.query.hits import sentence_bounds as sentence_bounds
    from corpus.query.hits import sort_keys as sort_keys
else:
    __getattr__ = face(__name__)
