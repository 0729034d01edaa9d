"""The list of documents: of a selection, with a query's matches, of the last load."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, get_args

import numpy as np
import numpy.typing as npt
from sqlalchemy import select

from corpus.argument_checks import shown
from corpus.choices import DocumentOrder
from corpus.errors import FilterError
from corpus.index.encoding.sorted_arrays import distinct
from corpus.query.count.selected_units import documents_of, selected_units, tokens_of
from corpus.query.language.concept_queries import parsed
from corpus.query.match.matcher import union_patterns
from corpus.query.persons.name_hints import no_matches
from corpus.query.questions.documents import part
from corpus.query.result import hangul_hints
from corpus.query.result.misreadings import misreadings
from corpus.query.result.table import Table, from_rows
from corpus.query.select.selection import Filters, Selection
from corpus.query.select_documents import select_documents
from corpus.query.session.document_links import document_links
from corpus.query.tabulate import statement_ranks
from corpus.store.tables.archive import Address, Document
from corpus.store.tables.log import Run, Sighting
from corpus.wording import action, argument

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.query.session.moment import Moment

I64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

DOCUMENTS = ("ref", "date", "outlet", "language", "genre", "authority", "speaker", "tokens", "title",
             "country", "place", "address")  # fmt: skip
MATCHES = "matches"
"""The column that a query adds, behind the tokens."""
ORDERS: tuple[str, ...] = get_args(DocumentOrder)
ADDED = "document"
"""The outcome of an input that became a document (``corpus.store.tables.log``)."""


class ListOptions(NamedTuple):
    """``query``: only documents with a match, and how many. ``sort``: see ``documents``; None: the newest
    first, and by rank where kinds of statement are asked for. ``new``: only what the last load added."""

    query: str | None = None
    sort: str | None = None
    new: bool = False

    def check(self) -> None:
        if self.sort is not None and self.sort not in ORDERS:
            raise FilterError(f"There is no order {shown(self.sort)!r}; there is: {', '.join(ORDERS)}")
        if self.sort == MATCHES and self.query is None:
            said = f"{argument('sort', MATCHES)} needs matches: give {argument('query')}, too."
            raise FilterError(said, argument="sort")


EVERY = ListOptions()


def documents(
    moment: Moment,
    filters: Filters | None = None,
    limit: int = 50,
    offset: int = 0,
    options: ListOptions = EVERY,
) -> Table:
    """Documents, a page of them. Columns: ref, date, outlet, language, genre, authority, speaker, tokens
    (that count under the filters), matches (where there is a query), title, country, place, address (where it
    was found, of the web before files).

    ``options.sort``: ``newest`` (first; the default), ``date`` (the earliest first); undated ones are last in
    both; ``title``; ``tokens`` and ``matches`` (the most first), then the newest. Where kinds of statement
    are asked for and no order is: in order of their rank, then the newest, and notes say why each ranks so.
    Raises FilterError for an order that does not exist, QueryError for a query that does not parse.
    """
    options.check()
    selection = select_documents(moment, filters or Filters(), lines=options.query is not None)
    units = selected_units(moment, selection)
    tokens = tokens_of(selection, units)
    mask, told = documents_of(selection, units), list[str]()
    if options.new:
        mask, told = _added(moment, selection, mask)
    matches = None
    if options.query is not None:
        matches, more = matches_of(moment, selection, options.query)
        mask, told = mask & (matches > 0), [*told, *more]
    chosen = np.flatnonzero(mask)
    by_rank = bool(filters and filters.authority and options.sort is None)
    ranks, reasons = _ranks(moment, selection, chosen) if by_rank else (chosen * 0, list[str]())
    order = _order(moment, selection, chosen, options.sort, {"tokens": tokens, MATCHES: matches}, ranks)
    page = chosen[order][offset : offset + limit]
    notes = [*selection.notes, *told, *part("documents", len(page), len(chosen), offset), *reasons]
    return _table(moment, selection, page, tokens, matches, notes)


def _table(
    moment: Moment, selection: Selection, page: I64, tokens: I64, matches: I64 | None, notes: list[str]
) -> Table:
    wanted = selection.catalogue.ids[page].tolist()
    rows = moment.rows(("document.ref", "document.speaker", "document.facts"), wanted)
    links = document_links(moment, wanted)
    outlets = moment.rows(("outlet",), {row["outlet_id"] for row in rows.values()})
    speakers = moment.rows(("actor",), {row["speaker_id"] for row in rows.values()} - {None})
    table_rows = []
    for identifier, at in zip(wanted, page.tolist(), strict=True):
        row = rows[identifier]
        outlet = outlets[row["outlet_id"]]["code"]
        speaker = speakers[row["speaker_id"]]["name"] if row["speaker_id"] is not None else None
        about = (row["language"], row["genre"], row["authority"], speaker)
        table_rows.append((row["ref"], row["published"], outlet, *about, int(tokens[at]), *links[identifier]))
    found = from_rows(DOCUMENTS, table_rows, notes)
    if matches is None:
        return found
    columns = {}
    for name, values in found.columns.items():
        columns[name] = values
        if name == "tokens":
            columns[MATCHES] = matches[page].tolist()
    return Table(columns, found.notes)


def matches_of(moment: Moment, selection: Selection, query: str) -> tuple[I64, list[str]]:
    """Matches of all series of a query in each document of the catalogue, under a selection, and notes."""
    units = selected_units(moment, selection)
    asked = parsed(moment, query)
    found = np.zeros(len(selection.catalogue), dtype=np.int64)
    none = []
    for series in asked:
        of_units = units.count(moment, union_patterns(moment, series))
        np.add.at(found, units.documents, of_units)
        none += [] if of_units.any() else [series]
    notes = misreadings(moment, [query])
    notes += hangul_hints.notes(moment, [one for series in asked for one in series.terms])
    return found, [*notes, *no_matches(moment, none)]


def _added(moment: Moment, selection: Selection, mask: Bools) -> tuple[Bools, list[str]]:
    """Of the documents those that the last load added, and which load that was."""
    moment.verify("run", "sighting", "address")
    last = moment.connection.execute(
        select(Run.c.id).where(Run.c.removed_at.is_(None)).order_by(Run.c.id.desc()).limit(1)
    ).scalar()
    if last is None:
        return mask & False, ["Nothing was loaded yet."]
    seen = select(Address.c.document_id).join(Sighting, Sighting.c.address_id == Address.c.id)
    seen = seen.where(Sighting.c.run_id == last, Sighting.c.outcome == ADDED)
    added = sorted(set(moment.connection.scalars(seen)))
    said = "The documents are" if added else "No document is"
    note = f"{said} new by the last load ({last}); {action('log')} tells of it."
    return mask & np.isin(selection.catalogue.ids, added), [note]


def _order(
    moment: Moment,
    selection: Selection,
    chosen: I64,
    sort: str | None,
    amounts: dict[str, I64 | None],
    ranks: I64,
) -> npt.NDArray[np.intp]:
    """The order of the chosen documents."""
    dates = selection.catalogue.dates()
    days = dates.order[chosen]
    undated = (dates.precision[chosen] == 0).astype(np.int64)
    newest = (chosen, -days, undated)
    keys: Sequence[I64] = (*newest, ranks)
    if sort == "date":
        keys = (chosen, days)
    elif sort == "title":
        titles = moment.document_column(selection.catalogue, Document.c.title)
        folded = np.array([(titles[at] or "").casefold() for at in chosen.tolist()], dtype=object)
        _, places = np.unique(folded, return_inverse=True) if len(folded) else (folded, chosen)
        keys = (*newest, places)
    elif sort is not None and (amount := amounts.get(sort)) is not None:
        keys = (*newest, -amount[chosen])
    return np.lexsort(keys)


def _ranks(moment: Moment, selection: Selection, chosen: I64) -> tuple[I64, list[str]]:
    """The place of each chosen document's authority among all of them, and why they rank so."""
    kinds = selection.catalogue.facet(moment.connection, "authority")
    order = statement_ranks.in_order_of_rank(moment, selection, kinds.labels)
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    places = place[kinds.codes[chosen]]
    mask = np.zeros(len(selection.catalogue), dtype=bool)
    mask[chosen] = True
    outlets = selection.catalogue.present(moment.connection, "outlet", mask)
    held = [kinds.labels[order[at]] for at in distinct(places).tolist()]
    return places, statement_ranks.reasons(outlets, held)
