"""One document as people name it: by its reference, or by an address, a date or a title that only it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import select

from corpus.argument_checks import checked, shown
from corpus.errors import FilterError, NotFoundError
from corpus.ingest import identity
from corpus.query.select.document_references import resolve_document
from corpus.query.select.title_filter import title_words, titled
from corpus.query.select.typed_dates import typed_date
from corpus.store.tables.archive import Address, AddressKey, Document
from corpus.text.normalisation import fold
from corpus.wording import action

if TYPE_CHECKING:
    from corpus.query.session.moment import Moment

MOST_NAMED = 5
"""Documents that a message names."""


def document_meant(moment: Moment, typed: str) -> int:
    """Id of the document that was named; ``resolve_document`` says what references are, which go first.

    Addresses are compared as the loader compares them; a title is the whole of it, or words of it that stand
    in no other. Raises NotFoundError where nothing is named so, FilterError where several documents are.
    """
    try:
        return resolve_document(moment, typed)
    except NotFoundError as error:
        nothing = error
    typed = checked("The document", typed).strip()
    for what, found, arguments in _named(moment, typed):
        if len(found) == 1:
            return found[0]
        if found:
            rows = moment.rows(("document.ref",), found[:MOST_NAMED])
            names = ", ".join(sorted(row["ref"] for row in rows.values()))
            more = " ..." if len(found) > MOST_NAMED else ""
            raise FilterError(
                f"{len(found):,} documents {what} {shown(typed)}: {names}{more};"
                f" {action('list', **arguments)} shows them."
            )
    raise NotFoundError(
        f"There is no document {shown(typed)}: {action('list')} shows the references. An address, a date or a"
        " title that only one has does as well."
    ) from nothing


def _named(moment: Moment, typed: str) -> list[tuple[str, list[int], dict[str, str]]]:
    """What documents may have of this, those that have it, and the filters that choose them."""
    return [
        ("are at", _by_address(moment, typed), {}),
        ("are of", *_by_date(moment, typed)),
        ("have the title", _by_title(moment, typed, whole=True), {"title": typed}),
        ("have in their titles", _by_title(moment, typed, whole=False), {"title": typed}),
    ]


def _by_address(moment: Moment, typed: str) -> list[int]:
    """The documents that an address shows: of several that it held at times, those that it shows now."""
    moment.verify("address_key", "address")
    query = (
        select(Address.c.document_id)
        .join(AddressKey, AddressKey.c.address_id == Address.c.id)
        .where(
            AddressKey.c.kind == int(identity.item_keys.Kind.address),
            AddressKey.c.hash == identity.item_keys.file_hash(typed),
            Address.c.live == 1,
            Address.c.stands_for_id.isnot(None),
        )
    )
    return _that_count(moment, set(moment.connection.scalars(query)))


def _by_date(moment: Moment, typed: str) -> tuple[list[int], dict[str, str]]:
    try:
        day = typed_date("since", typed)
    except FilterError:
        return [], {}
    catalogue = moment.catalogue()
    dates = catalogue.dates()
    first, last = np.datetime64(day.first), np.datetime64(day.last)
    with_day = (dates.precision > 0) & (dates.first >= first) & (dates.last <= last)
    return catalogue.ids[with_day].tolist(), {"since": str(day), "until": str(day)}


def _by_title(moment: Moment, typed: str, whole: bool) -> list[int]:
    catalogue = moment.catalogue()
    titles = moment.document_column(catalogue, Document.c.title)
    if whole:
        wanted = fold(typed)
        mask = np.array([fold(title or "") == wanted for title in titles], dtype=bool)
    else:
        try:
            words = title_words(typed)
        except FilterError:
            return []
        mask = titled(titles, words, moment.document_column(catalogue, Document.c.language))
    return catalogue.ids[mask].tolist() if len(mask) else []


def _that_count(moment: Moment, documents: set[int]) -> list[int]:
    ids: list[int] = moment.catalogue().ids.tolist()
    return sorted(documents.intersection(ids))
