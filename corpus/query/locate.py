"""From matches in blocks to places in texts: in order of date, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from sqlalchemy import select

from corpus.model.tokens import Layer, word_spans
from corpus.query.matching import Pattern, matches
from corpus.query.tally import chosen_matches, role_name
from corpus.store.archive import Actor, Document, Outlet, PassageRow, Version

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.query.filters import Selection
    from corpus.query.view import Moment

MOST_NUMBERS = 500
"""Passages of one version asked for by number; for more, the version's passages are read whole."""

I64 = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Hits:
    """Matches of a selection, aligned: document (ordinal of the catalogue), layer, passage number in the
    version, first and last token in the passage (half-open)."""

    documents: I64
    layers: I64
    passages: I64
    starts: I64
    ends: I64

    def __len__(self) -> int:
        return len(self.documents)

    def take(self, at: I64) -> Hits:
        """The hits at these ordinals."""
        return Hits(*(getattr(self, name)[at] for name in self.__dataclass_fields__))


@dataclass(frozen=True, slots=True)
class Place:
    """A match in its passage. ``start`` and ``end``: code points within ``passage_text``."""

    ref: str
    date: str | None
    outlet: str
    voice: str
    speaker: str | None
    passage: int
    passage_text: str
    start: int
    end: int


def hits(moment: Moment, selection: Selection, wanted: list[Pattern]) -> Hits:
    """All matches that a selection lets count, in no order of documents."""
    parts: list[tuple[I64, ...]] = []
    for layer in sorted({pattern.layer for pattern in wanted}):
        for block_id in moment.blocks(layer):
            found = matches(moment, block_id, layer, wanted)
            if not len(found.starts):
                continue
            arrays = moment.arrays(block_id)
            kept, passages = chosen_matches(moment, selection, block_id, found)
            owners = np.searchsorted(arrays.document_passages, passages, "right") - 1
            base = arrays.passage_starts[passages].astype(np.int64)
            parts.append(
                (
                    moment.documents(selection.catalogue, block_id)[owners],
                    np.full(len(passages), int(layer), dtype=np.int64),
                    passages - arrays.document_passages[owners].astype(np.int64),
                    kept.starts.astype(np.int64) - base,
                    kept.ends.astype(np.int64) - base,
                )
            )
    if not parts:
        none = np.zeros(0, dtype=np.int64)
        return Hits(none, none, none, none, none)
    return Hits(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def chronological(moment: Moment, selection: Selection, found: Hits) -> Hits:
    """The hits by date (undated last), document and place."""
    days = selection.catalogue.dates().order[found.documents]
    return found.take(np.lexsort((found.starts, found.layers, found.passages, found.documents, days)))


def places(moment: Moment, selection: Selection, found: Hits) -> Iterator[Place]:
    """The hits (a page of them) with their texts, one after the other, in the same order."""
    versions = selection.catalogue.versions[found.documents].tolist()
    numbers = found.passages.tolist()
    documents = _documents(moment, sorted(set(versions)))
    passages = _passages(moment, sorted(set(zip(versions, numbers, strict=True))))
    for at, key in enumerate(zip(versions, numbers, strict=True)):
        ref, date, outlet, text = documents[key[0]]
        start, end, role, speaker = passages[key]
        passage = text[start:end]
        first, last = int(found.starts[at]), int(found.ends[at])
        if found.layers[at] == Layer.word:
            starts, ends = word_bounds(passage)
            first, last = starts[first], ends[last - 1]
        yield Place(ref, date, outlet, role_name(role), speaker, key[1], passage, first, last)


@lru_cache(maxsize=64)
def word_bounds(passage: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Starts and ends of the word tokens of a passage, which often holds several matches."""
    spans = word_spans(passage)
    return tuple(start for start, _ in spans), tuple(end for _, end in spans)


def _documents(moment: Moment, versions: list[int]) -> dict[int, tuple[str, str | None, str, str]]:
    found: dict[int, tuple[str, str | None, str, str]] = {}
    for begin in range(0, len(versions), 500):
        query = (
            select(Version.c.id, Document.c.ref, Document.c.published, Outlet.c.code, Version.c.text)
            .join(Document, Document.c.id == Version.c.document_id)
            .join(Outlet, Outlet.c.id == Document.c.outlet_id)
            .where(Version.c.id.in_(versions[begin : begin + 500]))
        )
        for version, ref, date, outlet, text in moment.connection.execute(query):
            found[version] = (ref, date, outlet, text)
    return found


def _passages(
    moment: Moment, keys: list[tuple[int, int]]
) -> dict[tuple[int, int], tuple[int, int, int, str | None]]:
    found: dict[tuple[int, int], tuple[int, int, int, str | None]] = {}
    by_version: dict[int, list[int]] = {}
    for version, number in keys:
        by_version.setdefault(version, []).append(number)
    for version, numbers in by_version.items():
        query = (
            select(
                PassageRow.c.number,
                PassageRow.c.start_char,
                PassageRow.c.end_char,
                PassageRow.c.role,
                Actor.c.name,
            )
            .outerjoin(Actor, Actor.c.id == PassageRow.c.speaker_id)
            .where(PassageRow.c.version_id == version)
        )
        if len(numbers) <= MOST_NUMBERS:
            query = query.where(PassageRow.c.number.in_(numbers))
        for number, start, end, role, speaker in moment.connection.execute(query):
            found[(version, number)] = (start, end, role, speaker)
    return found
