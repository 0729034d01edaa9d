#!/usr/bin/env python3
"""Load the PRC's government work reports and the reports to CPC congresses."""

from pathlib import Path

import _start  # noqa: F401 (finds the program)

from corpus.cli.options import Session
from corpus.cli.recipe import Paths, finish, load, run_recipe


def ingest(session: Session, paths: Paths) -> None:
    """Load reports as JSON lines: title, url, content, year or congress.

    A file with "congress" in its name holds reports to party congresses; the others are the government's.
    """
    with session.corpus() as corpus:
        finish(*[load(corpus, [path], outlet=outlet(path)) for path in paths for path in files(path)])


def files(path: Path) -> list[Path]:
    """The file, or those of a folder."""
    return sorted(path.glob("*.jsonl")) if path.is_dir() else [path]


def outlet(path: Path) -> str:
    """Whose reports a file holds."""
    return "cpc-congress" if "congress" in path.name else "prc-government"


if __name__ == "__main__":
    run_recipe(ingest)
