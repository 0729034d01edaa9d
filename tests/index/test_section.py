"""Blocks read as one section, against blocks read one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from corpus.index.encoding import block
from corpus.index.encoding.block import IndexedDocument, StoredArrays
from corpus.index.read import sections as section
from corpus.index.read.sections import SectionArrays, sections

if TYPE_CHECKING:
    import pytest

U32 = np.uint32


def document(version: int, counts: list[int]) -> IndexedDocument:
    tokens = sum(counts)
    return IndexedDocument(
        version,
        np.arange(tokens, dtype=U32),
        np.array(counts, dtype=U32),
        np.array([number % 5 for number in range(len(counts))], dtype=U32),
        np.array([version + number for number in range(len(counts))], dtype=U32),
        np.array([0, tokens], dtype=U32),
    )


def stored(documents: list[IndexedDocument]) -> StoredArrays:
    arrays, _, _ = block.assemble(documents)
    return StoredArrays(block.block_row(1, 0, arrays, {}))  # type: ignore[arg-type]


COUNTS = st.lists(st.lists(st.integers(0, 5), min_size=1, max_size=4), min_size=1, max_size=4)


@given(st.lists(COUNTS, min_size=2, max_size=4))
def test_the_arrays_of_a_section_are_those_of_one_large_block(blocks: list[list[list[int]]]) -> None:
    number = 0
    parts: list[list[IndexedDocument]] = []
    for some in blocks:
        parts.append([document(number + at, counts) for at, counts in enumerate(some)])
        number += len(some)
    sizes = [(at, sum(len(one.ids) for one in part)) for at, part in enumerate(parts)]
    (whole,) = sections(sizes)
    joined = SectionArrays(
        whole, lambda name: [getattr(stored(part), name) for part in parts], lambda _: None
    )
    one = stored([each for part in parts for each in part])
    for name in block.ARRAY_NAMES:
        expected, found = getattr(one, name), getattr(joined, name)
        if expected is None:
            assert found is None, name
        else:
            assert found.dtype == expected.dtype, name
            assert found.tolist() == expected.tolist(), name


def test_a_section_ends_where_the_next_block_would_be_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(section, "SECTION_TOKENS", 10)
    found = list(sections([(3, 4), (5, 6), (6, 1), (9, 12), (10, 2)]))
    assert [(one.id, one.blocks, one.offsets, one.tokens) for one in found] == [
        (3, (3, 5), (0, 4), 10),
        (6, (6,), (0,), 1),
        (9, (9,), (0,), 12),
        (10, (10,), (0,), 2),
    ]
    assert list(sections([])) == []


def test_positions_of_blocks_become_positions_of_the_section() -> None:
    (whole,) = sections([(1, 4), (2, 6), (3, 5)])
    parts = [np.array(part, dtype=U32) for part in ([0, 3], [], [4])]
    assert whole.join(parts).tolist() == [0, 3, 14]
