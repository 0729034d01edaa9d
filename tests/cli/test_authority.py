"""The kinds of statement on the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
