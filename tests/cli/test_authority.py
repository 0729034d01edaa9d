"""The kinds of statement on the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from corpus.output.text.terminal_text import width

if TYPE_CHECKING:
    import pytest

    from tests.cli.conftest import Run


def test_kinds_with_rank_and_reason(sample: Run) -> None:
    done = sample("authorities", "--format", "json")
    assert done.code == 0
    rows = json.loads(done.out)
    assert list(rows[0]) == ["outlet", "rank", "authority", "documents", "reason"]
    for outlet in ("sample-agency", "sample-lantern"):
        ranks = [row["rank"] for row in rows if row["outlet"] == outlet and row["rank"] is not None]
        assert ranks == sorted(ranks) != []
    listed = json.loads(sample("list", "--format", "json", "--limit", 500).out)
    assert sum(row["documents"] for row in rows) == len(listed)


def test_reasons_are_never_cut(sample: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = json.loads(sample("authorities", "--format", "json").out)
    for columns in (80, 110, 200):
        monkeypatch.setenv("COLUMNS", str(columns))
        done = sample("authorities")
        assert "…" not in done.out
        assert max(map(width, done.out.splitlines())) <= columns
        told = " ".join(done.out.split())
        assert all(row["reason"].split()[0] in told for row in rows)
        if columns == 200:
            assert all(row["reason"] in told for row in rows)


def test_a_kind_that_does_not_exist(sample: Run) -> None:
    for command in ("authorities", "list"):
        done = sample(command, "--authority", "press-statment")
        assert done.code == 2
        assert "There is no authority 'press-statment'" in done.err
        assert "press-statement" in done.err


def test_a_list_says_why_a_kind_ranks_so(sample: Run) -> None:
    done = sample("list", "--authority", "press-statement")
    assert done.code == 0
    assert "rank 5 of sample-agency" in done.out + done.err
    assert sample("authorities", "--outlet", "nobody").code == 2
