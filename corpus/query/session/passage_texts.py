"""Texts of versions with their passages, as concordances need them: read together, some of them kept."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from sqlalchemy import select

from corpus.store.plain_rows import rows_of_keys
from corpus.store.row_groups import GROUPS
from corpus.store.tables.archive import PassageRow
from corpus.store.version_texts import LINE_FEED
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

_PASSAGE, _TEXT = GROUPS["passage"], GROUPS["passage.text"]
_PASSAGES = select(*_PASSAGE.columns, PassageRow.c.text)
_SPAN = len(_PASSAGE.columns)

U32 = npt.NDArray[np.uint32]
Bounds = tuple["array[int]", "array[int]"]
"""Starts and ends of the word tokens of a passage, in code points of the passage."""


@dataclass(slots=True)
class VersionText:
    """One version. ``passages``: number to start and end (code points of the text), role and speaker;
    ``words``: number to what it says. ``size``: code points of the text.

    ``analysed``: where an analyser cut the words, starts and lengths of all, of shape (2, words), and
    the ordinal of each passage's first, one more than passages. ``language``: its tag; ``foreign``: by number
    of the passage its language, where it is another, and ``abroad`` its country. ``by_older_rules``: whether
    such cut its words.
    """

    ref: str
    date: str | None
    outlet: str
    language: str
    country: str | None = None
    passages: dict[int, tuple[int, int, int, str | None]] = field(default_factory=dict)
    words: dict[int, str] = field(default_factory=dict)
    size: int = 0
    analysed: tuple[U32, list[int]] | None = None
    foreign: dict[int, str] = field(default_factory=dict)
    abroad: dict[int, str] = field(default_factory=dict)
    by_older_rules: bool = False
    _bounds: dict[int, Bounds] = field(default_factory=dict)
    _text: str | None = None

    @property
    def text(self) -> str:
        """Its passages in order, joined by one line feed."""
        if self._text is None:
            self._text = LINE_FEED.join(self.words[number] for number in sorted(self.words))
        return self._text

    def passage(self, number: int) -> str:
        """The words of a passage."""
        return self.words[number]

    def language_of(self, number: int) -> str:
        """The tag of the language of a passage."""
        return self.foreign.get(number, self.language)

    def country_of(self, number: int) -> str | None:
        """The country whose words a passage is."""
        return self.abroad.get(number, self.country)

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
            found |= _read(moment, missing[begin : begin + _TOGETHER])
        _place_words(moment, {version: found[version] for version in missing})
        for version in missing:
            self._held[version] = found[version]
            self._size += found[version].size
        while self._size > self._most:
            self._size -= self._held.popitem(last=False)[1].size
        return found


def _read(moment: Moment, versions: list[int]) -> dict[int, VersionText]:
    """Texts as they were written. Raises DamagedError for one that is not."""
    digests, connection = moment.row_digests, moment.connection
    held = moment.rows(("version",), versions)
    documents = moment.rows(("document.ref", "document.facts"), (row["document_id"] for row in held.values()))
    outlets = moment.rows(("outlet",), (row["outlet_id"] for row in documents.values()))
    found = {}
    for version, row in held.items():
        about = documents[row["document_id"]]
        outlet = outlets[about["outlet_id"]]["code"]
        found[version] = VersionText(
            about["ref"], about["published"], outlet, about["language"], about["country"]
        )
    passages = rows_of_keys(connection, _PASSAGES, PassageRow.c.version_id, versions)
    digests.verify(connection, _PASSAGE, [row[:_SPAN] for row in passages], versions)
    digests.verify(connection, _TEXT, [(*row[:2], row[_SPAN]) for row in passages], versions)
    speakers = moment.rows(("actor",), {row[5] for row in passages} - {None})
    names: dict[int | None, str | None] = {number: row["name"] for number, row in speakers.items()}
    for version, number, start, end, role, speaker, language, country, _, words in passages:
        one = found[version]
        one.passages[number] = start, end, role, names.get(speaker)
        one.words[number] = words
        one.size += len(words)
        if language is not None:
            one.foreign[number] = language
        if country is not None:
            one.abroad[number] = country
    return found


def _place_words(moment: Moment, of: dict[int, VersionText]) -> None:
    """Let texts whose words an analyser or older rules cut know where these stand."""
    wanted = np.array(list(of), dtype=np.uint32)
    if moment.rules < RULES:
        for version in moment.index.by_older_rules(moment.connection) & of.keys():
            of[version].by_older_rules = True
    for section_id in moment.sections(Layer.word) if of else ():
        if not moment.index.analysed(moment.connection, section_id):
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
    return moment.remember("texts", Texts).read(moment, versions)
