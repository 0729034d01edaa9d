"""What the ingestion scripts share: each is one function that names its collection's particulars."""

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus.cli.commands.add import list_rejections, progress_bar, say_what_is_open, summary
from corpus.cli.errors import end_by_signals, explained, say
from corpus.cli.options import Command, Session, flat
from corpus.cli.output import write
from corpus.cli.wording import CommandLine
from corpus.errors import InputError, NotFoundError
from corpus.wording import spoken

if TYPE_CHECKING:
    from corpus.api import Corpus
    from corpus.ingest.load.loader import Report
    from corpus.text.records import Item, Rejected

Paths = Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files, folders and zip archives.")]
Retrieved = Annotated[
    str | None, typer.Option("--retrieved", metavar="DATE", help="When they were retrieved; else now.")
]


class _Recipe(Command):
    def invoke(self, ctx: Any) -> Any:
        with explained(ctx), spoken(CommandLine()):
            return super().invoke(ctx)


def run_recipe(function: Callable[..., None]) -> None:
    """Run a script's function as a program: options of its parameters, errors as sentences, exit codes.

    Signals end it as they end ``corpus``.
    """
    end_by_signals()
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    settings = {"obj": Session(), "help_option_names": ["-h", "--help"], "max_content_width": 100}
    app.command(cls=_Recipe, context_settings=settings)(flat(function))
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    app()


def load(
    corpus: "Corpus", paths: list[Path], items: "Iterable[Item | Rejected] | None" = None, **given: Any
) -> "Report":
    """Load paths (or ``items``, read from them) with a progress bar, a summary and what is open."""
    names = ", ".join(str(path) for path in paths)
    expected = corpus.estimate(*paths)
    with progress_bar(expected) as progress:
        given |= {"progress": progress, "expected": expected}
        report = (
            corpus.add(*paths, **given) if items is None else corpus.add_items(items, inputs=names, **given)
        )
    if not report.inputs:
        raise NotFoundError(f"There is nothing to load in {names}: no file was found.")
    write(f"{', '.join(path.name for path in paths)}: {summary(report)}\n")
    say_what_is_open(report)
    list_rejections(report.rejections, report.outcomes["rejection"])
    say_which_genres(corpus, given.get("outlet"))
    return report


def say_which_genres(corpus: "Corpus", outlet: str | None) -> None:
    """Say where an outlet's texts are of several genres: a rate of years would mix them."""
    if outlet is None:
        return
    query = f"SELECT genre, COUNT(*) AS number FROM documents WHERE outlet = '{outlet}' GROUP BY genre"
    found = [(str(row["genre"] or "without genre"), int(row["number"])) for row in corpus.sql(query).rows()]
    if len(found) > 1:
        told = ", ".join(f"{genre} {number:,}" for genre, number in sorted(found, key=lambda one: -one[1]))
        say(f"{outlet} has texts of {len(found)} genres ({told}): --genre NAME keeps a rate to one of them.")


def finish(*reports: "Report") -> None:
    """End with the exit code for inputs that were rejected, if there were any."""
    if any(report.rejections for report in reports):
        raise typer.Exit(InputError.exit_code)
