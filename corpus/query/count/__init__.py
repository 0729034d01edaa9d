"""From places to counts of units."""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.query.count import ngram_counts as ngram_counts
    from corpus.query.count import selected_units as selected_units
    from corpus.query.count import token_runs as token_runs
    from corpus.query.count import token_slices as token_slices
    from corpus.query.count import units as units
    from corpus.query.count import word_counts as word_counts
    from corpus.query.count import word_ranks as word_ranks
    from corpus.query.count import word_sequences as word_sequences
else:
    __getattr__ = face(__name__)
