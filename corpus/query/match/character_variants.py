"""Characters that stand for a typed one: simplified and traditional forms, and Hanja by their reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.index.read import terms
from corpus.store.tables.index import Term
from corpus.text.analysers import chinese_variants as han
from corpus.text.analysers import hanja_reading
from corpus.text.normalisation import fold
from corpus.text.tokens import has_hangul

if TYPE_CHECKING:
    from corpus.index.read.terms import TermIds
    from corpus.query.session.moment import Moment
    from corpus.text.tokens import Layer


def alike(moment: Moment, layer: Layer, character: str) -> TermIds:
    """Ids (ascending) of the terms for a folded character and for those that stand for it.

    A Han character is found in its simplified and traditional forms (the package opencc); a syllable of
    Hangul also in the Hanja of Korean texts that are read so, which the package hanja told when they were
    loaded. Without the packages only the character itself is found.
    """
    if has_hangul(character):
        return terms.by_form(moment.connection, moment.digests, layer, character)
    if hanja_reading.has_hanja(character):
        folds = sorted({character, *map(fold, han.variants_of_character(character))})
        if len(folds) > 1:
            return terms.by_forms(moment.connection, moment.digests, layer, folds)
    return terms.by_value(moment.connection, moment.digests, layer, Term.c.fold, character)
