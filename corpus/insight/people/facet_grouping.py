"""Rows of tables about people: the periods, or the values of a facet, that documents lie in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.argument_checks import shown
from corpus.errors import FilterError
from corpus.index.encoding.sorted_arrays import distinct
from corpus.query.count.word_counts import document_tokens
from corpus.query.session.document_catalogue import DOCUMENT_FACETS
from corpus.query.tabulate import periods
from corpus.query.tabulate.period_counts import calendar
from corpus.wording import FOLLOWUP, Note, argument

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corpus.query.select.selection import Selection
    from corpus.query.session.moment import Moment

I64 = npt.NDArray[np.int64]

FACETS = (*periods.PERIODS, *DOCUMENT_FACETS)
_TOGETHER = 500


@dataclass(frozen=True, slots=True)
class Grouping:
    """``name`` of the column, ``labels`` of its values; ``of_document``: for each document of the catalogue
    the ordinal of its value, -1 for none; ``tokens`` of each value (words of the selection)."""

    name: str
    labels: list[str]
    of_document: I64
    tokens: I64
    notes: list[str]

    def rates(self, matches: I64) -> npt.NDArray[np.float64]:
        """Matches per million tokens of each value, NaN where the archive holds none; last axis: values."""
        tokens = np.broadcast_to(self.tokens, matches.shape)
        found = np.full(matches.shape, np.nan)
        np.divide(matches * 1e6, tokens, out=found, where=tokens > 0)
        return found


def grouping(moment: Moment, selection: Selection, by: str) -> Grouping:
    """The periods or facet values of a selection. Raises FilterError for a facet that people have not."""
    if by not in FACETS:
        raise FilterError(f"There is no table of people by {shown(by)!r}; there is: {', '.join(FACETS)}")
    if by in periods.PERIODS:
        when = calendar(moment, selection, by)
        return Grouping("period", when.labels, when.of_document, when.tokens, when.notes)
    tokens = document_tokens(moment, selection)
    facet = selection.catalogue.facet(moment.connection, by)
    held = selection.mask & (tokens > 0)
    present = np.flatnonzero(np.bincount(facet.codes[held], minlength=len(facet.labels)))
    ordinals = np.full(len(facet.labels), -1, dtype=np.int64)
    ordinals[present] = np.arange(len(present))
    of_document = np.where(held, ordinals[facet.codes], -1)
    of_values = np.bincount(of_document[held], tokens[held], len(present)).astype(np.int64)
    return Grouping(by, [facet.labels[code] for code in present.tolist()], of_document, of_values, [])


def lines_note(opened: str, by: str | None) -> str:
    """How to open the concordance lines of a row; ``opened``: the action for all rows together."""
    more = ""
    if by is not None:
        names = ("since", "until") if by in periods.PERIODS else (by,)
        more = f" (with {' and '.join(map(argument, names))} for one {by})"
    return Note(f"The lines of a row{more}: {opened}", FOLLOWUP)


def page_note(what: str, shown: int, total: int, offset: int) -> list[str]:
    """Which part of a list is shown, where it is not all of it. ``what``: the rows, in the plural."""
    if shown == total:
        return []
    if not shown:
        return [f"The offset lies beyond the last of {total:,} {what}."]
    return [f"{what.capitalize()} {offset + 1:,} to {offset + shown:,} of {total:,}."]


def distinct_documents(groups: I64, documents: I64, size: int) -> I64:
    """How many different documents each of ``size`` groups has; ``groups`` and ``documents`` are aligned."""
    pairs = distinct((groups.astype(np.int64) << 32) | documents)
    return np.bincount(pairs >> 32, minlength=size)


def references(moment: Moment, selection: Selection, documents: Iterable[int]) -> dict[int, str]:
    """References of some documents (ordinals of the catalogue)."""
    wanted = sorted(set(documents))
    ids = {int(selection.catalogue.ids[at]): at for at in wanted}
    rows = moment.rows(("document.ref",), ids)
    return {ids[number]: row["ref"] for number, row in rows.items()}


def dated(selection: Selection, documents: I64) -> npt.NDArray[np.datetime64]:
    """The first day of each document's date, NaT for one without."""
    return selection.catalogue.dates().first[documents]
