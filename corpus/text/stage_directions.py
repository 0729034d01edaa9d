"""What stenographers put in brackets between a speaker's words: ``(Applause.)``, ``[Laughter]``,
``（掌声）``, ``*applause*``.

A bracket is one where its first words name what is heard in a hall (``stage_directions.toml``), not where a
sentence only mentions it, and not between quotation marks.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from corpus.settings import packaged
from corpus.text.normalisation import fold, without_diacritics
from corpus.text.roles import COUNTED, Role

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 200
"""Code points in the brackets of a stage direction."""
MOST_WORDS = 25
_FIRST = 3
"""Fewer words than so many stand before the one that names it, besides those of the list."""
_MOST_UNSPACED = 24
_OPENING = "([（［【〔*<"
_BRACKETS = re.compile(
    rf"(?P<open>[{re.escape(_OPENING)}])(?P<inside>[^()\[\]（）［］【】〔〕*<>\n]{{1,{LONGEST}}})[)\]）］】〕*>](?:[.,;:!](?=\s|\Z))?"
)
_QUOTES_BEFORE = frozenset("\"'“‘«„‹「『")
_QUOTES_BEHIND = frozenset("\"'”’»“›」』")
_WORDS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LETTER = re.compile(r"[^\W\d_]")


class _Words(NamedTuple):
    words: frozenset[str]
    stems: tuple[str, ...]
    beside: frozenset[str]
    never: frozenset[str]
    begins: tuple[str, ...]
    alone: frozenset[str]
    inside: tuple[str, ...]
    whole: frozenset[str]
    likely: re.Pattern[str]
    """What any of them holds that is written in ASCII: most brackets hold none of it."""


def has_directions(text: str) -> bool:
    """Whether the text holds a stage direction at all."""
    if not any(bracket in text for bracket in _OPENING):
        return False
    return next(_directions(text, 0, len(text)), None) is not None


def whole(text: str, start: int, end: int, role: Role) -> list[tuple[int, int, Role]]:
    """What ``with_directions`` gives where there is none."""
    return [(start, end, role)]


def with_directions(text: str, start: int, end: int, role: Role) -> list[tuple[int, int, Role]]:
    """A passage of a role as the passages that it is with its stage directions: half-open spans and roles."""
    if role not in COUNTED or role is Role.headline:
        return [(start, end, role)]
    parts = parted(text, start, end)
    if not parts:
        return [(start, end, role)]
    return [(low, high, Role.stage_direction if is_direction else role) for low, high, is_direction in parts]


def parted(text: str, start: int, end: int) -> list[tuple[int, int, bool]]:
    """A passage parted at its stage directions: half-open spans without the spaces between them, and whether
    each is one. Empty where there is none; ``start`` and ``end`` in code points of the text."""
    found = list(_directions(text, start, end))
    if not found:
        return []
    parts: list[tuple[int, int, bool]] = []
    at = start
    for low, high in [*found, (end, end)]:
        between = text[at:low]
        if _LETTER.search(between) or any(char.isdigit() for char in between):
            lead = len(between) - len(between.lstrip())
            parts.append((at + lead, at + len(between.rstrip()), False))
        elif parts and parts[-1][2]:  # only punctuation: it goes with what stands before
            parts[-1] = (parts[-1][0], at + len(between.rstrip()), True)
        elif between.strip():
            low = at + len(between) - len(between.lstrip())
        if low < high:
            parts.append((low, high, True))
        at = max(at, high)
    return parts


def _directions(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for found in _BRACKETS.finditer(text, start, end):
        before, behind = text[max(found.start() - 1, 0)], text[found.end() : found.end() + 1]
        quoted = found.start() > start and before in _QUOTES_BEFORE and behind in _QUOTES_BEHIND
        if not quoted and _is_direction(found["inside"], square=found["open"] in "[［【"):
            yield found.span()


def _is_direction(inside: str, square: bool) -> bool:
    known = _known()
    if inside.isascii() and not known.likely.search(inside):
        return False
    bare = without_diacritics(fold(inside)).strip(" .!…,;:")
    if bare in known.whole or (len(inside) <= _MOST_UNSPACED and any(one in inside for one in known.inside)):
        return True
    if bare.startswith(known.begins):
        return True
    first = _LETTER.search(inside)
    as_sentence = first is not None and not first[0].islower()
    if bare in known.alone:
        return square or as_sentence
    said = _WORDS.findall(bare)
    if not 0 < len(said) <= MOST_WORDS:
        return False
    named = [at for at, word in enumerate(said) if word in known.words or word.startswith(known.stems)]
    if not named or not known.never.isdisjoint(said):
        return False
    if all(at in named or word in known.beside for at, word in enumerate(said)):
        return said[0] not in ("to", "with", "of", "by", "from")
    others = sum(word not in known.beside for word in said[: named[0]])
    return others < _FIRST and (as_sentence or (named[0] == 0 and len(said) <= 2 * _FIRST))


@cache
def _known() -> _Words:
    table = {
        name: without_diacritics(fold(value))
        for name, value in packaged("corpus.text", "stage_directions.toml").items()
    }

    def phrases(name: str) -> tuple[str, ...]:
        lines = re.split(r"\||\n", table[name])
        return tuple(line.strip() for line in lines if line.strip())

    words = table["words"].split()
    return _Words(
        frozenset(words),
        tuple(word.removesuffix("*") for word in words if word.endswith("*")),
        frozenset(table["beside"].split()),
        frozenset(table["never"].split()),
        phrases("begins"),
        frozenset(table["alone"].split()),
        tuple(table["inside"].split()),
        frozenset(table["whole"].split()),
        _any_of([*words, *phrases("begins"), *table["alone"].split()]),
    )


def _any_of(words: list[str]) -> re.Pattern[str]:
    beginnings = sorted({word.removesuffix("*")[:4] for word in words if word.isascii()})
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, beginnings))})", re.IGNORECASE)
