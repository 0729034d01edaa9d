"""Arithmetic of series: which plain series are counted, and how their counts become the asked ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from corpus.query.language.ast import Series

I64 = npt.NDArray[np.int64]


class Plan(NamedTuple):
    """``plain``: the series to count, each once. For each series asked for, the ordinals in ``plain`` of
    those that are added (``above``) and of those that the sum is divided by (``below``, empty for none)."""

    plain: tuple[Series, ...]
    above: tuple[tuple[int, ...], ...]
    below: tuple[tuple[int, ...], ...]

    def numerators(self, counts: Sequence[I64]) -> list[I64]:
        """The counts of the series asked for (of quotients the numerators), from those of ``plain``."""
        return [_sum(counts, ordinals) for ordinals in self.above]

    def denominators(self, counts: Sequence[I64]) -> list[I64 | None]:
        """The denominators of the quotients, from the counts of ``plain``; None for other series."""
        return [_sum(counts, ordinals) if ordinals else None for ordinals in self.below]


def plan(asked: Iterable[Series]) -> Plan:
    """What has to be counted for these series."""
    ordinals: dict[Series, int] = {}
    above, below = [], []
    for series in asked:
        above.append(tuple(ordinals.setdefault(part, len(ordinals)) for part in series.terms))
        below.append(tuple(ordinals.setdefault(part, len(ordinals)) for part in series.over))
    return Plan(tuple(ordinals), tuple(above), tuple(below))


def _sum(counts: Sequence[I64], ordinals: tuple[int, ...]) -> I64:
    total = counts[ordinals[0]].copy()
    for ordinal in ordinals[1:]:
        total += counts[ordinal]
    return total
