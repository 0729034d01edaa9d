"""What a citation of a document says: who said it, where it stood, which text of it, and when it was seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import select

from corpus.errors import FilterError
from corpus.ingest.outlets.likely_outlets import GENERIC
from corpus.query.questions.document_list import matches_of
from corpus.query.result.table import Table, from_rows
from corpus.query.select.selection import Filters
from corpus.query.select.typed_documents import document_meant
from corpus.query.select_documents import select_documents
from corpus.query.session.document_links import document_links
from corpus.store.lookups import in_parts
from corpus.store.tables.archive import Document

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from corpus.query.session.moment import Moment

SOURCES = (
    "ref", "title", "speaker", "outlet", "outlet_name", "outlet_kind", "language", "country", "genre",
    "place", "date", "address", "archived", "version", "retrieved", "sha256",
)  # fmt: skip
_CAPTURES = "https://web.archive.org/web/"
NOTHING = "There is nothing to cite: name a document, a query or a filter."


def cited(
    moment: Moment,
    named: Sequence[str],
    query: str | None = None,
    filters: Filters | None = None,
    limit: int | None = None,
) -> Table:
    """The sources of the documents that are named, and of those that have a match of a query (or that the
    filters choose), by date; each once. Columns: SOURCES, as ``sources`` has them.

    Raises FilterError where nothing is asked for, and as ``document_meant``.
    """
    documents = [document_meant(moment, name) for name in named]
    notes: list[str] = []
    filters = filters or Filters()
    if query is not None or filters.described():
        selection = select_documents(moment, filters, lines=query is not None)
        notes += selection.notes
        mask = selection.mask
        if query is not None:
            matches, told = matches_of(moment, selection, query)
            mask, notes = matches > 0, [*notes, *told]
        chosen = np.flatnonzero(mask)
        chosen = chosen[np.argsort(selection.catalogue.dates().order[chosen], kind="stable")]
        if limit is not None and limit < len(chosen):
            notes.append(f"{limit:,} of {len(chosen):,} documents.")
        documents += selection.catalogue.ids[chosen[:limit]].tolist()
    elif not named:
        raise FilterError(NOTHING)
    wanted = list(dict.fromkeys(documents))
    found = sources(moment, wanted)
    return from_rows(SOURCES, [found[number] for number in wanted], notes)


def sources(moment: Moment, documents: Iterable[int]) -> dict[int, tuple[Any, ...]]:
    """By document a row of SOURCES, of its current text.

    ``archived``: the address at which the Internet Archive shows its capture nearest to the retrieval, where
    it has any; None for what was no page of the web. ``outlet_name``: None where the outlet is not known.
    ``sha256``: of the bytes that were retrieved, in hexadecimal.
    """
    wanted = list(documents)
    rows = moment.rows(("document.ref", "document.speaker", "document.facts"), wanted)
    links = document_links(moment, wanted)
    versions = moment.rows(("version",), {row["current_version_id"] for row in rows.values()})
    outlets = moment.rows(("outlet",), {row["outlet_id"] for row in rows.values()})
    speakers = moment.rows(("actor",), {row["speaker_id"] for row in rows.values()} - {None})
    found = {}
    for number, row in rows.items():
        version, outlet, about = versions[row["current_version_id"]], outlets[row["outlet_id"]], links[number]
        speaker = speakers[row["speaker_id"]]["name"] if row["speaker_id"] is not None else None
        known = None if outlet["code"] == GENERIC else outlet["name"]
        found[number] = (
            row["ref"], about.title, speaker, outlet["code"], known, outlet["kind"], row["language"],
            row["country"], row["genre"], about.place, row["published"], about.address,
            archived(about.address, version["retrieved_at"]), version["number"], version["retrieved_at"],
            bytes(version["sha256"]).hex(),
        )  # fmt: skip
    return found


def sources_of(moment: Moment, references: Iterable[str]) -> dict[str, dict[str, Any]]:
    """By reference a row of SOURCES with its names."""
    wanted = sorted(set(references))
    ids: list[int] = []
    for some in in_parts(wanted):
        ids += moment.connection.scalars(select(Document.c.id).where(Document.c.ref.in_(some)))
    rows = (dict(zip(SOURCES, row, strict=True)) for row in sources(moment, ids).values())
    return {row["ref"]: row for row in rows}


def archived(address: str | None, retrieved: str) -> str | None:
    """Where the Internet Archive shows its capture of a page that is nearest to a moment (ISO, UTC)."""
    if address is None or not address.lower().startswith(("http://", "https://")):
        return None
    return f"{_CAPTURES}{''.join(filter(str.isdecimal, retrieved))[:14]}/{address}"
