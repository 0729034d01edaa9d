"""Joint frequencies: how often words stand in the windows around the matches of a series, in each cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

import numpy as np
import numpy.typing as npt

from corpus.choices import AssociationMeasure
from corpus.errors import FilterError
from corpus.index.encoding.sorted_arrays import distinct
from corpus.query.count.word_counts import add_in_cells, row_of_groups, summed, vocabulary
from corpus.query.hits.context_windows import Windows
from corpus.query.match.matcher import patterns
from corpus.query.persons.name_hints import no_matches
from corpus.query.tabulate.facet_words import vocabulary_by_cell
from corpus.text.tokens import Layer
from corpus.wording import argument

if TYPE_CHECKING:
    from corpus.choices import Unit
    from corpus.query.language.ast import Series
    from corpus.query.select.selection import Selection
    from corpus.query.session.moment import Moment
    from corpus.query.tabulate.facet_cells import FacetCells

I64 = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

SIDE = 5
"""Words on each side unless more are asked for."""
WIDEST = 100
"""Most words on each side."""
LEAST = 5
"""Least joint frequency of a collocate unless another is asked for."""
MEASURES: tuple[str, ...] = get_args(AssociationMeasure)
MOST_CELLS = 40_000_000
"""Largest table of facet values and collocates, in cells."""


@dataclass(frozen=True, slots=True)
class CooccurrenceOptions:
    """What is asked of the words around matches; see ``corpus.query.questions.collocates``.

    Raises FilterError for nonsense.
    """

    left: int = SIDE
    right: int = SIDE
    measure: str = "log_dice"
    least: int = LEAST
    limit: int = 20
    unit: Unit = "word"

    def __post_init__(self) -> None:
        if not (0 <= self.left <= WIDEST and 0 <= self.right <= WIDEST) or self.left + self.right == 0:
            sides = f"{argument('left')} and {argument('right')}"
            raise FilterError(f"{sides} go from 0 to {WIDEST}, and cannot both be 0.", argument="left")
        if self.measure not in MEASURES:
            raise FilterError(
                f"There is no measure {self.measure!r}; there is: {', '.join(MEASURES)}", argument="measure"
            )
        if self.least < 1 or self.limit < 1:
            raise FilterError(
                f"{argument('min')} and {argument('limit')} go from 1 on.",
                argument="min" if self.least < 1 else "limit",
            )


@dataclass(frozen=True, slots=True)
class Joint:
    """Around the matches of one series, of shape (cells, candidates): joint occurrences on the ``left`` and
    ``right``, ``totals`` (frequencies). ``candidates``: groups; ``nodes`` (matches), ``window`` (mean words
    in a window), ``tokens``: of shape (cells,). Without a facet there is one cell."""

    windows: Windows
    candidates: I64
    left: I64
    right: I64
    nodes: I64
    window: Floats
    totals: I64
    tokens: I64

    @property
    def both(self) -> I64:
        """Joint occurrences on both sides."""
        return self.left + self.right


def joint(
    moment: Moment,
    selection: Selection,
    series: Series,
    asked: CooccurrenceOptions,
    placing: FacetCells | None = None,
    least: int | None = None,
) -> Joint:
    """Count the words that stand in windows ``least`` times or more (else as ``asked``), in all cells.

    Raises FilterError for more than MOST_CELLS.
    """
    groups = moment.groups(Layer.word, asked.unit)
    windows = Windows(moment, selection, patterns(moment, series), groups, asked.left, asked.right, placing)
    sides = [np.zeros(len(groups), dtype=np.int64) for _ in range(2)]
    for part in windows.parts():
        sides[0] += np.bincount(part.left, minlength=len(groups))
        sides[1] += np.bincount(part.right, minlength=len(groups))
    candidates = np.flatnonzero(sides[0] + sides[1] >= (asked.least if least is None else least))
    if placing is None:
        left, right = (side[candidates][None] for side in sides)
        totals = vocabulary(moment, selection, asked.unit)
        nodes, inside = np.array([len(windows.documents)]), np.array([windows.sizes.sum()])
        tokens, totals = np.array([totals.sum()]), totals[candidates][None]
    else:
        shape = (len(placing), len(candidates))
        if shape[0] * shape[1] > MOST_CELLS:
            raise FilterError(
                f"There are too many collocates ({shape[1]:,}) of too many values of {placing.name}"
                f" ({shape[0]:,}): choose a larger {argument('min')}, longer periods or another facet.",
                argument="min",
            )
        rows = row_of_groups(groups, candidates)
        left, right = np.zeros((2, *shape), dtype=np.int64)
        for part in windows.parts():
            add_in_cells(left, rows[part.left], windows.cells[part.left_nodes])
            add_in_cells(right, rows[part.right], windows.cells[part.right_nodes])
        placed = windows.cells >= 0
        cells = windows.cells[placed]
        nodes = np.bincount(cells, minlength=shape[0])
        inside = np.bincount(cells, windows.sizes[placed].astype(float), shape[0]).astype(np.int64)
        tokens = placing.tokens
        totals = vocabulary_by_cell(moment, selection, placing, rows[groups.of_term], shape[1])
    # Where no match has a word beside it there is no collocate either, and any window will do.
    window = np.where(inside > 0, inside / np.maximum(nodes, 1), asked.left + asked.right)
    return Joint(windows, candidates, left, right, nodes, window, totals, tokens)


def documents_together(moment: Moment, unit: Unit, found: Joint, cells: I64, at: I64) -> I64:
    """In how many documents the candidates ``at`` stand in a window of these cells (aligned)."""
    groups = moment.groups(Layer.word, unit)
    wanted = distinct(at)
    rows = row_of_groups(groups, found.candidates[wanted])
    n_cells = len(found.nodes)
    parts: list[tuple[I64, I64]] = []
    for part in found.windows.parts():
        for words, nodes in ((part.left, part.left_nodes), (part.right, part.right_nodes)):
            of_word, of_cell = rows[words], found.windows.cells[nodes]
            held = np.flatnonzero((of_word >= 0) & (of_cell >= 0))
            keys = of_word[held].astype(np.int64) * n_cells + of_cell[held]
            # A pair may come again in the next part: its document goes on there.
            pairs = summed(keys, found.windows.documents[nodes[held]], len(wanted) * n_cells)
            parts.append((pairs.rows, pairs.documents))
    if not parts or not len(wanted):
        return np.zeros(len(at), dtype=np.int64)
    keys, documents = (np.concatenate(column) for column in zip(*parts, strict=True))
    counts = np.bincount(summed(keys, documents, len(wanted) * n_cells).rows, minlength=len(wanted) * n_cells)
    together: I64 = counts[np.searchsorted(wanted, at) * n_cells + cells]
    return together


def say_nodes(moment: Moment, series: Series, asked: CooccurrenceOptions, *sides: Windows) -> str:
    """How many matches there are, and how wide their windows."""
    counts = [len(windows.documents) for windows in sides]
    if not any(counts):
        return no_matches(moment, [series])[0]
    matches = " against ".join(f"{count:,}" for count in counts)
    means = [windows.sizes.sum() / max(count, 1) for windows, count in zip(sides, counts, strict=True)]
    average = " and ".join(f"{mean:.2f}" for mean in means)
    return (
        f"{series.source}: {matches} match{'es' * (counts != [1])}. A window has up to {asked.left} words to"
        f" the left and {asked.right} to the right, {average} on average: it ends with its passage."
    )


def say_rows(series: Series, asked: CooccurrenceOptions, total: int) -> list[str]:
    """Of how many collocates those listed are the first."""
    if not total:
        return [f"{series.source}: no word stands beside it {often(asked.least)}."]
    if total > asked.limit:
        return [f"{asked.limit:,} of {total:,} collocates that occur {often(asked.least)}."]
    return []


def often(least: int) -> str:
    """The least frequency in words."""
    return f"{least:,} times or more" if least > 1 else "once or more"
