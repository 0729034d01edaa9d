"""How far coders agree: of all codes together, and of each code."""

from __future__ import annotations

import functools
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from corpus.errors import NotFoundError
from corpus.insight.coding.annotations import Unit, by_unit, held
from corpus.insight.coding.coefficients import cohen_kappa, krippendorff_alpha, resamples
from corpus.query.result.table import Table, from_rows
from corpus.query.select.coded_lines import level_of
from corpus.settings import packaged
from corpus.text.normalisation import fold
from corpus.wording import action

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from corpus.insight.coding.annotations import Holding
    from corpus.insight.coding.coefficients import Coefficient
    from corpus.query.select.selection import Filters
    from corpus.query.session.moment import Moment

COLUMNS = (
    "coded", "code", "measure", "coders", "value", "low", "high", "observed", "units", "documents",
)  # fmt: skip
ALPHA, KAPPA = "alpha", "kappa"
MEASURES = (
    "alpha: Krippendorff's, of all coders; kappa: Cohen's, of two. (all): the codes of a line together;"
    " below, each code, given or not."
)
ALL = "(all)"
TOGETHER = "; "
YES, NO = "yes", "no"

Coders = dict[str, frozenset[str]]


class _Settings(NamedTuple):
    few_units: int
    few_documents: int
    resamples: int
    seed: int
    reliable: float
    tentative: float


def agreement(moment: Moment, filters: Filters, coders: Sequence[str] = ()) -> Table:
    """Agreement on lines and on documents, each of all codes together and of each code by itself.

    All codes together: the value of a unit is the set of codes that a coder gave it. A code by itself:
    whether the coder gave it or not, of units to which the coder gave some code; a unit that a coder gave
    none is not coded by this coder. ``filters.code``: only these codes by themselves; ``coders``: only these.

    Columns: coded (``line`` or ``document``), code (``(all)``), measure (``alpha``, Krippendorff's of all
    coders; ``kappa``, Cohen's of each two), coders, value, low, high (95 %, bootstrap over documents),
    observed (share of pairs of values that are equal), units (coded by at least two of them), documents
    (that hold these units). No value where all values are the same. Codes on versions that have changed since
    count: coders have read the same text.

    Raises NotFoundError where no two coders have coded the same line or document.
    """
    settings = _settings()
    rows, notes, _ = _all_codes(moment, filters, coders)
    document_of = {row.unit: row.document for row in rows}
    given = {unit: coders for unit, coders in by_unit(rows).items() if len(coders) > 1}
    if not given:
        raise NotFoundError(
            "No two coders have coded the same line or document"
            f"{' under these filters' if filters.described() else ''}: {action('coders')} says who coded how"
            " much."
        )
    found: list[tuple[Any, ...]] = []
    flat: list[str] = []
    fewest: dict[str, int] = {}
    for kind in ("line", "document"):
        units = {unit: coders for unit, coders in given.items() if unit.kind == kind}
        if not units:
            continue
        fewest[kind] = len(units)
        names = sorted({code for coders in units.values() for codes in coders.values() for code in codes})
        wanted = _wanted(filters, kind, names)
        for code in wanted:
            values = {unit: _values(coders, code) for unit, coders in units.items()}
            for row in _rows(values, document_of, settings):
                found.append((kind, code or ALL, *row))
                if np.isnan(row[2]):
                    flat.append(f"{code or 'all codes'} ({row[1]})")
    notes += _notes(fewest, found, flat, settings)
    return from_rows(COLUMNS, found, notes)


def _wanted(filters: Filters, kind: str, names: list[str]) -> list[str | None]:
    """The codes to be looked at by themselves; None stands for all together."""
    if filters.code:
        levels = [level_of(given) for given in filters.code]
        asked = {fold(name) for level, name in levels if level in (None, kind)}
        return [name for name in names if fold(name) in asked]
    return [None, *names] if len(names) > 1 else [None]


def _all_codes(moment: Moment, filters: Filters, coders: Sequence[str]) -> Holding:
    """Whatever was coded: what a coder did not give says something, too."""
    if filters.code:
        held(moment, filters, coders)  # a code that does not exist is told
    return held(moment, replace(filters, code=()), coders)


def _values(coders: Coders, code: str | None) -> dict[str, str]:
    if code is None:
        return {coder: TOGETHER.join(sorted(codes)) for coder, codes in coders.items()}
    return {coder: YES if code in codes else NO for coder, codes in coders.items()}


def _rows(
    values: Mapping[Unit, dict[str, str]], document_of: Mapping[Unit, int], settings: _Settings
) -> list[tuple[Any, ...]]:
    """Alpha over all coders, then kappa of each pair, as rows from the measure on."""
    every = sorted({coder for coders in values.values() for coder in coders})
    found = [(ALPHA, ", ".join(every), *_measured(values, document_of, settings, None))]
    for first, second in combinations(every, 2):
        both = {
            unit: {first: coders[first], second: coders[second]}
            for unit, coders in values.items()
            if first in coders and second in coders
        }
        if both:
            found.append(
                (KAPPA, f"{first}, {second}", *_measured(both, document_of, settings, (first, second)))
            )
    return found


def _measured(
    values: Mapping[Unit, dict[str, str]],
    document_of: Mapping[Unit, int],
    settings: _Settings,
    pair: tuple[str, str] | None,
) -> tuple[float, float, float, float, int, int]:
    codings = list(values.values())
    held_by, documents = np.unique([document_of[unit] for unit in values], return_inverse=True)
    size = len(held_by)
    enough = size >= settings.few_documents
    draw = resamples(settings.resamples, settings.seed) if enough else None
    found: Coefficient = (
        krippendorff_alpha(codings, draw, documents)
        if pair is None
        else cohen_kappa(codings, *pair, draw, documents)
    )
    return found.value, found.low, found.high, found.observed, len(codings), size


def _notes(
    fewest: dict[str, int], rows: list[tuple[Any, ...]], flat: list[str], settings: _Settings
) -> list[str]:
    notes = []
    for kind, count in fewest.items():
        if count < settings.few_units:
            notes.append(
                f"Only {count:,} {kind}{'s' * (count > 1)} coded by two coders or more: too few to tell good"
                f" agreement from luck (at least {settings.few_units})."
            )
    if flat:
        some = ", ".join(dict.fromkeys(flat))
        notes.append(f"No value where every coder gave the same throughout, which shows nothing: {some}.")
    if any(row[-1] < settings.few_documents for row in rows):
        notes.append(f"No interval of fewer than {settings.few_documents} documents.")
    notes.append(MEASURES)
    notes.append(
        f"Krippendorff (2004) takes an alpha from {settings.reliable:.3f} on for reliable, from"
        f" {settings.tentative:.3f} on for tentative conclusions."
    )
    notes.append(f"Where coders differ: {action('annotations', differ=True)}.")
    return notes


@functools.cache
def _settings() -> _Settings:
    return _Settings(**packaged("corpus.insight.coding", "agreement.toml"))
