"""Lives of formulas, grades and silences against slow, obvious rules."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.index.read.document_facts import Dates
from corpus.insight.formulas.formula_settings import Temperature, grades
from corpus.insight.formulas.lifecycle.life import Life, life
from corpus.query.questions.first import longest_silence
from corpus.query.tabulate.period_counts import Calendar

I64 = npt.NDArray[np.int64]


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


def lived_of(found: I64, days: list[str], when: Calendar, outlets: I64) -> Life:
    dated = np.ones(len(days), dtype=bool)
    return life(found, dated, outlets, FakeCatalogue(days), when, ASKED, grades())  # type: ignore[arg-type]


@given(counts)
def test_lives_by_a_slow_rule(periods: list[tuple[int, int]]) -> None:
    periods = [(matches if tokens else 0, tokens) for matches, tokens in periods]
    # A document for each period with text; the matches of a period are in it.
    held = [number for number, (_, tokens) in enumerate(periods) if tokens]
    days = [f"{2000 + number}" for number in held]
    of_document = np.array(held, dtype=np.int64)
    tokens = np.array([tokens for _, tokens in periods])
    when = Calendar(
        "year",
        [str(2000 + n) for n in range(len(periods))],
        of_document,
        tokens,
        (tokens > 0).astype(int),
        [],
    )
    found = np.array(
        [at for at, number in enumerate(held) for _ in range(periods[number][0])], dtype=np.int64
    )
    lived = lived_of(found, days, when, outlets=np.zeros(len(held), dtype=np.int64))
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
    assert lived.steady == pytest.approx(len(present) / len(inside))


dated_texts = st.tuples(
    st.one_of(
        *[st.integers(0, 70).map(lambda number: str(np.datetime64("2020-01-01") + number))] * 5,
        st.sampled_from(["2020", "2020-01", "2020-02"]),
    ),
    st.sampled_from([True, True, False]),  # has the formula, if it is of its days
    st.sampled_from([0, 0, 0, 1, 2]),  # outlet
)


@settings(max_examples=100, deadline=None)
@given(st.lists(dated_texts, min_size=8, max_size=40), st.integers(0, 60), st.integers(0, 50))
def test_birth_and_death_by_a_slow_rule(
    given_texts: list[tuple[str, bool, int]], since: int, length: int
) -> None:
    days = np.datetime64("2020-01-01") + np.array([since, since + length])
    texts = [
        (text, has and days[0] <= np.datetime64(text, "D") <= days[1], one) for text, has, one in given_texts
    ]
    held = [at for at, (_, has, _) in enumerate(texts) if has]
    if not held:
        return
    months = sorted({text[:7] for text, _, _ in texts if len(text) >= 7})
    codes = np.array([months.index(text[:7]) if len(text) >= 7 else -1 for text, _, _ in texts])
    size = np.bincount(codes[codes >= 0], minlength=len(months))
    when = Calendar("month", months, codes, 100 * size, size, [])
    outlet = [outlet for _, _, outlet in texts]
    known = dates([text for text, _, _ in texts])
    first, last = known.first.astype(int).tolist(), known.last.astype(int).tolist()
    lived = lived_of(np.array(held), [text for text, _, _ in texts], when, np.array(outlet))
    having = {outlet[at] for at in held}
    own = [at for at in range(len(texts)) if outlet[at] in having]
    begin, end = min(first[at] for at in held), max(last[at] for at in held)
    assert lived.first is not None
    assert lived.last is not None
    assert (first[lived.first], first[lived.last]) == (begin, max(first[at] for at in held))
    before, after = [at for at in own if last[at] < begin], [at for at in own if first[at] > end]
    share = {
        one: sum(outlet[at] == one for at in held)
        / sum(outlet[at] == one for at in own if at not in before and at not in after)
        for one in having
    }
    longest = 0
    for day in {last[at] for at in held}:
        if any(first[at] <= day < last[at] for at in held):
            continue
        following = [first[at] for at in held if first[at] > day]
        if following:
            longest = max(longest, sum(day < first[at] < min(following) for at in own))
    enough_before = sum(share[outlet[at]] for at in before) > 3 - 1e-9
    enough_after = sum(share[outlet[at]] for at in after) > 3 - 1e-9
    later = max(codes[at] for at in own) > max(codes[at] for at in held)
    assert lived.born == (enough_before and len(before) > longest)
    assert lived.dead == (enough_after and len(after) > longest and later)
    for month in range(len(months)):
        if not any(codes[at] == month for at in own):  # only other outlets have text
            assert (lived.temperatures[month], lived.grades[month]) == (None, None)


def test_other_outlets_that_go_on_bury_nothing() -> None:
    """The one that has the formula ends in 2001; another, that never had it, has 25 texts of 2002."""
    days = [*["2000"] * 4, *["2001"] * 4, *["2002"] * 25]
    of_document = np.array([*[0] * 4, *[1] * 4, *[2] * 25])
    when = Calendar(
        "year", ["2000", "2001", "2002"], of_document, np.array([400, 400, 1000]), np.array([4, 4, 25]), []
    )
    found, other = np.arange(8), np.array([*[0] * 8, *[1] * 25])
    assert lived_of(found, days, when, np.zeros(33, dtype=np.int64)).dead
    lived = lived_of(found, days, when, other)
    assert (lived.dead, lived.latest, lived.letters, lived.grades[2]) == (False, "hot", "HH-", None)


@pytest.mark.parametrize(("after", "dead"), [(5, False), (6, False), (7, True)])
def test_a_silence_no_longer_than_one_before_is_no_death(after: int, dead: bool) -> None:
    """Ten texts with it, six without, one with it: of five more, three are expected to have it. Five texts of
    another outlet make no silence longer."""
    days = [f"{2000 + number}" for number in range(17 + after + 5)]
    when = Calendar(
        "year", days, np.arange(len(days)), np.full(len(days), 1000), np.ones(len(days), dtype=int), []
    )
    lived = lived_of(np.array([*range(10), 16]), days, when, np.array([*[0] * (17 + after), *[1] * 5]))
    assert lived.dead == dead


def test_what_was_said_in_the_last_period_with_text_is_not_dead() -> None:
    days = [*["2000-01-05"] * 5, *["2000-02-02"] * 2, *["2000-02-20"] * 9]
    when = Calendar(
        "year",
        ["2000-01", "2000-02"],
        np.array([0] * 5 + [1] * 11),
        np.array([500, 1100]),
        np.array([5, 11]),
        [],
    )
    assert not lived_of(np.arange(7), days, when, np.zeros(16, dtype=np.int64)).dead
    assert lived_of(np.arange(5), days, when, np.zeros(16, dtype=np.int64)).dead


def test_a_short_text_is_no_peak() -> None:
    """One match in ten words is a higher rate than 500 in 10,000, and says less."""
    when = Calendar("year", ["2000", "2001"], np.array([0, 1]), np.array([10, 10_000]), np.array([1, 1]), [])
    found = np.array([0, *[1] * 500])
    lived = lived_of(found, ["2000", "2001"], when, np.zeros(2, dtype=np.int64))
    assert lived.peak == 1


def test_one_document_is_no_peak_where_others_have_several() -> None:
    tokens, of_document = np.array([3_000, 30_000]), np.array([0, 1, 1, 1])
    when = Calendar("year", ["2000", "2001"], of_document, tokens, np.array([1, 3]), [])
    days = ["2000", "2001", "2001", "2001"]
    found = np.array([*[0] * 30, 1, 1, 1, 2, 2, 3, 3])
    lived = lived_of(found, days, when, np.zeros(4, dtype=np.int64))
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
        # One document of the year before has it, too, so that it is found at all.
        of_document = np.array([0, *[1] * of])
        when = Calendar("year", ["1999", "2000"], of_document, np.array([1, 100]), np.array([1, of]), [])
        days = ["1999", *["2000"] * of]
        lived = lived_of(np.arange(documents + 1), days, when, np.zeros(of + 1, dtype=np.int64))
        assert lived.grades == [None, expected]


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
