"""Lists of documents: orders, a query's matches, the last load; what leads from a row to its document."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from corpus import Corpus
from corpus.errors import FilterError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROWS: list[dict[str, Any]] = [
    {
        "url": "https://kcna.example/a",
        "title": "Second of March",
        "date": "2024-03-02",
        "text": "Pyongyang, March 2 (KCNA) -- Peace and peace. The hostile state is far.",
    },
    {"url": "https://kcna.example/b", "title": "a visit", "date": "2024-01-05", "text": "Peace is work."},
    {
        "url": "https://kcna.example/c",
        "title": "War",
        "date": "2024-02-01",
        "text": "War is waste, they said.",
    },
    {
        "url": "https://kcna.example/d",
        "title": "No day",
        "text": "The hostile state has no peace to lose here.",
    },
]


def load(corpus: Corpus, folder: Path, rows: list[dict[str, Any]]) -> None:
    path = folder / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    corpus.add(path, outlet="kcna", retrieved="2024-04-01")


@pytest.fixture
def corpus(sqlite_url: str, tmp_path: Path) -> Iterator[Corpus]:
    with Corpus(sqlite_url) as found:
        load(found, tmp_path, ROWS)
        yield found


def titles(corpus: Corpus, **options: Any) -> list[str]:
    return [title.split()[0] for title in corpus.list(**options).values("title")]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        (None, ["Second", "War", "a", "No"]),
        ("date", ["a", "War", "Second", "No"]),
        ("newest", ["Second", "War", "a", "No"]),
        ("title", ["a", "No", "Second", "War"]),
        ("tokens", ["Second", "No", "War", "a"]),
    ],
)
def test_orders(corpus: Corpus, sort: str | None, order: list[str]) -> None:
    assert titles(corpus, sort=sort) == order
    assert titles(corpus, sort=sort, limit=2, offset=1) == order[1:3]


def test_only_documents_with_a_match(corpus: Corpus) -> None:
    found = corpus.list(query="peace", sort="matches")
    assert list(zip(found.values("title"), found.values("matches"), strict=True)) == [
        ("Second of March", 2), ("a visit", 1), ("No day", 1),
    ]  # fmt: skip
    assert titles(corpus, query='"hostile state"') == ["Second", "No"]
    assert titles(corpus, query='"hostile state" , waste') == ["Second", "War", "No"]
    assert titles(corpus, query="peace", since="2024-02") == ["Second"]
    assert "matches" not in corpus.list().columns
    none = corpus.list(query="absent")
    assert len(none) == 0
    assert any("absent: no match" in note for note in none.notes)


def test_the_last_load(corpus: Corpus, tmp_path: Path) -> None:
    assert len(corpus.list(new=True)) == 4
    new = {"url": "https://kcna.example/e", "title": "New", "date": "2024-03-09", "text": "Peace at last."}
    load(corpus, tmp_path, [*ROWS, new])
    found = corpus.list(new=True)
    assert found.values("title") == ["New"]
    assert any(note.startswith("The documents are new by the last load (2); ") for note in found.notes)
    load(corpus, tmp_path, [new])
    again = corpus.list(new=True)
    assert len(again) == 0
    assert any(note.startswith("No document is new by the last load (3); ") for note in again.notes)
    corpus.undo()
    corpus.undo()
    assert len(corpus.list(new=True)) == 4


def test_an_order_by_matches_needs_some(corpus: Corpus) -> None:
    with pytest.raises(FilterError, match='sort="matches" needs matches: give query='):
        corpus.list(sort="matches")
    with pytest.raises(FilterError, match="There is no order 'size'; there is: newest, date, title"):
        corpus.list(sort="size")


def test_rows_lead_to_their_document(corpus: Corpus) -> None:
    about = ("Second of March", "PRK", "Pyongyang", "https://kcna.example/a")
    for found in (corpus.list(title="March"), corpus.kwic("hostile", since="2024"), corpus.first("hostile")):
        row = found.rows()[0]
        assert tuple(row[name] for name in ("title", "country", "place", "address")) == about


def test_a_web_address_goes_before_a_file(corpus: Corpus, tmp_path: Path) -> None:
    text = "A text of its own about canals and bridges, long enough to be one and the same."
    (tmp_path / "own.txt").write_text(text)
    corpus.add(tmp_path / "own.txt", outlet="kcna")
    (address,) = corpus.list(query="canals").values("address")
    assert address.endswith("own.txt")
    load(corpus, tmp_path, [{"url": "https://kcna.example/f", "title": "own", "text": text}])
    assert corpus.list(query="canals").values("address") == ["https://kcna.example/f"]
