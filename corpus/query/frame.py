"""What is the same for every query of one selection and one pair of facets, remembered between queries."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from corpus.query.axes import PASSAGE_FACETS, make_axis
from corpus.query.cells import Cells
from corpus.query.filters import Filters, Selection, select_documents
from corpus.query.tally import Chosen, choose

if TYPE_CHECKING:
    from corpus.query.view import Moment

MOST_BYTES = 128 * 1024 * 1024
"""About the most memory that remembered frames keep in a process; the last one is kept, however large."""


class Frame(NamedTuple):
    """A selection's units in the cells of a table. ``before`` and ``after`` are notes: what the selection and
    the facets leave out, and what a reader of the rates must know."""

    chosen: Chosen
    cells: Cells
    before: tuple[str, ...]
    after: tuple[str, ...]


def frame(moment: Moment, filters: Filters, by: tuple[str, ...]) -> Frame:
    """The frame of some filters and facets, made where it is not remembered."""
    kept: dict[object, Frame] = moment.view.remember("frames", dict)
    key = (filters, by)
    found = kept.pop(key, None)
    if found is None:
        found = _made(moment, filters, by)
        kept = moment.view.remember("frames", dict)  # making it may have emptied the memory
    kept[key] = found
    # The frames that were not asked for longest go first; a bootstrap makes one grow after it was made.
    held = sum(one.cells.nbytes for one in kept.values())
    for old in list(kept)[:-1]:
        if held <= MOST_BYTES:
            break
        held -= kept.pop(old).cells.nbytes
    return found


def _made(moment: Moment, filters: Filters, by: tuple[str, ...]) -> Frame:
    selection = select_documents(moment, filters)
    chosen = choose(moment, selection, passages=any(name in PASSAGE_FACETS for name in by))
    notes = list(selection.notes)
    axes = [make_axis(moment, selection, chosen, name, filters, notes) for name in by]
    return Frame(chosen, Cells(chosen, axes), tuple(notes), tuple(_languages(moment, selection)))


def _languages(moment: Moment, selection: Selection) -> list[str]:
    names = selection.catalogue.present(moment.connection, "language", selection.mask)
    if len(names) < 2:
        return []
    return [f"The tokens are of several languages ({', '.join(names)}): --language compares like with like."]
