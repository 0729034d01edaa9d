"""Paragraphs: wrapped lines joined, page marks set aside, words at line ends put together, nothing lost."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.ingest.paragraphs.paragraphs import Paragraph, split_paragraphs
from corpus.ingest.paragraphs.wrapped_lines import block_width, read_blocks

if TYPE_CHECKING:
    from corpus.ingest.outlets.records import Lines

MARKS = re.compile(r"(?m)^[^\S\n]*(?:\d{1,3}|\d{2}-\d{5} \d{1,3})[^\S\n]*$")
SENTENCES = (
    "The delegation of our country would like to say how glad it is to see this session open at last. "
    "Much has been done in the year that has passed, and much remains to be done in the year to come. "
    "We have always held that patience in small matters is the beginning of wisdom in great ones."
)
OTHER = (
    "Let me now turn to a question that touches every one of us in this hall, whatever the country. "
    "Rivers do not ask whose fields they water, nor do they ask whose name stands on the map."
)


def texts(paragraphs: list[Paragraph]) -> list[str]:
    return [part.text for part in paragraphs if not part.mark]


@pytest.mark.parametrize("width", [50, 63, 75, 110])
@pytest.mark.parametrize("indent", ["", " "])
@pytest.mark.parametrize("between", ["\n", "\n\n", " \n\n \n"])
def test_wrapped_lines_are_joined_to_paragraphs(width: int, indent: str, between: str) -> None:
    wrapped = [indent + textwrap.fill(one, width).replace("\n", " \n") for one in (SENTENCES, OTHER)] * 3
    text = between.join(wrapped)
    assert block_width(read_blocks(text)) is not None
    joined = texts(split_paragraphs(text))
    assert " ".join(joined) == " ".join([SENTENCES, OTHER] * 3)
    if between != "\n" or indent:
        assert joined == [SENTENCES, OTHER] * 3


def test_lines_that_are_paragraphs_stay() -> None:
    text = "\n".join([SENTENCES, OTHER] * 6)
    assert block_width(read_blocks(text)) is None
    assert texts(split_paragraphs(text)) == [SENTENCES, OTHER] * 6


def test_short_lines_of_a_list_or_poem_stay_where_they_end_sentences() -> None:
    lines = [f"This is line number {number}." for number in range(20)]
    assert texts(split_paragraphs("\n".join(lines))) == lines


@pytest.mark.parametrize("end", ["policy", "the tense situation on the", "the"])
def test_a_paragraph_broken_by_a_page_is_joined_in_a_text_of_pages(end: str) -> None:
    after = "Korean hills stay." if end.endswith("the") else "line that follows."
    text = f"{SENTENCES} It is {end}\n \n{after}\n{OTHER}"
    assert texts(split_paragraphs(text, page_marks=MARKS)) == [f"{SENTENCES} It is {end} {after}", OTHER]


@pytest.mark.parametrize("lines", ["auto", "paragraphs"])
@pytest.mark.parametrize("width", [46, 64])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Share: A+A-", "BEIJING, Oct. 23 (Xinhua) -- The congress opened here."),
        ("Share: A+A-", "beijing is quiet."),
        ("Delegation Visits the Plant of the", "Pyongyang, March 3 (KCNA) -- A delegation came."),
        ("And the rest of it", "goes without saying."),
        ("A sentence that was cut before its end on the", "Bridge."),
    ],
)
def test_nothing_is_joined_over_an_empty_line(lines: Lines, width: int, before: str, after: str) -> None:
    wrapped = "\n\n".join(textwrap.fill(one, width) for one in (SENTENCES, OTHER))
    for text in (f"{before}\n\n{after}", f"{before}\n \n{after}\n\n{wrapped}"):
        assert texts(split_paragraphs(text, lines))[:2] == [before, after]


KOREAN = (
    "대표단은 월요일 아침에 역에 도착하여 도위원회 위원장과 기발을 든 "
    "수백명의 학생들의 따뜻한 환영을 받았다. 그들은 곧 호텔로 향하였으며 "
    "저녁에는 문화회관에서 진행된 연회에 참가하였다."
)
CHINESE = (
    "代表团星期一上午抵达车站，省委负责人和数百名手持彩旗的学生到站迎接，随后代表团乘车前往宾馆稍事休息，"
    "并听取了有关方面的情况介绍，晚上出席了招待会。"
)
RUSSIAN = (
    "В субботу в столицу прибыла делегация трудящихся, которую встречали на вокзале представители "
    "общественности города и учащиеся школ, а вечером в Доме культуры состоялся прием."
)


@pytest.mark.parametrize("lines", ["auto", "paragraphs"])
def test_wrapped_lines_are_joined_in_every_script(lines: Lines) -> None:
    for paragraph, rows in (
        (KOREAN, textwrap.wrap(KOREAN, 30)),
        (RUSSIAN, textwrap.wrap(RUSSIAN, 58)),
        (CHINESE, [CHINESE[at : at + 26] for at in range(0, len(CHINESE), 26)]),
    ):
        assert texts(split_paragraphs("\n".join(rows), lines)) == [paragraph]
        assert texts(split_paragraphs("\n\n".join(["\n".join(rows)] * 2), lines)) == [paragraph] * 2


@pytest.mark.parametrize(
    "block",
    [
        "The sun comes up behind the mill\nAnd lights the flags\nThe children stand upon the hill",
        "Kim Chol Su\nChairman of the Committee\n12 Station Street\nHamhung",
        "        The flags go up,\n     The songs begin,\n      The guests come in.",
        "- wheat on the plain, where the soil is black\n- rice along the river\n- maize on the slopes",
        "Plant       Steel   Iron\nNorth       120     80\nSouth       95      110",
        "— Where do you come from?\n— From the village beyond the river.\n— And is the harvest in?",
        "wheat\nrice\nmaize\nsugar beet",
        "산천은 푸르고\n들판은 넓은데\n기발은 날리네",
        "东方红太阳升\n大地一片红\n人民心向党",
    ],
)
def test_lines_that_were_ended_on_purpose_stay(block: str) -> None:
    rows = [row.strip() for row in block.split("\n")]
    assert texts(split_paragraphs(block)) == rows
    wrapped = textwrap.fill(SENTENCES, 60)
    assert texts(split_paragraphs(f"{wrapped}\n\n{block}\n\n{wrapped}")) == [SENTENCES, *rows, SENTENCES]


def test_headings_are_paragraphs_of_their_own() -> None:
    wrapped = textwrap.fill(SENTENCES, 60)
    text = f"Visit\n=====\n{wrapped}\n\n      ON THE BUILDING OF\n          ROADS AND BRIDGES\n\n{wrapped}"
    paragraphs = split_paragraphs(text)
    assert texts(paragraphs) == ["Visit", SENTENCES, "ON THE BUILDING OF ROADS AND BRIDGES", SENTENCES]
    assert [part.text for part in paragraphs if part.mark] == ["====="]
    assert [part.gap for part in paragraphs] == [False, True, True, True, True]


@pytest.mark.parametrize(
    ("line", "joined"),
    [
        ("У К А З", "УКАЗ"),
        ("   З А К О Н   С О Ю З А", "ЗАКОН СОЮЗА"),
        ("公　告", "公告"),
        ("신 년 사", "신년사"),
        ("в связи с этим п о с т а н о в л я ю:", "в связи с этим постановляю:"),
        ("A B C", "A B C"),
        ("the letters a b c d and e", "the letters a b c d and e"),
        ("Vitamins A B C D E F are good", "Vitamins A B C D E F are good"),
    ],
)
def test_letters_with_spaces_between_them_are_words(line: str, joined: str) -> None:
    assert texts(split_paragraphs(line)) == [joined]


def test_a_page_mark_stands_after_the_paragraph_that_goes_on_over_it() -> None:
    text = f"{SENTENCES[:60]}\n \n10-54827 42 \n \n{SENTENCES[60:]}\n43\n{OTHER}"
    assert split_paragraphs(text, page_marks=MARKS) == [
        Paragraph(f"{SENTENCES[:60].strip()} {SENTENCES[60:].strip()}"),
        Paragraph("10-54827 42", mark=True),
        Paragraph("43", mark=True),
        Paragraph(OTHER),
    ]


def test_a_number_inside_a_line_is_no_page_mark() -> None:
    text = f"{SENTENCES}\nIn the year 42\n{OTHER}"
    assert not any(part.mark for part in split_paragraphs(text, page_marks=MARKS))


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("They spoke of self-\nreliance as before.", "They spoke of self-reliance as before."),
        ("The exami-\nnation is an examination.", "The examination is an examination."),
        ("A co-\noperation; co-operation and cooperation.", "A co-operation; co-operation and cooperation."),
        ("Issues in North-\nSouth relations remain.", "Issues in North-South relations remain."),
        ("He waited -\nand so did we.", "He waited - and so did we."),
        ("Share: A+A-\nBeijing is quiet.", None),
    ],
)
def test_a_hyphen_at_a_line_end_goes_only_when_the_text_has_the_word(text: str, joined: str | None) -> None:
    assert texts(split_paragraphs(text)) == ([joined] if joined else text.split("\n"))


def test_two_em_spaces_part_paragraphs() -> None:
    text = "\u2003\u2003第一段。\u2003\u2003第二段\u2003有空格。\u3000\u3000第三段。"
    breaks = re.compile("[\u2003\u3000]{2}")
    assert texts(split_paragraphs(text, breaks=breaks)) == ["第一段。", "第二段\u2003有空格。", "第三段。"]


def test_fragments_of_markup_are_joined_inside_blocks() -> None:
    text = "会议听取了所作的\n政府工作报告\n。会议同意《\n纲要\n》。\n\n\n\n一、回顾\n\nsome Latin\nwords\n"
    assert texts(split_paragraphs(text, "fragments")) == [
        "会议听取了所作的政府工作报告。会议同意《纲要》。",
        "一、回顾",
        "some Latin words",
    ]
    assert texts(split_paragraphs("第一段。\n第二段。", "fragments")) == ["第一段。", "第二段。"]


def test_every_kind_of_line_end_ends_a_line() -> None:
    assert texts(split_paragraphs("A.\r\nB.\rC.\x0cD.\u2028E.\x85F.", "paragraphs")) == [
        *["A.", "B.", "C.", "D.", "E.", "F."]
    ]


def test_no_paragraphs_in_nothing() -> None:
    assert split_paragraphs("") == split_paragraphs(" \n\t\r\n \u3000\n") == []


@given(
    st.text(alphabet="aA1 .,-:\n\r\u3000\u2003中“”\ufeff", max_size=400),
    st.sampled_from(["auto", "paragraphs", "fragments"]),
    st.booleans(),
)
def test_no_character_is_lost_and_no_paragraph_is_empty(text: str, lines: Lines, marks: bool) -> None:
    paragraphs = split_paragraphs(text, lines, page_marks=MARKS if marks else None)
    assert all(part.text.strip() and "\n" not in part.text for part in paragraphs)

    def letters(words: str) -> list[str]:
        return sorted(re.sub(r"[\s\ufeff\-]", "", words))

    assert letters("".join(part.text for part in paragraphs)) == letters(text)
    if not marks:
        in_order = re.sub(r"[\s\ufeff\-]", "", "".join(part.text for part in paragraphs))
        assert in_order == re.sub(r"[\s\ufeff\-]", "", text)
