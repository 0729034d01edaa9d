"""What is looked for in the index, and what is found."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from corpus.query.match.term_lookup import Held
    from corpus.text.arrays import U32
    from corpus.text.tokens import Layer


class Matches(NamedTuple):
    """Half-open token spans in a section, sorted by start, then end; distinct, though they may overlap."""

    starts: U32
    ends: U32


class Pattern(NamedTuple):
    """A sequence with its terms looked up. ``repeats``: how often each slot may stand (least, most);
    empty where each stands once. ``sentence``: a match does not cross the end of a sentence. ``whole``: it
    begins, it ends where a word of Hangul may."""

    layer: Layer
    slots: tuple[Held, ...]
    repeats: tuple[tuple[int, int], ...] = ()
    sentence: bool = False
    whole: tuple[bool, bool] = (False, False)
