"""Two sub-corpora side by side: the sections of the report, with their charts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corpus.web.answers import result_of
from corpus.web.links import address
from corpus.web.state import State

if TYPE_CHECKING:
    from corpus.api import Corpus

MOST_ROWS = 200
"""Rows of a section."""
_QUERIES = {"word": "{}", "ngram": '"{}"', "query": "{}"}


def comparison(corpus: Corpus, state: State) -> dict[str, Any]:
    """The sections of a comparison; words and phrases lead to their frequencies."""
    if state.get("first") is None and state.get("second") is None:
        return {"result": None}
    report = result_of(corpus, state)
    sections = []
    for one in report.sections:
        rows = one.result.rows()
        sections.append(
            {
                "name": one.name,
                "heading": one.heading,
                "about": one.about,
                "folded": one.folded,
                "columns": one.columns,
                "rows": [{"cells": row, "links": _links(state, row)} for row in rows[:MOST_ROWS]],
                "left_out": max(len(rows) - MOST_ROWS, 0),
                "notes": one.result.notes,
                "picture": _picture(state, one.name) if one.chart and rows else None,
            }
        )
    return {"result": report, "sections": sections, "notes": report.notes}


def _picture(state: State, section: str) -> str:
    """The address of the chart of a section, as a picture."""
    return f"/api/compare?{state.but(show=(section,)).printed()}&format=svg"


def _links(state: State, row: dict[str, Any]) -> dict[str, str]:
    return {
        name: address(State.of("freq", {**state.filters(), "query": (form.format(row[name]),)}))
        for name, form in _QUERIES.items()
        if row.get(name)
    }
