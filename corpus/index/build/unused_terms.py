"""Words that no text has any more."""

from __future__ import annotations

import numpy as np
from sqlalchemy import Connection, delete, select

from corpus.index.encoding.block_manifests import damaged, read_manifests, rows_of
from corpus.index.encoding.codec import PostingChunk
from corpus.index.encoding.term_digests import forget_terms
from corpus.store.lookups import in_parts
from corpus.store.tables.index import Block, Term


def delete_unused_terms(connection: Connection) -> int:
    """Delete the terms that no block of the index holds; how many there were."""
    known = np.array(connection.scalars(select(Term.c.id)).all(), dtype=np.uint32)
    used = []
    for block, manifest in read_manifests(connection, connection.scalars(select(Block.c.id)).all()).items():
        _, chunks = rows_of(connection, block)
        if [first for first, *_ in chunks] != manifest.firsts.tolist():
            raise damaged(block, "some of its postings are missing")
        used += [PostingChunk(data).terms for *_, data in chunks]
    unused = np.setdiff1d(known, np.concatenate(used) if used else known[:0])
    for some in in_parts(unused.tolist()):
        connection.execute(delete(Term).where(Term.c.id.in_(some)))
    forget_terms(connection, unused.tolist())
    return len(unused)
