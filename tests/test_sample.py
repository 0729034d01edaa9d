"""The sample collection: marked as invented, of the sizes and kinds that its README promises."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import corpus
from corpus.api import Corpus
from corpus.ingest.outlets.registry import get_outlet

if TYPE_CHECKING:
    from collections.abc import Iterator

SAMPLE = Path(corpus.__file__).parent / "data" / "sample"
FOLDERS = ("agency", "lantern")
NOTES = ("[Invented for the demonstration of this program.]", "[이 프로그램을 시연하려고 지어낸 글이다.]")


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    """The whole sample in a database, as the demo loads it."""
    with Corpus(tmp_path_factory.mktemp("sample") / "sample.db") as archive:
        archive.init()
        for folder in FOLDERS:
            archive.add(SAMPLE / folder, outlet=f"sample-{folder}")
        yield archive


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


def test_loaded_it_makes_what_the_readme_says(loaded: Corpus) -> None:
    stats = loaded.stats().columns
    counts = {str(item).strip(): count for item, count in zip(stats["item"], stats["count"], strict=True)}
    assert counts["inputs"] == 65
    assert counts["documents"] == 61
    assert counts["of these without text"] == 1
    assert counts["further addresses"] == 1
    assert counts["changed texts"] == 1
    assert counts["rejected"] == 0


def test_every_document_has_a_date_and_only_one_is_inferred(loaded: Corpus) -> None:
    dates = loaded.list(limit=100).columns["date"]
    assert len(dates) == 61
    assert all(dates)
    assert [date for date in dates if len(date) < 10] == ["2016-09", "2015"]
    review = loaded.review().columns
    assert list(zip(review["ref"], review["field"], strict=True)) == [
        ("sample-lantern-2019-01-01-the-lamp-a-column-for-the-new", "published")
    ]


def test_each_text_opens_with_a_headline_and_closes_with_a_note_that_does_not_count(
    loaded: Corpus,
) -> None:
    documents = loaded.list(limit=100).columns
    for reference, tokens in zip(documents["ref"], documents["tokens"], strict=True):
        passages = loaded.show(reference).passages.columns
        voices = list(passages["voice"])
        if not tokens:
            continue
        assert voices[0] == "headline", reference
        assert voices.count("headline") == 1, reference
        assert voices[-1] == "editor_note", reference
        assert voices.count("editor_note") == 1, reference
    assert not any(loaded.freq("demonstration", "invented", "지어낸").columns["matches"])


def test_speeches_have_speaker_salutation_and_closing_slogans(loaded: Corpus) -> None:
    speeches = loaded.list(limit=100, genre="speech").columns
    assert len(speeches["ref"]) == 12
    for reference, speaker in zip(speeches["ref"], speeches["speaker"], strict=True):
        passages = loaded.show(reference).passages.columns
        assert speaker in ("Edvar Olmen", "Tilda Ransk"), reference
        assert {"narration", "salutation", "speech", "slogan"} <= set(passages["voice"]), reference
        spoken = [
            name
            for voice, name in zip(passages["voice"], passages["speaker"], strict=True)
            if voice in ("salutation", "speech", "slogan")
        ]
        assert set(spoken) == {speaker}, reference


@pytest.mark.parametrize(
    ("slogan", "matches"),
    [
        ("clean canals drive", {2015: 8, 2016: 7, 2017: 3, 2018: 3}),
        ("a library in every village", {2018: 3, 2019: 4, 2021: 16, 2022: 5, 2024: 1}),
        ("7×7 plan", {2022: 4, 2023: 9, 2024: 13}),
        ("마을마다 서고를", {2018: 1, 2019: 1, 2021: 7, 2022: 1}),
    ],
)
def test_slogans_follow_one_another(loaded: Corpus, slogan: str, matches: dict[int, int]) -> None:
    columns = loaded.freq(slogan, by="year").columns
    found = dict(zip(columns["period"], columns["matches"], strict=True))
    assert found == {str(year): matches.get(year, None if year == 2020 else 0) for year in range(2015, 2025)}
    assert dict(zip(columns["period"], columns["tokens"], strict=True))["2020"] == 0


def test_loading_it_again_changes_nothing(loaded: Corpus) -> None:
    for folder in FOLDERS:
        report = loaded.add(SAMPLE / folder, outlet=f"sample-{folder}")
        assert set(report.outcomes) == {"same"}
