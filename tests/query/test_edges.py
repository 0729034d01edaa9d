"""Answers at their edges: dates partly outside, pages over several series, gaps, weeks, quotations."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING
from unittest import mock

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Corpus
from corpus.index.build.merge import merge_small_blocks
from corpus.index.read import reader
from corpus.query.tabulate import periods
from corpus.store.engine import open_engine
from corpus.store.state import mark_changed
from corpus.text.dates import PartialDate
from tests.builder import build, tiny_blocks
from tests.counter import Text

if TYPE_CHECKING:
    from collections.abc import Iterator


def texts() -> list[Text]:
    return [
        Text("2019-05-02", passages=[("speech", "Kim Song", "peace and peace"), ("narration", None, "war")]),
        Text("2019-06", passages=[("speech", "Kim Song", "peace")]),
        Text("2020", passages=[("speech", None, "war and peace"), ("speech", None, "and then")]),
        Text("2022-01-01", country="USA", passages=[("narration", None, "war")]),
        Text("2022-01-02", country="USA", passages=[]),
    ]


@pytest.fixture
def corpus(sqlite_url: str) -> Iterator[Corpus]:
    with Corpus(sqlite_url) as opened, tiny_blocks():
        build(opened, texts())
        yield opened


def matches(corpus: Corpus, query: str, **filters: str) -> int:
    return sum(filter(None, corpus.freq(query, **filters).values("matches")))


def test_no_match_crosses_a_passage(corpus: Corpus) -> None:
    assert matches(corpus, "peace and") == 1
    assert matches(corpus, "peace war") == 0
    assert len(corpus.kwic("peace and")) == 1


@pytest.mark.parametrize(
    ("since", "until", "periods_shown", "left_out"),
    [
        ("2019", "2019", ["2019"], 0),
        ("2019-05-02", "2019-05-02", ["2019"], 0),
        ("2019-05-03", "2019-12", ["2019"], 0),
        ("2019-06-02", "2022", ["2019", "2020", "2021", "2022"], 1),
        ("2018", "2020-06", ["2018", "2019", "2020"], 1),
        ("2019", "2023", ["2019", "2020", "2021", "2022", "2023"], 0),
        ("2019-06-30", "2022", ["2019", "2020", "2021", "2022"], 1),
        ("2019-07", "2022", ["2019", "2020", "2021", "2022"], 0),
        ("2018", "2020-01-01", ["2018", "2019", "2020"], 1),
        ("2018", "2019-12", ["2018", "2019"], 0),
    ],
)
def test_since_and_until_take_whole_dates(
    corpus: Corpus, since: str, until: str, periods_shown: list[str], left_out: int
) -> None:
    result = corpus.freq("peace", since=since, until=until)
    assert result.values("period") == periods_shown
    assert sum("partly outside" in note for note in result.notes) == left_out
    low, high = PartialDate.parse(since).first, PartialDate.parse(until).last
    dates = [(PartialDate.parse(text.year), text) for text in texts()]
    inside = [text for date, text in dates if low <= date.first and date.last <= high]
    assert sum(filter(None, result.values("documents"))) == sum(
        any("peace" in passage for _, _, passage in text.passages) for text in inside
    )


def test_imprecise_dates_are_left_out_of_months_and_said(corpus: Corpus) -> None:
    result = corpus.freq("peace", by="month")
    assert sum(filter(None, result.values("matches"))) == 3
    assert "Left out: 1 document not dated to the month (they count in yearly tables)." in result.notes
    assert result.values("period")[:3] == ["2019-05", "2019-06", "2019-07"]


def test_pages_run_over_several_series(corpus: Corpus) -> None:
    every = corpus.kwic("peace", "war").values("match")
    assert every == ["peace"] * 4 + ["war"] * 3
    paged = [corpus.kwic("peace", "war", limit=3, offset=offset).values("match") for offset in (0, 3, 6)]
    assert [match for page in paged for match in page] == every
    assert "Lines 4 to 6 of 7." in corpus.kwic("peace", "war", limit=3, offset=3).notes


def test_first_and_last_say_what_the_archive_covers(corpus: Corpus) -> None:
    first, last = corpus.first("peace").rows()
    assert (first["date"], first["covered_from"], first["covered_to"]) == (
        "2019-05-02",
        "2019-05-02",
        "2022-01-02",
    )
    assert (first["documents_before"], first["documents_after"]) == (0, 4)
    assert (last["date"], last["documents_before"], last["documents_after"]) == ("2020", 2, 2)


def test_coverage_names_gaps_and_what_has_no_text(corpus: Corpus) -> None:
    (row,) = corpus.coverage(by="year").rows()
    assert (row["documents"], row["without_text"], row["missing"], row["gaps"]) == (5, 1, "2021", 1)
    (row,) = corpus.coverage(by="month", until="2019").rows()
    assert (row["periods"], row["missing"]) == (2, "")
    (row,) = corpus.coverage(by="day", country="USA").rows()
    assert (row["periods"], row["gaps"]) == (2, 0)


def test_gaps_are_joined_to_ranges(sqlite_url: str) -> None:
    with Corpus(sqlite_url) as corpus:
        build(
            corpus,
            [Text(year, passages=[("speech", None, year)]) for year in ("2001", "2003", "2007", "2010")],
        )
        assert corpus.coverage(by="year").values("missing") == ["2002, 2004 to 2006, 2008 to 2009"]


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 1, 1)))
def test_periods_are_those_of_the_calendar(day: datetime.date) -> None:
    days = np.array([day], dtype="datetime64[D]")
    year, week, _ = day.isocalendar()
    expected = {
        "year": f"{day.year:04d}",
        "quarter": f"{day.year:04d}-Q{(day.month + 2) // 3}",
        "month": f"{day.year:04d}-{day.month:02d}",
        "week": f"{year:04d}-W{week:02d}",
        "day": day.isoformat(),
    }
    for unit, label in expected.items():
        assert periods.label(unit, int(periods.ordinals(unit, days)[0])) == label


@pytest.mark.parametrize("merged", [False, True])
def test_quotations_beside_each_other_and_in_korean(sqlite_url: str, merged: bool) -> None:
    passage = "he said “peace”“and security” of “당의 당”"
    spans = [
        (0, passage.index(word), passage.index(word) + len(word))
        for word in ("peace", "and security", "당의 당")
    ]
    quoting = Text("2020", passages=[("speech", None, passage)])
    with Corpus(sqlite_url) as corpus, tiny_blocks():
        build(corpus, [Text("2019", passages=[("speech", None, "peace 당")]), quoting], {1: spans})
        if merged:
            engine = open_engine(sqlite_url)
            with engine.begin() as connection:
                assert merge_small_blocks(connection, 2)
                mark_changed(connection)
            engine.dispose()
        assert matches(corpus, "peace", voice="quotation") == 1
        assert matches(corpus, "peace and", voice="quotation") == 0
        assert matches(corpus, "peace and") == 1
        assert matches(corpus, "당", voice="quotation") == 2
        assert matches(corpus, "당") == 3
        assert sum(corpus.freq("당", voice="quotation").values("tokens")) == 5


def test_a_small_cache_changes_no_answer(corpus: Corpus) -> None:
    expected = [corpus.freq("peace", "war").rows(), corpus.freq("and", "then").rows()]
    with mock.patch.object(reader, "POSTING_BYTES", 10), Corpus(corpus.url) as small:
        for _ in range(3):
            assert [small.freq("peace", "war").rows(), small.freq("and", "then").rows()] == expected
        kept = small._opened().index._postings
        assert kept._held == sum(held.nbytes for held in kept._arrays.values())
        assert kept._held <= 10 or len(kept._arrays) == 1
