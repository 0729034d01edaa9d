"""Values of metadata as they were given: read, or a doubt that quotes them; filters read them alike."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from corpus.api import Corpus
from corpus.errors import UsageError
from corpus.ingest.load.normalise_item import normalise_item
from corpus.ingest.outlets.registry import get_outlet
from corpus.ingest.passages.language_detection import contradicted, passage_languages
from corpus.store.tables.archive import Document
from corpus.text.records import Item, Parsed

if TYPE_CHECKING:
    from pathlib import Path

ENGLISH = (
    "The harvest of the year was brought in by the people of the county, and all of them were glad of it."
)
SERBIAN = "Predsednik je danas razgovarao sa građanima o putevima koji su otvoreni za sve u toj opštini."
UZBEK = "Bugun poytaxtda yangi maktab ochildi va unda bolalar uchun katta bayram ham bo'lib o'tdi."
FRENCH = (
    "La récolte de la commune est rentrée et les gens du pays sont contents des routes qui sont ouvertes."
)


def parsed(text: str = ENGLISH, **fields: str) -> Parsed:
    return normalise_item(Item(text.encode(), text, "a.txt", "a.txt", fields), get_outlet("generic"), {})


def doubts(found: Parsed, field: str) -> list[str]:
    return [doubt.message for doubt in found.doubts if doubt.field == field]


def test_what_cannot_be_read_is_a_doubt_that_quotes_it_and_the_text_decides() -> None:
    found = parsed(language="Elvish", country="Narnia", genre=" News  Item ")
    assert (found.language, found.language_known, found.country, found.genre) == (
        "en",
        "inferred",
        None,
        "news item",
    )
    assert doubts(found, "language") == ["'Elvish' is the name or tag of no language: the text decides."]
    assert doubts(found, "country") == ["'Narnia' is the name or code of no country."]
    assert doubts(parsed(language="unknown", country="n/a"), "country") == []
    assert parsed(FRENCH, language="English, French").language == "fr"


def test_a_second_script_of_a_language_does_not_overrule_it() -> None:
    for tag, text in (("sr", SERBIAN), ("sr-Latn", SERBIAN), ("uz", UZBEK), ("bs", SERBIAN)):
        found = parsed(text, language=tag)
        assert found.language == tag
        assert [passage.language for passage in found.passages] == [None]
        assert doubts(found, "language") == [], tag
    both = f"{SERBIAN}\n{ENGLISH}"
    spans = [(0, len(SERBIAN)), (len(SERBIAN) + 1, len(both))]
    assert passage_languages(both, spans, "sr") == [None, "en"]


def test_a_language_that_the_text_plainly_contradicts_is_a_doubt() -> None:
    assert contradicted(ENGLISH, "fr") == "en"
    assert contradicted(FRENCH, "en") == "fr"
    assert contradicted("오늘 마을에서는 새 학교를 세우는 일이 힘있게 벌어졌다고 합니다.", "en") == "ko"
    for text, tag in (
        (ENGLISH, "en-GB"),
        (FRENCH, "fr"),
        ("Kim Jong Un", "ru"),
        ("", "en"),
        ("朝鮮勞動黨" * 9, "ko"),
    ):
        assert contradicted(text, tag) is None
    found = parsed(FRENCH, language="en")
    assert (found.language, len(doubts(found, "language"))) == ("en", 1)


def test_filters_and_corrections_read_the_same_names(tmp_path: Path) -> None:
    rows = [
        {"title": str(n), "text": f"Peace {n}.", "country": country, "lang": "eng", "outlet": outlet}
        for n, (country, outlet) in enumerate(
            [("Peru", "TASS"), ("PE", "tass"), ("Chile", "Nobody's Herald")]
        )
    ]
    (tmp_path / "a.json").write_text(json.dumps(rows))
    with Corpus(tmp_path / "c.db") as corpus:
        corpus.add(tmp_path / "a.json")
        assert sum(corpus.freq("peace", by="outlet", country="Republic of Peru").columns["matches"]) == 2
        assert sum(corpus.freq("peace", by="outlet", language="English").columns["matches"]) == 3
        assert len(corpus.list(outlet="Tass")) == 2
        (doubt,) = corpus.review(field="outlet").rows()
        assert "Nobody's Herald" in doubt["message"]
        reference = str(corpus.list(country="CHL").columns["ref"][0])
        corpus.set(reference, country="República del Perú", language="French", genre="SPEECH")
        assert len(corpus.list(country="pe", genre="speech", language="fr")) == 1
        with pytest.raises(UsageError, match="no country"):
            corpus.set(reference, country="Narnia")
        with corpus._writer().begin() as connection:  # as an older version loaded it
            connection.execute(update(Document).where(Document.c.ref == reference).values(country="peru"))
        with pytest.raises(UsageError, match="no country"):
            corpus.add(tmp_path / "a.json", country="Narnia")
