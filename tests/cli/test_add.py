"""corpus add: what it says of its inputs, and what it makes of options."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from corpus.cli.commands.add import summary
from corpus.ingest.load.loader import Report
from tests.cli.conftest import SAMPLE, in_terminal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Done, Run

ROWS = [
    {"head": "Talks Held", "body": "The two sides held talks about canals.", "day": "2024-08-06"},
    {"head": "Talks End", "body": "The talks about canals have ended.", "day": "2024-08-07"},
]


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    return path


def test_the_summary_counts_in_words(run: Run) -> None:
    first = run("add", SAMPLE / "agency", "--outlet", "sample-agency")
    assert first.code == 0
    assert first.out == (
        "53 inputs: 49 new documents, 1 further address of a known text, 1 changed text, 2 known already.\n"
    )
    assert first.err.splitlines() == [
        "There was no database yet: corpus.db is created.",
        "1 document has a title and no text.",
        *[line for line in first.err.splitlines() if line.startswith(("To review: ", "Columns that were"))],
    ]
    again = run("add", SAMPLE / "lantern", "--outlet", "sample-lantern")
    assert (again.code, again.out) == (0, "12 inputs: 12 new documents.\n")


def test_the_same_again_changes_nothing_and_says_so(run: Run, rows: Path) -> None:
    run("add", rows)
    before = run("stats", "--format", "json").out
    done = run("add", rows)
    assert (done.code, done.out, done.err) == (0, "2 inputs, known already: nothing changed.\n", "")
    told = {row["item"].strip(): row["count"] for row in json.loads(before)}
    now = {row["item"].strip(): row["count"] for row in json.loads(run("stats", "--format", "json").out)}
    assert {name for name in now if now[name] != told[name]} == {"runs", "inputs", "seen again"}


def test_options_reach_the_documents(run: Run, rows: Path) -> None:
    options = "--map title=head --map text=body --map date=day --language en --genre news --country XQV"
    done = run("add", rows, *options.split(), "--speaker", "Edvar Olmen", "--outlet", "sample-agency")
    assert (done.code, done.out) == (0, "2 inputs: 2 new documents.\n")
    (row, _) = json.loads(run("list", "--sort", "date", "--format", "json").out)
    expected = {
        "date": "2024-08-06",
        "language": "en",
        "genre": "news",
        "speaker": "Edvar Olmen",
        "title": "Talks Held",
    }
    assert {name: row[name] for name in expected} == expected
    assert json.loads(run("freq", "talks", "--by", "country", "--format", "json").out)[0]["country"] == "XQV"


def test_a_date_and_a_time_of_retrieval_given_by_hand_hold_for_all(run: Run, rows: Path) -> None:
    done = run("add", rows, "--map", "text=body", "--date", "2023-05", "--retrieved", "2023-06-01")
    assert done.code == 0
    assert {row["date"] for row in json.loads(run("list", "--format", "json").out)} == {"2023-05"}
    assert json.loads(run("list", "--as-of", "2023-05", "--format", "json").out) == []
    assert len(json.loads(run("list", "--as-of", "2023-06", "--format", "json").out)) == 2


def test_a_dry_run_shows_and_loads_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    speech = SAMPLE / "lantern/lamp-column.txt"
    (tmp_path / "in/a.txt").write_bytes(speech.read_bytes())
    (tmp_path / "in/b.txt").write_bytes(b"")
    done = run("add", "in", "--outlet", "sample-lantern", "--dry-run")
    assert done.code == 3
    shown = [part.split() for part in done.out.splitlines()]
    assert ["published", "2019-01-01", "(inferred)"] in shown
    assert ["outlet", "sample-lantern"] in shown
    assert "doubts" in done.out
    assert "rejected  It is empty: there is nothing to load.\n" in done.out
    assert list(tmp_path.glob("*.db")) == []


def test_explain_says_what_decided_and_loads_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "2024-08-31.txt").write_text(
        "Farm Opened\n\nPyongyang, August 31 (KCNA) -- The farm opened in the valley.\n-0-\n"
    )
    done = run("add", "2024-08-31.txt", "--outlet", "kcna", "--dry-run", "--explain")
    assert done.code == 0
    assert "passage 1  dateline | Pyongyang, August 31 (KCNA) --" in done.out
    assert "kcna.toml, line " in done.out
    assert max(map(len, done.out.splitlines())) <= 100
    assert not (tmp_path / "corpus.db").exists()
    told = run("add", "2024-08-31.txt", "--outlet", "kcna", "--dry-run", "--explain", "--format", "json")
    rows = json.loads(told.out)
    assert {row["field"] for row in rows} >= {"outlet", "title", "published", "genre", "passage 2"}
    dateline = next(row for row in rows if row["field"] == "passage 1")
    assert dateline["words"] == "Pyongyang, August 31 (KCNA) --"
    run("add", "2024-08-31.txt", "--outlet", "kcna", "--dry-run", "--explain", "--out", "why.csv")
    assert (tmp_path / "why.csv").read_text("utf-8").startswith("source,field,value,text,decided_by,words")
    assert run("add", "2024-08-31.txt", "--out", "why.csv").code == 2
    alone = run("add", "2024-08-31.txt", "--explain")
    assert alone.code == 2
    assert "--dry-run" in alone.err


def test_a_dry_run_says_that_it_shows_only_the_first(run: Run) -> None:
    done = run("add", SAMPLE / "agency", "--outlet", "sample-agency", "--dry-run")
    assert done.code == 0
    assert done.out.count("source ") == 20
    assert done.err == "Only the first 20 inputs are shown.\n"


def test_rejections_are_listed_by_reason(run: Run, tmp_path: Path) -> None:
    lines = ["{"] * 23 + [json.dumps({"title": "A", "text": "Some text."})]
    (tmp_path / "rows.jsonl").write_text("\n".join(lines))
    done = run("add", "rows.jsonl")
    assert done.code == 3
    assert done.out == "24 inputs: 1 new document, 23 rejected.\n"
    (told,) = [line for line in done.err.splitlines() if line.startswith("rejected: ")]
    assert told.startswith("rejected: 23 inputs: ")
    assert told.endswith("(rows.jsonl, line 1; rows.jsonl, line 2; rows.jsonl, line 3; and 20 more)")
    assert done.err.endswith("all of them: corpus list --rejected\n")
    assert len(json.loads(run("list", "--rejected", "--format", "json").out)) == 23


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere"], "There is no file or folder nowhere: check the path."),
        (
            ["rows.jsonl", "--outlet", "sample-agenci"],
            "There is no outlet 'sample-agenci'; did you mean sample-agency",
        ),
        (["rows.jsonl", "--format", "word"], "There is no format 'word'; there are: text, html,"),
        (["rows.jsonl", "--map", "text"], "--map text says nothing: write it as text=story_text."),
        (["rows.jsonl", "--map", "words=body"], "There is no field 'words' to map to; there are: text,"),
        (
            ["rows.jsonl", "--map", "text=story"],
            "No record has the column 'story' that is mapped to text; there are:",
        ),
        (
            ["rows.jsonl", "--date", "2024-02-31"],
            "date 2024-02-31: '2024-02-31' is no date: there is no 31 February",
        ),
        (["rows.jsonl", "--retrieved", "soon"], "'soon' is no time of retrieval: write 2024-08-06"),
    ],
)
def test_what_is_asked_wrongly_makes_no_database(
    arguments: list[str], said: str, run: Run, rows: Path, tmp_path: Path
) -> None:
    done = run("add", *arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"Error: {said}")
    assert not (tmp_path / "corpus.db").exists()


def test_a_folder_without_files_has_nothing_to_load(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for arguments in (["add", "empty", "--dry-run"], ["add", "empty"]):
        done = run(*arguments)
        assert (done.code, done.out) == (1, "")
        assert done.err.endswith("Error: There is nothing to load in empty: no file was found.\n")


def test_a_terminal_sees_the_progress_and_a_pipe_does_not(run: Run, rows: Path, tmp_path: Path) -> None:
    code, shown = in_terminal("add", "rows.jsonl", cwd=tmp_path)
    assert code == 0
    assert "0%|" in shown
    assert "B/s" in shown
    assert "2 inputs: 2 new documents.\n" in shown
    assert run("add", rows).err == ""


def test_documents_without_a_text_are_said(run: Run, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("title,text,date\nA,It turns.,2024-05-06\nB,,2024-05-07\nC,,2024-05-08\n")
    done = run("add", "t.csv")
    assert done.out == "3 inputs: 3 new documents.\n"
    assert "2 documents have a title and no text.\n" in done.err
    assert "no text" not in run("add", "t.csv").err


def test_a_load_says_what_needs_a_person_and_review_takes_it_by_field(run: Run, tmp_path: Path) -> None:
    table = "title,text,country,lang,byline\n"
    table += "".join(f"Day {n},The roads of the county are open {n}.,Atlantis,English,x\n" for n in range(3))
    (tmp_path / "t.csv").write_text(table)
    done = run("add", "t.csv")
    assert done.out == "3 inputs: 3 new documents.\n"
    told = done.err.splitlines()
    assert "3 texts have no date and will be in no table over time: corpus review --field published" in told
    assert "To review: country 3, published 3: corpus review --field country" in told
    assert "Columns that were not used: byline ('x'); --map date=COLUMN says what one is" in told
    doubts = json.loads(run("review", "--field", "country", "--format", "json").out)
    assert {row["message"] for row in doubts} == {"'Atlantis' is the name or code of no country."}
    assert "By field: country 3, published 3." in run("review").out
    assert run("review", "--confirm", "--all").code == 2
    assert "3 doubts confirmed" in run("review", "--field", "country", "--confirm", "--all").out
    assert run("review", "--field", "country", "--confirm", "--all").code == 1
    assert "6 doubts" not in run("review").out
    assert "3 doubts confirmed" in run("review", "--language", "English", "--confirm", "--all").out
    assert run("review", "--field", "colour").code == 2


def test_known_already_is_said_only_where_nothing_changed() -> None:
    report = Report(outcomes=Counter(same=3))
    assert summary(report) == "3 inputs, known already: nothing changed."
    report.changed = {"metadata": 2, "reverted": 1}
    assert summary(report) == (
        "3 inputs: 3 known already. 2 known documents with new metadata, 1 known document whose earlier"
        " text is current again."
    )
    assert summary(Report(outcomes=Counter(rerouted=3))) == "3 inputs: 3 rerouted."


def test_what_a_later_source_says_otherwise_is_told(run: Run, tmp_path: Path) -> None:
    """Another date of the same text is a doubt, and a headline that comes back is a change."""
    head = "date,title,text,url\n"
    peace = "The committee of the city said that peace is near and that war is far from us all."
    bread = "The bakers of the city said that bread is cheap this year and that salt is dear for us."
    first = f"{head}2024-08-01,Peace is near,{peace},http://a.b/1\n2024-08-02,Bread,{bread},http://a.b/2\n"
    other = first.replace("2024-08-02", "2024-08-09").replace("Peace is near", "Peace is very near")
    (tmp_path / "first.csv").write_text(first)
    (tmp_path / "other.csv").write_text(other)

    def add(name: str, day: str) -> Done:
        return run("add", str(tmp_path / name), "--outlet", "kcna", "--retrieved", day)

    assert "2 new documents" in add("first.csv", "2024-08-10").out
    done = add("other.csv", "2024-08-11")
    assert done.out == "2 inputs: 1 changed text, 1 known already. 1 known document with a new doubt.\n"
    assert "To review: published 1" in done.err
    assert "was also given with the date 2024-08-09" in run("review").out
    again = add("first.csv", "2024-08-12").out
    assert again == "2 inputs: 2 known already. 1 known document whose earlier text is current again.\n"
    assert add("first.csv", "2024-08-13").out == "2 inputs, known already: nothing changed.\n"


def test_texts_of_an_agency_are_recognised_and_the_option_is_named(run: Run, tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(
            f"Day {number}\nWonsan, May {number + 1} (KCNA) -- Boats left."
        )
    (tmp_path / "3.txt").write_text("A letter\nNobody prints a dateline here.")
    told = run("add", "0.txt", "1.txt", "2.txt", "3.txt").err
    assert (
        "3 of 4 texts without an outlet are kcna's by dateline or address: load them with --outlet kcna"
        in told
    )
    assert "without an outlet" not in run("add", "0.txt", "--outlet", "KCNA").err


def test_the_outlets_that_the_program_knows(run: Run) -> None:
    rows = json.loads(run("outlets", "--format", "json").out)
    assert {"code": "tass", "name": "TASS", "country": "RUS", "languages": "ru, en", "kind": "agency"} in rows
    said = {
        row["key"]: row["value"]
        for row in json.loads(run("outlets", "Rodong Sinmun", "--format", "json").out)
    }
    assert said["code"] == "rodong"
    assert said["hosts"] == "rodong.rep.kp"
    assert said["file"].endswith("rodong.toml")
    assert run("outlets", "nowhere").code == 2
    assert run("outlets", "granma").out.splitlines()[1].split() == ["code", "granma"]


def test_patterns_of_ones_own_outlet_file_that_matched_nothing_are_said(
    run: Run, rows: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CORPUS_OUTLETS", str(tmp_path))
    (tmp_path / "mine.toml").write_text(
        'code = "mine"\nname = "Mine"\nkind = "agency"\nlanguages = ["en"]\n'
        "places = ['talks about (?P<place>canals)', 'talks in (?P<place>[A-Z]+)']\n"
    )
    options = ("--map", "title=head", "--map", "text=body", "--outlet", "mine")
    unused = (
        "1 pattern of mine.toml matched nothing in this load: places 2 (line 5) 'talks in (?P<place>[A-Z]+)'"
    )
    assert unused in run("add", rows, "--dry-run", *options).err.splitlines()
    assert unused in run("add", rows, *options).err.splitlines()
    assert run("add", rows, *options).err == ""
    assert unused in run("add", rows, "--dry-run", "--explain", *options).err.splitlines()
    explained = run("add", rows, "--dry-run", "--explain", *options[:4], "--outlet", "kcna").err
    assert "matched nothing" not in explained  # nobody can mend what the program brings along


def test_columns_that_are_not_read_say_what_they_hold_and_why(run: Run, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(
        "title;text;vom;pub_date;date\nA;The roads are open, all of them.;6. August 2024;;\n"
    )
    assert (
        "Columns that were not used: vom ('6. August 2024'), pub_date (empty; date is read from date);"
        " --map date=vom says what one is"
    ) in run("add", "t.csv").err.splitlines()
    rows = [{"title": "B", "text": "The rivers are open.", "date": 1722902400000, "date_str": "2024-08-06"}]
    (tmp_path / "t.json").write_text(json.dumps(rows))
    assert (
        "Columns that were not used: date ('1722902400000'; date is read from date_str); --map date=COLUMN"
        " says what one is"
    ) in run("add", "t.json").err.splitlines()


def test_a_load_without_an_outlet_takes_none_away(run: Run, tmp_path: Path) -> None:
    (tmp_path / "t.txt").write_text("Roads\n\nPyongyang, August 6 (KCNA) -- The roads are open to all.\n")
    assert run("add", "t.txt", "--outlet", "kcna", "--date", "2024-08-06").out == "1 input: 1 new document.\n"
    assert run("add", "t.txt").out == "1 input: 1 text read anew.\n"  # by the rules of no outlet
    (row,) = json.loads(run("list", "--format", "json").out)
    assert (row["outlet"], row["country"], row["date"]) == ("kcna", "PRK", "2024-08-06")
    assert run("set", "kcna-2024-08-06-roads", "date=2024-08-07").code == 0
    assert json.loads(run("list", "--format", "json").out)[0]["date"] == "2024-08-07"
    given = ("--outlet", "kcna", "--date", "2024-08-06", "--title", "All Roads Open")
    (tmp_path / "u.txt").write_text("Pyongyang, August 6 (KCNA) -- The canals are open to all.\n")
    assert run("add", "u.txt", *given).out == "1 input: 1 new document.\n"
    assert "All Roads Open" in run("show", "kcna-2024-08-06-all-roads-open").out
