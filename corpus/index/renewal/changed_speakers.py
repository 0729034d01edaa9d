"""Whose words: changing the speakers of versions that are in the index already."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import Connection, select

from corpus.index.encoding import codec
from corpus.index.encoding.block_manifests import replace_arrays
from corpus.store.lookups import in_parts
from corpus.store.tables.archive import PassageRow
from corpus.store.tables.index import Block

if TYPE_CHECKING:
    from collections.abc import Iterable


def index_speakers(connection: Connection, versions: Iterable[int]) -> None:
    """Let the index hold the speakers that the passages of these versions have."""
    speakers: dict[int, list[int]] = {}
    for some in in_parts(versions):
        query = select(PassageRow.c.version_id, PassageRow.c.speaker_id)
        query = query.where(PassageRow.c.version_id.in_(some))
        for version, speaker in connection.execute(
            query.order_by(PassageRow.c.version_id, PassageRow.c.number)
        ):
            speakers.setdefault(version, []).append(speaker or 0)
    if not speakers:
        return
    for block_id, packed in connection.execute(select(Block.c.id, Block.c.versions)).all():
        held = codec.unpack(packed)
        places = np.flatnonzero(np.isin(held, list(speakers))).tolist()
        if not places:
            continue
        row = select(Block.c.document_passages, Block.c.speakers).where(Block.c.id == block_id)
        passages, packed_speakers = connection.execute(row).one()
        bounds, every = codec.unpack_sorted(passages), codec.unpack(packed_speakers).copy()
        for place in places:
            every[bounds[place] : bounds[place + 1]] = speakers[int(held[place])]
        replace_arrays(connection, block_id, {"speakers": codec.pack(every)})
