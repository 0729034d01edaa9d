"""Characters that stand for a typed one: simplified and traditional forms, and Hanja by their reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import or_, select

from corpus.analysis import han, hanja_reading
from corpus.index import terms
from corpus.index.arrays import distinct
from corpus.model.text import fold
from corpus.model.tokens import has_hangul
from corpus.store.indexed import Term

if TYPE_CHECKING:
    import numpy.typing as npt

    from corpus.model.tokens import Layer
    from corpus.query.view import Moment

    U32 = npt.NDArray[np.uint32]

KOREAN = "ko"


def alike(moment: Moment, layer: Layer, character: str) -> U32:
    """Ids (ascending) of the terms for a folded character and for those that stand for it.

    A Han character is found in its simplified and traditional forms (the package opencc); a syllable of
    Hangul also in the Hanja of Korean texts that are read so (the package hanja). Without the
    packages only the character itself is found.
    """
    if has_hangul(character):
        found = terms.by_value(moment.connection, layer, Term.c.fold, character)
        hanja = moment.view.remember(("hanja", layer), lambda: _hanja(moment, layer)).get(character)
        return found if hanja is None else distinct(np.concatenate((found, hanja)))
    if hanja_reading.has_hanja(character):
        folds = sorted({character, *map(fold, han.variants_of_character(character))})
        if len(folds) > 1:
            return terms.by_forms(moment.connection, layer, folds)
    return terms.by_value(moment.connection, layer, Term.c.fold, character)


def _hanja(moment: Moment, layer: Layer) -> dict[str, U32]:
    """The Han characters of Korean texts, by their reading."""
    korean = or_(Term.c.language == KOREAN, Term.c.language.startswith(f"{KOREAN}-"))
    query = select(Term.c.id, Term.c.fold).where(Term.c.layer == int(layer), korean)
    found: dict[str, list[int]] = {}
    for term, character in moment.connection.execute(query):
        if hanja_reading.has_hanja(character):
            found.setdefault(hanja_reading.reading(character), []).append(term)
    return {syllable: np.array(sorted(ids), dtype=np.uint32) for syllable, ids in found.items()}
