"""From token conditions to places in the index."""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.query.match import character_variants as character_variants
    from corpus.query.match import matcher as matcher
    from corpus.query.match import patterns as patterns
    from corpus.query.match import span_joins as span_joins
    from corpus.query.match import term_lookup as term_lookup
else:
    __getattr__ = face(__name__)
