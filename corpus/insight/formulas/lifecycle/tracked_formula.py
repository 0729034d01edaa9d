"""A query as a formula: its matches, evidence and life under a selection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.insight.formulas.lifecycle.evidence import Evidence, evidence
from corpus.insight.formulas.lifecycle.life import Life, life
from corpus.query.hits.hits import Hits, hits
from corpus.query.match.matcher import union_patterns

if TYPE_CHECKING:
    from corpus.insight.formulas.discovery.lexicon import Lexicon
    from corpus.insight.formulas.formula_settings import Grades, Thresholds
    from corpus.query.language.ast import Series
    from corpus.query.select.selection import Selection
    from corpus.query.session.moment import Moment
    from corpus.query.tabulate.period_counts import Calendar

Bools = npt.NDArray[np.bool_]
I64 = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Ground:
    """What formulas are looked at against: a selection, the same without limits of time, and the thresholds.

    A life is that of all dates: ``when`` and ``dated`` (documents with words and a date) are those of
    ``always``; ``outlets``: the code of each document's. ``tokens``: of the selection; ``common``: see
    ``Skeleton``; ``by``: the period of time.
    """

    moment: Moment
    selection: Selection
    always: Selection
    lexicon: Lexicon
    when: Calendar
    dated: Bools
    outlets: I64
    tokens: int
    common: Bools
    thresholds: Thresholds
    scale: Grades
    by: str

    def find(self, series: Series) -> Found | None:
        """A query's matches in the selection and what they tell; None where there are none.

        Raises QueryError for a quotient.
        """
        every = hits(self.moment, self.always, union_patterns(self.moment, series))
        found = every.take(np.flatnonzero(self.selection.mask[every.documents]))
        if not len(found):
            return None
        catalogue, asked = self.selection.catalogue, self.thresholds
        longest = asked.candidates.longest_quotation
        return Found(
            found,
            np.unique(found.documents),
            np.unique(every.documents),
            evidence(self.moment, self.selection, self.lexicon, found, self.common, longest),
            life(
                every.documents, self.dated, self.outlets, catalogue, self.when, asked.temperature, self.scale
            ),
        )

    def date(self, document: int | None) -> str | None:
        """A document's date as far as it is known."""
        return None if document is None else self.selection.catalogue.dates().text(document)


@dataclass(frozen=True, slots=True)
class Found:
    """Matches of a query in a selection; ``documents``: ordinals of the catalogue that hold one, ascending;
    ``ever``: the same of all dates, whose ``life`` it is."""

    hits: Hits
    documents: I64
    ever: I64
    evidence: Evidence
    life: Life
