"""ngrams, trends, and the options of kwic: what people and programs get."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests import counter
from tests.cli.conftest import in_terminal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run


def test_ngrams_for_programs_and_people(sample: Run) -> None:
    done = sample("ngrams", "--size", "2-3", "--limit", 5, "--format", "json")
    rows = json.loads(done.out)
    assert len(rows) == 5
    assert list(rows[0]) == ["ngram", "size", "matches", "documents", "per_million"]
    counted = json.loads(sample("freq", rows[0]["ngram"], "--by", "language", "--format", "json").out)
    assert sum(row["matches"] for row in counted) == rows[0]["matches"]
    shown = sample("ngrams", "--size", "2", "--limit", 3).out
    assert "matches" in shown
    longest = sample("ngrams", "--longest", "--size", 4, "--min", 2, "--limit", 5)
    assert (longest.code, longest.err) == (0, "")
    assert longest.out.split()[:5] == ["size", "matches", "documents", "per", "million"]
    assert "lower --min" in sample("ngrams", "--size", "3", "--min", 100_000).out
    assert sample("ngrams", "--size", "99").code == 2


def test_long_sequences_are_wrapped_and_not_cut(sample_archive: Path, tmp_path: Path) -> None:
    _, shown = in_terminal(
        *("ngrams", "--longest", "--size", "4", "--min", "2", "--limit", "9"),
        cwd=tmp_path,
        columns=60,
        CORPUS_DB=str(sample_archive),
    )
    assert max(map(len, shown.splitlines())) <= 60
    assert "…" not in shown


def test_trends_for_programs_and_people(sample: Run) -> None:
    done = sample("trends", "--min-documents", 2, "--kind", "appears", "--format", "json")
    assert done.code == 0
    assert all(row["expected"] >= 3 for row in json.loads(done.out))
    details = sample("trends", "--query", "canals", "--format", "json")
    rows = json.loads(details.out)
    assert [row["part"] for row in rows][:2] == ["trend", "attested"]
    shown = sample("trends", "--query", "canals", "--query", "water").out
    assert [line.split()[0] for line in shown.splitlines() if line.startswith("query")] == ["query"] * 2
    assert "per million" in shown
    assert sample("trends", "--query", "a / b").code == 2
    assert "dated" in sample("trends", "--voice", "slogan", "--until", "1900").out


def test_kwic_options(sample: Run) -> None:
    lines = json.loads(sample("kwic", "canals", "--sort", "right", "--format", "json").out)
    beside = [counter.words(row["right"].casefold())[:5] for row in lines]
    assert len(lines) > 2
    assert beside == sorted(beside)
    taken = [sample("kwic", "canals", "--sample", 2, "--seed", 5, "--format", "json").out for _ in "ab"]
    assert taken[0] == taken[1]
    assert len(json.loads(taken[0])) == 2
    shown = sample("kwic", "canals", "--context", "sentence", "--limit", 1).out
    assert "»" in shown
    assert "…" not in shown
    for bad in (["--sort", "size"], ["--sample", "0"], ["--seed", "-1"], ["--context", "book"]):
        assert sample("kwic", "canals", *bad).code == 2, bad


@pytest.mark.parametrize("colour", [True, False])
def test_the_node_is_coloured_where_the_terminal_allows(
    sample_archive: Path, tmp_path: Path, colour: bool
) -> None:
    more = {} if colour else {"NO_COLOR": "1"}
    _, shown = in_terminal("kwic", "canals", cwd=tmp_path, CORPUS_DB=str(sample_archive), **more)
    assert ("\x1b[1;31mcanals\x1b[0m" in shown) is colour
