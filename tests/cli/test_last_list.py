"""Rows have numbers, by which the next command names their documents; where the last list is kept."""

from __future__ import annotations

import json
import os
import stat
from typing import TYPE_CHECKING

import pytest

from corpus.cli import last_list

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


def refs(run: Run, *arguments: str) -> list[str]:
    return [row["ref"] for row in json.loads(run(*arguments, "--format", "json").out)]


@pytest.mark.parametrize(
    "asked",
    [
        ("list", "--limit", "3"),
        ("list", "--limit", "3", "--sort", "newest"),
        ("kwic", "library", "--limit", "3"),
        ("kwic", "library", "--limit", "3", "--context", "sentence"),
        ("first", "library"),
        ("similar", "sample-agency-2015-06-18", "--limit", "3"),
    ],
)
def test_a_number_is_the_row_of_the_last_list(sample: Run, asked: tuple[str, ...]) -> None:
    wanted = refs(sample, *asked)
    shown = sample(*asked).out
    assert "2" in shown
    done = sample("show", "2")
    assert done.out.splitlines()[0].split() == ["ref", wanted[1]]
    assert done.err.startswith(f"2 is {wanted[1]} of the list “{asked[0]}")
    assert refs(sample, "show", "2")[0] == wanted[1]


def test_numbers_go_on_from_page_to_page(sample: Run) -> None:
    wanted = refs(sample, "list", "--limit", "2", "--offset", "10")
    shown = sample("list", "--limit", "2", "--offset", "10").out
    assert f"11  {wanted[0]}" in shown
    assert wanted[1] in sample("similar", "12").err
    sample("list", "--limit", "2", "--offset", "10")
    done = sample("show", "3")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("Error: There is no row 3: the last list, “list” (")
    assert done.err.endswith("has 11 to 12.\n")


def test_documents_of_a_table_by_document(sample: Run) -> None:
    asked = ("freq", "library", "--by", "document", "--sort", "matches")
    wanted = json.loads(sample(*asked, "--format", "json").out)
    sample(*asked, "--limit", "3")
    assert wanted[2]["document"] in sample("show", "3").err


def test_without_a_list_a_number_is_none(sample: Run) -> None:
    done = sample("show", "3")
    said = "Error: 3 is no row of a list: none of this archive was printed yet.\n"
    assert (done.code, done.err) == (1, said)
    assert "documents are of 2023: " in sample("show", "2023").err
    sample("list", "--format", "json")
    assert sample("show", "3").code == 1  # what programs read has no numbers


def test_each_terminal_has_its_own_list(sample: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = (refs(sample, "list", "--sort", sort)[0] for sort in ("date", "newest"))
    for name, sort in (("/dev/pts/1", "date"), ("/dev/pts/2", "newest")):
        monkeypatch.setattr(last_list, "terminal", lambda name=name: name)
        sample("list", "--sort", sort)
    assert other in sample("show", "1").err
    monkeypatch.setattr(last_list, "terminal", lambda: "/dev/pts/1")
    assert one in sample("show", "1").err
    monkeypatch.setattr(last_list, "terminal", lambda: "/dev/pts/3")
    done = sample("show", "1").err
    assert other in done
    assert "printed elsewhere: this terminal has printed none" in done


def test_only_the_user_reads_it_and_damage_does_no_harm(sample: Run, cache: Path) -> None:
    sample("list", "--title", "library")
    (path,) = (cache / "state-media-corpus" / "lists").iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    for content in ("", "{", "[]", '{"": 1}', '{"": {"refs": []}}', "\x00"):
        path.write_text(content)
        assert "none of this archive was printed yet" in sample("show", "1").err
    sample("list")
    assert sample("show", "1").code == 0


@pytest.mark.skipif(os.name == "nt", reason="needs a folder that cannot be made")
def test_a_folder_that_cannot_be_made_is_no_error(sample: Run, cache: Path) -> None:
    cache.write_text("a file")
    assert sample("list").code == 0
    assert "none of this archive was printed yet" in sample("show", "1").err


@pytest.mark.parametrize("width", ["50", "80", "120", "160", "240"])
def test_references_stand_whole_or_not_at_all(
    sample: Run, monkeypatch: pytest.MonkeyPatch, width: str
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    for asked in (("list",), ("kwic", "library"), ("freq", "library", "--by", "document", "--limit", "9")):
        sample(*asked, "--limit", "9")
        shown = sample(*asked, "--limit", "9").out
        rows = json.loads(sample(*asked, "--limit", "9", "--format", "json").out)
        present = [row.get("ref", row.get("document")) in shown for row in rows]
        assert all(present) or not any("sample-agency-20" in line for line in shown.splitlines())


@pytest.mark.parametrize(
    ("archive", "name"),
    [
        ("8aa5a22d-1", "8aa5a22d-1"),
        ("../../x", "x"),
        ("/etc/a\0b", "etcab"),
        ("", "unknown"),
        ("..", "unknown"),
    ],
)
def test_what_a_database_calls_itself_leads_out_of_no_folder(
    archive: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert last_list._path(archive) == tmp_path / "state-media-corpus" / "lists" / f"{name}.json"


def test_numbers_correct_code_remove_and_restore(own: Run) -> None:
    wanted = refs(own, "list", "--limit", "3")
    own("list", "--limit", "3")
    assert own("set", "2", "place=Sinpo").out.split()[-2:] == ["→", "Sinpo"]
    assert {row["place"] for row in json.loads(own("show", wanted[1], "--format", "json").out)} == {"Sinpo"}
    assert own("set", "2", "place", "--undo").code == 0
    own("annotate", "codes", "add", "praise")
    assert own("annotate", "add", "3", "praise", "--coder", "Anna").out.startswith(f"{wanted[2]}: 1 code")
    assert own("annotate", "remove", "3", "praise", "--coder", "Anna").code == 0
    found = own("freq", "the", "--by", "document", "--document", "1", "--format", "json")
    assert [row["document"] for row in json.loads(found.out)] == wanted[:1]
    assert found.err.startswith(f"1 is {wanted[0]} of the list")
    assert own("remove", "1", "3").out.splitlines()[0] == "2 documents removed:"
    assert own("show", "1").code == 0  # by the list that was printed
    gone = refs(own, "list", "--removed")
    own("list", "--removed")
    assert gone[1] in own("restore", "2").out
    assert sorted(gone) == sorted([wanted[0], wanted[2]])


def test_titles_and_addresses_do_as_well_and_several_are_named(own: Run) -> None:
    rows = json.loads(own("list", "--format", "json").out)
    row = next(one for one in rows if [two["title"] for two in rows].count(one["title"]) == 1)
    for typed in (row["title"], row["address"]):
        assert own("remove", typed).out.splitlines()[1].strip() == row["ref"]
        assert own("set", row["address"], "place=Sinpo").code in (0, 1)
        assert own("restore", typed).out.splitlines()[1].strip() == row["ref"]
    for asked in (("remove", "2023"), ("set", "2023", "place=Sinpo"), ("review", "--confirm", "2023")):
        done = own(*asked)
        assert (done.code, done.out) == (2, "")
        assert "documents are of 2023: " in done.err
    assert own("restore", "2023").code == 1  # none of that year was removed
    assert "There is no document nothing like it: " in own("restore", "nothing like it").err


@pytest.mark.parametrize(
    ("asked", "proposed"),
    [
        (("kwic", "peace", "OR", "war"), "'(peace|war)'"),
        (("kwic", "--limit", "3", "the", "peace", "OR", "war", "--sort", "left"), "war)'"),
        (("list", "--query", "peace", "OR", "war", "OR", "rain"), "'(peace|war|rain)'"),
        (("first", "peace", "OR"), "in quotation marks."),
        (("first", "peace", "AND", "war"), "in quotation marks."),
    ],
)
def test_a_query_that_the_shell_divided_at_or(sample: Run, asked: tuple[str, ...], proposed: str) -> None:
    done = sample(*asked)
    assert (done.code, done.out) == (2, "")
    assert done.err.rstrip().removesuffix(".").endswith(proposed.removesuffix("."))
