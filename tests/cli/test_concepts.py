"""Concepts at the command line: what they say, and the files that they come from and go to."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from typing import TYPE_CHECKING

import pytest

from corpus import Corpus
from tests.cli.conftest import in_terminal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Done, Run

DENUCLEAR = ("en:denuclear*", "ko:비핵화", "zh:无核化", "ru:денуклеаризац*")


@pytest.fixture
def made(run: Run) -> Run:
    """``run`` on an archive without texts."""
    run("init")
    return run


def refused(done: Done, code: int = 2) -> str:
    assert (done.code, done.out) == (code, "")
    assert done.err.count("\n") == 1
    return done.err.removeprefix("Error: ").rstrip()


def test_add_says_what_it_did(made: Run) -> None:
    def added(*arguments: str) -> str:
        done = made("concepts", "add", *arguments)
        assert (done.code, done.err) == (0, "")
        return done.out

    assert added("denuclearisation", *DENUCLEAR) == "@denuclearisation: made, with 4 queries.\n"
    assert added("peace", "en:peace", "en:peace") == "@peace: made, with 1 query.\n"
    assert (
        added("denuclearisation", "en:denuclear*", "ja:非核化")
        == "@denuclearisation: added ja:非核化; already there: en:denuclear*.\n"
    )
    assert added("peace", "en:peace") == "@peace: nothing to add; already there: en:peace.\n"
    assert added("peace", "en:peace", "--note", "P.") == (
        "@peace: its note is another now; already there: en:peace.\n"
    )
    assert added("peace", "es:paz", "--note", "Q.") == "@peace: added es:paz and its note.\n"
    assert made("concepts", "show", "@peace").out == "@peace  Q.\n  en  peace\n  es  paz\n"


def test_remove_says_what_it_did(made: Run) -> None:
    made("concepts", "add", "peace", "en:peace", "es:paz", "*:平和")
    assert made("concepts", "remove", "peace", "es:paz").out == "@peace: removed 1 query.\n"
    assert refused(made("concepts", "remove", "peace", "es:paz"), 1) == (
        "@peace holds no query es:paz; corpus concepts show peace lists them."
    )
    assert made("concepts", "remove", "peace", "*:平和", "en:peace").out == (
        "@peace: removed 2 queries. It held no other: @peace is gone.\n"
    )
    assert refused(made("concepts", "remove", "peace"), 1) == (
        "There is no concept @peace; the archive holds none."
    )
    made("concepts", "add", "peace", "en:peace", "es:paz")
    assert made("concepts", "remove", "peace").out == "@peace: removed, with 2 queries.\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("peace", "peace"), "'peace' begins with no language: write it as en:peace, or *:peace for every"),
        (("peace", "tag:NN"), "'tag:NN' begins with no language: write it as en:tag:NN, or *:tag:NN for"),
        (("peace", "lemma:make"), "'lemma:make' begins with no language: write it as en:lemma:make"),
        (("peace", "en_US:peace"), "'en_US:peace' begins with no language"),
        (("peace", "en:"), "en: has no query: write en:WORD."),
        (("two words", "en:peace"), "cannot hold a space: write 'two words' as one plain word."),
        (("@peace", "en:peace"), "The name of a concept cannot hold '@'"),
        (("peace", "en:peace", "en:(war"), "@peace en:(war cannot be asked: This bracket is never closed"),
        (("peace", "en:war /"), "(column 5 of: war /)"),
        (("peace", "en:\udcff"), "no text can hold"),
    ],
)
def test_what_cannot_be_added(made: Run, arguments: tuple[str, ...], says: str) -> None:
    assert says in refused(made("concepts", "add", *arguments))
    assert made("concepts", "--format", "json").out == "[]\n"


def test_the_list_for_people_and_for_programs(made: Run) -> None:
    alone = made("concepts")
    assert (alone.code, alone.out) == (0, "")
    assert alone.err.startswith("The archive holds no concept yet: corpus concepts add NAME LANGUAGE:QUERY")
    made("concepts", "add", "peace", "en:peace", "es:paz", "en:peaceful", "--note", "Peace.")
    made("concepts", "add", "arms", "*:NATO")
    shown = made("concepts")
    assert (shown.code, shown.err) == (0, "")
    assert shown.out == "@arms\n  *  NATO\n\n@peace  Peace.\n  en  peace, peaceful\n  es  paz\n"
    assert made("concepts", "list").out == shown.out
    rows = json.loads(made("concepts", "--format", "json").out)
    assert rows[0] == {"concept": "arms", "language": "*", "query": "NATO", "note": None}
    assert [row["query"] for row in rows] == ["NATO", "peace", "peaceful", "paz"]
    found = list(csv.DictReader(io.StringIO(made("concepts", "show", "peace", "--format", "csv").out)))
    assert {row["concept"] for row in found} == {"peace"}
    assert "there is: @peace" in refused(made("concepts", "show", "peaces"), 1)
    assert made("concepts", "--out", "all.csv").err == "Written to all.csv\n"


def test_a_command_that_does_not_exist(made: Run) -> None:
    done = made("concepts", "exprot")
    assert (done.code, done.out) == (2, "")
    assert "No such command 'exprot'" in done.err
    assert "export" in done.err.partition("No such command")[2]


def test_without_a_database_it_is_told_how_to_make_one(run: Run) -> None:
    for arguments in (["list"], ["add", "peace", "en:peace"], ["remove", "peace"], ["starter"], ["export"]):
        assert refused(run("concepts", *arguments)) == (
            "There is no database at corpus.db; create it with: corpus init"
        )


@pytest.mark.parametrize("ending", ["toml", "csv"])
def test_what_is_exported_can_be_imported(made: Run, tmp_path: Path, ending: str) -> None:
    made("concepts", "add", "a.b", 'en:"no, war" peace', "zh-Hant:無核化", "--note", 'Its "note".')
    made("concepts", "add", "인민", "*:/nucl.*r/", r"en:/a\/b/")
    before = made("concepts", "--format", "json").out
    done = made("concepts", "export", "--out", f"kept.{ending}")
    assert (done.code, done.out, done.err) == (0, "", f"2 concepts written to kept.{ending}\n")
    made("--db", "other.db", "init")
    assert made("--db", "other.db", "concepts", "import", f"kept.{ending}").out == (
        f"kept.{ending}: 2 concepts made, 0 added to, 0 unchanged.\n"
    )
    assert made("--db", "other.db", "concepts", "--format", "json").out == before
    again = made("--db", "other.db", "concepts", "import", f"kept.{ending}")
    assert again.out == f"kept.{ending}: 0 concepts made, 0 added to, 2 unchanged.\n"
    made("--db", "other.db", "concepts", "remove", "인민", "*:/nucl.*r/")
    some = made("--db", "other.db", "concepts", "import", f"kept.{ending}")
    assert (some.out, some.err) == (
        f"kept.{ending}: 0 concepts made, 1 added to, 1 unchanged.\n",
        "Added to: @인민.\n",
    )


def test_export_of_some_to_standard_output(made: Run) -> None:
    made("concepts", "add", "peace", "en:peace", "es:paz", "--note", "Peace.")
    made("concepts", "add", "war", "en:war")
    assert tomllib.loads(made("concepts", "export", "peace").out) == {
        "peace": {"note": "Peace.", "en": ["peace"], "es": ["paz"]}
    }
    assert "no concept @pence; there is: @peace" in refused(made("concepts", "export", "pence"), 1)
    assert "names no file of concepts" in refused(made("concepts", "export", "--out", "a.txt"))


BAD_FILES = {
    "a.txt": ("", "a.txt is no file of concepts by its ending: give a .toml or a .csv."),
    "b.toml": ("[x", "b.toml is no valid TOML"),
    "c.toml": ("", "c.toml holds no concept."),
    "d.toml": ("en = ['a']", "d.toml: en stands outside of a concept; begin it with a line [en]."),
    "e.toml": ("[x]\nen = [1]", "e.toml: en of [x] is no list of texts"),
    "f.toml": ("[x]\nnote = 'n'", "f.toml: [x] has no query."),
    "g.toml": ("[x]\nenglish = 'n'", "g.toml: [x] 'english' is no language tag"),
    "h.toml": ("[x]\nnote = 1\nen = 'n'", "h.toml: the note of [x] is no text."),
    "i.toml": ("[ok]\nen = 'n'\n[x]\nen = '(n'", "@x en:(n cannot be asked: This bracket is never closed"),
    "j.csv": ("name,query\na,b", "j.csv lacks the columns concept, language"),
    "k.csv": ("concept,language,query\nx,en\n", "k.csv: [x] en: has no query"),
    "l.csv": ("concept,language,query\nx y,en,a\n", "l.csv: [x y] The name of a concept cannot hold a space"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_bad_files_change_nothing(made: Run, tmp_path: Path, name: str) -> None:
    text, says = BAD_FILES[name]
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert says in refused(made("concepts", "import", name))
    assert made("concepts", "--format", "json").out == "[]\n"


def test_files_that_cannot_be_read(made: Run, tmp_path: Path) -> None:
    (tmp_path / "latin.csv").write_bytes("concept,language,query\nx,es,sanción".encode("latin-1"))
    assert "latin.csv is no text in UTF-8" in refused(made("concepts", "import", "latin.csv"))
    assert "missing.toml cannot be read: No such file" in refused(made("concepts", "import", "missing.toml"))
    (tmp_path / "marked.csv").write_bytes("\ufeffconcept,language,query\r\nx,es,sanción\r\n".encode())
    assert made("concepts", "import", "marked.csv").code == 0
    assert made("concepts", "show", "x").out == "@x\n  es  sanción\n"


def test_the_starter_set_leaves_what_is_there(made: Run) -> None:
    made("concepts", "add", "war", "en:war")
    first = made("concepts", "starter")
    assert first.out.startswith("39 concepts made, with ")
    assert first.err == "Left as they were, since the names exist: @war.\n"
    assert made("concepts", "show", "war").out == "@war\n  en  war\n"
    again = made("concepts", "starter")
    assert again.out == "0 concepts made, with 0 queries.\n"
    assert again.err.endswith(" and 30 more.\n")


def test_freq_of_a_concept_by_language_and_denominators(
    sample_archive: Path, tmp_path: Path, run: Run
) -> None:
    archive = tmp_path / "sample.db"
    archive.write_bytes(sample_archive.read_bytes())
    run("--db", archive, "concepts", "add", "peace", "en:peace")
    with Corpus(archive) as corpus:
        held = corpus.freq("peace", by="language", per="sentences").rows()
    done = run(
        "--db", archive, "freq", "@peace", "--by", "language", "--per", "sentences", "--format", "json"
    )
    rows = json.loads(done.out)
    assert [row["sentences"] for row in rows] == [row["sentences"] for row in held]
    assert set(rows[0]) == {
        *("query", "language", "matches", "documents", "tokens", "sentences", "per_thousand_sentences"),
        *("low", "high", "boot_low", "boot_high"),
    }
    wrong = run("--db", archive, "freq", "peace", "--per", "pages")
    assert (wrong.code, wrong.out) == (2, "")
    assert "'words', 'characters', 'sentences', 'documents'" in wrong.err
    unknown = run("--db", archive, "freq", "@pace")
    assert unknown.err == "Error: There is no concept @pace; there is: @peace.\n"


def test_in_a_terminal_long_lists_are_wrapped(made: Run, tmp_path: Path) -> None:
    made("concepts", "starter")
    code, shown = in_terminal("concepts", cwd=tmp_path, columns=60)
    assert code == 0
    lines = shown.splitlines()
    assert lines[0] == "@anniversary  Anniversaries: 돐 in the DPRK, 주년 in the"
    assert "  ko  돐, 주년, 기념일" in lines
    assert len(lines) > 40 * 7
