"""Which blocks are merged: small ones, of few tokens and of few documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from corpus import Corpus
from corpus.index.build import merge
from corpus.store.engine import open_engine
from corpus.store.tables.index import Block

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(("most", "left"), [(1 << 16, [3 * 4]), (4 * merge.MERGE_AT, [4, 4, 4])])
def test_blocks_of_many_short_texts_are_not_merged(
    most: int, left: list[int], database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Corpus(database_url) as corpus:
        for load in range(3):
            rows = (f"Row {load * 4 + number},2024-01-0{number + 1}" for number in range(4))
            (tmp_path / f"{load}.csv").write_text("\n".join(["text,date", *rows]))
            corpus.add(tmp_path / f"{load}.csv")
    monkeypatch.setattr(merge, "MOST_DOCUMENTS", most)
    engine = open_engine(database_url, "write")
    with engine.begin() as connection:
        merge.merge_small_blocks(connection, 2)
        assert connection.scalars(select(Block.c.documents)).all() == left
        connection.rollback()
    engine.dispose()
