"""Words of a selection by the cells of a facet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from corpus.query.count.token_runs import runs, words
from corpus.query.count.token_slices import slices
from corpus.query.count.word_counts import I32, I64, add_in_cells
from corpus.text.tokens import Layer

if TYPE_CHECKING:
    from corpus.query.select.selection import Selection
    from corpus.query.session.moment import Moment
    from corpus.query.tabulate.facet_cells import FacetCells


def vocabulary_by_cell(
    moment: Moment, selection: Selection, placing: FacetCells, rows: I32, n_rows: int
) -> I64:
    """Occurrences of some words in each cell, shape (cells, n_rows). ``rows``: a row or -1 for each term."""
    found = np.zeros((len(placing), n_rows), dtype=np.int64)
    if not found.size:
        return found
    for section_id in moment.sections(Layer.word):
        for here in slices(runs(moment, selection, section_id)):
            cells = placing.of_runs(moment.arrays(section_id), here)
            counted = rows[words(moment.stream(section_id), here)]
            add_in_cells(found, counted, np.repeat(cells, here.ends - here.starts))
    return found
