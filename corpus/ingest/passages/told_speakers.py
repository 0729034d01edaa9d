"""Who speaks in words that a report opens without naming him: the person with an office told of before."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from corpus.ingest.passages.speakers import Speaker
from corpus.ingest.passages.title_speakers import name_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corpus.ingest.outlets.records import OutletFile

_READ = 400
"""How much of a paragraph is read, in code points."""
_PARAGRAPHS = 3


def told_speaker(text: str, spans: Iterable[tuple[int, int]], outlet: OutletFile) -> Speaker | None:
    """Whom the first of the paragraphs names with an office; spans are half-open, in code points."""
    for start, end in islice(spans, _PARAGRAPHS):
        words = text[start : min(end, start + _READ)]
        name = name_in(words, titled=True)
        at = words.find(name) if name is not None else -1
        if name is not None and at >= 0:
            return Speaker(outlet.canonical(name), start + at, start + at + len(name))
    return None
