"""Words that no text has any more."""

from __future__ import annotations

import numpy as np
from sqlalchemy import Connection, delete, select

from corpus.index.codec import PostingChunk
from corpus.store.indexed import Posting, Term
from corpus.store.lookups import in_parts


def delete_unused_terms(connection: Connection) -> int:
    """Delete the terms that no block of the index holds; how many there were."""
    known = np.array(connection.scalars(select(Term.c.id)).all(), dtype=np.uint32)
    used = [PostingChunk(data).terms for data in connection.scalars(select(Posting.c.data))]
    unused = np.setdiff1d(known, np.concatenate(used) if used else known[:0])
    for some in in_parts(unused.tolist()):
        connection.execute(delete(Term).where(Term.c.id.in_(some)))
    return len(unused)
