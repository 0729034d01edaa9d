"""What the archive must say of the real collections."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.collections.conftest import run_script

if TYPE_CHECKING:
    from pathlib import Path

    from corpus import Corpus

pytestmark = [pytest.mark.collections, pytest.mark.xdist_group("collections")]

SEED = "kcna-2024-02-28-thanks"


def count(archive: Corpus, query: str, **filters: object) -> int:
    return sum(filter(None, archive.freq(query, **filters).values("matches")))


def test_the_first_speech(archive: Corpus) -> None:
    shown = archive.show(SEED)
    about = {row["field"]: row["value"] for row in shown.about.rows()}
    assert (about["speaker"], about["place"], about["event"], about["genre"]) == (
        "Kim Jong Un",
        "Songchon County",
        "2024-02-28 (inferred)",
        "speech",
    )
    titles = [row["value"] for row in shown.about.rows() if row["field"] == "title of Kim Jong Un"]
    assert titles == [
        "general secretary of the Workers’ Party of Korea (text)",
        "president of the State Affairs of the Democratic People’s Republic of Korea (text)",
    ]
    assert "event" in archive.review(document=SEED).values("field")
    voices = shown.passages.values("voice")
    assert voices[:3] == ["narration"] * 3
    assert set(voices[3:]) == {"speech", "salutation", "slogan"}
    assert set(shown.passages.values("speaker")[3:]) == {"Kim Jong Un"}


@pytest.mark.parametrize(
    ("query", "matches"),
    [("Regional Development 20×10 Policy", 9), ("20x10", 9), ("party", 33), ("people", 37)],
)
def test_counts_of_the_first_speech(archive: Corpus, query: str, matches: int) -> None:
    assert count(archive, query, document=SEED) == matches


def test_new_year_addresses(archive: Corpus) -> None:
    result = archive.freq("선군", by="year", outlet="dprk-new-year")
    rows = {row["period"]: row for row in result.rows()}
    assert min(year for year, row in rows.items() if row["matches"]) == "1999"
    assert (min(rows), max(rows), len(rows)) == ("1946", "2016", 71)
    assert rows["1957"]["tokens"] == 0
    assert rows["1957"]["per_million"] is None
    assert rows["1956"]["per_million"] == 0
    (coverage,) = archive.coverage(outlet="dprk-new-year").rows()
    assert (coverage["documents"], coverage["missing"]) == (70, "1957")
    notes = archive.freq("해제", outlet="dprk-new-year", voice="editor_note")
    assert sum(notes.values("tokens")) > 2000


def test_every_row_of_kcna_is_accounted_for(collections: Path, tmp_path: Path) -> None:
    from corpus import Corpus

    database = tmp_path / "kcna.db"
    run_script("ingest_kcna.py", database, collections / "kcna-en" / "articles.jsonl")
    with Corpus(database) as corpus:
        stats = {row["item"].strip(): row["count"] for row in corpus.stats().rows()}
        assert stats["inputs"] == 1665
        parts = ("new documents", "further addresses", "changed texts", "seen again", "rejected")
        assert sum(stats[part] for part in parts) == 1665
        assert stats["of these without text"] > 100
        assert stats["addresses"] == 1634
        assert any(note.startswith("1,665 inputs = ") for note in corpus.stats().notes)
        before = [
            row
            for row in corpus.stats().rows()
            if row["item"].strip() not in ("runs", "inputs", "seen again")
        ]
        done = run_script("ingest_kcna.py", database, collections / "kcna-en" / "articles.jsonl")
        assert "nothing changed" in done.stdout
        after = [
            row
            for row in corpus.stats().rows()
            if row["item"].strip() not in ("runs", "inputs", "seen again")
        ]
        assert after == before


def test_snapshots_in_order_give_versions(archive: Corpus) -> None:
    stats = {row["item"].strip(): row["count"] for row in archive.stats().rows()}
    assert stats["changed texts"] >= 15
    late = archive.freq("DPRK", by="outlet", outlet="kcna")
    early = archive.freq("DPRK", by="outlet", outlet="kcna", as_of="2024-08-31")
    assert 0 < early.values("tokens")[0] < late.values("tokens")[0]


def test_un_general_debate(archive: Corpus) -> None:
    (coverage,) = archive.coverage(outlet="un-general-debate").rows()
    assert (coverage["documents"], coverage["periods"], coverage["gaps"]) == (10760, 78, 0)
    rejected = archive.list(rejected=True).values("source")
    assert [source.rsplit("/", 1)[-1] for source in rejected] == [".DS_Store-to-UTF-8.txt"]
    speech = archive.show("un-general-debate-2018-prk-general-debate-session-73")
    about = {row["field"]: row["value"] for row in speech.about.rows()}
    assert about["speaker"] == "Ri Yong Ho"
    assert about["country"] == "PRK"
    assert any(field == "title of Ri Yong Ho" for field in about)


def test_hard_wrapped_speeches_are_joined(archive: Corpus) -> None:
    """Sessions whose lines are 50 characters long have paragraphs, not lines, as passages."""
    passages = archive.show("un-general-debate-1995-fra-general-debate-session-50").passages.values("text")
    assert len(passages) < 150
    assert any(len(passage) > 400 for passage in passages)
