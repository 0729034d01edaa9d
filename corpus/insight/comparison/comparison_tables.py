"""The comparison of two sub-corpora as a whole: which tables are asked for, and what they share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

import numpy as np

from corpus.choices import ComparisonSection
from corpus.errors import QueryError, UsageError
from corpus.insight.comparison.address_forms import address
from corpus.insight.comparison.exclusive_formulas import slogans
from corpus.insight.comparison.key_phrases import phrases
from corpus.insight.comparison.side_keyness import COLUMNS as KEYNESS
from corpus.insight.comparison.side_keyness import keywords
from corpus.insight.comparison.sides import coverage, pair, size
from corpus.query.count.word_counts import lemma_note
from corpus.query.language.concept_queries import parsed
from corpus.query.questions import collocates_against as against
from corpus.query.questions.keywords import said_of_p
from corpus.query.result import hangul_hints as hangul
from corpus.query.result.followup_commands import kwic, near
from corpus.query.result.table import Table
from corpus.query.tabulate import periods
from corpus.wording import argument

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.insight.comparison.sides import Pair
    from corpus.query.hits.cooccurrence import CooccurrenceOptions
    from corpus.query.language.ast import Series
    from corpus.query.questions.keywords import KeywordOptions
    from corpus.query.select.selection import Filters
    from corpus.query.session.moment import Moment

SECTIONS: tuple[str, ...] = get_args(ComparisonSection)
"""The tables, in the order in which they are read."""


@dataclass(frozen=True, slots=True)
class ComparisonOptions:
    """What is asked of two sub-corpora. ``words``: queries whose collocates are compared. ``phrases``: rows
    of the lists of sequences, and ``least`` matches of one (None: as ``comparison.toml`` has it). ``by``: the
    period of the coverage. ``show``: names of SECTIONS. Raises UsageError for what does not exist."""

    keyed: KeywordOptions
    near: CooccurrenceOptions
    phrases: int = 20
    least: int | None = None
    words: tuple[str, ...] = ()
    by: str | None = None
    show: tuple[str, ...] = SECTIONS

    def __post_init__(self) -> None:
        for name in self.show:
            if name not in SECTIONS:
                raise UsageError(f"There is no table {name!r}; there is: {', '.join(SECTIONS)}, all")
        if self.by is not None and self.by not in periods.PERIODS:
            raise UsageError(f"There is no period {self.by!r}; there is: {', '.join(periods.PERIODS)}")


def compare(
    moment: Moment,
    names: tuple[str, str],
    first: Filters,
    second: Filters,
    asked: ComparisonOptions,
    level: float,
) -> tuple[dict[str, Table], list[str]]:
    """The tables asked for by name, and what a reader must know of all of them.

    Without ``words`` there are no collocates. Raises UsageError for the same filters twice, FilterError for a
    side without words, QueryError for words that do not parse or are a quotient.
    """
    series = _series(moment, asked.words)
    sides, notes = pair(moment, names, first, second)
    notes += hangul.notes(moment, [part for one in series for part in one.terms])
    tables: dict[str, Table] = {}
    for name in asked.show:
        if name == "size":
            tables[name] = size(moment, sides)
        elif name == "coverage":
            tables[name] = coverage(sides, asked.by)
        elif name == "keywords":
            tables[name] = _keywords(moment, sides, asked, level)
        elif name == "formulas":
            tables[name] = slogans(moment, sides, asked.phrases)
        elif name in ("only", "shared") and name not in tables:
            both = phrases(moment, sides.selections, names, sides.sizes, asked.phrases, asked.least)
            tables |= {
                each: table
                for each, table in zip(("only", "shared"), both, strict=True)
                if each in asked.show
            }
        elif name == "collocates" and series:
            tables[name] = _collocates(moment, sides, series, asked)
        elif name == "address":
            tables[name] = address(moment, sides, level)
    if not tables:
        words = argument("words", "peace,sovereignty")
        raise UsageError(f"Collocates are those of chosen words: name them with {words}.", argument="words")
    _opened(tables, sides, series, asked.near.right)
    return tables, notes


def _series(moment: Moment, queries: Sequence[str]) -> list[Series]:
    found: dict[str, Series] = {}
    for query in queries:
        for one in parsed(moment, query):
            if one.over:
                raise QueryError(f"{one.source}: a quotient has no collocates; ask for one of its sides.")
            found.setdefault(one.source, one)
    return list(found.values())


def _keywords(moment: Moment, sides: Pair, asked: ComparisonOptions, level: float) -> Table:
    """What each side says more than the other: the column ``side``, then those of ``keyness``."""
    parts: list[dict[str, Any]] = []
    tested = 0
    for number in (0, 1):
        target, other = sides.selections[number], sides.selections[1 - number]
        columns, tested = keywords(moment, target, other, asked.keyed, level)
        parts.append({"side": [sides.names[number]] * len(columns["word"])} | columns)
    joined: dict[str, Any] = {"side": [*parts[0]["side"], *parts[1]["side"]]}
    for name in KEYNESS:
        both = [part[name] for part in parts]
        joined[name] = [*both[0], *both[1]] if name == "word" else np.concatenate(both)
    note = f"{said_of_p(asked.keyed, f'{tested:,}')} log ratio: 1 is twice the rate."
    return Table(joined, [*lemma_note(moment, asked.keyed.unit), note])


def _collocates(moment: Moment, sides: Pair, series: Sequence[Series], asked: ComparisonOptions) -> Table:
    """Collocates of each query on both sides, as ``corpus.query.questions.collocates_against`` compares
    them."""
    notes: list[str] = []
    parts = [against.compared(moment, sides.selections, one, asked.near, notes) for one in series]
    names = {name: _side(name, asked.near.measure) for name in parts[0]}
    joined = {
        names[name]: np.concatenate([part[name] for part in parts])
        if isinstance(parts[0][name], np.ndarray)
        else [value for part in parts for value in part[name]]
        for name in parts[0]
    }
    return Table(joined, [*notes, "log ratio: of the shares in the words of windows, 1 is twice the share."])


def _side(name: str, measure: str) -> str:
    """``first_`` and ``second_`` before what each side has."""
    if name.startswith("against_"):
        return name.replace("against_", "second_")
    return f"first_{name}" if name in ("matches", "expected", "documents", measure) else name


def _opened(tables: dict[str, Table], sides: Pair, series: Sequence[Series], words: int) -> None:
    """Under each list the commands that open its rows. ``words``: so many are near on the right."""
    for name in ("keywords", "formulas", "only", "shared", "address"):
        if name in tables:
            what = {"keywords": "WORD", "formulas": "QUERY", "address": "QUERY"}.get(name, "NGRAM")
            lines = (kwic(what, filters) for filters in sides.filters)
            tables[name].notes.append(f"Passages: {' · '.join(lines)}")
    if "collocates" in tables and series:
        query = near(series[0].source, words)
        behind = ", with the collocate behind" if query != series[0].source else ""
        lines = (kwic(query, filters) for filters in sides.filters)
        tables["collocates"].notes.append(f"Passages{behind}: {' · '.join(lines)}")
