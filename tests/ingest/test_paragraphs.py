"""Paragraphs: wrapped lines joined, page marks set aside, words at line ends put together, nothing lost."""

from __future__ import annotations

import re
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.ingest.paragraphs import Lines, Paragraph, split_paragraphs, wrapped_width

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
    assert wrapped_width(text) is not None
    joined = texts(split_paragraphs(text))
    assert " ".join(joined) == " ".join([SENTENCES, OTHER] * 3)
    if between != "\n" or indent:
        assert joined == [SENTENCES, OTHER] * 3


def test_lines_that_are_paragraphs_stay() -> None:
    text = "\n".join([SENTENCES, OTHER] * 6)
    assert wrapped_width(text) is None
    assert texts(split_paragraphs(text)) == [SENTENCES, OTHER] * 6


def test_short_lines_of_a_list_or_poem_stay_where_they_end_sentences() -> None:
    lines = [f"This is line number {number}." for number in range(20)]
    assert texts(split_paragraphs("\n".join(lines))) == lines


@pytest.mark.parametrize("end", ["policy", "the tense situation on the", "the"])
def test_a_paragraph_broken_by_a_page_is_joined(end: str) -> None:
    after = "Korean hills stay." if end.endswith("the") else "line that follows."
    text = f"{SENTENCES} It is {end}\n \n{after}\n{OTHER}"
    assert texts(split_paragraphs(text)) == [f"{SENTENCES} It is {end} {after}", OTHER]


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
    ],
)
def test_a_hyphen_at_a_line_end_goes_only_when_the_text_has_the_word(text: str, joined: str) -> None:
    assert texts(split_paragraphs(text)) == [joined]


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
