"""N-grams equal a slow count of lists of words; repeated sequences equal their definition, read literally."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.api import Corpus
from corpus.errors import FilterError
from corpus.query.count import ngram_counts as grams
from corpus.query.count import word_sequences as wordtext
from corpus.query.count.ngram_counts import Grams, Piece, pieces_of
from corpus.query.count.word_ranks import joined
from tests import counter
from tests.builder import build, tiny_blocks
from tests.counter import COUNTED, Text
from tests.query.test_counts import ROLES, SPEAKERS, Archive, archives, quick

if TYPE_CHECKING:
    from pathlib import Path

Words = tuple[str, ...]


def folded(
    texts: list[Text], roles: set[str] = COUNTED, speaker: str | None = None
) -> list[tuple[int, Words]]:
    """The passages that count: number of the text, folded words."""
    return [
        (number, tuple(counter.fold(word) for word in counter.words(passage)))
        for number, text in enumerate(texts)
        for role, who, passage in text.passages
        if role in roles and speaker in (None, who)
    ]


def slow(passages: list[tuple[int, Words]], size: int) -> tuple[Counter[Words], dict[Words, set[int]]]:
    """Matches and documents of each sequence."""
    matches: Counter[Words] = Counter()
    documents: dict[Words, set[int]] = {}
    for number, words in passages:
        for at in range(len(words) - size + 1):
            gram = words[at : at + size]
            matches[gram] += 1
            documents.setdefault(gram, set()).add(number)
    return matches, documents


def expected(passages: list[tuple[int, Words]], low: int, high: int, least: int, documents: int) -> list[Any]:
    rows = []
    for size in range(low, high + 1):
        matches, held = slow(passages, size)
        rows += [
            (gram, size, count, len(held[gram]))
            for gram, count in matches.items()
            if count >= least and len(held[gram]) >= documents
        ]
    rows.sort(key=lambda row: (-row[2], row[0]))
    return [(joined(gram), *rest) for gram, *rest in rows]


def longest(passages: list[tuple[int, Words]], low: int, high: int, least: int, documents: int) -> list[Any]:
    """The definition: from the longest down, what is found often enough outside of what is listed."""
    covered: list[tuple[int, int, int]] = []
    rows: list[Any] = []
    for size in range(high, low - 1, -1):
        places: dict[Words, list[tuple[int, int]]] = {}
        for number, (_, words) in enumerate(passages):
            for at in range(len(words) - size + 1):
                places.setdefault(words[at : at + size], []).append((number, at))
        often = {
            gram: held
            for gram, held in places.items()
            if len(held) >= least and len({passages[number][0] for number, _ in held}) >= documents
        }
        repeated = {gram for gram, held in places.items() if len(held) >= max(least, documents)}
        new = []
        for gram, held in often.items():
            outside = [
                (number, at)
                for number, at in held
                if not any(n == number and a <= at and at + size <= b for n, a, b in covered)
            ]
            if size == high:
                # Listed unless the same repeated sequence always stands one word before it.
                before = {passages[number][1][at - 1 : at - 1 + size] if at else None for number, at in held}
                before = {one if one in repeated else None for one in before}
                listed = len(before) > 1 or before == {None}
                new += [(number, at, at + size) for number, at in held]
            else:
                listed = len(outside) >= least
                new += [(number, at, at + size) for number, at in held if listed]
            if listed:
                rows.append((gram, size, len(held), len({passages[number][0] for number, _ in held})))
        covered += new
    rows.sort(key=lambda row: (-row[1], -row[2], row[0]))
    return [(joined(gram), *rest) for gram, *rest in rows]


def rows(corpus: Corpus, *args: Any, **options: Any) -> list[tuple[Any, ...]]:
    result = corpus.ngrams(*args, **options)
    return list(
        zip(*(result.values(name) for name in ("ngram", "size", "matches", "documents")), strict=True)
    )


@quick
@given(
    texts=archives,
    size=st.integers(1, 4),
    more=st.integers(0, 4),
    least=st.integers(1, 3),
    documents=st.integers(1, 3),
    together=st.sampled_from([1, 6, 1 << 22]),
    bits=st.sampled_from([7, 12, 64]),
    part=st.sampled_from([2, 1 << 24]),
)
def test_the_most_frequent(
    sqlite_template: Path,
    texts: list[Text],
    size: int,
    more: int,
    least: int,
    documents: int,
    together: int,
    bits: int,
    part: int,
) -> None:
    """With pieces, keys and parts so small that sequences lie in several of each."""
    with (
        Archive(sqlite_template, texts) as corpus,
        mock.patch.object(wordtext, "TOGETHER", together),
        mock.patch.object(grams, "KEY_BITS", bits),
        mock.patch.object(grams, "PART", part),
        mock.patch.object(grams, "FEW", 2),
    ):
        wanted = expected(folded(texts), size, size + more, least, documents)
        options = {"min": least, "min_documents": documents}
        found = rows(corpus, f"{size}-{size + more}", limit=1000, **options)
        assert found == wanted
        few = rows(corpus, f"{size}-{size + more}", limit=3, **options)
        assert few == wanted[:3]
        result = corpus.ngrams(size, min=1)
        tokens = counter.count_tokens(texts)
        assert result.values("per_million") == [n / tokens * 1e6 for n in result.values("matches")]


@quick
@given(texts=archives, role=st.sampled_from(ROLES), speaker=st.sampled_from(SPEAKERS[1:]))
def test_voices_and_speakers(sqlite_template: Path, texts: list[Text], role: str, speaker: str) -> None:
    with Archive(sqlite_template, texts) as corpus:
        assert rows(corpus, 2, min=1, voice=role) == expected(folded(texts, {role}), 2, 2, 1, 1)
        if any(who == speaker for one in texts for _, who, _ in one.passages):
            wanted = expected(folded(texts, speaker=speaker), 1, 2, 1, 1)
            assert rows(corpus, "1-2", min=1, speaker=speaker) == wanted


repeats = st.lists(
    st.builds(
        Text,
        year=st.just("2020"),
        passages=st.lists(
            st.tuples(
                st.just("speech"),
                st.none(),
                st.one_of(
                    st.text("ab", max_size=12),
                    st.sampled_from(["abcdefgh", "bcdefg", "xabcdefgh", "cdecdecde", "abcabcabcabc"]),
                ).map(" ".join),
            ),
            max_size=3,
        ),
    ),
    min_size=1,
    max_size=4,
)


@quick
@given(
    texts=repeats,
    low=st.integers(1, 4),
    more=st.integers(0, 8),
    least=st.integers(2, 3),
    documents=st.integers(1, 2),
    bits=st.sampled_from([9, 64]),
)
def test_the_longest(
    sqlite_template: Path, texts: list[Text], low: int, more: int, least: int, documents: int, bits: int
) -> None:
    with (
        Archive(sqlite_template, texts) as corpus,
        mock.patch.object(wordtext, "TOGETHER", 8),
        mock.patch.object(grams, "KEY_BITS", bits),
    ):
        found = rows(
            corpus, f"{low}-{low + more}", min=least, min_documents=documents, longest=True, limit=1000
        )
        assert found == longest(folded(texts), low, low + more, least, documents)
        assert (
            rows(corpus, low, min=least, longest=True, limit=2)
            == rows(corpus, low, min=least, longest=True, limit=1000)[:2]
        )


def test_the_bound_of_one_piece_loses_nothing(sqlite_url: str) -> None:
    texts = [Text("2020", passages=[("speech", None, "a b x a b y a b z c d x c d y e f")])]
    texts.append(Text("2021", passages=[("speech", None, "e g")]))
    with Corpus(sqlite_url) as corpus, tiny_blocks(), mock.patch.object(wordtext, "TOGETHER", 1):
        build(corpus, texts)
        assert rows(corpus, 2, limit=2) == [("a b", 2, 3, 1), ("c d", 2, 2, 1)]
        assert rows(corpus, 2, limit=3, min=1) == [*rows(corpus, 2), ("b x", 2, 1, 1)]


def test_a_formula_is_listed_once_and_its_part_where_it_lives_without_it(sqlite_url: str) -> None:
    formula = "the great banner of self-reliance flies over our land for ever and"
    texts = [
        Text("2020", passages=[("speech", None, f"{word} {formula} {word}")]) for word in ("a", "b", "c")
    ]
    texts += [
        Text("2021", passages=[("speech", None, f"{word} great banner of {word}")]) for word in ("x", "y")
    ]
    with Corpus(sqlite_url) as corpus, tiny_blocks():
        build(corpus, texts)
        assert rows(corpus, 2, longest=True, min=2) == [(formula, 12, 3, 3), ("great banner of", 3, 5, 5)]
        assert rows(corpus, 2, longest=True) == [(formula, 12, 3, 3)]


def test_beyond_fifty_words_the_first_fifty_are_listed(sqlite_url: str) -> None:
    speech = " ".join(f"w{n}" for n in range(200))
    with Corpus(sqlite_url) as corpus:
        build(
            corpus, [Text(year, passages=[("speech", None, f"{year} {speech}")]) for year in ("2020", "2021")]
        )
        assert rows(corpus, 3, longest=True, min=2) == [(" ".join(speech.split()[:50]), 50, 2, 2)]


def test_lemmas_are_the_words_where_there_are_none(sqlite_url: str) -> None:
    with Corpus(sqlite_url) as corpus:
        build(corpus, [Text("2020", passages=[("speech", None, "Peace peace PEACE")])])
        assert rows(corpus, 2, unit="lemma") == rows(corpus, 2) == [("peace peace", 2, 2, 1)]


def test_equals_stand_by_their_words_and_are_written_close(sqlite_url: str) -> None:
    with Corpus(sqlite_url) as corpus:
        build(corpus, [Text("2020", passages=[("speech", None, "b a; b c; people's cc aa cc aa")])])
        assert rows(corpus, 2, min=1) == [
            ("cc aa", 2, 2, 1),
            *(("'s cc", 2, 1, 1), ("a b", 2, 1, 1), ("aa cc", 2, 1, 1), ("b a", 2, 1, 1), ("b c", 2, 1, 1)),
            *(("c people", 2, 1, 1), ("people's", 2, 1, 1)),
        ]
    assert joined(["the", "people", "'s", "改", "革", "당", "은"]) == "the people's 改革 당 은"


def test_nothing_is_said_in_a_sentence(sqlite_url: str) -> None:
    with Corpus(sqlite_url) as corpus:
        build(corpus, [Text("2020", passages=[("speech", None, "one two three")])])
        assert corpus.ngrams(2).notes[-1].startswith("No sequence of this size occurs 2 times:")
        assert corpus.ngrams(2, voice="slogan").notes == ("The filters leave no words to count.",)
        assert len(corpus.ngrams(8, min=1)) == 0
        assert corpus.ngrams(1, min=1, limit=2).notes == ("There are more (limit=2).",)
        assert corpus.ngrams(1, min=1, limit=3).notes == ()


@pytest.mark.parametrize("size", ["0", "9", "3-2", "1-9", "x", "2-", "-2", "", "2-3-4", "٣٣٣٣", 10**9])
def test_bad_sizes(sqlite_url: str, size: int | str) -> None:
    with Corpus(sqlite_url) as corpus, pytest.raises(FilterError, match=r"size=.*from 1 to 8"):
        corpus.ngrams(size)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"min": 0}, "min= and min_documents= go from 1"),
        ({"min_documents": 0}, "min= and min_documents= go from 1"),
        ({"longest": True, "min": 1}, "min= goes from 2"),
        ({"longest": True, "size": 51}, "from 1 to 50"),
        ({"unit": "syllable"}, "unit= is word or lemma, not syllable"),
        ({"limit": 10**8}, "limit= goes from 1 to 1,000,000"),
    ],
)
def test_bad_options(sqlite_url: str, options: dict[str, Any], message: str) -> None:
    with Corpus(sqlite_url) as corpus, pytest.raises(FilterError, match=message):
        corpus.ngrams(**options)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.integers(1, 3), max_size=30), min_size=1, max_size=4), st.integers(1, 20))
def test_keys_give_their_words_back_in_order(runs: list[list[int]], size: int) -> None:
    words = np.array([word for run in runs for word in run], dtype=np.uint32)
    lengths = np.array([len(run) for run in runs], dtype=np.int64)
    pieces: list[Piece] = pieces_of(iter([(words, lengths, np.arange(len(runs)))]), 100)
    with mock.patch.object(grams, "KEY_BITS", 8):
        found = Grams(pieces, 3, [1])
        keys, matches = found.count(size)
        wanted = slow([(0, tuple(map(str, run))) for run in runs], size)[0]
        given_back = [tuple(map(str, found.words_of(size, int(key)))) for key in keys]
    assert dict(zip(given_back, matches.tolist(), strict=True)) == wanted
    assert given_back == sorted(given_back)
