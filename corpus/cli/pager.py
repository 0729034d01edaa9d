"""Long output on a terminal goes through a pager, as people know it from other programs."""

import os
import shlex
import shutil
import signal
import subprocess
import sys
from contextlib import suppress

from corpus.output.text.terminal_text import terminal_size, width

OWN, USUAL = "CORPUS_PAGER", "PAGER"
"""Environment variables that name the pager; empty or ``cat`` for none."""
LESS = {"LESS": "FRX", "LESSCHARSET": "utf-8"}
"""How ``less`` is to behave where the user has not said: colours pass, what fits ends at once."""


def paged(text: str) -> bool:
    """Show a text in the pager, if it is longer than the terminal; whether that was done.

    Only where a person sits at both ends: standard input and output are terminals.
    """
    size = terminal_size(sys.stdout)
    command = _command()
    if size is None or command is None or not sys.stdin or not sys.stdin.isatty():
        return False
    columns, lines = size
    if sum(max(1, -(-width(line) // columns)) for line in text.splitlines()) < lines:
        return False
    sys.stdout.write("")  # whoever tells how long it takes ends with the first word
    sys.stdout.flush()
    # What is typed while it shows is for the pager: Ctrl-C ends a search there, not the program.
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        environment = {**LESS, **os.environ}
        process = subprocess.Popen(command, stdin=subprocess.PIPE, env=environment, restore_signals=True)
        with suppress(BrokenPipeError):  # the reader has enough
            process.communicate(text.encode("utf-8", "replace"))
        process.wait()
    except OSError:
        return False
    finally:
        signal.signal(signal.SIGINT, before)
    return True


def _command() -> list[str] | None:
    """The pager and its arguments; None for none."""
    given = os.environ.get(OWN, os.environ.get(USUAL))
    if os.environ.get("TERM") == "dumb":
        return None
    if given is None:
        return ["less"] if shutil.which("less") else None
    try:
        command = shlex.split(given)
    except ValueError:
        return None
    return command if command and command != ["cat"] and shutil.which(command[0]) else None
