"""The entry point: what is typed may be interrupted before the program is even imported."""

import os
import sys

COMPLETE = "_CORPUS_COMPLETE"
"""Set by the scripts of ``corpus completion``: what follows are the words before the cursor."""
INTERRUPTED = 130


def run() -> None:
    """The program ``corpus``."""
    try:
        if COMPLETE in os.environ:
            from corpus.cli import completion

            completion.answer(sys.argv[1:])
            return
        from corpus.cli.main import run as program

        program()
    except KeyboardInterrupt:
        print("Interrupted; nothing was begun.", file=sys.stderr)
        raise SystemExit(INTERRUPTED) from None
