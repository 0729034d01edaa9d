#!/usr/bin/env python3
"""Load speeches of Xi Jinping as Xinhua printed them: url, publication, title, text."""

import _start  # noqa: F401 (finds the program)

from corpus.cli.options import Session
from corpus.cli.recipe import Paths, finish, load, run_recipe


def ingest(session: Session, paths: Paths) -> None:
    """Load speeches and the reports around them, as a JSON array."""
    with session.corpus() as corpus:
        finish(load(corpus, paths, outlet="xinhua"))


if __name__ == "__main__":
    run_recipe(ingest)
