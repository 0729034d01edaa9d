"""Which values facets have, and how many documents each."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from corpus import Corpus
from corpus.errors import FilterError
from tests.cli.conftest import sample_archive

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["sample_archive"]


@pytest.mark.parametrize("facet", ["outlet", "genre", "language"])
def test_values_are_those_of_the_documents_the_most_first(sample_archive: Path, facet: str) -> None:
    with Corpus(sample_archive) as corpus:
        held = Counter(row[facet] for row in corpus.list().rows())
        rows = corpus.values(facet).rows()
        late = corpus.values(facet, since="2021").rows()
        after = Counter(row[facet] for row in corpus.list(since="2021").rows())
    assert {row["value"]: row["documents"] for row in rows} == held
    assert [row["documents"] for row in rows] == sorted(held.values(), reverse=True)
    assert {row["value"]: row["documents"] for row in late} == after


def test_without_names_all_facets_are_told(sample_archive: Path) -> None:
    with Corpus(sample_archive) as corpus:
        found = {row["facet"] for row in corpus.values().rows()}
        with pytest.raises(FilterError, match="There is no facet 'outlets'"):
            corpus.values("outlets")
    assert found == {"outlet", "country", "language", "genre", "authority", "place"}
