"""Paths to sources: folders walked in sorted order, and what cannot be opened named."""

from __future__ import annotations

import functools
import os
import re
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import UsageError
from corpus.ingest.readers.companions import PageFolders, is_companion
from corpus.ingest.readers.sources import Source, file_source, open_file, reject, shown
from corpus.store.files import is_beside_database, is_kept_out
from corpus.wording import argument

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpus.text.records import Rejected

_WEB = re.compile(r"https?:/", re.IGNORECASE)
_NAMED = 3
"""Links that a sentence names."""


@dataclass(slots=True)
class LeftOut:
    """What was passed over and is no rejection, by names for messages.

    ``links`` lead out of the paths given; ``archives`` are databases of this program; ``own``: whether
    the database itself, or a file beside it, was met; ``companions``: files and folders that only accompany
    texts (styles, pictures, what systems leave).
    """

    links: list[str] = field(default_factory=list)
    archives: list[str] = field(default_factory=list)
    own: bool = False
    companions: int = 0

    def sentences(self) -> list[str]:
        """What a person should know of it."""
        said = [
            f"{name} is an archive of this program, and no input: it was left out." for name in self.archives
        ]
        if self.links:
            number = len(self.links)
            which = ", ".join(self.links[:_NAMED]) + (", ..." if number > _NAMED else "")
            lead = "link leads" if number == 1 else "links lead"
            were = "was" if number == 1 else "were"
            said.append(
                f"{number:,} {lead} out of what was given and {were} not followed ({which});"
                f" {argument('follow_links', True)} follows them."
            )
        if self.companions:
            number = self.companions
            were = "file or folder was" if number == 1 else "files and folders were"
            said.append(f"{number:,} {were} passed over: styles, scripts, pictures and the like, no texts.")
        return said


def check_paths(paths: Sequence[str | Path]) -> list[str]:
    """The paths as given, tidied. Raises UsageError for one that does not exist, or is an address of the
    web."""
    for path in paths:
        if _WEB.match(str(path)):
            raise UsageError(
                f"{shown(str(path))} is an address of the web, from which nothing is fetched: save the page,"
                " and load the file."
            )
    tidy = [os.path.normpath(Path(path).expanduser()) for path in paths]
    for path in tidy:
        if not os.path.lexists(path):
            raise UsageError(f"There is no file or folder {shown(path)}: check the path.")
    return tidy


def walk(
    paths: Sequence[str], follow_links: bool = False, left_out: LeftOut | None = None
) -> Iterator[Source | Rejected]:
    """All files, each path in the order given and its folder sorted by name; hidden ones left out.

    Databases in use are left out, however they are reached. Links inside a folder are followed, those that
    lead out of all paths only with ``follow_links``; each folder is entered once. ``left_out`` is filled.
    """
    left_out = LeftOut() if left_out is None else left_out
    roots = [os.path.realpath(path) for path in paths]
    for path in paths:
        yield from _Walk(roots, follow_links, left_out).walk(path)


class _Walk:
    """One of the paths given, and what is below it."""

    def __init__(self, roots: Sequence[str], follow_links: bool, left_out: LeftOut) -> None:
        self._roots = roots
        self._follow = follow_links
        self._left_out = left_out
        self._entered: set[tuple[int, int]] = set()

    def walk(self, path: str) -> Iterator[Source | Rejected]:
        waiting = [path]
        while waiting:
            path = waiting.pop()
            try:
                status = Path(path).stat()
                if stat.S_ISDIR(status.st_mode):
                    waiting.extend(self._names(path, status))
                elif is_kept_out(path, status):
                    self._left_out.own = True
                elif is_beside_database(path):
                    continue
                elif stat.S_ISREG(status.st_mode):
                    yield file_source(path, status.st_size)
                else:
                    yield reject(shown(path), "It is neither a file nor a folder: leave it out.")
            except FileNotFoundError as error:
                if not is_kept_out(path, None):  # SQLite removes its files when nobody uses them
                    yield cannot_open(shown(path), error)
            except OSError as error:
                yield cannot_open(shown(path), error)

    def _names(self, path: str, status: os.stat_result) -> list[str]:
        """The paths in a folder that are to be walked, the first one last."""
        here = (status.st_dev, status.st_ino)
        if here in self._entered:
            return []
        self._entered.add(here)
        start = "" if path == "." else f"{path.rstrip(os.sep)}{os.sep}"
        names: list[str] = []
        with os.scandir(path) as scanned:
            entries = sorted(scanned, key=lambda entry: entry.name, reverse=True)
        folders = PageFolders(entry.name for entry in entries)
        for entry in entries:
            name = start + entry.name
            if entry.name.startswith("."):
                continue
            beside = folders.holds(entry.name)
            opened = functools.partial(open_file, name)
            if (beside or is_companion(entry.name, opened)) and _is_folder(entry) == beside:
                self._left_out.companions += 1
            elif not entry.is_symlink() or self._follows(name):
                names.append(name)
        return names

    def _follows(self, link: str) -> bool:
        target = os.path.realpath(link)
        inside = next((root for root in self._roots if _is_below(target, root)), None)
        if inside is None and not self._follow and os.path.lexists(target):
            if is_kept_out(target, Path(target).lstat()):
                self._left_out.own = True
            else:
                self._left_out.links.append(shown(link))
            return False
        # A folder that is walked under its own name needs no second one; one in a hidden folder does.
        hidden = inside is None or any(
            part.startswith(".") for part in Path(os.path.relpath(target, inside)).parts if part != "."
        )
        return hidden or not os.path.isdir(target)  # noqa: PTH112 (it never raises)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # links that name each other
        return False


def _is_below(path: str, root: str) -> bool:
    return path == root or path.startswith(root.rstrip(os.sep) + os.sep)


def cannot_open(name: str, error: OSError) -> Rejected:
    """The Rejected for a file or folder that the system does not open."""
    if isinstance(error, PermissionError):
        return reject(name, "It cannot be opened (permission denied): give yourself the right to read it.")
    if isinstance(error, FileNotFoundError):
        return reject(name, "It is not there any more, or is a link to nothing: leave it out.")
    return reject(name, f"It cannot be read ({error.strerror or error}): copy it anew, or leave it out.")
