"""Headlines: on one line, without the date stamps in square brackets."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

from corpus.ingest.dates.finder import Stamp, find_stamps
from corpus.text.normalisation import normalise

# Not round brackets: a headline may end with a year in them that is part of it
_BRACKETED = re.compile(r"[\[［【〔][^\[\]［］【】〔〕]{1,60}[\]］】〕]")
_BESIDE = re.compile(r"[\s.]*(?:(?:오전|오후|上午|下午)?\s*[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?\s*)?")


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline as it is kept, and the stamps taken off it; their spans point into the raw headline."""

    text: str
    stamps: tuple[Stamp, ...]


def clean_headline(raw: str) -> Headline:
    """One line, and ``[Juche113.1.2.]``, ``[2024.09.05.]``, ``【2024年8月6日】`` read as dates and taken off.

    A bracket that holds anything else, or an impossible date, stays. Dates in the words of the headline stay
    and are not in ``stamps``; :func:`corpus.ingest.dates.stamps.find_stamps` finds those.
    """
    kept: list[str] = []
    stamps: list[Stamp] = []
    end = 0
    for match in _BRACKETED.finditer(raw):
        stamp = _only_stamp(match[0][1:-1])
        if stamp is not None:
            stamps.append(replace(stamp, start=match.start(), end=match.end()))
            kept.append(raw[end : match.start()])
            end = match.end()
    kept.append(raw[end:])
    return Headline(" ".join(normalise(" ".join(kept)).split()), tuple(stamps))


def _only_stamp(content: str) -> Stamp | None:
    """The stamp that a bracket holds with nothing but a time and full stops beside it."""
    for stamp in find_stamps(content):
        beside = content[: stamp.start] + content[stamp.end :]
        return stamp if _BESIDE.fullmatch(unicodedata.normalize("NFKC", beside)) else None
    return None
