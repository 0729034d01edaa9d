"""Data frames as inputs."""

from __future__ import annotations

import datetime
import io
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from corpus import Corpus
from corpus.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS: dict[str, list[Any]] = {
    "title": ["On peace", "On war"],
    "text": ["Peace is work, and peace is rest.", "War is waste, they said."],
    "date": [datetime.date(2024, 3, 2), datetime.date(2024, 3, 5)],
    "page": [4, None],
}
WANTED = [("2024-03-05", "On war", "kcna"), ("2024-03-02", "On peace", "kcna")]


def listed(corpus: Corpus) -> list[tuple[str, str, str]]:
    found = corpus.list()
    return list(
        zip(map(str, found.values("date")), found.values("title"), found.values("outlet"), strict=True)
    )


@pytest.mark.parametrize("kind", ["polars", "lazy", "pandas"])
def test_a_row_is_a_text_and_the_same_frame_again_adds_none(sqlite_url: str, kind: str) -> None:
    if kind == "pandas":
        frame: Any = pytest.importorskip("pandas").DataFrame(COLUMNS)
    else:
        frame = pl.DataFrame(COLUMNS).lazy() if kind == "lazy" else pl.DataFrame(COLUMNS)
    with Corpus(sqlite_url) as corpus:
        assert corpus.add(frame, outlet="kcna").outcomes["document"] == 2
        assert listed(corpus) == WANTED
        assert corpus.freq("peace").values("matches") == [3]
        assert corpus.add([frame], outlet="kcna").outcomes["document"] == 0
        assert len(corpus.list()) == 2
        assert corpus.log().rows()[0]["inputs"] == 2


def test_columns_are_mapped_and_frames_stand_beside_files(sqlite_url: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A text of its own, of 2023.")
    frame = pl.DataFrame(COLUMNS).rename({"text": "words"})
    with Corpus(sqlite_url) as corpus:
        with pytest.raises(UsageError, match="No record has the column 'body' that is mapped to text"):
            corpus.add(frame, mapping={"text": "body"})
        report = corpus.add(tmp_path / "a.txt", frame, mapping={"text": "words"}, outlet="kcna")
        assert (report.outcomes["document"], [one.name for one in report.unused_columns]) == (3, ["page"])


def test_two_columns_of_one_name(sqlite_url: str) -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame([["a", "b"]], columns=["text", "text"])
    with Corpus(sqlite_url) as corpus, pytest.raises(UsageError, match="Two columns of the frame"):
        corpus.add(frame)


def test_results_are_frames_of_pandas(sqlite_url: str) -> None:
    pytest.importorskip("pandas")
    with Corpus(sqlite_url) as corpus:
        corpus.add(pl.DataFrame(COLUMNS), outlet="kcna")
        found = corpus.list().to_pandas()
        assert {name: str(found[name].dtype) for name in ("ref", "date", "tokens")} == {
            "ref": corpus.list().to_pandas()["title"].dtype.name,
            "date": "datetime64[us]",
            "tokens": "int64",
        }
        counts = corpus.freq("peace", since="2023", until="2024").to_pandas()
        assert [str(counts[name].dtype) for name in ("matches", "tokens", "per_million")] == [
            "Int64",
            "int64",
            "float64",
        ]
        assert counts["matches"].isna().tolist() == [True, False]
        silent = corpus.freq("peace", since="2021", until="2022")
        assert [str(silent.to_pandas()[name].dtype) for name in ("matches", "low")] == ["Int64", "float64"]
        assert silent.frame.schema["matches"] == pl.Int64


def test_what_reports_and_archives_are_called(sqlite_url: str) -> None:
    with Corpus(sqlite_url) as corpus:
        report = corpus.add(io.StringIO("The roads are open to all."), title="Roads", date="2024-08-06")
        assert repr(report) == "<Report of run 1: 1 input; document 1>"
        assert corpus.list().values("title") == ["Roads"]
        assert repr(corpus).startswith("<Corpus ")
