"""An archive that is counted anew holds what a fresh one holds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest
from sqlalchemy import select, update

from corpus import Corpus
from corpus.index.encoding import tokeniser_versions as makers
from corpus.index.renewal import recount
from corpus.store.engine import open_engine
from corpus.store.state import mark_changed
from corpus.store.tables.archive import PassageRow, QuotationRow
from corpus.store.tables.index import Block, Term
from tests.builder import tiny_blocks
from tests.older_rules import counted_by_older_rules

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = [
    ("en", "We stand firm. (Applause.) Peace.The army “stands. [Laughter] It waits” in No.5 of kcna.kp."),
    ("fr", "L’Europe et l'État parlent. C'est l'heure."),
    ("ru", "Министр С.В.Лавров ответил. (Аплодисменты) Тов. Ким молчит."),
    ("th", "สันติภาพเป็นของประชาชน"),
    ("zh", "同志们！（热烈鼓掌）前进，U.S.A.The end！"),
    ("ko", "동지들, 전진하자. 쌀은 사회주의이다. Kim.The end"),
    ("ar", "السلام الســلام السَّلام على الناس"),
]
QUERIES = (
    "peace", "the", "applause", "No.5", "kcna.kp", "europe", "l'europe", "Лавров", "С.В.Лавров", "ประชาชน",
    "前进",
    "鼓掌", "U.S.A", "쌀", "end", "السلام", "cql:\"тов\" \"ким\" within <s/>",
)  # fmt: skip


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    path = tmp_path / "texts.jsonl"
    rows = [
        {"language": language, "date": "2024-08-06", "title": f"No {at}", "text": text}
        for at, (language, text) in enumerate(TEXTS)
    ]
    path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    return path


@pytest.fixture
def old(database_url: str, texts: Path) -> str:
    """An archive as version 1 of the rules counted it."""
    with Corpus(database_url) as corpus, counted_by_older_rules(database_url):
        corpus.add(texts, workers=0)
    engine = open_engine(database_url, "write")
    with engine.begin() as connection:
        connection.execute(update(Term).where(Term.c.language == "ar").values(plain=None))
        mark_changed(connection)
    engine.dispose()
    return database_url


def counts(corpus: Corpus) -> list[list[Any]]:
    return [corpus.freq(query, by="language").values("matches") for query in QUERIES]


def rows(corpus: Corpus) -> list[list[tuple[Any, ...]]]:
    engine = open_engine(corpus.url, "read")
    with engine.connect() as connection:
        found = [
            [tuple(row) for row in connection.execute(table.select().order_by(*table.primary_key.columns))]
            for table in (PassageRow, QuotationRow)
        ]
        made_by = connection.scalars(select(Block.c.analysers)).all()
        assert {makers.rules_of(each) for each in made_by} == {2}, made_by
    engine.dispose()
    return found


def test_counted_anew_it_is_as_if_loaded_now(old: str, texts: Path, tmp_path: Path) -> None:
    with Corpus(old) as corpus, Corpus(tmp_path / "new.db") as fresh:
        fresh.add(texts, workers=0)
        assert corpus.freq("applause").values("matches") == [1]
        lines = corpus.kwic("(army|Лавров|end|europe)").rows()
        assert {row["match"].casefold() for row in lines} <= {"army", "лавров", "end", "europe", "the end"}
        assert (
            sum(filter(None, corpus.freq("Peace.The").values("matches"))) == 1
        )  # as one word, until it is counted anew
        done = corpus.upgrade()
        assert done.recounted
        assert counts(corpus) == counts(fresh)
        assert sum(map(sum, counts(fresh))) == 21
        assert rows(corpus) == rows(fresh)
        wanted = fresh.freq("*e*", by="language")
        assert corpus.freq("*e*", by="language").values("tokens") == wanted.values("tokens")
        assert corpus.check("full").sound
        assert fresh.check("full").sound
        report = corpus.add(texts, workers=0)
        assert set(report.outcomes) == {"same"}
        assert sum(filter(None, corpus.freq("applause", voice="stage_direction").values("matches"))) == 1


def test_scripts_without_spaces_are_counted_by_characters(texts: Path, tmp_path: Path) -> None:
    with Corpus(tmp_path / "new.db") as corpus:
        corpus.add(texts, workers=0)
        found = corpus.freq("ประชาชน", language="th")
        assert found.values("matches") == [1]
        assert any("per million characters" in note for note in found.notes)
        assert not any("per million characters" in note for note in corpus.freq("前进").notes)


def test_what_an_interruption_leaves_is_counted_by_the_next_call(
    database_url: str, texts: Path, tmp_path: Path
) -> None:
    def stop(_: int) -> None:
        raise KeyboardInterrupt

    with (
        Corpus(database_url) as corpus,
        Corpus(tmp_path / "new.db") as fresh,
        tiny_blocks(),
        mock.patch.object(recount, "BLOCK_TOKENS", 5),
    ):
        with counted_by_older_rules(database_url):
            corpus.add(texts, workers=0)
        fresh.add(texts, workers=0)
        with pytest.raises(KeyboardInterrupt):
            corpus.upgrade(progress=stop)
        assert any("older rules" in note for note in corpus.freq("peace").notes)
        assert corpus.upgrade().recounted
        assert counts(corpus) == counts(fresh)
        assert corpus.check("full").sound
        assert not corpus.upgrade()
