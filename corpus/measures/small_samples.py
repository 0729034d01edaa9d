"""Cells of a table that hold too little text for a rate."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LEAST_TOKENS = 1_000
"""Of fewer, one match more or less is a thousand per million."""


def small(tokens: Sequence[float | None]) -> list[bool]:
    """Which cells hold text, but fewer than `LEAST_TOKENS` tokens; none where no cell holds more."""
    counts = [held or 0 for held in tokens]
    others = any(held >= LEAST_TOKENS for held in counts)
    return [others and 0 < held < LEAST_TOKENS for held in counts]
