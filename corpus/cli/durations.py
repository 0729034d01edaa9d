"""How long commands took, in the cache folder of the user, and how long they take elsewhere.

Of the same words first, else of the same command on the same archive, else by the size of the database.
"""

import json
import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from corpus.cli.last_list import cache_folder
from corpus.settings import database_url, packaged

MOST_KEPT = 500
GIGABYTE = 1_000_000_000
LEAST = 3.0
"""Seconds that are told at least: what takes less is not told at all."""


def _database(words: list[str]) -> str | None:
    return next((words[at + 1] for at in range(len(words) - 1) if words[at] == "--db"), None)


def _key(words: list[str]) -> str:
    asked = "\0".join([database_url(_database(words)), str(Path.cwd()), *words])
    return sha256(asked.encode("utf-8", "replace")).hexdigest()


def _path() -> Path:
    return cache_folder() / "durations.json"


def _read() -> dict[str, float]:
    with suppress(OSError, ValueError):
        found = json.loads(_path().read_text("utf-8"))
        if isinstance(found, dict) and all(isinstance(one, int | float) for one in found.values()):
            return found
    return {}


def expected(words: list[str], name: str) -> float | None:
    """The seconds of the same words before, else of the last call of the command on this archive, else those
    that the command takes on a database of this size; None where nobody knows the size."""
    known = _read()
    return known.get(_key(words), known.get(_key([name]))) or _by_size(words, name)


def _by_size(words: list[str], name: str) -> float | None:
    scheme, _, path = database_url(_database(words)).partition(":///")
    if not scheme.startswith("sqlite"):
        return None
    try:
        size = Path(path).stat().st_size
    except OSError:
        return None
    rates = packaged("corpus.cli", "durations.toml")["seconds"]
    return max(LEAST, size / GIGABYTE * float(rates.get(name, rates["other"])))


def keep(words: list[str], name: str, took: float) -> None:
    known = _read()
    for key in (_key([name]), _key(words)):
        known.pop(key, None)
        known[key] = round(took, 1)
    with suppress(OSError):
        _path().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        own = _path().with_suffix(f".{os.getpid()}")
        own.touch(mode=0o600)
        own.write_text(json.dumps(dict(list(known.items())[-MOST_KEPT:])), "utf-8")
        own.replace(_path())
