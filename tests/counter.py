"""A slow, obvious counter: reads passages, knows nothing of the index. What the program is compared with."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

COUNTED = {"headline", "narration", "speech", "salutation", "slogan"}
HAN_KANA = re.compile(
    "[\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3038-\u303b\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d\U0001b000-\U0001b16f\U00020000-\U000323af]"
)
CJK = re.compile(HAN_KANA.pattern[:-1] + "\u1100-\u11ff\u3131-\u318e\ua960-\ua97c\uac00-\ud7fb\uffa0-\uffdc]")
APART = "'’-‐‑·×&."


def fold(text: str) -> str:
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    for char in "‘’‛ʼ":
        text = text.replace(char, "'")
    for char in "“”„‟":
        text = text.replace(char, '"')
    for char in "\u2010\u2011":
        text = text.replace(char, "-")
    return re.sub("(?<=[0-9])×(?=[0-9])", "x", text)


def is_letter(char: str) -> bool:
    return unicodedata.category(char)[0] in "LMN" or char in "\u200c\u200d"


def words(text: str) -> list[str]:
    """Tokens, found letter by letter by the rule of the design."""
    found: list[str] = []
    at = 0
    while at < len(text):
        if not is_letter(text[at]):
            at += 1
            continue
        end = at + 1
        while end < len(text):
            if is_letter(text[end]):
                end += 1
            elif end + 1 < len(text) and is_letter(text[end + 1]) and joins(*text[end - 1 : end + 2]):
                end += 2
            else:
                break
        found.extend(split(text[at:end]))
        at = end
    return found


def joins(before: str, char: str, after: str) -> bool:
    digits = "0123456789"
    return char in APART or (char == "," and before in digits and after in digits)


def split(match: str) -> list[str]:
    if HAN_KANA.search(match):
        parts: list[str] = []
        rest = ""
        for char in match:
            if HAN_KANA.match(char):
                parts += [*(words(rest) if rest else []), char]
                rest = ""
            else:
                rest += char
        return parts + (words(rest) if rest else [])
    if match[-2:] in ("'s", "'S", "’s", "’S") and len(match) > 2:
        return [*cut(match[:-2]), match[-2:]]
    return cut(match)


def cut(word: str) -> list[str]:
    return [word[at : at + 255] for at in range(0, len(word), 255)]


@dataclass
class Text:
    """A document: its facets, and passages of (role, speaker, text)."""

    year: str
    outlet: str = "generic"
    country: str | None = None
    passages: list[tuple[str, str | None, str]] = field(default_factory=list)
    language: str = "en"


def occurrences(pieces: list[str], wanted: list[set[str] | None]) -> int:
    """Overlapping occurrences of a sequence of sets of folded tokens (None: any token)."""
    size = len(wanted)
    return sum(
        all(want is None or pieces[at + n] in want for n, want in enumerate(wanted))
        for at in range(len(pieces) - size + 1)
    )


def count_words(
    texts: list[Text], wanted: list[set[str] | None], roles: set[str] = COUNTED, speaker: str | None = None
) -> int:
    """Matches of a phrase of folded words."""
    return sum(
        occurrences([fold(word) for word in words(passage)], wanted)
        for text in texts
        for role, who, passage in text.passages
        if role in roles and (speaker is None or who == speaker)
    )


def count_string(texts: list[Text], wanted: str, roles: set[str] = COUNTED) -> int:
    """Overlapping occurrences of a string, character by character, in the passages that hold CJK."""
    pattern = [fold(char) for char in wanted]
    return sum(
        occurrences([fold(char) for char in passage], [{char} for char in pattern])
        for text in texts
        for role, _, passage in text.passages
        if role in roles and CJK.search(passage)
    )


def count_tokens(texts: list[Text], roles: set[str] = COUNTED, speaker: str | None = None) -> int:
    return sum(
        len(words(passage))
        for text in texts
        for role, who, passage in text.passages
        if role in roles and (speaker is None or who == speaker)
    )


@dataclass(frozen=True)
class Node:
    """An expression over tokens. ``kind``: token (``test`` on it as it stands), sequence, either, repeat."""

    kind: str
    test: Callable[[str], bool] | None = None
    parts: tuple[Node, ...] = ()
    least: int = 1
    most: int = 1


def ends(node: Node, pieces: list[str], start: int) -> set[int]:
    """Where the matches of an expression that begin at a token end."""
    if node.kind == "token":
        assert node.test is not None
        return {start + 1} if start < len(pieces) and node.test(pieces[start]) else set()
    if node.kind == "either":
        return {end for part in node.parts for end in ends(part, pieces, start)}
    if node.kind == "sequence":
        reached = {start}
        for part in node.parts:
            reached = {end for at in reached for end in ends(part, pieces, at)}
        return reached
    found = {start} if node.least == 0 else set()
    reached = {start}
    for count in range(1, node.most + 1):
        reached = {end for at in reached for end in ends(node.parts[0], pieces, at)}
        if count >= node.least:
            found |= reached
    return found


def spans(node: Node, pieces: list[str]) -> set[tuple[int, int]]:
    """Every span of at least one token that matches: all starts are tried, and all ends."""
    return {(start, end) for start in range(len(pieces)) for end in ends(node, pieces, start) if end > start}


def count_spans(texts: list[Text], node: Node, roles: set[str] = COUNTED) -> int:
    """Matches of an expression over words."""
    return sum(
        len(spans(node, words(passage)))
        for text in texts
        for role, _, passage in text.passages
        if role in roles
    )
