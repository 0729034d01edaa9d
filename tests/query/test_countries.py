"""Words of several countries in one document: counted as if those of each were a document of their own."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest

from corpus import Corpus
from corpus.errors import FilterError
from corpus.ingest.load import prepare
from corpus.text.dates import KnownDate, PartialDate
from corpus.text.records import Item, Parsed, Passage
from corpus.text.roles import Role
from tests.builder import tiny_blocks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from corpus import Result

COUNTRIES = ("PRK", "CHN", "NIC", None)
TEXTS = ("peace and war", "the party is for peace", "solidarity", "war war peace")
QUERIES = ("peace", "war", "p*", "the party")
Line = tuple[str | None, str, str]
"""Country, language and text of a passage."""
Made = tuple[str, str | None, list[Line]]
"""Year, country and passages of a document."""


def drawn(seed: int) -> list[Made]:
    rng = random.Random(seed)
    made: list[Made] = []
    for _ in range(14):
        own = rng.choice(COUNTRIES)
        lines: list[Line] = []
        for _ in range(rng.randint(1, 6)):
            country = own if rng.random() < 0.4 else rng.choice([one for one in COUNTRIES if one])
            # A text that stands twice would be one document with two addresses.
            text = f"{rng.choice(TEXTS)} n{rng.randrange(10**9)}"
            lines.append((country, rng.choice(["en", "fr"]), text))
        made.append((rng.choice(["2019", "2020"]), own, lines))
    return made


def parsed(year: str, own: str | None, lines: list[Line]) -> Parsed:
    whole, passages = "", []
    for country, language, text in lines:
        abroad = country if country != own else None
        tag = language if language != "en" else None
        passages.append(Passage(len(whole), len(whole) + len(text), Role.speech, "A", tag, abroad))
        whole += text + "\n"
    return Parsed(
        title="",
        text=whole.removesuffix("\n"),
        passages=passages,
        quotations=[],
        mentions=[],
        language="en",
        language_known="metadata",
        published=KnownDate(PartialDate.parse(year), "metadata"),
        country=own,
    )


def archive(path: Path, documents: list[Made]) -> Corpus:
    made = {str(n): parsed(*document) for n, document in enumerate(documents)}
    items = [Item(raw=str(n).encode(), text="x", address=f"t-{n}", source=f"t {n}") for n in range(len(made))]
    corpus = Corpus(path)
    corpus.init()
    with mock.patch.object(prepare, "normalise_item", lambda item, outlet, hints: made[item.raw.decode()]):
        corpus.add_items(items, inputs="texts", workers=1)
    return corpus


def split(documents: list[Made]) -> list[Made]:
    return [
        (year, country, [line for line in lines if line[0] == country])
        for year, _, lines in documents
        for country in dict.fromkeys(line[0] for line in lines)
    ]


@pytest.fixture(scope="module", params=[1, 2])
def both(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Corpus, Corpus]]:
    folder, documents = tmp_path_factory.mktemp("countries"), drawn(request.param)
    with tiny_blocks():
        found = archive(folder / "whole.db", documents), archive(folder / "apart.db", split(documents))
    yield found
    for corpus in found:
        corpus.close()


def rows(result: Result, *names: str) -> list[Any]:
    found = [[row.get(name) for name in names] for row in result.rows() if row.get("tokens") != 0]
    return sorted(found, key=repr)


def test_frequencies_of_each_country(both: tuple[Corpus, Corpus]) -> None:
    names = ("query", "country", "language", "period", "matches", "documents", "tokens")
    for by in (("country", "year"), ("country", "language")):
        one, other = (corpus.freq(*QUERIES, by=by) for corpus in both)
        assert rows(one, *names) == rows(other, *names)
    for country in ("PRK", "CHN", "NIC"):
        for more in ({}, {"language": "fr"}):
            one, other = (corpus.freq(*QUERIES, by="year", country=country, **more) for corpus in both)
            assert rows(one, *names) == rows(other, *names), (country, more)
    one, other = (corpus.freq("peace", by="country", country=["NIC", "China"]) for corpus in both)
    assert rows(one, *names) == rows(other, *names)
    assert {row["country"] for row in one.rows()} == {"CHN", "NIC"}


def test_lines_and_lists_of_one_country(both: tuple[Corpus, Corpus]) -> None:
    lines = [
        sorted(row["match"] + row["right"] for row in corpus.kwic("p*", country="NIC", limit=500).rows())
        for corpus in both
    ]
    assert lines[0] == lines[1] != []
    lists = [corpus.ngrams("2", min=1, country="CHN").rows() for corpus in both]
    assert lists[0] == lists[1]
    near = [corpus.collocates("peace", min=1, by="country").rows() for corpus in both]
    assert near[0] == near[1]
    keys = [
        rows(corpus.keywords(target={"country": "NIC"}, min=1, limit=99), "keyword", "target", "reference")
        for corpus in both
    ]
    assert keys[0] == keys[1]


def test_a_country_of_passages_only_is_known_and_shown(tmp_path: Path) -> None:
    with archive(tmp_path / "a.db", [("2020", "PRK", [("NIC", "en", "solidarity")])]) as corpus:
        assert corpus.freq("solidarity", country="Nicaragua").values("matches") == [1]
        assert sum(corpus.freq("solidarity", country="PRK").values("tokens")) == 0
        assert corpus.show(corpus.list().values("ref")[0]).passages.values("country") == ["NIC"]
        with pytest.raises(FilterError, match="NIC"):
            corpus.freq("solidarity", country="Cuba")
