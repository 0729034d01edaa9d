"""Authority: which kinds of statement the outlets publish, how they rank and why, and how many there are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.argument_checks import shown
from corpus.errors import FilterError
from corpus.index.read.document_facts import NONE
from corpus.ingest.outlets.registry import authority_kinds
from corpus.query.result.followup_commands import arguments
from corpus.query.result.table import Table, from_rows
from corpus.query.select.selection import Filters
from corpus.query.select_documents import select_documents
from corpus.query.tabulate import periods
from corpus.query.tabulate.statement_ranks import (
    place_of,
    ranks_of,
    with_and_without_words,
    without_authority,
    without_rules,
)
from corpus.wording import action

if TYPE_CHECKING:
    from corpus.query.session.moment import Moment

COLUMNS = ("outlet", "rank", "authority", "documents", "reason")
OVER_TIME = ("outlet", "period", "rank", "authority", "documents", "of")
UNRANKED = "the outlet's file does not rank it"
NO_TEXT = "without text, as pages of photographs are"
_DATES = ("year", "month", "day")
"""Periods whose names are dates, so that a filter takes them."""


def authorities(moment: Moment, filters: Filters | None = None) -> Table:
    """One row for each kind of statement of each outlet, the highest rank (1) first.

    Kinds that the outlet's file ranks and of which the selection holds no document have 0; documents of none
    of these kinds stand in a row without rank and authority, whose reason names their genres. So do those
    without words that count: photographs under a statement's headline are no second statement. The documents
    of an outlet add up. Columns: ``COLUMNS``.
    """
    filters = filters or Filters()
    selection = select_documents(moment, filters)
    mask, bare = with_and_without_words(moment, selection)
    outlets = selection.catalogue.facet(moment.connection, "outlet")
    kinds = selection.catalogue.facet(moment.connection, "authority")
    rows: list[tuple[Any, ...]] = []
    for code, outlet in enumerate(outlets.labels):
        of_outlet = mask & (outlets.codes == code)
        without = int(np.count_nonzero(bare & (outlets.codes == code)))
        if not (without or of_outlet.any()):
            continue
        ranked = {kind.name: kind for kind in authority_kinds(outlet)}
        counts = np.bincount(kinds.codes[of_outlet], minlength=len(kinds.labels)).tolist()
        held = {kinds.labels[at]: count for at, count in enumerate(counts) if count}
        listed = set(held) | (set() if filters.authority else set(ranked))
        for name in sorted(
            listed, key=lambda one: place_of(ranked[one].rank if one in ranked else None, one)
        ):
            kind = ranked.get(name)
            if kind is not None:
                reason = kind.reason
            elif name != NONE:
                reason = UNRANKED
            else:
                reason = without_authority(
                    moment, selection, of_outlet & (kinds.codes == kinds.labels.index(NONE)), ranked
                )
            rank, known = kind.rank if kind else None, None if name == NONE else name
            rows.append((outlet, rank, known, held.get(name, 0), reason))
        if without:
            rows.append((outlet, None, None, without, NO_TEXT))
    notes = [*selection.notes, *without_rules(moment, selection)]
    if (some := next((row for row in rows if row[2] and row[3]), None)) is not None:
        notes.append(
            "The documents of a row: "
            + action("list", **arguments(filters, outlet=some[0], authority=some[2]))
        )
    return from_rows(COLUMNS, rows, notes)


def by_period(moment: Moment, filters: Filters | None, unit: str) -> Table:
    """Kinds of statement over time: columns ``OVER_TIME``, a row for each kind and period of an outlet.

    Only kinds that occur, in order of rank, and every period from the outlet's first document to its last.
    ``of``: the outlet's documents in that period, of whatever kind the filters ask for; where there are none,
    ``documents`` is None: silence is not absence. Documents without words that count, or not dated to the
    period, are left out, and notes say so. Raises FilterError for a period that does not exist.
    """
    if unit not in periods.PERIODS:
        raise FilterError(f"There is no period {shown(repr(unit))}; there is: {', '.join(periods.PERIODS)}")
    filters = filters or Filters()
    selection = select_documents(moment, filters)
    mask, bare = with_and_without_words(moment, selection)
    # What the outlet published besides tells silence from absence.
    whole = select_documents(moment, replace(filters, authority=())) if filters.authority else selection
    published = with_and_without_words(moment, whole)[0] if filters.authority else mask
    outlets = selection.catalogue.facet(moment.connection, "outlet")
    kinds = selection.catalogue.facet(moment.connection, "authority")
    codes = periods.codes(unit, selection.catalogue.dates())
    dated = codes != periods.OUTSIDE
    rows: list[tuple[Any, ...]] = []
    for code, outlet in enumerate(outlets.labels):
        held = np.flatnonzero(mask & dated & (outlets.codes == code))
        if not len(held):
            continue
        every = np.flatnonzero(published & dated & (outlets.codes == code))
        low, high = int(codes[every].min()), int(codes[every].max())
        of = np.bincount(codes[every] - low, minlength=high - low + 1).tolist()
        counts = np.zeros((high - low + 1, len(kinds.labels)), dtype=np.int64)
        np.add.at(counts, (codes[held] - low, kinds.codes[held]), 1)
        ranks = ranks_of([outlet])
        present = np.flatnonzero(counts.any(axis=0)).tolist()
        present.sort(key=lambda at: place_of(ranks.get(kinds.labels[at]), kinds.labels[at]))
        for at, period in enumerate(periods.labels(unit, low, high)):
            for kind in present:
                name = kinds.labels[kind]
                known = None if name == NONE else name
                count = int(counts[at, kind]) if of[at] else None
                rows.append((outlet, period, ranks.get(name), known, count, of[at]))
    notes = [*selection.notes, *without_rules(moment, selection)]
    opened = next((row for row in rows if row[3] and row[4]), None)
    if opened is not None and unit in _DATES:
        within = replace(filters, since=opened[1], until=opened[1])
        asked = arguments(within, outlet=opened[0], authority=opened[3])
        notes.append(f"The documents of a row: {action('list', **asked)}")
    for left_out, why in ((mask & ~dated, f"not dated to the {unit}"), (bare, NO_TEXT)):
        if count := int(np.count_nonzero(left_out)):
            notes.append(f"Left out: {count:,} document{'s' * (count > 1)} {why}.")
    return from_rows(OVER_TIME, rows, notes)
