"""Real collections that older rules counted, counted anew: as if they were loaded now."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pytest
from sqlalchemy import select

from corpus import Corpus
from corpus.index.encoding.block_contents import documents_of
from corpus.store.engine import open_engine
from corpus.store.tables.index import Block, Term
from corpus.text.tokens import Layer
from tests.older_rules import counted_by_older_rules

if TYPE_CHECKING:
    from pathlib import Path

JOINED = {"union-patriotic", "aalam-party", "non-parties", "marxist-leninist"}
"""Words that are joined by full-width hyphens."""

Counts = Counter[tuple[str | None, str]]


def counts(url: str) -> Counts:
    """How often each folded word form of each language stands in the index."""
    found: Counts = Counter()
    engine = open_engine(url, "read")
    with engine.connect() as connection:
        terms = {row.id: (row.language, row.fold) for row in connection.execute(select(Term))}
        blocks = select(Block.c.id).where(Block.c.layer == int(Layer.word))
        for block in connection.scalars(blocks).all():
            for document in documents_of(connection, block)[1]:
                ids, times = np.unique(document.ids, return_counts=True)
                for number, count in zip(ids.tolist(), times.tolist(), strict=True):
                    found[terms[number]] += count
    engine.dispose()
    return found


@pytest.mark.parametrize(
    ("outlet", "files", "changed"),
    [
        ("kcna", "kcna-en/articles.jsonl", JOINED),
        ("prc-government", "prc-reports/government_work_reports.jsonl", set()),
    ],
)
def test_what_the_newer_rules_change(
    collections: Path, tmp_path: Path, outlet: str, files: str, changed: set[str]
) -> None:
    older, fresh = f"sqlite:///{tmp_path}/older.db", f"sqlite:///{tmp_path}/fresh.db"
    with Corpus(older) as corpus:
        with counted_by_older_rules(older):
            corpus.add(collections / files, outlet=outlet, workers=0)
        before = counts(older)
        assert corpus.upgrade().recounted
        assert corpus.check().sound
    with Corpus(fresh) as corpus:
        corpus.add(collections / files, outlet=outlet, workers=0)
    after = counts(older)
    assert after == counts(fresh)
    assert {form for (_, form), _ in (after - before).items()} == changed
