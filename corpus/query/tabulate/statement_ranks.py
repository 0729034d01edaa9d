"""How binding a statement is, by the outlets' files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from corpus.index.read.document_facts import NONE, Facet
from corpus.ingest import outlets as outlet_files
from corpus.query.count.selected_units import Bools, documents_of, selected_units, tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from corpus.ingest.outlets.registry import AuthorityKind
    from corpus.query.select.selection import Selection
    from corpus.query.session.moment import Moment


def with_and_without_words(moment: Moment, selection: Selection) -> tuple[Bools, Bools]:
    """The documents of a selection that have words under it, and those that have none."""
    units = selected_units(moment, selection)
    every, tokens = documents_of(selection, units), tokens_of(selection, units)
    return every & (tokens > 0), every & (tokens == 0)


def without_authority(
    moment: Moment, selection: Selection, mask: Bools, ranked: Mapping[str, AuthorityKind]
) -> str:
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
        for kind in outlet_files.registry.authority_kinds(outlet):
            if kind.rank is not None:
                ranks[kind.name] = min(kind.rank, ranks.get(kind.name, kind.rank))
    return ranks


def in_order_of_rank(moment: Moment, selection: Selection, labels: Sequence[str]) -> list[int]:
    """Ordinals of some kinds of statement, the highest rank first, those without one last."""
    ranks = ranks_of(selection.catalogue.present(moment.connection, "outlet", selection.mask))
    return sorted(range(len(labels)), key=lambda at: place_of(ranks.get(labels[at]), labels[at]))


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
    return unranked_note([outlet for outlet in held if not outlet_files.registry.authority_kinds(outlet)])


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
            kind = next(
                (one for one in outlet_files.registry.authority_kinds(outlet) if one.name == name), None
            )
            if kind is not None and kind.rank is not None:
                found.append(f"{name}: rank {kind.rank} of {outlet}, {kind.reason}.")
    return found


def place_of(rank: int | None, name: str) -> tuple[int, bool, str]:
    return LAST if rank is None else rank, name == NONE, name


NO_RULES = "the outlet's file ranks no kinds of statement"


MOST_GENRES = 5
"""So many genres of documents without authority are named."""


LAST = 10**6
"""Stands for the rank of what has none."""
