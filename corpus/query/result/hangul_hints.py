"""What a query for Hangul must say: where no analyser has told words apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from corpus.query.match.matcher import matches, patterns
from corpus.text.analysers.registry import missing_extra
from corpus.text.tokens import Layer
from corpus.wording import action

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corpus.query.language.ast import Series
    from corpus.query.session.moment import Moment

KOREAN = "ko"


def notes(moment: Moment, series: Iterable[Series]) -> list[str]:
    """A sentence where words of Hangul are found in texts that no analyser cut, also inside other words."""
    asked = [one for one in series if any(any(each.whole) for each in one.sequences)]
    if not asked:
        return []
    wanted = [pattern for one in asked for pattern in patterns(moment, one) if any(pattern.whole)]
    for section_id in moment.sections(Layer.char):
        runs = moment.index.made_without(moment.connection, section_id, KOREAN)
        if runs:
            starts = matches(moment, section_id, Layer.char, wanted).starts
            if any(np.any((starts >= low) & (starts < high)) for low, high in runs):
                extra = missing_extra(KOREAN)
                install = f"pip install 'state-media-corpus[{extra}]', then " if extra else ""
                return [
                    "Some of these Korean texts are not cut into words: one is found there inside of others,"
                    f" too. To change that: {install}{action('optimize', reanalyse=[KOREAN])}"
                ]
    return []
