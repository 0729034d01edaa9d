"""The scores that were reached: floors, which only go up. One row a collection, field and half."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tests.scores.measure import Judgement

FLOORS = Path(__file__).parent / "floors.csv"
HEADER = ("collection", "field", "half", "right", "of")


class ScoreKey(NamedTuple):
    """What a score is of."""

    collection: str
    field: str
    half: str


class Score(NamedTuple):
    """How many values (by tokens: how many tokens) are right, of how many."""

    right: int
    of: int

    @property
    def share(self) -> float:
        """Between 0 and 1; 1 of nothing."""
        return self.right / self.of if self.of else 1.0


def scores(judged: Iterable[Judgement]) -> dict[ScoreKey, Score]:
    """The scores of some judged labels, in order of their keys."""
    sums: dict[ScoreKey, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for one in judged:
        key = ScoreKey(one.label.collection, one.field, one.label.half)
        right, of = sums[key]
        sums[key] = right + one.right, of + one.of
    return {key: Score(*sums[key]) for key in sorted(sums)}


def read_floors(path: Path = FLOORS) -> dict[ScoreKey, Score]:
    """The floors as they are kept; none where there is no file."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {
            ScoreKey(row["collection"], row["field"], row["half"]): Score(int(row["right"]), int(row["of"]))
            for row in csv.DictReader(file)
        }


def fallen(floors: Mapping[ScoreKey, Score], measured: Mapping[ScoreKey, Score]) -> list[str]:
    """What is below its floor, or is measured no more, in words."""
    return [
        f"{key.collection}, {key.field} ({key.half}): {_said(measured.get(key))}, was {_said(floor)}"
        for key, floor in floors.items()
        if key not in measured or measured[key].share < floor.share
    ]


def raise_floors(measured: Mapping[ScoreKey, Score], path: Path = FLOORS) -> list[str]:
    """Write the scores where none is below its floor; else what is, and nothing is written."""
    below = fallen(read_floors(path), measured)
    if not below:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(HEADER)
            writer.writerows((*key, *score) for key, score in measured.items())
    return below


def _said(score: Score | None) -> str:
    return "not measured" if score is None else f"{score.right} of {score.of}"
