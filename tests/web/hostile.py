"""An archive whose every field tries to be more than text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus import Corpus
from tests.builder import build
from tests.counter import Text

if TYPE_CHECKING:
    from pathlib import Path

SCRIPT = "<script>window.ran=1</script>"
HOSTILE = f"{SCRIPT}<img src=x onerror=window.ran=1>\"'`{{{{7*7}}}}\u202eevil"
LONG = "peace " * 1_700_000
"""A line of ten million letters."""


def hostile_archive(database: Path) -> Path:
    """Texts past the reader, which would take tags away."""
    texts = [
        Text(
            "2024-01-02",
            "kcna",
            passages=[("headline", None, f"{HOSTILE} peace"), ("speech", HOSTILE, f"peace {HOSTILE} peace")],
        ),
        Text("2023-05-06", "kcna", passages=[("narration", None, f"peace {HOSTILE}")]),
    ]
    with Corpus(database) as corpus:
        corpus.init()
        build(corpus, texts)
        ref = corpus.list(since="2024").rows()[0]["ref"]
        corpus.set(ref, title=HOSTILE.replace("\u202e", ""), place=HOSTILE.replace("\u202e", ""))
    return database


def long_archive(database: Path) -> Path:
    """A text that is a single line of ten megabytes."""
    with Corpus(database) as corpus:
        corpus.init()
        build(corpus, [Text("2023-05-06", "kcna", passages=[("narration", None, LONG)])])
    return database
