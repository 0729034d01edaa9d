"""Who is who: surnames alone, institutions, two speakers for one text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, select

from corpus import Corpus
from corpus.store.tables.archive import Actor
from corpus.text.names.persons import bare, of_country
from corpus.text.records import Item

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SPEECH = "Peace is a task of all nations, and {} will do its part in it, as it has always done so far."


def item(country: str, session: int, **fields: str) -> Item:
    text = SPEECH.format(f"{country} in session {session}")
    address = f"{country}_{session}_{1945 + session}.txt"
    return Item(text.encode(), text, address, address, {"text": text, **fields}, file=address)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("actors") / "a.db"


@pytest.fixture(scope="module")
def archive(path: Path) -> Iterator[Corpus]:
    items = [
        item("SLV", 1, speaker="Castro"),
        item("CUB", 2, speaker="Castro"),
        item("CUB", 3, speaker="Castro", other_speaker="Roa"),
        item("CUB", 4, speaker="Fidel Castro"),
    ]
    with Corpus(path) as corpus:
        corpus.init()
        corpus.add_items(items[:2], inputs="un", outlet="un-general-debate", workers=1)
        corpus.add_items(items[2:], inputs="un", outlet="un-general-debate", workers=1)
        text = (
            "Pyongyang, May 3 (KCNA) -- A spokesman for the Harbour Ministry gave the following answer:\n"
            "Ships are welcome.\n"
        )
        corpus.add_items([Item(text.encode(), text, "b.txt", "b.txt", {})], inputs="b", outlet="kcna")
        yield corpus


def test_a_surname_alone_is_one_person_of_each_country(archive: Corpus) -> None:
    rows = {row["speaker"]: row["documents"] for row in archive.freq("peace", by="speaker").rows()}
    assert rows["Castro (CUB)"] == 2  # of two loads
    assert rows["Castro (SLV)"] == 1
    assert rows["Fidel Castro"] == 1
    found = archive.freq("peace", speaker="Castro")
    assert sum(filter(None, found.values("matches"))) == 3
    assert "Castro is the name of several, who all count: Castro (CUB), Castro (SLV)." in found.notes
    assert sum(filter(None, archive.freq("peace", speaker="Castro (SLV)").values("matches"))) == 1


def test_two_speakers_of_one_text_are_reviewed(archive: Corpus) -> None:
    rows = archive.review(field="speaker").rows()
    assert [row["message"] for row in rows if "two speakers" in row["message"]] == [
        "The metadata name two speakers, Castro and Roa: the first is taken."
    ]


def test_institutions_are_of_their_own_kind(archive: Corpus, path: Path) -> None:
    assert len(archive.list()) == 5
    with create_engine(f"sqlite:///{path}").connect() as connection:
        kinds = {row.name: row.kind for row in connection.execute(select(Actor.c.name, Actor.c.kind))}
    assert kinds["Spokesman for the Harbour Ministry"] == "institution"
    assert kinds["Fidel Castro"] == "person"


@pytest.mark.parametrize(
    ("name", "country", "listed"),
    [
        ("Castro", "CUB", "Castro (CUB)"),
        ("Castro", None, "Castro"),
        ("Fidel Castro", "CUB", "Fidel Castro"),
        ("UNESCO", "FRA", "UNESCO"),
        ("김정은", "PRK", "김정은"),
    ],
)
def test_a_surname_has_its_country(name: str, country: str | None, listed: str) -> None:
    assert of_country(name, country) == listed
    assert bare(listed) == name
