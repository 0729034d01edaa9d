"""Slices of runs: all of them, in order, none too long but where one document is."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from corpus.query.count.token_runs import TokenRuns
from corpus.query.count.token_slices import slices


@given(st.lists(st.tuples(st.integers(1, 5), st.booleans()), max_size=20), st.integers(1, 12))
def test_slices(some: list[tuple[int, bool]], most: int) -> None:
    lengths = np.array([length for length, _ in some], dtype=np.int64)
    documents = np.cumsum(np.array([new for _, new in some], dtype=np.int64))
    starts = np.cumsum(lengths) - lengths
    parts = list(slices(TokenRuns(starts, starts + lengths, documents), most))
    none = np.zeros(0, dtype=np.int64)
    for name, whole in (("starts", starts), ("ends", starts + lengths), ("documents", documents)):
        assert np.concatenate([none, *(getattr(part, name) for part in parts)]).tolist() == whole.tolist()
    for part in parts:
        assert len(part)
        assert part.tokens <= most or len(set(part.documents.tolist())) == 1
    for part, following in pairwise(parts):  # and none is shorter than it must be
        assert part.documents[-1] != following.documents[0]
        first = following.documents == following.documents[0]
        assert part.tokens + (following.ends - following.starts)[first].sum() > most
