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
    return late_pattern(text) if _LATE.get() else re.compile(text)


def dateline(text: str) -> regex.Pattern[str]:
    """The same for the package ``regex``."""
    return cast("regex.Pattern[str]", ScriptPattern(text)) if _LATE.get() else regex.compile(text)


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
