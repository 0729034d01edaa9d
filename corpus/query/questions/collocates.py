"""Collocates: the words around the matches of a query, and how strongly they are drawn to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.errors import QueryError, UsageError
from corpus.index.encoding.sorted_arrays import distinct
from corpus.measures import association
from corpus.query.count.word_counts import lemma_note, ranking, several_languages
from corpus.query.hits.cooccurrence import (
    MEASURES,
    CooccurrenceOptions,
    documents_together,
    joint,
    often,
    say_nodes,
    say_rows,
)
from corpus.query.language.concept_queries import parsed
from corpus.query.questions.collocates_against import compared
from corpus.query.result import hangul_hints as hangul
from corpus.query.result.misreadings import misreadings
from corpus.query.result.table import Table
from corpus.query.select.selection import Filters, Selection
from corpus.query.select_documents import select_documents
from corpus.query.tabulate.facet_axes import check_facets
from corpus.query.tabulate.facet_cells import FacetCells
from corpus.text.tokens import Layer
from corpus.wording import argument

if TYPE_CHECKING:
    from corpus.query.language.ast import Series
    from corpus.query.session.moment import Moment


def collocates(
    moment: Moment,
    query: str,
    filters: Filters | None = None,
    asked: CooccurrenceOptions | None = None,
    by: str | None = None,
    against: Filters | None = None,
) -> Table:
    """The collocates of each series of a query, the most strongly drawn first, at most ``limit``.

    ``by``: a period or another facet, for each value of which the list is made anew, ``limit`` rows each,
    from the words of that value alone: ``least``, totals and what is expected are its own. Columns: query,
    the facet (a period's column is called ``period``), collocate, matches (occurrences in windows), left,
    right, collocate_total (under the same filter), expected, log_dice, mi, mi3, t_score, log_likelihood,
    dice, documents (in which the two stand together). Expected is f1 f2 w / n with the mean number w of words
    in a window, which a passage's edge cuts short; see ``corpus.measures.association``.
    Sorted by log_likelihood, words that keep away come last.

    ``against``: other filters, whose list is compared. Columns: query, collocate, matches, expected, the
    measure, documents, the same with ``against_``, log_ratio (of the shares in the words of windows: one more
    is twice as much) and log_likelihood (two-sided G2 of these shares), by which rows are sorted.
    Each occurrence of a word counts once for each match in whose window it stands.
    """
    filters, asked = filters or Filters(), asked or CooccurrenceOptions()
    if by is not None:
        check_facets((by,))
    if by is not None and against is not None:
        both = f"{argument('by')} and {argument('against')}"
        raise UsageError(f"{both} are two comparisons: choose one.", argument="against")
    selection = select_documents(moment, filters, lines=True)
    notes = [*selection.notes, *lemma_note(moment, asked.unit)]
    every = [selection]
    if against is not None:
        every.append(select_documents(moment, against, lines=True))
        notes += [f"Against: {note}" for note in every[1].notes]
    placing = None if by is None else FacetCells(moment, selection, by, filters, notes)
    parts: list[dict[str, Any]] = []
    every_series = parsed(moment, query)
    notes += misreadings(moment, [query])
    notes += hangul.notes(moment, [part for one in every_series for part in one.terms])
    for series in every_series:
        if series.over:
            raise QueryError("A quotient of series has no collocates: ask for one of its sides.")
        if against is None:
            parts.append(_listed(moment, selection, series, asked, placing, notes))
        else:
            parts.append(compared(moment, every, series, asked, notes))
    if any(len(part["query"]) for part in parts):
        notes += several_languages(moment, every)
    joined = {
        name: np.concatenate([part[name] for part in parts])
        if isinstance(parts[0][name], np.ndarray)
        else [value for part in parts for value in part[name]]
        for name in parts[0]
    }
    return Table(joined, notes)


def _listed(
    moment: Moment,
    selection: Selection,
    series: Series,
    asked: CooccurrenceOptions,
    placing: FacetCells | None,
    notes: list[str],
) -> dict[str, Any]:
    found = joint(moment, selection, series, asked, placing)
    notes.append(say_nodes(moment, series, asked, found.windows))
    placed = int(found.nodes.sum())
    if placing is not None and placed < len(found.windows.documents):
        notes.append(f"{placed:,} of these matches have a place in one {placing.facet} and are looked at.")
    cells, at = np.nonzero(found.both >= asked.least)
    together, totals = found.both[cells, at], found.totals[cells, at]
    arguments = (together, found.nodes[cells], totals, found.tokens[cells], found.window[cells])
    columns: dict[str, Any] = {"expected": association.expected(*arguments[1:])}
    for name in MEASURES:
        if name in association.MEASURES:
            columns[name] = association.MEASURES[name](*arguments)
    values = together.astype(float) if asked.measure == "matches" else columns[asked.measure]
    if asked.measure == "log_likelihood":
        values = values * np.where(together < columns["expected"], -1, 1)
    names = moment.groups(Layer.word, asked.unit).names
    rows: list[int] = []
    edges = np.searchsorted(cells, np.arange(len(found.nodes) + 1))
    for low, high in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        ranked = ranking(
            values[low:high],
            together[low:high],
            lambda row, low=low: names[found.candidates[at[low + row]]],  # type: ignore[misc]
            asked.limit,
        )
        rows += [low + row for row in ranked]
    shown = np.array(rows, dtype=np.int64)
    facet = {}
    if placing is not None:
        facet[placing.name] = [placing.labels[cell] for cell in cells[shown].tolist()]
    if placing is not None and len(shown):
        notes.append(
            f"At most {asked.limit:,} for each {placing.facet}, each {often(asked.least)}:"
            f" {len(distinct(cells)):,} of {len(placing):,} have any."
        )
    elif placed:
        notes += say_rows(series, asked, len(together))
    return {
        "query": [series.source] * len(shown),
        **facet,
        "collocate": [names[group] for group in found.candidates[at[shown]].tolist()],
        "matches": together[shown],
        "left": found.left[cells, at][shown],
        "right": found.right[cells, at][shown],
        "collocate_total": totals[shown],
        **{name: column[shown] for name, column in columns.items()},
        "documents": documents_together(moment, asked.unit, found, cells[shown], at[shown]),
    }
