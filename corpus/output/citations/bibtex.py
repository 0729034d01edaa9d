"""BibTeX and biblatex: an entry ``@misc`` for each document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corpus.output.citations.source import Source

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", **{mark: f"\\{mark}" for mark in "$&#_%"},
}  # fmt: skip
"""What TeX reads as commands. BibTeX counts braces, also those behind a backslash: they have names here."""
_NO_KEY = re.compile(r"[^a-z0-9-]+")


def bibtex(sources: Iterable[Source]) -> str:
    """Entries with one empty line between; keys are ASCII, and each stands once."""
    taken: set[str] = set()
    return "\n".join(_entry(one, _key(one, taken)) for one in sources)


def escaped(text: str) -> str:
    """Text as TeX prints it."""
    return "".join(_SPECIAL.get(character, character) for character in text)


def _key(one: Source, taken: set[str]) -> str:
    """The reference where it is ASCII; else what of it is, with the beginning of the digest."""
    key = _NO_KEY.sub("", one.ref)
    if key != one.ref:
        key = f"{key.strip('-')}-{one.sha256[:8]}"
    number, free = 1, key
    while free in taken:
        number += 1
        free = f"{key}-{number}"
    taken.add(free)
    return free


def _entry(one: Source, key: str) -> str:
    parts = one.date_parts
    note = escaped(one.text)
    if one.archived:
        note += f"; captures: \\url{{{one.archived}}}"
    fields = {
        # Braces within: names of institutions are not cut into parts, capitals stay.
        "author": f"{{{escaped(one.speaker)}}}" if one.speaker else None,
        "title": f"{{{escaped(one.title)}}}",
        "howpublished": escaped(one.outlet) if one.outlet else None,
        "date": one.date,
        "year": str(parts[0]) if parts else None,
        "month": MONTHS[parts[1] - 1] if len(parts) > 1 else None,
        "day": str(parts[2]) if len(parts) > 2 else None,
        "address": escaped(one.place) if one.place else None,
        "url": one.address,
        "urldate": one.retrieved[:10],
        "note": note,
    }
    lines = [
        f"  {name} = {value if name == 'month' else f'{{{value}}}'},\n"
        for name, value in fields.items()
        if value
    ]
    return f"@misc{{{key},\n{''.join(lines)}}}\n"
