"""Places as facet and filter: one place in every spelling."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from corpus import Corpus
from corpus.errors import FilterError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEXTS = [
    ("kcna", "Pyongyang, May 5 (KCNA) -- Peace is near."),
    ("kcna", "(평양 5월 6일발 조선중앙통신) 평화 peace 평화."),
    ("xinhua", "BEIJING, May 7 (Xinhua) -- Peace, they said, and peace again."),
    ("xinhua", "新华社北京5月8日电　和平 peace。"),
    ("tass", "MOSCOW/NEW DELHI, May 9. /TASS/. Peace of the two."),
    ("generic", "Peace without a place."),
]


@pytest.fixture
def corpus(tmp_path: Path, database_url: str) -> Iterator[Corpus]:
    with Corpus(database_url) as corpus:
        for number, (outlet, text) in enumerate(TEXTS):
            (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
            corpus.add(tmp_path / f"{number}.txt", outlet=outlet, date=f"2024-05-0{number + 1}", workers=1)
        yield corpus


def test_a_table_by_place(corpus: Corpus) -> None:
    rows = {
        row["place"]: (row["matches"], row["documents"]) for row in corpus.freq("peace", by="place").rows()
    }
    assert rows == {"Beijing": (3, 2), "Moscow": (1, 1), "Pyongyang": (2, 2), "(none)": (1, 1)}


@pytest.mark.parametrize("place", ["Beijing", "BEIJING", "北京", "Пекин"])
def test_a_place_is_asked_for_in_any_spelling(corpus: Corpus, place: str) -> None:
    assert sum(filter(None, corpus.freq("peace", place=place).values("matches"))) == 3
    assert len(corpus.list(place=[place])) == 2


def test_a_place_that_no_text_has_is_told(corpus: Corpus) -> None:
    with pytest.raises(FilterError, match=r"Pyongyan.*Pyongyang"):
        corpus.freq("peace", place="Pyongyan")
    assert sum(filter(None, corpus.freq("peace", place=["Pyongyang", "Moscow"]).values("matches"))) == 3
