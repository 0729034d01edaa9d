"""show, review, set: one document and its metadata."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.output.text.documents import LEAST_WIDTH, wrapped
from corpus.output.text.terminal_text import width
from tests.cli.conftest import SAMPLE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

SPEECH = "sample-agency-2015-06-18"
COLUMN = "sample-lantern-2019-01-01"
"""The beginnings of references are references."""


def test_show_tells_metadata_and_who_speaks(sample: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "72")
    done = sample("show", "sample-agency-2015-06")
    assert (done.code, done.err) == (0, "")
    about, _, text = done.out.partition("\n\n")
    assert "published             2015-06-18 (metadata)" in about
    assert "title of Edvar Olmen  first secretary of the Council of Townships" in about
    headings = [line for line in text.splitlines() if line.startswith("[")]
    assert headings == [
        "[headline]",
        "[dateline]",
        "[narration]",
        "[salutation: Edvar Olmen]",
        "[speech: Edvar Olmen]",
        "[slogan: Edvar Olmen]",
        "[end mark]",
        "[editor note]",
    ]
    assert "  12  Forward with the Clean Canals Drive!\n" in text
    assert max(map(len, done.out.splitlines())) <= 72


def test_show_for_programs_gives_the_passages(sample: Run) -> None:
    rows = json.loads(sample("show", SPEECH, "--format", "json").out)
    assert [row["passage"] for row in rows] == list(range(len(rows)))
    text = "Dear builders of the Vesk Lock,"
    about = {name: rows[4].pop(name) for name in [*rows[4]][4:]}
    assert rows[4] == {"passage": 4, "voice": "salutation", "speaker": "Edvar Olmen", "text": text}
    assert about == {
        "language": "en", "country": "XQV", "ref": "sample-agency-2015-06-18-first-secretary-edvar-olmen",
        "version": 1, "date": "2015-06-18", "outlet": "sample-agency", "genre": "speech", "authority": None,
        "title": rows[0]["text"], "place": "Ossel", "address": about["address"],
    }  # fmt: skip
    assert about["address"].startswith("https://quortel.example/")


def test_show_gives_each_version_and_its_bytes(sample: Run) -> None:
    listed = json.loads(sample("list", "--limit", 100, "--format", "json").out)
    refs = [row["ref"] for row in listed if "version 2 " in sample("show", row["ref"]).out]
    assert len(refs) == 1
    texts = [
        [row["text"] for row in json.loads(sample("show", refs[0], "--version", n, "--format", "json").out)]
        for n in (1, 2)
    ]
    assert texts[0] != texts[1]
    raw = [json.loads(sample("show", refs[0], "--version", n, "--raw").raw) for n in (1, 2)]
    crawls = [(SAMPLE / f"agency/crawl-{year}.jsonl").read_text(encoding="utf-8") for year in (2023, 2024)]
    for row, crawl in zip(raw, crawls, strict=True):
        assert row in [json.loads(line) for line in crawl.splitlines()]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("show", "nothing"), "There is no document nothing: corpus list shows the references."),
        (("show", COLUMN, "--version", "3"), f"{COLUMN} has no version 3: it has 1"),
        (("show", "12", "--rejected"), "There is no rejected input 12: corpus list --rejected shows them."),
        (
            ("review", "--confirm", "nothing"),
            "There is no document nothing: corpus list shows the references.",
        ),
        (("review", "--confirm", SPEECH), f"{SPEECH} has no open doubt: corpus review lists them."),
        (("set", "nothing", "genre=news"), "There is no document nothing: corpus list shows the references."),
    ],
)
def test_what_is_asked_for_by_name_and_not_there(arguments: tuple[str, ...], said: str, own: Run) -> None:
    done = own(*arguments)
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith(f"Error: {said}")


def test_a_doubt_is_listed_with_its_reason_and_confirmed(own: Run) -> None:
    listed = own("review")
    reference, value, reason = listed.out.splitlines()
    assert listed.err.endswith("corpus review --confirm REF; wrong: corpus set REF FIELD=VALUE.\n")
    assert reference.startswith(COLUMN)
    assert value == "published  2019-01-01 (inferred)"
    assert "'Entering the year of 2019'" in reason
    other = own("review", "--confirm", COLUMN, "--field", "place")
    assert (other.code, other.err.startswith(f"Error: {COLUMN} has no open doubt of its place")) == (1, True)
    done = own("review", "--confirm", COLUMN, "--field", "published")
    assert (done.code, done.out) == (0, f"{COLUMN}: 1 doubt confirmed.\n")
    done = own("review")
    assert (done.code, done.out, done.err) == (0, "", "Nothing to review.\n")
    assert own("review", "--format", "json").out == "[]\n"


def test_review_says_what_its_filters_left_out(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"title": "Undated", "text": "Canals without a date."}\n')
    run("add", "a.jsonl")
    listed, done = run("list", "--since", "2024"), run("review", "--since", "2024")
    assert "1 document left out: without a date." in listed.out
    assert (done.code, done.out) == (0, "")
    assert done.err == "1 document left out: without a date.\nNothing to review.\n"
    as_data = run("review", "--since", "2024", "--format", "json")
    assert (as_data.out, as_data.err) == ("[]\n", "1 document left out: without a date.\n")


def test_set_tells_old_and_new_and_settles_the_doubt(own: Run) -> None:
    done = own("set", COLUMN, "published=2019-01-02", "speaker=Joric Haan", "country=")
    assert (done.code, done.err) == (0, "")
    assert [line.split(maxsplit=1) for line in done.out.splitlines()] == [
        ["published", "2019-01-01 (inferred) → 2019-01-02 (set)"],
        ["speaker", "– → Joric Haan"],
        ["country", "XQV → –"],
    ]
    assert own("review").err == "Nothing to review.\n"
    (row,) = json.loads(own("list", "--document", COLUMN, "--format", "json").out)
    assert (row["date"], row["speaker"]) == ("2019-01-02", "Joric Haan")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (["published"], "'published' sets nothing: write it as field=value, as in published=2024-02-28."),
        (["published=2015-02-31"], "published=2015-02-31: There is no 31 February 2015."),
        (["publisher=x"], "There is no field 'publisher' to set; there is: title, published,"),
        (["document=x"], "There is no field 'document' to set; there is: title, published,"),
        (["title="], "title cannot be empty: give a value."),
        (["genre=news", "genre=speech"], "genre is given twice: give it one value."),
    ],
)
def test_what_cannot_be_set_changes_nothing(values: list[str], said: str, own: Run) -> None:
    before = own("show", SPEECH).out
    done = own("set", SPEECH, "place=Elsewhere", *values)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"Error: {said}")
    assert own("show", SPEECH).out == before


@given(st.text("abc 가漢é\u0301 ", max_size=200), st.integers(1, 60))
@example("word " * 30, 20)
@example("漢字" * 40, 21)
@example("a" + "\u0301" * 90, 20)
@example("a" * 19 + "a\u0301" + "a", 1)
def test_wrapping_loses_nothing_and_fits(text: str, columns: int) -> None:
    text = " ".join(text.split())
    lines = wrapped(text, columns)
    assert all(width(line) <= max(columns, LEAST_WIDTH) for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert wrapped(text, None) == [text]


@pytest.mark.collections
def test_the_seed_speech_on_the_command_line(run: Run, collections: Path) -> None:
    run("add", collections / "seed", "--outlet", "kcna")
    (row,) = json.loads(run("list", "--format", "json").out)
    assert (row["speaker"], row["date"]) == ("Kim Jong Un", "2024-02-28")
    shown = run("show", row["ref"]).out
    for said in ("Songchon County", "event", "2024-02-28 (inferred)", "[narration]", "[speech: Kim Jong Un]"):
        assert said in shown
    assert "2024-02-28" in run("review").out
    for query, count in (("Regional Development 20×10 Policy", 9), ("party", 33), ("people", 37)):
        (counted,) = json.loads(run("freq", query, "--by", "year", "--format", "json").out)
        assert counted["matches"] == count
