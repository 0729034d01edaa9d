"""Where lines of a text end: with a sentence, inside a word, between two words."""

from __future__ import annotations

import functools
import re

from corpus.settings import packaged
from corpus.text.word_breaks import is_broken

OTHER_LINE_ENDS = "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
LINE_ENDS = re.compile(f"\r\n?|[{OTHER_LINE_ENDS}]")
ENDS = (
    *(".", "!", "?", "…", ":", ";", '."', '!"', '?"', ".”", "!”", "?”", ".’", ".'", ".)"),
    *(
        "。",
        "！",
        "？",
        "：",
        "；",
        "。”",
        "！”",
        "？”",
        "。」",
        "。』",
        "。）",
        ".»",
        "!»",
        "?»",
        ".》",
        "…”",
        "،",
        "؟",
        "۔",
    ),
)
LAST = frozenset(end[-1] for end in ENDS)
LAST_OR_HYPHEN = LAST | {"-"}

_UNSPACED = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’—…·]")
_WORD = re.compile(r"[^\W\d_]+")
_LAST_WORD = re.compile(r"[^\W\d_]+\Z")


@functools.cache
def open_words() -> frozenset[str]:
    """Words that no paragraph ends with, in lower case."""
    return frozenset(packaged("corpus.ingest.paragraphs", "line_ends.toml")["open_words"])


def ends_sentence(line: str) -> bool:
    """Whether a line ends as sentences do."""
    return line[-1] in LAST and line.endswith(ENDS)


def glue(before: str, after: str) -> str:
    """The space between two lines of a paragraph; none within Chinese and Japanese."""
    if before[-1] < "\u2e80" and after[0] < "\u2e80":
        return " "
    return "" if _UNSPACED.match(before[-1]) and _UNSPACED.match(after[0]) else " "


def hyphenated(last: str, following: str) -> str:
    """The part of a word before a hyphen at a line end, or "" where the hyphen is a dash."""
    first = last[last.rfind(" ") + 1 : -1]
    return first if len(first) > 1 and first[-1].isalpha() and following[0].isalpha() else ""


def rejoin(parts: list[str], first: str, following: str, text: str, *, typeset: bool = False) -> None:
    """Put a word together, without the hyphen where the line broke it. ``text``: the whole of it."""
    letters, second = _LAST_WORD.search(first), _WORD.match(following)
    if (
        letters
        and second
        and following[0].islower()
        and is_broken(letters[0], second[0], text, typeset=typeset)
    ):
        parts[-1] = parts[-1][:-1]
    parts.append(following)
