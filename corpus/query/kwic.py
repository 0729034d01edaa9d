"""Concordance: every match with the words around it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.errors import FilterError
from corpus.query.filters import Filters, select_documents
from corpus.query.given import shown
from corpus.query.locate import Place, chronological, hits, places, word_bounds
from corpus.query.matching import patterns
from corpus.query.syntax import parse
from corpus.query.table import Table, from_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.query.view import Moment

CONTEXT = 12
"""Words on each side unless more are asked for."""
MOST_LINES = 100_000
TOGETHER = 2_000
"""Lines whose texts are in memory at one time."""
COLUMNS = ("query", "ref", "date", "outlet", "voice", "speaker", "passage", "left", "match", "right")


def kwic(
    moment: Moment,
    queries: Sequence[str],
    filters: Filters | None = None,
    limit: int = 20,
    offset: int = 0,
    context: int | str = CONTEXT,
) -> Table:
    """Concordance lines in order of date.

    ``context``: words on each side, or ``passage`` for the whole passage. Columns: query, ref, date,
    outlet, voice, speaker, passage (its number in the version), left, match, right.
    """
    words = _context(context)
    if limit < 1 or limit > MOST_LINES or offset < 0:
        raise FilterError(f"--limit goes from 1 to {MOST_LINES:,}, --offset from 0.")
    selection = select_documents(moment, filters or Filters())
    lines: list[tuple[Any, ...]] = []
    total = 0
    skip, room = offset, limit
    for series in [one for query in queries for one in parse(query)]:
        found = hits(moment, selection, patterns(moment, series))
        total += len(found)
        page = np.arange(min(skip, len(found)), min(skip + room, len(found)))
        skip = max(0, skip - len(found))
        room -= len(page)
        if len(page):
            ordered = chronological(moment, selection, found)
            for at in range(0, len(page), TOGETHER):
                some = places(moment, selection, ordered.take(page[at : at + TOGETHER]))
                lines.extend(_line(series.source, place, words) for place in some)
    notes = list(selection.notes)
    if offset and not lines:
        notes.append(f"The offset lies beyond the last of {total:,} lines.")
    elif total > len(lines):
        notes.append(f"Lines {offset + 1:,} to {offset + len(lines):,} of {total:,}.")
    return from_rows(COLUMNS, lines, notes)


def _context(context: int | str) -> int | None:
    if context == "passage":
        return None
    try:
        words = int(context)
    except (TypeError, ValueError):
        words = -1
    if not 0 <= words <= 1000:
        raise FilterError(
            f"--context {shown(str(context))}: give a number of words from 0 to 1000, or passage."
        )
    return words


def _line(source: str, place: Place, words: int | None) -> tuple[Any, ...]:
    about = (place.ref, place.date, place.outlet, place.voice, place.speaker, place.passage)
    return (source, *about, *around(place, words))


def around(place: Place, words: int | None) -> tuple[str, str, str]:
    """Left context, match and right context; ``words`` on each side, None for the whole passage."""
    text = place.passage_text
    begin, stop = 0, len(text)
    if words is not None:
        starts, ends = word_bounds(text)
        before, after = bisect_right(ends, place.start), bisect_left(starts, place.end)
        begin = starts[before - words] if 0 < words <= before else (0 if words else place.start)
        last = after + words - 1
        stop = ends[last] if words and last < len(ends) else (len(text) if words else place.end)
    return text[begin : place.start], text[place.start : place.end], text[place.end : stop]
