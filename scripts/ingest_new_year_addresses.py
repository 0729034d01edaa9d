#!/usr/bin/env python3
"""Load the DPRK's New Year addresses and joint editorials: one text a year, YEAR.txt."""

import _start  # noqa: F401 (finds the program)

from corpus.cli.options import Session
from corpus.cli.recipe import Paths, finish, load, run_recipe


def ingest(session: Session, paths: Paths) -> None:
    """Load New Year addresses; the year stands in the file's name (1999.txt).

    The compilers' introductions and sources become editor's notes, which no rate counts.
    """
    with session.corpus() as corpus:
        finish(load(corpus, paths, outlet="dprk-new-year"))


if __name__ == "__main__":
    run_recipe(ingest)
