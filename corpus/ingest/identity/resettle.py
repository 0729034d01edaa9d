"""Settling documents that are stored already, after what is known of their readings has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corpus.index.build.writer import IndexWriter
from corpus.ingest.identity.copies import copy_version
from corpus.ingest.identity.known_documents import Knowledge
from corpus.ingest.identity.settle import Settling
from corpus.store.ids import Ids
from corpus.store.inserts import RowBuffer
from corpus.store.lookups import in_parts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from corpus.ingest.identity.captures import Capture

RESETTLED = 1000
"""Documents that ``resettle`` settles together: it bounds the memory that it takes."""


def resettle(connection: Connection, documents: Iterable[int]) -> None:
    """Settle stored documents anew, with all that may belong to them, in the caller's write transaction.

    For changes of their readings that are stored already: which runs count, what a person set.
    """
    for some in in_parts(sorted(set(documents)), RESETTLED):
        ids, rows, index, knowledge = Ids(connection), RowBuffer(), IndexWriter(), Knowledge(connection)

        def copy(
            version: int, *row: Any, ids: Ids = ids, rows: RowBuffer = rows, index: IndexWriter = index
        ) -> None:
            rows.flush(connection)
            copy_version(connection, ids, index, version, *row)

        captures = knowledge.documents(some)
        knowledge.learn(captures)
        settling = Settling(connection, ids, rows, knowledge, make_version=_no_new_text, copy_version=copy)
        settling.settle(captures)
        index.flush(connection, ids)


def _no_new_text(capture: Capture, *_: Any) -> None:
    raise AssertionError(f"The reading {capture.id} has no stored text.")
