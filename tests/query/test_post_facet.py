"""What speakers were when they spoke, as a facet."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from corpus import Corpus

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROWS: list[dict[str, Any]] = [
    {
        "speaker": "Olga Marn",
        "post": "President",
        "date": "2020-09-21",
        "text": "Peace, peace and more of it.",
    },
    {"speaker": "Olga Marn", "post": "Minister", "date": "2018-09-21", "text": "We are for peace at sea."},
    {
        "speaker": "Edvar Tel",
        "post": "President",
        "date": "2018-09-22",
        "text": "War is far from peace here.",
    },
    {"speaker": "Edvar Tel", "date": "2021-09-22", "text": "War has gone, and peace came."},
    {"date": "2021-09-23", "text": "Nobody says who speaks of peace."},
]


@pytest.fixture
def corpus(database_url: str, tmp_path: Path) -> Iterator[Corpus]:
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps({"genre": "speech", **row}) + "\n" for row in ROWS))
    with Corpus(database_url) as found:
        found.add(path, outlet="un-general-debate")
        yield found


def test_words_by_the_post_of_who_says_them(corpus: Corpus) -> None:
    found = corpus.freq("peace", by="post")
    rows = dict(
        zip(
            found.values("post"),
            zip(found.values("matches"), found.values("tokens"), strict=True),
            strict=True,
        )
    )
    assert rows == {"Minister": (1, 6), "President": (3, 12), "(none)": (2, 12)}
    assert list(rows)[-1] == "(none)"
    by_year = corpus.freq("peace", by=["post", "year"], speaker="Olga Marn")
    assert [(row["post"], row["period"], row["matches"]) for row in by_year.rows() if row["tokens"]] == [
        ("Minister", "2018", 1),
        ("President", "2020", 2),
    ]


def test_without_any_post_all_are_of_none(sqlite_url: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Peace is here to stay, they say.")
    with Corpus(sqlite_url) as found:
        found.add(tmp_path / "a.txt")
        assert found.freq("peace", by="post").values("post") == ["(none)"]
