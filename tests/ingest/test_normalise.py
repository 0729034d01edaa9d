"""Whole items: passages cover the text whatever comes, and the real collections read as they should."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import InputError
from corpus.ingest.load.normalise_item import normalise_item
from corpus.ingest.outlets.registry import get_outlet
from corpus.text.records import Item, Parsed
from corpus.text.roles import COUNTED, Role

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OUTLETS = ["kcna", "rodong", "dprk-new-year", "xinhua", "prc-government", "un-general-debate", "generic"]
PARTS = [
    "Pyongyang, August 6 (KCNA) -- ",
    "Kim Jong Un, general secretary of the Party, made the following speech:",
    "ComradeKim Jong Unsaid, and continued:",
    "Comrades,",
    "We “build” roads",
    "The message said:",
    "He said that it is so. ",
    "Long live roads!",
    "-0-",
    "해 제",
    "원 문",
    "친애하는 동지들!",
    "우리 길 만세!",
    "- 1956년 01월 01일",
    "新华社北京5月3日电",
    "新华社记者 张三 摄",
    "各位代表：",
    "本作品来自",
    "10-54827 42",
    "\n",
    "\n\n",
    "\r\n",
    " ",
    "\u3000\u3000",
    "\u2003\u2003",
    "\u200b",
    "\x00",
    ".",
    ":",
    "a",
    "é",
    "e\u0301",
]


def parse(text: str, outlet: str = "kcna", address: str = "a.txt", **fields: str) -> Parsed:
    return normalise_item(Item(text.encode(), text, address, "a", fields), get_outlet(outlet), {})


def check(parsed: Parsed) -> None:
    """Passages are in order, apart, on one line each, and hold every character that is no space."""
    text, position = parsed.text, 0
    for passage in parsed.passages:
        assert position <= passage.start < passage.end <= len(text)
        assert not text[position : passage.start].strip()
        assert "\n" not in text[passage.start : passage.end]
        assert text[passage.start : passage.end].strip() == text[passage.start : passage.end]
        assert passage.speaker is None or passage.role in {Role.speech, Role.salutation, Role.slogan}
        position = passage.end
    assert not text[position:].strip()
    for quotation in parsed.quotations:
        passage = parsed.passages[quotation.passage]
        assert passage.start < quotation.start < quotation.end < passage.end
    for mention in parsed.mentions:
        if mention.passage is None:
            assert mention.start is None
            assert mention.known in {"metadata", "inferred"}
            continue
        assert mention.start is not None
        assert mention.end is not None
        passage = parsed.passages[mention.passage]
        assert passage.start <= mention.start < mention.end <= passage.end
        assert mention.title in {None, text[mention.start : mention.end]}
    assert parsed.title
    assert parsed.language


@settings(deadline=None)  # py3langid is read once, which takes a second
@given(
    st.lists(st.sampled_from(PARTS), max_size=25).map("".join) | st.text(max_size=200),
    st.sampled_from(OUTLETS),
    st.sampled_from(["", "Roads", "Press Statement of Ministry", "[2024.1.2.]", "\n"]),
    st.sampled_from(["", "Olga Marn"]),
)
def test_passages_cover_the_text_whatever_comes(text: str, outlet: str, title: str, speaker: str) -> None:
    parsed = parse(text, outlet, title=title, speaker=speaker)
    check(parsed)
    assert parse(text, outlet, title=title, speaker=speaker) == parsed


def test_a_printed_headline_is_the_first_passage() -> None:
    parsed = parse("A road.\nIt is long.", title="Road\nBuilt [2024.1.2.]")
    assert parsed.text == "Road Built\nA road.\nIt is long."
    assert parsed.passages[0].role is Role.headline
    assert parsed.title == "Road Built"


def test_a_headline_that_the_text_repeats_counts_once() -> None:
    parsed = parse("Road Built\nA road.", title="Road Built")
    assert parsed.text == "Road Built\nA road."
    assert [one.role for one in parsed.passages] == [Role.headline, Role.narration]


def test_a_title_that_is_not_printed_is_no_headline() -> None:
    parsed = parse("We build.", "un-general-debate", "x.zip!Session 73 - 2018/PRK_73_2018.txt")
    assert [one.role for one in parsed.passages] == [Role.speech]
    assert (parsed.title, parsed.country) == ("PRK: General Debate, session 73", "PRK")
    assert parsed.published is not None
    assert (str(parsed.published.date), parsed.published.known) == ("2018", "filename")
    assert parsed.doubts == []


def test_an_item_without_text_is_a_document_without_passages() -> None:
    parsed = parse(" \n", title="Photo", date="2024-01-02")
    assert (parsed.text, parsed.passages, parsed.quotations, parsed.mentions) == ("", [], [], [])
    assert (parsed.title, str(parsed.published.date if parsed.published else None)) == ("Photo", "2024-01-02")


def test_metadata_win_and_their_speaker_has_his_title() -> None:
    parsed = parse(
        "We build.", "un-general-debate", speaker="Olga  Marn", speaker_title="President", country="NLD",
        language="nl", genre="toast", place="Hague", authority="news",
    )  # fmt: skip
    assert (parsed.speaker, parsed.country, parsed.language) == ("Olga Marn", "NLD", "nl")
    assert (parsed.genre, parsed.place, parsed.authority) == ("toast", "Hague", "news")
    assert parsed.language_known == "metadata"
    assert parsed.passages[0].speaker == "Olga Marn"
    assert [(one.actor, one.title, one.known) for one in parsed.mentions] == [
        ("Olga Marn", "President", "metadata")
    ]


def test_hints_win_over_metadata() -> None:
    item = Item(b"", "We build.", "a", "a", {"language": "nl", "genre": "toast"})
    parsed = normalise_item(item, get_outlet("generic"), {"language": "en", "genre": "speech"})
    assert (parsed.language, parsed.language_known, parsed.genre) == ("en", "set", "speech")


def test_a_title_made_from_the_text_asks_nothing() -> None:
    parsed = parse("Roads " * 40, "generic")
    assert parsed.title.endswith("…")
    assert len(parsed.title) <= 81
    assert "title" not in {doubt.field for doubt in parsed.doubts}
    assert Role.headline not in {one.role for one in parsed.passages}


def test_a_text_that_is_too_long_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.ingest.load.text_size.MAX_TEXT_CHARACTERS", 10)
    with pytest.raises(InputError, match=r"^a: the text has 11 characters; at most 10 are taken"):
        parse("a" * 11)


@pytest.mark.parametrize(
    ("title", "authority", "genre"),
    [
        ("Crucial Statement of DPRK Foreign Ministry", "foreign-ministry-statement", "statement"),
        ("Statement of Spokesperson for DPRK Foreign Ministry", "spokesperson-statement", "statement"),
        ("Spokesperson for Foreign Ministry of DPRK Gives Answers", "spokesperson-answer", "answer"),
        ("Press Statement of Kim Yo Jong, Vice Department Director of WPK", "press-statement", "statement"),
        ("Press Statement by Director General of Department of Roads", "department-director", "statement"),
        ("KCNA Commentary on Detours", "agency-commentary", "commentary"),
        ("Detours Are Lies: KCNA Commentary", "agency-commentary", "commentary"),
        ("KCNA Report on Road", "agency-statement", "report"),
        ("Military Commentator's Article", "signed-commentary", "commentary"),
        ("Respected Comrade Kim Jong Un Makes Important Speech on Roads", None, "speech"),
        ("Respected Comrade Kim Jong Un Receives Greetings from Norland", None, "message"),
        ("Road Built in County", "news", "news"),
    ],
)
def test_headlines_show_genre_and_authority(title: str, authority: str | None, genre: str) -> None:
    parsed = parse("A road.", title=title)
    assert (parsed.authority, parsed.genre) == (authority, genre)


@pytest.mark.collections
def test_the_speech_that_the_project_started_from(collections: Path) -> None:
    path = next((collections / "seed").iterdir())
    parsed = parse(path.read_text(encoding="utf-8"), "generic", f"seed/{path.name}")
    check(parsed)
    assert parsed.speaker == "Kim Jong Un"
    assert [(one.actor, one.title and one.title.split(" of ")[0]) for one in parsed.mentions] == [
        ("Kim Jong Un", "general secretary"),
        ("Kim Jong Un", "president"),
    ]
    assert parsed.place == "Songchon County"
    assert parsed.event is not None
    assert (str(parsed.event.date), parsed.event.known) == ("2024-02-28", "inferred")
    assert parsed.published is not None
    assert (str(parsed.published.date), parsed.published.known) == ("2024-02-28", "inferred")
    assert {doubt.field for doubt in parsed.doubts} == {"event", "published", "place"}
    roles = [one.role for one in parsed.passages]
    assert roles[:4] == [Role.narration] * 3 + [Role.salutation]
    assert Role.narration not in roles[3:]
    assert roles[-3:] == [Role.speech, Role.slogan, Role.slogan]
    counted = [parsed.text[one.start : one.end] for one in parsed.passages if one.role in COUNTED]
    assert sum(one.count("Regional Development 20×10 Policy") for one in counted) == 9


@pytest.fixture(scope="module")
def kcna(collections: Path) -> list[Parsed]:
    return [parse(row["story_text"] or "", **fields(row)) for row in rows(collections)]


def rows(collections: Path) -> Iterator[dict[str, str]]:
    with (collections / "kcna-en" / "articles.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def fields(row: dict[str, str]) -> dict[str, str]:
    return {"title": row["headline"] or "", "date": row["date_str"], "address": row["link"]}


@pytest.mark.collections
def test_every_row_of_the_agency(kcna: list[Parsed]) -> None:
    assert len(kcna) == 1665
    for parsed in kcna:
        check(parsed)
        assert parsed.published is not None
        assert parsed.published.known == "metadata"
        assert "[" not in parsed.title
    texts = {parsed.text: parsed for parsed in kcna if parsed.text}
    datelines = [one for one in texts.values() if any(two.role is Role.dateline for two in one.passages)]
    assert len(datelines) > 0.9 * len(texts)
    assert all(one.place == "Pyongyang" for one in datelines if "Pyongyang," in one.text)
    disagreeing = [one for one in texts.values() if any(doubt.field == "published" for doubt in one.doubts)]
    assert len(disagreeing) == 1
    assert "2024-09-05" in disagreeing[0].doubts[0].message


@pytest.mark.collections
def test_every_press_statement_is_the_speech_of_somebody(kcna: list[Parsed]) -> None:
    statements = {one.text: one for one in kcna if one.authority == "press-statement" and one.text}
    assert len(statements) > 30
    for parsed in statements.values():
        assert parsed.speaker, parsed.title
        roles = [one.role for one in parsed.passages]
        assert roles[:3] == [Role.headline, Role.dateline, Role.narration], parsed.title
        assert set(roles[3:-1]) == {Role.speech}, parsed.title
        assert roles[-1] is Role.end_mark


@pytest.mark.collections
def test_chinese_reports_and_speeches(collections: Path) -> None:
    reports = collections / "prc-reports" / "government_work_reports.jsonl"
    for line in reports.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        year = {"date": str(row["year"])} if row["year"] else {}
        parsed = parse(row["content"], "prc-government", row["url"], title=row["title"], **year)
        check(parsed)
        assert parsed.published is not None
        assert parsed.language == "zh"
        counted = "".join(parsed.text[one.start : one.end] for one in parsed.passages if one.role in COUNTED)
        assert "Public domain" not in counted
        assert "本作品" not in counted
        if "（摘要）" not in row["title"] and "决议" not in row["title"]:
            assert parsed.speaker, row["title"]
    for row in json.loads((collections / "xi-speeches" / "speeches.json").read_text(encoding="utf-8")):
        parsed = parse(row["text"], "xinhua", row["url"], title=row["title"], date=row["publication"])
        check(parsed)
        assert parsed.speaker == "Xi Jinping", row["title"]
        spoken = sum(one.end - one.start for one in parsed.passages if one.role is Role.speech)
        assert spoken > 0.5 * len(parsed.text)
