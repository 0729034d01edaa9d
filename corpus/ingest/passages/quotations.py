"""Words in quotation marks."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import takewhile
from typing import TYPE_CHECKING

from corpus.text.records import Passage, Quotation
from corpus.text.roles import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST = 2000
"""Longest quotation, in code points: beyond it a mark was forgotten."""

_ANY_MARK = re.compile('["“«「『《〈≪‹]')
_INSIDE = rf"{{1,{LONGEST}}}?"
# A straight mark opens after a space or bracket and closes before one. Each begins with its mark, for speed.
_COMMON = (
    rf"“([^“”\n]{_INSIDE})”",
    rf"\"(?<![\w\"]\")(?=[^\s\"])([^\"\n]{_INSIDE})(?<=[^\s\"])\"(?!\w)",
    rf"«([^«»\n]{_INSIDE})»",
    rf"„([^„“”\n]{_INSIDE})[“”]",
    rf"「([^「」\n]{_INSIDE})」",
    rf"『([^『』\n]{_INSIDE})』",
    rf"≪([^≪≫\n]{_INSIDE})≫",
    rf"‹([^‹›\n]{_INSIDE})›",
)
_ANGLED = (rf"《([^《》\n]{_INSIDE})》", rf"〈([^〈〉\n]{_INSIDE})〉")
_MARKS = re.compile("|".join(_COMMON))
_KOREAN_MARKS = re.compile("|".join((*_COMMON, *_ANGLED)))
"""《 》 quote in Korean; in Chinese they hold the titles of works."""

_QUOTING = frozenset({Role.headline, Role.narration, Role.speech, Role.slogan, Role.salutation})


def find_quotations(text: str, passages: Sequence[Passage], language: str) -> list[Quotation]:
    """Spans between quotation marks (marks excluded), each inside one passage, in order.

    Marks without a partner, and the outer of two nested pairs of one kind, are left out. Straight single
    marks are none: they are apostrophes too often.
    """
    if not _ANY_MARK.search(text):
        return []
    marks = _KOREAN_MARKS if language.startswith("ko") else _MARKS
    starts = [passage.start for passage in passages]
    quotations = []
    for match in marks.finditer(text):
        start, end = match.span(match.lastindex or 0)
        number = bisect_right(starts, start) - 1
        if number < 0 or passages[number].role not in _QUOTING:
            continue
        if match.end() <= passages[number].end:
            quotations.append(Quotation(number, start, end))
        else:
            quotations += _around_directions(passages, number, start, end)
    return quotations


def _around_directions(passages: Sequence[Passage], number: int, start: int, end: int) -> list[Quotation]:
    """The parts of a quotation that stage directions interrupt; none where other passages do."""
    inside = list(takewhile(lambda at: passages[at].start < end, range(number, len(passages))))
    own = [at for at in inside if passages[at].role is not Role.stage_direction]
    if len(own) == len(inside) or any(passages[at].role not in _QUOTING for at in own):
        return []
    return [Quotation(at, max(start, passages[at].start), min(end, passages[at].end)) for at in own]
