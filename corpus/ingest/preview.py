"""What loading would make of inputs, without a database."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from corpus.errors import CorpusError
from corpus.ingest.day_pages import split_days
from corpus.ingest.normalise import normalise_item
from corpus.ingest.outlet_hints import outlet_of
from corpus.ingest.outlets import get_outlet
from corpus.ingest.readers import LeftOut, read, read_page
from corpus.ingest.readers.page_layouts import layouts
from corpus.model.records import Rejected
from corpus.model.roles import Role
from corpus.store.times import now

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from corpus.ingest.outlet_file import OutletFile
    from corpus.model.dates import KnownDate
    from corpus.model.records import Doubt, Item, Parsed

COLUMNS = (
    "source", "rejected", "outlet", "title", "published", "event", "place", "speaker", "language", "country",
    "genre", "authority", "passages", "doubts",
)  # fmt: skip

Columns = dict[str, list[str | None]]


def preview(
    paths: Sequence[str | Path],
    limit: int,
    outlet: str | None,
    format: str | None,
    mapping: Mapping[str, str],
    hints: Mapping[str, str],
    follow_links: bool = False,
) -> tuple[Columns, tuple[str, ...]]:
    """One row for each of the first ``limit`` inputs: COLUMNS and notes.

    ``rejected`` is the reason why an input cannot be loaded, and then the others are None. Dates and
    language say in brackets how they are known; ``passages`` counts them by role, ``doubts`` is what
    ``corpus review`` would ask. Raises UsageError and OutletError as loading does.
    """
    if outlet is not None:
        get_outlet(outlet)
    hints = {**hints, "loaded": now()}
    columns: Columns = {name: [] for name in COLUMNS}
    notes = []
    left_out = LeftOut()
    items = read(
        paths,
        mapping=mapping,
        format=format,
        follow_links=follow_links,
        left_out=left_out,
        pages_later=True,
    )
    rows = (row for item in items for row in _rows(item, outlet, hints))
    for number, row in enumerate(rows):
        if number == limit:
            notes.append(f"Only the first {limit:,} inputs are shown.")
            break
        for name in COLUMNS:
            columns[name].append(row.get(name))
    return columns, (*notes, *left_out.sentences())


def _rows(
    item: Item | Rejected, outlet: str | None, hints: Mapping[str, str]
) -> Iterator[dict[str, str | None]]:
    """The row of an item, or of each of the articles that it holds."""
    if isinstance(item, Rejected):
        yield {"source": item.source, "rejected": item.reason}
        return
    try:
        if item.page:
            item = read_page(item, outlet, layouts())
        chosen, doubt = outlet_of(item, outlet)
        articles = split_days(item, chosen)
    except CorpusError as error:
        yield {"source": item.source, "rejected": str(error).removeprefix(f"{item.source}: ")}
        return
    for article in articles:
        yield _row(article, chosen, doubt, hints)


def _row(
    item: Item, chosen: OutletFile, doubt: Doubt | None, hints: Mapping[str, str]
) -> dict[str, str | None]:
    try:
        parsed = normalise_item(item, chosen, hints)
        parsed.doubts += [doubt] if doubt else []
    except CorpusError as error:
        return {"source": item.source, "rejected": str(error).removeprefix(f"{item.source}: ")}
    return {"source": item.source, "outlet": chosen.code, **_described(parsed)}


def _described(parsed: Parsed) -> dict[str, str | None]:
    counts = Counter(passage.role for passage in parsed.passages)
    roles = [f"{counts[role]:,} {role.name.replace('_', ' ')}" for role in Role if counts[role]]
    return {
        "title": parsed.title,
        "published": _known(parsed.published),
        "event": _known(parsed.event),
        "place": parsed.place,
        "speaker": parsed.speaker,
        "language": f"{parsed.language} ({parsed.language_known})",
        "country": parsed.country,
        "genre": parsed.genre,
        "authority": parsed.authority,
        "passages": ", ".join(roles) or "without text",
        "doubts": " ".join(f"{doubt.field}: {doubt.message}" for doubt in parsed.doubts) or None,
    }


def _known(date: KnownDate | None) -> str | None:
    return f"{date.date} ({date.known})" if date else None
