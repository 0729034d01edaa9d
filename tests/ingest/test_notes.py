"""Editor's notes: what compilers and collectors added is kept and not counted; no word is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from corpus.ingest.load.normalise_item import normalise_item
from corpus.ingest.outlets.registry import get_outlet
from corpus.text.records import Item, Parsed
from corpus.text.roles import COUNTED, Role

if TYPE_CHECKING:
    from pathlib import Path

ADDRESS = (
    "길을 닦자 \n\n신년축하연에서 한 연설 - 1956년 01월 01일 \n"
    "해 제\n\n편찬자의 설명이다.\n둘째 설명.\n\n원 문\n\n"
    "친애하는 동지들!\n\n우리는 길을 닦아야 하겠습니다.\n\n우리 길 만세!\n\n"
    "『김일성저작집』10권 (평양: 출판사, 1980), pp.1~8.\n \n"
)


def parse(text: str, outlet: str, address: str = "a.txt", **fields: str) -> Parsed:
    return normalise_item(Item(text.encode(), text, address, "a", fields), get_outlet(outlet), {})


def having(parsed: Parsed, *roles: Role) -> list[str]:
    return [parsed.text[one.start : one.end] for one in parsed.passages if one.role in roles]


def test_a_new_year_address() -> None:
    parsed = parse(ADDRESS, "dprk-new-year", "x/1956.txt")
    assert having(parsed, Role.headline) == ["길을 닦자"]
    assert having(parsed, Role.editor_note) == [
        "신년축하연에서 한 연설 - 1956년 01월 01일",
        "해 제",
        "편찬자의 설명이다.",
        "둘째 설명.",
        "원 문",
        "『김일성저작집』10권 (평양: 출판사, 1980), pp.1~8.",
    ]
    assert having(parsed, Role.salutation) == ["친애하는 동지들!"]
    assert having(parsed, Role.slogan) == ["우리 길 만세!"]
    assert (parsed.title, parsed.speaker, parsed.genre) == ("길을 닦자", "Kim Il Sung", "speech")
    assert parsed.doubts == []  # the source names him


def test_a_headline_comes_before_the_notes() -> None:
    parsed = parse(ADDRESS.replace("친애하는 동지들!", "머리말"), "dprk-new-year", "x/1956.txt")
    assert having(parsed, Role.headline) == ["길을 닦자"]
    assert having(parsed, Role.speech)[0] == "머리말"


def test_a_speaker_whom_only_the_outlet_file_names_is_doubted() -> None:
    without = ADDRESS.split("『")[0]
    parsed = parse(without, "dprk-new-year", "x/1956.txt")
    assert parsed.speaker == "Kim Il Sung"
    assert [doubt.field for doubt in parsed.doubts] == ["speaker"]


def test_an_editorial_has_no_speaker() -> None:
    text = ADDRESS.replace("신년축하연에서 한 연설", "노동신문 사설").split("『")[0]
    parsed = parse(text, "dprk-new-year", "x/1966.txt")
    assert (parsed.genre, parsed.speaker) == ("editorial", None)
    assert having(parsed, Role.speech) == []
    assert having(parsed, Role.narration)


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("북한 신년사<전문> 2005/01/01 08:17송고\n'길을 닦자'", "'길을 닦자'"),
        (
            "<北신년사> 공동사설 全文(서울=통신) = 다음은 신년 공동사설 '길을 닦아 나가자'의 전문이다.",
            "길을 닦아 나가자",
        ),
        (
            "북한 신년사설 전문\n[ 2012-01-01 오전 11:52:56 ]\n[CBS정치부 정보보고]\n<길을 닦자>\n*******",
            "<길을 닦자>",
        ),
        (
            "길을 닦자\n《청년전위》는 《길을 닦자》라는 공동사설을 발표하였다. 전문은 다음과 같다.",
            "길을 닦자",
        ),
        ("", "신년사 2007"),
    ],
)
def test_other_headers_are_notes_too(head: str, title: str) -> None:
    words = "우리는 지난해에 길을 닦았다.\n올해에도 길을 닦을것이다."
    parsed = parse(f"{head}\n{words}\n(끝)", "dprk-new-year", "x/2007.txt")
    assert parsed.title == title
    assert having(parsed, *(COUNTED - {Role.headline})) == words.split("\n")


@pytest.mark.parametrize(
    "notice",
    [
        "本作品来自全国人民代表大会。",
        "此作品在其作者逝世後屬於公有領域。",
        "這部作品在美國屬於",
        "1996年1月1日，這部作品在原著作國家屬於",
        "↑",
    ],
)
def test_a_notice_of_rights_ends_the_text(notice: str) -> None:
    text = f"各位代表：\n\n我们修路。\n\n\n\n{notice}\n\n模板说明。\n\nPublic domain\nfalse"
    parsed = parse(text, "prc-government", title="2001年政府工作报告", date="2001")
    assert having(parsed, *COUNTED) == ["各位代表：", "我们修路。"]
    assert parsed.speaker == "Zhu Rongji"
    assert parsed.published is not None
    assert str(parsed.published.date) == "2001"


def test_notes_of_an_edition_are_none_of_the_report() -> None:
    text = "同志们：\n\n我们修路。\n\n① 列宁：《路》，第7页。\n\n② 同上。"
    parsed = parse(text, "cpc-congress", title="修路 (十二大)")
    assert having(parsed, *COUNTED) == ["同志们：", "我们修路。"]


def test_page_marks_are_notes_and_phrases_go_on_over_them() -> None:
    line = "All in all, the village has dug a broad canal that will have taken"
    parsed = parse(f"{line}\n \n10-54827 42 \n \nplace in the west.", "un-general-debate")
    assert having(parsed, Role.speech) == [f"{line} place in the west."]
    assert having(parsed, Role.editor_note) == ["10-54827 42"]


@pytest.mark.collections
def test_seventy_new_year_addresses(collections: Path) -> None:
    counted: dict[int, Parsed] = {}
    for path in sorted((collections / "dprk-new-year").glob("*.txt")):
        parsed = parse(path.read_text(encoding="utf-8"), "dprk-new-year", f"dprk-new-year/{path.name}")
        assert parsed.published is not None
        counted[parsed.published.date.year] = parsed
    assert set(counted) == set(range(1946, 2017)) - {1957}
    for year, parsed in counted.items():
        words = "".join(having(parsed, *COUNTED))
        notes = "".join(having(parsed, Role.editor_note))
        assert len(notes) < 600
        assert len(words) > 700
        for foreign in ("저작집", "연합뉴스", "CBS", "송고", "저작권자", "전문이다."):
            assert foreign not in words, year
        if "해 제" in having(parsed, Role.editor_note):
            assert "원 문" in having(parsed, Role.editor_note)
        editorial = year in {1966, 1967, 1968, 1970} or 1995 <= year <= 2012
        speaker = None if editorial else "Kim Il Sung" if year < 1995 else "Kim Jong Un"
        assert (parsed.speaker, parsed.genre) == (speaker, "editorial" if editorial else "speech"), year
        assert parsed.language == "ko"
    first = min(
        year for year, parsed in counted.items() if any("선군" in one for one in having(parsed, *COUNTED))
    )
    assert first == 1999
