"""Correcting and confirming metadata: logged, resolving doubts, and counted at once."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from corpus.api import Corpus
from corpus.errors import FilterError, NotFoundError, UsageError
from corpus.store.engine import open_engine
from corpus.store.tables.log import Correction
from tests.builder import build, tiny_blocks
from tests.counter import Text

TEXTS = [
    Text(
        "2019", passages=[("narration", None, "He spoke of peace"), ("speech", "Kim Song", "peace and peace")]
    ),
    Text("2020", passages=[("speech", "Kim Song", "peace")]),
]


@pytest.fixture
def corpus(database_url: str):
    with Corpus(database_url) as opened, tiny_blocks():
        build(opened, TEXTS)
        yield opened


def test_fields_are_set_and_logged(corpus: Corpus, database_url: str) -> None:
    ref = corpus.list(sort="date").values("ref")[0]
    corpus.set(ref, published="2018-05-04", place="Geneva", title="A New Title")
    (row,) = [row for row in corpus.list(sort="date").rows() if row["ref"] == ref]
    assert (row["date"], row["title"]) == ("2018-05-04", "A New Title")
    assert "2018-05-04 (set)" in corpus.show(ref).about.values("value")
    assert corpus.freq("peace").values("period") == ["2018", "2019", "2020"]
    engine = open_engine(database_url, "read")
    with engine.connect() as connection:
        log = connection.execute(select(Correction.c.field, Correction.c.old, Correction.c.new)).all()
    engine.dispose()
    assert sorted(tuple(entry) for entry in log) == [
        ("place", None, "Geneva"),
        ("published", "2019", "2018-05-04"),
        ("title", "Text 0", "A New Title"),
    ]


def test_another_speaker_is_counted_at_once(corpus: Corpus) -> None:
    ref = corpus.list(sort="date").values("ref")[0]
    corpus.set(ref, speaker="Kim Song")
    assert sum(filter(None, corpus.freq("peace", speaker="Kim Song").values("matches"))) == 3
    corpus.set(ref, speaker="Ri Son Gwon")
    assert sum(filter(None, corpus.freq("peace", speaker="Ri Son Gwon").values("matches"))) == 2
    assert sum(filter(None, corpus.freq("peace", speaker="Kim Song").values("matches"))) == 1
    voices = corpus.freq("peace", by="speaker")
    assert dict(zip(voices.values("speaker"), voices.values("matches"), strict=True)) == {
        "Kim Song": 1,
        "Ri Son Gwon": 2,
        "(none)": 1,
    }


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"published": "2024-02-31"}, "2024-02-31"),
        ({"published": "0"}, "published=0"),
        ({"weather": "fine"}, "no field 'weather'"),
        ({"title": ""}, "cannot be empty"),
        ({"country": "Quorvenia" * 20}, "at most 100 characters"),
        ({"place": "x" * 201}, "at most 200 characters"),
    ],
)
def test_bad_values_change_nothing(corpus: Corpus, values: dict[str, str], words: str) -> None:
    before = corpus.list(sort="date").rows()
    with pytest.raises(UsageError, match=words):
        corpus.set(before[0]["ref"], **values)
    assert corpus.list(sort="date").rows() == before


def test_unknown_and_ambiguous_documents(corpus: Corpus) -> None:
    with pytest.raises(NotFoundError, match="no document nothing"):
        corpus.set("nothing", title="x")
    with pytest.raises(FilterError, match="several references"):
        corpus.set("generic-20", title="x")
    corpus.set("generic-2019", title="x")
