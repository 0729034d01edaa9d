"""The options of freq on the command line, and their columns in charts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from corpus import Corpus
from corpus.cli.main import app
from corpus.output.charts import chart_spec
from corpus.output.charts.chart_series import arrange
from corpus.output.charts.terminal_chart import terminal_chart
from tests.builder import build, tiny_blocks
from tests.counter import Text
from tests.query.test_counts import distinct

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def corpus(sqlite_url: str) -> Iterator[Corpus]:
    texts = [
        Text(f"{year}-03-0{day}", country="PRK", passages=[("speech", None, words)])
        for year, words in ((2001, "peace and peace"), (2002, "war"), (2005, "peace and war"))
        for day in (1, 2)
    ]
    with Corpus(sqlite_url) as opened, tiny_blocks():
        build(opened, distinct(texts))
        yield opened


def rows(corpus: Corpus, *arguments: str) -> list[dict[str, Any]]:
    done = CliRunner().invoke(app, ["--db", corpus.url, "freq", *arguments, "--format", "json"])
    assert done.exit_code == 0, done.output
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(
    ("option", "given"),
    [
        (["--smooth", "1"], {"smooth": 1}),
        (["--share"], {"share": True}),
        (["--cumulative"], {"cumulative": True}),
        (["--documents"], {"documents": True}),
        (["--dispersion"], {"dispersion": True}),
    ],
)
def test_every_option_reaches_the_query(corpus: Corpus, option: list[str], given: dict[str, Any]) -> None:
    found = rows(corpus, "peace", "war", *option)
    assert found == corpus.freq("peace", "war", **given).rows()
    assert found != rows(corpus, "peace", "war")


def test_a_wrong_option_is_one_sentence(corpus: Corpus) -> None:
    done = CliRunner().invoke(app, ["--db", corpus.url, "freq", "peace", "--share"])
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == "Error: --share compares series: give two queries or more.\n"


@pytest.mark.parametrize(
    ("given", "value", "title", "named"),
    [
        ({}, "per_million", "per million tokens", "negative binomial: words cluster in documents"),
        ({"smooth": 1}, "smoothed", "per million tokens, smoothed", None),
        ({"share": True}, "share", "share of the matches", None),
        ({"documents": True}, "documents_share", "per cent of documents", "Wilson"),
    ],
)
def test_a_chart_draws_what_was_asked_for(
    corpus: Corpus, given: dict[str, Any], value: str, title: str, named: str | None
) -> None:
    result = corpus.freq("peace", "war", **given)
    picture = arrange(result)
    assert picture.value == value
    assert terminal_chart(result).split("\n")[2] == title
    assert "2003, 2004" in "".join(picture.remarks())
    drawn = json.dumps(chart_spec.specification(result))
    assert title in drawn
    assert ("intervals" in drawn) == (named is not None)
    assert named is None or f"intervals ({named})" in drawn


def test_a_chart_of_quotients_draws_the_ratio_where_all_are_quotients(corpus: Corpus) -> None:
    result = corpus.freq("peace / war", "and / war")
    assert arrange(result).value == "ratio"
    records = chart_spec._records(arrange(result))
    last = next(r for r in records if r["series"] == "peace / war" and r["label"] == "2005")
    row = next(r for r in result.rows() if (r["query"], r["period"]) == ("peace / war", "2005"))
    assert (last["value"], last["low"], last["high"]) == (1.0, row["ratio_low"], row["ratio_high"])
    assert arrange(corpus.freq("peace / war", "and")).value == "per_million"


def test_only_the_ends_of_a_gap_are_handed_to_vega(corpus: Corpus) -> None:
    result = corpus.freq("peace", by="day", since="2000", until="2006")
    records = chart_spec._records(arrange(result))
    assert [record["label"] for record in records] == [
        "2000-01-01", "2001-02-28", "2001-03-01", "2001-03-02", "2001-03-03", "2002-02-28", "2002-03-01",
        "2002-03-02", "2002-03-03", "2005-02-28", "2005-03-01", "2005-03-02", "2005-03-03", "2006-12-31",
    ]  # fmt: skip
    bars = chart_spec._records(arrange(corpus.freq("peace", by="country")))
    assert len(bars) == 1


def test_a_note_says_where_cells_hold_little_text(sqlite_url: str) -> None:
    texts = [
        Text(f"{year}-03-01", country="PRK", passages=[("speech", None, f"peace {'road ' * words}")])
        for year, words in ((2001, 1_200), (2002, 98), (2003, 998))
    ]
    with Corpus(sqlite_url) as opened, tiny_blocks():
        build(opened, distinct(texts))
        told = "Marked ?: of fewer than 1,000 tokens a rate says little."
        assert told in opened.freq("peace").notes
        assert told not in opened.freq("peace", until="2001").notes
        assert told not in opened.freq("peace", since="2002").notes
