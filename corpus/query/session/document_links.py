"""What leads from a row back to its document: title, country, place, address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from corpus.store.lookups import in_parts
from corpus.store.plain_rows import rows_of_keys
from corpus.store.tables.archive import Address

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corpus.query.session.moment import Moment

COLUMNS = ("title", "country", "place", "address")
"""The columns that lists and concordances end with."""
_SHOWING = select(Address.c.id).where(Address.c.live == 1, Address.c.stands_for_id.isnot(None))
_WEB = re.compile(r"https?://", re.IGNORECASE)


class DocumentLinks(NamedTuple):
    """``country`` and ``place`` as the archive holds them. ``address``: of the web that shows the
    document, else the file it was read from; None where none does."""

    title: str
    country: str | None
    place: str | None
    address: str | None


def document_links(moment: Moment, documents: Iterable[int]) -> dict[int, DocumentLinks]:
    """By the id of each of some documents (a page of them). Raises DamagedError for rows that are not what
    was written."""
    wanted = sorted(set(documents))
    rows = moment.rows(("document.title", "document.facts", "document"), wanted)
    addresses = first_addresses(moment, wanted)
    return {
        number: DocumentLinks(row["title"], row["country"], row["place"], addresses.get(number))
        for number, row in rows.items()
    }


def first_addresses(moment: Moment, documents: Iterable[int]) -> dict[int, str]:
    """The address of each document that has one that shows it: of the web before files, then the shortest,
    then the first in order of letters: whatever came first."""
    ids: list[int] = []
    for some in in_parts(set(documents)):
        ids += [row[0] for row in rows_of_keys(moment.connection, _SHOWING, Address.c.document_id, some)]
    found: dict[int, str] = {}
    for row in moment.rows(("address",), ids).values():
        document, url = row["document_id"], row["url"]
        found[document] = min(found.get(document, url), url, key=_rank)
    return found


def _rank(url: str) -> tuple[bool, int, str]:
    return not _WEB.match(url), len(url), url
