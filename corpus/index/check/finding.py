"""A broken thing, and what mends it."""

from __future__ import annotations

from typing import Literal, NamedTuple

from corpus.wording import action

Severity = Literal["lost", "wrong", "slow"]
"""``lost``: cannot be made again from the archive; ``wrong``: queries may give wrong numbers, and it
can be made again from the texts; ``slow``: only costs time."""

RESTORE = "restore a backup, or load this text again into a new database"
RESTORE_ALL = "restore a backup, or load the texts into a new database"


def repair() -> str:
    """The remedy of what can be made again from the texts."""
    return f"run: {action('check', repair=True)}"


class Finding(NamedTuple):
    """``row``: its key; ``document``: reference, where it is a document's; ``remedy``: what to do."""

    severity: Severity
    table: str
    row: str
    document: str
    problem: str
    remedy: str
