"""Terms that a loading process has met for the first time, on their way to the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Iterator

Ids = npt.NDArray[np.uint32]
Kind = tuple[int, str, str]
"""Layer, language and part of speech ("" where it is not known) of a term."""
TOGETHER = 50_000
"""New terms that are kept as objects; more are packed."""


@dataclass(frozen=True, slots=True)
class NewTerms:
    """New terms of one kind: as objects, millions of them would take ten times the memory.

    ``ids``: their local ids, ascending. ``lengths`` in code points of the surface forms, which stand one
    behind the other in ``surfaces``. ``lemmas``: dictionary forms, where an analyser told them.
    """

    kind: Kind
    ids: Ids
    surfaces: str
    lengths: Ids
    lemmas: list[str | None] | None

    def parts(self, most: int) -> Iterator[tuple[Ids, list[str], list[str | None]]]:
        """Ids, surface forms and dictionary forms, so many at a time."""
        at = 0
        for start in range(0, len(self.ids), most):
            ids, surfaces = self.ids[start : start + most], []
            for length in self.lengths[start : start + most].tolist():
                surfaces.append(self.surfaces[at : at + length])
                at += length
            none: list[str | None] = [None] * len(ids)
            yield ids, surfaces, none if self.lemmas is None else self.lemmas[start : start + most]


class Waiting:
    """New terms of one kind, not yet packed."""

    def __init__(self) -> None:
        self.ids: list[int] = []
        self.surfaces: list[str] = []
        self.lemmas: list[str | None] = []

    def packed(self, kind: Kind) -> NewTerms:
        lengths = np.fromiter(map(len, self.surfaces), dtype=np.uint32, count=len(self.surfaces))
        lemmas = self.lemmas if any(lemma is not None for lemma in self.lemmas) else None
        return NewTerms(kind, np.array(self.ids, dtype=np.uint32), "".join(self.surfaces), lengths, lemmas)
