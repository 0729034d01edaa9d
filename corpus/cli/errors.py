"""From errors to sentences and exit codes: the only place of the command line that knows them."""

import os
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import typer

from corpus.errors import CorpusError
from corpus.output.text.terminal_text import harmless
from corpus.settings import without_password

SIGNALLED = 128
"""What shells add to the number of the signal that ended a program."""
_ENDING = ("SIGTERM", "SIGHUP")
LONGEST_MESSAGE = 1_200
"""Most characters of a message, which may repeat what was given."""


class SignalledError(KeyboardInterrupt):
    """The program was asked to end, by a signal of that number."""

    def __init__(self, number: int = signal.SIGINT) -> None:
        super().__init__()
        self.number = number


def end_by_signals() -> None:
    """Let SIGTERM and SIGHUP end the program as Ctrl-C does, unless the caller has them ignored (nohup)."""
    for name in _ENDING:
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _end)


def _end(number: int, frame: object) -> None:
    raise SignalledError(number)


def say(text: str) -> None:
    """A line on standard error; nothing in it can command a terminal."""
    print(harmless(text), file=sys.stderr)


@contextmanager
def explained(ctx: Any) -> Iterator[None]:
    """End the program with a sentence and an exit code, whatever is raised inside.

    A trace is shown only with ``--debug`` (``ctx.obj.debug``).
    """
    try:
        yield
        sys.stdout.flush()
    except (typer.Exit, typer.Abort):
        raise
    except typer.TyperException as error:
        error.message = _short(error.message)
        raise
    except BrokenPipeError:
        # The reader (head, less) has enough. Python would complain once more when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None
    except KeyboardInterrupt as error:
        number = error.number if isinstance(error, SignalledError) else signal.SIGINT
        for name in _ENDING:  # one more would only disturb the ending
            known = getattr(signal, name, None)
            if known is not None and signal.getsignal(known) is _end:
                signal.signal(known, signal.SIG_IGN)
        by = "" if number == signal.SIGINT else f" by {signal.Signals(number).name}"
        with suppress(OSError):  # the terminal may be gone
            say(f"Interrupted{by}; what was committed stays.")
        raise typer.Exit(SIGNALLED + number) from None
    except Exception as error:
        if getattr(ctx.obj, "debug", False):
            traceback.print_exc()
        say(f"Error: {_short(_sentence(error))}")
        raise typer.Exit(error.exit_code if isinstance(error, CorpusError) else 2) from None


def _short(message: str) -> str:
    """A long message without its middle: it begins with what is wrong, and ends with what to do.

    A password that it repeats, of a mistyped address, is left out.
    """
    if len(message) > LONGEST_MESSAGE:
        message = f"{message[: LONGEST_MESSAGE - 300]} … {message[-297:]}"
    return without_password(message)


def _sentence(error: Exception) -> str:
    if isinstance(error, CorpusError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror}; check the path, your rights there, and the space that is left."
    said = str(error).strip().partition("\n")[0][:200]
    what = f"{type(error).__name__}: {said}" if said else type(error).__name__
    return f"The program failed in a way that it cannot explain ({what}); --debug shows where, for a report."
