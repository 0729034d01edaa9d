"""Patterns of outlet files that come with the program: compiled when they are first sought.

Most of them are not, in a load of one text; that they compile, the tests see. A user's own are compiled at
once, to name the fault.
"""

from __future__ import annotations

import contextlib
import functools
import re
from contextvars import ContextVar
from typing import TYPE_CHECKING, cast

import regex

from corpus.late_imports import LatePattern, late_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SCRIPTS = tuple(map(re.compile, ("[Ѐ-ӿ]", "[\u3400-\u9fff]", "[가-힣]", "[\u0600-\u06ff]")))
"""Cyrillic, Han, Hangul, Arabic."""
_SYNTAX = re.compile(r"\(\?P<\w+>|\(\?[a-z]+|\\[pP]\{\w+\}|\\[xu][0-9a-f]{2,4}|\\.")
_LATIN = re.compile("[A-Za-zÀ-ɏ]")
_FLAGS = re.compile(r"\A\(\?([aimsux]+)\)")
_EASTERN = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_NARROW = {"，": ",", "：": ":", "；": ";", "？": "?", "！": "!", "（": "(", "）": ")"}
_PARTS_OF_PATTERN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[，：；？！（）]", re.DOTALL)
"""What is escaped, a set of characters, or one of these marks."""
_LATE: ContextVar[bool] = ContextVar("late", default=False)


@contextlib.contextmanager
def compiled_late() -> Iterator[None]:
    """Within it, ``pattern`` does not compile yet."""
    token = _LATE.set(True)
    try:
        yield
    finally:
        _LATE.reset(token)


def trusted() -> bool:
    """Whether what is read comes with the program."""
    return _LATE.get()


def pattern(text: str) -> re.Pattern[str]:
    """The regular expression. Raises re.error for none, OverflowError and RecursionError for a huge one."""
    text = either_width(text)
    return late_pattern(text) if _LATE.get() else re.compile(text)


def dateline(text: str) -> regex.Pattern[str]:
    """The same for the package ``regex``."""
    text = either_width(text)
    return cast("regex.Pattern[str]", ScriptPattern(text)) if _LATE.get() else regex.compile(text)


def either_width(text: str) -> str:
    """A pattern of Chinese or Japanese words that takes each full-width mark also as ASCII has it, as half of
    all copies of such texts print it; the same again for what was made so."""
    if not _EASTERN.search(text):
        return text
    return _PARTS_OF_PATTERN.sub(_of_either_width, text)


def _of_either_width(part: re.Match[str]) -> str:
    written = part[0]
    if written[0] != "[":
        return f"[{written}{_NARROW[written]}]" if written in _NARROW else written
    ranges = re.findall(r"(?<!\\)(.-.)", written[1:-1], re.DOTALL)
    more = (
        narrow
        for wide, narrow in _NARROW.items()
        if wide in written and narrow not in written and not any(wide in one for one in ranges)
    )
    return f"{written[:-1]}{''.join(more)}]"


def alternation(patterns: Iterable[str]) -> str:
    """Patterns as the alternatives of one; flags at the beginning of one hold for it alone."""
    scoped = (_FLAGS.sub(r"(?\1:", one) if _FLAGS.match(one) else f"(?:{one}" for one in patterns)
    return "|".join(f"{one})" for one in scoped)


@functools.lru_cache(maxsize=4)
def _scripts_in(text: str) -> frozenset[int]:
    """Which of these scripts a text has letters of."""
    return (
        frozenset() if text.isascii() else frozenset(n for n, one in enumerate(_SCRIPTS) if one.search(text))
    )


class ScriptPattern(LatePattern):
    """A pattern that is sought only in a text that has a letter of the scripts, other than Latin, in which it
    is written; with ``latin`` one that has Latin letters too is sought in any."""

    def __init__(self, text: str, *, latin: bool = False) -> None:
        super().__init__(text)
        self._scripts = (
            frozenset[int]() if latin and _LATIN.search(_SYNTAX.sub("", text)) else _scripts_in(text)
        )
        self._made: regex.Pattern[str] | None = None

    def compiled(self) -> regex.Pattern[str]:
        if self._made is None:
            self._made = regex.compile(self.pattern)
        return self._made

    def search(self, text: str, endpos: int, timeout: float | None = None) -> regex.Match[str] | None:
        if self._scripts and not self._scripts & _scripts_in(text[:endpos]):
            return None
        return self.compiled().search(text, endpos=endpos, timeout=timeout)
