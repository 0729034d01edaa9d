"""Words set with a space after each letter, as printers do for weight: ``У К А З``, ``公　告``."""

from __future__ import annotations

import re

_MAYBE = re.compile(r"(?<!\S)[^\W\d_][ \u3000\xa0]+[^\W\d_](?!\w)")
_LETTERS = r"[^\W\d_](?:[ \u3000\xa0][^\W\d_])+"
_HEADING = re.compile(rf"\s*{_LETTERS}(?:\s{{2,}}{_LETTERS})*\s*")
_EAST = re.compile(
    r"\s*(?:[\u2e80-\u9fff](?:[ \u3000\xa0]+[\u2e80-\u9fff]){1,7}|[가-힣](?:[ \u3000\xa0]+[가-힣]){2,7})\s*"
)
_INSIDE = re.compile(r"(?<!\S)[^\W\d_](?: [^\W\d_]){4,}(?=[^\w\s]|\s|$)")
_LONGEST = 200
"""Longer lines, in code points, are paragraphs: nobody sets words in them so."""
_LEAST = 4
"""Letters of a heading: three capitals with spaces may be a list."""


def join_spaced_letters(line: str) -> str:
    """The line with such words as words; a line without them as it is.

    Headings as a whole in capitals or in East Asian letters, and words of five and more small letters inside
    a line (``п о с т а н о в л я ю``).
    """
    if len(line) > _LONGEST or _MAYBE.search(line) is None:
        return line
    if _EAST.fullmatch(line):
        return _indent(line) + re.sub(r"\s", "", line)
    if _HEADING.fullmatch(line) and line.upper() == line and sum(map(str.isalpha, line)) >= _LEAST:
        words = re.split(r"\s{2,}", line.strip())
        return _indent(line) + " ".join(re.sub(r"\s", "", word) for word in words)
    return _INSIDE.sub(lambda word: word[0].replace(" ", "") if word[0].islower() else word[0], line)


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]
