"""Distinct values, against numpy's own."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from corpus.index.encoding.sorted_arrays import common, distinct


@given(arrays.arrays(st.sampled_from([np.uint32, np.int64, np.uint64]), st.integers(0, 30)))
def test_distinct(values: np.ndarray[tuple[int], np.dtype[np.uint32]]) -> None:
    found = distinct(values)
    assert found.dtype == values.dtype
    assert found.tolist() == sorted(set(values.tolist()))


def test_it_imports_no_masked_arrays() -> None:
    script = (
        "import sys, numpy, corpus.index.encoding.sorted_arrays as a;"
        "a.distinct(numpy.array([2, 1, 2])); print('numpy.ma' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


RISING = st.sets(st.integers(0, 60), max_size=40).map(lambda found: np.array(sorted(found), dtype=np.uint32))


@given(RISING, RISING)
def test_common(values: np.ndarray[tuple[int], np.dtype[np.uint32]], positions: np.ndarray) -> None:
    found = common(values, positions)
    assert found.dtype == np.uint32
    assert found.tolist() == sorted(set(values.tolist()) & set(positions.tolist()))
