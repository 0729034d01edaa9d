"""Dispersion in cells: equal to the measures of each cell alone, of the slow counter's documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.measures import dispersion as measures
from corpus.query.tabulate.dispersion_columns import dispersion
from tests.query.test_counts import Archive, archives, quick
from tests.query.test_freq_options import close, documents

if TYPE_CHECKING:
    from pathlib import Path

    from tests.counter import Text

units = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5), st.integers(0, 40)), max_size=20)


@given(units)
def test_cells_by_themselves(some: list[tuple[int, int, int]]) -> None:
    cells, matches, tokens = np.array(some, dtype=np.int64).reshape(-1, 3).T
    found = dispersion(matches, tokens, cells, 4)
    for cell in range(4):
        own = [(m, t) for c, m, t in some if c == cell and t]
        m, t = np.array(own).reshape(-1, 2).T
        if not m.sum():
            assert all(np.isnan(values[cell]) for values in found.values())
            continue
        expected = [measures.dp(m, t), measures.dp_norm(m, t), measures.juilland_d(m, t)]
        for name, value in zip(("dp", "dp_norm", "juilland_d"), expected, strict=True):
            assert found[name][cell] == pytest.approx(float(value), nan_ok=True, abs=1e-12)


def test_a_published_case() -> None:
    # Gries (2008): the word a in five parts of 9, 10, 10, 10, 11 tokens, 1, 2, 3, 4, 5 times: DP 0.18.
    found = dispersion(np.array([1, 2, 3, 4, 5]), np.array([9, 10, 10, 10, 11]), np.zeros(5, dtype=int), 1)
    assert found["dp"][0] == pytest.approx(0.18)
    assert found["dp_norm"][0] == pytest.approx(0.18 / (1 - 9 / 50))
    assert found["juilland_d"][0] == pytest.approx(0.785, abs=5e-4)


@quick
@given(texts=archives, by=st.sampled_from(["country", "voice"]))
def test_the_parts_are_documents(sqlite_template: Path, texts: list[Text], by: str) -> None:
    with Archive(sqlite_template, texts) as corpus:
        for row in corpus.freq("peace", by=["year", by], dispersion=True).rows():
            own = documents(texts, "peace", int(row["period"]), **{by: row[by]})
            own = [(m, t) for m, t in own if t]
            matches, tokens = sum(m for m, _ in own), sum(t for _, t in own)
            assert row["documents_held"] == len(own)
            assert row["documents"] == (sum(m > 0 for m, _ in own) if tokens else None)
            expected = sum(abs(m / matches - t / tokens) for m, t in own) / 2 if matches else None
            assert close(row["dp"], expected)
            assert (row["dp_norm"] is None) == (not matches or len(own) < 2)
