"""The rule of sentences equals one that goes letter by letter; and a chunk tells what its text would."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.text.sentences import boundaries, may_begin, may_end
from tests import slow_sentences

often = settings(max_examples=400, deadline=None)
PIECES = [
    "peace",
    "Peace",
    "Mr",
    "U.S",
    "No",
    "p.m",
    "A",
    "I",
    "x",
    "3",
    "3.5",
    "당은",
    "改",
    "...",
    ".",
    "!",
    "?",
]
PIECES += [
    "؟",
    "।",
    "…",
    "。",
    "！",
    "“",
    "”",
    '"',
    "'",
    "’",
    "(",
    ")",
    "「",
    "」",
    "-",
    "_",
    " ",
    " ",
    " ",
    " ",
    "\n",
    "\t",
]
texts = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
chunks = texts.map(lambda text: "".join(text.split())).filter(bool)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One is here. The x is there.", ["One is here. ", "The x is there."]),
        ("Mr. Kim. Dr. No left!) So?", ["Mr. Kim. ", "Dr. No left!) ", "So?"]),
        ("J. Smith of the U.S. Army. And I. Then", ["J. Smith of the U.S. Army. ", "And I. ", "Then"]),
        ("No.\nPeace. peace. 3 … 5… “So”", ["No.\nPeace. peace. 3 … 5… ", "“So”"]),
        ("好。”第二。 x", ["好。”", "第二。 ", "x"]),
        ("done.Then. ", ["done.Then. "]),
        ("이다. 둘째", ["이다. ", "둘째"]),
        ("Word\n. So", ["Word\n. ", "So"]),
        ("Mr\n. So", ["Mr\n. ", "So"]),
        ("ما هو السلام؟ هو الحياة. ثم", ["ما هو السلام؟ ", "هو الحياة. ", "ثم"]),
        ("یہ امن ہے۔ وہ جنگ ہے۔", ["یہ امن ہے۔ ", "وہ جنگ ہے۔"]),
        ("यह शांति है। वह युद्ध है॥ फिर", ["यह शांति है। ", "वह युद्ध है॥ ", "फिर"]),
        ("Սա խաղաղություն է։ Դա պատերազմ է։", ["Սա խաղաղություն է։ ", "Դա պատերազմ է։"]),
        ("", [""]),
    ],
)
def test_fixed(text: str, sentences: list[str]) -> None:
    found = [0, *boundaries(text), len(text)]
    assert [text[a:b] for a, b in itertools.pairwise(found)] == sentences


def test_the_end_counts_where_a_mark_ends_a_sentence_whatever_follows() -> None:
    assert boundaries("好。") == [2]
    assert boundaries("So. ") == []


@often
@given(texts, texts, texts)
def test_boundaries(before: str, text: str, after: str) -> None:
    assert boundaries(text) == slow_sentences.begun(text)
    whole = before + text + after
    inside = boundaries(whole, len(before), len(before) + len(text))
    assert inside == [at + len(before) for at in slow_sentences.begun(text)]


def test_a_word_of_more_letters_than_are_looked_at() -> None:
    for word in ("x" * 60, "x" * 60 + ".x", "U." + "x" * 39, "U." + "x" * 38):
        assert boundaries(word + ". So") == slow_sentences.begun(word + ". So")


@often
@given(chunks)
def test_chunks_tell_whether_sentences_end_and_begin(chunk: str) -> None:
    alone = boundaries(chunk + " a")
    assert may_end(chunk) or len(chunk) + 1 not in {*boundaries(chunk + " A")} - {*alone}
    if may_end(chunk):
        assert len(chunk) + 1 in boundaries(chunk + " A")
    assert may_begin(chunk) == (3 in boundaries("a! " + chunk))
