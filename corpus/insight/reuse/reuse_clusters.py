"""Reprints joined: a text and all its reprints together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.insight.reuse.reuse_facets import facets
from corpus.query.count.word_counts import document_tokens
from corpus.query.questions.documents import part
from corpus.query.result.table import Table, from_rows
from corpus.query.select.selection import Filters
from corpus.query.select_documents import select_documents
from corpus.query.similarity.near_duplicates import (
    near_duplicates,
    reprint_resemblance,
    resemblance,
    shingle_sets,
)
from corpus.store.tables.archive import Document
from corpus.wording import argument

if TYPE_CHECKING:
    from corpus.insight.reuse.candidate_pairs import ReuseOptions
    from corpus.query.session.moment import Moment

COLUMNS = ("cluster", "ref", "date", "outlet", "resemblance", "tokens", "title")


def clusters(moment: Moment, asked: ReuseOptions, filters: Filters | None = None) -> Table:
    """The documents of each cluster in order of date, the largest clusters first.

    A cluster is what chains of reprints join: pairs with the resemblance of a reprint (``duplicates.toml``),
    however far apart in time. ``across`` and ``within``: only pairs that differ, or agree, in a facet.
    Columns: cluster (a number from 1), ref, date, outlet, resemblance (to the cluster's first document),
    tokens, title.
    """
    selection = select_documents(moment, filters or Filters())
    catalogue = selection.catalogue
    across, within = facets(moment, catalogue, asked.across, asked.within)
    least = reprint_resemblance()
    joined: dict[int, set[int]] = {}
    for one, other, _ in near_duplicates(moment, selection, least):
        if across is not None and across[one] == across[other]:
            continue
        if within is not None and (within[one] != within[other] or within[one] < 0):
            continue
        both = joined.get(one, {one}) | joined.get(other, {other})
        for document in both:
            joined[document] = both
    order = catalogue.dates().order
    groups = {min(group): sorted(group, key=lambda each: (order[each], each)) for group in joined.values()}
    found = sorted(groups.values(), key=lambda group: (-len(group), order[group[0]], group[0]))
    page = found[asked.offset : asked.offset + asked.limit]
    rows: list[tuple[Any, ...]] = []
    if page:
        documents = np.array(sorted({document for group in page for document in group}), dtype=np.int64)
        sets = shingle_sets(moment, selection, documents)
        refs, titles = (
            moment.document_column(catalogue, each) for each in (Document.c.ref, Document.c.title)
        )
        outlets, dates = catalogue.facet(moment.connection, "outlet"), catalogue.dates()
        tokens = document_tokens(moment, selection)
        for number, group in enumerate(page, start=asked.offset + 1):
            rows += [
                (
                    number, refs[each], dates.text(each) or None, outlets.labels[outlets.codes[each]],
                    resemblance(sets[group[0]], sets[each]), int(tokens[each]), titles[each],
                )
                for each in group
            ]  # fmt: skip
    notes = [*selection.notes, *part("clusters", len(page), len(found), asked.offset)]
    if not found:
        such = f" that are as {argument('across')} or {argument('within')} ask"
        such = such if asked.across or asked.within else ""
        notes.append(f"No two documents{such} have a resemblance of {least:g} or more.")
    return from_rows(COLUMNS, rows, notes)
