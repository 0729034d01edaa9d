"""Pairs of documents that repeat each other: reprints, excerpts, quotations."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from corpus.argument_checks import shown
from corpus.errors import FilterError
from corpus.index.encoding.sorted_arrays import distinct
from corpus.insight.reuse.relations import (
    QUOTATION,
    RELATIONS,
    Measured,
    Measures,
    covered,
    days_between,
    order_of,
    relation,
    settings,
)
from corpus.insight.reuse.reuse_facets import facets
from corpus.insight.reuse.shared_runs import (
    SharedRuns,
    Text,
    holders_of,
    read_text,
    shared_runs,
    shared_windows,
)
from corpus.insight.reuse.stretches import words_at
from corpus.query.count.token_runs import spread
from corpus.query.questions.documents import part
from corpus.query.result.table import Table, from_rows
from corpus.query.select.selection import Filters, Selection
from corpus.query.select_documents import select_documents
from corpus.query.similarity.near_duplicates import forms, near_duplicates
from corpus.query.similarity.near_duplicates import settings as shared_settings
from corpus.store.tables.archive import Document
from corpus.wording import Blank, action, argument

if TYPE_CHECKING:
    from corpus.query.session.moment import Moment

Bools = npt.NDArray[np.bool_]
I64 = npt.NDArray[np.int64]
U64 = npt.NDArray[np.uint64]

COLUMNS = (
    "ref", "other", "relation", "resemblance", "words", "share", "other_share", "quoted", "runs", "longest",
    "documents", "date", "other_date", "days", "outlet", "other_outlet", "run",
)  # fmt: skip
LEAST_WORDS = 5
MOST_WORDS = 10_000


@dataclass(frozen=True, slots=True)
class ReuseOptions:
    """What reuse is asked for; see ``reuse``. None: as ``reuse.toml`` has it."""

    min_words: int | None = None
    most_documents: int | None = None
    across: str | None = None
    within: str | None = None
    relations: tuple[str, ...] = ()
    limit: int = 50
    offset: int = 0

    def given(self) -> dict[str, Any]:
        """What was asked, with the thresholds in force, for a caption."""
        defaults = settings()["reuse"]
        return {
            "min_words": defaults["min_words"] if self.min_words is None else self.min_words,
            "most_documents": defaults["most_documents"]
            if self.most_documents is None
            else self.most_documents,
            "across": self.across,
            "within": self.within,
            "relations": [*self.relations],
            "limit": self.limit,
            "offset": self.offset,
        }


@dataclass(slots=True)
class _Pair:
    """Two documents, ordinals of the text's (``ref`` the later), and their longest run: its first place in
    the later document, length and holders; how many runs they share, and where these stand in the later
    document."""

    ref: int
    other: int
    runs: list[tuple[int, int]] = field(default_factory=list)
    place: int = -1
    longest: int | None = None
    holders: int | None = None

    @property
    def quoted(self) -> int:
        """Words of the later document in its runs, each once."""
        total, reached = 0, 0
        for start, end in sorted(self.runs):
            total += max(0, end - max(start, reached))
            reached = max(reached, end)
        return total


def reuse(moment: Moment, asked: ReuseOptions, filters: Filters | None = None) -> Table:
    """Pairs of documents of which one repeats the other, reprints first, then by how much is shared.

    A pair is listed when its resemblance is that of a reprint (``duplicates.toml``), when it shares a run of
    at least ``min_words`` words that are no formula, or when one is an excerpt of the other and they resemble
    each other as much as what is proposed there. A formula is a passage (of so many words as ``reuse.toml``
    says) that stands in more than ``most_documents`` documents of the selection; a run of which every window
    of ``min_words`` words stands in more documents is one, too. ``across`` and ``within``: only pairs that
    differ, or agree, in outlet, country, language, speaker, genre or authority. ``relations``: only these.

    Columns: ref (the later, if the dates tell), other, relation (of ref to other), resemblance, words (of ref
    in passages that other has), share and other_share (of each document's words), quoted (words of ref in
    shared runs), runs, longest (words of the longest run, formulas in it included), documents (that hold its
    rarest part), dates, days between (None unless both are known to the day), outlets, run (the longest, as
    it stands in ref). Raises FilterError for options that cannot be.
    """
    least, most = _bounds(asked)
    selection = select_documents(moment, filters or Filters())
    across, within = facets(moment, selection.catalogue, asked.across, asked.within)
    text = read_text(moment, selection, least - 1)
    pairs = list(_pairs(moment, selection, text, least, most).values())
    documents = text.documents
    measures = Measures(text, forms(moment).bits)
    found: list[tuple[_Pair, Measured, str]] = []
    for pair in pairs:
        ends = documents[[pair.ref, pair.other]]
        if (across is not None and across[ends[0]] == across[ends[1]]) or (
            within is not None and (within[ends[0]] != within[ends[1]] or within[ends[0]] < 0)
        ):
            continue
        measured = measures.pair(pair.ref, pair.other)
        name = relation(measured)
        if name == QUOTATION and not pair.runs:
            continue
        if not asked.relations or name in asked.relations:
            found.append((pair, measured, name))
    found.sort(key=lambda each: _rank(*each))
    page = found[asked.offset : asked.offset + asked.limit]
    notes = [*selection.notes, *part("pairs", len(page), len(found), asked.offset)]
    if len(documents) < 2:
        notes.append(few(len(documents)))
    elif pairs and not found:
        notes.append(
            f"Among {len(pairs):,} pair{'s' * (len(pairs) > 1)} of documents that share words none is as"
            f" {argument('across')}, {argument('within')} or {argument('relation')} ask."
        )
    elif not found:
        notes.append(
            f"No two documents share {least:,} words in a row that are no formula, and none is another's"
            " reprint."
        )
    return from_rows(
        COLUMNS, _rows(moment, selection, text, page), notes + _notes(page, selection, text, most)
    )


def few(documents: int) -> str:
    """The sentence on a selection with less than two documents with words."""
    what = "only one document" if documents else "no document"
    return f"The filters take {what} with words that count: there is nothing to compare."


def _rank(pair: _Pair, measured: Measured, name: str) -> tuple[float, ...]:
    size = {"reprint": measured.resemblance, "quotation": pair.quoted}.get(name, measured.words)
    return RELATIONS.index(name), -size, pair.ref, pair.other


def _bounds(asked: ReuseOptions) -> tuple[int, int]:
    """Least words and most documents; FilterError where they cannot be."""
    given = asked.given()
    least, most = given["min_words"], given["most_documents"]
    if not LEAST_WORDS <= least <= MOST_WORDS:
        raise FilterError.about("min_words", f"goes from {LEAST_WORDS} to {MOST_WORDS:,}.")
    if most < 2:
        raise FilterError.about(
            "most_documents", "goes from 2: a run that is shared stands in two documents."
        )
    for name in asked.relations:
        if name not in RELATIONS:
            raise FilterError(
                f"There is no relation {shown(name)!r}; there is: {', '.join(RELATIONS)}", argument="relation"
            )
    return least, most


def _pairs(
    moment: Moment, selection: Selection, text: Text, least: int, most: int
) -> dict[tuple[int, int], _Pair]:
    """The pairs that share runs or resemble each other, by their documents' numbers in the text."""
    found: dict[tuple[int, int], _Pair] = {}
    if not len(text.documents):
        return found
    dates = selection.catalogue.dates()
    days = dates.order[text.documents]

    def pair_of(one: int, other: int) -> _Pair:
        key = (one, other) if one < other else (other, one)
        if key not in found:
            later_first = (days[one], text.documents[one]) > (days[other], text.documents[other])
            found[key] = _Pair(one, other) if later_first else _Pair(other, one)
        return found[key]

    shared = _quoted(forms(moment).bits, text, least, most)
    for one, other, start, other_start, length, holders in zip(*(c.tolist() for c in shared), strict=True):
        pair = pair_of(one, other)
        place = start if pair.ref == one else other_start
        pair.runs.append((place, place + length))
        if pair.longest is None or length > pair.longest:
            pair.place, pair.longest, pair.holders = place, length, holders
    proposed = shared_settings()["signature"]["proposed"]
    number = {document: at for at, document in enumerate(text.documents.tolist())}
    for one, other, _ in near_duplicates(moment, selection, proposed):
        pair_of(number[one], number[other])
    return found


def _quoted(bits: U64, text: Text, least: int, most: int) -> SharedRuns:
    """The shared runs with so many words that are no formula."""
    shared = shared_runs(text, shared_windows(bits, text, least), least, most)
    if not len(shared.ones):
        return shared
    passage = min(settings()["passage"], least)
    inside = distinct(spread(shared.starts, shared.lengths - (passage - 1)))
    formulas = inside[holders_of(bits, text, passage, inside) > most]
    lows = np.searchsorted(formulas, shared.starts)
    highs = np.searchsorted(formulas, shared.starts + shared.lengths - passage, "right")
    bounds = zip(lows.tolist(), highs.tolist(), strict=True)
    formulaic = np.array([covered(formulas[low:high], passage) for low, high in bounds])
    kept = np.flatnonzero(shared.lengths - formulaic >= least)
    return SharedRuns(*(column[kept] for column in shared))


def _rows(
    moment: Moment, selection: Selection, text: Text, page: list[tuple[_Pair, Measured, str]]
) -> list[tuple[Any, ...]]:
    catalogue = selection.catalogue
    refs = moment.document_column(catalogue, Document.c.ref)
    outlets = catalogue.facet(moment.connection, "outlet")
    dates = catalogue.dates()
    rows: list[tuple[Any, ...]] = []
    for pair, measured, name in page:
        ref, other = (int(text.documents[number]) for number in (pair.ref, pair.other))
        first = pair.place - int(text.firsts[pair.ref])
        run = None
        if pair.longest is not None:
            run = words_at(moment, selection, ref, first, first + pair.longest)
        rows.append(
            (
                refs[ref], refs[other], name, measured.resemblance, measured.words, measured.share,
                measured.other_share, pair.quoted, len(pair.runs), pair.longest, pair.holders,
                dates.text(ref) or None, dates.text(other) or None, days_between(dates, other, ref),
                outlets.labels[outlets.codes[ref]], outlets.labels[outlets.codes[other]], run,
            )
        )  # fmt: skip
    return rows


def _notes(page: list[tuple[_Pair, Measured, str]], selection: Selection, text: Text, most: int) -> list[str]:
    """What a reader must know of the lines shown."""
    if not page:
        return []
    dates = selection.catalogue.dates()
    ends = [(int(text.documents[pair.ref]), int(text.documents[pair.other])) for pair, _, _ in page]
    unknown = sum(order_of(dates, *pair) is None for pair in ends)
    notes = [
        f"Left out as formulas: {settings()['passage']} words in a row that stand in more than {most:,}"
        f" documents. {action('similar', Blank('REF'), Blank('OTHER'))} shows two texts side by side."
    ]
    if unknown:
        notes.append(
            f"Of {unknown:,} pair{'s' * (unknown > 1)} shown the dates do not tell which came first."
        )
    return notes
