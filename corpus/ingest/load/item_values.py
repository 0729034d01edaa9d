"""Single values of an item and of its passages, for those who normalise it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.text.roles import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.ingest.paragraphs.pieces import Piece
    from corpus.ingest.passages.voices import Voices
    from corpus.text.records import Block, Passage

_NOTHING = frozenset({
    "unknown", "n/a", "n.a.", "-", "--", "–", "—", "?", "und", "undefined", "undetermined", "mul", "zxx",
    "mis", "other", "others", "not available", "not specified", "unspecified", "various", "auto",
})  # fmt: skip
_LONGEST_QUOTED = 60


def first_heading(blocks: Sequence[Block]) -> str:
    """The heading that a structured text begins with; "" where it begins otherwise."""
    first = next((block for block in blocks if block.text.strip()), None)
    return first.text if first is not None and first.heading and first.role is None else ""


def says_nothing(value: str) -> bool:
    """Whether a value stands where there is none: ``unknown``, ``n/a``, ``und``."""
    return value.strip().casefold() in _NOTHING


def quoted(value: str) -> str:
    return repr(value if len(value) <= _LONGEST_QUOTED else value[:_LONGEST_QUOTED] + "…")


def most_heard(passages: Sequence[Passage]) -> str | None:
    """The speaker of most characters of speech."""
    heard: dict[str, int] = {}
    for passage in passages:
        if passage.speaker is not None:
            heard[passage.speaker] = heard.get(passage.speaker, 0) + passage.end - passage.start
    return max(heard, key=lambda name: heard[name]) if heard else None


def nobodys(voices: Voices) -> list[Piece]:
    """What is spoken in a text that addresses its hearers; nothing where somebody is named."""
    spoken = [one for one in voices.pieces if one.role in (Role.speech, Role.salutation, Role.slogan)]
    return spoken if voices.addressed and not any(one.speaker for one in spoken) else []
