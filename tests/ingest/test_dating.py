"""Dates: which source is believed, what is inferred and doubted; nothing is guessed in silence."""

from __future__ import annotations

import pytest

from corpus.errors import InputError
from corpus.ingest.dateline import Dateline
from corpus.ingest.dating import Dating
from corpus.ingest.normalise import normalise_item
from corpus.ingest.outlets import get_outlet
from corpus.model.dates import PartialDate
from corpus.model.records import Item, Parsed

KCNA = "Pyongyang, {} (KCNA) -- A road was built. -0-"
REPORT = (
    "A road was opened in Norland County on May 3.\n"
    "Han Jong Sik, minister of Roads, made the following speech:\n"
)


def parse(text: str, outlet: str = "kcna", address: str = "a.txt", date: str = "", **fields: str) -> Parsed:
    item = Item(text.encode(), text, address, "list.csv, line 7", fields)
    return normalise_item(item, get_outlet(outlet), {"date": date} if date else {})


def published(parsed: Parsed) -> tuple[str, str] | None:
    return (str(parsed.published.date), parsed.published.known) if parsed.published else None


def doubts(parsed: Parsed, field: str) -> list[str]:
    return [doubt.message for doubt in parsed.doubts if doubt.field == field]


def test_the_user_wins_over_metadata_and_metadata_over_the_rest() -> None:
    text = KCNA.format("August 6")
    assert published(parse(text, date="2023-01-02")) == ("2023-01-02", "set")
    item = Item(b"", text, "2022-05-05.txt", "a", {"date": "2024-08-06", "title": "Road [2024.08.05.]"})
    parsed = normalise_item(item, get_outlet("kcna"), {})
    assert published(parsed) == ("2024-08-06", "metadata")
    assert parsed.title == "Road"
    assert published(normalise_item(item, get_outlet("kcna"), {"date": "2024"})) == ("2024", "set")


def test_a_stamp_in_the_headline() -> None:
    assert published(parse("A road.", title="Road Built\n\n[Juche113.1.2.]")) == ("2024-01-02", "text")


@pytest.mark.parametrize(
    ("month", "day", "anchor", "completed"),
    [
        (12, 31, "2025-01-01", "2024-12-31"),
        (1, 1, "2024-12-31", "2025-01-01"),
        (8, 6, "2024", "2024-08-06"),
    ],
)
def test_a_dateline_without_a_year_takes_the_nearest(
    month: int, day: int, anchor: str, completed: str
) -> None:
    dating = Dating()
    dating.add(PartialDate.parse(anchor), "filename", "the file's name")
    dating.add_dateline(Dateline(0, 10, "Pyongyang", None, month, day, "KCNA"), "")
    assert (str(dating.sources[1].date), dating.sources[1].known) == (completed, "inferred")
    assert not any("but" in doubt.message for doubt in dating.all_doubts())


def test_a_files_year_is_refined_by_the_dateline() -> None:
    parsed = parse(KCNA.format("August 6"), address="2024.txt")
    assert published(parsed) == ("2024-08-06", "inferred")
    assert doubts(parsed, "published") == [
        "The dateline has no year; 2024 is completed from the file's name."
    ]


def test_a_dateline_without_any_year_is_doubted_and_not_dated() -> None:
    parsed = parse(KCNA.format("August 6"))
    assert parsed.published is None
    assert "nothing says which year" in doubts(parsed, "published")[0]


def test_a_dateline_is_completed_from_the_text_as_inferred_and_doubted() -> None:
    parsed = parse(KCNA.format("August 6") + "\nEntering the new year of 2024 the people build roads.")
    assert published(parsed) == ("2024-08-06", "inferred")
    assert "2024 is taken from the words" in doubts(parsed, "published")[0]


def test_sources_that_disagree_are_doubted_and_metadata_win() -> None:
    item = Item(b"", KCNA.format("September 5"), "a", "a", {"date": "2024-09-12"})
    parsed = normalise_item(item, get_outlet("kcna"), {})
    assert published(parsed) == ("2024-09-12", "metadata")
    assert "2024-09-12" in doubts(parsed, "published")[0]
    assert "2024-09-05" in doubts(parsed, "published")[0]


def test_a_day_between_dateline_and_page_is_usual() -> None:
    item = Item(b"", KCNA.format("September 5"), "a", "a", {"date": "2024-09-06", "title": "Road"})
    assert normalise_item(item, get_outlet("kcna"), {}).doubts == []


def test_juche_and_gregorian_years_that_disagree_are_doubted() -> None:
    parsed = parse("A road.", title="Road [Juche113(2023).1.2.]")
    assert doubts(parsed, "published")


@pytest.mark.parametrize("value", ["2024-02-31", "0000-01-01", "2024-13-01", "soon"])
def test_an_impossible_date_is_an_error_that_names_item_and_value(value: str) -> None:
    item = Item(b"", "A road.", "a", "list.csv, line 7", {"date": value})
    with pytest.raises(InputError, match=r"^list\.csv, line 7: ") as raised:
        normalise_item(item, get_outlet("kcna"), {})
    assert value in str(raised.value)


def test_the_event_of_a_speech_report_is_inferred_and_stands_for_the_date() -> None:
    text = REPORT + "Entering the important year of 2024 we build roads."
    parsed = parse(text, "generic")
    assert parsed.event is not None
    assert (str(parsed.event.date), parsed.event.known) == ("2024-05-03", "inferred")
    assert published(parsed) == ("2024-05-03", "inferred")
    assert doubts(parsed, "event")
    assert doubts(parsed, "published")
    assert parsed.place == "Norland County"
    assert doubts(parsed, "place")


def test_no_event_is_guessed_where_nothing_says_the_year() -> None:
    parsed = parse(REPORT + "We build roads.", "generic")
    assert (parsed.event, parsed.published) == (None, None)
    assert doubts(parsed, "event")
    assert doubts(parsed, "published")


def test_an_event_with_its_year_is_sure() -> None:
    parsed = parse(REPORT.replace("May 3.", "May 3, 2023.") + "We build.", "generic", date="2024-01-01")
    assert parsed.event is not None
    assert (str(parsed.event.date), parsed.event.known) == ("2023-05-03", "text")
    assert doubts(parsed, "event") == []


def test_a_text_without_any_date_says_so() -> None:
    assert doubts(parse("A road was built."), "published") == [
        "Neither metadata nor headline, file name or text have a date."
    ]


def test_a_year_is_refined_by_the_heading_and_a_heading_of_another_year_doubted() -> None:
    text = "길을 닦자\n신년연설 - {}년 01월 01일\n해 제\n설명.\n원 문\n우리는 길을 닦는다."
    parsed = parse(text.format(1956), "dprk-new-year", "x/1956.txt")
    assert published(parsed) == ("1956-01-01", "text")
    parsed = parse(text.format(1955), "dprk-new-year", "x/1956.txt")
    assert published(parsed) == ("1956", "filename")
    assert "1955-01-01" in doubts(parsed, "published")[0]
