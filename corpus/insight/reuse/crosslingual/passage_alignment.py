"""Which passage of one document stands beside which of another, in another language: by what both name.

The pairs keep the order of both texts (dynamic programming, as for sentences by length in Gale & Church
1993); a pair counts the facts that both passages name, and how alike their shares of the whole text are in
length.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.insight.reuse.crosslingual.facts import Fact


Floats = npt.NDArray[np.float64]

MOST_CELLS = 4_000_000
"""Pairs of passages that are weighed; of longer documents none stands beside another."""
FACT = 2.0
"""What a shared fact counts, divided by the passages of both texts that name it."""
NEAR = 0.5
"""What the same place in the text and the same length count at most."""


def beside(one: Sequence[PassageFacts], other: Sequence[PassageFacts]) -> dict[int, int]:
    """Ordinal of a passage to the ordinal of the other text's passage beside it; in order, each once."""
    if not one or not other or len(one) * len(other) > MOST_CELLS:
        return {}
    scores = _scores(one, other)
    best = np.zeros((len(one) + 1, len(other) + 1))
    for row in range(len(one)):
        # the best with this passage paired at each column, or left alone; then carried on to the right
        paired = best[row, :-1] + scores[row]
        best[row + 1, 1:] = np.maximum(best[row, 1:], paired)
        np.maximum.accumulate(best[row + 1], out=best[row + 1])
    found: dict[int, int] = {}
    row, column = len(one), len(other)
    while row and column:
        if best[row, column] == best[row, column - 1]:
            column -= 1
        elif best[row, column] == best[row - 1, column]:
            row -= 1
        else:
            row, column = row - 1, column - 1
            found[row] = column
    return found


def _scores(one: Sequence[PassageFacts], other: Sequence[PassageFacts]) -> Floats:
    """What each pair of passages counts."""
    spans = [_spans(one), _spans(other)]
    centres = np.abs(spans[0].mean(axis=1)[:, None] - spans[1].mean(axis=1)[None, :])
    lengths = np.abs(np.diff(spans[0], axis=1) - np.diff(spans[1], axis=1).T)
    scores: Floats = NEAR * (1 - np.minimum(4 * centres, 1)) * (1 - np.minimum(8 * lengths, 1))
    rows, columns = _named(one), _named(other)
    for key in rows.keys() & columns.keys():
        weight = FACT / max(len(rows[key]), len(columns[key]))
        scores[np.ix_(rows[key], columns[key])] += weight
    return scores


def _spans(told: Sequence[PassageFacts]) -> Floats:
    """Where each passage begins and ends, as shares of the text: of shape (passages, 2)."""
    edges = np.concatenate(([0], np.cumsum([len(passage.text) for passage in told])))
    edges = edges / max(edges[-1], 1)
    spans: Floats = np.column_stack((edges[:-1], edges[1:]))
    return spans


def _named(told: Sequence[PassageFacts]) -> dict[tuple[str, str], list[int]]:
    """The passages that name each fact."""
    found: dict[tuple[str, str], list[int]] = {}
    for at, passage in enumerate(told):
        for key in {(fact.kind, fact.value) for fact in passage.facts}:
            found.setdefault(key, []).append(at)
    return found


@dataclass(frozen=True, slots=True)
class PassageFacts:
    """The facts of one passage: its number, the words that count in it, and what they name."""

    passage: int
    text: str
    language: str
    facts: tuple[Fact, ...]
