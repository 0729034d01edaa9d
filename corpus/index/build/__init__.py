"""Texts in: tokens, terms, blocks."""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.index.build import analysed_tokens as analysed_tokens
    from corpus.index.build import language_runs as language_runs
    from corpus.index.build import lemmas as lemmas
    from corpus.index.build import merge as merge
    from corpus.index.build import new_terms as new_terms
    from corpus.index.build import tokenise as tokenise
    from corpus.index.build import unused_terms as unused_terms
    from corpus.index.build import vocabulary as vocabulary
    from corpus.index.build import writer as writer
else:
    __getattr__ = face(__name__)
