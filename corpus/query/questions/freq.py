"""Frequency of terms over time, or over any other facet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from corpus.errors import QueryError
from corpus.measures.ratios import ratio_interval
from corpus.measures.small_samples import LEAST_TOKENS, small
from corpus.query import result as query_result
from corpus.query.language.concept_queries import languages_without_query, parsed
from corpus.query.match.matcher import patterns
from corpus.query.persons.name_hints import no_matches
from corpus.query.result.misreadings import misreadings
from corpus.query.result.table import Table
from corpus.query.select.selection import Filters
from corpus.query.tabulate import derived_columns as adjusted
from corpus.query.tabulate.derived_columns import Options
from corpus.query.tabulate.dispersion_columns import dispersion
from corpus.query.tabulate.facet_axes import check_facets
from corpus.query.tabulate.remembered_cells import cells_of
from corpus.query.tabulate.row_choice import EVERY_ROW, RowChoice, chosen_rows
from corpus.query.tabulate.series_arithmetic import plan
from corpus.query.tabulate.table_cells import MOST_CELLS, TableCells, too_large
from corpus.text.tokens import Layer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from corpus.query.language.ast import Series
    from corpus.query.session.moment import Moment
    from corpus.query.tabulate.denominators import Per

I64 = npt.NDArray[np.int64]
Columns = dict[str, npt.NDArray[Any]]

COUNTED = frozenset({"matches", "documents", "over"})
"""Counts of a series, which a cell without tokens has none of."""
RATIO = (
    "ratio: matches by those of the divisor (over), with the 95 % interval of two independent counts;"
    " matches and rates are the dividend's."
)


def freq(
    moment: Moment,
    queries: Sequence[str],
    by: Sequence[str] = ("year",),
    filters: Filters | None = None,
    level: float = 0.95,
    options: Options | None = None,
    choice: RowChoice = EVERY_ROW,
) -> Table:
    """Matches, documents, tokens and rate of each series in each cell of up to two facets.

    Columns: query, the facets (a period's column is called ``period``), matches, documents (with a match),
    tokens (of the word layer, under the same filter), per_million, low, high (the interval of a negative
    binomial count, whose dispersion is that of the series over all cells:
    ``corpus.measures.clustered_intervals``), boot_low, boot_high (bootstrap over documents, where a cell
    holds several). Counts are None and rates NaN where the archive holds no tokens: silence is not absence.
    Periods without documents are listed.

    Where ``options.per`` names another denominator than words, it stands after the tokens and before its
    rate, which takes the place of ``per_million`` and has the intervals: ``characters`` and
    ``per_million_characters``, ``sentences`` and ``per_thousand_sentences``, ``documents_held`` and
    ``per_thousand_documents``.

    Further columns come before ``low``, as ``options`` ask for them: ``smoothed`` (per million tokens);
    ``share`` (from 0 to 1, NaN without any match); ``documents_held`` (documents with words, of which
    ``documents_share``, ``documents_low`` and ``documents_high`` are per cent); ``dp``, ``dp_norm`` and
    ``juilland_d``. Cumulated counts have no bootstrap.

    Where a series is a quotient (``a / b``), matches, documents and rates are the numerator's, ``over`` is
    the denominator's matches, and ``ratio`` the quotient (NaN over 0) with ``ratio_low`` and ``ratio_high``
    (``corpus.measures.ratios``); these are missing in the rows of other series.

    ``choice``: which of the rows, in which order; notes say how many it leaves out.

    Raises QueryError for a query that does not parse, FilterError for filters, facets and options that do not
    exist or do not go together.
    """
    options = options or Options()
    choice.check()
    check_facets(by)
    series, again = _series(moment, queries)
    options.check(by, series)
    cells = cells_of(moment, filters or Filters(), tuple(by), options.per)
    if cells.size * len(series) > MOST_CELLS:
        raise too_large(cells.size * len(series))
    wanted = plan(series)
    cells.begin()
    counted = [cells.units.count(moment, patterns(moment, one)) for one in wanted.plain]
    numerators = wanted.numerators(counted)
    parts = [_columns(cells, cells.pairs(of_units), level, options) for of_units in numerators]
    if options.share:
        for part, share in zip(parts, adjusted.shares([part["matches"] for part in parts]), strict=True):
            part["share"] = share
    columns: dict[str, Any] = {"query": [one.source for one in series for _ in range(len(cells.shown))]}
    columns |= {name: labels * len(series) for name, labels in cells.labels.items()}
    below = wanted.denominators(counted)
    if any(of_units is not None for of_units in below):
        for part, of_units in zip(parts, below, strict=True):
            part.update(_quotient(cells, part["matches"], of_units, level, options))
    silent = np.concatenate([part["tokens"][cells.shown] == 0 for part in parts])
    for name in _ordered(parts[0], cells.per):
        values = np.concatenate([part[name][cells.shown] for part in parts])
        columns[name] = _without(values, silent) if name in COUNTED else values
    bare = [one for one, of_units in zip(series, numerators, strict=True) if not of_units.any()]
    none: list[str] = [*no_matches(moment, bare)]
    none += _concepts(moment, wanted.plain, cells.languages)
    none += _hangul(moment, wanted.plain)
    none += misreadings(moment, queries)
    explained = [*options.notes(by), *([RATIO] if "ratio" in columns else [])]
    columns, left_out = chosen_rows(columns, choice, cells.per)
    explained += _small(columns["tokens"])
    return Table(columns, [*again, *cells.before, *none, *explained, *left_out, *cells.after])


def _without(values: npt.NDArray[Any], silent: npt.NDArray[np.bool_]) -> npt.NDArray[Any] | list[Any]:
    """Counts, None in cells without tokens: nothing was there to be counted."""
    if not silent.any():
        return values
    return [None if none else value for value, none in zip(values.tolist(), silent.tolist(), strict=True)]


def _small(tokens: Iterable[Any]) -> list[str]:
    """A note where the rate of some cell rests on too little text."""
    few = any(small([int(held) for held in tokens]))
    return [f"Marked ?: of fewer than {LEAST_TOKENS:,} tokens a rate says little."] if few else []


def _concepts(moment: Moment, plain: Iterable[Series], languages: Sequence[str]) -> list[str]:
    """Notes on concepts that have no query for some of the languages."""
    names = dict.fromkeys(name for one in plain for name in one.concepts)
    if not names:
        return []
    return languages_without_query(moment, names, languages)


def _hangul(moment: Moment, plain: Iterable[Series]) -> list[str]:
    """Notes on words in texts that are not cut into words."""
    if moment.sections(Layer.char):
        plain = list(plain)
        return query_result.hangul_hints.notes(moment, plain) + query_result.unspaced_notes.notes(plain)
    return []


def _columns(cells: TableCells, of_pairs: I64, level: float, options: Options) -> Columns:
    """The columns of one series that need no other, all cells."""
    found = cells.counts(of_pairs)
    held, amounts, squares = cells.documents_held, cells.amounts, cells.sizes.squares
    if options.cumulative:
        found = {name: adjusted.cumulated(cells, values) for name, values in found.items()}
        held, amounts, squares = (adjusted.cumulated(cells, each) for each in (held, amounts, squares))
    matches = found["matches"]
    found[cells.per.amounts] = amounts
    found |= cells.rates(of_pairs, matches, amounts, squares, level)
    if not options.cumulative:
        found |= cells.resampled(of_pairs, level)
    if options.smooth is not None:
        found["smoothed"] = adjusted.smoothed(cells, matches, options.smooth)
    if options.documents:
        found |= adjusted.document_frequency(found["documents"], held)
    if options.dispersion:
        found["documents_held"] = held
        found |= dispersion(of_pairs, cells.pair_tokens, cells.pair_cells, cells.size)
    return found


def _quotient(
    cells: TableCells, matches: I64, of_units: I64 | None, level: float, options: Options
) -> Columns:
    """Ratio and denominator of a quotient; missing in the rows of a series that is none."""
    if of_units is None:
        missing = np.full(cells.size, np.nan)
        return dict.fromkeys(("ratio", "ratio_low", "ratio_high", "over"), missing)
    over = cells.in_cells(cells.pairs(of_units))
    if options.cumulative:
        over = adjusted.cumulated(cells, over)
    ratio = np.full(cells.size, np.nan)
    np.divide(matches, over, out=ratio, where=over > 0)
    low, high = ratio_interval(matches, over, level)
    return {"ratio": ratio, "ratio_low": low, "ratio_high": high, "over": over}


_LAST = ("low", "high", "boot_low", "boot_high")


def _ordered(names: Columns, per: Per) -> list[str]:
    """What was asked for stands before the intervals: a narrow terminal shows the first columns."""
    first = tuple(dict.fromkeys(("matches", "documents", "tokens", per.amounts, per.rate)))
    asked = [name for name in names if name not in first + _LAST]
    return [*first, *asked, *(name for name in _LAST if name in names)]


def _series(moment: Moment, queries: Sequence[str]) -> tuple[list[Series], list[str]]:
    """The series of all queries, each once, and notes on those asked for again.

    A comma between two queries is as good as one inside.
    """
    found = [series for query in queries if query.strip() != "," for series in parsed(moment, query)]
    if not found:
        raise QueryError("There is nothing to count: give a word or a phrase.")
    times: dict[str, int] = {}
    for one in found:
        times[one.source] = times.get(one.source, 0) + 1
    once = {one.source: one for one in reversed(found)}
    notes = [f"{source}: asked for {n} times, shown once." for source, n in times.items() if n > 1]
    return [once[source] for source in times], notes
