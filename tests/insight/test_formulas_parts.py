"""The parts of formulas against slow, obvious oracles: repeated sequences, association, quotations."""

from __future__ import annotations

import math
from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.insight.formulas.discovery.candidates import association, fixedness
from corpus.insight.formulas.discovery.content_ngrams import keys_of, levels
from corpus.insight.formulas.discovery.content_words import Skeleton, _room, in_quotations, is_one_of
from corpus.insight.formulas.formula_settings import languages, thresholds
from corpus.insight.formulas.variants.word_orders import all_orders

runs = st.lists(st.lists(st.integers(1, 4), min_size=1, max_size=9), min_size=1, max_size=12)


def skeleton(documents: list[list[int]]) -> Skeleton:
    """Each list a document of its own, in which all words stand together."""
    words = np.array([word for run in documents for word in run], dtype=np.uint32)
    new = np.array([at == 0 for run in documents for at in range(len(run))])
    owners = np.array([number for number, run in enumerate(documents) for _ in run], dtype=np.int32)
    none = np.zeros(len(words), dtype=np.uint8)
    counts = np.bincount(words, minlength=6)
    flags = np.zeros(6, dtype=bool)
    return Skeleton(
        words, np.arange(len(words), dtype=np.uint32), owners, none, _room(new), [(1, 0)], counts,
        len(words), flags, flags,
    )  # fmt: skip


@settings(deadline=None)
@given(runs, st.integers(1, 3))
def test_repeated_sequences_are_those_of_a_slow_count(documents: list[list[int]], least: int) -> None:
    text = skeleton(documents)
    found = {}
    for level in levels(text, 5, least):
        rows = level.words(text).tolist()
        for at, row in enumerate(rows):
            found[tuple(row)] = (int(level.counts[at]), int(level.documents[at]))
            places, _ = level.places_of(np.array([at]))
            assert all(
                tuple(text.words[place : place + level.size].tolist()) == tuple(row) for place in places
            )
    slow: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for number, run in enumerate(documents):
        for size in range(2, 6):
            for start in range(len(run) - size + 1):
                slow[tuple(run[start : start + size])].append(number)
    expected = {
        row: (len(owners), len(set(owners))) for row, owners in slow.items() if len(set(owners)) >= least
    }
    assert found == expected


def test_association_by_hand() -> None:
    # 1,000 words; two of them 10 times each and always together: 1. Twice together of 10 and 20: by hand.
    of_word = np.array([0, 10, 10, 20])
    words = np.array([[1, 2], [1, 3]], dtype=np.uint32)
    found = association(np.array([10, 2]), words, of_word, 1000)
    assert found[0] == pytest.approx(1)
    assert found[1] == pytest.approx(math.log(0.002 / (0.01 * 0.02)) / -math.log(0.002))
    # By chance: p(ab) = p(a) p(b).
    assert association(np.array([1]), np.array([[1, 2]]), np.array([0, 100, 10]), 1000)[0] == pytest.approx(0)
    # Three words that only occur together.
    three = np.array([[1, 2, 3]], dtype=np.uint32)
    assert association(np.array([5]), three, np.array([0, 5, 5, 5]), 100)[0] == pytest.approx(1)


def test_fixedness_is_the_least_share_of_the_rarer_part() -> None:
    documents = [[1, 2, 3], [1, 2, 3], [1, 2, 4], [3, 4], [3, 1]]
    text = skeleton(documents)
    found = levels(text, 3, 2)
    by_size = {level.size: level for level in found}
    whole = by_size[3]
    # 1 2 3 twice; cut 1|23: min(4, 2) -> 1; cut 12|3: min(3, 4) -> 2/3.
    assert fixedness(whole, whole.words(text), by_size, text.counts).tolist() == [pytest.approx(2 / 3)]


def test_keys_tell_orders_apart() -> None:
    rows = np.array([[1, 2], [2, 1], [1, 2]], dtype=np.uint32)
    keys = keys_of(rows)
    assert keys[0] == keys[2] != keys[1]


@given(st.lists(st.integers(0, 30), max_size=8), st.lists(st.integers(0, 30), max_size=8))
def test_one_of(values: list[int], wanted: list[int]) -> None:
    ordered = np.array(sorted(values), dtype=np.uint32)
    assert is_one_of(ordered, np.array(wanted, dtype=np.int64)).tolist() == [one in values for one in wanted]


pairs = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 6)), max_size=6)


@given(pairs, st.integers(0, 20), st.integers(1, 4))
def test_in_quotations(quoted: list[tuple[int, int]], start: int, length: int) -> None:
    spans = sorted((begin, begin + size) for begin, size in quoted)
    table = np.array(spans, dtype=np.uint32).reshape(-1, 2)
    found = in_quotations(table, np.array([start]), np.array([start + length]))[0]
    assert found == any(begin <= start and start + length <= end for begin, end in spans)


def test_data_files_hold_together() -> None:
    asked = thresholds()
    assert 1 < asked.candidates.longest <= asked.candidates.longest_passage
    assert 0 < asked.temperature.warm < asked.temperature.hot < 1
    for tag, language in languages().items():
        assert not language.function & language.breaks, tag
        for words in (
            language.function,
            language.breaks,
            language.offices,
            language.weak,
            language.occasions,
        ):
            assert all(word == word.lower() for word in words), tag


@given(runs, st.lists(st.integers(1, 4), min_size=1, max_size=4))
def test_all_orders_of_some_words(documents: list[list[int]], words: list[int]) -> None:
    text = skeleton(documents)
    slow, place = [], 0
    for run in documents:
        for start in range(len(run)):
            if sorted(run[start : start + len(words)]) == sorted(words):
                slow.append(place + start)
        place += len(run)
    assert [places.tolist() for places in all_orders(text, [tuple(words), (5,)])] == [slow, []]
