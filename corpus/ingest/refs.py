"""Short references to documents that a person can type and cite."""

from __future__ import annotations

import re

from corpus.model.text import fold

LONGEST = 60
"""Longest title part of a reference, in characters."""

_WORD = re.compile(r"[^\W_]+")
_STOP = frozenset(["a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "s", "the", "to", "with"])


def base_ref(outlet: str, published: str | None, title: str) -> str:
    """``outlet-date-words-of-the-title``, lower case, without small words; letters of every script."""
    room = LONGEST
    kept: list[str] = []
    for word in _WORD.findall(fold(title).replace("'", "")):
        if word in _STOP:
            continue
        if len(word) + 1 > room:
            if not kept:
                kept.append(word[:room])
            break
        kept.append(word)
        room -= len(word) + 1
    return "-".join([outlet, published or "undated", *kept])


def unique_ref(base: str, taken: set[str]) -> str:
    """``base``, or ``base-2``, ``base-3`` ... when it is taken; the result is added to ``taken``."""
    ref, number = base, 1
    while ref in taken:
        number += 1
        ref = f"{base}-{number}"
    taken.add(ref)
    return ref
