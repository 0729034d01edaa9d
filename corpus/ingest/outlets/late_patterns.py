"""Patterns of outlet files that come with the program: compiled when they are first sought.

Most of them are not, in a load of one text; that they compile, the tests see. A user's own are compiled at
once, to name the fault.
"""

from __future__ import annotations

import contextlib
import re
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Iterator

_LATE: ContextVar[bool] = ContextVar("late", default=False)


@contextlib.contextmanager
def compiled_late() -> Iterator[None]:
    """Within it, ``pattern`` does not compile yet."""
    token = _LATE.set(True)
    try:
        yield
    finally:
        _LATE.reset(token)


def pattern(text: str) -> re.Pattern[str]:
    """The regular expression. Raises re.error for none, OverflowError and RecursionError for a huge one."""
    return cast("re.Pattern[str]", _LatePattern(text)) if _LATE.get() else re.compile(text)


class _LatePattern:
    """A pattern that becomes one when anything but its text is asked of it."""

    def __init__(self, text: str) -> None:
        self.pattern = text

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # copied or pickled: there is nothing to compile for
            raise AttributeError(name)
        value = getattr(re.compile(self.pattern), name)
        setattr(self, name, value)
        return value
