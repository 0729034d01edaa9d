"""The commands similar and reuse, and the filter --collapse, as a user meets them."""

# ruff: noqa: F811  # fixtures are imported by name

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from corpus.output.text.terminal_text import width
from tests.cli.conftest import in_terminal, run, sample, sample_archive  # noqa: F401

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

DECREE, REPORT = "sample-agency-2018-05-06", "sample-agency-2021-05-06-chairman"


def test_pairs_are_told_in_words(sample: Run) -> None:
    done = sample("reuse", "--language", "en", "--min-words", "8")
    assert done.code == 0
    assert "of the second in the first; resemblance" in done.out
    assert "Left out as formulas: 8 words" in done.out
    assert "corpus similar REF OTHER" in done.out


def test_what_programs_read(sample: Run, tmp_path: Path) -> None:
    done = sample("reuse", "--min-words", "8", "--format", "json")
    rows = json.loads(done.out)
    assert rows
    assert {"ref", "other", "relation", "resemblance", "share", "other_share", "days", "documents"} <= {
        *rows[0]
    }
    (row,) = rows[:1]
    spans = json.loads(sample("similar", row["ref"], row["other"], "--format", "json").out)
    assert {"kind", "passage", "start", "end", "other_passage", "other_start", "text"} <= {*spans[0]}
    assert sample("reuse", "--min-words", "8", "--out", tmp_path / "pairs.csv").code == 0
    provenance = json.loads((tmp_path / "pairs.csv.provenance.json").read_text())
    assert (provenance["min_words"], provenance["most_documents"]) == (8, 5)


@pytest.mark.parametrize(
    ("given", "code", "said"),
    [
        (("similar", "nowhere"), 1, "There is no document nowhere"),
        (("similar", "sample-agency-2021"), 2, "is the beginning of several references: sample-agency-2021"),
        (("similar", DECREE, DECREE), 2, "is compared with itself"),
        (("similar", DECREE, "nowhere"), 1, "There is no document nowhere"),
        (("similar", DECREE, "--full"), 2, "name the OTHER"),
        (("similar", DECREE, "--voice", "end_mark", "--voice", "quotation"), 1, "has no words that count"),
        (("reuse", "--across", "moons"), 2, "--across takes outlet"),
        (("reuse", "--min-words", "2"), 2, "--min-words goes from 5"),
        (("reuse", "--min-words", "9" * 300), 2, "--min-words"),
        (("reuse", "--relation", "theft"), 2, "there is: reprint, excerpt"),
        (("reuse", "--clusters", "--relation", "reprint"), 2, "--clusters joins reprints"),
        (("freq", "library", "--collapse", "copies"), 2, "--collapse takes reprints, not 'copies'"),
    ],
)
def test_bad_input_ends_with_a_sentence(sample: Run, given: tuple[str, ...], code: int, said: str) -> None:
    done = sample(*given)
    assert (done.code, done.out) == (code, "")
    assert said in done.err


def test_nothing_found_is_told(sample: Run) -> None:
    done = sample("reuse", "--outlet", "sample-lantern", "--min-words", "500")
    assert done.code == 0
    assert "No two documents share 500 words in a row" in done.out
    assert sample("reuse", "--clusters", "--limit", "1", "--offset", "900").code == 0


@pytest.mark.parametrize("columns", [80, 120])
def test_lines_fit_the_width(sample: Run, monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    for given in (("reuse", "--min-words", "8"), ("similar", DECREE), ("similar", DECREE, REPORT)):
        done = sample(*given)
        assert done.code == 0
        assert [line for line in done.out.splitlines() if width(line) > columns] == []


def test_lines_fit_the_terminal(sample_archive: Path, tmp_path: Path) -> None:
    code, shown = in_terminal("similar", DECREE, REPORT, "--db", str(sample_archive), cwd=tmp_path)
    assert code == 0
    assert "= in both" in shown
    assert [line for line in shown.splitlines() if width(line) > 80] == []


def test_full_shows_what_is_else_cut(sample: Run) -> None:
    short, full = (sample("similar", DECREE, REPORT, *more).out for more in ((), ("--full",)))
    assert "[…]" in short
    assert "[…]" not in full
    assert len(full) > len(short)


def test_text_cannot_command_the_terminal(run: Run) -> None:
    from pathlib import Path

    words = " ".join(f"word{number}" for number in range(40))
    for day in (1, 2):
        Path(f"2024-01-0{day}.txt").write_text(f"{words} \x1b]0;owned\x07 \x1b[31mred {day}\n", "utf-8")
    assert run("add", ".", "--outlet", "generic").code in (0, 3)
    for given in (("reuse",), ("similar", "generic-2024-01-01"), ("reuse", "--clusters")):
        assert "\x1b" not in run(*given).out
