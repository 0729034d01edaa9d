"""From ordinals of a document's words back to its text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.query.count.token_runs import runs
from corpus.query.session.passage_texts import texts
from corpus.text.tokens import Layer

if TYPE_CHECKING:
    from corpus.query.select.selection import Selection
    from corpus.query.session.moment import Moment
    from corpus.query.session.passage_texts import VersionText

I64 = npt.NDArray[np.int64]

PARAGRAPH = " ¶ "
"""Shown where a run goes on in another passage."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive words in one passage: its number, and code points in it, half-open."""

    passage: int
    start: int
    end: int


class Wording:
    """The words of one document that a selection lets count, in order. ``passages``: numbers of the passages
    with such words; ``begins``: the ordinal of each one's first word, and at last the number of all words;
    ``offsets``: which word of its passage the first is (others may come before it, where only quoted words
    count)."""

    def __init__(self, moment: Moment, selection: Selection, document: int) -> None:
        mask = np.zeros_like(selection.mask)
        mask[document] = True
        self.text: VersionText | None = None
        self.passages: list[int] = []
        self.begins: list[int] = [0]
        self.offsets: list[int] = []
        alone = replace(selection, mask=mask)
        for section_id in moment.sections(Layer.word):
            held = runs(moment, alone, section_id)
            if not len(held):
                continue
            arrays = moment.arrays(section_id)
            passages = np.searchsorted(arrays.passage_starts, held.starts, "right") - 1
            version = np.searchsorted(arrays.document_passages, passages, "right") - 1
            self.passages += (passages - arrays.document_passages[version].astype(np.int64)).tolist()
            self.offsets += (held.starts - arrays.passage_starts[passages].astype(np.int64)).tolist()
            sizes = np.cumsum(held.ends - held.starts) + self.begins[-1]
            self.begins += sizes.tolist()
        if self.passages:
            number = int(selection.catalogue.versions[document])
            self.text = texts(moment, [number])[number]

    def __len__(self) -> int:
        return self.begins[-1]

    def stretches(self, first: int, end: int) -> list[Stretch]:
        """Where the words from one ordinal to another (half-open) stand, by passage."""
        found: list[Stretch] = []
        if self.text is None:
            return found
        at = int(np.searchsorted(self.begins, first, "right")) - 1
        while at < len(self.passages) and self.begins[at] < end:
            number = self.passages[at]
            starts, ends = self.text.bounds(number)
            low = max(first, self.begins[at]) - self.begins[at] + self.offsets[at]
            high = min(end, self.begins[at + 1]) - self.begins[at] + self.offsets[at]
            found.append(Stretch(number, starts[low], ends[high - 1]))
            at += 1
        return found

    def written(self, first: int, end: int) -> str:
        """The text of these words, with what stands between them."""
        if self.text is None:
            return ""
        return PARAGRAPH.join(
            self.text.passage(each.passage)[each.start : each.end] for each in self.stretches(first, end)
        )


def words_at(moment: Moment, selection: Selection, document: int, first: int, end: int) -> str:
    """The text of a document's words from one ordinal to another."""
    return Wording(moment, selection, document).written(first, end)
