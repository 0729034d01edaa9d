"""Pages that are a table: frequencies, lists, people, formulas, coverage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from corpus.measures.small_samples import LEAST_TOKENS
from corpus.output.charts.chart_series import TIME
from corpus.output.export import held_of
from corpus.output.result_data import DATES, RATES
from corpus.output.statements import sentence
from corpus.web.answers import result_of
from corpus.web.links import LineLinks, address, namesakes
from corpus.web.pages.environment import number
from corpus.web.pages.forms import texts_of
from corpus.web.state import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from corpus.api import Corpus

    Row = Mapping[str, Any]

SPAN = " to "
MOST_SHOWN = 1_000
"""Rows of a table on a page; files hold all."""
HEADINGS = {
    "per_million": "per million words",
    "per_million_characters": "per million characters",
    "per_thousand_sentences": "per thousand sentences",
    "per_thousand_documents": "per thousand documents",
    "low": "interval, 95 %",
    "tokens": "words",
    "documents_share": "% of documents",
}
"""What stands above a column, where that is not its name."""
DATED = frozenset({*DATES, "period", "birth", "peak", "death", "other_date"})
"""Columns with days and periods, which are not broken."""
WORDS = frozenset(
    {
        "title",
        "formula",
        "forms",
        "left",
        "right",
        "missing",
        "person",
        "ngram",
        "other",
        "speaker",
        "ref",
        "run",
        "voices",
        "text",
        "other_text",
        "office",
    }
)
"""Columns with words, which need some room."""
CUT = frozenset({"forms", "run", "missing"})
"""Columns of which a cell shows its first lines; all of it at the pointer, and in files."""
HIDDEN = frozenset({"high", "boot_low", "boot_high", "ratio_high", "documents_high"})
"""Columns that stand in the cell of another, or in the file alone."""
ENDS = {"low": "high", "ratio_low": "ratio_high", "documents_low": "documents_high"}
"""Columns with the lower end of an interval, and those with its upper."""


class Cell(NamedTuple):
    """One cell as it is written. ``axis``: it says what the row counts; ``link``: its lines; ``little``:
    a rate of little text."""

    text: str
    axis: bool = False
    link: str | None = None
    little: bool = False


def frequency(corpus: Corpus, state: State) -> dict[str, Any]:
    """A frequency table, each cell of which leads to its concordance, and the address of its chart."""
    if not state.several("query"):
        return {"result": None, "sources": corpus.coverage().rows()}
    result = result_of(corpus, state)
    facets = result.facets
    rows = result.rows()
    joined, held = without_silence(rows, facets), held_of(result) or []
    shared = namesakes(rows) if "speaker" in facets else frozenset()
    names = [name for name in result.columns if name not in HIDDEN and _held(rows, name)]
    several = len({row["query"] for row in rows}) > 1
    names = [name for name in names if name != "query" or several]
    axes, link = (*facets, "query"), LineLinks(state, facets, shared)
    rate = next((name for name in RATES if name in result.columns), "")
    return {
        "result": result,
        "columns": names,
        "axes": axes,
        "rows": [
            {"cells": cells(row, names, axes, rate, link(row)), "empty": row.get("tokens") == 0}
            for row in joined[:MOST_SHOWN]
        ],
        "left_out": max(len(joined) - MOST_SHOWN, 0),
        "chart": bool(rows) and f"/api/freq?{state.printed()}&format=vega",
        "sources": held,
        "sentence": sentence(result.provenance, held),
    }


def cells(row: Row, names: Iterable[str], axes: Sequence[str], rate: str, link: str | None) -> list[Cell]:
    """The cells of a row of a frequency table."""
    tokens = row.get("tokens")
    made = []
    for name in names:
        value = row[name]
        if name in axes:
            made.append(Cell(number(value, "year"), axis=True))
        elif name == "matches":
            made.append(Cell(number(value), link=link))
        elif name == "tokens" and tokens == 0:
            made.append(Cell("no text"))
        elif name in ENDS:
            made.append(Cell(number(None) if value is None else f"{number(value)}–{number(row[ENDS[name]])}"))
        else:
            little = name == rate and value is not None and (tokens or 0) < LEAST_TOKENS
            made.append(Cell(number(value, name), little=little))
    return made


def without_silence(rows: Sequence[Row], facets: Sequence[str]) -> list[Row]:
    """The rows, those of periods without text that follow each other as one: from the first to the last. The
    periods of each series stand together."""
    if TIME not in facets:
        return [*rows]
    others = ["query", *(name for name in facets if name != TIME)]
    series: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        found = series.setdefault(tuple(row[name] for name in others), [])
        if found and row["tokens"] == found[-1]["tokens"] == 0:
            first = str(found[-1][TIME]).partition(SPAN)[0]
            found[-1] = {**row, TIME: f"{first}{SPAN}{row[TIME]}"}
        else:
            found.append(row)
    return [row for found in series.values() for row in found]


def table(corpus: Corpus, state: State) -> dict[str, Any]:
    """Any other question whose answer is a table: columns, rows, and where their cells lead."""
    result = result_of(corpus, state)
    rows = result.rows()
    wanted = texts_of(state.question).get("columns") or list(result.columns)
    names = [name for name in wanted if name in result.columns and _held(rows, name)]
    return {
        "result": result,
        "columns": names,
        "rows": [{"cells": row, "links": links(state, row, names)} for row in rows[:MOST_SHOWN]],
        "left_out": max(len(rows) - MOST_SHOWN, 0),
        "pages": pages(state, len(rows)),
    }


def links(state: State, row: Row, names: Iterable[str]) -> dict[str, str]:
    """Where the cells of a row lead, by column."""
    found: dict[str, str | None] = {}
    for name in names:
        value = row.get(name)
        if value in (None, ""):
            continue
        if name in ("title", "ref", "date", "match") and row.get("ref"):
            query = state.several("query") if state.question in ("list", "first", "kwic") else ()
            found[name] = address(State.of("show", {"document": row["ref"], "query": query}))
        elif name == "ref" and state.question == "reuse":
            found[name] = address(State.of("show", {"document": value}))
        elif name == "other" and state.question == "reuse":
            found[name] = address(State.of("similar", {"document": row["ref"], "other": value}))
        elif name == "collocate":
            found[name] = _together(state, str(value))
        elif name == "person" and state.question == "attendance":
            found[name] = address(State.of("attendance", {**state.filters(), "person": (value,)}))
        elif name == "words" and state.question == "similar" and row.get("ref"):
            found[name] = address(state.but(other=row["ref"], offset=None))
        elif name == "person":
            found[name] = address(State.of("titles", {**state.filters(), "person": value}))
        elif name == "formula" and row.get("query"):
            found[name] = address(state.to("freq", query=(row["query"],)))
        elif name in ("first", "last") and row.get(f"{name}_ref"):
            found[name] = address(State.of("show", {"document": row[f"{name}_ref"]}))
        elif name == "outlet" and state.question == "coverage":
            found[name] = address(state.to("list", outlet=(value,)))
    return {name: link for name, link in found.items() if link is not None}


def _together(state: State, word: str) -> str | None:
    """The lines of a query with another word near it; None where one stands in quotes that the other has."""
    query, window = str(state.get("query")), state.get("window") or state.get("left")
    if '"' in word or "," in query or state.get("lemma"):
        return None
    return address(state.to("kwic", query=(f'({query}) ~{window} "{word}"',)))


def pages(state: State, here: int) -> dict[str, str]:
    """Addresses of the pages before and behind this one of a list."""
    limit, offset = state.get("limit"), state.get("offset")
    if limit is None or offset is None:
        return {}
    found = {}
    if offset > 0:
        found["before"] = address(state.but(offset=max(offset - limit, 0)))
    if here >= limit:
        found["behind"] = address(state.but(offset=offset + limit))
    return found


def _held(rows: Iterable[Row], name: str) -> bool:
    """Whether any row has a value in a column."""
    return any(row.get(name) is not None for row in rows)
