"""RIS: records of lines with a tag, as programs that keep literature read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.output.citations.source import kinds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corpus.output.citations.source import Source


def ris(sources: Iterable[Source]) -> str:
    """One record for each source, with one empty line between."""
    return "\n".join(map(_record, sources))


def _record(one: Source) -> str:
    parts = one.date_parts
    fields = [
        ("TY", kinds()[one.kind]["ris"]),
        ("ID", one.ref),
        ("AU", one.speaker),
        ("TI", one.title),
        ("T2", one.outlet),
        ("PY", str(parts[0]) if parts else None),
        ("DA", _day(parts) if parts else None),
        ("CY", one.place),
        ("LA", one.language),
        ("UR", one.address),
        ("L2", one.archived),
        ("Y2", _day(one.seen)),
        ("N1", one.text),
    ]
    lines = [f"{tag}  - {value}\n" for tag, value in fields if value]
    return "".join([*lines, "ER  - \n"])


def _day(parts: list[int]) -> str:
    """``YYYY/MM/DD/``, its parts empty where they are not known."""
    known = [f"{parts[0]:04}", *(f"{part:02}" for part in parts[1:])]
    return "/".join([*known, *[""] * (4 - len(known))])
