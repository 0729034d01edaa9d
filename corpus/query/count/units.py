"""Units of text: what counts are kept for, and which runs of tokens belong to which unit.

A unit is a document, or a document's words of one role, speaker and origin. The units of an archive and
the runs of its sections are the same for every query, and are made once for each state of the archive; a
selection takes some of the units, and the counts of its queries are those of the units it takes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from corpus.index.encoding.sorted_arrays import distinct
from corpus.index.read.run_edges import Edges
from corpus.query.match.matcher import matches
from corpus.query.match.patterns import Matches, Pattern
from corpus.text.tokens import Layer

if TYPE_CHECKING:
    from collections.abc import Callable

    from corpus.index.encoding.block import BlockArrays
    from corpus.query.select.coded_lines import CodedLines
    from corpus.query.session.document_catalogue import Catalogue
    from corpus.query.session.moment import Moment

I64 = npt.NDArray[np.int64]
U32 = npt.NDArray[np.uint32]
Bools = npt.NDArray[np.bool_]
Kind = Literal["document", "passage", "quotation"]
"""``document``: its words that count by default. ``passage``: the words of one role and speaker in a
document. ``quotation``: of those, the words in quotation marks."""

SPEAKER_BITS, ROLE_BITS, ORIGIN_BITS = 24, 4, 12
_PASSAGE_BITS = SPEAKER_BITS + ROLE_BITS + ORIGIN_BITS
"""What tells units of one document apart, in the low bits of a number; the document stands above them."""


MOST_WAITING = 4_000_000
"""Matches whose units are in memory at one time."""


_Runs = list[tuple[int, Edges, npt.NDArray[np.intp]]]
"""Runs of tokens in one layer: for each section its id, the edges of the runs, and the unit of each run; that
of a run that belongs to none is the number of units."""


@dataclass(frozen=True, slots=True)
class Units:
    """All units of a catalogue, or those that a selection takes, sorted. ``documents``: ordinals of the
    catalogue; ``tokens``: of the word layer.

    ``roles``, ``speakers`` (actor ids, 0 for none) and ``origins`` (codes of
    ``corpus.index.read.foreign_passages``, 0 for the document's) are 0 where the units are whole documents.
    """

    kind: Kind
    catalogue: Catalogue
    documents: I64
    roles: I64
    speakers: I64
    origins: I64
    tokens: I64
    _taken: _Taken | None = None
    _runs: dict[Layer, _Runs] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.documents)

    def take(self, mask: Bools, lines: CodedLines | None = None) -> Units:
        """Some of all units; ``lines``: only matches on these lines count."""
        at = slice(None) if mask.all() else np.flatnonzero(mask)
        return Units(
            self.kind,
            self.catalogue,
            self.documents[at],
            self.roles[at],
            self.speakers[at],
            self.origins[at],
            self.tokens[at],
            _Taken(self, at, lines),
        )

    def count(self, moment: Moment, wanted: list[Pattern]) -> I64:
        """Matches in each unit."""
        if self._taken is None:
            return self._count(moment, wanted, None)
        return self._taken.every._count(moment, wanted, self._taken.lines)[self._taken.at]

    def sums(self, moment: Moment, name: str, of_runs: Callable[[Moment, int, U32], I64]) -> I64:
        """For each unit the sum of what ``of_runs`` gives for the runs between edges in a section; remembered
        under the name."""
        every = self._taken.every if self._taken else self
        key = ("sums", name, self.kind, self.catalogue.as_of)
        found = moment.remember(key, lambda: every._sums(moment, of_runs))
        return found[self._taken.at] if self._taken else found

    def _sums(self, moment: Moment, of_runs: Callable[[Moment, int, U32], I64]) -> I64:
        total = np.zeros(len(self) + 1)
        for section_id, edges, units in self.runs(moment, Layer.word):
            total += np.bincount(units, of_runs(moment, section_id, edges.edges), len(total))
        return total[:-1].astype(np.int64)

    def _count(self, moment: Moment, wanted: list[Pattern], lines: CodedLines | None) -> I64:
        total = np.zeros(len(self), dtype=np.int64)
        waiting: list[npt.NDArray[np.intp]] = []
        for layer in sorted({pattern.layer for pattern in wanted}):
            for section_id, edges, units in self.runs(moment, layer):
                found = matches(moment, section_id, layer, wanted)
                if lines is not None:
                    found = lines.among(moment, section_id, found)
                for begin in range(0, len(found.starts), MOST_WAITING):
                    some = Matches(*(column[begin : begin + MOST_WAITING] for column in found))
                    at = _runs_of(some, edges, whole=self.kind == "quotation")
                    waiting.append(units.take(at, mode="clip"))
                    if sum(map(len, waiting)) >= MOST_WAITING:
                        total += self._counted(waiting)
                        waiting = []
        return total + self._counted(waiting) if waiting else total

    def runs(self, moment: Moment, layer: Layer) -> _Runs:
        """The runs of tokens of a layer, and the unit of each, of all units."""
        runs = self._runs.get(layer)
        if runs is None:
            runs = self._runs[layer] = _runs(moment, self, layer)
        return runs

    def _counted(self, owners: list[npt.NDArray[np.intp]]) -> I64:
        """How often each unit is named."""
        return np.bincount(np.concatenate(owners), minlength=len(self) + 1)[:-1]


def _runs_of(found: Matches, edges: Edges, whole: bool) -> npt.NDArray[np.intp]:
    """The run that each match begins in; ``whole``: only of those that end in it, too."""
    at = edges.of(found.starts)
    return at[found.ends <= edges.edges[at + 1]] if whole else at


class _Taken(NamedTuple):
    """Of which units some were taken, which, and the lines that matches must lie on."""

    every: Units
    at: slice | npt.NDArray[np.intp]
    lines: CodedLines | None


def all_units(moment: Moment, catalogue: Catalogue, kind: Kind) -> Units:
    """The units of a catalogue, remembered."""
    made = _documents if kind == "document" else _passages
    return moment.remember(("units", catalogue.as_of, kind), lambda: made(moment, catalogue, kind))


def _documents(moment: Moment, catalogue: Catalogue, kind: Kind) -> Units:
    size = len(catalogue)
    tokens = np.zeros(size, dtype=np.int64)
    for section_id in moment.sections(Layer.word):
        documents = moment.documents(catalogue, section_id)
        valid = documents >= 0
        tokens[documents[valid]] = moment.arrays(section_id).document_tokens[valid]
    none = np.zeros(size, dtype=np.int64)
    return Units(kind, catalogue, np.arange(size), none, none, none, tokens)


def _passages(moment: Moment, catalogue: Catalogue, kind: Kind) -> Units:
    sections = moment.sections(Layer.word)
    keys = [_passage_keys(moment, catalogue, section_id) for section_id in sections]
    every = np.concatenate([np.zeros(0, dtype=np.int64), *(_distinct(some) for some in keys)])
    held = distinct(every[every >= 0])
    tokens = np.zeros(len(held) + 1)
    for section_id, some in zip(sections, keys, strict=True):
        edges, owners = _passage_runs(moment, kind, section_id, some)
        tokens += np.bincount(_ordinals(held, owners), np.diff(edges.astype(np.int64)), len(tokens))
    roles, rest = held & ((1 << ROLE_BITS) - 1), held >> ROLE_BITS
    origins, rest = rest & ((1 << ORIGIN_BITS) - 1), rest >> ORIGIN_BITS
    speakers, documents = rest & ((1 << SPEAKER_BITS) - 1), rest >> SPEAKER_BITS
    return Units(kind, catalogue, documents, roles, speakers, origins, tokens[:-1].astype(np.int64))


def _key(documents: I64, speakers: I64, origins: I64 | int, roles: I64) -> I64:
    """One number for each unit; they sort by document, speaker, origin and role."""
    below = (speakers << (ORIGIN_BITS + ROLE_BITS)) | (origins << ROLE_BITS) | roles
    return (documents << _PASSAGE_BITS) | below


def _ordinals(held: I64, keys: I64) -> npt.NDArray[np.intp]:
    """The unit of each key, the number of units where there is none (as for the key -1)."""
    at = np.searchsorted(held, keys)
    return np.where(keys == np.append(held, -2)[at], at, len(held))


def _runs(moment: Moment, of: Units, layer: Layer) -> _Runs:
    held = _key(of.documents, of.speakers, of.origins, of.roles)
    runs: _Runs = []
    for section_id in moment.sections(layer):
        if of.kind == "document":
            edges, documents = _counted_runs(moment, of.catalogue, section_id)
            owners = np.where(documents < 0, len(of), documents)
        else:
            passages = _passage_keys(moment, of.catalogue, section_id)
            edges, keys = _passage_runs(moment, of.kind, section_id, passages)
            owners = _ordinals(held, keys)
        edges, owners = _without_empty(edges, owners)
        if of.kind != "quotation":  # two quotations beside each other stay two
            edges, owners = _joined(edges, owners)
        runs.append((section_id, Edges(edges), owners))
    return runs


def _without_empty(edges: U32, owners: I64) -> tuple[U32, I64]:
    """The runs that hold a token."""
    full = edges[1:] > edges[:-1]
    return np.append(edges[:-1][full], edges[-1:]), owners[full]


def _joined(edges: U32, owners: I64) -> tuple[U32, I64]:
    """The runs, those beside each other of one unit as one."""
    new = np.concatenate(([True], owners[1:] != owners[:-1]))[: len(owners)]
    return np.append(edges[:-1][new], edges[-1:]), owners[new]


def _counted_runs(moment: Moment, catalogue: Catalogue, section_id: int) -> tuple[U32, I64]:
    """Edges and documents of the runs of a section that count by default, -1 for the others between them."""
    arrays = moment.arrays(section_id)
    documents = moment.documents(catalogue, section_id)
    starts, excluded = arrays.document_starts, arrays.excluded
    if not len(excluded):
        return starts, documents
    # Documents in order, each followed by the runs in it: what does not count, then what does.
    firsts, lasts = excluded[::2], excluded[1::2]
    holders = np.searchsorted(starts, firsts, "right") - 1
    before = np.searchsorted(holders, np.arange(len(starts)))  # runs in the documents before
    places = np.arange(len(starts)) + 2 * before
    at = 2 * np.arange(len(firsts)) + holders + 1
    edges = np.empty(len(starts) + len(excluded), dtype=starts.dtype)
    edges[places], edges[at], edges[at + 1] = starts, firsts, lasts
    owners = np.repeat(documents, np.diff(places))
    owners[at] = -1
    return edges, owners


def _passage_keys(moment: Moment, catalogue: Catalogue, section_id: int) -> I64:
    """The unit of each passage of a section as one number; -1: its text is not current."""
    arrays = moment.arrays(section_id)
    owners = np.repeat(moment.documents(catalogue, section_id), np.diff(arrays.document_passages))
    origins = 0 if arrays.origins is None else arrays.origins.astype(np.int64)
    keys = _key(owners, arrays.speakers.astype(np.int64), origins, arrays.roles.astype(np.int64))
    return np.where(owners < 0, -1, keys)


def _distinct(keys: I64) -> I64:
    """The keys, of equal ones beside each other only one: passages of one speaker follow each other."""
    return keys[np.concatenate(([True], keys[1:] != keys[:-1]))[: len(keys)]]


def _passage_runs(moment: Moment, kind: Kind, section_id: int, keys: I64) -> tuple[U32, I64]:
    """Edges of the passages (or of the quoted words and those between), and the keys of these runs.

    The key is -1 for words that do not count: outside quotation marks, where only quotations do.
    """
    arrays = moment.arrays(section_id)
    starts = arrays.passage_starts
    if kind != "quotation":
        return starts, keys
    quoted = quoted_runs(arrays)
    edges = np.concatenate((starts, quoted.reshape(-1)))
    edges.sort()
    firsts = edges[:-1]
    at = np.searchsorted(quoted[:, 0], firsts, "right")
    inside = at > 0
    inside[inside] = firsts[inside] < quoted[at[inside] - 1, 1]
    holders = np.minimum(np.searchsorted(starts, firsts, "right"), len(keys)) - 1
    return edges, np.where(inside, keys[holders], -1)


def quoted_runs(arrays: BlockArrays) -> U32:
    """Sorted, disjoint pairs of token ordinals: the runs of quoted words, nested ones joined."""
    pairs = arrays.quotations.reshape(-1, 2)
    pairs = pairs[pairs[:, 1] > pairs[:, 0]]
    pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
    if not len(pairs):
        return pairs
    ends = np.maximum.accumulate(pairs[:, 1])
    new = np.concatenate(([True], pairs[1:, 0] >= ends[:-1]))
    firsts = np.flatnonzero(new)
    lasts = np.append(firsts[1:] - 1, len(pairs) - 1)
    return np.column_stack((pairs[firsts, 0], ends[lasts]))
