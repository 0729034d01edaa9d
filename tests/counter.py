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
SOUTHEAST = (
    (0xE00, 0xEFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x19E0, 0x19FF), (0xA9E0, 0xA9FF), (0xAA60, 0xAA7F),
)  # fmt: skip
CJK = re.compile(
    HAN_KANA.pattern[:-1]
    + "\u1100-\u11ff\u3131-\u318e\ua960-\ua97c\uac00-\ud7fb\uffa0-\uffdc"
    + "".join(f"{chr(low)}-{chr(high)}" for low, high in SOUTHEAST)
    + "]"
)
APART = "'’＇-‐‑－·×&＆.．"
APOSTROPHES = "'’＇ʼ"
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
FILLERS = "\u115f\u1160\u3164\uffa0"
MEASURES = {
    "km",
    "hm",
    "dm",
    "cm",
    "mm",
    "nm",
    "µm",
    "μm",
    "m",
    "ft",
    "yd",
    "mi",
    "in",
    "s",
    "км",
    "дм",
    "см",
}
MEASURES |= {"мм", "м", "с"}
ELIDED = {
    "fr": "c d j l m n s t qu jusqu lorsqu puisqu quoiqu",
    "it": "l un d c v m t s n com gl cos dov all dall dell nell sull quest",
    "ca": "d l m n s t",
}
"""Of what is elided that which the tests write."""
HOSTS = {"com", "org", "net", "pdf", "html", "рф"}
"""Of the ends of hosts' and files' names those that the tests write, besides two letters."""


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
    return unicodedata.category(char)[0] in "LN" and char not in RAISED and char not in FILLERS


def is_mark(char: str) -> bool:
    picture = "\ufe00" <= char <= "\ufe0f" or char == "\u20e3" or "\U000e0100" <= char <= "\U000e01ef"
    return unicodedata.category(char)[0] == "M" and not picture


def words(text: str, language: str = "") -> list[str]:
    """Tokens, found letter by letter by the rule of the design."""
    found: list[str] = []
    at = 0
    while at < len(text):
        if not is_letter(text[at]) or is_picture(text[at : at + 3]):
            at += 1
            continue
        end = over_run(text, at)
        while end + 1 < len(text) and is_letter(text[end + 1]) and joins(*text[end - 1 : end + 2]):
            end = over_run(text, end + 1)
        measure = text[at:end].lstrip("0123456789")
        raised = text[end : end + 1] in ("²", "³") and measure in MEASURES
        if raised and not (text[end + 1 :] and is_letter(text[end + 1])):
            end += 1
        found.extend(split(text[at:end], language))
        at = end
    return found


def is_picture(chars: str) -> bool:
    """Whether a digit or letter is the picture of one."""
    if chars[0] in "ℹⓂ㊗㊙":
        return chars[1:2] == "\ufe0f"
    return chars[0] in "0123456789" and (chars[1:2] == "\u20e3" or chars[1:3] == "\ufe0f\u20e3")


def over_run(text: str, at: int) -> int:
    """Behind the letters, digits and marks that begin with the letter at a place."""
    end = at + 1
    while end < len(text):
        beyond = end
        while beyond < len(text) and text[beyond] in "\u200c\u200d":
            beyond += 1
        if beyond == len(text) or not (is_letter(text[beyond]) or is_mark(text[beyond])):
            return end
        end = beyond + 1
    return end


def joins(before: str, char: str, after: str) -> bool:
    digits = "0123456789０１２３４５６７８９"
    return char in APART or (char in ",，" and before in digits and after in digits)


def split(match: str, language: str) -> list[str]:
    if any(alone(char) for char in match):
        parts: list[str] = []
        rest = ""
        for char in match:
            if alone(char):
                parts += [*(words(rest, language) if rest else []), char]
                rest = ""
            elif (
                not rest
                and parts
                and is_mark(char)
                and not HAN_KANA.match(parts[-1][0])
                and alone(parts[-1][0])
            ):
                parts[-1] += char
            else:
                rest += char
        return parts + (words(rest, language) if rest else [])
    return [piece for part in at_stops(match) for one in unglued(part, language) for piece in cut(one)]


def alone(char: str) -> bool:
    """Whether a letter is a word by itself."""
    if HAN_KANA.match(char):
        return True
    return unicodedata.category(char)[0] == "L" and any(low <= ord(char) <= high for low, high in SOUTHEAST)


def at_stops(match: str) -> list[str]:
    """Parted at the full stops that do not join."""
    parts = [""]
    for at, char in enumerate(match):
        if char in ".．" and not stop_joins(match, at):
            parts.append("")
        else:
            parts[-1] += char
    return parts


def stop_joins(match: str, at: int) -> bool:
    before = re.split("[" + re.escape(APART) + ",，]", match[:at])[-1]
    after = re.split("[" + re.escape(APART) + ",，]", match[at + 1 :])[0]
    if match[at - 1].isdecimal() and match[at + 1].isdecimal():
        return True
    single = [sum(is_letter(char) for char in run) == 1 and run[0].isalpha() for run in (before, after)]
    return all(single) or in_host(match, at)


def in_host(match: str, at: int) -> bool:
    """Whether a stop stands before the end of a host's name, or further before it in the same name."""
    label = re.split("[" + re.escape(APART) + ",，]", match[:at])[-1]
    sign = match[at]
    for run, following in re.findall("([^" + re.escape(APART) + ",，]+)(.?)", match[at + 1 :]):
        if sign in ".．":
            if not re.fullmatch("[0-9A-Za-zА-Яа-яЁё][0-9a-zа-яё]*|[A-Z]{2,8}|[Ww]{3}[0-9]?", label):
                return False
            country = re.fullmatch("(?![ivx]{2})[a-z]{2}", run) and len(label) > 1 and not label.isdecimal()
            if run in HOSTS or country:
                return True
        if following not in tuple(".．-‐‑－"):
            return False
        label, sign = run, following
    return False


def unglued(word: str, language: str) -> list[str]:
    """What is elided before a word or behind it, and the possessive, as words of their own."""
    parts: list[str] = []
    elided = ELIDED.get(language, "").split()
    while elided:
        at = min((word.find(char) for char in APOSTROPHES if char in word), default=-1)
        if at < 0 or at + 1 == len(word) or word[:at].casefold() not in elided:
            break
        parts.append(word[: at + 1])
        word = word[at + 1 :]
    if language == "ca":
        at = max(word.rfind(char) for char in APOSTROPHES)
        if at > 0 and word[at + 1 :].casefold() in ("m", "l", "ls", "n", "s", "t"):
            return [*parts, word[:at], word[at:]]
    if word[-1:] in ("s", "S", "ｓ", "Ｓ") and word[-2:-1] and word[-2] in APOSTROPHES and len(word) > 2:
        return [*parts, word[:-2], word[-2:]]
    return [*parts, word]


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
