"""What is only glued to a word, and parts from it: behind a full stop, a possessive, an elided article."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from corpus.late_imports import late_pattern
from corpus.settings import packaged

if TYPE_CHECKING:
    from collections.abc import Iterator

    Span = tuple[int, int]

_STOPS = ".．"
_HYPHENS = "-‐‑－"
_APOSTROPHES = "'’＇ʼ"
_POSSESSIVE = late_pattern(rf"(?<=.)[{_APOSTROPHES}][sSｓＳ]\Z", re.DOTALL)
_APOSTROPHE = late_pattern(f"[{_APOSTROPHES}]")
_STRAIGHT = str.maketrans(dict.fromkeys(_APOSTROPHES, "'"))
_RUN = late_pattern(r"[^'’＇\-‐‑－·×&＆.．,，]+")
_HOST_LABEL = late_pattern(r"[0-9A-Za-zА-Яа-яЁё][0-9a-zа-яё]*|[A-Z]{2,8}|[Ww]{3}[0-9]?")


_ROMAN = frozenset("ivx")


class _Elision(NamedTuple):
    """Forms, casefolded, before the apostrophe and behind it, and words that stay whole."""

    before: frozenset[str]
    behind: frozenset[str]
    whole: frozenset[str]


def parted(match: str, language: str = "") -> list[Span]:
    """Half-open spans of the words in a maximal match of letters and what may join them.

    A full stop joins digits, single letters, and the last part of a host's or file's name; elsewhere it
    parts. ``language``: the tag of that of the match, for what is elided there.
    """
    elision = _elisions().get(_primary(language)) if language else None
    spans: list[Span] = []
    for start, end in _between_stops(match):
        if elision is not None and _APOSTROPHE.search(match, start, end):
            if match[start:end].translate(_STRAIGHT).casefold() in elision.whole:
                spans.append((start, end))
                continue
            for start, at in _before(match, start, end, elision):  # noqa: B020
                spans.append((start, at))
                start = at
            end, tail = _behind(match, start, end, elision), end
            if end < tail:
                spans += [(start, end), (end, tail)]
                continue
        cut = _POSSESSIVE.search(match[start:end])
        if cut is None:
            spans.append((start, end))
        else:
            spans += [(start, start + cut.start()), (start + cut.start(), end)]
    return spans


def elided(word: str, language: str) -> int:
    """Where the word begins behind what is elided at its beginning, in code points; 0 for nothing."""
    elision = _elisions().get(_primary(language))
    if elision is None or word.translate(_STRAIGHT).casefold() in elision.whole:
        return 0
    return max((end for _, end in _before(word, 0, len(word), elision)), default=0)


def eliding() -> tuple[str, ...]:
    """The languages that elide."""
    return tuple(_elisions())


def _before(match: str, start: int, end: int, elision: _Elision) -> Iterator[Span]:
    for found in _APOSTROPHE.finditer(match, start, end):
        at = found.end()
        if at == end or match[start : at - 1].casefold() not in elision.before:
            return
        yield start, at
        start = at


def _behind(match: str, start: int, end: int, elision: _Elision) -> int:
    at = max(match.rfind(apostrophe, start, end) for apostrophe in _APOSTROPHES)
    return at if at > start and match[at + 1 : end].casefold() in elision.behind else end


def _between_stops(match: str) -> Iterator[Span]:
    """The match parted at its full stops that do not join."""
    if not any(stop in match for stop in _STOPS):
        yield 0, len(match)
        return
    runs = [found.span() for found in _RUN.finditer(match)]
    joined = _in_hosts(match, runs)
    start = 0
    for (low, end), (begin, high) in pairwise(runs):
        if (
            match[end] not in _STOPS
            or end in joined
            or (match[end - 1].isdecimal() and match[begin].isdecimal())
            or (_is_letter(match[low:end]) and _is_letter(match[begin:high]))
        ):
            continue
        yield start, end
        start = begin
    yield start, len(match)


def _is_letter(run: str) -> bool:
    """Whether it is one letter, with its marks."""
    return run[0].isalpha() and not any(char.isalnum() for char in run[1:])


def _in_hosts(match: str, runs: list[Span]) -> set[int]:
    """Where the full stops stand that join the parts of hosts' and files' names."""
    joined: set[int] = set()
    chain: list[int] = []  # stops since the first part of what may be a name
    for (low, end), (begin, high) in pairwise(runs):
        if match[end] in _HYPHENS:
            continue
        label, last = match[low:end], match[begin:high]
        if match[end] not in _STOPS or not _HOST_LABEL.fullmatch(label):
            chain = []
            continue
        chain.append(end)
        if last in _host_ends() or (
            len(last) == 2 and last.isascii() and last.islower() and last.isalpha()
            and not set(last) <= _ROMAN and len(label) > 1 and not label.isdecimal()
        ):  # fmt: skip
            joined.update(chain)
            chain = []
    return joined


def _primary(language: str) -> str:
    return language.partition("-")[0].lower()


@cache
def _elisions() -> dict[str, _Elision]:
    table = packaged("corpus.text", "words.toml")["elision"]
    return {
        language: _Elision(*(frozenset(row.get(key, "").split()) for key in _Elision._fields))
        for language, row in table.items()
    }


@cache
def _host_ends() -> frozenset[str]:
    return frozenset(packaged("corpus.text", "words.toml")["hosts"]["ends"].split())
