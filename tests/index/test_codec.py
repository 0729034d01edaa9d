"""What is packed comes out again, at every edge."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from corpus.index.encoding import codec
from corpus.index.encoding.block import posting_chunks, stream_parts
from tests.builder import tiny_blocks

numbers = st.lists(st.integers(0, 2**32 - 1), max_size=50)


@given(numbers)
def test_pack(values: list[int]) -> None:
    assert codec.unpack(codec.pack(values)).tolist() == values


@given(numbers)
def test_pack_sorted(values: list[int]) -> None:
    assert codec.unpack_sorted(codec.pack_sorted(sorted(values))).tolist() == sorted(values)


@given(st.lists(st.integers(1, 9), max_size=60))
def test_postings_and_stream(tokens: list[int]) -> None:
    stream = np.array(tokens, dtype=np.uint32)
    with tiny_blocks():
        chunks = list(posting_chunks(stream))
        parts = [codec.unpack(data) for _, data, _ in stream_parts(stream)]
    assert [token for part in parts for token in part.tolist()] == tokens
    found: dict[int, list[int]] = {}
    for first, last, data in chunks:
        chunk = codec.PostingChunk(data)
        assert (chunk.terms[0], chunk.terms[-1]) == (first, last)
        for term in chunk.terms.tolist():
            assert term not in found
            positions = chunk.positions(term)
            assert positions is not None
            found[term] = positions.tolist()
        assert chunk.positions(0) is None
        assert chunk.positions(99) is None
    assert found == {term: [at for at, t in enumerate(tokens) if t == term] for term in set(tokens)}
