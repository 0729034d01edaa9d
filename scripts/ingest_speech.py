#!/usr/bin/env python3
"""Load a single speech from a file, and show what was understood of it."""

from pathlib import Path
from typing import Annotated

import _start  # noqa: F401 (finds the program)
import typer

from corpus.cli.options import Session
from corpus.cli.output import columns, write
from corpus.cli.recipe import Retrieved, finish, load, run_recipe


def ingest(
    session: Session,
    path: Annotated[Path, typer.Argument(metavar="FILE", help="The text of the speech.")],
    outlet: Annotated[str, typer.Option("--outlet", metavar="CODE", help="Who published it.")] = "kcna",
    date: Annotated[str | None, typer.Option("--date", metavar="DATE", help="When, as 2024-02-28.")] = None,
    speaker: Annotated[str | None, typer.Option("--speaker", metavar="NAME", help="Who speaks.")] = None,
    title: Annotated[str | None, typer.Option("--title", metavar="WORDS", help="Its headline.")] = None,
    retrieved: Retrieved = None,
) -> None:
    """Load one speech, or a report of one, from a plain text or a web page.

    What the options leave open is read from the text; what is only inferred is listed for review.
    """
    hints = {"date": date, "speaker": speaker, "title": title}
    given = {name: value for name, value in hints.items() if value is not None}
    with session.corpus() as corpus:
        report = load(corpus, [path], outlet=outlet, retrieved=retrieved, **given)
        doubts = corpus.review(run=report.run_id)
        write("\nTo review:\n" + str(doubts.render("table", width=columns())) if len(doubts) else "")
        finish(report)


if __name__ == "__main__":
    run_recipe(ingest)
