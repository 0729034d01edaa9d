"""Names of months, numerals, eras, and the datelines of outlets that print them in their own language."""

from __future__ import annotations

import datetime
import re

import pytest

from corpus.ingest.dates.calendars import ERAS, day_number, era_year, month_number, solar_day
from corpus.ingest.dates.dateline import Dateline, parse_dateline
from corpus.ingest.dates.month_names import (
    ENGLISH,
    FULL,
    MONTHS,
    SHORT,
    SOLAR_MONTHS,
    WEEKDAYS,
    alternatives,
    fold,
)
from corpus.ingest.dates.publication_date import event_in, lunar_doubts
from corpus.ingest.outlets.registry import get_outlet
from corpus.settings import packaged
from corpus.text.records import Doubt

LANGUAGES = packaged("corpus.ingest.dates", "calendar_names.toml")["languages"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_twelve_months_and_seven_days(language: str) -> None:
    names = LANGUAGES[language]
    assert len(names.get("months", [""] * 12)) == len(names.get("short", [""] * 12)) == 12
    assert len(names["weekdays"]) == 7
    for key in ("months", "short"):
        for month, spellings in enumerate(names.get(key, ()), 1):
            for name in filter(None, spellings.split("|")):
                assert MONTHS[fold(name)] == month, f"{name} means two months"


def test_names_that_are_words_are_no_months_in_running_text() -> None:
    assert not {"may", "set", "out", "pro"} & (FULL | SHORT)
    assert {"set", "out"} <= MONTHS.keys()
    assert set(ENGLISH.values()) == set(SOLAR_MONTHS.values()) == set(range(1, 13))
    assert not SOLAR_MONTHS.keys() & MONTHS.keys()
    assert WEEKDAYS["dienstag"] == WEEKDAYS["星期二"] == WEEKDAYS["화"] == {1}


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("AOÛT", "aout"),
        ("Ağustos", "agustos"),
        ("KASIM", "kasim"),
        ("kasım", "kasim"),
        ("İYUN", "iyun"),
        ("8월", "8월"),
    ],
)
def test_names_are_compared_without_marks_and_letter_case(printed: str, folded: str) -> None:
    assert fold(printed) == folded


def test_alternatives_match_each_word_whole_and_nothing_else() -> None:
    words = ["mar", "mars", "marzo", "a.b", "mart"]
    pattern = re.compile(alternatives(words))
    assert all(pattern.fullmatch(word) for word in words)
    assert not any(pattern.fullmatch(word) for word in ("ma", "marz", "axb", ""))
    match = pattern.match("marsch")
    assert match is not None
    assert match[0] == "mars"


@pytest.mark.parametrize(
    ("year", "month", "day", "gregorian"),
    [
        (1357, 11, 22, "1979-02-11"),
        (1399, 12, 30, "2021-03-20"),  # a leap year
        (1400, 1, 1, "2021-03-21"),
        (1403, 12, 30, "2025-03-20"),
        (1299, 12, 3, "1921-02-22"),
    ],
)
def test_solar_hijri_days(year: int, month: int, day: int, gregorian: str) -> None:
    assert str(solar_day(year, month, day)) == gregorian


@pytest.mark.parametrize(
    ("year", "month", "day"), [(1400, 12, 30), (1403, 7, 31), (1403, 13, 1), (1445, 1, 1), (1403, 1, 0)]
)
def test_days_that_the_solar_hijri_calendar_does_not_have(year: int, month: int, day: int) -> None:
    with pytest.raises(ValueError, match="Solar Hijri year"):
        solar_day(year, month, day)


def test_solar_hijri_years_follow_each_other() -> None:
    for year in range(1250, 1430):
        ends = [solar_day(year, 12, 29) + datetime.timedelta(days) for days in (1, 2)]
        assert solar_day(year + 1, 1, 1) in ends


@pytest.mark.parametrize(
    ("name", "month"),
    [
        ("августа", 8),
        ("Августа", 8),
        ("авг.", 8),
        ("мая", 5),
        ("ENERO", 1),
        ("ene", 1),
        ("dic.", 12),
        ("août", 8),
        ("mars", 3),
        ("março", 3),
        ("８월", 8),
        ("十二", 12),
        ("Sept.", 9),
    ],
)
def test_months(name: str, month: int) -> None:
    assert month_number(name) == month


@pytest.mark.parametrize("name", ["авгу", "sett.e", "outs", "13", "0", "", "mayor"])
def test_no_months(name: str) -> None:
    with pytest.raises(ValueError, match="is no month"):
        month_number(name)


@pytest.mark.parametrize(("text", "day"), [("1ro.", 1), ("1º", 1), ("1er", 1), ("6-го", 6), ("二十三", 23)])
def test_days(text: str, day: int) -> None:
    assert day_number(text) == day


@pytest.mark.parametrize(
    ("era", "number", "year"),
    [
        ("民国", "三十八", 1949),
        ("民國", "113", 2024),
        ("令和", "元", 2019),
        ("昭和", "６４", 1989),
        ("大正", "十", 1921),
    ],
)
def test_eras(era: str, number: str, year: int) -> None:
    assert era_year(era, number) == year


@pytest.mark.parametrize(("era", "number"), [("昭和", "65"), ("平成", "0"), ("民国", "200"), ("明治", "x")])
def test_years_that_an_era_does_not_have(era: str, number: str) -> None:
    with pytest.raises(ValueError, match=f"There is no {era}{number}: its first year is {ERAS[era][0]}"):
        era_year(era, number)


@pytest.mark.parametrize(
    ("code", "dateline", "said"),
    [
        ("tass", "МОСКВА, 6 августа. /ТАСС/. ", ("МОСКВА", None, 8, 6, "ТАСС")),
        ("tass", "САНКТ-ПЕТЕРБУРГ, 1 мая. /ТАСС/. ", ("САНКТ-ПЕТЕРБУРГ", None, 5, 1, "ТАСС")),
        ("tass", "МОСКВА, 6 августа 2024 года. /ТАСС/. ", ("МОСКВА", 2024, 8, 6, "ТАСС")),
        ("tass", "МОСКВА, 6 авг. /ТАСС/. ", ("МОСКВА", None, 8, 6, "ТАСС")),
        ("tass", "MOSCOW, August 6. /TASS/. ", ("MOSCOW", None, 8, 6, "TASS")),
        ("granma", "LA HABANA, 6 de agosto (PL).— ", ("LA HABANA", None, 8, 6, "PL")),
        ("granma", "La Habana, 6 ago (ACN) - ", ("La Habana", None, 8, 6, "ACN")),
        ("granma", "Santiago de Cuba, 1ro. de enero de 2024.— ", ("Santiago de Cuba", 2024, 1, 1, None)),
        ("granma", "MÉXICO, 6 de agosto.—", ("MÉXICO", None, 8, 6, None)),
    ],
)
def test_datelines(code: str, dateline: str, said: tuple[str, int | None, int, int, str | None]) -> None:
    parsed = parse_dateline(dateline + "Texto.", get_outlet(code).datelines)
    place, year, month, day, agency = said
    assert parsed == Dateline(0, len(dateline), place, year, month, day, agency)


def test_lunar_dates_are_doubts_and_no_events() -> None:
    text = "음력 8월 15일 추석을 맞으며 연설하였다."
    doubt = Doubt("event", "음력 8월 15일: the lunar calendar is not converted, and no date is taken.")
    assert event_in(text, text, None) == (None, [doubt])
    assert lunar_doubts("published", "8월 15일") == []
