"""freq, kwic, first, list, coverage: filters, pages, and the exit code of a search without success."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Done, Run


def rows(done: Done) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(done.out)
    return found


@pytest.mark.parametrize(
    "by", [("--by", "year", "--by", "outlet"), ("--by", "year,outlet"), ("--by", "year, outlet")]
)
def test_two_facets_are_two_options_or_one_list(by: tuple[str, ...], sample: Run) -> None:
    found = rows(sample("freq", "canals", *by, "--format", "json"))
    assert list(found[0])[:3] == ["query", "period", "outlet"]
    assert len(found) == 20


def test_several_queries_are_several_series(sample: Run) -> None:
    found = rows(sample("freq", "canals", "harbour , library", "--by", "language", "--format", "json"))
    assert [row["query"] for row in found] == ["canals"] * 2 + ["harbour"] * 2 + ["library"] * 2


FILTERS = {
    "outlet": "sample-lantern",
    "country": "XQV",
    "language": "ko",
    "genre": "speech",
    "speaker": "Edvar Olmen",
    "voice": "speech",
    "title": "clean canals",
    "since": "2016",
    "until": "2016-12-31",
    "document": "sample-agency-2015-06",
    "as-of": "2000",
}


def test_every_filter_reaches_the_query(sample: Run) -> None:
    whole = sum(row["tokens"] for row in rows(sample("freq", "canals", "--by", "voice", "--format", "json")))
    for name, value in FILTERS.items():
        found = rows(sample("freq", "canals", "--by", "voice", f"--{name}", value, "--format", "json"))
        tokens = sum(row["tokens"] for row in found)
        assert tokens == whole if name == "country" else tokens < whole, name
        assert tokens > 0 or name == "as-of"


def test_a_filter_may_be_repeated(sample: Run) -> None:
    both = rows(
        sample("coverage", "--outlet", "sample-agency", "--outlet", "sample-lantern", "--format", "json")
    )
    assert [row["outlet"] for row in both] == ["sample-agency", "sample-lantern"]


def test_a_count_of_nothing_is_an_answer(sample: Run) -> None:
    done = sample("freq", "zeppelin", "--format", "json")
    assert done.code == 0
    assert not any(row["matches"] for row in rows(done))


def test_where_filters_of_time_leave_nothing_it_is_said_what_there_is(sample: Run) -> None:
    for command in (("freq", "canals"), ("list",), ("trends",)):
        done = sample(*command, "--since", "2031", "--outlet", "sample-lantern")
        assert "The archive holds documents of other days: 2015-09-01 to 2024-09-12." in done.out
    done = sample("freq", "canals", "--as-of", "2001-02-03")
    assert "By 2001-02-03 none of the 61 documents had been loaded; --until 2001-02-03 asks for" in done.out
    assert "other days" not in sample("list", "--query", "zeppelin", "--since", "2019").out


@pytest.mark.parametrize("command", ["kwic", "first"])
def test_a_search_without_success_says_so_and_ends_with_1(command: str, sample: Run) -> None:
    done = sample(command, "zeppelin", "--outlet", "sample-lantern")
    assert (done.code, done.out, done.err) == (1, "", "not found: zeppelin (outlet sample-lantern)\n")
    done = sample(command, "zeppelin", "--format", "json")
    assert (done.code, done.out, done.err) == (1, "[]\n", "not found: zeppelin\n")


def test_pages_of_a_concordance(sample: Run) -> None:
    whole = rows(sample("kwic", "canals", "--format", "json"))
    assert len(whole) > 10
    paged = sample("kwic", "canals", "--limit", 3, "--offset", 2, "--format", "json")
    assert rows(paged) == whole[2:5]
    assert paged.err == f"Lines 3 to 5 of {len(whole)}.\n"
    beyond = sample("kwic", "canals", "--offset", 10_000, "--format", "json")
    assert (beyond.code, rows(beyond)) == (0, [])
    assert beyond.err == f"The offset lies beyond the last of {len(whole)} lines.\n"
    shown = sample("kwic", "canals", "--offset", 10_000)
    assert shown.out.endswith(f"The offset lies beyond the last of {len(whole)} lines.\n")
    assert (shown.code, shown.err) == (0, "")
    (line,) = rows(sample("kwic", "canals", "--limit", 1, "--context", 2, "--format", "json"))
    assert len(line["left"].split()) == 2


def test_first_tells_how_far_the_archive_reaches(sample: Run) -> None:
    done = sample("first", "7×7 plan", "--outlet", "sample-agency")
    assert done.code == 0
    assert done.out.startswith("first  2022-10-05\n       State Council Adopts Bright Harbour »7×7 Plan«\n")
    assert "The archive holds 30 documents of sample-agency before this day, from 2015 on.\n" in done.out
    beginning = sample("first", "canals", "--until", "2015-12-31").out
    assert (
        "The archive holds no document of sample-agency before this day: the term may be older.\n"
        in beginning
    )
    assert [row["attestation"] for row in rows(sample("first", "7×7", "--format", "json"))] == [
        "first",
        "last",
    ]


def test_the_list_is_newest_first_and_in_pages(sample: Run) -> None:
    whole = rows(sample("list", "--format", "json"))
    assert len(whole) == 61  # files and programs get all, people a page
    assert "1 to 50 of 61 documents." in sample("list").out
    dates = [row["date"] for row in whole]
    assert dates == sorted(dates, reverse=True)
    earliest = rows(sample("list", "--sort", "date", "--format", "json"))
    assert [row["date"] for row in earliest] == dates[::-1]
    page = sample("list", "--limit", 2, "--offset", 59)
    assert [row["ref"] in page.out for row in whole[-3:]] == [False, True, True]
    assert "60 to 61 of 61 documents." in page.out
    beyond = sample("list", "--offset", 61)
    assert "The offset lies beyond the last of 61 documents." in beyond.out
    assert beyond.err == ""


def test_a_title_is_searched_by_whole_words(sample: Run) -> None:
    found = rows(sample("list", "--title", "clean canals", "--format", "json"))
    assert found
    assert rows(sample("list", "--title", "Clean, CANALS", "--format", "json")) == found
    assert rows(sample("list", "--title", "clean canal", "--format", "json")) == []


def test_coverage_names_the_gap(sample: Run) -> None:
    for row in rows(sample("coverage", "--by", "year", "--format", "json")):
        assert row["missing"] == "2020"


def test_file_names_in_the_place_of_a_wildcard_are_told(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("nuclear.txt", "nuclear-2.txt"):
        Path(name).write_text("Peace.", encoding="utf-8")
    asked = run("kwic", "nuclear-2.txt", "nuclear.txt")
    assert asked.code == 2
    assert "nuclear-2.txt and 1 more: the name of a file here is asked for" in asked.err
    assert "the name of a file here" in run("freq", "nuclear.txt").err
    assert "the name of a file" not in run("freq", "nuclear", "--out", "nuclear.txt").err
    assert "the name of a file" not in run("list", "nuclear.txt").err
