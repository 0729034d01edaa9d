"""Texts that fit their columns: what no store can hold is written so that it can."""

from __future__ import annotations

import hashlib
from typing import overload

from corpus.text.normalisation import fold

LONGEST_KEY = 2000
"""Longest text of an indexed column, in bytes: PostgreSQL's index pages hold no more than 2,700."""


@overload
def storable(text: str, longest: int | None = None) -> str: ...
@overload
def storable(text: None, longest: int | None = None) -> None: ...
def storable(text: str | None, longest: int | None = None) -> str | None:
    """The text without NUL, lone surrogates as escapes, cut to ``longest`` code points with an ellipsis."""
    if text is None:
        return None
    text = text.replace("\0", "").encode("utf-8", "backslashreplace").decode("utf-8")
    if longest is not None and len(text) > longest:
        return text[: longest - 1] + "…"
    return text


def storable_key(text: str) -> str:
    """The text fit for a unique index: a very long one is cut, and told apart by a hash of the whole."""
    text = storable(text)
    encoded = text.encode()
    if len(encoded) <= LONGEST_KEY:
        return text
    mark = hashlib.sha256(encoded).hexdigest()[:16]
    return encoded[: LONGEST_KEY - 20].decode("utf-8", "ignore") + "…#" + mark


def name_key(name: str) -> str:
    """A name as ``actor_name.fold`` holds it, and as a search compares it."""
    return storable(fold(name), 300)
