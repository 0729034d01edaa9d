"""The life of a formula: birth, peak, half-life, death, and how hot it is in each period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.measures.intervals import poisson_interval

if TYPE_CHECKING:
    from corpus.index.read.document_facts import Dates
    from corpus.insight.formulas.formula_settings import Grades, Temperature
    from corpus.query.session.document_catalogue import Catalogue
    from corpus.query.tabulate.period_counts import Calendar

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
    yet. ``born`` and ``dead``: whether the silence before or after tells (``_ends``).
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
    found: I64,
    dated: Bools,
    outlets: I64,
    catalogue: Catalogue,
    when: Calendar,
    asked: Temperature,
    scale: Grades,
) -> Life:
    """The life of what was found. ``found``: the document (ordinal of the catalogue) of each match;
    ``dated``: the documents of the selection that hold words and have a date; ``outlets``: of each document
    the code of its outlet. A period without text of the outlets that have the formula has no heat."""
    held, counts = np.unique(found, return_counts=True)
    placed = when.of_document[held] >= 0
    codes = when.of_document[held[placed]]
    matches = np.bincount(codes, counts[placed], len(when)).astype(np.int64)
    documents = np.bincount(codes, minlength=len(when))
    tokens = np.where(when.tokens > 0, when.tokens, np.nan)
    rates: Floats = matches / tokens
    peak = _peak(matches, documents, when.tokens, asked)
    own = np.flatnonzero(dated & np.isin(outlets, outlets[held]))
    covered = np.bincount(when.of_document[own][when.of_document[own] >= 0], minlength=len(when)) > 0
    temperatures = _temperatures(matches, np.where(covered, when.tokens, 0), rates, peak, asked)
    first, last, born, dead = _ends(held, dated, outlets, catalogue.dates(), when, asked.least_expected)
    half = None
    if peak is not None:
        cooled = (at for at in range(peak + 1, len(when)) if temperatures[at] in ("warm", "cold"))
        half = next((at - peak for at in cooled), None)
    grades = [
        _grade(some, of, scale) if known else None
        for some, of, known in zip(documents.tolist(), when.documents.tolist(), covered.tolist(), strict=True)
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
    held: I64, dated: Bools, outlets: I64, dates: Dates, when: Calendar, least_expected: float
) -> tuple[int | None, int | None, bool, bool]:
    """First and last document, and whether the silence around them tells.

    It does when so many documents of the outlets that have the formula lie in it that ``least_expected`` of
    them would have had it, each outlet by its own share; when it is longer, in documents, than any silence
    between; and, after the last, when a later period has text of these outlets.
    """
    held = held[dated[held]]
    if not len(held):
        return None, None, False, False
    held = held[np.lexsort((dates.last[held], dates.first[held]))]
    begin, end = dates.first[held[0]], dates.last[held].max()
    before = after = expected_before = expected_after = 0.0
    for outlet in np.unique(outlets[held]).tolist():
        every = np.flatnonzero(dated & (outlets == outlet))
        earlier = int(np.count_nonzero(dates.last[every] < begin))
        later = int(np.count_nonzero(dates.first[every] > end))
        share = int(np.count_nonzero(outlets[held] == outlet)) / max(len(every) - earlier - later, 1)
        before, after = before + earlier, after + later
        expected_before, expected_after = expected_before + share * earlier, expected_after + share * later
    own = np.flatnonzero(dated & np.isin(outlets, outlets[held]))
    between = _longest_between(held, own, dates)
    over = when.of_document[own].max() > when.of_document[held].max()
    born = round(expected_before, 9) >= least_expected and before > between
    dead = round(expected_after, 9) >= least_expected and after > between and over
    return int(held[0]), int(held[-1]), bool(born), bool(dead)


def _longest_between(held: I64, own: I64, dates: Dates) -> int:
    """The most documents whose date begins between two that follow each other. ``held``: by date."""
    days = np.sort(dates.first[own])
    ends = np.searchsorted(days, dates.first[held[1:]], "left")
    starts = np.searchsorted(days, np.maximum.accumulate(dates.last[held])[:-1], "right")
    return max(0, int((ends - starts).max(initial=0)))


def _grade(documents: int, of: int, scale: Grades) -> str | None:
    """The grade by the share of documents; None of a period with too few."""
    if of < scale.least_documents:
        return None
    return next(
        (grade.name for grade in scale.grades if documents / of >= grade.share), scale.grades[-1].name
    )
