"""Documents as rows: counts beside metadata, texts, the matrix of documents and words; types of columns."""

from __future__ import annotations

import datetime
import io
from typing import TYPE_CHECKING, Any

import openpyxl
import polars as pl
import pytest

from corpus.api import Corpus
from corpus.errors import CorpusError, FilterError, QueryError, UsageError
from tests.builder import build, tiny_blocks
from tests.counter import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEXTS = [
    Text(
        "2020-05-01",
        country="USA",
        passages=[("headline", None, "War"), ("narration", None, "peace and war")],
    ),
    Text(
        "2019-03-01",
        country="PRK",
        passages=[("speech", "Kim", "Peace, peace"), ("narration", None, "=war ends")],
    ),
    Text("2021-01-01", passages=[("dateline", None, "Pyongyang")]),  # no word counts
    Text("2021-06-01", country="PRK", passages=[("speech", "Ri", "nothing new")]),
]


@pytest.fixture
def corpus(database_url: str) -> Iterator[Corpus]:
    with Corpus(database_url) as opened, tiny_blocks():
        build(opened, TEXTS)
        yield opened


def test_a_row_for_each_document_with_counts_tokens_and_metadata(corpus: Corpus) -> None:
    found = corpus.documents(["peace", "war"], "peace + war")
    assert found.values("date") == ["2019-03-01", "2020-05-01", "2021-06-01"]
    assert found.values("country") == ["PRK", "USA", "PRK"]
    assert found.values("title") == ["Text 1", "Text 0", "Text 3"]
    assert found.values("tokens") == [4, 4, 2]
    assert found.values("peace") == [2, 1, 0]
    assert found.values("war") == [1, 2, 0]
    assert found.values("peace + war") == [3, 3, 0]
    spoken = corpus.documents("peace", voice="speech")
    assert (spoken.values("tokens"), spoken.values("peace")) == ([2, 2], [2, 0])
    by_year = corpus.freq("peace", by="year")
    assert sum(found.values("peace")) == sum(filter(None, by_year.values("matches")))
    with pytest.raises(FilterError, match="called 'title' already"):
        corpus.documents("title")
    with pytest.raises(CorpusError, match="a quotient has no counts"):
        corpus.documents("peace / war")


def test_texts_are_the_passages_that_count(corpus: Corpus) -> None:
    assert corpus.texts().values("text") == ["Peace, peace\n=war ends", "War\npeace and war", "nothing new"]
    assert corpus.texts(voice="speech").values("text") == ["Peace, peace", "nothing new"]
    assert corpus.texts(speaker="Kim").values("text") == ["Peace, peace"]
    with pytest.raises(FilterError, match="quotation"):
        corpus.texts(voice="quotation")


def test_the_matrix_of_documents_and_words(corpus: Corpus) -> None:
    found = corpus.dtm()
    assert found.terms == sorted(["war", "peace", "and", "ends", "nothing", "new"])
    assert found.documents == corpus.documents().values("ref")
    assert found.shape == (3, 6)
    assert repr(found) == f"<Matrix: 3 documents, 6 terms, {len(found.counts)} pairs>"
    dense = found.to_scipy().toarray()
    assert dense.sum(axis=1).tolist() == corpus.documents().values("tokens")
    assert dense[:, found.terms.index("peace")].tolist() == [2, 1, 0]
    several = corpus.dtm(min_documents=2)
    assert several.terms == ["peace", "war"]
    assert several.to_scipy().toarray()[:, 1].tolist() == [1, 2, 0]
    with pytest.raises(UsageError, match="unit= is word or lemma"):
        corpus.dtm(unit="letter")


def test_three_facets_and_lists_of_queries(corpus: Corpus) -> None:
    found = corpus.freq(["peace", "war"], by=["year", "country", "voice"])
    counted = {
        tuple(row[name] for name in ("query", "period", "country", "voice")): row["matches"]
        for row in found
        if row["matches"]
    }
    assert counted == {
        ("peace", "2019", "PRK", "speech"): 2, ("peace", "2020", "USA", "narration"): 1,
        ("war", "2019", "PRK", "narration"): 1, ("war", "2020", "USA", "headline"): 1,
        ("war", "2020", "USA", "narration"): 1,
    }  # fmt: skip
    with pytest.raises(FilterError, match="three facets"):
        corpus.freq("peace", by=["year", "country", "voice", "outlet"])


def test_nothing_is_cut_unless_it_is_asked_for(sqlite_url: str) -> None:
    with Corpus(sqlite_url) as opened:
        build(opened, [Text(str(1900 + n), passages=[("speech", None, "peace")]) for n in range(70)])
        assert len(opened.kwic("peace")) == len(opened.kwic("peace", limit=None)) == 70
        assert len(opened.list()) == 70
        few = opened.kwic("peace", limit=5)
        assert few.notes[-1] == "Lines 1 to 5 of 70."


def test_columns_have_their_types(corpus: Corpus) -> None:
    frame = corpus.documents("peace").frame
    assert frame.schema["date"] == pl.Date
    assert frame["date"][0] == datetime.date(2019, 3, 1)
    assert frame.schema["peace"] == frame.schema["tokens"] == pl.Int64
    assert frame["genre"].null_count() == 3
    counted = corpus.freq("peace", by="year", since=2018)
    assert counted["matches"].dtype == pl.Int64
    assert counted["matches"].to_list() == [None, 2, 1, 0]
    assert counted.frame.schema["per_million"] == pl.Float64
    assert [row["period"] for row in counted] == ["2018", "2019", "2020", "2021"]
    with pytest.raises(UsageError, match="There is no column 'match'"):
        counted["match"]
    with pytest.raises(UsageError, match="its columns by name; its rows: "):
        counted[0]  # type: ignore[index]


def test_dates_of_a_year_stay_texts(sqlite_url: str) -> None:
    with Corpus(sqlite_url) as opened:
        build(opened, [Text("2019", passages=[("speech", None, "peace")])])
        assert opened.documents().frame["date"].to_list() == ["2019"]


def test_a_workbook_has_numbers_dates_and_texts_that_are_no_formulas(corpus: Corpus, tmp_path: Path) -> None:
    corpus.texts().write(tmp_path / "texts.xlsx")
    book = openpyxl.load_workbook(io.BytesIO((tmp_path / "texts.xlsx").read_bytes()))
    rows = [*book["result"].values]
    columns: dict[Any, Any] = dict(zip(rows[0], zip(*rows[1:], strict=True), strict=True))
    assert columns["tokens"] == (4, 4, 2)
    assert columns["date"][0] == datetime.datetime(2019, 3, 1)
    assert columns["genre"] == (None, None, None)
    about = dict(row[:2] for row in book["about"].values)
    assert about["kind"] == "texts"
    corpus.kwic("war", speaker="Kim").write(tmp_path / "none.xlsx")
    formula = corpus.list(query="war")
    formula.write(tmp_path / "list.xlsx")
    assert not (tmp_path / "texts.xlsx.provenance.json").exists()
    sheet = book["result"]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_errors_name_the_argument(corpus: Corpus) -> None:
    for asked, argument in (
        (lambda: corpus.freq("peace", by="yeer"), "by"),
        (lambda: corpus.freq("peace", by=["year", "year"]), "by"),
        (lambda: corpus.keywords("country=PRK", min=0), "min"),
        (lambda: corpus.trends(min_documents=0), "min_documents"),
        (lambda: corpus.kwic("peace", limit=0), "limit"),
        (lambda: corpus.freq("peace", outlet="kcnaa"), "outlet"),
        (lambda: corpus.freq("peace", speaker="Nobody"), "speaker"),
    ):
        with pytest.raises(CorpusError) as caught:
            asked()
        assert caught.value.argument == argument
    for name, meant in (("start", "since"), ("group_by", "by"), ("sinse", "since")):
        with pytest.raises(UsageError, match=f"no filter '{name}'; did you mean {meant}?"):
            corpus.freq("peace", **{name: "2000"})
    with pytest.raises(QueryError):
        corpus.documents('"')
