"""Concordance: every match with the words around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.errors import FilterError
from corpus.model.tokens import word_spans
from corpus.query.filters import Filters, select_documents
from corpus.query.given import shown
from corpus.query.locate import Place, chronological, hits, places
from corpus.query.matching import patterns
from corpus.query.syntax import parse
from corpus.query.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.query.view import Moment

CONTEXT = 12
"""Words on each side unless more are asked for."""
MOST_LINES = 100_000


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
    lines: list[tuple[str, Place]] = []
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
            lines.extend((series.source, place) for place in places(moment, selection, ordered.take(page)))
    notes = list(selection.notes)
    if offset and not lines:
        notes.append(f"The offset lies beyond the last of {total:,} lines.")
    elif total > len(lines):
        notes.append(f"Lines {offset + 1:,} to {offset + len(lines):,} of {total:,}.")
    return Table(_columns(lines, words), notes)


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


def _columns(lines: list[tuple[str, Place]], words: int | None) -> dict[str, Any]:
    columns: dict[str, list[Any]] = {
        name: []
        for name in (
            "query",
            "ref",
            "date",
            "outlet",
            "voice",
            "speaker",
            "passage",
            "left",
            "match",
            "right",
        )
    }
    for source, place in lines:
        left, match, right = around(place, words)
        values = (source, place.ref, place.date, place.outlet, place.voice, place.speaker, place.passage)
        for name, value in zip(columns, (*values, left, match, right), strict=True):
            columns[name].append(value)
    return columns


def around(place: Place, words: int | None) -> tuple[str, str, str]:
    """Left context, match and right context; ``words`` on each side, None for the whole passage."""
    text = place.passage_text
    begin, stop = 0, len(text)
    if words is not None:
        spans = word_spans(text)
        before = [start for start, end in spans if end <= place.start]
        after = [end for start, end in spans if start >= place.end]
        begin = before[-words] if 0 < words <= len(before) else (0 if words else place.start)
        stop = after[words - 1] if 0 < words <= len(after) else (len(text) if words else place.end)
    return text[begin : place.start], text[place.start : place.end], text[place.end : stop]
