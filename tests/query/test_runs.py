"""Runs of words under a selection: all of them and no others, and spellings grouped as one word."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.index.encoding.byte_cache import BoundedArrays
from corpus.query.count.token_runs import runs, spread, words
from corpus.query.select.selection import Filters
from corpus.query.select_documents import select_documents
from corpus.text.tokens import Layer
from tests import counter
from tests.query.test_counts import SPEAKERS, Archive, archives, quick

if TYPE_CHECKING:
    from pathlib import Path

    from tests.counter import Text


@quick
@given(texts=archives, speaker=st.sampled_from(SPEAKERS), country=st.sampled_from([None, "PRK"]))
def test_the_words_of_a_selection(
    sqlite_template: Path, texts: list[Text], speaker: str | None, country: str | None
) -> None:
    filters = Filters(
        speaker=(speaker,) if speaker else (),
        country=(country,) if country else (),
        voice=("speech", "narration"),
    )
    expected = Counter(
        counter.fold(word)
        for text in texts
        for role, who, passage in text.passages
        if role in ("speech", "narration") and speaker in (None, who) and country in (None, text.country)
        for word in counter.words(passage)
    )
    with Archive(sqlite_template, texts) as corpus:
        known = {
            row["speaker"] for row in corpus.freq("peace", by="speaker", voice=list(counter.COUNTED)).rows()
        }
        held = {text.country for text in texts}
        if (speaker and speaker not in known) or (country and country not in held):
            return
        with corpus._opened().open() as moment:
            selection = select_documents(moment, filters)
            groups = moment.groups(Layer.word)
            found: Counter[str] = Counter()
            for block_id in moment.sections(Layer.word):
                chosen = runs(moment, selection, block_id)
                terms = words(moment.stream(block_id), chosen)
                assert len(terms) == chosen.tokens
                found.update(groups.names[group] for group in groups.of_term[terms].tolist())
    assert found == expected


def test_numbers_are_spread() -> None:
    assert spread(np.array([5, 9, 2]), np.array([2, 0, 3])).tolist() == [5, 6, 2, 3, 4]
    assert spread(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)).tolist() == []


@pytest.mark.parametrize("size", [1, 100])
def test_arrays_are_kept_within_a_bound(size: int) -> None:
    kept: BoundedArrays[int] = BoundedArrays(4 * 250)
    made: list[int] = []

    def array(key: int) -> np.ndarray[tuple[int], np.dtype[np.uint32]]:
        made.append(key)
        return np.full(size, key, dtype=np.uint32)

    for key in (1, 2, 1, 3, 1, 2):
        assert kept.get(key, lambda key=key: array(key)).tolist() == [key] * size  # type: ignore[misc]
    assert made == ([1, 2, 3] if size == 1 else [1, 2, 3, 2])
