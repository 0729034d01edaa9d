"""Reprints: of texts that are nearly the same the earliest counts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from corpus.query.count.ngram_counts import run_starts
from corpus.query.count.selected_units import documents_of, selected_units
from corpus.query.select.selection import Selection
from corpus.query.similarity.near_duplicates import I64, Bools, apart, near_duplicates, settings
from corpus.text.roles import COUNTED

if TYPE_CHECKING:
    from corpus.query.session.document_catalogue import Catalogue
    from corpus.query.session.moment import Moment


def collapse(moment: Moment, selection: Selection) -> None:
    """Leave of each text that was reprinted the earliest document of the archive; a note says so.

    A cluster is what chains of pairs join. Whose reprint a document is does not depend on the filters: whole
    texts are compared, in the words that count, and what an outlet took from another is as little its own
    where it is looked at alone as where outlets are told apart. Where a selection tells voices or passages
    apart, the earliest is that of the documents with words of these.
    """
    catalogue, asked = selection.catalogue, settings()["reprint"]
    cluster = moment.remember(("reprints", catalogue.as_of), lambda: _clusters(moment, catalogue))
    everywhere = replace(selection, mask=np.ones(len(catalogue), dtype=bool))
    taken = np.flatnonzero(_with_words(moment, everywhere))
    taken = taken[np.lexsort((catalogue.dates().order[taken], cluster[taken]))]
    firsts = np.zeros(len(catalogue), dtype=bool)
    firsts[taken[run_starts(cluster[taken])]] = True
    here = _with_words(moment, selection)
    left = int(np.count_nonzero(here & ~firsts))
    selection.mask[:] = here & firsts
    if left:
        selection.notes.append(
            f"{left:,} reprint{'s' * (left > 1)} left out: of texts with a resemblance of"
            f" {asked['resemblance']:g} or more, no more than {asked['days']} days apart, the earliest"
            " counts."
        )


def _with_words(moment: Moment, selection: Selection) -> Bools:
    """The documents of a selection, where it tells voices apart those with words of these."""
    if selection.whole:
        return selection.mask
    return documents_of(selection, selected_units(moment, selection))


def _clusters(moment: Moment, catalogue: Catalogue) -> I64:
    """For each document the first (an ordinal) of those that chains of reprints join to it."""
    everything = np.ones(len(catalogue), dtype=bool)
    whole = Selection(catalogue, everything, frozenset(map(int, COUNTED)), None, False)
    asked = settings()["reprint"]
    first = list(range(len(catalogue)))

    def root(document: int) -> int:
        while first[document] != document:
            first[document] = document = first[first[document]]
        return document

    for one, other, _ in near_duplicates(moment, whole, asked["resemblance"]):
        if apart(catalogue, one, other) <= asked["days"]:
            low, high = sorted((root(one), root(other)))
            first[high] = low
    return np.array([root(document) for document in range(len(catalogue))], dtype=np.int64)
