"""Formulas that may follow those of a list, though they are not on it themselves."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from corpus.insight.formulas.lifecycle.succession import shared, words_of
from corpus.text.tokens import has_cjk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.insight.formulas.discovery.candidates import Group
    from corpus.insight.formulas.discovery.content_words import Skeleton
    from corpus.insight.formulas.lifecycle.succession import Lived
    from corpus.insight.formulas.lifecycle.tracked_formula import Ground


def followers(ground: Ground, text: Skeleton, every: Sequence[Group], listed: Sequence[Lived]) -> list[Group]:
    """Of all formulas those that share enough words with a dead one of the list and end after it, at most
    ``most_looked_at``, those in most documents first."""
    asked = ground.thresholds.succession
    dead = [one for one in listed if one.life.dead and one.life.last is not None]
    days = ground.selection.catalogue.dates().last
    having: dict[str, set[int]] = {}  # single characters alone make nothing alike
    for number, one in enumerate(dead):
        for word in one.words:
            if len(word) > 1 or not has_cjk(word):
                having.setdefault(word, set()).add(number)
    of_rank = cache(lambda rank: words_of([ground.lexicon.names[rank]]))
    found: list[Group] = []
    for group in every if dead else ():
        words = frozenset().union(*map(of_rank, group.words))
        near = [dead[number] for number in sorted(set().union(*(having.get(word, ()) for word in words)))]
        alike = [one for one in near if shared(one.words, words) >= asked.least_shared and one.words != words]
        if not alike:
            continue
        own = days[text.documents[group.places]]
        own = own[~np.isnat(own)]
        if len(own) and any(own.max() > days[one.life.last] for one in alike):
            found.append(group)
    found.sort(key=lambda group: (-group.documents, group.words))
    return found[: asked.most_looked_at]
