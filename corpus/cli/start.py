"""The entry point: what is typed may be interrupted before the program is imported, and when it is done."""

from __future__ import annotations

import atexit
import os
import signal
import sys
import threading

COMPLETE = "_CORPUS_COMPLETE"
"""Set by the scripts of ``corpus completion``: what follows are the words before the cursor."""
INTERRUPTED = 130
FAILED = 2
UNWRITTEN = 120
"""What Python ends with where standard output takes no more."""
_NOTHING = "Interrupted; nothing was begun.\n"


def run() -> None:
    """The program ``corpus``."""
    ours = signal.getsignal(signal.SIGINT) is signal.default_int_handler  # else the caller has it ignored
    if ours:
        signal.signal(signal.SIGINT, _end)
    try:
        if COMPLETE in os.environ:
            from corpus.cli import completion

            completion.answer(sys.argv[1:])
            _leave(0)
        from corpus.cli.main import run as program

        if ours:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        program()
    except KeyboardInterrupt:
        print(_NOTHING, end="", file=sys.stderr)
        _leave(INTERRUPTED)
    except OSError as error:  # of help and version, which no command has begun
        print(f"Error: {error.strerror or error}.", file=sys.stderr)
        _leave(FAILED)
    except SystemExit as ended:
        if not isinstance(ended.code, int | None):
            raise
        _leave(ended.code or 0)


def _end(number: int, frame: object) -> None:
    """While modules are imported, an exception could be lost in one of them."""
    os.write(2, _NOTHING.encode())
    os._exit(INTERRUPTED)


def _leave(code: int) -> None:
    """End at once: taking all modules apart would take a tenth of a query, and hear no Ctrl-C.

    Where other threads or processes are there yet, Python waits for them as ever.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is done
    if threading.active_count() > 1 or "loky" in sys.modules:
        raise SystemExit(code)
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError):
            code = code or UNWRITTEN
    os._exit(code)
