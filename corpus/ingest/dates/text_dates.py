"""Dates that a text prints of itself, added to what is known of its day: headline, lines around it, notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.ingest.dates.printed import below_headline, dated_line
from corpus.ingest.dates.publication_date import METADATA, READ, YEAR_NAMED, add_headline, lunar_doubts
from corpus.ingest.dates.stamps import find_stamps

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from corpus.ingest.dates.headline_stamps import Headline
    from corpus.ingest.dates.publication_date import Dating
    from corpus.text.records import Item


def add_head(dating: Dating, headline: Headline, days: Sequence[str]) -> None:
    """Add the stamps of a headline; where nothing else is known, the first line around it with the day."""
    add_headline(dating, headline)
    for line in days if dating.is_open() else ():
        printed = dated_line(line, dating.calendar.order)
        if printed is not None:
            dating.add_printed(printed, "the line below the headline")
            return


def read_printed(dating: Dating, item: Item, title: str | None) -> None:
    """Add the day in the lines below the headline, unless metadata have one already."""
    if any(source.trust <= METADATA and source.date.day is not None for source in dating.sources):
        return
    lines = (item.text[:READ] if item.below is None else item.below).split("\n")
    order = dating.calendar.order
    printed = below_headline(lines, title if item.below is None else None, order)
    dating.add_printed(printed, "the line below the headline")


def add_notes(dating: Dating, notes: Iterable[str]) -> None:
    """Add full dates that stand in an editor's note at the head or tail; they refine what is known."""
    for note in notes:
        dating.doubts += lunar_doubts("published", note)
        for stamp in find_stamps(note):
            if stamp.date is not None and stamp.day is not None:
                dating.add(stamp.date, "text", "the heading", YEAR_NAMED)
                return
