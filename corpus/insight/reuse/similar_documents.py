"""The documents nearest to one: how much of it each holds, and how much of each it holds."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from corpus.errors import NotFoundError
from corpus.index.encoding.sorted_arrays import distinct
from corpus.insight.reuse.relations import (
    QUOTATION,
    Measured,
    covered,
    days_between,
    order_of,
    relation,
    settings,
)
from corpus.insight.reuse.shared_runs import Among
from corpus.query.questions.documents import part
from corpus.query.result.table import Table, from_rows
from corpus.query.select.selection import Filters, Selection
from corpus.query.select.typed_documents import document_meant
from corpus.query.select_documents import select_documents
from corpus.query.session import document_links
from corpus.query.similarity.near_duplicates import forms, resemblance, shingle_sets, shingles, texts_in_words
from corpus.store.tables.archive import Document
from corpus.wording import Blank, action, argument

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from corpus.query.session.moment import Moment

I64 = npt.NDArray[np.int64]
U64 = npt.NDArray[np.uint64]

COLUMNS = (
    "ref", "relation", "resemblance", "words", "rare_words", "share", "other_share", "other_words", "order",
    "days", "date", "outlet", *document_links.COLUMNS,
)  # fmt: skip


@dataclass(slots=True)
class _Near:
    """A document (ordinal of the catalogue) that has passages of the one asked about.

    ``size``: its words; ``words`` and ``rare_words``: how many of them lie in such passages, and in those
    that are no formulas; ``given_words`` and ``given_rare``: how many words of the one asked about.
    """

    document: int
    size: int
    words: int
    rare_words: int
    given_words: int
    given_rare: int


def similar(
    moment: Moment, reference: str, filters: Filters | None = None, limit: int = 20, offset: int = 0
) -> Table:
    """The documents that share a passage with one, the nearest first.

    A passage has so many words as ``reuse.toml`` says; every one is looked for, none is sampled. First come
    documents that hold most of the one asked about, or lie mostly in it; then by the larger of the two
    shares in passages that are no formulas, which so few documents hold as ``reuse.toml`` says. The filters
    say among which documents, and which words of both, are looked at.

    Columns: ref, relation (of the later to the earlier; where the dates do not tell, of ref to the document
    asked about; None where rare_words are too few for a quotation), resemblance, words (of the document asked
    about, in passages that ref has), rare_words (of these, in no formulas), share (of all its words),
    other_share (of the words of ref), other_words, order (whether ref is earlier or later), days between,
    date, outlet, title, country, place, address. Raises NotFoundError for an unknown document or one without
    words, FilterError for an ambiguous reference.
    """
    catalogue, given = located(moment, reference, filters)
    selection = select_documents(moment, filters or Filters())
    found, size = _near(moment, selection, alone(selection, given))
    if not size:
        raise NotFoundError(
            f"{reference} has no words that count under these filters: {action('show', reference)} tells what"
            " it holds."
        )
    found.sort(key=lambda near: _rank(near, size))
    page = found[offset : offset + limit]
    numbers = np.array([given, *(near.document for near in page)], dtype=np.int64)
    sets = shingle_sets(moment, including(selection, given), numbers)
    refs = moment.document_column(catalogue, Document.c.ref)
    links = document_links.document_links(moment, catalogue.ids[[near.document for near in page]].tolist())
    outlets, dates = catalogue.facet(moment.connection, "outlet"), catalogue.dates()
    rows: list[tuple[Any, ...]] = []
    for near in page:
        order = order_of(dates, near.document, given)
        measured = Measured(
            resemblance(sets[given], sets[near.document]),
            near.given_words, near.given_words / size, near.words, near.words / near.size,
        )  # fmt: skip
        days = days_between(dates, given, near.document)
        name: str | None = relation(measured if order == "earlier" else swapped(measured))
        if name == QUOTATION and near.given_rare < settings()["reuse"]["min_words"]:
            name = None
        rows.append(
            (
                refs[near.document], name, measured.resemblance, measured.words, near.given_rare,
                measured.share, measured.other_share, measured.other_words, order,
                None if days is None else abs(days),
                dates.text(near.document) or None, outlets.labels[outlets.codes[near.document]],
                *links[int(catalogue.ids[near.document])],
            )
        )  # fmt: skip
    notes = [*selection.notes, *part("documents", len(page), len(found), offset)]
    if found:
        notes.append(
            f"Shared are words in runs of {settings()['passage']} or more; the document asked about has"
            f" {size:,} words. {action('similar', refs[given], Blank('REF'))} shows both texts."
        )
    else:
        notes.append(f"No other document shares {settings()['passage']} words in a row with {refs[given]}.")
    return from_rows(COLUMNS, rows, notes)


def swapped(measured: Measured) -> Measured:
    """The same pair, the other document first."""
    return Measured(
        measured.resemblance, measured.other_words, measured.other_share, measured.words, measured.share
    )


def located(moment: Moment, reference: str, filters: Filters | None) -> tuple[Any, int]:
    """The catalogue, and a document's ordinal in it. Raises NotFoundError where the archive did not know it
    then."""
    identifier = document_meant(moment, reference)
    selection = select_documents(moment, Filters(as_of=filters.as_of if filters else None))
    at = np.flatnonzero(selection.catalogue.ids == identifier)
    if not len(at):
        raise NotFoundError(
            f"The archive did not know {reference} then: choose a later {argument('as_of')}.",
            argument="as_of",
        )
    return selection.catalogue, int(at[0])


def languages(moment: Moment, references: Iterable[str], filters: Filters) -> list[str]:
    """The languages of some documents, without script or country: ``zh`` of ``zh-Hant``."""
    found = []
    for reference in references:
        catalogue, document = located(moment, reference, filters)
        facet = catalogue.facet(moment.connection, "language")
        found.append(facet.labels[facet.codes[document]].partition("-")[0].lower())
    return found


def alone(selection: Selection, document: int) -> Selection:
    """One document, whether or not the filters take it, in the words that they let count."""
    mask = np.zeros_like(selection.mask)
    mask[document] = True
    return replace(selection, mask=mask)


def including(selection: Selection, document: int) -> Selection:
    """A selection with one more document."""
    mask = selection.mask.copy()
    mask[document] = True
    return replace(selection, mask=mask)


def _rank(near: _Near, size: int) -> tuple[float, ...]:
    share = max(near.given_words / size, near.words / near.size)
    rare = max(near.given_rare / size, near.rare_words / near.size)
    # A text that many outlets print is no formula, though many documents hold its passages.
    most = settings()["relations"]["excerpt"]
    return (-share, 0.0, near.document) if share >= most else (0.0, -rare, -share, near.document)


def _near(moment: Moment, selection: Selection, given: Selection) -> tuple[list[_Near], int]:
    """The documents that share a passage with the one given, and how many words that one has."""
    length: int = settings()["passage"]
    bits = forms(moment).bits
    held = list(texts_in_words(moment, given, length - 1))
    if not held:
        return [], 0
    (text,) = held
    size = int(text.sizes[0])
    passages, _ = shingles(bits[text.words], text, length)
    table = distinct(passages)
    others = selection.mask.copy()
    others[int(text.documents[0])] = False
    found = list(_holding(moment, replace(selection, mask=others), bits, table, length))
    holders = np.ones(len(table), dtype=np.int64)  # the one asked about is one
    for each in found:
        holders[distinct(each.numbers)] += 1
    rare = holders <= settings()["reuse"]["most_documents"]
    numbers = np.searchsorted(table, passages)
    nearest: list[_Near] = []
    for each in found:
        own = min(length, each.size)
        mine = np.zeros(len(table), dtype=bool)
        mine[each.numbers] = True
        nearest.append(
            _Near(
                each.document,
                each.size,
                covered(each.places, own),
                covered(each.places[rare[each.numbers]], own),
                covered(np.flatnonzero(mine[numbers]), min(length, size)),
                covered(np.flatnonzero((mine & rare)[numbers]), min(length, size)),
            )
        )
    return nearest, size


class _Held(NamedTuple):
    """A document, its number of words, and where in it passages of a table stand: places, and which ones."""

    document: int
    size: int
    places: I64
    numbers: I64


def _holding(moment: Moment, selection: Selection, bits: U64, table: U64, length: int) -> Iterator[_Held]:
    """The documents that hold passages of a table (hashes, ascending)."""
    among = Among(table)
    for text in texts_in_words(moment, selection, length - 1):
        hashes, offsets = shingles(bits[text.words], text, length)
        some, at = among.find(hashes)
        owners = np.searchsorted(offsets, some, "right") - 1
        edges = np.append(np.flatnonzero(np.diff(owners, prepend=-1)), len(owners)).tolist()
        for begin, stop in itertools.pairwise(edges):
            owner = int(owners[begin])
            yield _Held(int(text.documents[owner]), int(text.sizes[owner]), some[begin:stop], at[begin:stop])
