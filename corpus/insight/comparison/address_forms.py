"""Tone of address: how often each side says we, you and they, language by language."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.insight.comparison.comparison_settings import settings
from corpus.measures.clustered_intervals import DocumentSizes, clustered_interval
from corpus.measures.keyness import log_ratio, log_ratio_interval
from corpus.query.count.selected_units import selected_units
from corpus.query.language.syntax import parse
from corpus.query.match.matcher import patterns
from corpus.query.result.table import Table, from_rows
from corpus.query.tabulate.table_cells import PER
from corpus.text.languages import within

if TYPE_CHECKING:
    import numpy.typing as npt

    from corpus.insight.comparison.sides import Pair
    from corpus.query.select.selection import Selection
    from corpus.query.session.moment import Moment

    I64 = npt.NDArray[np.int64]

PERSONS = ("we", "you", "they")
COLUMNS = (
    "language", "person", "query", "first_matches", "first_per_million", "first_low", "first_high",
    "second_matches", "second_per_million", "second_low", "second_high", "log_ratio", "log_ratio_low",
    "log_ratio_high", "first_tokens", "second_tokens",
)  # fmt: skip


def address(moment: Moment, sides: Pair, level: float) -> Table:
    """One row for each language that a side is written in, and person.

    ``query``: what is counted, ready for ``corpus kwic``; rates are per million tokens of this language on
    that side, with exact Poisson intervals, NaN without tokens. ``log_ratio``: of the first to the second,
    with its interval; NaN where a side has no text in the language. Languages without a list are told in a
    note.
    """
    catalogue = sides.selections[0].catalogue
    facet = catalogue.facet(moment.connection, "language")
    held = (sides.tokens[0] > 0) | (sides.tokens[1] > 0)
    languages = catalogue.present(moment.connection, "language", held)
    lists = settings("address")
    known = [tag for tag in lists if any(within(language, tag) for language in languages)]
    unknown = [language for language in languages if not any(within(language, tag) for tag in known)]
    rows: list[tuple[Any, ...]] = []
    for tag in known:
        codes = [code for code, label in enumerate(facet.labels) if within(label, tag)]
        of_language = np.isin(facet.codes, codes)
        selections = [replace(side, mask=side.mask & of_language, notes=[]) for side in sides.selections]
        tokens = [np.where(of_language, each, 0) for each in sides.tokens]
        for person in PERSONS:
            query = " + ".join(lists[tag][person])
            matches = [_count(moment, selection, query) for selection in selections]
            rows.append((tag, person, query, *_columns(matches, tokens, level)))
    notes = [f"{tag}: {lists[tag]['note']}" for tag in known if "note" in lists[tag]]
    if unknown:
        notes.append(f"No list of words for {', '.join(unknown)}: not counted.")
    if len(known) > 1:
        notes.append("Rates compare within a language, not between two.")
    return from_rows(COLUMNS, rows, notes)


def _count(moment: Moment, selection: Selection, query: str) -> I64:
    """Matches in each document of the catalogue."""
    units = selected_units(moment, selection)
    found = np.zeros(len(selection.catalogue), dtype=np.int64)
    (series,) = parse(query)
    for term in series.terms:
        np.add.at(found, units.documents, units.count(moment, patterns(moment, term)))
    return found


def _columns(of_matches: list[I64], of_tokens: list[I64], level: float) -> list[Any]:
    """Numbers of both sides; the dispersion is that of the words over the documents of both."""
    matches, tokens = ([int(each.sum()) for each in side] for side in (of_matches, of_tokens))
    sides = np.repeat([0, 1], [len(each) for each in of_tokens])
    sizes = DocumentSizes(np.concatenate(of_tokens), sides, 2)
    alpha = sizes.dispersion(np.concatenate(of_matches))
    low, high = clustered_interval(matches, tokens, sizes.squares, alpha, level)
    found: list[Any] = []
    for number, words, below, above in zip(matches, tokens, low * PER, high * PER, strict=True):
        found += [number, number / words * PER if words else np.nan, float(below), float(above)]
    if all(tokens):
        both = (matches[0], matches[1], tokens[0], tokens[1])
        ends = log_ratio_interval(np.array([both[0]]), np.array([both[1]]), both[2], both[3], level)
        found += [float(log_ratio(*both)), *(float(end[0]) for end in ends)]
    else:
        found += [np.nan] * 3
    return [*found, *tokens]
