"""Trends: counts by term and period equal a slow count; statistics are those of the measures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.api import Corpus
from corpus.errors import FilterError, QueryError
from corpus.measures.bursts import bursts
from corpus.measures.change_points import change_points
from corpus.measures.significance import benjamini_hochberg
from corpus.measures.trends import mann_kendall_prewhitened, theil_sen_slope
from corpus.query.language.syntax import parse
from corpus.query.select.selection import Filters
from corpus.query.select_documents import select_documents
from corpus.query.tabulate.period_counts import calendar, each_query, every_term
from tests import counter
from tests.builder import build, tiny_blocks
from tests.counter import COUNTED, Text
from tests.query.test_counts import Archive, archives, quick

if TYPE_CHECKING:
    from pathlib import Path

YEARS = range(2000, 2024)


def folded(text: Text, roles: set[str]) -> list[str]:
    return [
        counter.fold(word)
        for role, _, passage in text.passages
        if role in roles
        for word in counter.words(passage)
    ]


@quick
@given(texts=archives, least=st.integers(1, 3), voice=st.sampled_from([None, "speech"]))
def test_counts(sqlite_template: Path, texts: list[Text], least: int, voice: str | None) -> None:
    with Archive(sqlite_template, texts) as corpus, corpus._opened().open() as moment:
        filters = Filters(voice=(voice,)) if voice else Filters()
        selection = select_documents(moment, filters)
        when = calendar(moment, selection, "year")
        held = [(text.year, folded(text, {voice} if voice else COUNTED)) for text in texts]
        held = [(year, words) for year, words in held if words]
        years = sorted({year for year, _ in held})
        span = [str(year) for year in range(int(years[0]), int(years[-1]) + 1)] if years else []
        assert when.labels == span
        assert when.tokens.tolist() == [sum(len(w) for y, w in held if y == year) for year in span]
        assert when.documents.tolist() == [sum(y == year for y, _ in held) for year in span]
        counts = every_term(moment, selection, when, "word", least)
        terms = sorted({word for _, words in held for word in words})
        terms = [term for term in terms if sum(term in words for _, words in held) >= least]
        assert counts.names == terms
        assert counts.matches.tolist() == [
            [sum(w.count(term) for y, w in held if y == year) for year in span] for term in terms
        ]
        assert counts.documents.tolist() == [
            [sum(term in w for y, w in held if y == year) for year in span] for term in terms
        ]
        some = [term for term in terms if term in ("peace", "and", "security")]
        again = each_query(moment, selection, when, [one for term in some for one in parse(term)])
        for row, term in enumerate(some):
            assert again.matches[row].tolist() == counts.matches[terms.index(term)].tolist()
            assert again.documents[row].tolist() == counts.documents[terms.index(term)].tolist()


def words(year: int) -> list[str]:
    """What each of the ten documents of a year says: 2005 and 2006 hold none."""
    made = []
    for document in range(10):
        said = ["base"] * 40 + ["rise"] * (year - 1999) + ["fall"] * (2030 - year) + [f"n{year}x{document}"]
        said += ["new"] * (year >= 2012) + ["old"] * (year < 2011) + ["late"] * (year == 2023)
        said += ["jump"] * (12 if year >= 2015 else 2) + ["wave"] * (year in (2008, 2009) or document == 0)
        made.append(" ".join(said))
    return made


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Any:
    import shutil

    path = tmp_path_factory.mktemp("trends") / "corpus.db"
    shutil.copy(sqlite_template, path)
    texts = [
        Text(str(year), passages=[("speech", None, said)])
        for year in YEARS
        if year not in (2005, 2006)
        for said in words(year)
    ]
    with Corpus(path) as corpus, tiny_blocks(3000, 100, 1000):
        build(corpus, texts)
        yield corpus


def series(corpus: Corpus, term: str) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    table = corpus.freq(term, by="year")
    return np.array([matches or 0 for matches in table.values("matches")]), np.array(table.values("tokens"))


@pytest.mark.parametrize(
    ("kind", "surely", "perhaps"),
    [
        ("rises", {"rise"}, {"new", "jump"}),
        ("falls", {"fall", "old"}, {"base", "wave"}),
        ("appears", {"new", "late"}, set()),
        ("vanishes", {"old"}, set()),
    ],
)
def test_kinds(corpus: Corpus, kind: str, surely: set[str], perhaps: set[str]) -> None:
    found = corpus.trends(kind=kind)
    assert surely <= set(found.values("term")) <= surely | perhaps
    name = {"rises": "slope", "falls": "slope"}.get(kind, "expected")
    strengths = [abs(value) for value in found.values(name)]
    assert strengths == sorted(strengths, reverse=True)


def test_expected_is_by_the_share_of_documents_since(corpus: Corpus) -> None:
    rows = {row["term"]: row for row in corpus.trends(kind="appears").rows()}
    assert rows["new"]["expected"] == pytest.approx(100.0)  # in every document since: of 100 before, all
    assert rows["late"]["expected"] == pytest.approx(210.0)
    assert (rows["new"]["first"], rows["new"]["last"]) == ("2012", "2023")
    (old,) = corpus.trends(kind="vanishes").rows()
    assert (old["first"], old["last"], old["expected"]) == ("2000", "2010", pytest.approx(130.0))


def test_numbers_are_those_of_the_measures_without_the_silent_years(corpus: Corpus) -> None:
    found = corpus.trends(kind="rises", min_documents=5)
    every = [corpus.trends(kind=kind, min_documents=5) for kind in ("rises", "falls", "changes", "bursts")]
    terms = ["base", "rise", "fall", "new", "old", "late", "jump", "wave"]
    rates = []
    for term in terms:
        matches, tokens = series(corpus, term)
        rates.append(np.where(tokens > 0, matches / np.maximum(tokens, 1) * 1e6, np.nan))
    assert np.isnan(rates[0]).sum() == 2
    p = mann_kendall_prewhitened(np.sqrt(rates)).p
    adjusted = dict(zip(terms, benjamini_hochberg(p).tolist(), strict=True))
    rows = {row["term"]: row for table in every for row in table.rows()}
    assert {"rise", "fall", "jump", "wave"} <= set(rows)
    for term, row in rows.items():
        at = terms.index(term)
        assert row["slope"] == pytest.approx(float(theil_sen_slope(rates[at])))
        assert row["p"] == pytest.approx(float(p[at]))
        assert row["p_adjusted"] == pytest.approx(adjusted[term])
        matches, tokens = series(corpus, term)
        assert (row["matches"], row["per_million"]) == (matches.sum(), matches.sum() / tokens.sum() * 1e6)
        starts = np.flatnonzero(change_points([matches], tokens).starts[0])
        assert row["changes"] == ", ".join(str(2000 + start) for start in starts)
    assert "2015" in rows["jump"]["changes"].split(", ")
    assert rows["wave"]["bursts"] == "2008 to 2009"
    assert found.notes == ("8 terms in enough documents; 22 years with text, 2 without are left out.",)


def test_changes_and_bursts_come_by_their_strength(corpus: Corpus) -> None:
    for kind, name in (("changes", "saved"), ("bursts", "weight")):
        strengths = corpus.trends(kind=kind).values(name)
        assert strengths
        assert strengths == sorted(strengths, reverse=True)
        assert min(strengths) > 0
    documents = np.array([0 if year in (2005, 2006) else 10 for year in YEARS])
    held = np.where(documents, np.where(np.isin(YEARS, (2008, 2009)), 10, 1), 0)
    (burst,) = bursts(held, documents)
    rows = {row["term"]: row["weight"] for row in corpus.trends(kind="bursts").rows()}
    assert rows["wave"] == pytest.approx(burst.weight)


def test_limit_and_least_documents(corpus: Corpus) -> None:
    found = corpus.trends(kind="changes", limit=2)
    every = len(corpus.trends(kind="changes"))
    assert len(found) == 2 < every
    assert f"2 of {every} terms of this kind (limit=2)." in found.notes
    assert "limit=" not in str(corpus.trends(kind="changes", limit=every).notes)
    assert "late" in corpus.trends(kind="appears", min_documents=10).values("term")
    assert "late" not in corpus.trends(kind="appears", min_documents=11).values("term")


def test_all_about_a_query(corpus: Corpus) -> None:
    result = corpus.trends("jump", "wave + nothing", "nothing")
    rows = result.rows()
    assert result.notes == ("nothing: no match.",)
    jump = [row for row in rows if row["query"] == "jump"]
    matches, tokens = series(corpus, "jump")
    (trend,) = (row for row in jump if row["part"] == "trend")
    rate = np.where(tokens > 0, matches / np.maximum(tokens, 1) * 1e6, np.nan)
    assert trend["slope"] == pytest.approx(float(theil_sen_slope(rate)))
    assert (trend["start"], trend["end"], trend["matches"]) == ("2000", "2023", matches.sum())
    assert trend["documents"] == 220
    levels = [(row["start"], row["end"]) for row in jump if row["part"] == "level"]
    assert levels[0][0] == "2000"
    assert levels[-1][1] == "2023"
    assert "2015" in [start for start, _ in levels]
    for row in jump:
        at = slice(int(row["start"]) - 2000, int(row["end"]) - 1999)
        assert (row["matches"], row["tokens"]) == (matches[at].sum(), tokens[at].sum())
        assert row["per_million"] == pytest.approx(matches[at].sum() / tokens[at].sum() * 1e6)
    stages = [row for row in jump if row["part"] == "stage"]
    assert 2 <= len(stages) <= 6
    assert ("2015" in {row["start"] for row in stages}) is True
    (burst,) = (row for row in rows if row["part"] == "burst" and row["query"] != "jump")
    assert (burst["start"], burst["end"], burst["weight"] > 1) == ("2008", "2009", True)
    (attested,) = (row for row in rows if row["part"] == "attested" and row["query"].startswith("wave"))
    assert (attested["start"], attested["end"]) == ("2000", "2023")
    assert [row["part"] for row in rows if row["query"] == "nothing"] == ["trend"]


def test_too_little_text_says_so(corpus: Corpus) -> None:
    few = corpus.trends(until="2004", kind="rises")
    assert few.notes[0].startswith(
        "Too little text for p-values, change points and bursts: 5 years with text"
    )
    assert few.values("p") == [None] * len(few)
    assert "rise" in few.values("term")
    (trend,) = (row for row in corpus.trends("rise", until="2004").rows() if row["part"] == "trend")
    assert (trend["p"], trend["remark"], trend["slope"] > 0) == (None, "too little text", True)


def test_imprecise_dates_and_no_text(corpus: Corpus) -> None:
    none = corpus.trends(by="month")
    assert len(none) == 0
    assert none.notes == (
        "Left out: 220 documents not dated to the month.",
        "The filters leave no dated text to count.",
    )
    assert len(corpus.trends("rise", by="quarter")) == 0
    assert len(corpus.trends(min_documents=10_000)) == 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"kind": "sinks"}, "There is no kind 'sinks' of trend"),
        ({"by": "day"}, 'by="day": trends go by year, quarter, month, week'),
        ({"unit": "letter"}, "unit= is word or lemma"),
        ({"min_documents": 0}, "min_documents= goes from 1"),
        ({"limit": 10**7}, "limit= from 1 to 1,000,000"),
    ],
)
def test_bad_options(corpus: Corpus, options: dict[str, Any], message: str) -> None:
    with pytest.raises(FilterError, match=message):
        corpus.trends(**options)


def test_a_quotient_has_no_trend(corpus: Corpus) -> None:
    with pytest.raises(QueryError, match="a quotient has no counts"):
        corpus.trends("rise / fall")


@pytest.mark.parametrize(
    ("years", "said"),
    [(10, "None of them rises significantly (adjusted p below 0.05)."), (4, "None of them rises.")],
)
def test_of_none_it_is_said_whether_there_was_a_test(sqlite_url: str, years: int, said: str) -> None:
    with Corpus(sqlite_url) as opened, tiny_blocks():
        texts = [Text(str(2000 + n), passages=[("speech", None, "peace war")]) for n in range(years)]
        build(opened, texts)
        found = opened.trends(kind="rises", min_documents=1)
        assert not len(found)
        assert said in found.notes
