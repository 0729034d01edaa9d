"""Texts of versions with their passages, as concordances need them: read together, some of them kept."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from sqlalchemy import bindparam, select

from corpus.store.tables.archive import Actor, Document, Outlet, PassageRow, Version
from corpus.text import older_rules as older_tokens
from corpus.text.counting_rules import RULES
from corpus.text.tokens import Layer, word_spans

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corpus.query.session.moment import Moment

MOST_CHARACTERS = 32_000_000
"""Characters of texts that a view keeps: about 1,500 speeches, 100 MB with the bounds of their words."""
_TOGETHER = 500
"""Versions asked for in one statement."""

_TEXTS = (
    select(
        Version.c.id,
        Document.c.ref,
        Document.c.published,
        Outlet.c.code,
        Version.c.text,
        Document.c.language,
    )
    .join(Document, Document.c.id == Version.c.document_id)
    .join(Outlet, Outlet.c.id == Document.c.outlet_id)
    .where(Version.c.id.in_(bindparam("versions", expanding=True)))
)
_PASSAGES = (
    select(
        PassageRow.c.version_id,
        PassageRow.c.number,
        PassageRow.c.start_char,
        PassageRow.c.end_char,
        PassageRow.c.role,
        Actor.c.name,
        PassageRow.c.language,
    )
    .outerjoin(Actor, Actor.c.id == PassageRow.c.speaker_id)
    .where(PassageRow.c.version_id.in_(bindparam("versions", expanding=True)))
)

U32 = npt.NDArray[np.uint32]
Bounds = tuple["array[int]", "array[int]"]
"""Starts and ends of the word tokens of a passage, in code points of the passage."""


@dataclass(slots=True)
class VersionText:
    """One version. ``passages``: number to start and end (code points of the text), role and speaker.

    ``analysed``: where an analyser cut the words, starts and lengths of all, of shape (2, words), and
    the ordinal of each passage's first, one more than passages. ``language``: its tag; ``foreign``: by number
    of the passage its language, where it is another. ``by_older_rules``: whether such cut its words.
    """

    ref: str
    date: str | None
    outlet: str
    text: str
    language: str
    passages: dict[int, tuple[int, int, int, str | None]] = field(default_factory=dict)
    analysed: tuple[U32, list[int]] | None = None
    foreign: dict[int, str] = field(default_factory=dict)
    by_older_rules: bool = False
    _bounds: dict[int, Bounds] = field(default_factory=dict)

    def passage(self, number: int) -> str:
        """The words of a passage."""
        start, end, *_ = self.passages[number]
        return self.text[start:end]

    def language_of(self, number: int) -> str:
        """The tag of the language of a passage."""
        return self.foreign.get(number, self.language)

    def _words(self, number: int) -> list[tuple[int, int]]:
        if self.by_older_rules:
            return older_tokens.word_spans(self.passage(number))
        return word_spans(self.passage(number), language=self.language_of(number))

    def bounds(self, number: int) -> Bounds:
        """Where the words of a passage stand; found once."""
        if number not in self._bounds:
            if self.analysed is None:
                spans = self._words(number)
                found = array("I", [a for a, _ in spans]), array("I", [b for _, b in spans])
            else:
                placed, firsts = self.analysed
                starts, lengths = placed[:, firsts[number] : firsts[number + 1]]
                # Two words may share a syllable: an end never falls all the same.
                ends = np.maximum.accumulate(starts + lengths)
                found = array("I", starts.tolist()), array("I", ends.tolist())
            self._bounds[number] = found
        return self._bounds[number]


class Texts:
    """Texts read lately; the view forgets them when the archive changes."""

    def __init__(self, most: int = MOST_CHARACTERS) -> None:
        self._most = most
        self._held: OrderedDict[int, VersionText] = OrderedDict()
        self._size = 0

    def read(self, moment: Moment, versions: Iterable[int]) -> dict[int, VersionText]:
        """The texts of some versions."""
        wanted = sorted(set(versions))
        found = {version: self._held[version] for version in wanted if version in self._held}
        for version in found:
            self._held.move_to_end(version)
        missing = [version for version in wanted if version not in found]
        for begin in range(0, len(missing), _TOGETHER):
            some = {"versions": missing[begin : begin + _TOGETHER]}
            for version, *about in moment.connection.execute(_TEXTS, some):
                found[version] = VersionText(*about)
            for version, number, *place, language in moment.connection.execute(_PASSAGES, some):
                found[version].passages[number] = tuple(place)
                if language is not None:
                    found[version].foreign[number] = language
        _place_words(moment, {version: found[version] for version in missing})
        for version in missing:
            self._held[version] = found[version]
            self._size += len(found[version].text)
        while self._size > self._most:
            self._size -= len(self._held.popitem(last=False)[1].text)
        return found


def _place_words(moment: Moment, of: dict[int, VersionText]) -> None:
    """Let texts whose words an analyser or older rules cut know where these stand."""
    wanted = np.array(list(of), dtype=np.uint32)
    if moment.view.rules < RULES:
        for version in moment.view.index.by_older_rules(moment.connection) & of.keys():
            of[version].by_older_rules = True
    for section_id in moment.sections(Layer.word) if of else ():
        if not moment.view.index.analysed(moment.connection, section_id):
            continue
        arrays = moment.arrays(section_id)
        for at in np.flatnonzero(np.isin(arrays.versions, wanted)).tolist():
            start, end = arrays.document_starts[at : at + 2].tolist()
            first, last = arrays.document_passages[at : at + 2].tolist()
            spans = moment.spans(section_id, start, end)
            if spans is not None:
                firsts = arrays.passage_starts[first : last + 1] - np.uint32(start)
                of[int(arrays.versions[at])].analysed = spans, firsts.tolist()


def texts(moment: Moment, versions: Iterable[int]) -> dict[int, VersionText]:
    """The texts of some versions, with their passages."""
    return moment.view.remember("texts", Texts).read(moment, versions)
