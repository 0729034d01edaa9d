"""Preparing processes end with the one that started them, also where that one was killed."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

PR_SET_PDEATHSIG = 1
"""https://man7.org/linux/man-pages/man2/pr_set_pdeathsig.2const.html"""
WATCHED = 1.0
"""Seconds between two looks at the parent, where the system cannot be asked to tell."""


def end_with(parent: int) -> None:
    """Let the calling process end as soon as ``parent``, which started it, has ended.

    Linux is asked to kill it; a thread watches as well, for other systems and for a parent that was gone
    before. What a terminal sends to all its processes is left to the parent, who tells what became of it.
    """
    for name in ("SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    threading.Thread(target=_watch, args=(parent,), daemon=True, name="watch-parent").start()


@contextmanager
def signals_later() -> Iterator[None]:
    """Let signals wait until a process has been started: one half started writes traces when it ends."""
    came: list[tuple[int, FrameType | None]] = []
    before: dict[int, Callable[[int, FrameType | None], object]] = {}
    if threading.current_thread() is threading.main_thread():
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            handler = None if number is None else signal.getsignal(number)
            if number is not None and callable(handler):
                before[number] = handler
                signal.signal(number, lambda number, frame: came.append((number, frame)))
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    for number, frame in came[:1]:
        before[number](number, frame)


def _watch(parent: int) -> None:
    while _is_there(parent):
        time.sleep(WATCHED)
    os._exit(1)


def _is_there(parent: int) -> bool:
    if os.name == "posix":
        return os.getppid() == parent  # an orphan gets another one
    try:
        os.kill(parent, 0)
    except OSError:
        return False
    return True
