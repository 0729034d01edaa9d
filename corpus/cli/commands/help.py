"""Pages of the manual: help."""

import difflib
from pathlib import Path
from typing import Annotated

import typer

from corpus.argument_checks import shown
from corpus.cli.main import COMMANDS, app
from corpus.cli.output import columns, write
from corpus.errors import NotFoundError
from corpus.output import text as output_text

PAGES = Path(__file__).parents[2] / "docs"
INDEX = "index"
WIDEST = 100
"""Most columns of a page: longer lines are hard to read."""


def help_(
    topic: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TOPIC]", help="The page, or a command; without it: which pages there are."),
    ] = None,
) -> None:
    """A page of the manual, or which there are.

    \b
    Examples:
      corpus help
      corpus help first-session
      corpus help counting rules
    """
    name = "-".join(topic or ()).lower().replace("_", "-").removesuffix(".md") or INDEX
    known = topics()
    if name in (*known, INDEX):
        write(
            output_text.pages.page(
                (PAGES / f"{name}.md").read_text("utf-8"), min(columns() or WIDEST, WIDEST), "corpus help {}"
            )
        )
    elif name in COMMANDS:
        app([name, "--help"], prog_name="corpus")
    else:
        raise NotFoundError(_unknown(" ".join(topic or ()), known))


def topics() -> list[str]:
    """The names of the pages."""
    return sorted(path.stem for path in PAGES.glob("*.md") if path.stem != INDEX)


def _unknown(name: str, pages: list[str]) -> str:
    near = difflib.get_close_matches(name.lower(), sorted({*pages, *COMMANDS}), 3, 0.5)
    meant = f" Did you mean {' or '.join(near)}?" if near else ""
    return f"No page {shown(name)!r}.{meant} corpus help lists them all."
