"""Runs of tokens that a selection lets count, and the words in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.query.count.selected_units import passage_mask
from corpus.query.count.units import quoted_runs

if TYPE_CHECKING:
    from corpus.query.select.selection import Selection
    from corpus.query.session.moment import Moment

I64 = npt.NDArray[np.int64]
U32 = npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class TokenRuns:
    """Half-open runs of positions in one section, sorted and disjoint; no run crosses a passage.

    ``documents``: for each run the document, as an ordinal of the catalogue.
    """

    starts: I64
    ends: I64
    documents: I64

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def tokens(self) -> int:
        """Tokens in all runs."""
        return int((self.ends - self.starts).sum())


def runs(moment: Moment, selection: Selection, section_id: int) -> TokenRuns:
    """The passages of a section that a selection lets count (or the quoted words in them), one run each."""
    arrays = moment.arrays(section_id)
    documents = moment.documents(selection.catalogue, section_id)
    held = chosen(selection, documents)  # few documents of many: only their passages are looked at
    firsts = arrays.document_passages[held].astype(np.int64)
    counts = arrays.document_passages[held + 1].astype(np.int64) - firsts
    passages = spread(firsts, counts)
    owners = np.repeat(documents[held], counts)
    mask = passage_mask(arrays, selection, owners, passages)
    passages, owners = passages[mask], owners[mask]
    starts = arrays.passage_starts[passages].astype(np.int64)
    ends = arrays.passage_starts[passages + 1].astype(np.int64)
    if selection.quoted:
        return _quoted(TokenRuns(starts, ends, owners), quoted_runs(arrays).astype(np.int64))
    full = ends > starts
    return TokenRuns(starts[full], ends[full], owners[full])


def chosen(selection: Selection, documents: I64) -> I64:
    """Which versions of a section a selection takes; ``documents``: the document of each, or -1."""
    held = np.flatnonzero(documents >= 0)
    return held[selection.mask[documents[held]]]


def _quoted(passages: TokenRuns, quoted: I64) -> TokenRuns:
    """The quoted runs that lie in the passages."""
    at = np.searchsorted(passages.starts, quoted[:, 0], "right") - 1
    inside = at >= 0
    inside[inside] = quoted[inside, 1] <= passages.ends[at[inside]]
    return TokenRuns(quoted[inside, 0], quoted[inside, 1], passages.documents[at[inside]])


def spread(firsts: I64, counts: I64) -> I64:
    """The whole numbers ``first .. first + count - 1`` of each pair, one after the other."""
    total = int(counts.sum())
    if not total:
        return np.zeros(0, dtype=np.int64)
    skipped = np.repeat(firsts - np.concatenate(([0], np.cumsum(counts)[:-1])), counts)
    return skipped + np.arange(total)


def words(stream: U32, found: TokenRuns) -> U32:
    """The term ids of the runs, one after the other: a copy, or the stream itself where it is whole."""
    if not len(found):
        return stream[:0]
    joined = np.flatnonzero(found.starts[1:] != found.ends[:-1]) + 1
    starts = found.starts[np.concatenate(([0], joined))].tolist()
    ends = found.ends[np.concatenate((joined - 1, [len(found) - 1]))].tolist()
    if len(starts) == 1:
        return stream[starts[0] : ends[0]]
    return np.concatenate([stream[a:b] for a, b in zip(starts, ends, strict=True)])
