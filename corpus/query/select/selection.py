"""What a user asked for, and what of the archive it chooses."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from corpus.text.roles import COUNTED, Role

if TYPE_CHECKING:
    from corpus.query.select.coded_lines import CodedLines
    from corpus.query.session.document_catalogue import Catalogue


QUOTATION = "quotation"


VOICES = (*(role.name for role in Role), QUOTATION)


REPRINTS = "reprints"
"""What ``collapse`` takes."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a user asked for; an empty tuple or None does not restrict.

    Several values of one filter unite: a document of either outlet counts. ``voice``: names of roles, which
    unite, and ``quotation``, which restricts what the roles chose (without one, all that count) to the words
    in quotation marks: ``speech`` with ``quotation`` is what speakers quote. ``title``: words that stand
    beside each other in the document's title, as words (``corpus.query.select.title_filter``). ``since`` and
    ``until``: ISO dates, possibly partial; a document counts when its whole date lies within. ``as_of``: an
    ISO date or time; what the archive knew at its end. ``collapse``: ``reprints`` leaves of texts that are
    nearly the same the earliest that the others let count. ``code``: codes that people gave, to documents or
    to lines (``corpus.query.select.coded_lines``).
    """

    outlet: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    genre: tuple[str, ...] = ()
    authority: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    speaker: tuple[str, ...] = ()
    voice: tuple[str, ...] = ()
    title: str | None = None
    since: str | None = None
    until: str | None = None
    document: tuple[str, ...] = ()
    as_of: str | None = None
    collapse: str | None = None
    code: tuple[str, ...] = ()

    def described(self) -> dict[str, str]:
        """The filters in force, for a caption."""
        found = {}
        one_year = self.since == self.until and len(self.since or "") == len("2024")
        for entry in fields(self):
            if one_year and entry.name == "since":
                found["year"] = self.since or ""
            if one_year and entry.name in ("since", "until"):
                continue
            value = getattr(self, entry.name)
            if value:
                found[entry.name] = value if isinstance(value, str) else ", ".join(value)
        return found


@dataclass(frozen=True, slots=True)
class Selection:
    """Filters applied to a moment.

    ``mask``: the documents of ``catalogue`` that count. ``roles``: the roles that count; ``speakers``:
    actor ids, None for all; ``quoted``: only words in quotation marks; ``origins``: which passages count
    of documents in several languages or of several countries, None for all. ``whole`` says that nothing of
    this is restricted. ``notes`` tell what the filters had to leave out. ``lines``: only matches on
    these lines count; None for all.
    """

    catalogue: Catalogue
    mask: npt.NDArray[np.bool_]
    roles: frozenset[int]
    speakers: frozenset[int] | None
    quoted: bool
    notes: list[str] = field(default_factory=list)
    origins: Origins | None = None
    lines: CodedLines | None = None

    @property
    def whole(self) -> bool:
        every = self.speakers is None and self.origins is None and self.lines is None
        return every and not self.quoted and self.roles == frozenset(map(int, COUNTED))


Bools = npt.NDArray[np.bool_]


I64 = npt.NDArray[np.int64]


Codes = npt.NDArray[np.integer]


class Choice(NamedTuple):
    """Some languages, or some countries. ``own``: for each document of the catalogue whether its own is one;
    ``foreign``: for each code of ``corpus.index.read.foreign_passages`` whether that of its passages is;
    ``follows``: whether it is their document's."""

    own: Bools
    foreign: Bools
    follows: Bools

    def mask(self, documents: I64, codes: Codes | None) -> Bools:
        own: Bools = self.own[documents]
        if codes is None:
            return own
        return np.where(self.follows[codes], own, self.foreign[codes])


class Origins(NamedTuple):
    """Which passages count: those that every choice lets count."""

    choices: tuple[Choice, ...]

    def mask(self, documents: I64, codes: Codes | None) -> Bools:
        """Of passages, or words of one origin, of these documents; ``codes``: None where all are 0."""
        mask = np.ones(len(documents), dtype=bool)
        for choice in self.choices:
            mask &= choice.mask(documents, codes)
        return mask

    @property
    def key(self) -> tuple[bytes, ...]:
        """Tells it from others of the same archive."""
        parts = ((np.packbits(one.own).tobytes(), one.foreign.tobytes()) for one in self.choices)
        return tuple(part for pair in parts for part in pair)
