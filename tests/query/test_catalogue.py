"""The columns of the catalogue, against the rows of the document table."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select, update

from corpus import Corpus
from corpus.index.read import document_facts
from corpus.index.read.document_facts import NONE
from corpus.store.state import mark_changed
from corpus.store.tables.archive import Document

SAMPLE = Path(__file__).parents[2] / "corpus" / "data" / "sample"


@pytest.mark.parametrize("at_once", [document_facts._READ_AT_ONCE, 2])
@pytest.mark.parametrize("language", [None, "e\x1fn", ""])
def test_columns_are_those_of_the_rows(
    database_url: str, language: str | None, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document_facts, "_READ_AT_ONCE", at_once)
    with Corpus(database_url) as corpus:
        corpus.add(SAMPLE, workers=1)
        with corpus._writer().begin() as connection:
            first = select(Document.c.id).order_by(Document.c.id).limit(1).scalar_subquery()
            if language is not None:
                connection.execute(
                    update(Document).where(Document.c.id == first).values(language=language, published=None)
                )
            mark_changed(connection)
        with corpus._opened().open() as moment:
            catalogue = moment.catalogue()
            rows = moment.connection.execute(select(Document).order_by(Document.c.id)).all()
            assert len(rows) > 3
            assert catalogue.ids.tolist() == [row.id for row in rows]
            assert catalogue.versions.tolist() == [row.current_version_id for row in rows]
            dates = catalogue.dates()
            assert [dates.text(at) if dates.precision[at] else None for at in range(len(rows))] == [
                row.published for row in rows
            ]
            facet = catalogue.facet(moment.connection, "language")
            assert [facet.labels[code] for code in facet.codes.tolist()] == [
                row.language or NONE for row in rows
            ]


def test_no_documents(database_url: str) -> None:
    with Corpus(database_url) as corpus:
        corpus.init()
        with corpus._opened().open() as moment:
            catalogue = moment.catalogue()
            assert len(catalogue) == 0
            assert len(catalogue.dates().first) == 0
            assert catalogue.facet(moment.connection, "language").labels == []
