"""Arguments that nobody means: bytes that are no text, very long ones, very large numbers."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import command, environment

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Done, Run

NO_TEXT = "a\udcffb"
"""What Python makes of the bytes ``a\\xffb`` on a command line."""
DOC = "sample-agency-2015-06"
FILTERS = ["outlet", "country", "language", "genre", "authority", "speaker", "voice", "title"]
FILTERS += ["since", "until", "document", "as-of"]

COMMANDS: dict[str, list[list[str]]] = {
    # What the sentence names, and the commands; VALUE stands for the bad argument.
    "The query": [["freq", "VALUE"], ["kwic", "VALUE"], ["first", "VALUE"], ["freq", "canals", "VALUE"]],
    "The reference": [
        ["show", "VALUE"],
        ["show", "VALUE", "--raw"],
        ["set", "VALUE", "genre=news"],
        ["review", "--confirm", "VALUE"],
    ],
    "FIELD=VALUE": [["set", DOC, "place=VALUE"], ["set", DOC, "VALUE=x"], ["set", DOC, "genre=x", "VALUE"]],
    "--field": [["review", "--confirm", DOC, "--field", "VALUE"]],
    "--by": [["freq", "canals", "--by", "VALUE"], ["coverage", "--by", "VALUE"]],
    "--context": [["kwic", "canals", "--context", "VALUE"]],
    "--db": [["list", "--db", "VALUE"], ["--db", "VALUE", "stats"], ["init", "--db", "VALUE"]],
    **{
        f"--{name}": [[*start, f"--{name}", "VALUE"] for start in (["list"], ["freq", "canals"], ["review"])]
        for name in FILTERS
    },
}


def sentence(done: Done) -> str:
    """The one sentence of a command that was refused."""
    assert done.code in (1, 2)
    assert done.out == ""
    said = done.err.splitlines()[-1]
    assert said.startswith("Error: ")
    assert len(said) < 1500
    assert "cannot explain" not in said
    return said.removeprefix("Error: ")


@pytest.mark.parametrize("what", COMMANDS)
def test_an_argument_that_is_no_text_is_named(what: str, sample: Run) -> None:
    for arguments in COMMANDS[what]:
        done = sample(*(one.replace("VALUE", NO_TEXT) for one in arguments))
        assert sentence(done) == f"{what} holds '\\udcff', which no text can hold: type it again, in UTF-8."


def test_bytes_that_are_no_text_from_a_real_command_line(sample_archive: Path, tmp_path: Path) -> None:
    for arguments in (["show", b"\xff"], ["freq", b"a\xff"], ["list", "--title", b"\xff"]):
        done = subprocess.run(
            [*command(), *arguments],
            cwd=tmp_path,
            env=environment(CORPUS_DB=str(sample_archive)),
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
        assert "holds '\\udcff', which no text can hold" in done.stderr


@pytest.mark.parametrize("value", ["a" * 100_000, "a " * 50_000, "9" * 100_000, "당" * 100_000])
@pytest.mark.parametrize("what", [what for what in COMMANDS if what not in ("The query", "FIELD=VALUE")])
def test_a_very_long_argument_is_refused_with_a_short_sentence(what: str, value: str, sample: Run) -> None:
    for arguments in COMMANDS[what]:
        assert sentence(sample(*(one.replace("VALUE", value) for one in arguments)))


@pytest.mark.parametrize(
    "arguments",
    [
        ["VALUE"],
        ["list", "--VALUE"],
        ["list", "--limit", "VALUE"],
        ["list", "--format", "VALUE"],
        ["list", "--out", "VALUE.csv"],
        ["show", DOC, "--raw", "--out", "VALUE"],
        ["show", DOC, "--version", "VALUE"],
        ["show", "VALUE", "--rejected"],
        ["set", DOC, "VALUE=x"],
        ["set", DOC, "genre=VALUE"],
        ["add", "VALUE"],
        ["add", ".", "--outlet", "VALUE"],
        ["add", ".", "--map", "VALUE"],
        ["add", ".", "--date", "VALUE"],
    ],
)
def test_a_long_argument_anywhere_makes_no_long_message(arguments: list[str], sample: Run) -> None:
    assert sentence(sample(*(one.replace("VALUE", "a" * 100_000) for one in arguments)))


def test_a_long_query_that_is_not_found_is_not_repeated_in_full(sample: Run) -> None:
    done = sample("kwic", "a" * 100_000)
    assert (done.code, done.out) == (1, "")
    assert done.err == f"not found: {'a' * 500}…\n"


@pytest.mark.parametrize(
    "number", ["2147483648", "9223372036854775808", "99999999999999999999", "1" + "0" * 60]
)
def test_numbers_beyond_every_archive(number: str, sample: Run) -> None:
    whole = json.loads(sample("list", "--limit", number, "--format", "json").out)
    assert len(whole) == 61
    done = sample("list", "--offset", number, "--format", "json")
    assert (done.code, done.out, done.err) == (
        0,
        "[]\n",
        "The offset lies beyond the last of 61 documents.\n",
    )
    for options in (["--limit", number], ["--offset", number], ["--limit", number, "--offset", number]):
        done = sample("list", "--rejected", *options, "--format", "json")
        assert (done.code, done.out) == (0, "[]\n")
    done = sample("review", "--offset", number)
    assert (done.code, done.err) == (0, "The offset lies beyond the last of 1 doubts.\n")
    assert sentence(sample("kwic", "canals", "--limit", number)).startswith("--limit goes from 1 to 100,000")
    assert f"has no version {number}: it has 1" in sentence(sample("show", DOC, "--version", number))
    assert sentence(sample("show", number, "--rejected")).endswith("corpus list --rejected shows them.")


@pytest.mark.parametrize("arguments", ["list --limit -1", "list --limit 0", "list --offset -1"])
def test_numbers_below_the_least(arguments: str, sample: Run) -> None:
    assert "is too small, it goes from " in sentence(sample(*arguments.split()))


def test_an_empty_value_is_no_value(sample: Run) -> None:
    for name in FILTERS:
        said = sentence(sample("list", f"--{name}", ""))
        assert said == f"--{name} is empty: give it a value, or leave it out."
    assert sentence(sample("show", "")) == "The reference is empty: corpus list shows the references."
    assert sample("show", "%").code == 1


@pytest.mark.parametrize(
    ("typed", "meant"), [("--from", "--since"), ("--lang", "--language"), ("--group-by", "--by")]
)
def test_options_as_others_call_them(run: Run, typed: str, meant: str) -> None:
    asked = run("freq", "peace", typed, "x")
    assert asked.code == 2
    assert f"No such option: {typed} (Possible options: {meant})" in asked.err
