"""Rows of packed facts: each bound to its name and to a state of the archive."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, select

from corpus.store.tables.index import PackedFact

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Packed = dict[str, tuple[bytes, str | None]]
"""Data and labels by name."""
_SEAL = 8
"""Bytes of the digest before the data of a packed row."""


def read_packed(connection: Connection, state: str | None, names: Sequence[str]) -> Packed:
    """What is packed for a state (None: for any), by name; nothing that is not as it was written."""
    query = select(PackedFact.c.name, PackedFact.c.state, PackedFact.c.data, PackedFact.c.labels)
    query = query.where(PackedFact.c.name.in_(names))
    if state is not None:
        query = query.where(PackedFact.c.state == state)
    return {
        name: (data[_SEAL:], labels)
        for name, written, data, labels in connection.execute(query)
        if _seal(name, written, labels, data[_SEAL:]) == data[:_SEAL]
    }


def write_packed(connection: Connection, state: str, arrays: Iterable[tuple[str, bytes, str | None]]) -> None:
    """Store these (name, data, labels) for a state, in place of all that is packed."""
    connection.execute(delete(PackedFact))
    rows = [
        {"name": name, "state": state, "labels": labels, "data": _seal(name, state, labels, data) + data}
        for name, data, labels in arrays
    ]
    connection.execute(PackedFact.insert(), rows)


def _seal(name: str, state: str, labels: str | None, data: bytes) -> bytes:
    """What binds a row to its name and its state."""
    digest = hashlib.blake2b(data, digest_size=_SEAL)
    digest.update("\0".join((name, state, labels or "")).encode())
    return digest.digest()
