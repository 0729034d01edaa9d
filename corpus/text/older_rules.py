"""What a word was by version 1 of the counting rules: for reading blocks of the index that it made."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from corpus.late_imports import late_pattern
from corpus.text.tokens import HAN_KANA, LONGEST, has_marks

if TYPE_CHECKING:
    import regex

_JOIN = r"(?:['’\-\u2010\u2011·×&.]|(?<=[0-9]),(?=[0-9]))"
_PLAIN = late_pattern(rf"[^\W_]+(?:{_JOIN}[^\W_]+)*")
_POSSESSIVE = re.compile(r"(?<=.)['’][sS]$")


@cache
def _marked() -> regex.Pattern[str]:
    import regex

    letter = r"[\p{L}\p{M}\p{N}\u200c\u200d]"
    return regex.compile(rf"{letter}+(?:{_JOIN}{letter}+)*")


@cache
def _parts() -> re.Pattern[str]:
    return re.compile(f"(?P<one>[{HAN_KANA}])|[^{HAN_KANA}]+")


def word_spans(text: str) -> list[tuple[int, int]]:
    """Half-open spans, in code points, of the word tokens of a passage."""
    spans: list[tuple[int, int]] = []
    for match in (_marked() if has_marks(text) else _PLAIN).finditer(text):
        for part in _parts().finditer(text, *match.span()):
            if part["one"]:
                spans.append(part.span())
            elif part.span() == match.span():
                spans += _pieces(text, *part.span())
            else:
                spans += [
                    (part.start() + a, part.start() + b) for a, b in word_spans(part[0])
                ]  # what joined it to its neighbour falls away
    return spans


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    cut = _POSSESSIVE.search(text[start:end])
    head = start + cut.start() if cut else end
    spans = [(at, min(at + LONGEST, head)) for at in range(start, head, LONGEST)]
    return [*spans, (head, end)] if cut else spans
