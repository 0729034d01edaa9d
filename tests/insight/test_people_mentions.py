"""Mentions: compared with a slow counter that reads the passages."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.api import Corpus
from corpus.insight.people.mentions import mentions as module
from corpus.insight.people.mentions import name_trie as trie
from corpus.insight.people.mentions.mentions import apart, mentions
from corpus.insight.people.mentions.name_trie import NameSpans
from corpus.query.persons.known_persons import Person
from corpus.query.select.selection import Filters
from corpus.query.select_documents import select_documents
from tests.builder import build, tiny_blocks
from tests.counter import COUNTED, Text, fold, words

if TYPE_CHECKING:
    from pathlib import Path

WORDS = ["Kim", "Jong", "Un", "kim", "Ri", "Ho", "a", "and"]
names = st.lists(st.sampled_from(WORDS[:6]), min_size=1, max_size=4).map(" ".join)


def slow(texts: list[Text], people: list[Person]) -> list[int]:
    """Mentions of each person: from each token on the longest name, unless one covers the token."""
    counts = [0] * len(people)
    listed: dict[tuple[str, ...], int] = {}
    for at, person in enumerate(people):
        for name in person.names:
            listed.setdefault(tuple(map(fold, words(name))), at)
    for text in texts:
        for role, _, passage in text.passages:
            if role not in COUNTED:
                continue
            tokens = [fold(word) for word in words(passage)]
            at = 0
            while at < len(tokens):
                sizes = [n for n in range(1, len(tokens) - at + 1) if tuple(tokens[at : at + n]) in listed]
                if sizes:
                    counts[listed[tuple(tokens[at : at + max(sizes)])]] += 1
                at += max(sizes, default=1)
    return counts


@given(
    st.lists(names, min_size=1, max_size=8), st.lists(st.sampled_from(WORDS), max_size=40), st.integers(1, 9)
)
def test_a_trie_finds_every_name(listed: list[str], stream: list[str], together: int) -> None:
    """Without a database: the terms are the words, in the order of ``WORDS``."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(trie, "TOGETHER", together)
        patch.setattr(
            trie,
            "terms_of",
            lambda _, __, numbers: np.array(
                [0, *(numbers.get(fold(word), 0) for word in WORDS)], dtype=np.int32
            ),
        )
        found = trie.NameTrie(None, None, listed).find(  # type: ignore[arg-type]
            np.array([WORDS.index(word) + 1 for word in stream], dtype=np.uint32)
        )
    folded = [tuple(map(fold, name.split())) for name in listed]
    expected = []
    for at in range(len(stream)):
        for size in range(min(4, len(stream) - at), 0, -1):
            part = tuple(map(fold, stream[at : at + size]))
            if part in folded:
                expected.append((at, at + size, folded.index(part)))
    assert list(zip(*(column.tolist() for column in found), strict=True)) == expected


@pytest.mark.parametrize("seed", [1, 2])
def test_mentions_are_those_of_a_slow_counter(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)

    def some(most: int, of: list[str]) -> str:
        return " ".join(chance.choices(of, k=chance.randint(1, most)))

    made = [
        Text(
            str(2000 + number),
            passages=[("narration", None, some(14, WORDS)) for _ in range(chance.randint(1, 4))],
        )
        for number in range(12)
    ]
    made.append(Text("2020", passages=[("editor_note", None, "Kim Jong Un")]))
    with Corpus(tmp_path / "m.db") as corpus, tiny_blocks():
        build(corpus, made)
        for _ in range(12):
            listed = [[some(4, WORDS[:6]) for _ in range(3)] for _ in range(chance.randint(1, 5))]
            people = [Person(one[0], tuple(one)) for one in listed]
            expected = slow(made, people)
            for few in (0, 100):  # in the stream, and one by one in the postings
                with corpus._opened().open() as moment, pytest.MonkeyPatch.context() as patch:
                    patch.setattr(module, "FEW", few)
                    found = mentions(moment, select_documents(moment, Filters()), people)
                assert np.bincount(found.people, minlength=len(people)).tolist() == expected, (few, listed)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 6)), max_size=20))
def test_spans_apart(pairs: list[tuple[int, int]]) -> None:
    starts = np.array([start for start, _ in pairs], dtype=np.int64)
    ends = starts + np.array([size for _, size in pairs], dtype=np.int64) if pairs else starts
    found = apart(NameSpans(starts, ends, np.arange(len(pairs), dtype=np.int64)))
    expected, reached = [], 0
    for start, end in sorted(zip(starts.tolist(), ends.tolist(), strict=True), key=lambda s: (s[0], -s[1])):
        if start >= reached:
            expected.append((start, end))
            reached = end
    assert list(zip(found.starts.tolist(), found.ends.tolist(), strict=True)) == expected


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    made = Corpus(tmp_path_factory.mktemp("people") / "people.db")
    build(
        made,
        [
            Text(
                "2001",
                passages=[
                    ("headline", None, "Kim Il Sung University"),
                    (
                        "narration",
                        None,
                        "Kim Il Sung's birthday. KIM IL-SUNG and Ким Ир Сен; Kim Il Sung Thought.",
                    ),
                    ("narration", None, "Kim Il Sung"),
                    ("narration", None, "University of Kim Il"),
                    ("editor_note", None, "Kim Il Sung"),
                ],
            ),
            Text(
                "2003-05",
                "kcna",
                language="fr",
                passages=[("narration", None, "김일성동지와 김일성종합대학")],
            ),
            Text("2004", language="es", passages=[("narration", None, "毛泽东思想，毛澤東同志")]),
        ],
    )
    return made


def row(result: object, name: str) -> dict[str, object]:
    return next(row for row in result.rows() if row["person"] == name)  # type: ignore[attr-defined]


def test_a_name_that_is_part_of_another_is_no_mention(corpus: Corpus) -> None:
    result = corpus.people()
    kim, mao = row(result, "Kim Il Sung"), row(result, "Mao Zedong")
    assert (kim["matches"], kim["documents"]) == (5, 2)
    assert (kim["first"], kim["last"]) == ("2001", "2003-05")
    assert (mao["matches"], mao["documents"]) == (1, 1)
    assert "Not counted: 4 places where a name is part of another one." in result.notes


def test_people_by_period(corpus: Corpus) -> None:
    result = corpus.people("Kim Il Sung", by="year")
    assert [(one["period"], one["matches"], one["documents"]) for one in result.rows()] == [
        ("2001", 4, 1),
        ("2002", 0, 0),
        ("2003", 1, 1),
        ("2004", 0, 0),
    ]
    silent = result.rows()[1]
    assert (silent["tokens"], silent["per_million"]) == (0, None)
    by_language = corpus.people("Mao Zedong", by="language").rows()
    assert [(one["language"], one["matches"]) for one in by_language] == [("en", 0), ("es", 1), ("fr", 0)]


def test_who_is_not_named_has_no_row_unless_asked_for(corpus: Corpus) -> None:
    assert {"Kim Il Sung", "Mao Zedong"} == set(corpus.people().values("person"))
    (asked,) = corpus.people("Kofi Annan").rows()
    assert (asked["matches"], asked["first"], asked["last_ref"]) == (0, None, None)


def test_filters_hold_for_mentions(corpus: Corpus) -> None:
    assert row(corpus.people(outlet="kcna"), "Kim Il Sung")["matches"] == 1
    assert len(corpus.people(voice="headline")) == 0
    assert row(corpus.people(voice="editor_note"), "Kim Il Sung")["matches"] == 1
