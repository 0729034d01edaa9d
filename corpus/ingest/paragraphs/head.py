"""What the head of a text says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus.ingest.dates.headline_stamps import Headline


@dataclass(slots=True)
class Head:
    """What a head says. ``headline``: the title without stamps, None where no headline is printed; ``lines``:
    all lines of it; ``genre``: of the kind of document that a line names; ``place``: beside the day;
    ``speaker``: whose name stands there alone, above words to those who hear it; ``author``: whose writings
    it is of; ``below``: further lines below the headline; ``days``: lines
    around it that may have the date."""

    headline: Headline | None = None
    lines: list[str] = field(default_factory=list)
    genre: str | None = None
    place: str | None = None
    speaker: str | None = None
    author: str | None = None
    below: list[str] = field(default_factory=list)
    days: list[str] = field(default_factory=list)
