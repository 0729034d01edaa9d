"""What loading would make of inputs, without a database."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from corpus.errors import CorpusError
from corpus.ingest.load.explain import explain
from corpus.ingest.load.normalise_item import normalise_item
from corpus.ingest.outlets.likely_outlets import outlet_of
from corpus.ingest.outlets.registry import get_outlet
from corpus.ingest.outlets.unused_rules import RuleUse, sentences
from corpus.ingest.paragraphs.day_pages import split_days
from corpus.ingest.readers.html import read_page
from corpus.ingest.readers.inputs import read
from corpus.ingest.readers.page_layouts import layouts
from corpus.ingest.readers.page_repeats import repeat_doubts
from corpus.ingest.readers.walk import LeftOut
from corpus.store.times import now
from corpus.text.records import Rejected
from corpus.text.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from corpus.ingest.outlets.records import OutletFile
    from corpus.ingest.readers.sources import Source
    from corpus.text.dates import KnownDate
    from corpus.text.records import Doubt, Item, Parsed

COLUMNS = (
    "source", "rejected", "outlet", "title", "published", "event", "place", "speaker", "language", "country",
    "genre", "authority", "passages", "doubts",
)  # fmt: skip

EXPLAINED = ("source", "field", "value", "text", "decided_by", "words")
"""Columns with ``explain``: one row for each field and each passage."""

Columns = dict[str, list[str | None]]
Rows = list[dict[str, str | None]]


def preview(
    paths: Sequence[str | Path | Source],
    limit: int,
    outlet: str | None,
    format: str | None,
    mapping: Mapping[str, str],
    hints: Mapping[str, str],
    follow_links: bool = False,
    explain: bool = False,
    archived: Callable[[str], Sequence[Sequence[str]]] | None = None,
) -> tuple[Columns, tuple[str, ...]]:
    """One row for each of the first ``limit`` inputs: COLUMNS and notes.

    With ``explain`` one row for each field and each passage of them: EXPLAINED.

    ``rejected`` is the reason why an input cannot be loaded, and then the others are None. Dates and
    language say in brackets how they are known; ``passages`` counts them by role, ``doubts`` is what
    ``corpus review`` would ask. Raises UsageError and OutletError as loading does.
    """
    if outlet is not None:
        get_outlet(outlet)
    hints = {**hints, "loaded": now()}
    columns: Columns = {name: [] for name in (EXPLAINED if explain else COLUMNS)}
    notes = []
    left_out = LeftOut()
    items = read(
        paths,
        mapping=mapping,
        format=format,
        follow_links=follow_links,
        left_out=left_out,
        pages_later=True,
        archived=archived,
    )
    use: dict[str, RuleUse] = {}
    inputs = (rows for item in items for rows in _inputs(item, outlet, hints, explain, use))
    for number, rows in enumerate(inputs):
        if number == limit:
            notes.append(f"Only the first {limit:,} inputs are shown.")
            break
        for row in rows:
            for name, values in columns.items():
                values.append(row.get(name))
    unused = (line for one in use.values() for line in sentences(one.unused))
    return columns, (*notes, *left_out.sentences(), *unused)


def _inputs(
    item: Item | Rejected,
    outlet: str | None,
    hints: Mapping[str, str],
    explain: bool,
    use: dict[str, RuleUse],
) -> Iterator[Rows]:
    """The rows of an item, or of each of the articles that it holds."""
    if isinstance(item, Rejected):
        yield [_rejected(item.source, item.reason)]
        return
    try:
        if item.page:
            item = read_page(item, outlet, layouts())
        chosen, doubt = outlet_of(item, outlet)
        articles = split_days(item, chosen)
    except CorpusError as error:
        yield [_rejected(item.source, str(error))]
        return
    for article in articles:
        try:
            if chosen.code not in use:
                use[chosen.code] = RuleUse(chosen.code)
            if explain:
                yield _explained(article, chosen, doubt, hints, outlet, use[chosen.code])
            else:
                yield [_row(article, chosen, doubt, hints, use[chosen.code])]
        except CorpusError as error:
            yield [_rejected(article.source, str(error))]


def _rejected(source: str, reason: str) -> dict[str, str | None]:
    said = reason.removeprefix(f"{source}: ")
    return {"source": source, "rejected": said, "field": "rejected", "value": said}


def _explained(
    item: Item,
    chosen: OutletFile,
    doubt: Doubt | None,
    hints: Mapping[str, str],
    outlet: str | None,
    use: RuleUse,
) -> Rows:
    parsed, decisions = explain(item, chosen, hints)
    use.see(item, parsed)
    doubts = [*parsed.doubts, *([doubt] if doubt else []), *repeat_doubts(item)]
    return [
        {
            "source": item.source,
            "field": "outlet",
            "value": chosen.code,
            "decided_by": _whose(item, chosen, outlet),
        },
        *({"source": item.source, **decision._asdict()} for decision in decisions),
        *({"source": item.source, "field": f"doubt: {one.field}", "value": one.message} for one in doubts),
    ]


def _whose(item: Item, chosen: OutletFile, outlet: str | None) -> str:
    if outlet is not None:
        return f"given for all inputs: {chosen.code}.toml"
    if item.fields.get("outlet"):
        return f"the item's own metadata: {chosen.code}.toml"
    return f"no outlet is given: {chosen.code}.toml"


def _row(
    item: Item, chosen: OutletFile, doubt: Doubt | None, hints: Mapping[str, str], use: RuleUse
) -> dict[str, str | None]:
    parsed = normalise_item(item, chosen, hints)
    use.see(item, parsed)
    parsed.doubts += [*([doubt] if doubt else []), *repeat_doubts(item)]
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
