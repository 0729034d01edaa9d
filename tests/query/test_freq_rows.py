"""Frequency tables by document; which rows are shown, and in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from corpus.errors import CorpusError
from tests.counter import Text
from tests.query.test_counts import Archive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from corpus import Corpus

TEXTS = [
    Text("2020", passages=[("narration", None, "Peace here. War there.")]),
    Text(
        "2021", passages=[("narration", None, "Peace peace peace, and war"), ("speech", "Kim", "Peace now.")]
    ),
    Text("2022", passages=[("narration", None, "Nothing at all of it.")]),
    Text("2019", passages=[("narration", None, "War war war."), ("end_mark", None, "-0-")]),
    Text("2018", passages=[("end_mark", None, "-0-")]),
]


@pytest.fixture(scope="module")
def corpus(sqlite_template: Path) -> Iterator[Corpus]:
    with Archive(sqlite_template, TEXTS) as found:
        yield found


def shown(corpus: Corpus, *queries: str, **options: Any) -> list[tuple[str, str, int]]:
    found = corpus.freq(*queries, **options)
    name = found.facets[0]
    return list(zip(found.values("query"), found.values(name), found.values("matches"), strict=True))


def test_by_document(corpus: Corpus) -> None:
    found = corpus.freq("peace", by="document")
    refs = corpus.list(sort="date").values("ref")
    assert found.values("document") == refs[1:]
    assert found.values("matches") == [0, 1, 4, 0]
    assert found.values("tokens") == [3, 4, 7, 5]
    assert any("Left out: 1 document without words that count." in note for note in found.notes)
    voices = corpus.freq("peace", by=["document", "voice"])
    assert [(row["voice"], row["matches"]) for row in voices.rows() if row["document"] == refs[3]] == [
        ("narration", 3), ("speech", 1),
    ]  # fmt: skip


def test_rows_in_an_order_within_each_query(corpus: Corpus) -> None:
    every = ["2019", "2020", "2021", "2022"]
    assert [year for _, year, _ in shown(corpus, "peace")][1:] == every
    assert shown(corpus, "peace", "war", sort="matches", limit=2) == [
        ("peace", "2021", 4), ("peace", "2020", 1), ("war", "2019", 3), ("war", "2020", 1),
    ]  # fmt: skip
    assert [year for _, year, _ in shown(corpus, "war", sort="rate", min=1)] == ["2019", "2020", "2021"]
    assert [year for _, year, _ in shown(corpus, "war", sort="tokens", limit=2)] == ["2021", "2022"]


def test_what_is_left_out_is_said(corpus: Corpus) -> None:
    found = corpus.freq("peace", min=1, limit=1)
    assert found.values("period") == ["2020"]
    assert "3 rows with fewer than 1 match left out (min=1)." in found.notes
    assert "1 of 2 rows (limit=1)." in found.notes
    assert (found.provenance["min"], found.provenance["limit"]) == (1, 1)
    assert not any("rows" in note for note in corpus.freq("peace", limit=100).notes)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"sort": "size"}, "There is no order 'size'; there is: matches, documents, tokens, rate"),
        ({"min": -1}, "min= goes from 0 on."),
        ({"limit": 0}, "limit= goes from 1"),
    ],
)
def test_what_cannot_be_is_refused(corpus: Corpus, options: dict[str, Any], message: str) -> None:
    with pytest.raises(CorpusError, match=message):
        corpus.freq("peace", **options)
