"""Ids of concordance lines that outlive indexes and databases: ``REF@VERSION:START-END#CHECK``.

A document as a whole is ``REF@VERSION``. START and END are the span of the match in the text of that version,
in code points; CHECK tells whether the text there still is the one that was meant.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

AROUND = 20
"""Characters on each side of a match that CHECK covers beside it."""
_CHECK = 6

_ID = re.compile(
    r"(?P<ref>[^@\s\x00-\x1f]{1,200})@(?P<version>[0-9]{1,9})"
    r"(?::(?P<start>[0-9]{1,9})-(?P<end>[0-9]{1,9})#(?P<check>[0-9a-f]{6}))?"
)


@dataclass(frozen=True, slots=True)
class LineId:
    """A line, or a document as a whole: then ``start``, ``end`` are 0 and ``check`` is empty."""

    ref: str
    version: int
    start: int = 0
    end: int = 0
    check: str = ""

    @property
    def whole(self) -> bool:
        """Whether it is a document as a whole."""
        return not self.check

    def __str__(self) -> str:
        document = f"{self.ref}@{self.version}"
        return document if self.whole else f"{document}:{self.start}-{self.end}#{self.check}"


def line_id(ref: str, version: int, text: str, start: int, end: int) -> LineId:
    """The id of a match in the text of a version."""
    return LineId(ref, version, start, end, check(text, start, end))


def parsed(given: str) -> LineId | None:
    """The id that is written so; None where it is none."""
    found = _ID.fullmatch(given.strip())
    if found is None:
        return None
    if found["check"] is None:
        return LineId(found["ref"], int(found["version"]))
    start, end = int(found["start"]), int(found["end"])
    return LineId(found["ref"], int(found["version"]), start, end, found["check"]) if start < end else None


def check(text: str, start: int, end: int) -> str:
    """What tells a match in its surroundings from another."""
    around = text[max(0, start - AROUND) : start], text[start:end], text[end : end + AROUND]
    return hashlib.sha256("\0".join(around).encode("utf-8", "surrogatepass")).hexdigest()[:_CHECK]
