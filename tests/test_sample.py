"""The sample collection: marked as invented, of the sizes and kinds that its README promises."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from pathlib import Path

import corpus
from corpus.ingest.outlets import get_outlet

SAMPLE = Path(corpus.__file__).parent / "sample"
NOTES = ("[Invented for the demonstration of this program.]", "[이 프로그램을 시연하려고 지어낸 글이다.]")


def crawl(name: str) -> list[dict[str, object]]:
    lines = (SAMPLE / "agency" / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def wire() -> list[dict[str, str]]:
    with (SAMPLE / "agency/wire-2015-2019.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def texts() -> list[tuple[str, str]]:
    """Every text with a name for messages; of pages without text nothing."""
    found = [(row["permalink"], row["body"]) for row in wire()]
    for name in ("crawl-2023.jsonl", "crawl-2024.jsonl"):
        found += [(str(row["link"]), str(row["story_text"])) for row in crawl(name) if row["story_text"]]
    found += [(path.name, path.read_text(encoding="utf-8")) for path in sorted(SAMPLE.glob("*/**/*.txt"))]
    return found


def test_every_text_ends_with_the_note_that_it_is_invented() -> None:
    for name, text in texts():
        assert text.rstrip().endswith(NOTES), name
    for path in SAMPLE.glob("*/*.html"):
        assert NOTES[0] in path.read_text(encoding="utf-8"), path.name


def test_columns_outlets_and_addresses_say_that_it_is_invented() -> None:
    for row in [*crawl("crawl-2023.jsonl"), *crawl("crawl-2024.jsonl")]:
        assert row["invented"] is True
        assert str(row["link"]).startswith("https://quortel.example/")
    for row in wire():
        assert row["invented"] == "true"
        assert row["permalink"].startswith("https://quortel.example/")
    for code in ("sample-agency", "sample-lantern"):
        assert get_outlet(code).name.endswith("(invented)")


def test_the_numbers_of_the_readme() -> None:
    first, second = crawl("crawl-2023.jsonl"), crawl("crawl-2024.jsonl")
    assert (len(wire()), len(first), len(second)) == (16, 16, 10)
    assert len(list(SAMPLE.glob("agency/korean/*.txt"))) == 11
    assert len(list(SAMPLE.glob("lantern/*.txt"))) == 11
    assert len({row["link"] for row in first} & {row["link"] for row in second}) == 3
    assert [row["headline"] for row in first if not row["story_text"]] == [
        "In Pictures: Chairman Edvar Olmen at Brannoc Harbour"
    ]


def test_one_text_under_two_addresses_and_one_edited() -> None:
    first, second = crawl("crawl-2023.jsonl"), crawl("crawl-2024.jsonl")
    links: dict[object, list[object]] = {}
    for row in first:
        if row["story_text"]:
            links.setdefault(row["story_text"], []).append(row["link"])
    assert [len(set(found)) for found in links.values() if len(found) > 1] == [2]
    before = {row["link"]: row["story_text"] for row in first}
    edited = [row for row in second if row["link"] in before and row["story_text"] != before[row["link"]]]
    assert len(edited) == 1
    assert "Joric Haan" in str(before[edited[0]["link"]])
    assert "Joric Haan" not in str(edited[0]["story_text"])


def test_nothing_of_2020_and_something_of_every_other_year() -> None:
    years = {row["published"][:4] for row in wire()}
    for row in [*crawl("crawl-2023.jsonl"), *crawl("crawl-2024.jsonl")]:
        assert isinstance(row["date"], int)
        years.add(str(datetime.fromtimestamp(row["date"] / 1000, tz=UTC).year))
    years |= {path.name[:4] for path in SAMPLE.glob("*/**/20*")}
    assert sorted(years) == [str(year) for year in range(2015, 2025) if year != 2020]
    assert sorted(len(row["published"]) for row in wire())[:3] == [4, 7, 10]


def test_texts_are_short() -> None:
    lengths = {name: len(text.split()) for name, text in texts()}
    assert {name: words for name, words in lengths.items() if not 50 <= words <= 260} == {}
