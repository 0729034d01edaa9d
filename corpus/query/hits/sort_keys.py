"""The order of concordance lines: by the words beside a match, without reading a text."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import numpy as np
import numpy.typing as npt
from sqlalchemy import bindparam, select

from corpus.choices import LineOrder
from corpus.index.encoding.sorted_arrays import distinct
from corpus.store.tables.index import Term
from corpus.text.tokens import Layer

if TYPE_CHECKING:
    from corpus.query.hits.hits import Hits
    from corpus.query.session.moment import Moment

I64 = npt.NDArray[np.int64]

SORTS = get_args(LineOrder)
DEPTH = {Layer.word: 5, Layer.char: 12}
"""Tokens beside a match that its place depends on; beyond them, the date."""
_OUTSIDE = -1
_TOGETHER = 400
_FOLDS = select(Term.c.id, Term.c.fold).where(Term.c.id.in_(bindparam("terms", expanding=True)))


def ordered(moment: Moment, found: Hits, sort: str) -> I64:
    """Ordinals of the hits by the folded tokens to their left (the nearest first), their right, or in them.

    Where a passage begins or ends comes before every word. Equal hits keep the order in which they are.
    """
    ids = np.full((max(DEPTH.values()), len(found)), _OUTSIDE, dtype=np.int64)
    for section_id in distinct(found.sections).tolist():
        at = np.flatnonzero(found.sections == section_id)
        starts = moment.arrays(section_id).passage_starts
        stream = moment.stream(section_id)
        first = found.positions[at]
        last = first + found.ends[at] - found.starts[at]
        passage = np.searchsorted(starts, first, "right") - 1
        begin, stop = starts[passage].astype(np.int64), starts[passage + 1].astype(np.int64)
        for step in range(DEPTH[Layer(int(found.layers[at[0]]))]):
            if sort == "left":
                place, low, high = first - 1 - step, begin, first
            elif sort == "right":
                place, low, high = last + step, last, stop
            else:
                place, low, high = first + step, first, last
            inside = (place >= low) & (place < high)
            ids[step, at[inside]] = stream[place[inside]]
    return np.lexsort(_ranks(moment, ids)[::-1])


def _ranks(moment: Moment, ids: I64) -> I64:
    """For each term id the rank of its folded form among those that occur; 0 where there is no term."""
    terms, inverse = np.unique(ids, return_inverse=True)
    known = terms[terms != _OUTSIDE].tolist()
    moment.digests.verify_rows(moment.connection, known, ("fold",))
    folds: dict[int, str] = {_OUTSIDE: ""}
    for begin in range(0, len(known), _TOGETHER):
        rows = moment.connection.execute(_FOLDS, {"terms": known[begin : begin + _TOGETHER]})
        folds.update((term, fold) for term, fold in rows)
    ranks = {fold: rank for rank, fold in enumerate(sorted(set(folds.values())))}
    of_term = np.array([ranks[folds[term]] for term in terms.tolist()], dtype=np.int64)
    return of_term[inverse.reshape(ids.shape)]
