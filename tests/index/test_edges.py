"""The run of a position, against a search through all edges."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.index.read import run_edges as module
from corpus.index.read.run_edges import Edges

LENGTHS = st.lists(st.integers(0, 40) | st.integers(0, 2000), min_size=1, max_size=60).filter(any)


@given(LENGTHS, st.data(), st.sampled_from([1, 8, 64]))
def test_the_run_is_the_last_that_begins_at_or_before_the_position(
    lengths: list[int], data: st.DataObject, size: int
) -> None:
    edges = np.concatenate(([0], np.cumsum(lengths))).astype(np.uint32)
    last = int(edges[-1]) - 1
    asked = np.array(sorted(data.draw(st.lists(st.integers(0, last), max_size=200))), dtype=np.uint32)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_BYTES", size)
        table = Edges(edges)
        everything = np.arange(last + 1, dtype=np.uint32)
        slow = [max(n for n, edge in enumerate(edges.tolist()) if edge <= at) for at in asked.tolist()]
        assert table.of(asked).tolist() == slow
        owners = np.repeat(np.arange(len(lengths)), lengths)
        assert table.of(everything).tolist() == owners.tolist()
        assert table.of(asked).tolist() == slow  # with the table made


def test_no_positions_no_runs() -> None:
    table = Edges(np.array([0, 3, 3, 9], dtype=np.uint32))
    assert len(table) == 3
    assert table.of(np.zeros(0, dtype=np.uint32)).tolist() == []
    assert table.of(np.array([0, 2, 3, 8], dtype=np.uint32)).tolist() == [0, 0, 2, 2]
