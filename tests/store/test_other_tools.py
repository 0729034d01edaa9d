"""An archive read by other programs: the words that they find are those that the program counts."""

from __future__ import annotations

import asyncio
import importlib.util
import sqlite3
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import corpus
from corpus import Corpus
from tests import counter

if TYPE_CHECKING:
    from collections.abc import Iterable

SAMPLE = Path(corpus.__file__).parent / "data" / "sample"
QUERY = "SELECT outlet, year, text FROM passages WHERE counts = 1 AND language = 'en'"


def tool(name: str) -> Any:
    """A package that the program does not need; without it the test is left out."""
    return pytest.importorskip(name, reason=f"{name} is not installed", exc_type=ImportError)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "sample.db"
    with Corpus(path) as opened:
        for folder in ("agency", "lantern"):
            opened.add(SAMPLE / folder, outlet=f"sample-{folder}", workers=0)
    return path


def words(rows: Iterable[tuple[str, int, str]]) -> Counter[tuple[str, int]]:
    """Words by outlet and year, as the slow counter finds them."""
    found: Counter[tuple[str, int]] = Counter()
    for outlet, year, text in rows:
        found[outlet, year] += len(counter.words(text, "en"))
    return found


def told(archive: Path) -> dict[tuple[str, int], int]:
    """The same as the program counts them."""
    with Corpus(archive) as opened:
        rows = opened.freq("library", by=("outlet", "year"), language="en").rows()
    found = {(row["outlet"], int(row["period"])): row["tokens"] for row in rows if row["tokens"]}
    assert len(found) > 10
    return found


def test_words_by_outlet_and_year_with_sqlite_alone(archive: Path) -> None:
    connection = sqlite3.connect(f"file:{archive}?mode=ro", uri=True)
    assert words(connection.execute(QUERY)) == told(archive)
    connection.close()


def test_words_by_outlet_and_year_with_corpus_sql(archive: Path) -> None:
    with Corpus(archive) as opened:
        rows = opened.sql(QUERY, limit=10_000).rows()
    assert words((row["outlet"], row["year"], row["text"]) for row in rows) == told(archive)


def test_words_by_outlet_and_year_with_pandas(archive: Path) -> None:
    pandas = tool("pandas")
    connection = sqlite3.connect(f"file:{archive}?mode=ro", uri=True)
    frame = pandas.read_sql(QUERY, connection)
    connection.close()
    assert words(frame.itertuples(index=False)) == told(archive)


def test_words_by_outlet_and_year_with_duckdb(archive: Path) -> None:
    duckdb = tool("duckdb")
    connection = duckdb.connect()
    wheel = importlib.util.find_spec("duckdb_extension_sqlite_scanner")
    folder = Path(wheel.origin).parent if wheel and wheel.origin else archive.parent
    extension = next(folder.rglob("*.duckdb_extension"), "sqlite")
    try:
        connection.execute(f"LOAD '{extension}'")
    except duckdb.Error:
        pytest.skip("DuckDB's extension for SQLite is not installed")
    connection.execute(f"ATTACH '{archive}' AS archive (TYPE sqlite, READ_ONLY)")
    connection.execute("USE archive")
    assert words(connection.execute(QUERY).fetchall()) == told(archive)


def test_words_by_outlet_and_year_with_datasette(archive: Path) -> None:
    tool("datasette")
    from datasette.app import Datasette

    async def asked() -> list[dict[str, Any]]:
        served = Datasette([str(archive)], settings={"max_returned_rows": 10_000})
        answer = await served.client.get(f"/{archive.stem}.json", params={"sql": QUERY, "_shape": "array"})
        assert answer.status_code == 200
        rows: list[dict[str, Any]] = answer.json()
        return rows

    rows = asyncio.run(asked())
    assert words((row["outlet"], row["year"], row["text"]) for row in rows) == told(archive)
