"""The sentence around a match, as a concordance shows it and as the index counts it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from corpus.text.sentences import boundaries


def sentence(text: str, start: int, end: int, language: str) -> tuple[int, int]:
    """Half-open span of the sentence of a passage around ``start`` to ``end``, or of all that they touch.
    ``language``: the tag of that of the passage."""
    found = boundaries(text, language=language)
    before, after = bisect_right(found, start), bisect_left(found, end)
    begin = found[before - 1] if before else 0
    stop = found[after] if after < len(found) else len(text)
    return begin, begin + len(text[begin:stop].rstrip())
