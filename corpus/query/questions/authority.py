"""Authority: which kinds of statement the outlets publish, how they rank and why, and how many there are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.argument_checks import shown
from corpus.errors import FilterError
from corpus.index.read.document_facts import NONE, Facet
from corpus.ingest.outlets.registry import AuthorityKind, authority_kinds
from corpus.query.count.unit_counts import Bools, documents_of, tally, tokens_of
from corpus.query.result.followup_commands import options
from corpus.query.result.table import Table, from_rows
from corpus.query.select.apply_filters import Filters, Selection, select_documents
from corpus.query.tabulate import periods

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from corpus.query.session.moment import Moment

COLUMNS = ("outlet", "rank", "authority", "documents", "reason")
OVER_TIME = ("outlet", "period", "rank", "authority", "documents", "of")
NO_RULES = "the outlet's file ranks no kinds of statement"
UNRANKED = "the outlet's file does not rank it"
NO_TEXT = "without text, as pages of photographs are"
MOST_GENRES = 5
"""So many genres of documents without authority are named."""
_DATES = ("year", "month", "day")
"""Periods whose names are dates, so that a filter takes them."""
_LAST = 10**6
"""Stands for the rank of what has none."""


def authorities(moment: Moment, filters: Filters | None = None) -> Table:
    """One row for each kind of statement of each outlet, the highest rank (1) first.

    Kinds that the outlet's file ranks and of which the selection holds no document have 0; documents of none
    of these kinds stand in a row without rank and authority, whose reason names their genres. So do those
    without words that count: photographs under a statement's headline are no second statement. The documents
    of an outlet add up. Columns: ``COLUMNS``.
    """
    filters = filters or Filters()
    selection = select_documents(moment, filters)
    mask, bare = _worded(moment, selection)
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
        for name in sorted(listed, key=lambda one: _place(ranked[one].rank if one in ranked else None, one)):
            kind = ranked.get(name)
            if kind is not None:
                reason = kind.reason
            elif name != NONE:
                reason = UNRANKED
            else:
                reason = _none(
                    moment, selection, of_outlet & (kinds.codes == kinds.labels.index(NONE)), ranked
                )
            rank, known = kind.rank if kind else None, None if name == NONE else name
            rows.append((outlet, rank, known, held.get(name, 0), reason))
        if without:
            rows.append((outlet, None, None, without, NO_TEXT))
    notes = [*selection.notes, *without_rules(moment, selection)]
    if (some := next((row for row in rows if row[2] and row[3]), None)) is not None:
        notes.append(
            f"The documents of a row: corpus list {options(filters, outlet=some[0], authority=some[2])}"
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
    mask, bare = _worded(moment, selection)
    # What the outlet published besides tells silence from absence.
    whole = select_documents(moment, replace(filters, authority=())) if filters.authority else selection
    published = _worded(moment, whole)[0] if filters.authority else mask
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
        present.sort(key=lambda at: _place(ranks.get(kinds.labels[at]), kinds.labels[at]))
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
        asked = options(within, outlet=opened[0], authority=opened[3])
        notes.append(f"The documents of a row: corpus list {asked}")
    for left_out, why in ((mask & ~dated, f"not dated to the {unit}"), (bare, NO_TEXT)):
        if count := int(np.count_nonzero(left_out)):
            notes.append(f"Left out: {count:,} document{'s' * (count > 1)} {why}.")
    return from_rows(OVER_TIME, rows, notes)


def _worded(moment: Moment, selection: Selection) -> tuple[Bools, Bools]:
    """The documents of a selection that have words under it, and those that have none."""
    counted = tally(moment, selection, [], passages=False)
    every, tokens = documents_of(selection, counted), tokens_of(selection, counted)
    return every & (tokens > 0), every & (tokens == 0)


def _none(moment: Moment, selection: Selection, mask: Bools, ranked: Mapping[str, AuthorityKind]) -> str:
    """Why documents have no authority: the outlet has no rules, or they are of other genres."""
    if not ranked:
        return NO_RULES
    genres = selection.catalogue.facet(moment.connection, "genre")
    counts = np.bincount(genres.codes[mask], minlength=len(genres.labels))
    most = [at for at in np.argsort(-counts, kind="stable").tolist() if counts[at]]
    named = ", ".join(f"{genres.labels[at]} {counts[at]:,}" for at in most[:MOST_GENRES])
    return f"none of these kinds: {named}{', ...' if len(most) > MOST_GENRES else ''}"


def ranks_of(outlets: Iterable[str]) -> dict[str, int]:
    """The rank of each kind of statement, the highest that one of the outlets gives it."""
    ranks: dict[str, int] = {}
    for outlet in outlets:
        for kind in authority_kinds(outlet):
            if kind.rank is not None:
                ranks[kind.name] = min(kind.rank, ranks.get(kind.name, kind.rank))
    return ranks


def in_order_of_rank(moment: Moment, selection: Selection, labels: Sequence[str]) -> list[int]:
    """Ordinals of some kinds of statement, the highest rank first, those without one last."""
    ranks = ranks_of(selection.catalogue.present(moment.connection, "outlet", selection.mask))
    return sorted(range(len(labels)), key=lambda at: _place(ranks.get(labels[at]), labels[at]))


def ranked(moment: Moment, selection: Selection, facet: Facet, notes: list[str]) -> Facet:
    """The facet of authority with its labels in order of rank; ``notes`` is told of outlets without rules."""
    order = in_order_of_rank(moment, selection, facet.labels)
    place = np.empty(len(order), dtype=np.int32)
    place[order] = np.arange(len(order))
    notes += without_rules(moment, selection)
    return Facet(place[facet.codes], [facet.labels[at] for at in order])


def without_rules(moment: Moment, selection: Selection) -> list[str]:
    """The note on outlets of a selection whose file ranks no kinds of statement, if there are any."""
    held = selection.catalogue.present(moment.connection, "outlet", selection.mask)
    return unranked_note([outlet for outlet in held if not authority_kinds(outlet)])


def unranked_note(outlets: Sequence[str]) -> list[str]:
    """The sentence on outlets without rules; none for none."""
    if not outlets:
        return []
    have, what = ("has", "Its documents have") if len(outlets) == 1 else ("have", "Their documents have")
    return [f"{', '.join(outlets)} {have} no rules for authority. {what} none, unless it was set by hand."]


def reasons(outlets: Sequence[str], wanted: Iterable[str]) -> list[str]:
    """A sentence for each kind of statement that one of the outlets ranks: its rank there, and why."""
    found = []
    for name in wanted:
        for outlet in outlets:
            kind = next((one for one in authority_kinds(outlet) if one.name == name), None)
            if kind is not None and kind.rank is not None:
                found.append(f"{name}: rank {kind.rank} of {outlet}, {kind.reason}.")
    return found


def _place(rank: int | None, name: str) -> tuple[int, bool, str]:
    return _LAST if rank is None else rank, name == NONE, name
