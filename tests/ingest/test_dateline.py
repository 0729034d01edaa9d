"""Datelines and end marks, with the forms that agencies print."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

import pytest
import regex

from corpus.ingest.dates.dateline import REACH, Dateline, find_end_mark, parse_dateline
from corpus.ingest.dates.stamps import nearest_year, parse_date
from corpus.text.dates import PartialDate

if TYPE_CHECKING:
    from pathlib import Path

_PLACE = r"\A\s*(?P<place>\p{Lu}[\p{L} .'’-]{1,40}?),\s*(?P<month>\p{L}{3,9}\.?)\s*(?P<day>\d{1,2})"
_YEAR = r"(?:,\s*(?P<year>(?:Juche\s*\d{1,3}\s*\()?\d{4}\)?))?"
PATTERNS = [
    regex.compile(pattern)
    for pattern in (
        rf"{_PLACE}{_YEAR}\s*\((?P<agency>KCNA|Xinhua|ACN)\)\s*(?:--?|[–—])?",
        rf"{_PLACE}\.\s*/(?P<agency>TASS)/\.",
        r"\A\s*[(（【](?P<place>\p{Hangul}{2,12})\s*(?P<month>\d{1,2})월\s*(?P<day>\d{1,2})일발\s*"
        r"(?P<agency>조선중앙통신)[)）】]",
        r"(?:\A|(?<=[\s。摄]))(?P<agency>新华社)(?P<place>[\p{Han}·]{2,16}?)(?P<month>[\d十一二三四五六七八九]{1,2})月"
        r"(?P<day>[\d十一二三四五六七八九]{1,3})日电",
    )
]


@pytest.mark.parametrize(
    ("dateline", "said"),
    [
        ("Pyongyang, August 6 (KCNA) -- ", ("Pyongyang", None, 8, 6, "KCNA")),
        ("Pyongyang, August 6 (KCNA) --\xa0", ("Pyongyang", None, 8, 6, "KCNA")),
        ("Pyongyang, August 6 (KCNA) --", ("Pyongyang", None, 8, 6, "KCNA")),
        ("  Mt. Paektu, Sept. 16 (KCNA)–", ("Mt. Paektu", None, 9, 16, "KCNA")),
        ("Pyongyang, August 6, 2024 (KCNA) -- ", ("Pyongyang", 2024, 8, 6, "KCNA")),
        ("Pyongyang, August 6, Juche 113 (2024) (KCNA) -- ", ("Pyongyang", 2024, 8, 6, "KCNA")),
        ("(평양 8월 6일발 조선중앙통신)", ("평양", None, 8, 6, "조선중앙통신")),
        ("【평양 12월 31일발 조선중앙통신】　", ("평양", None, 12, 31, "조선중앙통신")),
        ("新华社北京12月31日电　", ("北京", None, 12, 31, "新华社")),
        ("新华社马来西亚布特拉加亚4月16日电　", ("马来西亚布特拉加亚", None, 4, 16, "新华社")),
        ("新华社北京十二月三十一日电　", ("北京", None, 12, 31, "新华社")),
        ("BEIJING, Dec. 31 (Xinhua) -- ", ("BEIJING", None, 12, 31, "Xinhua")),
        ("MOSCOW, August 6. /TASS/. ", ("MOSCOW", None, 8, 6, "TASS")),
        ("HAVANA, Aug 6 (ACN) ", ("HAVANA", None, 8, 6, "ACN")),
    ],
)
def test_real_datelines(dateline: str, said: tuple[str, int | None, int, int, str]) -> None:
    parsed = parse_dateline(dateline + "The words follow.", PATTERNS)
    place, year, month, day, agency = said
    assert parsed == Dateline(0, len(dateline), place, year, month, day, agency)


@pytest.mark.parametrize(
    "paragraph",
    [
        "Pyongyang, February 31 (KCNA) -- There is no such day.",
        "Pyongyang, Smarch 6 (KCNA) -- There is no such month.",
        "Pyongyang, August 6, 0000 (KCNA) -- There is no such year.",
        "The KCNA report said: Pyongyang, August 6 (KCNA) -- not at the start.",
        "In May we 5 met.",
        "",
        "[" * 5000 + "新华社北京12月31日电　",
        "词" * REACH + "。新华社北京12月31日电　",
    ],
)
def test_what_is_no_dateline(paragraph: str) -> None:
    assert parse_dateline(paragraph, PATTERNS) is None


def test_words_before_a_dateline_stay_outside_its_span() -> None:
    caption, dateline = "国家主席习近平发表贺词。新华社记者 燕雁 摄 ", "新华社北京12月31日电　"
    parsed = parse_dateline(caption + dateline + "新年前夕", PATTERNS)
    assert parsed == Dateline(len(caption), len(caption + dateline), "北京", None, 12, 31, "新华社")


def test_groups_are_optional() -> None:
    parsed = parse_dateline("(TASS) Words", [regex.compile(r"\A\((?P<agency>TASS)\)")])
    assert parsed == Dateline(0, 7, None, None, None, None, "TASS")


def test_a_pattern_that_backtracks_without_end_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.ingest.dates.dateline._TIMEOUT", 0.05)
    endless = regex.compile(r"\A(?:a|aa)+(?:a|aa)+(?:a|aa)+$")
    with pytest.raises(ValueError, match=r"pattern '.*' is too slow: simplify it"):
        parse_dateline("a" * 300 + "b", [endless])


@pytest.mark.parametrize(
    ("paragraph", "words"),
    [
        ("The end. -0-", "The end."),
        ("The end.-0-\n", "The end."),
        ("The end on August 6.\xa0-0-", "The end on August 6."),
        ("The end.  -0- \u3000", "The end."),
        ("-0-", ""),
        ("끝났다. (끝)", "끝났다."),
        ("全文完。（完）", "全文完。"),
        ("The score was 3-0-1.", None),
        ("-0- in the middle", None),
        ("", None),
    ],
)
def test_end_marks(paragraph: str, words: str | None) -> None:
    start = find_end_mark(paragraph, ["0-", "-0-", "(끝)", "（完）", ""])
    assert (None if start is None else paragraph[:start]) == words


@pytest.mark.collections
def test_every_dateline_and_end_mark_of_the_kcna_collection(collections: Path) -> None:
    lines = (collections / "kcna-en" / "articles.jsonl").read_text("utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["story_text"]]
    days_late: Counter[int] = Counter()
    for row in rows:
        paragraphs = row["story_text"].strip().split("\n")
        assert find_end_mark(paragraphs[-1], ["-0-"]) is not None
        dateline = parse_dateline(paragraphs[0], PATTERNS)
        if dateline is None:
            assert "KCNA" not in paragraphs[0][:100]
            continue
        published = parse_date(row["date_str"]).date
        assert published is not None
        assert dateline.month is not None
        year = nearest_year(dateline.month, dateline.day, published)
        days_late[(published.first - PartialDate(year, dateline.month, dateline.day).first).days] += 1
    # One row of 2024-09-12 is dated September 5 by the agency.
    assert days_late == {0: 1435, 2: 1, 7: 1}
    assert len(rows) - days_late.total() == 53


@pytest.mark.collections
def test_the_datelines_of_the_xinhua_speeches(collections: Path) -> None:
    speeches = json.loads((collections / "xi-speeches" / "speeches.json").read_text("utf-8"))
    parsed = [parse_dateline(speech["text"], PATTERNS) for speech in speeches]
    assert len(parsed) - parsed.count(None) == 98
    assert sum(dateline is not None and dateline.start > 0 for dateline in parsed) == 36
