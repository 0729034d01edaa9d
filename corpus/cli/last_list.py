"""The list that was printed last: its rows have numbers, by which the next command names documents.

Each terminal has its own last list of each archive. They are kept in the user's cache folder, never in the
archive, which others may read, or which may be read-only.
"""

import datetime
import json
import os
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.cli.errors import say
from corpus.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.api import Corpus
    from corpus.output.result import Result

REFERENCES = ("ref", "document")
"""Columns that name the document of a row."""
MOST_TERMINALS = 16
MOST_ROWS = 100_000
LONGEST_TITLE = 80
YEAR = 4
"""Digits of a number that may be a year."""


def cache_folder() -> Path:
    """Where programs keep what they can do without."""
    own = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return Path(own).expanduser() / "state-media-corpus" if own else Path.home() / ".cache/state-media-corpus"


def terminal() -> str:
    """The name of the terminal that this runs in; "" where there is none."""
    for stream in (sys.stdout, sys.stderr, sys.stdin):
        with suppress(OSError, ValueError, AttributeError):
            return os.ttyname(stream.fileno())
    return ""


def numbered(result: "Result", offset: int = 0) -> "Result":
    """The result with a column of numbers, where its rows name documents."""
    if not any(name in result.columns for name in REFERENCES):
        return result
    numbers = list(range(offset + 1, offset + len(result) + 1))
    return replace(result, columns={"#": numbers, **result.columns})


def remember(result: "Result") -> None:
    """Keep the rows of a list that was printed with numbers; where that cannot be, no harm is done."""
    names = [name for name in REFERENCES if name in result.columns]
    if "#" not in result.columns or not names or not 0 < len(result) <= MOST_ROWS:
        return
    title = result.title
    entry = {
        "title": title if len(title) <= LONGEST_TITLE else title[:LONGEST_TITLE] + "…",
        "kind": result.kind,
        "at": datetime.datetime.now().isoformat(timespec="seconds"),
        "first": result.values("#")[0],
        "refs": result.values(names[0]),
    }
    path = _path(str(result.provenance.get("archive", "")))
    lists = _read(path)
    lists.pop(terminal(), None)
    lists[terminal()] = entry
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        own = path.with_suffix(f".{os.getpid()}")
        own.touch(mode=0o600)
        own.write_text(json.dumps(dict(list(lists.items())[-MOST_TERMINALS:]), ensure_ascii=False), "utf-8")
        own.replace(path)


def meant(corpus: "Corpus", typed: str) -> str:
    """The reference that a typed number means, which is said; what is no number of a row stays as it is.

    Raises NotFoundError for a number that no row has.
    """
    if not typed.isdecimal() or not typed.isascii():
        return typed
    lists = _read(_path(corpus.archive))
    here = terminal()
    name = here if here in lists else next(reversed(lists), None)
    if name is None:
        if len(typed) >= YEAR:
            return typed
        raise NotFoundError(f"{typed} is no row of a list: none of this archive was printed yet.")
    entry = lists[name]
    refs: Sequence[str] = entry["refs"]
    at = int(typed) - entry["first"] if len(typed) < 10 else len(refs)
    other = "" if name == here else ", printed elsewhere: this terminal has printed none"
    named = ": ".join(filter(None, (entry["kind"], entry["title"])))
    what = f"“{named}” ({entry['at'].replace('T', ' ')}{other})"
    if 0 <= at < len(refs):
        say(f"{typed} is {refs[at]} of the list {what}.")
        return refs[at]
    if len(typed) >= YEAR:
        return typed
    last = entry["first"] + len(refs) - 1
    raise NotFoundError(f"There is no row {typed}: the last list, {what}, has {entry['first']} to {last}.")


def _path(archive: str) -> Path:
    """``archive`` is what a database says of itself, and may be anything."""
    name = "".join(one for one in archive[:LONGEST_TITLE] if one.isalnum() or one == "-")
    return cache_folder() / "lists" / f"{name or 'unknown'}.json"


def _read(path: Path) -> dict[str, dict[str, Any]]:
    """The last list of each terminal, the latest at the end; none where the file is not one of ours."""
    with suppress(OSError, ValueError):
        lists = json.loads(path.read_text("utf-8"))
        keys = {"title", "kind", "at", "first", "refs"}
        if isinstance(lists, dict) and all(
            isinstance(one, dict) and keys <= set(one) for one in lists.values()
        ):
            return lists
    return {}
