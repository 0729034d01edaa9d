"""Periods as dates, and rows arranged along an axis."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from corpus.output.charts.chart_series import MOST_SERIES, arrange, period_start
from corpus.output.result import Result

if TYPE_CHECKING:
    from collections.abc import Callable

    MakeFreq = Callable[..., Result]


@pytest.mark.parametrize(
    ("label", "start", "unit"),
    [
        ("2024", date(2024, 1, 1), "year"),
        ("2024-Q3", date(2024, 7, 1), "quarter"),
        ("2024-08", date(2024, 8, 1), "month"),
        ("2024-W01", date(2024, 1, 1), "week"),
        ("2020-W53", date(2020, 12, 28), "week"),
        ("2024-08-06", date(2024, 8, 6), "day"),
    ],
)
def test_periods_have_a_first_day(label: str, start: date, unit: str) -> None:
    assert period_start(label) == (start, unit)


@pytest.mark.parametrize(
    "label", ["unknown", "", "24", "2024-13", "2024-02-31", "2024-W60", "0000", "2024-Q5"]
)
def test_what_is_no_period_is_none(label: str) -> None:
    assert period_start(label) is None


def test_time_is_the_axis_wherever_it_stands() -> None:
    result = Result(
        {
            "query": ["a"] * 3,
            "outlet": ["kcna", "kcna", "rodong"],
            "period": ["2001", "2000", "2001"],
            "matches": [1, 2, 3],
            "per_million": [1.0, 2.0, None],
        },
        "freq",
    )
    picture = arrange(result)
    assert (picture.facet, picture.labels, picture.unit) == ("period", ("2000", "2001"), "year")
    values = {name: [row and row["per_million"] for row in rows] for name, rows in picture.series.items()}
    assert values == {"kcna": [2.0, 1.0], "rodong": [None, None]}
    assert picture.remarks() == ["Gaps, and not zero, of some of the series only: at 2 of 2 periods."]


def test_of_many_series_the_most_matched_are_drawn(make_freq: MakeFreq) -> None:
    countries = [f"C{number:02}" for number in range(40)]
    result = make_freq(second=("country", countries))
    picture = arrange(result)
    sums = {
        country: sum(row["matches"] for row in result.rows() if row["country"] == country)
        for country in countries
    }
    assert len(picture.series) == MOST_SERIES
    assert min(sums[name] for name in picture.series) >= sorted(sums.values())[-MOST_SERIES]
    assert list(picture.series) == sorted(picture.series)
    assert picture.remarks()[-1] == "Drawn: the 12 of 40 series with the most matches."


@pytest.mark.parametrize(
    ("labels", "most", "shown"),
    [
        (
            [str(year) for year in range(1946, 2017)],
            8,
            ["1950", "1960", "1970", "1980", "1990", "2000", "2010"],
        ),
        ([str(year) for year in range(1998, 2004)], 8, ["1998", "1999", "2000", "2001", "2002", "2003"]),
        (
            [f"{y}-{m:02}" for y in (2023, 2024) for m in range(1, 13)],
            9,
            ["2023-01", "2023-04", "2023-07", "2023-10"],
        ),
        ([f"{y}-Q{q}" for y in range(2020, 2024) for q in range(1, 5)], 5, ["2020-Q1", "2021-Q1", "2022-Q1"]),
        (["1957"], 5, ["1957"]),
    ],
)
def test_ticks_stand_at_round_periods(labels: list[str], most: int, shown: list[str]) -> None:
    picture = arrange(
        Result({"period": labels, "matches": [1] * len(labels), "per_million": [1.0] * len(labels)}, "freq")
    )
    ticks = [picture.labels[place] for place in picture.ticks(most)]
    assert ticks[: len(shown)] == shown
    assert len(ticks) <= most
