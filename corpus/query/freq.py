"""Frequency of terms over time, or over any other facet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from corpus.errors import FilterError
from corpus.model.dates import PartialDate
from corpus.query import periods
from corpus.query.catalogue import DOCUMENT_FACETS, NONE
from corpus.query.filters import Filters, Selection, select_documents
from corpus.query.intervals import document_bootstrap, poisson_interval
from corpus.query.matching import patterns
from corpus.query.syntax import Series, parse
from corpus.query.table import Table
from corpus.query.tally import Tally, role_name, tally
from corpus.store.archive import Actor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.query.view import Moment

I64 = npt.NDArray[np.int64]
PASSAGE_FACETS = ("voice", "speaker")
FACETS = (*periods.PERIODS, *DOCUMENT_FACETS, *PASSAGE_FACETS)
PER = 1_000_000


@dataclass(slots=True)
class _Axis:
    """One facet: its column's name, a code for each unit (negative: left out), and its labels in order."""

    name: str
    codes: I64
    labels: list[str]


def freq(
    moment: Moment,
    queries: Sequence[str],
    by: Sequence[str] = ("year",),
    filters: Filters | None = None,
    level: float = 0.95,
) -> Table:
    """Matches, documents, tokens and rate of each series in each cell of up to two facets.

    Columns: query, the facets (a period's column is called ``period``), matches, documents (with a match),
    tokens (of the word layer, under the same filter), per_million, low, high (exact Poisson interval),
    boot_low, boot_high (bootstrap over documents, where a cell holds several). Rates are NaN where the
    archive holds no tokens: silence is not absence. Periods without documents are listed.
    """
    filters = filters or Filters()
    _check_facets(by)
    series = _series(queries)
    selection = select_documents(moment, filters)
    counted = tally(
        moment,
        selection,
        [patterns(moment, one) for one in series],
        any(name in PASSAGE_FACETS for name in by),
    )
    notes = list(selection.notes)
    axes = [_axis(moment, selection, counted, name, filters, notes) for name in by]
    return Table(_columns(series, counted, axes, level), notes)


def _series(queries: Sequence[str]) -> list[Series]:
    return [series for query in queries for series in parse(query)]


def _check_facets(by: Sequence[str]) -> None:
    for name in by:
        if name not in FACETS:
            raise FilterError(f"There is no facet {name!r}; there is: {', '.join(FACETS)}")
    if len(by) > 2:
        raise FilterError("A table has at most two facets: name --by at most twice.")
    if len(set(by)) != len(by) or sum(name in periods.PERIODS for name in by) > 1:
        raise FilterError("The two facets must differ, and only one can be a period of time.")


def _axis(
    moment: Moment, selection: Selection, counted: Tally, name: str, filters: Filters, notes: list[str]
) -> _Axis:
    if name in periods.PERIODS:
        return _time_axis(moment, selection, counted, name, filters, notes)
    if name == "voice":
        present = np.unique(counted.roles)
        return _Axis(
            name, np.searchsorted(present, counted.roles), [role_name(int(code)) for code in present]
        )
    if name == "speaker":
        return _speaker_axis(moment, counted)
    facet = selection.catalogue.facet(moment.connection, name)
    codes = facet.codes[counted.documents].astype(np.int64)
    present = np.unique(codes)
    return _Axis(name, np.searchsorted(present, codes), [facet.labels[int(code)] for code in present])


def _speaker_axis(moment: Moment, counted: Tally) -> _Axis:
    present = np.unique(counted.speakers)
    wanted = [int(actor) for actor in present if actor]
    names: dict[int, str] = {}
    for start in range(0, len(wanted), 500):
        rows = moment.connection.execute(
            Actor.__table__.select().where(Actor.id.in_(wanted[start : start + 500]))
        )
        names.update({row.id: row.name for row in rows})
    labels = [names.get(int(actor), NONE) for actor in present]
    order = sorted(range(len(labels)), key=lambda at: (labels[at] == NONE, labels[at]))
    rank = np.empty(len(labels), dtype=np.int64)
    rank[order] = np.arange(len(labels))
    return _Axis("speaker", rank[np.searchsorted(present, counted.speakers)], [labels[at] for at in order])


def _time_axis(
    moment: Moment, selection: Selection, counted: Tally, unit: str, filters: Filters, notes: list[str]
) -> _Axis:
    dates = selection.catalogue.dates(moment.connection)
    of_document = periods.codes(unit, dates)
    chosen = np.flatnonzero(selection.mask)
    undated = int(np.count_nonzero(dates.precision[chosen] == 0))
    imprecise = int(np.count_nonzero(of_document[chosen] == periods.OUTSIDE)) - undated
    if undated:
        notes.append(f"Left out: {undated:,} document{'s' * (undated > 1)} without a date.")
    if imprecise:
        notes.append(
            f"Left out: {imprecise:,} document{'s' * (imprecise > 1)} not dated to the {unit}"
            " (they count in yearly tables)."
        )
    codes = of_document[counted.documents]
    placed = codes[codes != periods.OUTSIDE]
    if not len(placed):
        return _Axis("period", np.full(len(codes), -1), [])
    low, high = _span(unit, dates, of_document, chosen, filters)
    if high - low >= periods.MOST_PERIODS:
        raise FilterError(
            f"From {periods.label(unit, low)} on there are too many {unit}s: choose a longer period."
        )
    labels = [periods.label(unit, ordinal) for ordinal in range(low, high + 1)]
    return _Axis("period", np.where(codes == periods.OUTSIDE, -1, codes - low), labels)


def _span(unit: str, dates: Any, of_document: I64, chosen: I64, filters: Filters) -> tuple[int, int]:
    """First and last period: those of the selected documents, widened to --since and --until where given."""
    placed = of_document[chosen]
    placed = placed[placed != periods.OUTSIDE]
    low, high = int(placed.min()), int(placed.max())
    if filters.since:
        first = np.array([PartialDate.parse(filters.since).first], dtype="datetime64[D]")
        low = min(low, int(periods.ordinals(unit, first)[0]))
    if filters.until:
        last = np.array([PartialDate.parse(filters.until).last], dtype="datetime64[D]")
        high = max(high, int(periods.ordinals(unit, last)[0]))
    return low, high


def _columns(series: list[Series], counted: Tally, axes: list[_Axis], level: float) -> dict[str, Any]:
    sizes = [len(axis.labels) for axis in axes]
    cells = int(np.prod(sizes)) if axes else 1
    codes = np.zeros(len(counted.documents), dtype=np.int64)
    valid = np.ones(len(codes), dtype=bool)
    for axis in axes:
        codes = codes * len(axis.labels) + axis.codes
        valid &= axis.codes >= 0
    codes, documents = codes[valid], counted.documents[valid]
    tokens = counted.tokens[valid]
    by_cell = np.bincount(codes, tokens.astype(float), cells).astype(np.int64)
    parts: dict[str, list[Any]] = {
        name: [] for name in ("matches", "documents", "low", "high", "boot_low", "boot_high")
    }
    pairs, inverse = _document_cells(documents, codes)
    pair_cells = pairs & ((1 << 32) - 1)
    pair_tokens = np.bincount(inverse, tokens.astype(float), len(pairs))
    for matches in counted.matches:
        held = matches[valid]
        pair_matches = np.bincount(inverse, held.astype(float), len(pairs))
        totals = np.bincount(codes, held.astype(float), cells).astype(np.int64)
        parts["matches"].append(totals)
        parts["documents"].append(np.bincount(pair_cells[pair_matches > 0], minlength=cells))
        low, high = poisson_interval(totals, by_cell.astype(float), level)
        boot_low, boot_high = document_bootstrap(pair_matches, pair_tokens, pair_cells, cells)
        for name, values in zip(
            ("low", "high", "boot_low", "boot_high"), (low, high, boot_low, boot_high), strict=True
        ):
            parts[name].append(values * PER)
    columns: dict[str, Any] = {"query": [one.source for one in series for _ in range(cells)]}
    repeat_inner = cells
    for axis, size in zip(axes, sizes, strict=True):
        repeat_inner //= max(size, 1)
        labels = [label for label in axis.labels for _ in range(repeat_inner)]
        columns[axis.name] = labels * (len(series) * (cells // max(len(labels), 1)))
    matches_all = np.concatenate(parts["matches"])
    tokens_all = np.tile(by_cell, len(series))
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = np.where(tokens_all > 0, matches_all * (PER / np.maximum(tokens_all, 1)), np.nan)
    columns["matches"] = matches_all
    columns["documents"] = np.concatenate(parts["documents"])
    columns["tokens"] = tokens_all
    columns["per_million"] = rate
    for name in ("low", "high", "boot_low", "boot_high"):
        columns[name] = np.concatenate(parts[name])
    return columns


def _document_cells(documents: I64, codes: I64) -> tuple[I64, I64]:
    """Distinct (document, cell) pairs in one number, and for each unit its pair."""
    keys = (documents << 32) | codes
    if len(keys) and np.all(keys[1:] > keys[:-1]):
        return keys, np.arange(len(keys))
    unique, inverse = np.unique(keys, return_inverse=True)
    return unique, inverse.astype(np.int64)
