"""What is written is read back equal, in every format; the provenance goes with it and in nobody's way."""

from __future__ import annotations

import csv
import io
import json
import math
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import StorageFullError, UsageError
from corpus.output.export import PARQUET_KEY, for_spreadsheet
from corpus.output.result import Result

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeFreq = Callable[..., Result]

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))


def result_of(rows: list[tuple[str, int, float | None]]) -> Result:
    texts, numbers, rates = zip(*rows, strict=True)
    return Result(
        {"text": list(texts), "n": np.array(numbers, dtype=np.int64), "per_million": list(rates)}, "list"
    )


ROWS = st.lists(
    st.tuples(
        TEXTS, st.integers(-(2**62), 2**62), st.none() | st.floats(allow_nan=False, allow_infinity=False)
    ),
    min_size=1,
    max_size=8,
)


@given(ROWS)
def test_json_and_jsonl_are_read_back_equal(rows: list[tuple[str, int, float | None]]) -> None:
    expected = [{"text": text, "n": n, "per_million": rate} for text, n, rate in rows]
    result = result_of(rows)
    assert result.rows() == expected
    assert json.loads(str(result.render("json"))) == expected
    lines = io.StringIO(str(result.render("jsonl")), newline="\n").readlines()
    assert [json.loads(line) for line in lines] == expected


@given(ROWS, st.sampled_from(["csv", "tsv"]))
def test_csv_and_tsv_are_read_back_equal(rows: list[tuple[str, int, float | None]], form: str) -> None:
    text = str(result_of(rows).render(form))
    read = list(csv.reader(io.StringIO(text, newline=""), delimiter="," if form == "csv" else "\t"))
    assert read[0] == ["text", "n", "per_million"]
    expected = [[text, str(n), "" if rate is None else repr(rate)] for text, n, rate in rows]
    assert read[1:] == expected


@given(ROWS)
def test_parquet_is_read_back_equal(rows: list[tuple[str, int, float | None]]) -> None:
    content = result_of(rows).render("parquet")
    assert isinstance(content, bytes)
    frame = pl.read_parquet(io.BytesIO(content))
    assert frame.rows() == rows
    assert frame.schema["n"] == pl.Int64


def test_a_formula_is_written_as_it_is() -> None:
    result = Result({"left": ["=1+1", "+2", "-3", "@SUM(A1)"], "n": [1, 2, 3, 4]}, "kwic")
    assert result.render("csv") == "left,n\n=1+1,1\n+2,2\n-3,3\n@SUM(A1),4\n"


def test_no_rate_is_null_empty_and_never_zero(make_freq: MakeFreq) -> None:
    result = make_freq()
    rows = json.loads(str(result.render("json")))
    gap = next(row for row in rows if row["period"] == "1957")
    assert gap == {
        "query": "peace",
        "period": "1957",
        "matches": 0,
        "documents": 0,
        "tokens": 0,
        "per_million": None,
        "low": None,
        "high": None,
    }
    assert "peace,1957,0,0,0,,,\n" in str(result.render("csv"))
    assert result.frame.filter(period="1957")["per_million"].to_list() == [None]
    assert result.frame["per_million"].dtype == pl.Float64
    assert "NaN" not in str(result.render("jsonl"))


def test_polars_reads_the_csv_as_the_frame(make_freq: MakeFreq) -> None:
    result = make_freq()
    frame = pl.read_csv(io.StringIO(str(result.render("csv"))), schema_overrides={"period": pl.String})
    assert frame.equals(result.frame)


def test_values_become_plain() -> None:
    class Stated:
        def __str__(self) -> str:
            return "2024-08"

    values: list[Any] = [np.int32(3), np.float32(0.5), math.inf, date(2024, 8, 6), Stated(), True, None, "x"]
    result = Result({"value": values}, "list")
    assert result.values("value") == [3, 0.5, None, "2024-08-06", "2024-08", True, None, "x"]
    assert result.render("csv") == 'value\n3\n0.5\n""\n2024-08-06\n2024-08\ntrue\n""\nx\n'
    json.loads(str(result.render("json")))


def test_empty_results_are_valid_in_every_format() -> None:
    empty = Result({"query": [], "matches": np.array([], dtype=np.int64)}, "freq")
    assert json.loads(str(empty.render("json"))) == []
    assert empty.render("jsonl") == ""
    assert empty.render("csv") == "query,matches\n"
    assert empty.frame.shape == (0, 2)
    assert pl.read_parquet(io.BytesIO(bytes(empty.render("parquet")))).columns == ["query", "matches"]  # type: ignore[arg-type]


@pytest.mark.parametrize("ending", ["csv", "tsv", "json", "jsonl"])
def test_the_provenance_lies_beside_the_file(make_freq: MakeFreq, tmp_path: Path, ending: str) -> None:
    result = make_freq(("핵무기",))
    path = tmp_path / f"peace.{ending}"
    assert result.write(path) == ()
    assert path.read_text("utf-8") == result.render(ending)
    beside = json.loads((tmp_path / f"peace.{ending}.provenance.json").read_text("utf-8"))
    assert beside["query"] == ["핵무기"]
    assert beside["notes"] == list(result.notes)
    assert beside["rows"] == len(result)
    assert {file.name for file in tmp_path.iterdir()} == {path.name, f"{path.name}.provenance.json"}


def test_parquet_and_markdown_carry_their_provenance(make_freq: MakeFreq, tmp_path: Path) -> None:
    result = make_freq()
    result.write(tmp_path / "a.parquet")
    result.write(str(tmp_path / "a.md"))
    assert {file.name for file in tmp_path.iterdir()} == {"a.parquet", "a.md"}
    record = json.loads(pl.read_parquet_metadata(tmp_path / "a.parquet")[PARQUET_KEY])
    assert record["filters"] == {"outlet": "kcna"}
    last = (tmp_path / "a.md").read_text("utf-8").rstrip().split("\n\n")[-1]
    assert last.startswith("Provenance: query: peace; filters: outlet kcna")


def test_an_unknown_ending_or_format_names_those_that_exist(make_freq: MakeFreq, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"'a\.xls' names no format: use one of .*\.csv"):
        make_freq().write(tmp_path / "a.xls")
    with pytest.raises(UsageError, match="no format 'xml': choose one of table, csv"):
        make_freq().render("xml")
    assert not list(tmp_path.iterdir())


def test_a_file_that_cannot_be_written_is_one_sentence(make_freq: MakeFreq, tmp_path: Path) -> None:
    with pytest.raises(StorageFullError, match=r"nowhere.*cannot be written .*check that the folder exists"):
        make_freq().write(tmp_path / "nowhere" / "a.csv")
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(StorageFullError, match="cannot be written"):
        make_freq().write(tmp_path / "folder.csv")


def test_a_failed_write_leaves_the_older_file(
    make_freq: MakeFreq, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("older")

    def full(self: Path, data: bytes) -> int:
        with self.open("wb") as file:
            file.write(data[:10])
        raise OSError(28, "No space left on device", str(self))

    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    with pytest.raises(StorageFullError, match="No space left on device"):
        make_freq().write(path)
    assert path.read_text() == "older"
    assert [file.name for file in tmp_path.iterdir()] == ["a.csv"]


@given(ROWS, st.sampled_from(["csv", "tsv"]))
def test_what_is_written_for_a_spreadsheet_is_read_back(
    rows: list[tuple[str, int, float | None]], form: str
) -> None:
    text = for_spreadsheet(result_of(rows), form)
    assert text.encode("utf-8").startswith(b"\xef\xbb\xbf")
    body = io.StringIO(text[1:], newline="")
    read = list(csv.reader(body, delimiter="," if form == "csv" else "\t"))
    assert read[0] == ["text", "n", "per_million"]
    for (written, number, _), row in zip(rows, read[1:], strict=True):
        assert row[1] == str(number)  # a negative number is a number
        assert row[0].removeprefix("'") == written.removeprefix("'") or row[0] == f"'{written}"
        assert not row[0].lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
        assert (row[0] != written) == (row[0] == f"'{written}")


def test_formulas_are_kept_off_only_for_a_spreadsheet(tmp_path: Path) -> None:
    texts = ["=1+1", " +2", "-3", "@SUM(A1)", "＝1", "\t=1", "a=1", "", "조선"]
    result = Result({"left": texts, "n": list(range(-4, 5))}, "kwic")
    expected = ["'=1+1", "' +2", "'-3", "'@SUM(A1)", "'＝1", "'\t=1", "a=1", "", "조선"]
    (note,) = result.write(tmp_path / "a.csv", excel=True)
    assert note.startswith("6 texts with =, +, - or @ at the head: an apostrophe")
    raw = (tmp_path / "a.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfleft,n\r\n'=1+1,-4\r\n")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row[0] for row in csv.reader(file)][1:] == expected
    beside = (tmp_path / "a.csv.provenance.json").read_bytes()
    assert result.write(tmp_path / "a.csv") == ()
    assert (tmp_path / "a.csv").read_bytes().startswith(b"left,n\n=1+1,-4\n")
    assert (tmp_path / "a.csv.provenance.json").read_bytes() == beside
    assert Result({"n": [-1]}, "list").write(tmp_path / "b.tsv", excel=True) == ()
    assert for_spreadsheet(Result({"n": [True, None]}, "list"), "csv") == '\ufeffn\r\ntrue\r\n""\r\n'


@pytest.mark.parametrize("name", ["a.json", "a.parquet", "a.md", "a.png"])
def test_only_csv_and_tsv_are_for_a_spreadsheet(name: str, tmp_path: Path, make_freq: MakeFreq) -> None:
    with pytest.raises(UsageError, match="excel=True makes csv and tsv for a spreadsheet program"):
        make_freq().write(tmp_path / name, excel=True)
    assert list(tmp_path.iterdir()) == []
