"""What the matches of a query tell: how they are printed, whose words they are, and in which outlets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.insight.formulas.discovery.content_words import in_quotations, is_one_of, short_quotations
from corpus.insight.formulas.discovery.lexicon import CAPITAL
from corpus.query.count.selected_units import role_name
from corpus.text.roles import Role
from corpus.text.tokens import Layer

if TYPE_CHECKING:
    from corpus.insight.formulas.discovery.lexicon import Lexicon
    from corpus.query.hits.hits import Hits
    from corpus.query.select.selection import Selection
    from corpus.query.session.moment import Moment

Bools = npt.NDArray[np.bool_]

CHARACTERS = 2
"""Characters of a word of Chinese (2.0) or Korean (1.5), about, where a quotation is measured by them."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Shares of the matches. ``quoted``: in quotation marks around at most so many words. ``capitals``: with
    a capital on a word that is mostly written without, outside of headlines and not only at the start of a
    sentence; None for scripts without capitals. ``voices``: roles, the most frequent first."""

    quoted: float
    capitals: float | None
    outlets: tuple[str, ...]
    voices: tuple[str, ...]


def evidence(
    moment: Moment, selection: Selection, lexicon: Lexicon, found: Hits, common: Bools, longest: int
) -> Evidence:
    """The evidence of some matches, one at least. ``common``: ranks mostly written without a capital."""
    quoted = np.zeros(len(found), dtype=bool)
    capitals = np.zeros(len(found), dtype=bool)
    roles = np.zeros(len(found), dtype=np.int64)
    ends = found.positions + found.ends - found.starts
    for section in np.unique(found.sections).tolist():
        own = np.flatnonzero(found.sections == section)
        arrays = moment.arrays(section)
        starts, stops = found.positions[own], ends[own]
        passages = np.searchsorted(arrays.passage_starts, starts, "right") - 1
        roles[own] = arrays.roles[passages]
        word = found.layers[own[0]] == int(Layer.word)
        most = longest if word else CHARACTERS * longest
        pairs = moment.remember(("short quotations", section, most), partial(short_quotations, arrays, most))
        quoted[own] = in_quotations(pairs, starts, stops)
        if word:
            stream = moment.stream(section)
            for length in np.unique(stops - starts).tolist():
                some = np.flatnonzero(stops - starts == length)
                places = starts[some, None] + np.arange(length)
                terms = stream[places]
                raised = ((lexicon.bits[terms] & CAPITAL) > 0) & common[lexicon.ranks[terms]]
                if arrays.sentences is not None:
                    raised &= ~is_one_of(arrays.sentences, places)
                raised &= ~is_one_of(arrays.passage_starts, places)
                capitals[own[some]] = raised.any(axis=1)
    prose = roles != int(Role.headline)
    words = found.layers == int(Layer.word)
    facet = selection.catalogue.facet(moment.connection, "outlet")
    outlets = np.unique(facet.codes[found.documents])
    counted = np.bincount(roles)
    order = np.argsort(-counted, kind="stable")
    return Evidence(
        float(quoted.mean()),
        float((capitals & prose).mean()) if words.any() else None,
        tuple(facet.labels[code] for code in outlets.tolist()),
        tuple(role_name(code) for code in order.tolist() if counted[code]),
    )
