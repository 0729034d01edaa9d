"""What outlet files say of people: their names, honorifics and titles.

The files are read without compiling their patterns, which takes longer than a question about a person.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.settings import outlet_folder

if TYPE_CHECKING:
    from collections.abc import Iterable

SHIPPED = Path(__file__).parents[3] / "corpus" / "data" / "outlets"
"""As ``corpus.ingest.outlets.registry`` has it, whose import takes longer than reading a file."""


@dataclass(frozen=True, slots=True)
class OutletWords:
    """``people``: name and other names of each person; ``honorifics`` and ``titles`` in any script."""

    people: tuple[tuple[str, tuple[str, ...]], ...] = ()
    honorifics: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()

    def __add__(self, other: OutletWords) -> OutletWords:
        return OutletWords(
            tuple(dict.fromkeys((*self.people, *other.people))),
            tuple(dict.fromkeys((*self.honorifics, *other.honorifics))),
            tuple(dict.fromkeys((*self.titles, *other.titles))),
        )


def outlet_words(codes: Iterable[str]) -> OutletWords:
    """The words of some outlets, with those of the files that they include; without a file, none."""
    folders = [folder for folder in (outlet_folder(), SHIPPED) if folder is not None]
    found = OutletWords()
    for code in codes:
        path = next((path for folder in folders if (path := folder / f"{code}.toml").is_file()), None)
        if path is None:
            continue
        own = _read(path, path.stat().st_mtime_ns)
        found += _words(own)
        for name in own.get("include", ()):
            shared = (place / "common" / f"{name}.toml" for place in (path.parent, SHIPPED))
            included = next((each for each in shared if each.is_file()), None)
            if included is not None:
                found += _words(_read(included, included.stat().st_mtime_ns))
    return found


@lru_cache(maxsize=256)
def _read(path: Path, changed: int) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return {}  # loading with this outlet says what is wrong with its file


def _words(values: dict[str, Any]) -> OutletWords:
    people = [one for one in _list(values, "people", dict) if one.get("kind", "person") == "person"]
    return OutletWords(
        tuple(
            (one["name"], tuple(_list(one, "names", str)))
            for one in people
            if isinstance(one.get("name"), str) and one["name"]
        ),
        tuple(_list(values, "honorifics", str)),
        tuple(_list(values, "titles", str)),
    )


def _list(values: dict[str, Any], key: str, kind: type) -> list[Any]:
    listed = values.get(key, [])
    return [one for one in listed if isinstance(one, kind)] if isinstance(listed, list) else []
