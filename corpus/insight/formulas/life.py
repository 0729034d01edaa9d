"""The life of a formula: birth, peak, half-life, death, and how hot it is in each period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.measures.intervals import poisson_interval

if TYPE_CHECKING:
    from corpus.insight.formulas.settings import Grades, Temperature
    from corpus.query.catalogue import Catalogue
    from corpus.query.over_time import Calendar

I64 = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

LETTERS = {"hot": "H", "warm": "w", "cold": "c", None: "-"}
"""A temperature in one letter; periods without text, or with too little, have none."""


@dataclass(frozen=True, slots=True)
class Life:
    """``matches``, ``documents`` (with a match), ``rates`` (per token, NaN without text), ``temperatures``
    and ``grades``: of each period of a calendar. ``first`` and ``last``: documents (ordinals of the
    catalogue), None where none with a match has a date. ``peak``: a period, None without a match in any.

    ``half_life``: periods from the peak to the first that is known not to be hot; None where there is none
    yet. ``born`` and ``dead``: whether the silence before or after tells, as the archive holds so many
    documents of that time that ``least_expected`` of them would have had the formula.
    """

    matches: I64
    documents: I64
    rates: Floats
    temperatures: list[str | None]
    grades: list[str | None]
    peak: int | None
    half_life: int | None
    first: int | None
    last: int | None
    born: bool
    dead: bool

    @property
    def steady(self) -> float:
        """Of the periods with text from the first match to the last, the share that have one."""
        present = np.flatnonzero(self.matches)
        if not len(present):
            return 0.0
        held = ~np.isnan(self.rates[present[0] : present[-1] + 1])
        return float(len(present) / np.count_nonzero(held))

    @property
    def letters(self) -> str:
        """The temperatures in letters, one a period."""
        return "".join(LETTERS[one] for one in self.temperatures)

    @property
    def latest(self) -> str | None:
        """The last temperature that is known; what is dead is cold."""
        if self.dead:
            return "cold"
        return next((one for one in reversed(self.temperatures) if one), None)


def life(
    found: I64, dated: Bools, catalogue: Catalogue, when: Calendar, asked: Temperature, scale: Grades
) -> Life:
    """The life of what was found. ``found``: the document (ordinal of the catalogue) of each match;
    ``dated``: the documents of the selection that hold words and have a date."""
    held, counts = np.unique(found, return_counts=True)
    placed = when.of_document[held] >= 0
    codes = when.of_document[held[placed]]
    matches = np.bincount(codes, counts[placed], len(when)).astype(np.int64)
    documents = np.bincount(codes, minlength=len(when))
    tokens = np.where(when.tokens > 0, when.tokens, np.nan)
    rates: Floats = matches / tokens
    peak = _peak(matches, documents, when.tokens, asked)
    temperatures = _temperatures(matches, when.tokens, rates, peak, asked)
    first, last, born, dead = _ends(held, dated, catalogue, asked.least_expected)
    half = None
    if peak is not None:
        cooled = (at for at in range(peak + 1, len(when)) if temperatures[at] in ("warm", "cold"))
        half = next((at - peak for at in cooled), None)
    grades = [
        _grade(own, of, scale) for own, of in zip(documents.tolist(), when.documents.tolist(), strict=True)
    ]
    return Life(matches, documents, rates, temperatures, grades, peak, half, first, last, born, dead)


def _peak(matches: I64, documents: I64, tokens: I64, asked: Temperature) -> int | None:
    """The period whose rate is surely the highest: by the lower end of its interval, so that a period of one
    short text does not win by chance; of those with the formula in enough documents."""
    if not matches.any():
        return None
    low, _ = poisson_interval(matches, tokens, asked.level)
    enough = documents >= min(asked.least_documents, int(documents.max()))
    return int(np.nanargmax(np.where((tokens > 0) & enough, low, np.nan)))


def _temperatures(
    matches: I64, tokens: I64, rates: Floats, peak: int | None, asked: Temperature
) -> list[str | None]:
    """hot, warm or cold by the share of the peak's rate; None without text, and where there is so little that
    a hot formula is expected fewer than ``least_expected`` times and was not found as often either."""
    if peak is None:
        return [None] * len(matches)
    top = float(rates[peak])
    enough = (asked.hot * top * tokens >= asked.least_expected) | (matches >= asked.least_expected)
    enough[peak] = True
    made: list[str | None] = []
    for rate, known, held in zip(rates.tolist(), enough.tolist(), (tokens > 0).tolist(), strict=True):
        if not (known and held):
            made.append(None)
        else:
            made.append("hot" if rate >= asked.hot * top else "warm" if rate >= asked.warm * top else "cold")
    return made


def _ends(
    held: I64, dated: Bools, catalogue: Catalogue, least_expected: float
) -> tuple[int | None, int | None, bool, bool]:
    """First and last document, and whether the silence around them tells."""
    held = held[dated[held]]
    if not len(held):
        return None, None, False, False
    dates = catalogue.dates()
    first = int(held[np.argmin(dates.first[held])])
    last = int(held[np.argmax(dates.last[held])])
    every = np.flatnonzero(dated)
    before = int(np.count_nonzero(dates.last[every] < dates.first[first]))
    after = int(np.count_nonzero(dates.first[every] > dates.last[last]))
    share = len(held) / max(len(every) - before - after, 1)
    return first, last, share * before >= least_expected, share * after >= least_expected


def _grade(documents: int, of: int, scale: Grades) -> str | None:
    """The grade by the share of documents; None of a period with too few."""
    if of < scale.least_documents:
        return None
    return next(
        (grade.name for grade in scale.grades if documents / of >= grade.share), scale.grades[-1].name
    )
