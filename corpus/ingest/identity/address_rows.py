"""Captures as rows of the table of addresses."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, update

from corpus.store.tables.archive import Address, AddressKey

if TYPE_CHECKING:
    from corpus.ingest.identity.captures import Capture
    from corpus.store.inserts import RowBuffer

_CHANGING = (
    "document_id",
    "version_id",
    "stands_for_id",
    "first_seen_at",
    "last_seen_at",
    "live",
    "removed",
    "title",
    "topic",
)

UPDATE_ADDRESS = (
    update(Address)
    .where(Address.c.id == bindparam("at"))
    .values({name: bindparam(f"new_{name}") for name in _CHANGING})
)
"""Changes of captures that are stored: their document, text, times, and whether they count."""


def add_address(rows: RowBuffer, one: Capture) -> None:
    """Insert the row of a new capture, and its keys."""
    one.new = False
    rows.add(
        Address,
        id=one.id,
        document_id=one.document,
        outlet_id=one.outlet,
        url=one.url,
        topic=one.topic,
        title=one.title,
        first_seen_at=one.first,
        last_seen_at=one.last,
        version_id=one.version,
        stands_for_id=one.stands_for,
        live=int(one.live),
        removed=int(one.removed),
        outlet_set=one.outlet_set,
        digest=one.digest,
        raw_hash=one.raw_hash,
        mark=one.mark,
        characters=one.characters,
        title_given=int(one.title_given),
        doubts=json.dumps(one.doubts, ensure_ascii=False) if one.doubts else None,
        **one.read,
    )
    rows.extend(
        AddressKey,
        ("hash", "address_id", "kind"),
        [(key.hash, one.id, int(key.kind)) for key in one.keys],
    )


def changed_address(one: Capture) -> dict[str, Any]:
    """The values of ``UPDATE_ADDRESS`` for a capture that is stored."""
    values = (
        one.document, one.version, one.stands_for, one.first, one.last, int(one.live),
        int(one.removed), one.title, one.topic,
    )  # fmt: skip
    return {"at": one.id, **{f"new_{name}": value for name, value in zip(_CHANGING, values, strict=True)}}
