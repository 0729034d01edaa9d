"""Codes at the command line: what it says, its files and exit codes."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import corpus
from corpus.api import Corpus
from tests.cli.conftest import run  # noqa: F401  # the fixture

if TYPE_CHECKING:
    from tests.cli.conftest import Done, Run

SAMPLE = Path(corpus.__file__).parent / "data" / "sample"


@pytest.fixture
def sample(run: Run, tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Run:  # noqa: F811
    """``run`` on a copy of the sample collection's first outlet, with a codebook."""
    monkeypatch.setenv("CORPUS_DB", sqlite_url)
    with Corpus(sqlite_url) as archive:
        archive.add(SAMPLE / "lantern", outlet="sample-lantern", retrieved="2026-01-01")
    for name, description in (("praise", "Says that it is good."), ("doubt", ""), ("none", "")):
        assert run("annotate", "codes", "add", name, *filter(None, (description,))).code == 0
    return run


def coded(path: Path, *codes: str) -> Path:
    """A copy of a sheet with codes, in turn, and "none" for the rest."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for at, row in enumerate(rows):
        row["code"] = codes[at] if at < len(codes) else "none"
    made = path.with_name(f"{len(list(path.parent.iterdir()))}.csv")
    with made.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return made


def refused(done: Done, code: int = 2) -> str:
    assert (done.code, done.out) == (code, "")
    return done.err.removeprefix("Error: ").rstrip()


def test_a_whole_study(sample: Run, tmp_path: Path) -> None:
    done = sample(
        "annotate", "export", "library", "--sample", 8, "--seed", 2, "--out", "lines.csv", "--excel"
    )
    assert (done.code, done.out) == (0, "")
    assert done.err.endswith("8 lines to code; when done: corpus annotate import lines.csv --coder NAME\n")
    sheet = tmp_path / "lines.csv"
    anna, ben = coded(sheet, "praise", "doubt", "praise; doubt"), coded(sheet, "praise", "praise")
    done = sample("annotate", "import", anna, "--coder", "Anna")
    assert (done.code, done.err) == (0, "")
    assert done.out == f"{anna.name}, by Anna: rows 8 coded. Anna is a new coder.\n"
    assert (
        sample("annotate", "import", anna, "--coder", "Anna").out
        == f"{anna.name}, by Anna: rows 8 known already.\n"
    )
    assert sample("annotate", "import", ben, "--coder", "Ben").code == 0

    shown = sample("annotate", "--limit", 1).out
    assert shown.count("»") == 1
    assert "\n  Anna  praise\n  Ben   praise\n" in shown
    assert shown.endswith("1 to 1 of 8 coded lines and documents.\n")
    assert sample("annotate", "list", "--differ").out.count("»") == 2
    found = json.loads(sample("annotate", "agreement", "--format", "json").out)
    assert {row["measure"] for row in found} == {"alpha", "kappa"}
    assert found[0]["observed"] == 6 / 8
    assert "Only 8 lines coded by two coders or more" in sample("annotate", "agreement").out
    shares = json.loads(sample("annotate", "freq", "--code", "praise", "--format", "json").out)
    assert sum(row["units"] for row in shares) == 3
    assert sum(row["coded_units"] for row in shares) == 8
    rates = json.loads(sample("freq", "library", "--code", "praise", "--format", "json").out)
    assert sum(row["matches"] or 0 for row in rates) == 3
    assert "Coded praise: 3 lines." in sample("kwic", "library", "--code", "praise").out
    assert "code" in json.loads((tmp_path / "lines.csv.provenance.json").read_text())["columns"]
    assert [line.split()[:3] for line in sample("annotate", "coders").out.splitlines()[-2:]] == [
        ["Anna", "8", "0"],
        ["Ben", "8", "0"],
    ]
    assert "praise  Says that it is good." in sample("annotate", "codes").out


def test_refused_rows_are_listed_and_written(sample: Run, tmp_path: Path) -> None:
    sample("annotate", "export", "library", "--out", "lines.csv")
    bad = coded(tmp_path / "lines.csv", "praise", "prase", "=cmd()")
    done = sample("annotate", "import", bad, "--coder", "Anna", "--refused", "again.csv")
    assert done.code == 3
    assert done.out.startswith(f"{bad.name}, by Anna: rows ")
    assert ", 2 refused. Anna is a new coder.\n" in done.out
    assert "not in the codebook: prase (corpus annotate codes add NAME)." in done.out
    assert done.err == "2 refused rows written to again.csv\n"
    sample("annotate", "codes", "add", "prase")
    done = sample("annotate", "import", "again.csv", "--coder", "Anna")
    assert (done.code, done.out.splitlines()[0]) == (3, "again.csv, by Anna: rows 1 coded, 1 refused.")


def test_single_codes(sample: Run) -> None:
    ref = json.loads(sample("list", "--limit", 1, "--format", "json").out)[0]["ref"]
    done = sample("annotate", "add", ref, "praise", "doubt", "--coder", "Anna", "--note", "all of it")
    assert done.out == f"{ref}: 2 codes given by Anna.\n"
    assert "Anna  doubt (all of it); praise (all of it)" in sample("annotate").out
    assert len(json.loads(sample("list", "--code", "praise", "--format", "json").out)) == 1
    assert sample("annotate", "remove", ref, "doubt", "--coder", "Anna").out == f"{ref}: doubt taken back.\n"
    assert refused(sample("annotate", "remove", ref, "doubt", "--coder", "Anna"), 1) == (
        f"Anna has not given 'doubt' to {ref}."
    )
    assert sample("annotate", "codes", "remove", "doubt").out == "doubt: taken out of the codebook.\n"
    assert refused(sample("annotate", "codes", "remove", "praise")).startswith(
        "The code 'praise' was given 1 time"
    )
    assert refused(sample("annotate", "agreement"), 1).startswith("No two coders have coded the same line")


WRONG: list[tuple[tuple[str, ...], int, str]] = [
    (("export",), 2, "Name a QUERY for its concordance lines, or --documents: one of them."),
    (("export", "library", "--documents"), 2, "Name a QUERY for its concordance lines, or --documents"),
    (("export", "library", "--out", "x.xlsx"), 2, "The ending of 'x.xlsx' names no sheet"),
    (("export", "library", "--out", "no/x.csv"), 2, "there is no folder no"),
    (("export", "zebra"), 1, "There is nothing to code: not found: zebra."),
    (("import", "x.csv", "--coder", "A"), 2, "There is no file x.csv: check the path."),
    (
        ("import", "x.csv", "--coder", "A", "--refused", "x.txt"),
        2,
        "--refused writes a .csv, not 'x.txt'.",
    ),
    (("add", "no-such", "praise", "--coder", "A"), 1, "There is no document no-such"),
    (("add", "no@1:2-3#000000", "praise", "--coder", "A"), 1, "there is no document no."),
    (
        ("add", "sample-lantern-202", "prase", "--coder", "A"),
        2,
        "is the beginning of several references",
    ),
    (("add", "sample-lantern-2019-01-01", "prase", "--coder", "A"), 1, "There is no code 'prase'"),
    (
        ("add", "sample-lantern-2019-01-01", "praise", "--coder", ";"),
        2,
        "The name of a coder cannot begin with ';'",
    ),
    (("freq", "--by", "voice"), 2, "There is no facet 'voice'"),
    (("list", "--coder", "Zoe"), 1, "There is no coder 'Zoe'"),
]


def test_what_cannot_be_done_is_said(sample: Run) -> None:
    for arguments, code, says in WRONG:
        assert says in refused(sample("annotate", *arguments), code), arguments


def test_an_archive_without_codes(sample: Run) -> None:
    assert (
        sample("annotate").err == "Nothing is coded yet: corpus annotate export writes a sheet for coders.\n"
    )
    assert sample("annotate", "freq").err.startswith("Nothing is coded yet")
    assert sample("annotate", "coders").err.startswith("Nobody has coded anything yet")
    assert json.loads(sample("annotate", "list", "--format", "json").out) == []
    assert refused(sample("freq", "library", "--code", "praise")).startswith(
        "Nobody has given the code 'praise'"
    )


def test_a_sheet_goes_to_a_pipe(sample: Run) -> None:
    done = sample("annotate", "export", "--documents", "--since", "2021")
    rows = list(csv.DictReader(done.out.splitlines()))
    assert rows
    assert all(row["line"] == f"{row['ref']}@1" for row in rows)
