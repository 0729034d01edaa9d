"""Who was present: lists found in the texts, as ordered entries."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.insight.people.attendance.english_lists import Entry, ListParser
from corpus.insight.people.attendance.korean_lists import korean_entries
from corpus.insight.people.titles.title_rules import filled, rule_words
from corpus.query.hits.hits import chronological, hits, places
from corpus.query.hits.sentence_bounds import sentence
from corpus.query.language.syntax import parse
from corpus.query.match.matcher import union_patterns
from corpus.settings import packaged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from corpus.query.select.selection import Selection
    from corpus.query.session.moment import Moment

LONGEST = 3_000
"""Longest sentence that is read as a list, in characters."""
TOGETHER = 500
"""Places whose texts are in memory at one time."""


@dataclass(frozen=True, slots=True)
class Attendance:
    """One list: where it stands (``passage`` is its number in the version, ``order`` that of the list in the
    document), what the people did, and its entries in order. ``document``: ordinal of the catalogue."""

    document: int
    ref: str
    date: str | None
    passage: int
    order: int
    kind: str
    sentence: str
    entries: tuple[Entry, ...]

    @property
    def persons(self) -> list[Entry]:
        return [entry for entry in self.entries if not entry.group]


@dataclass(frozen=True, slots=True)
class _Rules:
    queries: tuple[str, ...]
    cues: tuple[tuple[str, re.Pattern[str]], ...]
    parse: Callable[[str], list[Entry]]


def attendances(moment: Moment, selection: Selection) -> Iterator[Attendance]:
    """All lists of those present in the selected documents, by date. Only languages that have rules."""
    languages = selection.catalogue.facet(moment.connection, "language")
    order: dict[int, int] = {}
    for rules, found in _places(moment, selection):
        read: set[tuple[int, int, int]] = set()
        for begin in range(0, len(found), TOGETHER):
            some = found.take(np.arange(begin, min(begin + TOGETHER, len(found))))
            for at, place in zip(some.documents.tolist(), places(moment, selection, some), strict=True):
                low, high = sentence(place.passage_text, place.start, place.end, place.language)
                if (at, place.passage, low) in read or high - low > LONGEST:
                    continue
                read.add((at, place.passage, low))
                if _rules(languages.labels[languages.codes[at]]) is not rules:
                    continue
                text = place.passage_text[low:high]
                listed = _listed(rules, text)
                if listed is None:
                    continue
                kind, entries = listed
                order[at] = order.get(at, 0) + 1
                yield Attendance(
                    at, place.ref, place.date, place.passage, order[at], kind, text, tuple(entries)
                )


def _places(moment: Moment, selection: Selection) -> Iterator[tuple[_Rules, Any]]:
    for language in _file():
        rules = _rules(language)
        if rules is None:
            continue
        asked = [one for query in rules.queries for one in parse(query)]
        wanted = [pattern for one in asked for pattern in union_patterns(moment, one)]
        found = chronological(moment, selection, hits(moment, selection, wanted))
        if len(found):
            yield rules, found


def list_of(language: str, text: str) -> tuple[str, list[Entry]] | None:
    """What a sentence says of those present: kind and entries; None where it is no such list."""
    rules = _rules(language)
    return None if rules is None else _listed(rules, text)


def _listed(rules: _Rules, text: str) -> tuple[str, list[Entry]] | None:
    for kind, pattern in rules.cues:
        match = pattern.search(text)
        if match is not None:
            entries = rules.parse(match["list"])
            if entries:
                return kind, entries
    return None


def _file() -> dict[str, Any]:
    return packaged("corpus.insight.people", "attendance.toml")


@cache
def _rules(language: str) -> _Rules | None:
    language = language.partition("-")[0].lower()
    if language not in _file():
        return None
    return _rules_of(language)


@cache
def _rules_of(language: str) -> _Rules:
    values = _file()[language]
    words = rule_words(language, more=values["words"])
    parser: Callable[[str], list[Entry]] = (
        ListParser(words).parse if language == "en" else lambda text: korean_entries(text, words["GROUP"])
    )
    cues = tuple((cue["kind"], re.compile(filled(cue["pattern"], words))) for cue in values["cues"])
    return _Rules(tuple(values["queries"]), cues, parser)
