"""A query that may be meant otherwise is told, in one line, what was asked and how to ask for the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.counter import Text
from tests.query.test_counts import Archive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from corpus import Corpus

WORDS = (
    "What is peace? Dear comrades, builders of the dam, peace is work; it comforts us. War is waste."
    " The US and the U.S. told us so. Qu'est-ce que la paix ?"
)


@pytest.fixture(scope="module")
def corpus(sqlite_template: Path) -> Iterator[Corpus]:
    with Archive(sqlite_template, [Text("2020", passages=[("narration", None, WORDS)])]) as found:
        yield found


@pytest.mark.parametrize(
    ("query", "matches"),
    [
        ('"What is peace?"', 1),
        ('"what is peace?!"', 1),
        ('"Dear comrades, builders"', 1),
        ('"la paix ?"', 1),
        ('"pea* is?"', 1),
        ('"p?ace is"', 1),
        ("peace?", 0),
        ('"peace?"', 2),
        ('("peace?"|war)', 3),
    ],
)
def test_pasted_sentences_are_found_as_they_stand(corpus: Corpus, query: str, matches: int) -> None:
    assert sum(corpus.freq(query).frame["matches"]) == matches


@pytest.mark.parametrize(
    ("query", "line"),
    [
        ("what is peace?", "peace? asks for peace and one more letter"),
        ("peace??", "peace?? asks for peace and 2 more letters"),
        ('"peace?"', '"peace?": the ? ends a sentence here'),
        ("dear comrades, builders", "'\"dear comrades, builders\"'"),
        ("peace OR war", "(peace|war)"),
        ("peace OR war OR waste", "(peace|war|waste)"),
        ("peace AND war", "(peace ~10 war|war ~10 peace)"),
        ("peace AND war OR waste", "AND is taken as the word “and”."),
        ("peace NOT war", "CQL"),
        ("peace; war", "peace , war"),
        (
            "peace & war",
            "the & is punctuation, one phrase is asked for. For both near each other: (peace ~10 war",
        ),
        ("peace && war && waste", "the && is punctuation, one phrase is asked for."),
        ("peace/war", "A quotient of series has spaces: peace / war"),
        ("peace+war", "A sum of series has spaces: peace + war"),
        ("country:USA peace", 'A filter stands beside the query: country="USA"'),
        ("US", "(=US|U.S)"),
        ("U.S.", "(=US|U.S)"),
        ('[word="U.S."]', "punctuation is no word"),
        ('[word="peace"] [word=","] [word="war"]', '",": punctuation is no word'),
    ],
)
def test_what_was_asked_is_said(corpus: Corpus, query: str, line: str) -> None:
    for answer in (corpus.freq(query), corpus.kwic(query), corpus.first(query)):
        assert sum(line in note for note in answer.notes) == 1


def test_an_operator_between_queries_is_told(corpus: Corpus) -> None:
    line = "OR: counted as a word, and each word as a series of its own"
    told = corpus.freq("peace", "OR", "war").notes
    either = "Either of them: '(peace|war)'; each by itself: peace war"
    assert sum(line in note and note.endswith(either) for note in told) == 1
    told = corpus.freq("peace", "AND", "war").notes
    assert sum(note.endswith("One query stands in quotation marks: 'peace AND war'") for note in told) == 1
    for queries in (("OR", "war"), ("peace", "or", "war"), ("peace", "war")):
        assert not any(line in note for note in corpus.freq(*queries).notes)


@pytest.mark.parametrize(
    "query",
    [
        "peace",
        "peace , war",
        "peace, war",
        "20,000 men",
        "pea?e",
        "/pea.e?/",
        '"peace OR war"',
        "THE PEACE AND THE WAR",
        "OR",
        "us",
        "DPRK",
        '[word="pea.*?"] "war"',
        '"U\\.S"',
        "peace + war / waste",
    ],
)
def test_plain_queries_are_told_nothing(corpus: Corpus, query: str) -> None:
    told = [note for note in corpus.freq(query).notes if "no match" not in note and "ratio" not in note]
    assert told == []
