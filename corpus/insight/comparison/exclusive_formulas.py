"""Formulas that only one side has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corpus.insight.comparison.comparison_settings import settings
from corpus.insight.formulas.formula_table import FormulaOptions, formulas
from corpus.query.count.selected_units import selected_units
from corpus.query.language.concept_queries import parsed
from corpus.query.match.matcher import union_patterns
from corpus.query.result.table import Table, from_rows
from corpus.query.tabulate.table_cells import PER

if TYPE_CHECKING:
    from corpus.insight.comparison.sides import Pair
    from corpus.query.session.moment import Moment

COLUMNS = (
    "side", "formula", "matches", "documents", "per_million", "quoted", "capitals", "birth", "peak", "last",
    "missing_in", "expected", "query",
)  # fmt: skip
TAKEN = ("formula", "matches", "documents", "per_million", "quoted", "capitals", "birth", "peak", "last")


def slogans(moment: Moment, sides: Pair, limit: int) -> Table:
    """The strongest formulas of each side (``corpus.insight.formulas.formula_table``) of which the other
    says none of the forms, not once.

    ``expected``: matches in the other side at the same rate. At most ``limit`` for each side.
    """
    rows: list[tuple[Any, ...]] = []
    looked: int = settings()["formulas_looked_at"]
    for number in (0, 1):
        found = formulas(moment, FormulaOptions(limit=looked), sides.filters[number]).columns
        other = selected_units(moment, sides.selections[1 - number])
        size = sides.sizes[1 - number]
        kept = 0
        for at, query in enumerate(found["query"]):
            if kept == limit:
                break
            if any(other.count(moment, union_patterns(moment, one)).any() for one in parsed(moment, query)):
                continue
            kept += 1
            rate = found["per_million"][at] / PER
            rows.append(
                (
                    sides.names[number],
                    *(found[name][at] for name in TAKEN),
                    sides.names[1 - number],
                    rate * size,
                    query,
                )
            )
    notes = [f"Of the {looked} strongest formulas of each side those of which the other has no form."]
    if any(row[-2] < 3 for row in rows):
        notes.append(
            "expected: matches in the other side at the same rate; below 3 its silence may be chance."
        )
    return from_rows(COLUMNS, rows, notes)
