"""Formulas that may follow those of a list, though they are not on it themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from corpus.insight.formulas.succession import shared, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.insight.formulas.candidates import Group
    from corpus.insight.formulas.found import Ground
    from corpus.insight.formulas.skeleton import Skeleton
    from corpus.insight.formulas.succession import Lived


def followers(ground: Ground, text: Skeleton, every: Sequence[Group], listed: Sequence[Lived]) -> list[Group]:
    """Of all formulas those that share enough words with a dead one of the list and end after it, at most
    ``most_looked_at``, those in most documents first."""
    asked = ground.thresholds.succession
    dead = [one for one in listed if one.life.dead and one.life.last is not None]
    days = ground.selection.catalogue.dates().last
    found: list[Group] = []
    for group in every if dead else ():
        words = words_of(ground.lexicon.names[rank] for rank in group.words)
        alike = [one for one in dead if shared(one.words, words) >= asked.least_shared and one.words != words]
        if not alike:
            continue
        own = days[text.documents[group.places]]
        own = own[~np.isnat(own)]
        if len(own) and any(own.max() > days[one.life.last] for one in alike):
            found.append(group)
    found.sort(key=lambda group: (-group.documents, group.words))
    return found[: asked.most_looked_at]
