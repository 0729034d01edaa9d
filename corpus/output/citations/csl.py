"""CSL JSON (schema 1.0.2), as Zotero, Pandoc and citeproc read it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from corpus.output.citations.source import kinds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corpus.output.citations.source import Source


def csl(sources: Iterable[Source]) -> str:
    """A list of items."""
    return json.dumps(list(map(item, sources)), ensure_ascii=False, indent=2) + "\n"


def item(one: Source) -> dict[str, Any]:
    """One item; names are whole, since nobody knows which of their parts is the family's."""
    note = one.text + (f"; captures: {one.archived}" if one.archived else "")
    fields: dict[str, Any] = {
        "id": one.ref,
        "type": kinds()[one.kind]["csl"],
        "title": one.title,
        "author": [{"literal": one.speaker}] if one.speaker else None,
        "container-title": one.outlet,
        "issued": {"date-parts": [one.date_parts]} if one.date else None,
        "publisher-place": one.place,
        "language": one.language,
        "URL": one.address,
        "accessed": {"date-parts": [one.seen]},
        "version": str(one.version),
        "note": note,
    }
    return {name: value for name, value in fields.items() if value is not None}
