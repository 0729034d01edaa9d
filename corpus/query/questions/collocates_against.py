"""Collocates of one query in two sub-corpora, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.measures import association, keyness
from corpus.query.count.word_counts import ranking, vocabulary
from corpus.query.hits.cooccurrence import documents_together, joint, say_nodes, say_rows
from corpus.text.tokens import Layer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.query.hits.cooccurrence import CooccurrenceOptions
    from corpus.query.language.ast import Series
    from corpus.query.select.selection import Selection
    from corpus.query.session.moment import Moment


def compared(
    moment: Moment, every: Sequence[Selection], series: Series, asked: CooccurrenceOptions, notes: list[str]
) -> dict[str, Any]:
    """Columns of the comparison of two selections; see ``corpus.query.questions.collocates.collocates``."""
    sides = [joint(moment, selection, series, asked, least=1) for selection in every]
    notes.append(say_nodes(moment, series, asked, *(side.windows for side in sides)))
    groups = moment.groups(Layer.word, asked.unit)
    joints = []
    for side in sides:
        counts = np.zeros(len(groups), dtype=np.int64)
        counts[side.candidates] = side.both[0]
        joints.append(counts)
    kept = np.flatnonzero(np.maximum(*joints) >= asked.least)
    sizes = [int(side.windows.sizes.sum()) for side in sides]
    both = {
        name: keyness.MEASURES[name](joints[0][kept], joints[1][kept], sizes[0], sizes[1])
        for name in ("log_ratio", "log_likelihood")
    }
    weights = joints[0][kept] + joints[1][kept]
    order = ranking(both["log_likelihood"], weights, lambda row: groups.names[kept[row]], asked.limit)
    rows = np.array(order, dtype=np.int64)
    shown = kept[rows]
    columns: dict[str, Any] = {
        "query": [series.source] * len(rows),
        "collocate": [groups.names[group] for group in shown.tolist()],
    }
    for side, selection, counts, prefix in zip(sides, every, joints, ("", "against_"), strict=True):
        totals = vocabulary(moment, selection, asked.unit)[shown]
        together = counts[shown]
        arguments = (together, side.nodes[0], totals, side.tokens[0], side.window[0])
        columns[f"{prefix}matches"] = together
        columns[f"{prefix}expected"] = association.expected(*arguments[1:])
        if asked.measure != "matches":
            values = association.MEASURES[asked.measure](*arguments)
            columns[f"{prefix}{asked.measure}"] = np.where(np.isfinite(values), values, np.nan)
        at = np.minimum(np.searchsorted(side.candidates, shown), max(len(side.candidates) - 1, 0))
        held = together > 0
        documents = np.zeros(len(rows), dtype=np.int64)
        documents[held] = documents_together(moment, asked.unit, side, np.zeros_like(at[held]), at[held])
        columns[f"{prefix}documents"] = documents
    if any(len(side.windows.documents) for side in sides):
        notes += say_rows(series, asked, len(kept))
    return columns | {name: column[rows] for name, column in both.items()}
