"""Other forms of a phrase: the same content words in another order, or with other words between."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from corpus.insight.formulas.discovery.content_words import skeleton
from corpus.insight.formulas.discovery.lexicon import CONTENT
from corpus.insight.formulas.variants.forms import forms, together
from corpus.insight.formulas.variants.word_orders import all_orders
from corpus.query.language.ast import Atom
from corpus.query.match.term_lookup import held
from corpus.text.tokens import Layer
from corpus.wording import action

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.insight.formulas.lifecycle.tracked_formula import Ground
    from corpus.query.language.ast import Series


def variants(ground: Ground, series: Series) -> Iterator[str]:
    """A sentence with the other forms of a phrase of two content words or more, and the query for all."""
    ranks = _content(ground, series)
    if len(ranks) < 2:
        return
    lexicon, asked = ground.lexicon, ground.thresholds.candidates
    only = np.zeros(len(lexicon.names), dtype=bool)
    only[ranks] = True
    text = skeleton(ground.moment, ground.selection, lexicon, asked, 1, only)
    (places,) = all_orders(text, [tuple(ranks)])
    if not len(places):
        return
    ((found, _),) = forms(
        ground.moment, ground.selection, lexicon, text, [(places, len(ranks))], asked.most_variants
    )
    if len(found) < 2:
        return
    listed = "; ".join(f"{form.text} ({form.matches:,})" for form in found)
    query = together([form.query for form in found])
    yield f"{series.source}, all its forms: {listed}. Together: {action('formulas', query)}"


def _content(ground: Ground, series: Series) -> list[int]:
    """The ranks of the content words of a plain phrase; none where the query is anything else."""
    if len(series.sequences) != 1 or series.concepts or series.summands:
        return []
    (sequence,) = series.sequences
    if sequence.layer is not Layer.word:
        return []
    ranks: list[int] = []
    for slot in sequence.slots:
        terms = held(ground.moment, Layer.word, slot)
        if (
            len(slot.options) != 1
            or not isinstance(slot.options[0], Atom)
            or not isinstance(terms, np.ndarray)
        ):
            return []
        if slot.options[0].kind not in ("fold", "exact") or (slot.least, slot.most) != (1, 1):
            return []
        of_slot = np.unique(ground.lexicon.ranks[terms[ground.lexicon.kinds[terms] == CONTENT]])
        if len(of_slot) > 1:
            return []
        ranks.extend(of_slot.tolist())
    return ranks
