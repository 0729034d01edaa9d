"""Further columns of a frequency table: smoothed, shares, document frequency; and sums that run on.

All work on the grid of a table's cells (``corpus.query.tabulate.table_cells.TableCells``), one series at a
time or all together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from corpus.errors import FilterError
from corpus.measures.smoothing import moving_rate
from corpus.query.tabulate.denominators import PERS, per
from corpus.query.tabulate.periods import PERIODS
from corpus.wording import argument

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpus.query.language.ast import Series
    from corpus.query.tabulate.table_cells import TableCells

I64 = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Z = 1.959963984540054
MOST_SMOOTHED = 1_000
"""Most periods to either side that a line is smoothed over."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a frequency table shows besides frequency.

    ``smooth``: periods to each side that the column ``smoothed`` takes in. ``share``: of the matches of all
    series. ``cumulative``: counts from the first period on. ``documents``: document frequency.
    ``dispersion``: over the documents of each cell. ``per``: what matches are divided by, words or another
    of ``corpus.query.tabulate.denominators.PERS``.
    """

    smooth: int | None = None
    share: bool = False
    cumulative: bool = False
    documents: bool = False
    dispersion: bool = False
    per: str = "words"

    def check(self, by: Sequence[str], series: Sequence[Series]) -> None:
        """Raise FilterError where the options do not go together, or with the facets and series."""
        per(self.per)
        timed = any(name in PERIODS for name in by)
        if self.smooth is not None:
            if not 1 <= self.smooth <= MOST_SMOOTHED:
                raise FilterError.about("smooth", f"takes a number of periods from 1 to {MOST_SMOOTHED:,}.")
            if not timed:
                raise FilterError.about("smooth", f"goes over periods of time: {_timed()}")
            if self.cumulative:
                other = argument("cumulative", True)
                raise FilterError.about("smooth", f"does not go with {other}, whose sums are smooth already.")
        if self.cumulative and not timed:
            raise FilterError.about("cumulative", f"adds up periods of time: {_timed()}", True)
        if self.cumulative and self.dispersion:
            other = argument("cumulative", True)
            raise FilterError.about("dispersion", f"does not go with {other}: ask for one of them.", True)
        if self.share and len(series) < 2:
            raise FilterError.about("share", "compares series: give two queries or more.", True)
        if self.share and any(one.over for one in series):
            said = "does not go with a quotient of series: it is a share itself."
            raise FilterError.about("share", said, True)

    def given(self) -> dict[str, Any]:
        """The options in force, for a caption."""
        given = {name: getattr(self, name) for name in self.__slots__ if getattr(self, name)}
        if self.per == "words":
            del given["per"]
        return given

    def notes(self, by: Sequence[str]) -> Iterator[str]:
        """What a reader must know of the columns."""
        unit = next((name for name in by if name in PERIODS), "period")
        if PERS[self.per].note:
            yield PERS[self.per].note
        if self.smooth is not None:
            yield (
                f"smoothed: matches per {PERS[self.per].unit} of {2 * self.smooth + 1} {unit}s,"
                f" {self.smooth} to either side (fewer at the ends); {unit}s without text add nothing."
            )
        if self.share:
            yield "share: of the matches of all series in the same row, from 0 to 1."
        if self.cumulative:
            yield f"Cumulative: each {unit} with all before it; {unit}s without text add nothing."
        if self.documents:
            yield (
                "documents share: per cent of the documents held that have a match, with the 95 % interval"
                " (Wilson)."
            )
        if self.dispersion:
            yield (
                "dp: 0 where the term is spread over the documents as their words are, towards 1 where one"
                " document has all (dp norm reaches 1). juilland d: 1 where all documents have the same rate."
            )


def smoothed(cells: TableCells, matches: I64, half_width: int) -> Floats:
    """Rate (as ``cells.per`` says) over a window of periods, in each cell; NaN in cells without tokens."""
    k, t = (_periods_last(cells, values) for values in (matches, cells.amounts))
    rates = moving_rate(k.reshape(-1, k.shape[-1]), t.reshape(-1, t.shape[-1]), half_width)
    return np.moveaxis(rates.reshape(k.shape), -1, _time(cells)).reshape(-1) * cells.per.factor


def cumulated(cells: TableCells, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Sums over all periods up to each, in each cell."""
    sums: npt.NDArray[Any] = np.cumsum(values.reshape(cells.shape), axis=_time(cells)).reshape(-1)
    return sums


def shares(matches: list[I64]) -> list[Floats]:
    """Each series' share of the matches of all, in each cell; NaN where there is none."""
    total = np.sum(matches, axis=0)
    with np.errstate(invalid="ignore"):
        return [np.where(total > 0, one / total, np.nan) for one in matches]


def document_frequency(documents: I64, held: I64) -> dict[str, npt.NDArray[np.float64] | I64]:
    """Documents with a match, per cent of those that hold words, with Wilson's 95 % interval; NaN of none.

    Wilson (1927), "Probable inference, the law of succession, and statistical inference", Journal of the
    American Statistical Association 22.
    """
    n = held.astype(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        p = documents / n
        middle = (p + Z**2 / (2 * n)) / (1 + Z**2 / n)
        half = Z / (1 + Z**2 / n) * np.sqrt(p * (1 - p) / n + Z**2 / (4 * n**2))
    return {
        "documents_held": held,
        "documents_share": 100 * p,
        "documents_low": 100 * np.where(documents == 0, 0 * p, middle - half),
        "documents_high": 100 * np.where(documents == held, p, middle + half),
    }


def _time(cells: TableCells) -> int:
    assert cells.time is not None  # Options.check
    return cells.time


def _periods_last(cells: TableCells, values: I64) -> I64:
    return np.moveaxis(values.reshape(cells.shape), _time(cells), -1)


def _timed() -> str:
    return f"ask for {argument('by', 'year')}, or another period."
