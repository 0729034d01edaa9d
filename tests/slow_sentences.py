"""Sentences found letter by letter: what the program's are compared with."""

from __future__ import annotations

ABBREVIATED = {"mr", "dr", "no", "jan"}
"""Of the abbreviations those that the tests write."""
ENDS = ".!?…؟۔।॥։።"
CLOSING = "\"'”’»)]」』》）】"
OPENING = "\"'“‘«([「『《（【"


def begun(passage: str) -> list[int]:
    """Where the second and each further sentence begins (or would, at the end of the passage, after 。)."""
    found: list[int] = []
    at = 0
    while at < len(passage):
        if passage[at] in "。！？":
            at = over(passage, over(passage, over(passage, at, "。！？…"), CLOSING), " \n")
            found.append(at)
        elif passage[at] in ENDS:
            marks = over(passage, at, ENDS)
            closed = over(passage, marks, CLOSING)
            following = over(passage, closed, " \n")
            if closed < following < len(passage):
                only = passage[at:marks] == "."
                if begins(passage[following]) and not (only and abbreviated(passage[:at])):
                    found.append(following)
            at = following
        else:
            at += 1
    return found


def over(passage: str, at: int, some: str) -> int:
    while at < len(passage) and passage[at] in some:
        at += 1
    return at


def begins(char: str) -> bool:
    return char in OPENING or (char.isalpha() and not char.islower())


def abbreviated(before: str) -> bool:
    at = len(before)
    while at and (
        before[at - 1].isalnum() or (before[at - 1] == "." and at < len(before) and before[at].isalnum())
    ):
        at -= 1
    word = before[at:][-40:].lstrip(".")
    initial = len(word) == 1 and word.isupper() and word not in "IЯ"
    parts = word.split(".")
    dotted = len(parts) > 1 and all(part.isalpha() and len(part) < 3 for part in parts)
    return initial or dotted or word.lower() in ABBREVIATED


def starts(passage: str, tokens: list[int]) -> list[int]:
    """Ordinals of the tokens with which a sentence begins; ``tokens``: where each begins in the passage."""
    firsts = {sum(token < at for token in tokens) for at in [0, *begun(passage)]}
    return sorted(first for first in firsts if first < len(tokens))
