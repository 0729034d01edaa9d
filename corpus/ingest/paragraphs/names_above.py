"""Names of a page above a headline: the text says nothing of them again, where it does of a line below."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from corpus.ingest.paragraphs.head_lines import fits, kind_of_document
from corpus.text.roles import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.ingest.paragraphs.pieces import Piece

_READ = 1500
"""How much of a text is looked at, in code points."""
_LONGEST_NAME = 60
_SHORTEST = 20
"""Shortest headline below such names, in code points."""
_SHORTEST_SPOKEN = 8
_LONGER = 1.3
"""How much longer than the first of them it is."""
_STEM = 5
"""Of so many letters the beginning of a word is compared: languages change its end."""
_SHARED = 2
_ENDS = frozenset('!?！？“”«»"')
"""What no name of a page has."""
_CRIES = frozenset("!！")
"""How a sentence ends that stands below a headline."""
_WORD = re.compile(r"[^\W\d_]{4,}")
_VIETNAMESE = re.compile("[\u1ea0-\u1ef9]")
_EAST = re.compile("[\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3]{2,}")


def below_names(text: str, blocks: list[list[Piece]], body: int) -> list[list[Piece]]:
    """The blocks of lines of a head without names of the page above its headline, which become notes.

    ``body``: where the text below the head begins, in code points.
    """
    lines = [piece for block in blocks for piece in block]
    if len(lines) < 2:
        return blocks
    words = [text[piece.start : piece.end] for piece in lines]
    for piece in lines[: _names_above(words, text[body : body + _READ])]:
        piece.role, piece.why = Role.editor_note, "the name of a page"
    kept = [[piece for piece in block if piece.role is None] for block in blocks]
    return [block for block in kept if block]


def _names_above(lines: Sequence[str], body: str) -> int:
    """How many first lines of a head stand above its headline: 0 where the first one may be it.

    The headline tells what the text goes on to tell, in the same words; the name of a site, of a section or
    of a ministry does not.
    """
    first = lines[0]
    if len(first) > _LONGEST_NAME or fits("spoken", first) or not _ENDS.isdisjoint(first):
        return 0
    said = _stems(body)
    known = len(_stems(first) & said)
    for number, line in enumerate(lines[1:], 1):
        if kind_of_document(lines[number - 1]) or kind_of_document(line):
            return 0
        spoken = not known and len(line) >= _SHORTEST_SPOKEN and fits("spoken", line)
        if spoken and len(_stems(line) & _stems(first)) <= first.isascii():
            return number
        if len(line) < max(_SHORTEST, _LONGER * len(first)) or line[-1] in _CRIES:
            continue
        shared = len(_stems(line) & said)
        if shared >= _SHARED and shared > 2 * known:
            return number
    return 0


def shared_stems(headline: str, body: str) -> int:
    """How many words of a headline its text says again."""
    return len(_stems(headline) & _stems(body))


def _stems(words: str) -> set[str]:
    """Beginnings of the longer words; of what is written without spaces, any two letters side by side; in
    Vietnamese, whose words are syllables, any two of them."""
    if _VIETNAMESE.search(words) is not None:
        syllables = words.casefold().split()
        return {f"{one} {other}" for one, other in pairwise(syllables)}
    found = {word[:_STEM] for word in _WORD.findall(words.casefold())}
    for run in _EAST.findall(words):
        found.discard(run[:_STEM])
        found.update(run[at : at + 2] for at in range(len(run) - 1))
    return found
