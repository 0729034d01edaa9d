"""The data of a result: its columns, and what must be known of them."""

from __future__ import annotations

import importlib
import math
import re
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.errors import CorpusError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import polars

    Column = Sequence[Any] | np.ndarray[Any, Any]

RATES = ("per_million", "per_million_characters", "per_thousand_sentences", "per_thousand_documents")
"""Columns with the rate of a frequency table, which has one of them, and its intervals."""
MEASURES = ("matches", "documents", "tokens", *RATES)
"""Columns that begin the numbers of a result; the facets stand before them."""
COUNTS = frozenset({"matches", "documents", "tokens"})
NUMBERS = frozenset({*RATES, "low", "high", "boot_low", "boot_high", "smoothed", "share"})
"""Columns of whole numbers, and of others, also where all of them are missing."""


DATES = frozenset(
    {
        "date",
        "published",
        "first",
        "last",
        "covered_from",
        "covered_to",
        "silence_from",
        "silence_to",
        "event",
    }
)
"""Columns with dates."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, eq=False)
class ResultData:
    """The answer to one query.

    ``columns``: name to values, all of equal length; a missing value is None, a missing rate NaN or None.
    ``kind``: "freq", "kwic", "list", "coverage", ... ``notes``: sentences that belong under the numbers.
    ``provenance``: what is needed to print under a figure and to repeat it; JSON values only.
    ``title``: the query and its filters in one line. ``coverage``: asks what the archive holds under the
    filters, when the result is written. ``drawing``: how a chart of it is drawn, if not as usual: ``title``,
    ``width`` and ``height`` (pixels of the plotting area), ``band`` (False: no intervals), ``counts`` (True:
    matches, not rates), ``font``.

    Raises ValueError when the columns differ in length.
    """

    columns: Mapping[str, Column]
    kind: str
    provenance: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    title: str = ""
    coverage: Callable[[], list[dict[str, Any]]] | None = field(default=None, repr=False)
    drawing: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        lengths = {name: len(values) for name, values in self.columns.items()}
        if len(set(lengths.values())) > 1:
            raise ValueError(f"The columns differ in length: {lengths}.")

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), ()))

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """The rows, as ``rows`` has them."""
        return iter(self.rows())

    def __getitem__(self, name: str) -> polars.Series:
        """One column of ``frame``. Raises UsageError for a name that is none."""
        if not isinstance(name, str):
            raise UsageError("A result gives its columns by name; its rows: .rows(), .frame or a for loop.")
        if name not in self.columns:
            raise UsageError(f"There is no column {name!r}; there is: {', '.join(self.columns)}")
        return self.frame[name]

    def __repr__(self) -> str:
        return (
            f"<Result {self.kind}: {self.title or 'untitled'}; {len(self)} rows of {', '.join(self.columns)}>"
        )

    @property
    def facets(self) -> tuple[str, ...]:
        """The columns that the result is divided by: those before the first number, but the query."""
        found: list[str] = []
        for name in self.columns:
            if name in MEASURES:
                return tuple(found)
            if name != "query":
                found.append(name)
        return ()

    def values(self, name: str) -> list[Any]:
        """One column as plain Python values: str, int, float, bool, or None for what is missing."""
        column = self.columns[name]
        listed = column.tolist() if isinstance(column, np.ndarray) else column
        return [plain(value) for value in listed]

    def rows(self) -> list[dict[str, Any]]:
        """The rows as flat dicts of plain Python values."""
        names = list(self.columns)
        lists = [self.values(name) for name in names]
        return [dict(zip(names, row, strict=True)) for row in zip(*lists, strict=True)]

    @cached_property
    def frame(self) -> polars.DataFrame:
        """The result as a polars DataFrame: whole numbers as Int64, rates as Float64, what is missing as
        null; columns of dates (DATES) as Date, where each is a whole day, else as String."""
        import polars as pl

        series = []
        for name in self.columns:
            column = self.columns[name]
            if isinstance(column, np.ndarray) and column.dtype.kind in "iufb":
                made = pl.Series(name, column, nan_to_null=True)
            else:
                made = pl.Series(name, self.values(name), strict=False)
            if made.dtype == pl.Null:  # nothing tells what is missing but its name
                number = pl.Int64 if name in COUNTS else pl.Float64 if name in NUMBERS else pl.String
                made = made.cast(number)
            if name in DATES and made.dtype == pl.String and _days(made.drop_nulls().to_list()):
                made = made.str.to_date("%Y-%m-%d")
            series.append(made)
        return pl.DataFrame(series)

    def to_pandas(self) -> Any:
        """The result as a pandas DataFrame. Raises CorpusError when pandas is not installed."""
        try:
            pandas = importlib.import_module("pandas")
        except ImportError:
            raise CorpusError(
                "pandas is not installed: 'pip install pandas', or take .frame, a polars DataFrame."
            ) from None
        found = pandas.DataFrame({name: self.values(name) for name in self.columns})
        for name, series in zip(self.columns, self.frame, strict=True):
            if series.dtype.is_integer() and series.null_count():
                found[name] = found[name].astype("Int64")
            elif series.dtype.is_float() and series.null_count() == len(series) > 0:
                found[name] = found[name].astype("float64")
            elif series.dtype.is_temporal():
                found[name] = pandas.to_datetime(found[name])
        return found


def _days(values: list[str]) -> bool:
    """Whether all of some texts, and one at least, are whole days."""
    return bool(values) and all(_DAY.fullmatch(value) for value in values)


def plain(value: Any) -> Any:
    """A value as str, int, float, bool or None. Dates as ISO 8601; NaN and infinity are missing."""
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, Enum):
        return value.name
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, int):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)
