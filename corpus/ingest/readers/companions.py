"""Files that only accompany texts: what systems leave in folders, and what a page needs to be shown."""

from __future__ import annotations

import functools
import unicodedata
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, BinaryIO

from corpus.errors import CorpusError
from corpus.ingest.readers.kinds import suffix, value_start
from corpus.settings import packaged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_LOOKED_AT = 200
"""Bytes of a script that are looked at."""


@functools.cache
def _rules() -> dict[str, Any]:
    rules = packaged("corpus.ingest.readers", "companions.toml")
    return {name: frozenset(values) for name, values in rules.items()} | {
        name: tuple(rules[name]) for name in ("beginnings", "page_folders")
    }


def is_companion(name: str, opened: Callable[[], BinaryIO]) -> bool:
    """Whether a file of this name, without its folders, is no text by its name.

    ``opened`` gives its bytes, which are looked at where the name does not settle it.
    """
    plain, rules = name.casefold(), _rules()
    if plain in rules["names"] or plain.startswith(rules["beginnings"]):
        return True
    ending = suffix(plain)
    return ending in rules["endings"] and not (ending in rules["scripts"] and _holds_texts(opened))


def _holds_texts(opened: Callable[[], BinaryIO]) -> bool:
    try:
        with opened() as stream:
            return value_start(stream.read(_LOOKED_AT)) > 0
    except (CorpusError, OSError):
        return False


class PageFolders:
    """The folders that browsers saved beside the pages of a list of paths (``/`` between names)."""

    def __init__(self, paths: Iterable[str]) -> None:
        rules = _rules()
        self._pages = {
            page.removesuffix(ending)
            for page in map(_comparable, paths)
            if (ending := PurePosixPath(page).suffix) in rules["pages"]
        }
        self._known: dict[str, bool] = {}

    def holds(self, folder: str) -> bool:
        """Whether it is the folder of one of the pages, or one that a system made."""
        plain, rules = _comparable(folder), _rules()
        if plain.rpartition("/")[2] in rules["folders"]:
            return True
        return plain.endswith(rules["page_folders"]) and any(
            plain.endswith(ending) and plain.removesuffix(ending) in self._pages
            for ending in rules["page_folders"]
        )

    def hold_a_folder_of(self, path: str) -> bool:
        """Whether any of the folders above a file is one of them."""
        folder = path.rpartition("/")[0]
        while folder:
            known = self._known.get(folder)
            if known is None:
                known = self._known[folder] = self.holds(folder)
            if known:
                return True
            folder = folder.rpartition("/")[0]
        return False


def _comparable(path: str) -> str:
    """Names from a Mac come with their letters taken apart."""
    return unicodedata.normalize("NFC", path).casefold()
