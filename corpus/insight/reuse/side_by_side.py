"""Two documents beside each other: shared passages, what is new, what is left out, what has moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.errors import NotFoundError, UsageError
from corpus.insight.reuse.relations import (
    QUOTATION,
    Measured,
    Measures,
    days_between,
    order_of,
    relation,
    settings,
)
from corpus.insight.reuse.shared_runs import read_text
from corpus.insight.reuse.similar_documents import alone, including, located
from corpus.insight.reuse.stretches import Wording
from corpus.insight.reuse.text_alignment import Tile, aligned
from corpus.query.result.table import Table, from_rows
from corpus.query.select.selection import Filters
from corpus.query.select_documents import select_documents
from corpus.query.similarity.near_duplicates import forms
from corpus.store.tables.archive import Document

if TYPE_CHECKING:
    from corpus.index.read.document_facts import Dates
    from corpus.insight.reuse.stretches import Stretch
    from corpus.query.session.moment import Moment

SAME, MOVED, NEW, LEFT_OUT = "same", "moved", "new", "left out"
COLUMNS = (
    "kind", "words", "passage", "start", "last_passage", "end", "other_passage", "other_start",
    "other_last_passage", "other_end", "text", "other_text",
)  # fmt: skip


def compared(
    moment: Moment, reference: str, other: str, filters: Filters | None = None
) -> tuple[Table, dict[str, Any]]:
    """One row for each stretch of the later document, and of what the earlier had besides, in order of
    reading.

    Where the dates do not tell which came first, ``reference`` is taken as the later. ``kind``: same; moved
    (the same words elsewhere); new (only in the later); left out (only in the earlier). ``words``: how many.
    ``passage`` to ``end``: where the stretch stands in the later document, by number of the first and last
    passage (as ``corpus show`` numbers them) and code points in these, half-open; ``other_``: in the earlier.
    ``text`` and ``other_text``: the words as they stand in each. The second value tells about the pair: ref,
    other, their sizes, order, days and measures, as ``reuse`` has them; its relation is None where no shared
    run is long enough for a quotation.

    Raises NotFoundError for an unknown document or one without words, FilterError for an ambiguous reference,
    UsageError where both are one.
    """
    catalogue, one = located(moment, reference, filters)
    _, two = located(moment, other, filters)
    refs = moment.document_column(catalogue, Document.c.ref)
    if one == two:
        raise UsageError(f"{refs[one]} is compared with itself: name another document.")
    dates: Dates = catalogue.dates()
    order = order_of(dates, one, two)
    if order == "earlier":
        one, two = two, one
    selection = select_documents(moment, filters or Filters())
    asked = settings()
    both = including(alone(selection, one), two)
    text = read_text(moment, both, asked["passage"] - 1)
    number = {document: at for at, document in enumerate(text.documents.tolist())}
    for document in (one, two):
        if document not in number:
            raise NotFoundError(f"{refs[document]} has no words that count under these filters.")
    words = []
    for document in (one, two):
        first = int(text.firsts[number[document]])
        words.append(text.words[first : first + int(text.sizes[number[document]])])
    bits = forms(moment).bits
    measured = Measures(text, bits).pair(number[one], number[two])
    # Of texts that are otherwise different a few words in the same order are no sign of anything.
    name: str | None = relation(measured)
    least = asked["passage"] if name == QUOTATION else asked["alignment"]["words"]
    tiles = aligned(bits, words[0], words[1], asked["passage"], least)
    if name == QUOTATION and max((tile.words for tile in tiles), default=0) < asked["reuse"]["min_words"]:
        name = None
    about = _about(dates, refs, (one, two), (len(words[0]), len(words[1])), measured, name, order)
    rows = _rows(tiles, Wording(moment, both, one), Wording(moment, both, two))
    notes = [*selection.notes]
    if order is None:
        notes.append("The dates do not tell which came first: the one named first is taken as the later.")
    return from_rows(COLUMNS, rows, notes), about


def _about(
    dates: Dates,
    refs: list[str | None],
    pair: tuple[int, int],
    sizes: tuple[int, int],
    measured: Measured,
    name: str | None,
    order: str | None,
) -> dict[str, Any]:
    one, two = pair
    return {
        "ref": refs[one],
        "other": refs[two],
        "date": dates.text(one) or None,
        "other_date": dates.text(two) or None,
        "days": days_between(dates, two, one),
        "order": order if order in (None, "same day") else "later",
        "size": sizes[0],
        "other_size": sizes[1],
        "relation": name,
        "resemblance": measured.resemblance,
        "words": measured.words,
        "share": measured.share,
        "other_words": measured.other_words,
        "other_share": measured.other_share,
    }


def _rows(tiles: list[Tile], later: Wording, earlier: Wording) -> list[tuple[Any, ...]]:
    """What the earlier text had stands behind the shared words that it followed there."""
    held = np.zeros(len(earlier) + 1, dtype=bool)
    for tile in tiles:
        held[tile.other_start : tile.other_end] = True
    rows: list[tuple[Any, ...]] = []
    at, other_at = 0, 0
    for tile in [*tiles, Tile(len(later), len(earlier), 0)]:
        if not tile.moved:
            for begin, end in _free(held, other_at, tile.other_start):
                rows.append(_row(LEFT_OUT, None, (begin, end), later, earlier))
            other_at = max(other_at, tile.other_end)
        if tile.start > at:
            rows.append(_row(NEW, (at, tile.start), None, later, earlier))
        if tile.words:
            kind = MOVED if tile.moved else SAME
            rows.append(
                _row(kind, (tile.start, tile.end), (tile.other_start, tile.other_end), later, earlier)
            )
        at = tile.end
    return rows


def _free(held: np.ndarray[Any, np.dtype[np.bool_]], start: int, end: int) -> list[tuple[int, int]]:
    """The stretches between two places that no tile holds."""
    if end <= start:
        return []
    inside = np.concatenate(([True], held[start:end], [True]))
    edges = np.flatnonzero(np.diff(inside))
    return [(start + int(a), start + int(b)) for a, b in edges.reshape(-1, 2)]


def _row(
    kind: str, mine: tuple[int, int] | None, other: tuple[int, int] | None, later: Wording, earlier: Wording
) -> tuple[Any, ...]:
    span = mine or other
    assert span is not None
    return (
        kind,
        span[1] - span[0],
        *_place(later.stretches(*mine) if mine else []),
        *_place(earlier.stretches(*other) if other else []),
        later.written(*mine) if mine else None,
        earlier.written(*other) if other else None,
    )


def _place(stretches: list[Stretch]) -> tuple[int | None, int | None, int | None, int | None]:
    if not stretches:
        return None, None, None, None
    first, last = stretches[0], stretches[-1]
    return first.passage, first.start, last.passage, last.end
