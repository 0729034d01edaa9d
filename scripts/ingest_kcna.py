#!/usr/bin/env python3
"""Load KCNA's pages as crawlers keep them: JSON lines or arrays, also snapshots of several days."""

import re
from pathlib import Path

import _start  # noqa: F401 (finds the program)

from corpus.cli.options import Session
from corpus.cli.recipe import Paths, Retrieved, finish, load, run_recipe

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def ingest(session: Session, paths: Paths, retrieved: Retrieved = None) -> None:
    """Load KCNA's pages: topic, headline, link, date, story_text.

    Snapshots that carry a day in their name (snapshot-2024-08-04.json.gz) are loaded in that order, each
    as retrieved on its day, so that changed texts become versions; other files come after them.
    """
    with session.corpus() as corpus:
        finish(
            *(
                load(corpus, [path], outlet="kcna", retrieved=retrieved or day(path))
                for path in ordered(paths)
            )
        )


def day(path: Path) -> str | None:
    """The day in a file's name."""
    found = DAY.search(path.name)
    return found[0] if found else None


def ordered(paths: list[Path]) -> list[Path]:
    """Files by the day in their name, the undated last; of a folder its files."""
    files = [file for path in paths for file in (sorted(path.iterdir()) if path.is_dir() else [path])]
    return sorted(files, key=lambda file: day(file) or "9999")


if __name__ == "__main__":
    run_recipe(ingest)
