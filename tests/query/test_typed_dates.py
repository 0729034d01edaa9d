"""Filters read dates as people write them."""

from __future__ import annotations

import datetime

import pytest

from corpus.api.arguments import filters
from corpus.errors import CorpusError, FilterError, UsageError
from corpus.query.select.typed_dates import typed_date

TODAY = datetime.date(2024, 3, 31)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2024", "2024"),
        ("2024-08", "2024-08"),
        ("2024-08-06", "2024-08-06"),
        (" 2024/01 ", "2024-01"),
        ("20240806", "2024-08-06"),
        ("Jan 2024", "2024-01"),
        ("6 August 2024", "2024-08-06"),
        ("August 6, 2024", "2024-08-06"),
        ("1.8.2024", "2024-08-01"),
        ("25/8/2024", "2024-08-25"),
        ("2024年8月6日", "2024-08-06"),
        ("6 août 2024", "2024-08-06"),
        ("today", "2024-03-31"),
        ("Yesterday", "2024-03-30"),
        ("30d", "2024-03-01"),
        ("2 weeks", "2024-03-17"),
        ("1m", "2024-02-29"),
        ("13 months ago", "2023-02-28"),
        ("last 2 years", "2022-03-31"),
        ("1y", "2023-03-31"),
        ("2024-Q3", "2024-07"),
        ("q1 2024", "2024-01"),
        ("2024-W31", "2024-07-29"),
        ("2020 W53", "2020-12-28"),
    ],
)
def test_dates(typed: str, meant: str) -> None:
    assert str(typed_date("since", typed, TODAY)) == meant


@pytest.mark.parametrize(("typed", "last"), [("2024-Q3", "2024-09"), ("2024-W31", "2024-08-04")])
def test_up_to_a_quarter_or_week_is_up_to_its_end(typed: str, last: str) -> None:
    assert str(typed_date("until", typed, TODAY)) == last


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2024-W54", "Invalid week"),
        ("1/8/2024", "2024-08-01 or 2024-01-08: write which"),
        ("August 6", "its year is missing"),
        ("2024-13", "There is no month 13"),
        ("31.2.2024", "this is no date"),
        ("recently", "this is no date"),
        ("99999y", "before the first year of the calendar"),
    ],
)
def test_no_dates(typed: str, said: str) -> None:
    with pytest.raises(FilterError, match=r"^since=") as raised:
        typed_date("since", typed, TODAY)
    assert said in str(raised.value)


def test_years_and_dates_of_python() -> None:
    one = filters({"year": "2023", "outlet": "kcna"})
    assert (one.since, one.until) == ("2023", "2023")
    assert one.described() == {"outlet": "kcna", "year": "2023"}
    several = filters({"year": "2020–2023"})
    assert several.described() == {"since": "2020", "until": "2023"}
    assert filters({"year": 2023}) == filters({"since": 2023, "until": 2023})
    assert filters({"since": datetime.date(2024, 8, 6)}).since == "2024-08-06"
    for years in ([2021, 2020, 2022], range(2020, 2023), ("2020", "2021", "2022")):
        assert filters({"year": years}) == filters({"year": "2020-2022"})


@pytest.mark.parametrize(
    "given",
    [
        {"year": "22"},
        {"year": "2023-2020"},
        {"year": "2023", "since": "2022"},
        {"year": [2020, 2022]},
        {"year": ["x"]},
        {"year": []},
        {"year": " "},
        {"since": ""},
    ],
)
def test_wrong_years(given: dict[str, str]) -> None:
    with pytest.raises(CorpusError, match=r"(year|since)=") as raised:
        filters(given)
    assert isinstance(raised.value, (UsageError, FilterError))
