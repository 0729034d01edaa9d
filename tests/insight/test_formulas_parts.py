"""The parts of formulas against slow, obvious oracles: repeated sequences, association, lives, silences."""

from __future__ import annotations

import math
from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.index.facts import Dates
from corpus.insight.formulas.candidates import association, fixedness
from corpus.insight.formulas.life import life
from corpus.insight.formulas.orders import all_orders
from corpus.insight.formulas.sequences import keys_of, levels
from corpus.insight.formulas.settings import Temperature, grades, languages, thresholds
from corpus.insight.formulas.skeleton import Skeleton, _room, in_quotations, is_one_of
from corpus.query.first import longest_silence
from corpus.query.over_time import Calendar

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


class FakeCatalogue:
    def __init__(self, days: list[str]) -> None:
        self._dates = dates(days)

    def dates(self) -> Dates:
        return self._dates


def dates(texts: list[str]) -> Dates:
    """ISO dates of a year, a month or a day."""
    first = np.array(texts, dtype="datetime64[D]")
    units = {4: "Y", 7: "M", 10: "D"}
    last = np.array(
        [(np.datetime64(text, units[len(text)]) + 1).astype("datetime64[D]") - 1 for text in texts],
        dtype="datetime64[D]",
    )
    return Dates(first, last, np.array([len(text) for text in texts], dtype=np.int8))


counts = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 400)), min_size=1, max_size=9)
ASKED = Temperature(hot=0.5, warm=0.125, least_expected=3, least_documents=3, level=0.95)


@given(counts)
def test_lives_by_a_slow_rule(periods: list[tuple[int, int]]) -> None:
    periods = [(matches if tokens else 0, tokens) for matches, tokens in periods]
    # A document for each period with text; the matches of a period are in it.
    held = [number for number, (_, tokens) in enumerate(periods) if tokens]
    days = [f"{2000 + number}" for number in held]
    of_document = np.array(held, dtype=np.int64)
    tokens = np.array([tokens for _, tokens in periods])
    when = Calendar(
        [str(2000 + n) for n in range(len(periods))], of_document, tokens, (tokens > 0).astype(int), []
    )
    found = np.array(
        [at for at, number in enumerate(held) for _ in range(periods[number][0])], dtype=np.int64
    )
    dated = np.ones(len(held), dtype=bool)
    lived = life(found, dated, FakeCatalogue(days), when, ASKED, grades())  # type: ignore[arg-type]
    rates = [matches / size if size else None for matches, size in periods]
    if lived.peak is None:
        assert not any(matches for matches, _ in periods)
        assert set(lived.temperatures) == {None}
        return
    top = rates[lived.peak]
    assert top
    for number, (matches, size) in enumerate(periods):
        heat = lived.temperatures[number]
        rate = rates[number]
        if rate is None:
            assert heat is None  # a gap is neither cold nor dead
        elif number != lived.peak and matches < 3 and 0.5 * top * size < 3:
            assert heat is None
        else:
            assert heat == ("hot" if rate >= 0.5 * top else "warm" if rate >= 0.125 * top else "cold")
    after = [n for n in range(lived.peak + 1, len(periods)) if lived.temperatures[n] in ("warm", "cold")]
    assert lived.half_life == (after[0] - lived.peak if after else None)
    present = [number for number, (matches, _) in enumerate(periods) if matches]
    assert lived.first is not None
    assert (held[lived.first], held[lived.last or 0]) == (present[0], present[-1])
    inside = [number for number in held if present[0] <= number <= present[-1]]
    share = len(present) / len(inside)
    assert lived.steady == pytest.approx(share)
    assert lived.born == (share * sum(number < present[0] for number in held) >= 3)
    assert lived.dead == (share * sum(number > present[-1] for number in held) >= 3)


def test_a_short_text_is_no_peak() -> None:
    """One match in ten words is a higher rate than 500 in 10,000, and says less."""
    when = Calendar(["2000", "2001"], np.array([0, 1]), np.array([10, 10_000]), np.array([1, 1]), [])
    found = np.array([0, *[1] * 500])
    lived = life(found, np.ones(2, dtype=bool), FakeCatalogue(["2000", "2001"]), when, ASKED, grades())  # type: ignore[arg-type]
    assert lived.peak == 1


def test_one_document_is_no_peak_where_others_have_several() -> None:
    tokens, of_document = np.array([3_000, 30_000]), np.array([0, 1, 1, 1])
    when = Calendar(["2000", "2001"], of_document, tokens, np.array([1, 3]), [])
    days = ["2000", "2001", "2001", "2001"]
    found = np.array([*[0] * 30, 1, 1, 1, 2, 2, 3, 3])
    lived = life(found, np.ones(4, dtype=bool), FakeCatalogue(days), when, ASKED, grades())  # type: ignore[arg-type]
    assert lived.peak == 1
    assert lived.temperatures == ["hot", "hot"]


def test_grades_are_shares_of_documents() -> None:
    scale = grades()
    assert [grade.name for grade in scale.grades] == [
        "boiling",
        "scalding",
        "hot",
        "warm",
        "lukewarm",
        "cold",
    ]
    assert [grade.chinese for grade in scale.grades] == list("沸烫热暖温冷")
    assert scale.grades[0].share == pytest.approx(0.0518, abs=1e-4)  # both as published
    assert scale.grades[1].share == pytest.approx(0.0129, abs=1e-4)
    cases = (
        (52, 1000, "boiling"), (51, 1000, "scalding"), (3, 1000, "hot"), (2, 1000, "warm"),
        (1, 1000, "lukewarm"), (0, 1000, "cold"), (5, 19, None), (1, 20, "scalding"),
    )  # fmt: skip
    for documents, of, expected in cases:
        tokens = np.array([100])
        when = Calendar(["2000"], np.zeros(of, dtype=np.int64), tokens, np.array([of]), [])
        catalogue = FakeCatalogue(["2000"] * of)
        lived = life(np.arange(documents), np.ones(of, dtype=bool), catalogue, when, ASKED, scale)  # type: ignore[arg-type]
        assert lived.grades == [expected]


day = st.integers(0, 60).map(lambda number: str(np.datetime64("2020-01-01") + number))
month = st.integers(1, 6).map(lambda number: f"2020-{number:02d}")
documents = st.lists(st.tuples(st.one_of(day, day, day, month), st.booleans()), min_size=1, max_size=12)


@settings(max_examples=150, deadline=None)
@given(documents)
def test_the_longest_silence_by_days(held: list[tuple[str, bool]]) -> None:
    known = dates([text for text, _ in held])
    with_it = np.flatnonzero([has for _, has in held])
    if not len(with_it):
        return
    found = longest_silence(known, with_it, np.arange(len(held)))
    first, last = known.first.astype(int).tolist(), known.last.astype(int).tolist()
    best = None
    for number in range(
        min(first), max(last) + 1
    ):  # a silence begins after a day on which the term may stand
        if not any(last[at] == number for at in with_it):
            continue
        later = [first[at] for at in with_it if first[at] > number]
        if any(first[at] <= number < last[at] for at in with_it) or not later:
            continue
        between = sum(first[at] > number and last[at] < min(later) for at in range(len(held)))
        days = min(later) - number - 1
        if between and (best is None or (days, between) > best):
            best = (days, between)
    assert (None if found is None else (found.days, found.documents)) == best
    if found is not None:
        assert first[found.end] - last[found.start] - 1 == found.days


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
