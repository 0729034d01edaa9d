"""What messages name: it exists in Python and on the command line, and is written as each writes it."""

from __future__ import annotations

import ast
import inspect
import shlex
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import typer

import corpus
from corpus import Corpus, wording
from corpus.cli import main
from corpus.cli.wording import COMMANDS, CommandLine
from corpus.errors import DamagedError, FilterError, UsageError
from corpus.output.report.report import Report
from corpus.output.result import Result
from corpus.query.select.selection import Filters
from corpus.web.limits import ADDED
from corpus.wording import Blank, action, argument, spoken

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(corpus.__file__).parent
OWNERS = {"Corpus": Corpus, "Result": Result}


def calls() -> Iterator[ast.Call]:
    """Calls below the command line."""
    for path in PACKAGE.rglob("*.py"):
        if path.relative_to(PACKAGE).parts[0] != "cli" and path.name != "wording.py":
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    yield node


def actions() -> dict[str, set[str]]:
    """The actions that messages name, with the arguments that they give them by name."""
    found: dict[str, set[str]] = {}
    for call in calls():
        if (
            isinstance(call.func, ast.Name)
            and call.func.id == "action"
            and isinstance(call.args[0], ast.Constant)
        ):
            found.setdefault(str(call.args[0].value), set()).update(
                key.arg for key in call.keywords if key.arg
            )
    return found


def named_arguments() -> set[str]:
    """The arguments that messages name."""
    found = set()
    for call in calls():
        function = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
        first = call.args[0] if call.args else None
        if function in ("argument", "about", "checked", "whole") and isinstance(first, ast.Constant):
            found.add(str(first.value))
        found |= {
            str(key.value.value)
            for key in call.keywords
            if key.arg == "argument" and isinstance(key.value, ast.Constant)
        }
    return {name for name in found if wording.is_argument(name)}


def parameters(function: Any) -> set[str]:
    """The arguments that a method takes by name, its filters among them."""
    names = {name for name in inspect.signature(function).parameters if name != "self"}
    return names - {"filters"} | {entry.name for entry in fields(Filters)} if "filters" in names else names


def command(words: list[str]) -> tuple[Any, list[str]]:
    """The command that words name, and the words behind it."""
    made: Any = typer.main.get_command(main.app)
    while words and hasattr(made, "get_command"):
        inner = made.get_command(None, words[0])
        if inner is None:  # alone, a group is the first of its commands
            made = made.get_command(None, next(iter(made.functions)))
            break
        made, words = inner, words[1:]
    if hasattr(made, "functions"):
        made = made.get_command(None, next(iter(made.functions)))
    return made, words


def test_actions_are_methods_with_these_arguments() -> None:
    found = actions()
    assert len(found) > 20
    for name, keys in found.items():
        owner, _, method = name.rpartition(".")
        function = getattr(OWNERS[owner or "Corpus"], method)
        assert keys <= parameters(function), name


def test_actions_are_commands_with_these_options() -> None:
    with spoken(CommandLine()):
        for name, keys in actions().items():
            if "." in name:
                continue
            typed = shlex.split(action(name, **dict.fromkeys(keys, "x")))
            assert typed.pop(0) == "corpus"
            made, rest = command(typed)
            assert made is not None, name
            known = {option for param in made.params for option in param.opts}
            assert {word for word in rest if word.startswith("--")} <= known, name


def test_renamed_commands_are_methods() -> None:
    assert {name.partition(" ")[0] for name in COMMANDS} <= set(dir(Corpus))


def test_arguments_are_those_of_methods_and_options() -> None:
    methods = [
        getattr(owner, name) for owner in (Corpus, Result, Report) for name in dir(owner) if name[0] != "_"
    ]
    taken = {"database"}.union(*(parameters(method) for method in methods if callable(method)))
    made = [typer.main.get_command(main.app)]
    offered: set[str] = set()
    while made:
        one: Any = made.pop()
        offered.update(name for param in one.params for name in param.opts)
        made += (
            [one.get_command(None, name) for name in one.list_commands(None)]
            if hasattr(one, "functions") or hasattr(one, "list_commands")
            else []
        )
    found = named_arguments() - (set().union(*ADDED.values()) - taken)  # those of pages alone
    assert len(found) > 40
    assert found <= taken
    with spoken(CommandLine()):
        assert {argument(name) for name in found} <= offered


@pytest.mark.parametrize(
    ("said", "python", "typed"),
    [
        (lambda: argument("min_documents"), "min_documents=", "--min-documents"),
        (lambda: argument("by", "year"), 'by="year"', "--by year"),
        (lambda: argument("follow_links", True), "follow_links=True", "--follow-links"),
        (lambda: argument("speaker", "Kim Jong Un"), 'speaker="Kim Jong Un"', "--speaker 'Kim Jong Un'"),
        (lambda: argument("database"), "database=", "--db"),
        (lambda: action("upgrade"), "Corpus.upgrade()", "corpus upgrade"),
        (lambda: action("undo", 3), "Corpus.undo(3)", "corpus undo 3"),
        (
            lambda: action("add_concept", "x", {"en": Blank("QUERY"), "ko": "비핵화"}),
            'Corpus.add_concept("x", {"en": QUERY, "ko": "비핵화"})',
            "corpus concepts add x en:QUERY 'ko:비핵화'",
        ),
        (lambda: action("show", Blank("REF")), "Corpus.show(REF)", "corpus show REF"),
        (
            lambda: action("kwic", "a b", outlet=("kcna", "rodong"), since=None, title="it's"),
            'Corpus.kwic("a b", outlet=["kcna", "rodong"], title="it\'s")',
            "corpus kwic 'a b' --outlet kcna --outlet rodong --title 'it'\"'\"'s'",
        ),
        (
            lambda: action("mention_lines", "Kim  Il", outlet=("kcna",)),
            'Corpus.mention_lines("Kim  Il", outlet="kcna")',
            "corpus people 'Kim  Il' --lines --outlet kcna",
        ),
        (
            lambda: action("mention_lines", "Kim {}", with_title="{x}", title="a"),
            'Corpus.mention_lines("Kim {}", with_title="{x}", title="a")',
            "corpus titles 'Kim {}' --lines '{x}' --title a",
        ),
        (
            lambda: action("attendance_lists", document=Blank("REF")),
            "Corpus.attendance_lists(document=REF)",
            "corpus people --order --document REF",
        ),
        (
            lambda: action("Result.write", Blank("F.csv")),
            "Result.write(F.csv)",
            "the same command with --out F.csv",
        ),
    ],
)
def test_both_wordings(said: Any, python: str, typed: str) -> None:
    assert said() == python
    with spoken(CommandLine()):
        assert said() == typed
    assert said() == python


def test_an_error_carries_the_name_of_its_argument() -> None:
    with (
        Corpus("nowhere.db") as archive,
        pytest.raises(UsageError, match=r"^min= is a whole number") as raised,
    ):
        archive.collocates("peace", min="x")  # type: ignore[arg-type]
    assert raised.value.argument == "min"
    with spoken(CommandLine()):
        error = FilterError.about("since", "this is no date.", "20x4")
    assert (str(error), error.argument) == ("--since 20x4: this is no date.", "since")


def test_damage_says_what_to_do_and_keeps_what_is_wrong() -> None:
    error = DamagedError("A block is missing")
    assert (str(error), error.problem) == ("A block is missing; run: Corpus.check()", "A block is missing")
    with spoken(CommandLine()):
        assert str(DamagedError("A block is missing")) == "A block is missing; run: corpus check"
    assert str(DamagedError("It is lost", "restore a backup")) == "It is lost; restore a backup"
