"""Which document an item is does not depend on the order of rows, files and runs."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from corpus.api import Corpus
from corpus.text.records import Item

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.conftest import PostgresServer

Sightings = list[tuple[str, str, Item]]
Runs = list[tuple[str, str, list[Item]]]

WORDS = (
    "peace", "rice", "rain", "sun", "farm", "school", "dam", "fleet", "harvest", "war", "storm", "north",
    "south", "hill", "valley", "people", "party", "army",
)  # fmt: skip
TITLES = ("Farm opened", "Rain and rice", "Press Statement", "Dam on the hill", None)
ADDRESSES = ("http://k.example/1", "https://www.K.example/1/?utm_source=x", "http://k.example/2", None)
DATES = ("2024-08-06", "2024-08-06", "2024-08-08", "2024-08-11", "2024-08", "")
OUTLETS = ("kcna", "generic", "kcna", "rodong", "kcna", "kcna")
"""Who is named on each day: at one time an address is of one outlet."""


def _text(chance: random.Random) -> str:
    words = [chance.choice(WORDS) for _ in range(chance.choice([3, 8, 15, 40, 80]))]
    return " ".join(words).capitalize() + "."


def _edited(chance: random.Random, text: str) -> str:
    words = text.split()
    for _ in range(chance.choice([1, 1, 2, len(words) // 2])):
        words[chance.randrange(len(words))] = chance.choice(WORDS)
    return " ".join(words)


def _collection(chance: random.Random) -> Sightings:
    """Items whose texts, titles, days and addresses change, move and come back, each seen on a day."""
    texts = [_text(chance) for _ in range(chance.randint(1, 5))]
    items: Sightings = []
    for _ in range(chance.randint(2, 9)):
        text = chance.choice(texts)
        if chance.random() < 0.4:
            text = _edited(chance, text)
        if chance.random() < 0.08:
            text = ""
        fields = {"date": chance.choice(DATES)}
        if title := chance.choice(TITLES):
            fields["title"] = title
        url = chance.choice(ADDRESSES)
        identifier = str(chance.randint(1, 3)) if chance.random() < 0.3 else None
        raw = json.dumps([text, fields, url, identifier]).encode()
        place = url or f"/x/a.jsonl#{identifier or hashlib.sha256(raw).hexdigest()[:16]}"
        day = chance.randrange(len(OUTLETS))
        item = Item(raw, text, place, "a row", fields, row=url is None, identifier=identifier)
        items.append((f"2024-09-0{day + 1}", OUTLETS[day], item))
    return items


def _runs(items: Sightings, chance: random.Random | None) -> Runs:
    """A run a day, in order; by chance the rows of each in two runs, and all in any order."""
    daily: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for day, outlet, item in items:
        daily[day, outlet].append(item)
    if chance is None:
        return [(*key, some) for key, some in sorted(daily.items())]
    runs: Runs = []
    for key, some in daily.items():
        chance.shuffle(some)
        cut = chance.randint(0, len(some))
        runs += [(*key, part) for part in (some[:cut], some[cut:]) if part]
    chance.shuffle(runs)
    return runs


def _answers(corpus: Corpus) -> Any:
    """What the archive says of every document, now and on each day, and how often words are in them."""
    documents = []
    for row in corpus.list(limit=1000).rows():
        shown = corpus.show(row["ref"])
        told = [
            (one["field"], one["value"].split(" from ")[0])
            for one in shown.about.rows()
            if one["field"].startswith("version") or one["field"] in ("address", "another item's text at")
        ]
        documents.append((tuple(row.values()), tuple(shown.passages.values("text")), sorted(told)))
    counts = corpus.freq("peace", "rice", "the", by="outlet").rows()
    days = [
        sum(n or 0 for n in corpus.freq("peace", as_of=f"2024-09-0{day}").values("matches"))
        for day in range(1, 7)
    ]
    return sorted(documents, key=str), [(row["outlet"], row["matches"]) for row in counts], days


def _load(url: str, runs: Sequence[tuple[str, str, list[Item]]]) -> Any:
    with Corpus(url) as corpus:
        for day, outlet, some in runs:
            corpus.add_items(some, inputs="test", outlet=outlet, retrieved=day)
        return _answers(corpus)


@settings(max_examples=16, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**9))
@example(seed=191919686)  # two items of one moment, of an outlet that only one of them names
def test_any_order_gives_the_same_documents(sqlite_template: Path, seed: int) -> None:
    items = _collection(random.Random(seed))
    found = []
    for runs in (_runs(items, None), _runs(items, random.Random(seed + 1))):
        with tempfile.TemporaryDirectory() as folder:
            shutil.copy(sqlite_template, Path(folder) / "corpus.db")
            found.append(_load(str(Path(folder) / "corpus.db"), runs))
    assert found[0] == found[1]


@pytest.mark.postgres
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**9))
def test_any_order_gives_the_same_documents_on_postgresql(
    postgres_server: PostgresServer, sqlite_template: Path, seed: int
) -> None:
    items = _collection(random.Random(seed))
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(sqlite_template, Path(folder) / "corpus.db")
        ordered = _load(str(Path(folder) / "corpus.db"), _runs(items, None))
    name = postgres_server.create(postgres_server.template)
    try:
        assert _load(postgres_server.url(name), _runs(items, random.Random(seed + 1))) == ordered
    finally:
        postgres_server.drop(name)


@pytest.mark.collections
@pytest.mark.parametrize("seed", [1, 2])
def test_the_articles_of_an_agency_shuffled_are_the_same_documents(
    collections: Path, tmp_path: Path, seed: int
) -> None:
    rows = (collections / "kcna-en" / "articles.jsonl").read_text("utf-8").splitlines()
    found = []
    for number in (0, seed):
        some = list(rows)
        if number:
            random.Random(number).shuffle(some)
        folder = tmp_path / str(number)
        folder.mkdir()
        for part in range(2):
            (folder / f"{part}.jsonl").write_text("\n".join(some[part::2]) + "\n", "utf-8")
        with Corpus(folder / "corpus.db") as corpus:
            for part in range(2):
                corpus.add(folder / f"{part}.jsonl", outlet="kcna", retrieved="2024-10-15")
            listed = sorted(tuple(row.values()) for row in corpus.list(limit=5000).rows())
            counts = [tuple(row[name] for name in ("query", "period", "matches", "tokens"))
                      for row in corpus.freq("peace", "puppet", "the", by="month").rows()]  # fmt: skip
            found.append((listed, counts))
    assert len(found[0][0]) == 1009
    assert found[0] == found[1]


def _saved(titles_and_texts: Sequence[tuple[str, str]], day: str, url: str) -> list[Item]:
    return [
        Item(
            json.dumps([title, text, day]).encode(),
            text,
            url,
            "row",
            {"title": title, "date": day, "url": url},
        )
        for title, text in titles_and_texts
    ]


RIGHT = (
    "The seaside resort for children opened its gates on the east coast, with a pool, a reading hall and a"
    " garden."
)
WRONG = "Coal miners of the western basin exceeded the plan of the quarter by a tenth and were congratulated."


def test_another_items_text_at_an_address_is_kept_and_is_no_version(database_url: str) -> None:
    page = "http://k.example/resort"
    with Corpus(database_url) as corpus:
        for day, text in (("2024-08-04", RIGHT), ("2024-08-05", WRONG), ("2024-08-06", RIGHT)):
            corpus.add_items(
                _saved([("Seaside resort for children opened", text)], "2024-08-04", page),
                inputs="x", outlet="kcna", retrieved=day,
            )  # fmt: skip
        (row,) = corpus.list(sort="date").rows()
        assert sum(filter(None, corpus.freq("miners").values("matches"))) == 0
        assert sum(filter(None, corpus.freq("miners", as_of="2024-08-05").values("matches"))) == 0
        fields = [one["field"] for one in corpus.show(row["ref"]).about.rows()]
        assert "another item's text at" in fields
        assert "version 2" not in fields


def test_a_channel_whose_posts_have_one_title_keeps_them_all(database_url: str) -> None:
    posts = [
        ("Agency news", text) for text in (RIGHT, WRONG, "Trade ministers met over grain and rail lines.")
    ]
    with Corpus(database_url) as corpus:
        corpus.add_items(_saved(posts, "2024-08-06", "https://t.example/agency"), inputs="x", outlet="kcna")
        assert len(corpus.list()) == 3
        assert [
            sum(filter(None, corpus.freq(word).values("matches"))) for word in ("resort", "miners", "grain")
        ] == [
            1,
            1,
            1,
        ]


def test_a_reference_is_found_after_documents_are_joined(database_url: str) -> None:
    old = _saved([("Resort", RIGHT)], "2024-08-06", "http://k.example/1")
    other = _saved([("Resort on the coast", RIGHT)], "2024-08-06", "http://k.example/2")
    edited = RIGHT.replace("pool", "lake")
    with Corpus(database_url) as corpus:
        corpus.add_items(_saved([("Resort", edited)], "2024-08-06", "http://k.example/1"), inputs="x",
                         outlet="kcna", retrieved="2024-08-09")  # fmt: skip
        corpus.add_items(other, inputs="x", outlet="kcna", retrieved="2024-08-08")
        given = corpus.list(sort="date").values("ref")
        assert len(given) == 2
        corpus.add_items(
            _saved([("Resort on the coast", edited)], "2024-08-06", "http://k.example/2"), inputs="x",
            outlet="kcna", retrieved="2024-08-10",
        )  # fmt: skip
        corpus.add_items(old, inputs="x", outlet="kcna", retrieved="2024-08-07")
        found = {corpus.show(ref).about.rows()[0]["value"] for ref in given}
        assert len(found) == len(corpus.list())
