"""Collocates: the words around the matches of a query, and how strongly they are drawn to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from corpus.errors import FilterError, QueryError, UsageError
from corpus.measures import association, keyness
from corpus.model.tokens import Layer
from corpus.query import periods
from corpus.query.axes import Axis
from corpus.query.catalogue import DOCUMENT_FACETS
from corpus.query.filters import Filters, Selection, select_documents
from corpus.query.matching import patterns
from corpus.query.syntax import parse
from corpus.query.table import Table
from corpus.query.vocabularies import (
    document_tokens,
    lemma_note,
    ranking,
    row_of_groups,
    several_languages,
    summed,
    vocabulary,
    vocabulary_by_cell,
)
from corpus.query.windows import Windows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.index.groups import Unit
    from corpus.query.series import Series
    from corpus.query.view import Moment

I64 = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

SIDE = 5
"""Words on each side unless more are asked for."""
WIDEST = 100
"""Most words on each side."""
LEAST = 5
"""Least joint frequency of a collocate unless another is asked for."""
MEASURES = ("log_dice", "mi", "mi3", "t_score", "log_likelihood", "dice", "matches")
"""What collocates can be sorted by; ``matches`` is the joint frequency itself."""
FACETS = (*periods.PERIODS, *DOCUMENT_FACETS)
MOST_CELLS = 40_000_000
"""Largest table of facet values and collocates, in cells."""
GAPS_NAMED = 8
"""Periods without documents that a note names; of more it says how many."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the words around matches; see ``collocates``. Raises FilterError for nonsense."""

    left: int = SIDE
    right: int = SIDE
    measure: str = "log_dice"
    least: int = LEAST
    limit: int = 20
    unit: Unit = "word"

    def __post_init__(self) -> None:
        if not (0 <= self.left <= WIDEST and 0 <= self.right <= WIDEST) or self.left + self.right == 0:
            raise FilterError(f"--left and --right go from 0 to {WIDEST}, and cannot both be 0.")
        if self.measure not in MEASURES:
            raise FilterError(f"There is no measure {self.measure!r}; there is: {', '.join(MEASURES)}")
        if self.least < 1 or self.limit < 1:
            raise FilterError("--min and --limit go from 1 on.")


@dataclass(frozen=True, slots=True)
class _Found:
    """Around the matches of one series: ``left`` and ``right`` of shape (cells, candidates) count joint
    occurrences; ``candidates``: groups; ``nodes``, ``window`` (mean words in a window), ``tokens``: (cells,);
    ``totals``: frequencies of the candidates, (cells, candidates)."""

    windows: Windows
    candidates: I64
    left: I64
    right: I64
    nodes: I64
    window: Floats
    totals: I64
    tokens: I64

    @property
    def joint(self) -> I64:
        return self.left + self.right


def collocates(
    moment: Moment,
    query: str,
    filters: Filters | None = None,
    asked: Asked | None = None,
    by: str | None = None,
    against: Filters | None = None,
) -> Table:
    """The collocates of each series of a query, the most strongly drawn first, at most ``limit``.

    ``by``: a period or a facet of documents, for each value of which the list is made anew, ``limit`` rows
    each. Columns: query, the facet (a period's column is called ``period``), collocate, matches (occurrences
    in windows), left, right, collocate_total (under the same filter), expected, log_dice, mi, mi3, t_score,
    log_likelihood, dice, documents (in which the two stand together). Expected is f1 f2 w / n with the mean
    number w of words in a window, which a passage's edge cuts short; see ``corpus.measures.association``.
    Sorted by log_likelihood, words that keep away come last.

    ``against``: other filters, whose list is compared. Columns: query, collocate, matches, expected, the
    measure, documents, the same with ``against_``, log_ratio (of the shares in the words of windows: one more
    is twice as much) and log_likelihood (two-sided G2 of these shares), by which rows are sorted.
    Every word counts once for each match in whose window it stands.
    """
    filters, asked = filters or Filters(), asked or Asked()
    if by is not None and by not in FACETS:
        raise FilterError(f"Collocates have no facet {by!r}; there is: {', '.join(FACETS)}")
    if by is not None and against is not None:
        raise UsageError("--by and --against are two comparisons: choose one.")
    selection = select_documents(moment, filters)
    notes = [*selection.notes, *lemma_note(moment, asked.unit)]
    every = [selection]
    if against is not None:
        every.append(select_documents(moment, against))
        notes += [f"Against: {note}" for note in every[1].notes]
    axis = None if by is None else _axis(moment, selection, by, notes)
    parts: list[dict[str, Any]] = []
    for series in parse(query):
        if series.over:
            raise QueryError("A quotient of series has no collocates: ask for one of its sides.")
        if against is None:
            parts.append(_listed(moment, selection, series, asked, axis, notes))
        else:
            parts.append(_compared(moment, every, series, asked, notes))
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
    moment: Moment, selection: Selection, series: Series, asked: Asked, axis: Axis | None, notes: list[str]
) -> dict[str, Any]:
    found = _found(moment, selection, series, asked, axis)
    _say_nodes(notes, series, asked, found.windows)
    cells, at = np.nonzero(found.joint >= asked.least)
    joint, totals = found.joint[cells, at], found.totals[cells, at]
    arguments = (joint, found.nodes[cells], totals, found.tokens[cells], found.window[cells])
    columns: dict[str, Any] = {"expected": association.expected(*arguments[1:])}
    for name in ("log_dice", "mi", "mi3", "t_score", "log_likelihood", "dice"):
        columns[name] = association.MEASURES[name](*arguments)
    values = joint.astype(float) if asked.measure == "matches" else columns[asked.measure]
    if asked.measure == "log_likelihood":
        values = values * np.where(joint < columns["expected"], -1, 1)
    names = moment.groups(Layer.word, asked.unit).names
    rows: list[int] = []
    edges = np.searchsorted(cells, np.arange(len(found.nodes) + 1))
    for low, high in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        ranked = ranking(
            values[low:high],
            joint[low:high],
            lambda row, low=low: names[found.candidates[at[low + row]]],  # type: ignore[misc]
            asked.limit,
        )
        rows += [low + row for row in ranked]
    shown = np.array(rows, dtype=np.int64)
    _say_rows(notes, series, asked, len(found.windows.documents), len(joint), axis)
    facet = {} if axis is None else {axis.name: [axis.labels[cell] for cell in cells[shown].tolist()]}
    return {
        "query": [series.source] * len(shown),
        **facet,
        "collocate": [names[group] for group in found.candidates[at[shown]].tolist()],
        "matches": joint[shown],
        "left": found.left[cells, at][shown],
        "right": found.right[cells, at][shown],
        "collocate_total": totals[shown],
        **{name: column[shown] for name, column in columns.items()},
        "documents": _documents(moment, selection, asked, found, axis, cells[shown], at[shown]),
    }


def _compared(
    moment: Moment, every: Sequence[Selection], series: Series, asked: Asked, notes: list[str]
) -> dict[str, Any]:
    sides = [_found(moment, selection, series, asked, None, least=1) for selection in every]
    _say_nodes(notes, series, asked, *(side.windows for side in sides))
    groups = moment.groups(Layer.word, asked.unit)
    joints = []
    for side in sides:
        counts = np.zeros(len(groups), dtype=np.int64)
        counts[side.candidates] = side.joint[0]
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
        joint = counts[shown]
        arguments = (joint, side.nodes[0], totals, side.tokens[0], side.window[0])
        columns[f"{prefix}matches"] = joint
        columns[f"{prefix}expected"] = association.expected(*arguments[1:])
        if asked.measure != "matches":
            values = association.MEASURES[asked.measure](*arguments)
            columns[f"{prefix}{asked.measure}"] = np.where(np.isfinite(values), values, np.nan)
        at = np.minimum(np.searchsorted(side.candidates, shown), max(len(side.candidates) - 1, 0))
        held = joint > 0
        documents = np.zeros(len(rows), dtype=np.int64)
        documents[held] = _documents(moment, selection, asked, side, None, np.zeros_like(at[held]), at[held])
        columns[f"{prefix}documents"] = documents
    _say_rows(notes, series, asked, sum(len(side.windows.documents) for side in sides), len(kept))
    return columns | {name: column[rows] for name, column in both.items()}


def _found(
    moment: Moment,
    selection: Selection,
    series: Series,
    asked: Asked,
    axis: Axis | None,
    least: int | None = None,
) -> _Found:
    groups = moment.groups(Layer.word, asked.unit)
    windows = Windows(moment, selection, patterns(moment, series), groups, asked.left, asked.right)
    sides = [np.zeros(len(groups), dtype=np.int64) for _ in range(2)]
    for part in windows.parts():
        sides[0] += np.bincount(part.left, minlength=len(groups))
        sides[1] += np.bincount(part.right, minlength=len(groups))
    candidates = np.flatnonzero(sides[0] + sides[1] >= (asked.least if least is None else least))
    n_cells = 1 if axis is None else len(axis.labels)
    if n_cells * len(candidates) > MOST_CELLS:
        raise FilterError(
            "There are too many periods and collocates: choose longer periods or a larger --min."
        )
    if axis is None:
        left, right = (side[candidates][None] for side in sides)
        totals = vocabulary(moment, selection, asked.unit)
        nodes = np.array([len(windows.documents)])
        inside, tokens = np.array([windows.sizes.sum()]), np.array([totals.sum()])
        totals = totals[candidates][None]
    else:
        rows = row_of_groups(groups, candidates)
        left, right = np.zeros((2, n_cells, len(candidates)), dtype=np.int64)
        for part in windows.parts():
            left += _in_cells(rows[part.left], axis.codes[part.left_documents], left.shape)
            right += _in_cells(rows[part.right], axis.codes[part.right_documents], right.shape)
        cells = axis.codes[windows.documents]
        placed = cells >= 0
        nodes = np.bincount(cells[placed], minlength=n_cells)
        inside = np.bincount(cells[placed], windows.sizes[placed].astype(float), n_cells).astype(np.int64)
        totals, tokens = vocabulary_by_cell(
            moment, selection, axis.codes, n_cells, rows[groups.of_term], len(candidates)
        )
    # Where no match has a word beside it there is no collocate either, and any window will do.
    window = np.where(inside > 0, inside / np.maximum(nodes, 1), asked.left + asked.right)
    return _Found(windows, candidates, left, right, nodes, window, totals, tokens)


def _in_cells(rows: npt.NDArray[np.int32], cells: I64, shape: tuple[int, ...]) -> I64:
    held = (rows >= 0) & (cells >= 0)
    keys = cells[held] * shape[1] + rows[held]
    return np.bincount(keys, minlength=shape[0] * shape[1]).reshape(shape)


def _documents(
    moment: Moment,
    selection: Selection,
    asked: Asked,
    found: _Found,
    axis: Axis | None,
    cells: I64,
    at: I64,
) -> I64:
    """In how many documents the collocates at these cells and candidates stand in a window."""
    groups = moment.groups(Layer.word, asked.unit)
    wanted = np.unique(at)
    rows = row_of_groups(groups, found.candidates[wanted])
    n_cells = len(found.nodes)
    counts = np.zeros((len(wanted), n_cells), dtype=np.int64)
    parts: list[tuple[I64, I64]] = []
    for part in found.windows.parts():
        for words, documents in ((part.left, part.left_documents), (part.right, part.right_documents)):
            of_word = rows[words]
            held = np.flatnonzero(of_word >= 0)
            parts.append((of_word[held].astype(np.int64), documents[held]))
    if parts and len(wanted):
        of_pairs, documents = (np.concatenate(column) for column in zip(*parts, strict=True))
        pairs = summed(of_pairs, documents, len(wanted))
        of_pair = np.zeros_like(pairs.rows) if axis is None else axis.codes[pairs.documents]
        placed = of_pair >= 0
        keys = pairs.rows[placed] * n_cells + of_pair[placed]
        counts += np.bincount(keys, minlength=counts.size).reshape(counts.shape)
    return counts[np.searchsorted(wanted, at), cells]


def _axis(moment: Moment, selection: Selection, by: str, notes: list[str]) -> Axis:
    """The cell of each document of the catalogue, -1 where it is left out; notes say which and why."""
    held = selection.mask & (document_tokens(moment, selection) > 0)
    if by in DOCUMENT_FACETS:
        facet = selection.catalogue.facet(moment.connection, by)
        codes = facet.codes.astype(np.int64)
        present = np.unique(codes[held])
        cells = np.where(held, np.searchsorted(present, codes), -1)
        return Axis(by, cells, [facet.labels[code] for code in present.tolist()])
    codes = periods.codes(by, selection.catalogue.dates())
    outside = int(np.count_nonzero(held & (codes == periods.OUTSIDE)))
    if outside:
        notes.append(f"Left out: {outside:,} document{'s' * (outside > 1)} not dated to the {by}.")
    held &= codes != periods.OUTSIDE
    present = np.unique(codes[held])
    gaps = np.setdiff1d(np.arange(present[0], present[-1] + 1), present) if len(present) else present
    if len(gaps):
        names = ", ".join(periods.label(by, int(gap)) for gap in gaps[:GAPS_NAMED])
        more = f" and {len(gaps) - GAPS_NAMED:,} more {by}s" if len(gaps) > GAPS_NAMED else ""
        notes.append(f"The archive holds no document of {names}{more}: there nothing can be said.")
    cells = np.where(held, np.searchsorted(present, codes), -1)
    return Axis("period", cells, [periods.label(by, int(code)) for code in present])


def _say_nodes(notes: list[str], series: Series, asked: Asked, *sides: Windows) -> None:
    counts = [len(windows.documents) for windows in sides]
    if not any(counts):
        notes.append(f"{series.source}: no match.")
        return
    matches = " against ".join(f"{count:,}" for count in counts)
    means = [windows.sizes.sum() / max(count, 1) for windows, count in zip(sides, counts, strict=True)]
    average = " and ".join(f"{mean:.2f}" for mean in means)
    notes.append(
        f"{series.source}: {matches} match{'es' * (counts != [1])}. A window has up to {asked.left} words to"
        f" the left and {asked.right} to the right, {average} on average: it ends with its passage."
    )


def _say_rows(
    notes: list[str], series: Series, asked: Asked, nodes: int, total: int, axis: Axis | None = None
) -> None:
    if not nodes:
        return
    if not total:
        notes.append(f"{series.source}: no word stands beside it {asked.least:,} times or more.")
    elif axis is not None:
        notes.append(
            f"At most {asked.limit:,} collocates for each {axis.name}, each {asked.least:,} times or more."
        )
    elif total > asked.limit:
        notes.append(f"{asked.limit:,} of {total:,} collocates that occur {asked.least:,} times or more.")
