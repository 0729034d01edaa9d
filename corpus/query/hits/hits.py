"""From matches in sections to places in texts: in order of date, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.index.encoding.sorted_arrays import distinct
from corpus.query.count.selected_units import chosen_matches, role_name
from corpus.query.count.token_runs import chosen, spread
from corpus.query.match.matcher import matches
from corpus.query.match.patterns import Matches, Pattern
from corpus.query.session.passage_texts import VersionText, texts
from corpus.text.tokens import Layer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.query.select.selection import Selection
    from corpus.query.session.document_catalogue import Catalogue
    from corpus.query.session.moment import Moment
    from corpus.query.session.passage_texts import Bounds

I64 = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Hits:
    """Matches of a selection, aligned: document (ordinal of the catalogue), layer, passage number in the
    version, first and last token in the passage (half-open); section, and first token in the section."""

    documents: I64
    layers: I64
    passages: I64
    starts: I64
    ends: I64
    sections: I64
    positions: I64

    def __len__(self) -> int:
        return len(self.documents)

    def take(self, at: I64) -> Hits:
        """The hits at these ordinals."""
        return Hits(*(getattr(self, name)[at] for name in self.__dataclass_fields__))


NO_HITS = Hits(*(np.zeros(0, dtype=np.int64) for _ in range(7)))


@dataclass(frozen=True, slots=True)
class Place:
    """A match in its passage. ``start`` and ``end``: code points within ``passage_text``."""

    version: VersionText
    voice: str
    speaker: str | None
    passage: int
    passage_text: str
    start: int
    end: int

    @property
    def ref(self) -> str:
        return self.version.ref

    @property
    def date(self) -> str | None:
        return self.version.date

    @property
    def outlet(self) -> str:
        return self.version.outlet

    @property
    def language(self) -> str:
        """The tag of the language of the passage."""
        return self.version.language_of(self.passage)

    @property
    def country(self) -> str | None:
        """The country whose words the passage is."""
        return self.version.country_of(self.passage)

    @property
    def bounds(self) -> Bounds:
        """Starts and ends of the passage's words."""
        return self.version.bounds(self.passage)


def hits(moment: Moment, selection: Selection, wanted: list[Pattern]) -> Hits:
    """All matches that a selection lets count; those of one document and layer in the order of the text."""
    parts: list[tuple[I64, ...]] = []
    for layer in sorted({pattern.layer for pattern in wanted}):
        for section_id in moment.sections(layer):
            found = _in_documents(moment, selection, section_id, matches(moment, section_id, layer, wanted))
            if not len(found.starts):
                continue
            arrays = moment.arrays(section_id)
            kept, passages = chosen_matches(moment, selection, section_id, found)
            owners = np.searchsorted(arrays.document_passages, passages, "right") - 1
            base = arrays.passage_starts[passages].astype(np.int64)
            positions = kept.starts.astype(np.int64)
            parts.append(
                (
                    moment.documents(selection.catalogue, section_id)[owners],
                    np.full(len(passages), int(layer), dtype=np.int64),
                    passages - arrays.document_passages[owners].astype(np.int64),
                    positions - base,
                    kept.ends.astype(np.int64) - base,
                    np.full(len(passages), section_id, dtype=np.int64),
                    positions,
                )
            )
    if not parts:
        return NO_HITS
    return Hits(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def _in_documents(moment: Moment, selection: Selection, section_id: int, found: Matches) -> Matches:
    """The matches in documents that are selected: of few documents, without a look at all matches."""
    documents = moment.documents(selection.catalogue, section_id)
    held = chosen(selection, documents)
    if not len(held) or not len(found.starts):
        return Matches(found.starts[:0], found.ends[:0])
    if 2 * len(held) > len(documents):
        return found
    starts = moment.arrays(section_id).document_starts
    first = np.searchsorted(found.starts, starts[held])
    at = spread(first, np.searchsorted(found.starts, starts[held + 1]) - first)
    return Matches(found.starts[at], found.ends[at])


def by_date(moment: Moment, catalogue: Catalogue) -> I64:
    """The documents in the order of their dates, those without a date last; of one date by their order."""
    return moment.remember(
        ("by date", catalogue.as_of), lambda: np.argsort(catalogue.dates().order, kind="stable")
    )


def chronological(moment: Moment, selection: Selection, found: Hits) -> Hits:
    """The hits by date (undated last), document and place."""
    dates = moment.remember(
        ("date order", selection.catalogue.as_of), lambda: selection.catalogue.dates().order
    )
    if len(distinct(found.layers)) < 2:
        return found.take(np.lexsort((found.documents, dates[found.documents])))
    keys = (found.starts, found.layers, found.passages, found.documents, dates[found.documents])
    return found.take(np.lexsort(keys))


def places(moment: Moment, selection: Selection, found: Hits) -> Iterator[Place]:
    """The hits (a page of them) with their texts, one after the other, in the same order."""
    versions = selection.catalogue.versions[found.documents].tolist()
    read = texts(moment, versions)
    for version, number, layer, first, last in zip(
        versions,
        found.passages.tolist(),
        found.layers.tolist(),
        found.starts.tolist(),
        found.ends.tolist(),
        strict=True,
    ):
        text = read[version]
        _, _, role, speaker = text.passages[number]
        start, end = first, last
        if layer == Layer.word:
            starts, ends = text.bounds(number)
            start, end = starts[first], ends[last - 1]
        yield Place(text, role_name(role), speaker, number, text.passage(number), start, end)
