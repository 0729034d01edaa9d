"""The command line: the program itself, and the way in. Nothing heavy is imported before it is used."""

import gc
import logging
import os
import sys
import warnings
from collections.abc import Callable
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from corpus.cli.errors import end_by_signals, explained, say
from corpus.cli.options import Session, made_command, short_help
from corpus.cli.output import write
from corpus.cli.overview import overview
from corpus.cli.patience import patience
from corpus.cli.wording import CommandLine
from corpus.version import __version__
from corpus.wording import spoken

GROUPS = {
    "Load": {
        "init": "archive",
        "add": "add",
        "outlets": "outlets",
        "review": "corrections",
        "set": "corrections",
    },
    "Ask": {
        "list": "archive",
        "show": "archive",
        "stats": "archive",
        "coverage": "archive",
        "freq": "query",
        "kwic": "query",
        "first": "query",
        "cite": "cite",
        "sql": "sql",
        "serve": "serve",
        "mcp": "mcp",
    },
    "Compare": {
        "collocates": "words",
        "keywords": "words",
        "ngrams": "ngrams",
        "trends": "trends",
        "compare": "compare",
    },
    "Insight": {
        "formulas": "formulas",
        "people": "people",
        "titles": "people",
        "authorities": "authority",
        "similar": "reuse",
        "reuse": "reuse",
        "concepts": "concepts",
        "annotate": "annotate",
    },
    "Keep": {
        "remove": "removals",
        "restore": "removals",
        "undo": "removals",
        "log": "removals",
        "upgrade": "archive",
        "optimize": "optimize",
        "check": "check_and_backup",
        "backup": "check_and_backup",
        "completion": "completion",
        "help": "help",
    },
}
"""The commands as the help shows them: in each group, command to the module of its function, which is
imported when the command is called."""
COMMANDS = {name: module for group in GROUPS.values() for name, module in group.items()}


MEANT = {
    "freq": {"count", "counts", "frequency", "frequencies", "timeline", "plot", "chart", "graph"},
    "kwic": {"search", "find", "grep", "concordance", "lines", "quote", "context"},
    "list": {"ls", "docs", "documents", "articles"},
    "show": {"open", "view", "cat", "read", "get", "text"},
    "add": {"load", "import", "ingest", "insert"},
    "remove": {"delete", "rm", "drop"},
    "cite": {"bib", "bibtex", "citation", "citations", "reference"},
    "stats": {"info", "status", "summary"},
    "serve": {"web", "gui", "browse", "explore", "explorer", "ui"},
    "set": {"edit", "correct", "fix"},
    "coverage": {"gaps", "calendar"},
    "upgrade": {"migrate", "update"},
    "help": {"manual", "man"},
}
"""Commands, and what people call them who come from other programs."""
ASKED = {"freq", "kwic", "first", "collocates"}
"""Commands whose arguments are queries."""


def command_function(command: str) -> Callable[..., None]:
    """The function of a command."""
    module = import_module(f"corpus.cli.commands.{COMMANDS[command]}")
    # list and set are names of Python's own.
    found: Callable[..., None] = getattr(module, command, None) or getattr(module, f"{command}_")
    return found


class Commands(TyperGroup):
    """The commands, each made when it is called; whatever goes wrong in one ends with a sentence."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name in COMMANDS and cmd_name not in self.commands:
            self.commands[cmd_name] = made_command(cmd_name, command_function(cmd_name))
        if cmd_name not in COMMANDS:
            self.commands.update({name: self.get_command(ctx, name) for name in COMMANDS})  # to suggest from
        return self.commands.get(cmd_name)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        try:
            return super().resolve_command(ctx, args)
        except typer.TyperException as error:
            meant = next((name for name, others in MEANT.items() if args[0].lower() in others), None)
            if meant is not None:
                error.message = f"No such command {args[0]!r}. Did you mean {meant!r}?"
            raise

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        # One width of names for all groups.
        room = max(map(len, COMMANDS))
        for title, names in GROUPS.items():
            limit = formatter.width - 6 - room
            with formatter.section(title):
                formatter.write_dl(
                    [(name.ljust(room), short_help(command_function(name), limit)) for name in names]
                )

    def invoke(self, ctx: Any) -> Any:
        words = [*ctx._protected_args, *ctx.args]
        with patience(words), explained(ctx), spoken(CommandLine()):
            _tell_of_files(words)
            return super().invoke(ctx)


def _tell_of_files(words: list[str]) -> None:
    """Say it where a query is the name of a file here: the shell has put it in the place of a wildcard."""
    if not words or words[0] not in ASKED:
        return
    names = [
        word
        for before, word in pairwise(words)
        if not before.startswith("-") and "." in word[1:] and "/" not in word and Path(word).is_file()
    ]
    if names:
        more = f" and {len(names) - 1} more" if len(names) > 1 else ""
        say(
            f"{names[0]}{more}: the name of a file here is asked for. If a wildcard was meant, the shell has"
            " replaced it: put the query in quotation marks, as in 'nuclear*'."
        )


app = typer.Typer(
    name="corpus",
    cls=Commands,
    help=(
        "A comparative database of state-media texts: load speeches and articles, count terms over time."
        "\n\nEach command explains itself: corpus COMMAND --help; corpus help lists the pages of the manual."
        " Exit codes: 0 done; 1 what was asked for by name is not there; 2 wrong usage;"
        " 3 done in part, with the rest listed; 4 the database is damaged."
    ),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    invoke_without_command=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"corpus {__version__}")
        raise typer.Exit


@app.callback()
def program(
    ctx: typer.Context,
    db: Annotated[
        str | None,
        typer.Option("--db", metavar="PATH|URL", help="The database; else CORPUS_DB, else corpus.db here."),
    ] = None,
    debug: Annotated[bool, typer.Option("--debug", help="Show the program's own trace of an error.")] = False,
    version: Annotated[
        bool,
        typer.Option("--version", help="Print the version.", is_eager=True, callback=_print_version),
    ] = False,
) -> None:
    ctx.obj = Session(db, debug)
    if not debug:
        _quiet()
    if ctx.invoked_subcommand is None:
        with ctx.obj.corpus() as corpus:
            write(overview(corpus))


def _quiet() -> None:
    """Warnings of libraries are for programmers; so is what a connection says that Ctrl-C ends."""
    warnings.simplefilter("ignore")
    logging.getLogger("sqlalchemy").addHandler(logging.NullHandler())


def run() -> None:
    """The entry point of the program ``corpus``."""
    end_by_signals()
    # Matrices here are small: starting a thread for each processor costs more than it saves.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if sys.stdout is not None:  # it is where the caller has closed it
        # A terminal that lacks a character shows "?", where Python would stop.
        sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        app(prog_name="corpus")
    finally:
        # All goes with the process: not to look through it for garbage first saves a tenth of a query.
        gc.freeze()
