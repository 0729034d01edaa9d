"""Short references to documents that a person can type and cite."""

from __future__ import annotations

import re

from corpus.model.text import fold

LONGEST = 32
"""Longest title part of a reference, in characters."""

_WORD = re.compile(r"[^\W_]+")
_NEVER_LAST = frozenset(["a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "the", "to", "with"])


def base_ref(outlet: str, published: str | None, title: str) -> str:
    """``outlet-date-first-words-of-the-title``, lower case, letters of every script."""
    kept: list[str] = []
    room = LONGEST
    for word in _WORD.findall(fold(title).replace("'", "")):
        if len(word) > room:
            if not kept:
                kept.append(word[:room])
            while len(kept) > 1 and kept[-1] in _NEVER_LAST:
                kept.pop()
            break
        kept.append(word)
        room -= len(word) + 1
    return "-".join([outlet, published or "undated", *kept])
