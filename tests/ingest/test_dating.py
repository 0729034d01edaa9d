"""Dates: which source is believed, what is inferred and doubted; nothing is guessed in silence."""

from __future__ import annotations

import pytest

from corpus.errors import InputError
from corpus.ingest.dates.dateline import Dateline
from corpus.ingest.dates.publication_date import NAMED, Dating
from corpus.ingest.load.normalise_item import normalise_item
from corpus.ingest.outlets.registry import get_outlet
from corpus.text.dates import PartialDate
from corpus.text.records import Item, Parsed

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
    dating.add(PartialDate.parse(anchor), "filename", "the file's name", NAMED)
    dating.add_dateline(Dateline(0, 10, "Pyongyang", None, month, day, "KCNA"))
    dating.settle("")
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


@pytest.mark.parametrize("value", ["2024-02-31", "0000-01-01", "2024-13-01", "soon", "음력 8월 6일"])
def test_a_date_that_cannot_be_read_is_a_doubt_that_quotes_it_and_the_next_source_decides(value: str) -> None:
    text = KCNA.format("August 6, 2024")
    item = Item(b"", text, "a", "list.csv, line 7", {"date": value})
    parsed = normalise_item(item, get_outlet("kcna"), {})
    assert published(parsed) == ("2024-08-06", "dateline")
    assert any(value in doubt for doubt in doubts(parsed, "published"))


def test_another_column_dates_what_the_first_does_not() -> None:
    fields = {"date": "soon", "year": "2024", "publication": "The Lantern"}
    parsed = normalise_item(Item(b"", "A road.", "a", "a", fields), get_outlet("generic"), {})
    assert published(parsed) == ("2024", "metadata")
    assert len(doubts(parsed, "published")) == 1


def test_an_impossible_date_that_the_user_gives_is_an_error() -> None:
    with pytest.raises(InputError, match=r"^list\.csv, line 7: '2024-02-31' is no date"):
        parse("A road was built.", date="2024-02-31")


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


LEAD = "Pyongyang, May 3 (KCNA) -- A road was built in the valley, and all of the people took part in it."
LOADED = {"loaded": "2026-11-30T05:00:00Z"}


def dated(text: str, address: str = "/d/a.txt", outlet: str = "kcna", **more: str) -> Parsed:
    hints = {name: more.pop(name) for name in ("retrieved", "dates") if name in more}
    order, below = more.pop("date_order", None), more.pop("below", None)
    item = Item(b"", text, address, "a.txt", more, date_order=order, below=below)
    return normalise_item(item, get_outlet(outlet), {**LOADED, **hints})


@pytest.mark.parametrize(
    ("order", "dateline", "date"),
    [
        ("day-first", "March 9", "2024-09-03"),
        (None, "September 2", "2024-09-03"),  # the dateline confirms one reading
        (None, "March 9", "2024-03-09"),
        (None, "June 1", "2024"),  # neither: what both readings have in common
    ],
)
def test_numbers_of_either_order(order: str | None, dateline: str, date: str) -> None:
    more = {"date_order": order} if order else {}
    parsed = dated(KCNA.format(dateline), date="03/09/2024", **more)
    assert str(parsed.published.date if parsed.published else None)[: len(date)] == date
    if date == "2024":
        assert "'03/09/2024' may be 2024-09-03 or 2024-03-09" in doubts(parsed, "published")[0]


def test_what_the_user_says_of_the_order_wins() -> None:
    parsed = dated("A road.", date="03/09/2024", date_order="day-first", dates="month-first")
    assert published(parsed) == ("2024-03-09", "metadata")


@pytest.mark.parametrize(
    ("text", "address", "outlet", "date"),
    [
        # a year in a name never beats a printed day, and a day in its year is confirmed by it
        (
            "Address\nMay 3, 1951\n\nWe build a road today.",
            "/d/1951-Smith.txt",
            "generic",
            ("1951-05-03", "text"),
        ),
        (
            "Address\nMay 3, 2011\n\nWe build a road today.",
            "/d/why-1984.txt",
            "generic",
            ("2011-05-03", "text"),
        ),
        ("A road was built in the valley.", "https://a.example/vision-2030", "generic", None),
        ("A road was built in the valley.", "/d/vision-2090.txt", "generic", None),
        ("A road was built in the valley.", "/d/1848.txt", "generic", ("1848", "filename")),
        (KCNA.format("May 3"), "https://a.example/2019/05/03/x-1984", "kcna", ("2019-05-03", "filename")),
        # a full date that the text prints within days of the dateline
        (
            "Pyongyang, May 3 (KCNA) -- A road was opened on May 2, Juche 108 (2019).",
            "a",
            "kcna",
            ("2019-05-03", "inferred"),
        ),
        (
            "BEIJING, Jan. 1 (Xinhua) -- A road was opened on December 31, 2018.",
            "a",
            "xinhua",
            ("2019-01-01", "inferred"),
        ),
        ("Pyongyang, May 3 (KCNA) -- He was born on May 2, Juche 20 (1931).", "a", "kcna", None),
        ("Pyongyang, May 3 (KCNA) -- Opened on May 2, 2019, closed on May 9, 2021.", "a", "kcna", None),
        ("Pyongyang, May 3 (KCNA) -- A road was opened on May 2, 1953.", "a", "kcna", None),
        ("Pyongyang, May 3 (KCNA) -- A road was opened on May 2, Juche 58 (1969).", "a", "kcna", None),
        (f"{LEAD}\nHe saw it on May 3, Juche 98 (2009).", "a", "kcna", None),
        # what stands in a sentence, at the end or in a quoted post dates nothing
        ("Farm\n\nA road was built in the valley.\nThe dam opens on 1 May 2031.", "a", "generic", None),
        ("Farm\n\nA road was built in the valley.\nThe dam opened on 1 May 2011.", "a", "generic", None),
        ("Farm\n— Agency (@agency) May 1, 2015\nA road was built in the valley.", "a", "generic", None),
        ("On 21 September 1981\nNorland joined the nations as an independent country.", "a", "generic", None),
        ("In the early morning of\n11 May 2003, our minister\ndied, and all mourn.", "a", "generic", None),
        ("Order\nof the Council\nот 7 мая 2004 г. N 47\n\nA road is to be built.", "a", "generic", None),
        ("Farm\nUpdated: 3 May 2019\nA road was built in the valley by all.", "a", "generic", None),
        # lines that hold little but a date
        (
            "Farm\n来源：某社 2019-05-03 21:30\n公路在山谷里修通了，大家都来参加。",
            "a",
            "generic",
            ("2019-05-03", "text"),
        ),
        (
            "Farm\nBy A. Writer | 3 May 2019 | 09:15\nA road was built.",
            "a",
            "generic",
            ("2019-05-03", "text"),
        ),
        ("Farm\nViernes 3\n, Mayo de 2019\nSe hizo un camino.", "a", "generic", ("2019-05-03", "text")),
        ("May 3. 2003 Juche 92\n\nFarm\n\n" + KCNA.format("May 3"), "a", "kcna", ("2003-05-03", "text")),
        (
            "Order\n\nA road is to be built in the valley.\n\nA. Writer\nOldtown, 3 May 2019",
            "a",
            "generic",
            ("2019-05-03", "dateline"),
        ),
    ],
)
def test_what_dates_a_text(text: str, address: str, outlet: str, date: tuple[str, str] | None) -> None:
    assert published(dated(text, address, outlet)) == date


@pytest.mark.parametrize(
    ("month_and_day", "retrieved", "date"),
    [
        ("August 6", "2024-08-07T00:00:00Z", "2024-08-06"),
        ("August 6", "2024-08-05T16:00:00Z", "2024-08-06"),  # it is the 6th in Pyongyang
        ("August 6", "2024-08-05T14:00:00Z", "2023-08-06"),
        ("December 31", "2024-01-02T00:00:00Z", "2023-12-31"),
        ("February 29", "2023-05-05T00:00:00Z", "2020-02-29"),
    ],
)
def test_the_retrieval_gives_the_year_of_a_dateline(month_and_day: str, retrieved: str, date: str) -> None:
    parsed = dated(KCNA.format(month_and_day), retrieved=retrieved)
    assert published(parsed) == (date, "inferred")
    assert "is taken from the retrieval" in doubts(parsed, "published")[0]


def test_a_date_after_the_day_of_loading_is_doubted_and_kept() -> None:
    parsed = dated("A road.", date="2026-12-02")
    assert published(parsed) == ("2026-12-02", "metadata")
    assert "2026-12-02, which is after the day of loading" in doubts(parsed, "published")[0]
    assert doubts(dated("A road.", date="2026-11-30"), "published") == []


def test_a_moment_is_a_day_where_the_outlet_is() -> None:
    moment = "2024-07-31T15:30:00Z"
    assert published(dated("A road.", date=moment)) == ("2024-08-01", "metadata")
    assert published(dated("A road.", outlet="granma", date=moment)) == ("2024-07-31", "metadata")
    assert published(dated("A road.", outlet="generic", date=moment)) == ("2024-07-31", "metadata")


def test_the_end_of_a_page_dates_nothing() -> None:
    text = "A road was built in the valley.\nTop stories\n2019-05-03"
    assert dated(text, outlet="generic", below=text).published is None
    assert published(dated(text, outlet="generic")) == ("2019-05-03", "inferred")
