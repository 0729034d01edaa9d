"""Quotations: spans between marks, inside one passage, in every pair of marks that the languages use."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.ingest.passages.quotations import LONGEST, find_quotations
from corpus.text.records import Passage
from corpus.text.roles import Role


def quoted(text: str, language: str = "en", passages: list[Passage] | None = None) -> list[str]:
    passages = passages or [Passage(0, len(text), Role.narration)]
    return [text[one.start : one.end] for one in find_quotations(text, passages, language)]


@pytest.mark.parametrize(
    ("text", "language", "inside"),
    [
        ('He called it a "new road" for all.', "en", ["new road"]),
        ("He called it a “new road”, and “old”.", "en", ["new road", "old"]),
        ("Il l’appelle «la voie».", "fr", ["la voie"]),
        ("Er nennt es „den Weg“.", "de", ["den Weg"]),
        ("《새 길》이라는 구호", "ko", ["새 길"]),
        ("〈새 길〉과 『옛 길』", "ko", ["새 길", "옛 길"]),
        ("在《新路》一书中说“新路”", "zh", ["新路"]),
        ("「新しい道」", "ja", ["新しい道"]),
        ('A 6" pipe and a 7" pipe', "en", []),
        ('An opening "that never closes', "en", []),
        ("it’s the people’s ‘own’", "en", []),
        ('"One" and "two".', "en", ["One", "two"]),
        ('("in brackets")', "en", ["in brackets"]),
        ("“outer “inner” words”", "en", ["inner"]),
        ('""', "en", []),
    ],
)
def test_words_in_marks(text: str, language: str, inside: list[str]) -> None:
    assert quoted(text, language) == inside


def test_a_quotation_stays_inside_one_passage() -> None:
    text = "He said “one two three” and “four”."
    passages = [Passage(0, 12, Role.narration), Passage(13, len(text), Role.speech)]
    assert quoted(text, passages=passages) == ["four"]
    assert find_quotations(text, passages, "en")[0].passage == 1


@pytest.mark.parametrize("role", [Role.editor_note, Role.dateline, Role.end_mark])
def test_none_in_what_is_not_counted(role: Role) -> None:
    text = "A “quoted” word."
    assert quoted(text, passages=[Passage(0, len(text), role)]) == []


def test_a_forgotten_mark_does_not_quote_the_rest() -> None:
    assert quoted("“" + "a " * LONGEST + "”") == []
    assert len(quoted("“" + "a" * LONGEST + "”")) == 1


@given(st.text(alphabet='ab “”"«»《》「」\n', max_size=120), st.sampled_from(["en", "ko", "zh"]))
def test_spans_are_in_order_and_without_marks_of_their_own(text: str, language: str) -> None:
    lines = [Passage(0, len(text), Role.narration)] if text else []
    spans = [(one.start, one.end) for one in find_quotations(text, lines, language)]
    assert spans == sorted(spans)
    assert all(a < b and "\n" not in text[a:b] for a, b in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
