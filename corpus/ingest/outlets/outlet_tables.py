"""What the program knows of outlets, as tables: all of them, or what the file of one says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from corpus.ingest.outlets.registry import file_values, get_outlet, outlet_summaries

if TYPE_CHECKING:
    from collections.abc import Iterator

OUTLETS = ("code", "name", "country", "languages", "kind")

Columns = dict[str, list[str | None]]


def outlets() -> Columns:
    """One row for each outlet: OUTLETS, by code. Raises OutletError for a file that cannot be read."""
    rows = [
        (one.code, one.name, one.country, ", ".join(one.languages) or None, one.kind)
        for one in outlet_summaries()
    ]
    return {name: [row[number] for row in rows] for number, name in enumerate(OUTLETS)}


def outlet_says(code: str) -> Columns:
    """What the file of an outlet says, one row for each value: key, value; the file's path comes first.

    A key within a table is written ``text.genre``; of each of several tables one row holds all keys. Files
    that it includes are named, not repeated. Raises OutletError.
    """
    get_outlet(code)  # a file with a mistake is no answer
    path, said = file_values(code)
    rows = [("file", str(path)), *_flat(said)]
    return {"key": [key for key, _ in rows], "value": [value for _, value in rows]}


def _flat(values: dict[str, Any], within: str = "") -> Iterator[tuple[str, str]]:
    for name, value in values.items():
        key = f"{within}{name}"
        if isinstance(value, dict):
            yield from _flat(value, f"{key}.")
        elif isinstance(value, list) and any(isinstance(one, dict) for one in value):
            for one in value:
                yield key, "; ".join(f"{part}: {_shown(held)}" for part, held in one.items())
        elif isinstance(value, list) and sum(len(str(one)) for one in value) > _TOGETHER:
            for one in value:
                yield key, _shown(one)
        else:
            yield key, _shown(value)


_TOGETHER = 120
"""Values with fewer characters in all stand in one row."""


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_shown, value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
