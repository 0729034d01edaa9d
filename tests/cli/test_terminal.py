"""Manners in a terminal: a pager, no escape sequences, an overview, completion, Ctrl-C at any moment."""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest

from corpus import Corpus
from corpus.choices import FrequencyFacet, Shell
from corpus.cli import completion, main
from corpus.cli.commands.completion import SCRIPTS
from corpus.query.session.document_catalogue import DOCUMENT_FACETS
from corpus.query.tabulate.facet_axes import DOCUMENT, FACETS, PASSAGE_FACETS
from corpus.query.tabulate.periods import PERIODS
from corpus.store.typed_labels import labels
from tests.cli.conftest import command, environment, in_terminal

if TYPE_CHECKING:
    from tests.cli.conftest import Run

PAGER = "sh -c 'cat; echo through the pager'"


@pytest.mark.parametrize(
    ("arguments", "typing", "pager", "paged"),
    [
        (("list", "--limit", "60"), True, PAGER, True),
        (("show", "sample-agency-2023-02-14"), True, PAGER, True),
        (("list", "--title", "Brannoc", "--limit", "3"), True, PAGER, False),  # it fits
        (("list", "--limit", "60"), False, PAGER, False),  # nobody types
        (("list", "--limit", "60"), True, "", False),
        (("list", "--limit", "60"), True, "cat", False),
        (("list", "--limit", "60"), True, "no-such-pager -x", False),
        (("list", "--limit", "60"), True, "'", False),
        (("list", "--limit", "60", "--format", "csv"), True, PAGER, False),
    ],
)
def test_long_output_goes_through_the_pager(
    arguments: tuple[str, ...], typing: bool, pager: str, paged: bool, sample_archive: Path, tmp_path: Path
) -> None:
    more = {"CORPUS_DB": str(sample_archive), "CORPUS_PAGER": pager}
    code, shown = in_terminal(*arguments, cwd=tmp_path, typing=typing, **more)
    assert code == 0, shown
    assert ("through the pager" in shown) == paged
    assert "2015" in shown or "Brannoc" in shown


def test_a_pager_that_is_left_early_is_no_error(sample_archive: Path, tmp_path: Path) -> None:
    more = {"CORPUS_DB": str(sample_archive), "CORPUS_PAGER": "sh -c 'head -n 1'"}
    code, shown = in_terminal("list", "--limit", "60", cwd=tmp_path, typing=True, **more)
    assert code == 0
    assert "Traceback" not in shown
    assert "Error" not in shown


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "jsonl"])
def test_data_on_a_terminal_command_nothing(form: str, tmp_path: Path) -> None:
    hostile = "A \x1b[2J\x1b]0;owned\x07title \u202eevil \x9b5n with canals"
    (tmp_path / "a.txt").write_text("The canals are open, and more is said of them.", "utf-8")
    with Corpus(tmp_path / "corpus.db") as archive:
        archive.add(tmp_path / "a.txt", outlet="kcna")
        archive.set(archive.list().values("ref")[0], title=hostile)
    code, shown = in_terminal("list", "--format", form, cwd=tmp_path)
    assert code == 0
    assert "with canals" in shown
    assert not set(shown) & set("\x1b\x9b\x07\u202e")
    if form == "tsv":
        assert len(shown.splitlines()[1].split("\t")) == 12


def test_alone_it_says_what_there_is_and_what_to_ask(sample: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    done = sample()
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0].endswith("sample.db: 61 documents of 2 outlets, 9,322 words.")
    assert lines[1].split() == ["sample-agency", "49", "documents,", "2015", "to", "2024-10-06,", *(
        ["nothing", "in", "1", "of", "10", "years"])]  # fmt: skip
    assert "  corpus review " in done.out
    for line in lines:
        if line.startswith("  corpus "):
            assert line.split()[1] in (*main.COMMANDS, "--help")
    monkeypatch.setenv("CORPUS_DB", "none.db")
    assert sample().out.startswith("There is no database at none.db yet. To begin:\n  corpus add FOLDER")
    assert sample("init").code == 0
    assert "none.db holds no documents yet: corpus add" in sample().out
    assert sample("--help").out.startswith("Usage: corpus")


def offered(*typed: str) -> list[str]:
    return [value for value, _ in completion.candidates([*typed[:-1]], typed[-1])]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        (("fr",), ["freq"]),
        (("co",), ["coverage", "collocates", "compare", "concepts", "completion"]),
        (("--db", "x.db", "fr"), ["freq"]),
        (("--d",), ["--db", "--debug"]),
        (("freq", "--sm"), ["--smooth"]),
        (("freq", "peace", "--sort", ""), ["matches", "documents", "tokens", "rate"]),
        (("freq", "peace", "--by", "do"), ["document"]),
        (("list", "--format", "j"), ["json", "jsonl"]),
        (("list", "--outlet", ""), ["sample-agency", "sample-lantern"]),
        (("list", "--outlet", "SAMPLE-L"), ["sample-lantern"]),
        (("list", "--speaker", "edvar o"), ["Edvar Olmen"]),
        (("list", "--language", ""), ["en", "ko"]),
        (("list", "--voice", "quo"), ["quotation"]),
        (("list", "--country", "x"), ["XQV"]),
        (("show", "sample-agency-2023-02-14"), ["sample-agency-2023-02-14-chairman-edvar-olmen-makes"]),
        (("similar", "sample-agency-2023-02-14"), ["sample-agency-2023-02-14-chairman-edvar-olmen-makes"]),
        (("help", "first"), ["first-session"]),
        (("concepts", "st"), ["starter"]),
        (("annotate", "codes", "--f"), ["--format"]),
        (("nothing", ""), []),
        (("freq", ""), []),
    ],
)
def test_what_is_offered(
    typed: tuple[str, ...], wanted: list[str], sample_archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CORPUS_DB", str(sample_archive))
    assert offered(*typed) == wanted


def test_files_are_the_shells_own(sample_archive: Path) -> None:
    for typed in (("add", ""), ("freq", "--out", "a"), ("--db", "x")):
        assert completion.candidates([*typed[:-1]], typed[-1]) == [completion.FILES]


def test_without_an_archive_nothing_is_offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "text.db").write_text("no database")
    for name in ("none.db", "text.db"):
        monkeypatch.setenv("CORPUS_DB", str(tmp_path / name))
        assert offered("list", "--outlet", "") == []
    assert not (tmp_path / "none.db").exists()


@pytest.mark.postgres
def test_values_of_a_server(postgres_url: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The canals are open, and more is said of them.")
    with Corpus(postgres_url) as archive:
        archive.add(tmp_path / "a.txt", outlet="kcna", date="2024-08-06")
        url = archive.url
    assert labels(url, "outlet", "K") == [("kcna", "Korean Central News Agency")]
    assert [value for value, _ in labels(url, "document", "kcna-2024")] != []


def test_each_facet_is_offered() -> None:
    assert get_args(FrequencyFacet) == FACETS == (*PERIODS, *DOCUMENT_FACETS, *PASSAGE_FACETS, DOCUMENT)


@pytest.mark.parametrize("shell", get_args(Shell))
def test_scripts_are_what_the_shell_reads(shell: Shell, run: Run) -> None:
    done = run("completion", shell)
    assert done.out == SCRIPTS[shell]
    if shutil.which(shell):
        checked = subprocess.run([shell, "-n"], input=done.out, text=True, capture_output=True, check=False)
        assert (checked.returncode, checked.stderr) == (0, "")


def test_the_script_of_bash_completes(sample_archive: Path, tmp_path: Path) -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("needs bash")
    (tmp_path / "corpus").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m corpus "$@"\n')
    (tmp_path / "corpus").chmod(0o755)
    script = SCRIPTS["bash"] + (
        'COMP_WORDS=(corpus list --speaker Edv); COMP_CWORD=3; _corpus_completion; echo "${COMPREPLY[@]}"\n'
        'COMP_WORDS=(corpus fre); COMP_CWORD=1; _corpus_completion; echo "${COMPREPLY[@]}"\n'
        'COMP_WORDS=(corpus add co); COMP_CWORD=2; _corpus_completion; echo "${COMPREPLY[@]}"\n'
    )
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [bash, "-c", script],
        cwd=tmp_path,
        env=environment(PATH=path, CORPUS_DB=str(sample_archive)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.splitlines() == ["Edvar\\ Olmen", "freq", "corpus"], done.stderr


def program(folder: Path) -> str:
    """A search path with the program in front."""
    (folder / "corpus").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m corpus "$@"\n')
    (folder / "corpus").chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


def test_the_script_of_fish_completes(sample_archive: Path, tmp_path: Path) -> None:
    fish = shutil.which("fish")
    if fish is None:
        pytest.skip("needs fish")
    (tmp_path / "own.fish").write_text(SCRIPTS["fish"])
    lines = ("corpus fre", "corpus list --speaker Edv", "corpus list --speaker 'Edvar O", "corpus add own")
    lines += (r"corpus list --speaker Edvar\\ O",)
    asked = "; ".join(f'complete -C "{line}"' for line in lines)
    done = subprocess.run(
        [fish, "--no-config", "-c", f"source own.fish; {asked}"],
        cwd=tmp_path,
        env=environment(PATH=program(tmp_path), CORPUS_DB=str(sample_archive), HOME=str(tmp_path)),
        capture_output=True,
        text=True,
        check=False,
    )
    offered = [line.split("\t")[0] for line in done.stdout.splitlines()]
    assert offered == ["freq", "Edvar Olmen", "Edvar Olmen", "own.fish", "Edvar Olmen"], done.stderr


def test_the_script_of_zsh_completes(sample_archive: Path, tmp_path: Path) -> None:
    zsh = shutil.which("zsh")
    if zsh is None:
        pytest.skip("needs zsh")
    pty = pytest.importorskip("pty", reason="needs the pseudo-terminals of Unix")
    (tmp_path / ".zshrc").write_text(
        "autoload -Uz compinit; compinit -D -u\n" + SCRIPTS["zsh"] + "print -P ready%%\n"
    )
    more = {"PATH": program(tmp_path), "CORPUS_DB": str(sample_archive), "ZDOTDIR": str(tmp_path)}
    controller, terminal = pty.openpty()
    process = subprocess.Popen(
        [zsh, "-i"],
        cwd=tmp_path,
        env=environment(TERM="dumb", COLUMNS="200", **more),
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        start_new_session=True,
    )
    os.close(terminal)
    shown = b""

    def until(wanted: bytes) -> bool:
        nonlocal shown
        end = time.monotonic() + 30
        while wanted not in shown and time.monotonic() < end:
            if select.select([controller], [], [], 0.2)[0]:
                shown += os.read(controller, 65536)
        return wanted in shown

    try:
        assert until(b"ready%"), shown
        for typed, wanted in (
            (b"corpus fre\t", b"corpus freq "),
            (b"corpus list --speaker Edv\t", b"corpus list --speaker Edvar\\ Olmen"),
            (b'corpus list --speaker "Edvar O\t', b'"Edvar Olmen"'),
        ):
            shown = b""
            os.write(controller, typed)
            assert until(wanted), (typed, shown)
            os.write(controller, b"\x15")
    finally:
        process.kill()
        process.wait()
        os.close(controller)


def test_completion_imports_nothing_heavy(sample_archive: Path) -> None:
    code = (
        "import os, sys; from corpus.cli.completion import answer; answer(['list', '--outlet', ''])\n"
        "print(); print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment(CORPUS_DB=str(sample_archive)),
        capture_output=True,
        text=True,
        check=True,
    )
    assert "sample-lantern" in done.stdout
    assert not {"numpy", "sqlalchemy", "polars", "lxml", "regex"} & set(done.stdout.split())


def test_an_interruption_while_it_starts_is_a_sentence(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "class Stop:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'typer': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Stop())\n"
        "from corpus.cli.start import run\n"
        "run()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment(),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "Interrupted; nothing was begun.\n")


@pytest.mark.skipif(os.name == "nt", reason="sends a signal of Unix")
def test_a_real_interruption_ends_a_query_with_a_sentence(sample_archive: Path, tmp_path: Path) -> None:
    process = subprocess.Popen(
        command(
            "sql", "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
        ),
        env=environment(CORPUS_DB=str(sample_archive), PYTHONUNBUFFERED="1"),
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(3)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, "")
    assert err.startswith("Interrupted")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the device /dev/full of Linux")
@pytest.mark.parametrize("words", [("--version",), ("list",), ("freq", "library")])
def test_output_that_cannot_be_written_ends_with_a_sentence(
    words: tuple[str, ...], sample_archive: Path
) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command(*words),
            env=environment(CORPUS_DB=str(sample_archive)),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith("Error: No space left on device")
    assert "Traceback" not in done.stderr


def test_all_of_a_long_answer_arrives_before_the_program_ends_at_once(sample_archive: Path) -> None:
    done = subprocess.run(
        command("kwic", "the", "--format", "json"),
        env=environment(CORPUS_DB=str(sample_archive)),
        capture_output=True,
        check=True,
    )
    assert len(done.stdout) > 100_000
    assert len(json.loads(done.stdout)) > 400
