"""Every question has the same answer on SQLite and on PostgreSQL."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from corpus import Corpus

if TYPE_CHECKING:
    from collections.abc import Iterator

SAMPLE = Path(__file__).parents[2] / "corpus" / "data" / "sample"
QUESTIONS: list[tuple[str, tuple[str, ...], dict[str, Any]]] = [
    ("collocates", ("the",), {"min": 2}),
    ("collocates", ("마을",), {"min": 1, "by": "year"}),
    ("collocates", ("harbour",), {"min": 1, "against": {"outlet": "sample-lantern"}}),
    ("keywords", (), {"target": {"outlet": "sample-agency"}, "min": 2}),
    ("keywords", (), {"target": {"outlet": "sample-agency"}, "min": 2, "size": 2}),
    ("collocates", ("the",), {"min": 1, "by": "outlet"}),
    ("ngrams", (), {"size": "2-4", "min": 2}),
    ("ngrams", (), {"longest": True, "min": 2}),
    ("trends", (), {"kind": "bursts", "min_documents": 2}),
    ("trends", ("harbour",), {}),
    ("kwic", ("lemma:be",), {"sort": "left", "limit": 500}),
    ("kwic", ("the ~3 of",), {"sort": "right", "context": "sentence"}),
    ("kwic", ('[word="h.*"] []{0,2} [lemma="year"]',), {}),
    ("kwic", ("the",), {"sample": 20, "seed": 7}),
    ("freq", ("the / of", "harbour + year"), {"dispersion": True, "documents": True}),
    ("freq", ("harbour", "year"), {"share": True, "smooth": 1, "by": ["year", "outlet"]}),
    ("freq", ("the",), {"cumulative": True}),
    ("first", ("harbour", "서고"), {}),
    ("coverage", (), {}),
    ("freq", ("harbour", "year"), {"by": "document", "sort": "matches", "min": 1, "limit": 5}),
    ("list", (), {"title": "harbour"}),
    ("list", (), {"query": "harbour , 서고", "sort": "matches"}),
    ("list", (), {"sort": "title", "limit": 100}),
    ("list", (), {"new": True, "sort": "newest", "limit": 5}),
    ("review", (), {}),
]


@pytest.fixture
def both(sqlite_url: str, postgres_url: str) -> Iterator[tuple[Corpus, Corpus]]:
    with Corpus(sqlite_url) as one, Corpus(postgres_url) as other:
        for corpus in (one, other):
            for outlet in ("agency", "lantern"):
                corpus.add(SAMPLE / outlet, outlet=f"sample-{outlet}", retrieved="2026-01-01")
        yield one, other


def alike(one: list[dict[str, Any]], other: list[dict[str, Any]]) -> bool:
    """The same rows; sums of fractions, made in another order, may differ in the last digit."""
    return len(one) == len(other) and all(
        mine.keys() == theirs.keys() and all(map(_same, mine.values(), theirs.values()))
        for mine, theirs in zip(one, other, strict=True)
    )


def _same(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-12)
    return one == other


@pytest.mark.postgres
def test_both_stores_answer_alike(both: tuple[Corpus, Corpus]) -> None:
    one, other = both
    for name, queries, options in QUESTIONS:
        answers = [getattr(corpus, name)(*queries, **options) for corpus in (one, other)]
        assert answers[0].rows(), (name, queries, options)
        assert alike(answers[0].rows(), answers[1].rows()), (name, queries, options)
        assert answers[0].notes == answers[1].notes, (name, queries, options)
