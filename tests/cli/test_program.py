"""The program as a whole: help, version, global options, what it imports, how it ends."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from corpus import __version__, errors
from corpus.api import Corpus
from corpus.cli import main
from corpus.cli.options import made_command
from corpus.errors import CorpusError
from tests.cli.conftest import command, environment

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

COMMANDS: dict[str, Any] = {name: made_command(name, main.command_function(name)) for name in main.COMMANDS}
SUBCOMMANDS: dict[str, Any] = {
    f"{name} {under}": group.get_command(None, under)
    for name, group in COMMANDS.items()
    for under in getattr(main.command_function(name), "functions", ())
}
HEAVY = {
    *(
        "alembic",
        "altair",
        "trafilatura",
        "charset_normalizer",
        "ftfy",
        "loky",
        "lxml",
        "numpy",
        "openpyxl",
        "plotext",
    ),
    *("polars", "pydantic", "regex", "rich", "scipy", "sqlalchemy", "tqdm", "zstandard"),
}


def test_the_commands_of_the_design() -> None:
    designed = (
        "init add outlets review set; list show stats coverage freq kwic first cite sql serve mcp;"
        " collocates keywords ngrams trends compare;"
        " formulas people titles authorities similar reuse concepts annotate;"
        " remove restore undo log upgrade optimize check backup completion help"
    )
    assert list(main.GROUPS) == ["Load", "Ask", "Compare", "Insight", "Keep"]
    assert [list(names) for names in main.GROUPS.values()] == [part.split() for part in designed.split(";")]
    assert list(COMMANDS) == designed.replace(";", "").split()


@pytest.mark.parametrize("name", [*COMMANDS, *SUBCOMMANDS])
def test_help_explains_every_parameter_in_a_sentence(name: str, run: Run) -> None:
    done = run(*name.split(), "--help")
    assert (done.code, done.err) == (0, "")
    assert max(map(len, done.out.splitlines())) <= 100
    for parameter in (COMMANDS | SUBCOMMANDS)[name].params:
        assert parameter.help.endswith((".", "them")), parameter.name
        assert parameter.metavar or parameter.is_flag, parameter.name


def test_short_help_fits_the_list_of_commands(run: Run) -> None:
    for arguments, first in (([], "Load:"), (["concepts"], "Commands:")):
        listed = run(*arguments, "--help").out.partition(first)[2]
        assert listed
        assert "..." not in listed


def test_help_shows_the_commands_in_groups(run: Run) -> None:
    out = run("--help").out
    groups = re.findall(r"^(\w+):\n((?:  .+\n?)+)", out, re.MULTILINE)
    assert [title for title, _ in groups] == ["Options", *main.GROUPS]
    for title, lines in groups[1:]:
        assert [line.split()[0] for line in lines.splitlines()] == list(main.GROUPS[title])


@pytest.mark.parametrize("name", [*COMMANDS, *SUBCOMMANDS])
def test_help_shows_a_commands_own_options_before_those_that_it_shares(name: str, run: Run) -> None:
    out = run(*name.split(), "--help").out
    order = ["Arguments", "Options", "Commands", "Filters", "Output", "Database"]
    titles = [title for title in re.findall(r"^(\w+):$", out, re.MULTILINE) if title in order]
    assert titles == sorted(titles, key=order.index)
    own = re.findall(r"^  (--[\w-]+)", out.partition("\nOptions:\n")[2].partition("\n\n")[0], re.MULTILINE)
    shared = [option for option in own if option in ("--limit", "--offset")]
    if "--offset" in own:
        assert own[-len(shared) :] == shared


def test_help_imports_nothing_heavy() -> None:
    code = "import sys; from corpus.cli.main import run\ntry: run()\nfinally: print(*sys.modules)"
    for arguments in (["--help"], ["freq", "--help"], ["concepts", "--help"], ["concepts", "add", "--help"]):
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments],
            env=environment(),
            capture_output=True,
            text=True,
            check=True,
        )
        loaded = {name.partition(".")[0] for name in done.stdout.splitlines()[-1].split()}
        assert "typer" in loaded
        assert loaded & HEAVY == set()


def test_version(run: Run) -> None:
    assert run("--version").out == f"corpus {__version__}\n"


def test_the_database_is_named_before_or_after_the_command_and_after_wins(run: Run, tmp_path: Path) -> None:
    assert run("--db", "a.db", "init").out == "a.db: created.\n"
    assert run("init", "--db", "b.db").out == "b.db: created.\n"
    assert run("--db", "a.db", "init", "--db", "c.db").out == "c.db: created.\n"
    assert {path.name for path in tmp_path.glob("*.db")} == {"a.db", "b.db", "c.db"}


def test_init_and_upgrade_say_what_they_did(run: Run) -> None:
    missing = run("upgrade")
    assert (missing.code, missing.err) == (
        2,
        "Error: There is no database at corpus.db; create it with: corpus init\n",
    )
    assert run("init").out == "corpus.db: created.\n"
    assert run("init").out == "corpus.db: ready, nothing to do.\n"
    assert run("upgrade").out == "corpus.db: nothing to do.\n"


def test_without_a_database_queries_say_how_to_make_one(run: Run) -> None:
    done = run("freq", "peace")
    assert (done.code, done.out) == (2, "")
    assert done.err == "Error: There is no database at corpus.db; create it with: corpus init\n"


def test_an_empty_archive_says_so(run: Run) -> None:
    run("init")
    for arguments in (["freq", "peace", "--chart"], ["list"], ["coverage"]):
        done = run(*arguments)
        assert (done.code, done.err) == (0, "The archive holds no document of this kind.\n")


EXPLAINED = [
    kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, CorpusError)
]


@pytest.mark.parametrize("kind", EXPLAINED)
def test_every_error_has_its_exit_code_and_its_sentence(
    kind: type[CorpusError], sample: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: Corpus) -> None:
        raise kind("A sentence\x1b[31m.")

    monkeypatch.setattr(Corpus, "stats", fail)
    done = sample("stats")
    said = "A sentence.; run: corpus check" if kind is errors.DamagedError else "A sentence."
    assert (done.code, done.out, done.err) == (kind.exit_code, "", f"Error: {said}\n")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            ZeroDivisionError("by nothing"),
            "The program failed in a way that it cannot explain (ZeroDivisionError: by nothing);",
        ),
        (MemoryError(), "The program failed in a way that it cannot explain (MemoryError);"),
        (OSError(28, "No space left on device"), "No space left on device; check the path"),
        (PermissionError(13, "Permission denied", "here.txt"), "here.txt: Permission denied; check the path"),
    ],
)
def test_an_unforeseen_error_is_a_sentence_too(
    error: Exception, said: str, sample: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: Corpus) -> None:
        raise error

    monkeypatch.setattr(Corpus, "stats", fail)
    done = sample("stats")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"Error: {said}")
    assert done.err.count("\n") == 1


def test_an_interruption_says_what_stays(sample: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(self: Corpus) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Corpus, "stats", interrupt)
    done = sample("stats")
    assert (done.code, done.out, done.err) == (130, "", "Interrupted; what was committed stays.\n")


@pytest.mark.parametrize("arguments", [["--debug", "show", "nothing"], ["show", "nothing", "--debug"]])
def test_debug_shows_the_trace(arguments: list[str], sample_archive: Path) -> None:
    done = subprocess.run(
        command(*arguments),
        env=environment(CORPUS_DB=str(sample_archive)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" in done.stderr
    assert "\nError: There is no document nothing: corpus list shows the references. " in done.stderr


def test_a_reader_that_has_enough_ends_it_quietly(sample_archive: Path) -> None:
    arguments = ["freq", "peace", "canals", "--by", "day", "--format", "jsonl"]
    with subprocess.Popen(
        command(*arguments),
        env=environment(CORPUS_DB=str(sample_archive)),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        said = process.stderr.read().decode()
    assert process.returncode == 0
    assert "rror" not in said


def test_wrong_usage_is_told_in_the_words_of_the_command(run: Run) -> None:
    for arguments, said in (
        (["frequency"], "No such command 'frequency'"),
        (["freq"], "Missing argument 'QUERY...'"),
        (["freq", "peace", "--outlets", "kcna"], "No such option: --outlets"),
        (["kwic", "peace", "--limit", "0"], "'--limit'"),
        (["freq", "peace", "--format", "pdf"], "pdf is a file, which is named: --out NAME.pdf"),
        (["freq", "peace", "--format", "xls"], "xlsx is a file, which is named: --out NAME.xlsx"),
        (["freq", "peace", "--format", "doc"], "'doc' is not one of"),
        (["search", "peace"], "No such command 'search'. Did you mean 'kwic'?"),
        (["kwic", "peace", "--limit", "ten"], "'ten' is no whole number"),
        (["kwic", "peace", "--limit", "0"], "0 is too small, it goes from 1."),
        (["list", "peace"], "A query is an option here: --query QUERY."),
        (["freq", "peace", "--titel", "x"], "No such option: --titel (Possible options: --title)"),
    ):
        done = run(*arguments)
        assert (done.code, done.out) == (2, "")
        assert said in done.err
