"""When small blocks are merged: eight of about one size, and no more words at once than fit in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest import mock

import pytest
from sqlalchemy import select

from corpus.api import Corpus
from corpus.index.build import merge
from corpus.store.tables.index import Block
from corpus.text.records import Item

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def corpus(sqlite_url: str) -> Iterator[Corpus]:
    with Corpus(sqlite_url) as opened:
        yield opened


def blocks(corpus: Corpus) -> list[int]:
    with corpus._opened().open() as moment:
        return sorted(moment.connection.scalars(select(Block.c.tokens)))


def load(corpus: Corpus, number: int, words: int = 3) -> None:
    """An item of so many words, and one more."""
    text = " ".join(["peace"] * words) + f" n{number}"
    fields = {"title": "", "url": f"u:{number}", "date": f"20{number:02}-01-01"}
    item = Item(f"{number}".encode(), text, f"u:{number}", f"row {number}", fields)
    assert corpus.add_items([item], inputs="test", outlet="generic").outcomes == {"document": 1}


def test_the_eighth_block_of_a_size_merges_them(corpus: Corpus) -> None:
    for number in range(7):
        load(corpus, number, 3 + number)
        assert blocks(corpus) == [4 + at for at in range(number + 1)]
    load(corpus, 7)
    assert blocks(corpus) == [sum(4 + at for at in range(7)) + 4]
    assert sum(filter(None, corpus.freq("peace").values("matches"))) == sum(range(3, 10)) + 3


def test_blocks_of_another_size_wait(corpus: Corpus) -> None:
    load(corpus, 0, 5000)  # 5,001 words are of another order than 4
    for number in range(1, 8):
        load(corpus, number)
    assert len(blocks(corpus)) == 8
    load(corpus, 8)
    assert blocks(corpus) == [8 * 4, 5001]


def test_large_blocks_stay_as_they_are(corpus: Corpus) -> None:
    with mock.patch.object(merge, "BLOCK_TOKENS", 8):  # 4 are half of it
        for number in range(9):
            load(corpus, number)
        assert blocks(corpus) == [4] * 9
    with mock.patch.object(merge, "BLOCK_TOKENS", 10):
        load(corpus, 9)
        assert 40 in blocks(corpus) or blocks(corpus)[-1] >= 32


def test_no_more_words_are_merged_at_once_than_the_limit(corpus: Corpus) -> None:
    with mock.patch.object(merge, "MOST", 12):  # three of four words
        for number in range(8):
            load(corpus, number)
    assert blocks(corpus) == [4, 4, 4, 4, 4, 12]
