"""Partial dates: what they accept, how they compare and print."""

from __future__ import annotations

import datetime
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text.dates import PartialDate

DAYS = st.dates(min_value=datetime.date(1, 1, 1), max_value=datetime.date(9999, 12, 31))


@st.composite
def partial_dates(draw: st.DrawFn) -> PartialDate:
    day = draw(DAYS)
    parts = (day.year, day.month, day.day)
    return PartialDate(*parts[: draw(st.integers(1, 3))])


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ((0,), "There is no year 0: years run from 1 to 9999."),
        ((10_000,), "There is no year 10000: years run from 1 to 9999."),
        ((2024, 13), "There is no month 13: months run from 1 to 12."),
        ((2024, 0, 1), "There is no month 0: months run from 1 to 12."),
        ((2024, 2, 31), "There is no 31 February 2024."),
        ((2023, 2, 29), "There is no 29 February 2023."),
        ((2024, 2, 0), "There is no 0 February 2024."),
        ((2024, None, 6), "Day 6 of 2024 needs a month."),
    ],
)
def test_impossible_dates_are_refused_with_a_sentence(parts: tuple[int, ...], sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{sentence}$"):
        PartialDate(*parts)


@pytest.mark.parametrize(
    ("date", "text", "precision", "first", "last"),
    [
        (PartialDate(2024), "2024", "year", (2024, 1, 1), (2024, 12, 31)),
        (PartialDate(2024, 2), "2024-02", "month", (2024, 2, 1), (2024, 2, 29)),
        (PartialDate(2024, 8, 6), "2024-08-06", "day", (2024, 8, 6), (2024, 8, 6)),
        (PartialDate(33), "0033", "year", (33, 1, 1), (33, 12, 31)),
    ],
)
def test_precision_and_bounds(
    date: PartialDate,
    text: str,
    precision: str,
    first: tuple[int, int, int],
    last: tuple[int, int, int],
) -> None:
    assert str(date) == text
    assert date.precision == precision
    assert date.first == datetime.date(*first)
    assert date.last == datetime.date(*last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "24",
        "2024-8",
        "2024-08-06T00:00",
        "2024/08/06",
        "20240806",
        " 2024",
        "2024\n",
        "２０２４",
        "-2024",
    ],
)
def test_parse_reads_strict_iso_only(text: str) -> None:
    with pytest.raises(ValueError, match="is no date: write 2024, 2024-08 or 2024-08-06"):
        PartialDate.parse(text)


def test_a_less_precise_date_comes_before_those_inside_it() -> None:
    dates = [
        PartialDate(2024, 8, 6),
        PartialDate(2025),
        PartialDate(2024, 8),
        PartialDate(2024),
        PartialDate(2023, 12),
    ]
    assert [str(date) for date in sorted(dates)] == ["2023-12", "2024", "2024-08", "2024-08-06", "2025"]


@given(partial_dates())
def test_text_and_pickle_give_the_same_date_back(date: PartialDate) -> None:
    assert PartialDate.parse(str(date)) == date
    assert pickle.loads(pickle.dumps(date)) == date


@given(partial_dates(), partial_dates())
def test_dates_sort_as_their_texts_do(one: PartialDate, other: PartialDate) -> None:
    assert (one < other) == (str(one) < str(other))
    assert (one <= other) == (str(one) <= str(other))
    assert one.first <= one.last
