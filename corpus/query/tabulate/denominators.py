"""What matches are divided by: words, characters, sentences or documents of the counted text.

Words are those of the layer word. Characters are the code points of these words, so letters, digits and the
marks inside words, without spaces and punctuation between them; a Korean syllable in which two morphemes meet
counts once. Sentences are those that begin in the counted
text. Documents are those with a word of it; where roles or speakers are told apart, with a word of theirs.
"""

from __future__ import annotations

from itertools import chain, pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt
from sqlalchemy import func, select

from corpus.errors import FilterError, QueryError
from corpus.store.ids import last_id
from corpus.store.tables.index import Term
from corpus.text.tokens import Layer
from corpus.wording import action, argument

if TYPE_CHECKING:
    from corpus.query.count.units import Units
    from corpus.query.session.moment import Moment

I64 = npt.NDArray[np.int64]
U32 = npt.NDArray[np.uint32]

TOGETHER = 1 << 21
"""Words whose lengths are added up at one time."""


class Per(NamedTuple):
    """One denominator. ``amounts``: the column with how many of them a cell holds; ``rate``: the column with
    matches per ``factor`` of them; ``unit``: how a sentence says it; ``note``: what a reader must know."""

    name: str
    amounts: str
    rate: str
    factor: int
    unit: str
    note: str = ""


PERS = {
    each.name: each
    for each in (
        Per("words", "tokens", "per_million", 1_000_000, "million tokens"),
        Per(
            "characters",
            "characters",
            "per_million_characters",
            1_000_000,
            "million characters",
            "characters: those of the words, without spaces and punctuation; rates and intervals are per"
            " million of them.",
        ),
        Per(
            "sentences",
            "sentences",
            "per_thousand_sentences",
            1_000,
            "thousand sentences",
            "sentences: those that begin in the counted text; rates and intervals are per thousand of them.",
        ),
        Per(
            "documents",
            "documents_held",
            "per_thousand_documents",
            1_000,
            "thousand documents",
            "documents held: those with a word of the counted text; rates and intervals are matches per"
            " thousand of them.",
        ),
    )
}


def per(name: str) -> Per:
    """The denominator of that name. Raises FilterError where there is none."""
    found = PERS.get(name)
    if found is None:
        raise FilterError(f"There is no {name!r} to divide by; there is: {', '.join(PERS)}.", argument="per")
    return found


def amounts(moment: Moment, units: Units, name: str) -> I64:
    """How many characters or sentences each of some units holds; remembered for all of them.

    Raises FilterError for sentences of quotations, QueryError where the archive does not know its sentences.
    """
    if name == "sentences" and units.kind == "quotation":
        raise FilterError(
            f"{argument('per', 'sentences')} does not go with {argument('voice', 'quotation')}: quotation"
            " marks cut sentences; divide by words or characters.",
            argument="per",
        )
    return units.sums(moment, name, _sentences if name == "sentences" else _characters)


def _sentences(moment: Moment, section_id: int, edges: U32) -> I64:
    """How many sentences begin between each two neighbouring edges."""
    found = moment.arrays(section_id).sentences
    if found is None:
        raise QueryError(
            f"{argument('per', 'sentences')} needs the sentences, which this archive does not know of all its"
            f" texts yet: find them with {action('optimize')}.",
            argument="per",
        )
    return np.diff(np.searchsorted(found, edges)).astype(np.int64)


def _characters(moment: Moment, section_id: int, edges: U32) -> I64:
    """How many code points the words between each two neighbouring edges have."""
    lengths = moment.remember(("term lengths",), lambda: _term_lengths(moment))
    sizes = lengths[moment.stream(section_id)]
    if moment.index.analysed(moment.connection, section_id):
        _as_in_the_text(moment, section_id, sizes)
    before = np.zeros(len(edges), dtype=np.int64)  # code points before each edge
    total = 0
    for begin in range(0, len(sizes), TOGETHER):
        sums = np.cumsum(sizes[begin : begin + TOGETHER], dtype=np.int64)
        first, last = np.searchsorted(edges, (begin, begin + len(sums)), "right")
        before[first:last] = total + sums[edges[first:last] - np.uint32(begin + 1)]
        total += int(sums[-1])
    return np.diff(before)


def _as_in_the_text(moment: Moment, section_id: int, sizes: npt.NDArray[np.uint16]) -> None:
    """Put in place of the lengths of forms how many code points of the text each word adds to those before.

    The forms of an analyser may be longer than the text: two morphemes meet in one syllable.
    """
    arrays = moment.arrays(section_id)
    for start, end in pairwise(arrays.document_starts.tolist()):
        spans = moment.spans(section_id, start, end) if end > start else None
        if spans is not None:
            passages = np.searchsorted(arrays.passage_starts, np.arange(start, end), "right")
            begins = (passages.astype(np.int64) << 32) + spans[0]
            ends = begins + spans[1]
            reached = np.concatenate(([0], np.maximum.accumulate(ends)[:-1]))
            sizes[start:end] = np.maximum(ends - np.maximum(begins, reached), 0)


def _term_lengths(moment: Moment) -> npt.NDArray[np.uint16]:
    """For each term id (its index) the code points of its surface form, 0 for ids of no word."""
    moment.digests.verify_all(moment.connection, "surface")
    found = np.zeros(last_id(moment.connection, Term) + 1, dtype=np.uint16)
    query = select(Term.c.id, func.length(Term.c.surface)).where(Term.c.layer == int(Layer.word))
    rows = chain.from_iterable(moment.connection.execute(query))  # numpy would look long at each row
    pairs = np.fromiter(rows, dtype=np.int64).reshape(-1, 2)
    found[pairs[:, 0]] = pairs[:, 1]
    return found
