"""Whose words: changing the speakers of a version that is in the index already."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import Connection, select, update

from corpus.index import codec
from corpus.store.indexed import Block

if TYPE_CHECKING:
    from collections.abc import Sequence


def replace_speakers(connection: Connection, version_id: int, speakers: Sequence[int]) -> None:
    """Let the index hold these speakers (actor ids, 0 for none) of a version's passages, in their order."""
    for block_id, packed in connection.execute(select(Block.c.id, Block.c.versions)).all():
        places = np.flatnonzero(codec.unpack(packed) == version_id)
        if not len(places):
            continue
        held = select(Block.c.document_passages, Block.c.speakers).where(Block.c.id == block_id)
        passages, packed_speakers = connection.execute(held).one()
        bounds, every = codec.unpack_sorted(passages), codec.unpack(packed_speakers).copy()
        for place in places.tolist():
            every[bounds[place] : bounds[place + 1]] = speakers
        changed = update(Block).where(Block.c.id == block_id)
        connection.execute(changed.values(speakers=codec.pack(every)))
