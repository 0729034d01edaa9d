"""Before and after, and side by side, on the real collections, against counts made of the tables."""

from __future__ import annotations

import datetime
from collections import defaultdict
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest

from tests import counter
from tests.collections import test_counts
from tests.collections.test_counts import Parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus import Corpus

pytestmark = [pytest.mark.collections, pytest.mark.xdist_group("collections")]

PARTS = {
    "kcna": {"outlet": "kcna"},
    "un of the PRK": {"outlet": "un-general-debate", "country": "PRK"},
    "xinhua": {"outlet": "xinhua", "since": "2024", "until": "2024-12"},
}
Days = dict[str, list[list[str]]]
"""The folded words of each counted passage, by the day of its document."""


class Counted:
    """Words of parts of the archive, read once."""

    def __init__(self, archive: Corpus) -> None:
        self._parts = Parts(archive)
        self._days: dict[str, Days] = {}

    def days(self, part: str) -> Days:
        if part not in self._days:
            found: Days = defaultdict(list)
            for date, pieces in self._parts.tokens(part):
                if pieces:
                    found[date].append([counter.fold(piece) for piece in pieces])
            self._days[part] = dict(found)
        return self._days[part]

    def joined(self, part: str) -> str:
        """All passages, so that a phrase between spaces is found in each."""
        return "\n".join(f" {' '.join(passage)} " for day in self.days(part).values() for passage in day)


@pytest.fixture(scope="module")
def counted(archive: Corpus) -> Iterator[Counted]:
    with mock.patch.object(test_counts, "PARTS", PARTS):
        yield Counted(archive)


def phases(date: str, window: int, baseline: int) -> dict[str, set[str]]:
    day = datetime.date.fromisoformat(date)

    def some(first: int, end: int) -> set[str]:
        return {(day + datetime.timedelta(days=n)).isoformat() for n in range(first, end)}

    return {
        "baseline": some(-window - baseline, -window),
        "before": some(-window, 0),
        "after": some(0, window),
    }


@pytest.mark.parametrize(
    ("date", "window", "baseline", "query", "words"),
    [
        ("2024-01-15", 7, 60, "(unification|reunification)", {"unification", "reunification"}),
        ("2024-10-11", 7, 60, "(drone|drones)", {"drone", "drones"}),
        ("2024-07-28", 14, 30, "flood", {"flood"}),
    ],
)
def test_rates_around_an_event(
    archive: Corpus, counted: Counted, date: str, window: int, baseline: int, query: str, words: set[str]
) -> None:
    report = archive.before_after(
        query, event=date, window=window, baseline=baseline, outlet="kcna", show="rates"
    )
    days = counted.days("kcna")
    expected = []
    for phase, inside in phases(date, window, baseline).items():
        held = [passage for day in inside for passage in days.get(day, ())]
        matches = sum(counter.occurrences(passage, [words]) for passage in held)
        expected.append((phase, matches, sum(map(len, held)), sum(day in days for day in inside)))
    assert [
        (row["phase"], row["matches"], row["tokens"], row["days_covered"]) for row in report["rates"].rows()
    ] == expected


def test_the_archive_hardly_covers_the_january_of_2024(archive: Corpus) -> None:
    report = archive.before_after("unification", event="2024-01-15", outlet="kcna")
    assert {row["p"] for row in report["rates"].rows()} == {None}
    notes = " ".join(report.all_notes())
    assert "2024-01-15: the archive covers" in notes
    assert "1 event is too few to conclude" in notes
    assert "covers less than 50% of the days before or after" in notes


def test_drones_over_pyongyang(archive: Corpus) -> None:
    report = archive.before_after("drone*", event="2024-10-11", outlet="kcna")
    (lag,) = report["lag"].rows()
    assert (lag["lag"], lag["ref"]) == (0, "kcna-2024-10-11-crucial-statement-of-dprk")
    assert lag["usual_lag"] > 30
    words = [row["word"] for row in report["keywords"].rows() if row["phase"] == "after"]
    assert {"airspace", "leaflets", "drone"} <= set(words)
    shorter = archive.before_after("drone*", event="2024-10-11", outlet="kcna", window=3, show="rates")
    assert 0 < shorter["rates"].values("p")[2] < 0.2  # unusual, though drones were in the news in August


def test_people_who_share_a_passage_with_the_drones(archive: Corpus, counted: Counted) -> None:
    """Of passages that say flood, or drone, those that name a person, counted by hand of the tables."""
    names = {
        "Kim Jong Un": [["kim", "jong", "un"], ["kim", "jong-un"]],
        "Pak Thae Song": [["pak", "thae", "song"]],
        "Vladimir Putin": [["vladimir", "putin"], ["vladimir", "vladimirovich", "putin"], ["putin"]],
    }
    days = counted.days("kcna")
    for date, words in (("2024-10-11", {"drone", "drones"}), ("2024-08-10", {"flood"})):
        report = archive.before_after(
            f"({'|'.join(words)})", event=date, outlet="kcna", show="people", limit=100
        )
        found = {(row["phase"], row["person"]): row for row in report["people"].rows()}
        assert found
        held = {
            phase: [set_of for day in inside for set_of in days.get(day, ()) if words & set(set_of)]
            for phase, inside in phases(date, 7, 60).items()
        }
        for (phase, person), row in found.items():
            assert (row["of_passages"], row["reference_of_passages"]) == (
                len(held[phase]),
                len(held["baseline"]),
            )
            if person in names:
                counts = [
                    sum(
                        any(counter.occurrences(p, [{word} for word in name]) for name in names[person])
                        for p in held[each]
                    )
                    for each in (phase, "baseline")
                ]
                assert [row["passages"], row["reference_passages"]] == counts, (date, phase, person)
        assert any(person in names for _, person in found)


def test_silence_is_said_only_of_days_that_both_cover(archive: Corpus, counted: Counted) -> None:
    kcna, xinhua = counted.days("kcna"), counted.days("xinhua")
    spoken = sorted(set(kcna) & set(xinhua))
    assert spoken
    dates = [*spoken[:3], "2024-08-01"]
    report = archive.before_after(
        "(party|党)", "flood", event=dates, window=5, outlet=["kcna", "xinhua"], show="silence"
    )
    found = {(r["date"], r["query"], r["carried_by"], r["silent"]): r for r in report["silence"].rows()}
    expected: dict[tuple[str, ...], Any] = {}
    for date in dates:
        common = [day for day in phases(date, 5, 1)["after"] if day in kcna and day in xinhua]
        said = sum(counter.occurrences(p, [{"flood"}]) for day in common for p in kcna[day])
        if said:  # Xinhua's speeches are in Chinese
            expected[date, "flood", "kcna", "xinhua"] = (len(common), said)
    flood = {key: (row["days_both_cover"], row["matches"]) for key, row in found.items() if key[1] == "flood"}
    assert flood == expected
    assert not any(key[1].startswith("(") and key[2] == "kcna" and key[3] == "xinhua" and not row["matches"]
                   for key, row in found.items())  # fmt: skip


def test_the_agency_and_the_delegate_side_by_side(archive: Corpus, counted: Counted) -> None:
    names = ("kcna", "un of the PRK")
    report = archive.compare(
        "outlet=kcna", "outlet=un-general-debate country=PRK", words=["peace", "sovereignty"], limit=25
    )
    texts = [counted.joined(name) for name in names]
    passages = [[p for day in counted.days(name).values() for p in day] for name in names]
    assert [row["tokens"] for row in report["size"].rows()] == [sum(map(len, side)) for side in passages]
    labels = [row["side"] for row in report["size"].rows()]
    slogans = {(row["side"], row["formula"]): row for row in report["formulas"].rows()}
    for (label, formula), row in slogans.items():
        side = labels.index(label)
        words = " ".join(counter.fold(word) for word in counter.words(formula))
        assert texts[side].count(f" {words} ") > 0, row
        assert f" {words} " not in texts[1 - side], row
    assert slogans[labels[0], "Regional Development 20×10 Policy"]["matches"] == sum(
        texts[0].count(f" {form} ")
        for form in ("regional development 20x10 policy", "20x10 regional development policy")
    )
    assert len(report["only"]) == 50
    for row in report["only"].rows():
        side = labels.index(row["side"])
        assert f" {row['ngram']} ".replace("'s", " 's") not in texts[1 - side], row
        words: list[set[str] | None] = [{word} for word in row["ngram"].replace("'s", " 's").split()]
        own = [p for p in passages[side] if row["ngram"].split()[0].removesuffix("'s") in p]
        assert sum(counter.occurrences(passage, words) for passage in own) == row["matches"], row
    assert "respected comrade kim jong un" in report["only"].values("ngram")
    for row in report["shared"].rows():
        phrase = f" {row['ngram']} ".replace("'s", " 's")
        assert phrase in texts[0]
        assert phrase in texts[1]
    we = next(row for row in report["address"].rows() if (row["language"], row["person"]) == ("en", "we"))
    for side, name in enumerate(("first", "second")):
        forms = [{"we", "our", "ours", "ourselves"}]
        assert we[f"{name}_matches"] >= sum(counter.occurrences(p, forms) for p in passages[side])
    company = {(row["query"], row["collocate"]) for row in report["collocates"].rows()}
    assert any(query == "sovereignty" for query, _ in company)


def test_a_page_of_the_whole_archive(archive: Corpus) -> None:
    report = archive.compare("outlet=kcna", "country=USA", words="peace")
    text = report.html()
    assert text.count("<svg") == 3
    assert "<script" not in text
