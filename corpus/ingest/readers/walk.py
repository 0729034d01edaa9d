"""Paths to sources: folders walked in sorted order, and what cannot be opened named."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import UsageError
from corpus.ingest.readers.sources import Source, file_source, reject, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpus.model.records import Rejected


def check_paths(paths: Sequence[str | Path]) -> list[str]:
    """The paths as given, tidied. Raises UsageError for one that does not exist."""
    tidy = [os.path.normpath(Path(path).expanduser()) for path in paths]
    for path in tidy:
        if not os.path.lexists(path):
            raise UsageError(f"There is no file or folder {shown(path)}: check the path.")
    return tidy


def walk(paths: Sequence[str]) -> Iterator[Source | Rejected]:
    """All files, each path in the order given and its folder sorted by name; hidden ones left out.

    Links are followed, a folder that holds itself only once.
    """
    waiting: list[tuple[str, frozenset[tuple[int, int]]]] = [(path, frozenset()) for path in reversed(paths)]
    while waiting:
        path, above = waiting.pop()
        try:
            status = Path(path).stat()
            if stat.S_ISREG(status.st_mode):
                yield file_source(path, status.st_size)
            elif not stat.S_ISDIR(status.st_mode):
                yield reject(shown(path), "It is neither a file nor a folder: leave it out.")
            elif (here := (status.st_dev, status.st_ino)) in above:
                yield reject(shown(path), "It is a link to a folder that holds it: leave it out.")
            else:
                names = sorted((entry.name for entry in os.scandir(path)), reverse=True)
                start = "" if path == "." else f"{path.rstrip(os.sep)}{os.sep}"
                waiting.extend((start + name, above | {here}) for name in names if not name.startswith("."))
        except OSError as error:
            yield cannot_open(shown(path), error)


def cannot_open(name: str, error: OSError) -> Rejected:
    """The Rejected for a file or folder that the system does not open."""
    if isinstance(error, PermissionError):
        return reject(name, "It cannot be opened (permission denied): give yourself the right to read it.")
    if isinstance(error, FileNotFoundError):
        return reject(name, "It is not there any more, or is a link to nothing: leave it out.")
    return reject(name, f"It cannot be read ({error.strerror or error}): copy it anew, or leave it out.")
