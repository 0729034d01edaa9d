"""Whoever waits is told: for how long already, and how long the same has taken before.

A line on standard error, where that is a terminal, from two seconds on; gone before anything else is written.
How long a command took is kept in the user's cache folder, by the archive and the words that were typed;
the first time what it took elsewhere stands in, by the size of the database.
"""

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

from corpus.late_imports import late_from

AFTER = 2.0
"""Seconds before which nobody needs to be told."""
EVERY = 0.5
OWN = frozenset({"add", "completion", "help", "mcp", "serve"})
"""Commands that tell by themselves how far they are, or are done at once."""
SWITCH, OFF = "CORPUS_PROGRESS", ("no", "0", "off")
"""The environment variable that silences it, and its values."""
_CLEAR = "\r\x1b[K"
_late = late_from("corpus.cli")
_expected, _keep = _late("durations", "expected"), _late("durations", "keep")


@contextmanager
def patience(words: list[str]) -> Iterator[None]:
    """Tell how long it takes, while it lasts; ``words``: the command and what was typed behind it."""
    name = next((word for word in words if not word.startswith("-")), "")
    silent = os.environ.get(SWITCH) in OFF or sys.stderr is None or not sys.stderr.isatty()
    if not name or name in OWN or silent:
        yield
        return
    line = _Line(name, partial(_expected, words, name))
    streams = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = (_Watched(stream, line.end) for stream in streams)
    begin = time.monotonic()
    line.start()
    try:
        yield
        line.end()
        if (took := line.ended - begin) >= AFTER:
            _keep(words, name, took)
    finally:
        line.end()
        sys.stdout, sys.stderr = streams


class _Line(threading.Thread):
    """The line, written anew every half second until ``end``."""

    def __init__(self, name: str, before: Callable[[], float | None]) -> None:
        super().__init__(daemon=True)
        self._name_of, self._ask = name, before
        self._over, self._lock = threading.Event(), threading.Lock()
        self._stream, self._shown = sys.stderr, False
        self._begin = self.ended = time.monotonic()

    def run(self) -> None:
        if self._over.wait(AFTER):
            return
        before = self._ask()
        while True:
            with self._lock:
                if self._over.is_set():
                    return
                self._write(_CLEAR + said(self._name_of, time.monotonic() - self._begin, before))
                self._shown = True
            if self._over.wait(EVERY):
                return

    def end(self) -> None:
        """Take the line away; nothing comes after it."""
        with self._lock:
            if not self._over.is_set():
                self.ended = time.monotonic()
            self._over.set()
            if self._shown:
                self._write(_CLEAR)
                self._shown = False

    def _write(self, text: str) -> None:
        with suppress(OSError, ValueError):
            self._stream.write(text)
            self._stream.flush()


class _Watched:
    """A stream before whose first use something is done."""

    def __init__(self, stream: Any, first: Any) -> None:
        self._stream, self._first = stream, first

    def __getattr__(self, name: str) -> Any:
        if name in ("write", "writelines", "buffer"):
            self._first()
        return getattr(self._stream, name)


def said(name: str, seconds: float, before: float | None) -> str:
    """How far it is, as far as anybody can know."""
    text = f"{name}: {seconds:.0f} s"
    if before is None:
        return f"{text}, Ctrl-C ends it"
    left = before - seconds
    if left < 1:
        return f"{text}, longer than the {before:.0f} s that were to be expected"
    return f"{text} of about {before:.0f} s ({100 * seconds / before:.0f} %)"
