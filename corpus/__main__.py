"""``python -m corpus``: the program, where its script is not on the path."""

from __future__ import annotations

from corpus.cli.start import run

if __name__ == "__main__":
    run()
