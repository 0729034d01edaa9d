"""How results are given out: formats, files, charts, terminals."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import polars
import pytest

from tests.cli.conftest import in_terminal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

FREQ = ("freq", "canals", "--by", "year")
COLUMNS = ["query", "period", "matches", "documents", "tokens", "per_million", "low", "high"]


def test_json_stands_alone_and_holds_flat_objects(sample: Run) -> None:
    done = sample(*FREQ, "--by", "outlet", "--format", "json")
    rows = json.loads(done.out)
    assert done.code == 0
    assert [name for name in rows[0] if name != "outlet" and not name.startswith("boot")] == COLUMNS
    assert {row["period"] for row in rows} == {str(year) for year in range(2015, 2025)}
    silent = [row for row in rows if row["period"] == "2020"]
    assert [(row["tokens"], row["per_million"]) for row in silent] == [(0, None), (0, None)]


def test_every_format_holds_the_same_numbers(sample: Run) -> None:
    rows = json.loads(sample(*FREQ, "--format", "json").out)
    matches = [row["matches"] for row in rows if row["matches"] is not None]
    assert sum(matches) > 10
    assert [json.loads(line) for line in sample(*FREQ, "--format", "jsonl").out.splitlines()] == rows
    for name, delimiter in (("csv", ","), ("tsv", "\t")):
        read = csv.DictReader(io.StringIO(sample(*FREQ, "--format", name).out), delimiter=delimiter)
        assert [int(row["matches"]) for row in read if row["matches"]] == matches
    parquet = polars.read_parquet(io.BytesIO(sample(*FREQ, "--format", "parquet").raw))
    assert parquet["matches"].drop_nulls().to_list() == matches
    for name in ("md", "table"):
        text = sample(*FREQ, "--format", name).out
        assert all(f"{number} " in text for number in matches)


def test_notes_go_to_standard_error_where_the_format_has_no_place_for_them(sample: Run) -> None:
    note = "Left out: 1 document not dated to the month"
    for name in ("json", "jsonl", "csv", "tsv", "parquet"):
        done = sample("freq", "canals", "--by", "month", "--format", name)
        assert note in done.err
        assert name == "parquet" or note.encode() not in done.raw  # that has it in its metadata
    for name in ("table", "md"):
        done = sample("freq", "canals", "--by", "month", "--format", name)
        assert done.err == ""
        assert note in done.out


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("a.csv", b"query,period,"),
        ("a.TSV", b"query\tperiod\t"),
        ("a.json", b"["),
        ("a.jsonl", b"{"),
        ("a.parquet", b"PAR1"),
        ("a.md", b"**canals**"),
        ("a.svg", b"<svg"),
        ("a.png", b"\x89PNG"),
        ("a.html", b"<!DOCTYPE html>"),
    ],
)
def test_the_ending_of_the_file_picks_the_format(
    name: str, begins: bytes, sample: Run, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(b"before")
    done = sample(*FREQ, "--out", name)
    assert (done.code, done.out) == (0, "")
    assert done.err.endswith(f"Written to {name}\n")
    assert (tmp_path / name).read_bytes().startswith(begins)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("--out a.docx", "The ending of 'a.docx' names no format: --out takes .csv, "),
        ("--out noending", "The ending of 'noending' names no format: --out takes .csv, "),
        ("--out folder.csv", "folder.csv is a folder: name a file with --out."),
        (
            "--out nowhere/a.csv",
            "nowhere/a.csv cannot be written (there is no folder nowhere): check that the folder exists",
        ),
        ("--out a.csv --format json", "a.csv is csv by its ending, --format says json."),
        ("--excel", "--excel writes csv or tsv: name one with --format or --out."),
        ("--excel --format json", "--excel goes with csv and tsv, not with json."),
        ("--excel --out a.parquet", "--excel goes with csv and tsv, not with parquet."),
        ("--chart --format json", "--chart draws in the terminal: it does not go with --format json."),
    ],
)
def test_an_output_that_cannot_be_made(options: str, said: str, sample: Run, tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    done = sample(*FREQ, *options.split())
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"Error: {said}")
    assert [path.name for path in tmp_path.iterdir()] == ["folder.csv"]


def test_a_file_that_cannot_be_written_is_named_as_it_was_given(sample: Run, tmp_path: Path) -> None:
    name = "n" * 251 + ".csv"
    done = sample(*FREQ, "--out", name)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"Error: {name} cannot be written (File name too long): ")
    assert ".part" not in done.err
    # The last two are wrong in another way too: the file is looked at before anything is computed.
    for arguments in (
        ("show", "sample-agency-2015-06", "--raw"),
        ("list",),
        ("freq", "(canals"),
        ("show", "nothing"),
    ):
        done = sample(*arguments, "--out", "nowhere/a.json")
        assert done.code == 2
        assert done.err.startswith("Error: nowhere/a.json cannot be written (there is no folder nowhere):")
    assert list(tmp_path.iterdir()) == []


def test_a_chart_of_what_cannot_be_drawn_is_refused(sample: Run, tmp_path: Path) -> None:
    done = sample("kwic", "canals", "--out", "a.png")
    assert done.code == 2
    assert done.err.startswith("Error: A result of kind 'kwic' cannot be drawn")
    assert list(tmp_path.iterdir()) == []


def test_the_chart_stands_under_the_table_or_alone_beside_a_file(sample: Run) -> None:
    done = sample(*FREQ, "--chart")
    table, _, chart = done.out.partition("\nper million tokens\n")
    assert table.startswith("canals\n")
    assert "┤" in chart
    assert "No rate, a gap and not zero: 2020." in chart
    alone = sample(*FREQ, "--chart", "--out", "a.csv").out
    assert alone.startswith("canals\n")
    assert "2016      " not in alone.partition("┤")[0]


def test_bars_for_facets_that_are_no_time(sample: Run) -> None:
    done = sample("coverage", "--chart")
    assert "█" in done.out


def test_a_table_fits_the_terminal_and_a_pipe_gets_all(
    sample: Run, sample_archive: Path, tmp_path: Path
) -> None:
    code, shown = in_terminal("list", cwd=tmp_path, columns=70, CORPUS_DB=str(sample_archive))
    assert code == 0
    assert max(map(len, shown.splitlines())) <= 70
    assert "Not shown at this width" in shown
    whole = sample("list", "--limit", 100).out
    assert "First Secretary Edvar Olmen Makes Speech at Opening of Vesk Lock" in whole
    assert "…" not in whole


def test_a_width_set_by_hand_holds_for_pipes(sample: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    for arguments in (["list"], ["kwic", "canals"], ["first", "canals"], ["show", "sample-agency-2015-06"]):
        assert max(map(len, sample(*arguments).out.splitlines())) <= 60


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("list", "--format", "parquet"), "Parquet is no text for a terminal"),
        (("show", "sample-agency-2015-06", "--raw"), "The stored bytes are not for a terminal"),
    ],
)
def test_bytes_are_not_for_a_terminal(
    arguments: tuple[str, ...], said: str, sample_archive: Path, tmp_path: Path
) -> None:
    code, shown = in_terminal(*arguments, cwd=tmp_path, CORPUS_DB=str(sample_archive))
    assert code == 2
    assert shown.startswith(f"Error: {said}")


def test_excel_in_a_pipe_and_in_a_file(sample: Run, tmp_path: Path) -> None:
    plain = sample(*FREQ, "--format", "csv")
    piped = sample(*FREQ, "--format", "csv", "--excel")
    assert (piped.code, piped.out) == (0, "\ufeff" + plain.out)
    assert sample(*FREQ, "--out", "a.tsv", "--excel").code == 0
    assert (tmp_path / "a.tsv").read_bytes().startswith(b"\xef\xbb\xbfquery\tperiod\t")
