"""Finding formulas: repeated sequences that are worth following."""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.insight.formulas.discovery import candidates as candidates
    from corpus.insight.formulas.discovery import content_ngrams as content_ngrams
    from corpus.insight.formulas.discovery import content_words as content_words
    from corpus.insight.formulas.discovery import lexicon as lexicon
else:
    __getattr__ = face(__name__)
