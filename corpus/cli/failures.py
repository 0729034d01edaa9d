"""From errors to sentences and exit codes: the only place of the command line that knows them."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import typer

from corpus.errors import CorpusError

INTERRUPTED = 130
"""128 and the number of the signal, as shells report it."""
LONGEST_MESSAGE = 1_200
"""Most characters of a message, which may repeat what was given."""


def say(text: str) -> None:
    """A line on standard error; nothing in it can command a terminal."""
    from corpus.output.width import harmless

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
    except KeyboardInterrupt:
        say("Interrupted; what was committed stays.")
        raise typer.Exit(INTERRUPTED) from None
    except Exception as error:
        if getattr(ctx.obj, "debug", False):
            import traceback

            traceback.print_exc()
        say(f"Error: {_short(_sentence(error))}")
        raise typer.Exit(error.exit_code if isinstance(error, CorpusError) else 2) from None


def _short(message: str) -> str:
    """A long message without its middle: it begins with what is wrong, and ends with what to do."""
    if len(message) <= LONGEST_MESSAGE:
        return message
    return f"{message[: LONGEST_MESSAGE - 300]} … {message[-297:]}"


def _sentence(error: Exception) -> str:
    if isinstance(error, CorpusError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror}; check the path, your rights there, and the space that is left."
    said = str(error).strip().partition("\n")[0][:200]
    what = f"{type(error).__name__}: {said}" if said else type(error).__name__
    return f"The program failed in a way that it cannot explain ({what}); --debug shows where, for a report."
