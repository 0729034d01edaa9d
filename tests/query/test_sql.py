"""SQL that only reads: ``Corpus.sql`` and ``corpus sql``, on both stores."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from corpus import Corpus
from corpus.cli.main import app
from corpus.errors import QueryError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


@pytest.fixture
def corpus(database_url: str, tmp_path: Path) -> Iterator[Corpus]:
    folder = tmp_path / "texts"
    folder.mkdir()
    for day, words in ((1, "Peace be with you."), (2, "Peace and bread."), (3, "Bread.")):
        (folder / f"2024-08-0{day}.txt").write_text(f"Day {day}\n\n{words}\n", "utf-8")
    with Corpus(database_url) as opened:
        opened.add(folder, workers=0, outlet="generic")
        yield opened


def test_rows_of_a_view(corpus: Corpus) -> None:
    found = corpus.sql("SELECT year, count(*) AS documents FROM documents GROUP BY year")
    assert found.rows() == [{"year": 2024, "documents": 3}]
    assert found.notes == ()
    assert found.provenance["query"] == ["SELECT year, count(*) AS documents FROM documents GROUP BY year"]


def test_at_most_so_many_rows(corpus: Corpus) -> None:
    found = corpus.sql("SELECT published FROM documents ORDER BY published", limit=2)
    assert found.values("published") == ["2024-08-01", "2024-08-02"]
    assert "more rows than these 2" in found.notes[0]
    assert corpus.sql("SELECT published FROM documents", limit=3).notes == ()


def test_values_that_are_no_text(corpus: Corpus) -> None:
    found = corpus.sql("SELECT raw, sha256 AS raw, 1.5 AS half, NULL AS missing FROM version WHERE id = 1")
    (row,) = found.rows()
    assert list(row) == ["raw", "raw 2", "half", "missing"]
    assert (row["raw 2"], row["half"], row["missing"]) == ("32 bytes", 1.5, None)
    assert row["raw"].endswith(" bytes")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("DELETE FROM document", "Only a query that reads is taken"),
        ("PRAGMA query_only = OFF", "Only a query that reads is taken"),
        ("ATTACH 'other.db' AS other", "Only a query that reads is taken"),
        ("/* SELECT */ -- SELECT\n UPDATE document SET title = ''", "Only a query that reads is taken"),
        ("", "Only a query that reads is taken"),
        ("SELECT * FROM nowhere", "does not understand the query"),
        ("SELECT title FROM documents WHERE", "does not understand the query"),
        ("SELECT 1; SELECT 2", "does not understand the query"),
        ("SELECT 1; COMMIT; DELETE FROM document", "does not understand the query"),
    ],
)
def test_what_is_no_single_query_that_reads(corpus: Corpus, query: str, said: str) -> None:
    with pytest.raises(QueryError, match=said):
        corpus.sql(query)
    assert corpus.sql("SELECT count(*) AS n FROM document").values("n") == [3]
    assert corpus.freq("peace").values("matches") == [2]


def test_a_change_inside_a_query_is_refused(corpus: Corpus) -> None:
    with pytest.raises(QueryError):
        corpus.sql("WITH gone AS (DELETE FROM document RETURNING id) SELECT * FROM gone")
    with pytest.raises(QueryError):
        corpus.sql("WITH one AS (SELECT 1) DELETE FROM document")
    assert corpus.sql("SELECT count(*) AS n FROM document").values("n") == [3]


def test_a_query_without_end_is_ended(corpus: Corpus) -> None:
    with pytest.raises(UsageError, match=r"took longer than 0\.2 seconds"):
        corpus.sql(ENDLESS, timeout=0.2)
    assert corpus.sql("SELECT count(*) AS n FROM documents").values("n") == [3]


def test_the_command_gives_out_and_explains(corpus: Corpus, tmp_path: Path) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, ["--db", corpus.url, "sql", *arguments])
        return done.exit_code, done.output

    query = "SELECT published FROM documents ORDER BY published"
    assert run(query, "--limit", "1", "--format", "csv")[1].startswith("published\n2024-08-01\n")
    assert run(query, "--out", str(tmp_path / "dates.tsv"))[0] == 0
    assert (tmp_path / "dates.tsv").read_text() == "published\n2024-08-01\n2024-08-02\n2024-08-03\n"
    assert run("DELETE FROM document") == (
        2,
        "Error: Only a query that reads is taken: one that begins with SELECT, WITH, VALUES, EXPLAIN\n",
    )
    assert run("SELECT 1 AS one WHERE 1 = 0") == (0, "No row is like that.\n")
