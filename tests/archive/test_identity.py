"""Documents, addresses, versions, sightings: what becomes of an input that comes again."""

from __future__ import annotations

import dataclasses
import json
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.api import Corpus
from corpus.ingest.identity import known_documents
from corpus.ingest.load import batches
from corpus.text.records import Item, Rejected

if TYPE_CHECKING:
    import random

OLD = "Pyongyang, August 6 (KCNA) -- The old text speaks of rice and rain. -0-"
NEW = "Pyongyang, August 6 (KCNA) -- The new text speaks of rice and sun. -0-"


def item(text: str, url: str, title: str = "Rice and Rain", date: str = "2024-08-06", **fields: str) -> Item:
    found = {"title": title, "url": url, "date": date, **fields}
    return Item(json.dumps([found, text]).encode(), text, url, f"row {url}", found)


def load(corpus: Corpus, *items: Item | Rejected, retrieved: str = "2024-08-07") -> dict[str, int]:
    return dict(corpus.add_items(items, inputs="test", outlet="kcna", retrieved=retrieved).outcomes)


@pytest.fixture
def corpus(database_url: str):
    with Corpus(database_url) as opened:
        yield opened


def matches(corpus: Corpus, query: str, **filters: str) -> int:
    return sum(filter(None, corpus.freq(query, **filters).values("matches")))


def test_the_same_again_changes_nothing(corpus: Corpus) -> None:
    assert load(corpus, item(OLD, "u:1")) == {"document": 1}
    before = corpus.stats().rows()
    assert load(corpus, item(OLD, "u:1")) == {"same": 1}
    changed = {row["item"] for row, old in zip(corpus.stats().rows(), before, strict=True) if row != old}
    assert changed == {"runs", "inputs", "  seen again"}


def test_one_text_under_two_addresses_is_one_document_and_counts_once(corpus: Corpus) -> None:
    assert load(corpus, item(OLD, "u:1", topic="News"), item(OLD, "u:2", topic="Home")) == {
        "document": 1,
        "address": 1,
    }
    assert matches(corpus, "rain") == 2  # headline and text
    assert len(corpus.list()) == 1
    about = {row["value"] for row in corpus.show(corpus.list(sort="date").values("ref")[0]).about.rows()}
    assert any("u:1 [News]" in value for value in about)
    assert any("u:2 [Home]" in value for value in about)


@pytest.mark.parametrize(("date", "outcome"), [("2024-08-09", "address"), ("2024-08-10", "document")])
def test_the_same_text_counts_as_one_within_a_few_days(corpus: Corpus, date: str, outcome: str) -> None:
    text = OLD.replace("Pyongyang, August 6 (KCNA) -- ", "")
    load(corpus, item(text, "u:1"))
    assert load(corpus, item(text, "u:2", date=date)) == {outcome: 1}


def test_a_changed_text_is_a_version_and_the_last_one_counts(corpus: Corpus) -> None:
    load(corpus, item(OLD, "u:1"))
    assert load(corpus, item(NEW, "u:1"), retrieved="2024-08-09") == {"version": 1}
    assert (matches(corpus, "sun"), matches(corpus, "old")) == (1, 0)
    ref = corpus.list(sort="date").values("ref")[0]
    assert "old text" in corpus.show(ref, version=1).passages.values("text")[2]
    assert "new text" in corpus.show(ref).passages.values("text")[2]
    # Both texts in one input, loaded again: they are known, and the later one stays current.
    assert load(corpus, item(OLD, "u:1"), item(NEW, "u:1"), retrieved="2024-08-09") == {"same": 2}
    assert matches(corpus, "sun") == 1


def test_an_older_snapshot_loaded_later_does_not_undo_a_newer_one(corpus: Corpus) -> None:
    load(corpus, item(NEW, "u:1"), retrieved="2024-08-09")
    assert load(corpus, item(OLD, "u:1"), retrieved="2024-08-07") == {"version": 1}
    assert (matches(corpus, "sun"), matches(corpus, "old")) == (1, 0)


def test_what_the_archive_knew_on_a_day(corpus: Corpus) -> None:
    load(corpus, item(OLD, "u:1"))
    load(corpus, item(NEW, "u:1"), item(OLD + " x", "u:3"), retrieved="2024-08-09")
    assert matches(corpus, "old", as_of="2024-08-08") == 1
    assert matches(corpus, "sun", as_of="2024-08-08") == 0
    assert matches(corpus, "sun", as_of="2024-08-09") == 1
    assert len(corpus.freq("old", as_of="2024-08-06")) == 0
    assert corpus.freq("old", as_of="2024-08-08").values("tokens") == corpus.freq(
        "old", as_of="2024-08-07"
    ).values("tokens")


def days(corpus: Corpus, query: str, **filters: str) -> dict[str, int]:
    rows = corpus.freq(query, by="day", **filters).rows()
    return {row["period"]: row["matches"] for row in rows if row["matches"]}


def test_what_was_known_on_a_day_has_the_dates_and_values_of_then(corpus: Corpus) -> None:
    load(corpus, item(OLD, "u:1"))
    (ref,) = corpus.list(sort="date").values("ref")
    corpus.set(ref, published="2024-08-01", language="fr", country="CUB", genre="letter")
    then = {"as_of": "2024-08-08"}
    assert days(corpus, "rice") == {"2024-08-01": 2}
    assert days(corpus, "rice", **then) == {"2024-08-06": 2}
    assert days(corpus, "rice", since="2024-08-05", **then) == {"2024-08-06": 2}
    assert days(corpus, "rice", since="2024-08-05") == {}
    for facet, now, before in (
        ("language", "fr", "en"),
        ("country", "CUB", "PRK"),
        ("genre", "letter", None),
    ):
        assert corpus.freq("rice", by=facet).values(facet) == [now]
        (value,) = corpus.freq("rice", by=facet, **then).values(facet)
        assert value != now
        assert before is None or value == before
    # What is set and taken back, both since, changes nothing of then.
    corpus.set(ref, published="2024-07-30")
    assert days(corpus, "rice", **then) == {"2024-08-06": 2}
    assert days(corpus, "rice", as_of="2100-01-01") == {"2024-07-30": 2}


def test_a_date_that_was_read_later_was_not_known_before(corpus: Corpus) -> None:
    text = "The old text speaks of rice and rain."
    load(corpus, item(text, "u:1", date=""))
    load(corpus, item(text, "u:1", date="2024-08-05"), retrieved="2024-08-09")
    assert days(corpus, "rice") == {"2024-08-05": 2}
    assert days(corpus, "rice", as_of="2024-08-09") == {"2024-08-05": 2}
    assert days(corpus, "rice", as_of="2024-08-08") == {}
    assert any("without a date" in note for note in corpus.freq("rice", as_of="2024-08-08").notes)


def test_titles_are_filtered_by_what_they_were(corpus: Corpus) -> None:
    load(corpus, item(OLD, "u:1"))
    load(corpus, item(NEW, "u:1", title="Rice and Sun"), retrieved="2024-08-09")
    assert matches(corpus, "rice", title="sun") == 2
    assert matches(corpus, "rice", title="sun", as_of="2024-08-08") == 0
    assert matches(corpus, "rice", title="rain", as_of="2024-08-08") == 2


def test_items_of_a_crowded_address_are_found_by_title_day_or_text(corpus: Corpus) -> None:
    """More readings under one key than are listed: those near the new one are looked up, and only they."""
    subjects = [
        "rice and the harvest",
        "coal for the winter",
        "rails and stations",
        "books",
        "fish of the sea",
    ]
    listed = [
        item(
            f"The people speak of {subject}, and of nothing else today.",
            "u:page",
            f"On {subject}",
            f"2024-08-0{n}",
        )
        for n, subject in enumerate(subjects, 1)
    ]
    with mock.patch.object(known_documents, "MAX_LISTED", 2):
        assert load(corpus, *listed) == {"document": 5}
        assert load(corpus, listed[3], retrieved="2024-08-09") == {"same": 1}
        # The same title with another text, alike, and another day: a version of the one that it is.
        changed = item(
            f"The people speak of {subjects[3]}, and of much else today.",
            "u:page",
            f"On {subjects[3]}",
            "2024-08-14",
        )
        assert load(corpus, changed, retrieved="2024-08-10") == {"version": 1}
        # Another title and day: found by its text, the same but for the headline.
        again = item(str(listed[1].text), "u:page", "Coal", "2024-08-20")
        assert load(corpus, again, retrieved="2024-08-11") == {"version": 1}
        assert len(corpus.list()) == 5
        assert matches(corpus, "much") == 1


def test_a_changed_headline_is_a_version(corpus: Corpus) -> None:
    load(corpus, item(OLD, "u:1"))
    assert load(corpus, item(OLD, "u:1", title="Rice, Rain"), retrieved="2024-08-09") == {"version": 1}
    assert corpus.list(sort="date").values("title") == ["Rice, Rain"]


def test_the_same_bytes_read_anew_are_no_change_of_the_outlet(corpus: Corpus) -> None:
    one = item(OLD, "u:1")
    load(corpus, one)
    other = dataclasses.replace(one, text=NEW)
    assert load(corpus, other, retrieved="2024-08-09") == {"reread": 1}
    assert (matches(corpus, "sun"), matches(corpus, "old")) == (1, 0)
    stats = {row["item"].strip(): row["count"] for row in corpus.stats().rows()}
    assert (stats["texts read anew"], stats["changed texts"], stats["inputs"]) == (1, 0, 2)
    assert load(corpus, other, retrieved="2024-08-09") == {"same": 1}


def test_a_rejected_input_is_kept_once_and_counted_each_time(corpus: Corpus) -> None:
    broken = Rejected("a.json, line 3", "No JSON.", b"{", 1)
    for day in ("2024-08-07", "2024-08-08"):
        load(corpus, item(OLD, "u:1"), broken, retrieved=day)
    assert len(corpus.list(rejected=True)) == 1
    stats = corpus.stats()
    counts = {row["item"].strip(): row["count"] for row in stats.rows()}
    assert (counts["inputs"], counts["rejected"]) == (4, 2)
    assert list(stats.notes) == ["4 inputs = 1 documents + 1 at addresses of known documents + 2 rejections."]


def open_doubts(corpus: Corpus, field: str = "published") -> list[str]:
    return [row["message"] for row in corpus.review().rows() if row["field"] == field]


def test_a_date_found_later_settles_the_doubt_that_there_is_none(corpus: Corpus) -> None:
    text = OLD.replace("Pyongyang, August 6 (KCNA) -- ", "")
    load(corpus, item(text, "u:1", date=""))
    assert open_doubts(corpus) == ["Neither metadata nor headline, file name or text have a date."]
    assert load(corpus, item(text, "u:1"), retrieved="2024-08-09") == {"same": 1}
    assert open_doubts(corpus) == []
    assert corpus.list(sort="date").values("date") == ["2024-08-06"]


def test_a_later_text_with_another_date_is_doubtful(corpus: Corpus) -> None:
    text = OLD.replace("Pyongyang, August 6 (KCNA) -- ", "")
    load(corpus, item(text, "u:1"))
    changed = item(text + " More.", "u:1", date="2024-08-20")
    assert load(corpus, changed, retrieved="2024-08-21") == {"version": 1}
    (message,) = open_doubts(corpus)
    assert message == "A later text is dated 2024-08-20; the document keeps its first date."
    load(corpus, item(text + " Still more.", "u:1", date="2024-08"), retrieved="2024-08-22")
    assert len(open_doubts(corpus)) == 1


def test_what_is_doubtful_of_a_text_that_comes_later_is_listed(corpus: Corpus) -> None:
    load(corpus, item("", "u:1", title="Photo of Rice"))
    assert open_doubts(corpus, "genre") == []
    text = item(NEW, "u:1", title="Photo of Rice", genre="x" * 101)
    assert load(corpus, text, retrieved="2024-08-09") == {"version": 1}
    assert len(open_doubts(corpus, "genre")) == 1


def test_a_long_value_is_cut_and_doubtful(corpus: Corpus) -> None:
    load(corpus, item(OLD, "u:1", country="Democratic People's Republic of Korea", genre="x" * 101))
    (doubt,) = open_doubts(corpus, "genre")
    assert "101 characters" in doubt
    assert open_doubts(corpus, "country") == []
    assert corpus.freq("rain", by="country").values("country") == ["PRK"]


def test_an_item_without_text_is_a_document_and_in_no_rate(corpus: Corpus) -> None:
    assert load(corpus, item("", "u:1", title="Photo of Rice")) == {"document": 1}
    assert matches(corpus, "rice") == 0
    assert corpus.freq("rice").values("per_million") == [None]
    stats = {row["item"].strip(): row["count"] for row in corpus.stats().rows()}
    assert (stats["documents"], stats["of these without text"]) == (1, 1)
    # Its text comes later, and never goes again.
    assert load(corpus, item(NEW, "u:1", title="Photo of Rice"), retrieved="2024-08-09") == {"version": 1}
    assert load(corpus, item("", "u:1", title="Photo of Rice"), retrieved="2024-08-10") == {"textless": 1}
    assert matches(corpus, "sun") == 1


def test_items_without_text_are_not_the_same_text(corpus: Corpus) -> None:
    assert load(corpus, item("", "u:1"), item("", "u:2")) == {"document": 2}


def test_a_date_found_later_dates_a_document(corpus: Corpus) -> None:
    text = "Words without a date."
    load(corpus, Item(b"1", text, "u:1", "row", {"title": "T", "url": "u:1"}))
    assert corpus.list(sort="date").values("date") == [None]
    load(corpus, item(text, "u:1", title="T"))
    assert corpus.list(sort="date").values("date") == ["2024-08-06"]


def test_rejections_are_kept_with_reason_and_bytes(corpus: Corpus) -> None:
    outcomes = load(corpus, Rejected("a.bin", "It is not a text.", b"\x00\xff", 2), item(OLD, "u:1"))
    assert outcomes == {"document": 1, "rejection": 1}
    rejected = corpus.list(rejected=True).rows()
    assert [(row["source"], row["reason"], row["size"]) for row in rejected] == [
        ("a.bin", "It is not a text.", 2)
    ]
    assert corpus.rejected_bytes(rejected[0]["id"]) == b"\x00\xff"
    assert (
        "2 inputs = 1 documents + 0 at addresses of known documents + 1 rejections." in corpus.stats().notes
    )


def test_references_are_readable_and_unique(corpus: Corpus) -> None:
    title = "Press Statement of Spokesman for DPRK Foreign Ministry"
    load(corpus, item(OLD, "u:1", title=title), item(NEW, "u:2", title=title))
    assert sorted(corpus.list(sort="date").values("ref")) == [
        "kcna-2024-08-06-press-statement-of-spokesman",
        "kcna-2024-08-06-press-statement-of-spokesman-adc8",
    ]


def test_hostile_names_are_stored(corpus: Corpus) -> None:
    long = "u:" + "é" * 5000
    assert load(
        corpus,
        Item(
            b"1",
            "Some words.",
            long,
            "a\udcff\0b",
            {"title": "x" * 9000, "topic": "t" * 900, "place": "p" * 900},
        ),
        Item(b"2", "Other words.", long + "2", "b", {"title": "y", "speaker": "s" * 900}),
    ) == {"document": 2}
    assert load(corpus, Item(b"1", "Some words.", long, "a", {"title": "x" * 9000})) == {"same": 1}


def test_raw_bytes_are_untouched(corpus: Corpus) -> None:
    raw = b"\xef\xbb\xbfSome\r\nwords \xff"
    load(corpus, Item(raw, "Some\r\nwords", "u:1", "row", {"title": "T", "date": "2024"}))
    assert corpus.show(corpus.list(sort="date").values("ref")[0]).raw == raw


def test_a_rejection_is_kept_once(corpus: Corpus) -> None:
    for _ in range(2):
        assert load(corpus, Rejected("a.bin", "It is not a text.", b"\x00\xff", 2)) == {"rejection": 1}
    load(corpus, Rejected("a.bin", "It is not a text.", b"\x00other", 2))
    assert len(corpus.list(rejected=True)) == 2


def test_people_are_found_under_every_name(corpus: Corpus) -> None:
    load(corpus, item(OLD, "u:1", speaker="Kim Jong Un"))
    speakers = {
        name: matches(corpus, "rice", speaker=name) for name in ("Kim Jong Un", "Kim Jong-un", "김정은")
    }
    assert len(set(speakers.values())) == 1


def test_a_headline_of_another_address_stays_there(corpus: Corpus) -> None:
    assert load(corpus, item(OLD, "u:1"), item(OLD, "u:2", title="Rain and Rice")) == {
        "document": 1,
        "address": 1,
    }
    assert load(corpus, item(OLD, "u:2", title="Rain and Rice"), retrieved="2024-08-09") == {"same": 1}
    assert corpus.list(sort="date").values("title") == ["Rice and Rain"]


def test_the_same_text_of_two_countries_is_two_documents(corpus: Corpus) -> None:
    assert load(corpus, item(OLD, "u:1", country="PRK"), item(OLD, "u:2", country="CUB")) == {"document": 2}


def test_a_text_that_comes_later_brings_its_doubts_and_metadata(corpus: Corpus) -> None:
    load(corpus, item("", "u:1", title="T"))
    report = "Kim Song, minister of Rice of the DPRK, made the following speech:\n\nComrades!\n\nIt rained."
    load(corpus, item(report, "u:1", title="T"), retrieved="2024-08-09")
    assert corpus.list(sort="date").values("speaker") == ["Kim Song"]
    before = len(corpus.review())
    load(corpus, item(report + " More.", "u:1", title="T"), retrieved="2024-08-10")
    assert len(corpus.review()) == before


def test_an_earlier_sighting_moves_the_first(corpus: Corpus) -> None:
    load(corpus, item(OLD, "u:1"), retrieved="2024-08-09")
    load(corpus, item(OLD, "u:1"), retrieved="2024-08-07")
    about = corpus.show(corpus.list(sort="date").values("ref")[0]).about.values("value")
    assert any("seen 2024-08-07T00:00:00Z to 2024-08-09T00:00:00Z" in value for value in about)


def test_as_of_takes_in_its_whole_day_and_keeps_a_text(corpus: Corpus) -> None:
    load(corpus, item(OLD, "u:1"), retrieved="2024-08-07T23:59:59Z")
    load(corpus, item("", "u:1"), retrieved="2024-08-09")
    for day in ("2024-08-07", "2024-08-09"):
        assert matches(corpus, "old", as_of=day) == 1


def test_a_new_version_does_not_undo_a_correction(corpus: Corpus) -> None:
    load(corpus, item(OLD, "u:1"))
    ref = corpus.list(sort="date").values("ref")[0]
    corpus.set(ref, title="Mine", place="", genre="letter")
    load(corpus, item(NEW, "u:1", title="Theirs"), retrieved="2024-08-09")
    (row,) = corpus.list(sort="date").rows()
    assert (row["title"], row["genre"]) == ("Mine", "letter")
    assert "Pyongyang" not in corpus.show(ref).about.values("value")


def test_references_with_numbers_do_not_clash(corpus: Corpus) -> None:
    load(corpus, item(OLD, "u:1", title="Rice"), item(NEW, "u:2", title="Rice 2"))
    load(corpus, item(OLD + "x", "u:3", title="Rice"), item(NEW + "x", "u:4", title="Rice"))
    assert len(set(corpus.list(sort="date").values("ref"))) == 4


def test_an_alias_that_repeats_a_name_is_taken_once(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "zzz.toml").write_text(
        'code = "zzz"\nname = "Zzz"\nkind = "agency"\nlanguages = ["en"]\n'
        '[[people]]\nname = "Kim Song"\nnames = ["Kim Song", "Kim Sŏng", "Kim Sŏng"]\n'
    )
    monkeypatch.setenv("CORPUS_OUTLETS", str(tmp_path))
    report = corpus.add_items([item(OLD, "u:1", speaker="Kim Song")], inputs="x", outlet="zzz")
    assert report.outcomes == {"document": 1}


def test_a_text_of_an_older_snapshot_stands_before_no_text(corpus: Corpus) -> None:
    load(corpus, item("", "u:1"), retrieved="2024-08-10")
    load(corpus, item(OLD, "u:1"), retrieved="2024-08-07")
    assert matches(corpus, "old") == matches(corpus, "old", as_of="2024-12-31") == 1
    load(corpus, item("", "u:1"), retrieved="2024-08-12")
    assert load(corpus, item(NEW, "u:1"), retrieved="2024-08-09") == {"version": 1}
    assert (matches(corpus, "sun"), matches(corpus, "old")) == (1, 0)


def test_an_address_with_the_old_text_does_not_undo_a_newer_version(corpus: Corpus) -> None:
    load(corpus, item(OLD, "u:1"), item(OLD, "u:2"))
    load(corpus, item(NEW, "u:1"), item(OLD, "u:2"), retrieved="2024-08-09")
    assert (matches(corpus, "sun"), matches(corpus, "old")) == (1, 0)
    load(corpus, item(OLD, "u:2"), item(NEW, "u:1"), retrieved="2024-08-11")
    assert (matches(corpus, "sun"), matches(corpus, "old", as_of="2024-08-12")) == (1, 0)
    load(corpus, item(OLD, "u:1"), retrieved="2024-08-13")  # taken back at its own address
    assert (matches(corpus, "sun"), matches(corpus, "old")) == (0, 1)


def test_a_text_met_as_an_old_version_is_still_looked_for(corpus: Corpus) -> None:
    load(corpus, item(OLD, "u:a", date="2020-01-01"), item(OLD, "u:b", date="2024-08-06"))
    with mock.patch.object(batches, "BATCH_BYTES", 1):
        assert load(
            corpus,
            item(NEW, "u:a", date="2020-01-01"),
            item(OLD, "u:c", date="2024-08-06"),
            retrieved="2024-08-09",
        ) == {"version": 1, "address": 1}


def test_the_found_date_still_tells_the_same_text(corpus: Corpus) -> None:
    load(corpus, item(OLD, "u:1"))
    corpus.set(corpus.list(sort="date").values("ref")[0], published="2024-01-01")
    assert load(corpus, item(OLD, "u:2")) == {"address": 1}


def test_a_person_met_under_an_alias_first_is_one_person(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "zzz.toml").write_text(
        'code = "zzz"\nname = "Zzz"\nkind = "agency"\nlanguages = ["en"]\n'
        '[[people]]\nname = "Ri Son"\nnames = ["Lee Sun"]\n'
    )
    monkeypatch.setenv("CORPUS_OUTLETS", str(tmp_path))
    load(corpus, item(OLD, "u:1", speaker="Lee Sun"))
    corpus.add_items([item(NEW, "u:2", speaker="Ri Son")], inputs="x", outlet="zzz")
    assert len(set(corpus.list(sort="date").values("speaker"))) == 1


shown = st.tuples(st.integers(1, 5), st.sampled_from(["u:1", "u:2"]), st.sampled_from([OLD, NEW]))


@settings(max_examples=16, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sightings=st.lists(shown, max_size=6), order=st.randoms(use_true_random=False))
def test_what_a_document_says_does_not_depend_on_the_order_of_loading(
    sqlite_template: Path, sightings: list[tuple[int, str, str]], order: random.Random
) -> None:
    """One sighting a day, loaded in order and shuffled: the same text is current, today and on each day."""
    daily = {day: (url, text) for day, url, text in sightings}
    daily[0] = ("u:1", OLD)
    answers = []
    for days in (sorted(daily), order.sample(sorted(daily), len(daily))):
        with tempfile.TemporaryDirectory() as folder:
            shutil.copy(sqlite_template, Path(folder) / "corpus.db")
            with Corpus(Path(folder) / "corpus.db") as corpus:
                load(corpus, item(OLD, "u:1"), item(OLD, "u:2"), retrieved="2024-08-01")
                for day in days:
                    load(corpus, item(daily[day][1], daily[day][0]), retrieved=f"2024-08-1{day}")
                seen = [matches(corpus, "sun", as_of=f"2024-08-1{day}") for day in range(6)]
                answers.append((matches(corpus, "sun"), seen))
                assert answers[-1][0] == seen[-1]
    assert answers[0] == answers[1]


FARM = "The farm opened in the valley. Officials of the ministry were present. It raises ducks and geese."
DAM = (
    "A dam was built on the river by soldiers of the people's army; the ministry thanked them. Power flows to"
    " every town of the province, and the water is clean."
)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_wholly_other_text_under_the_same_title_is_no_version(
    corpus: Corpus, order: tuple[int, int]
) -> None:
    days = (
        (item(FARM, "u:1", "Duck Farm Opened in Valley of People"), "2024-08-07"),
        (item(DAM, "u:1", "Duck Farm Opened in Valley of People"), "2024-08-09"),
    )
    outcomes = [load(corpus, days[at][0], retrieved=days[at][1]) for at in order]
    assert len(corpus.list()) == 1
    assert (matches(corpus, "geese"), matches(corpus, "dam")) == (1, 0)
    about = corpus.show(corpus.list(sort="date").values("ref")[0]).about.rows()
    assert [row["field"] for row in about].count("another item's text at") == 1
    if order == (0, 1):
        assert outcomes[1] == {"misplaced": 1}


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
def test_a_text_that_belongs_to_another_title_joins_no_documents(
    corpus: Corpus, order: tuple[int, ...]
) -> None:
    days = (
        (item(FARM * 6, "u:1", "Duck Farm Opened in Valley of People"), "2024-08-07"),
        (item(DAM * 4, "u:2", "Dam Built on River by Soldiers"), "2024-08-07"),
        (item(DAM * 4, "u:1", "Duck Farm Opened in Valley of People"), "2024-08-09"),
    )
    for at in order:
        load(corpus, days[at][0], retrieved=days[at][1])
    assert sorted(corpus.list(sort="date").values("title")) == [
        "Dam Built on River by Soldiers",
        "Duck Farm Opened in Valley of People",
    ]
    assert (matches(corpus, "geese"), matches(corpus, "clean")) == (6, 4)


def test_a_text_that_was_rewritten_is_a_version_where_its_title_says_something_of_it(corpus: Corpus) -> None:
    load(corpus, item(FARM, "u:1", "Duck Farm Opened"))
    rewritten = (
        "Ducks of the new farm were shown to guests of many lands, who praised how well it had opened."
    )
    assert load(corpus, item(rewritten, "u:1", "Duck Farm Opened"), retrieved="2024-08-09") == {"version": 1}
    assert matches(corpus, "guests") == 1
