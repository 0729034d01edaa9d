"""The concordance: lines, and which part of all of them they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from corpus.errors import UsageError
from corpus.output.export import below
from corpus.web.answers import result_of
from corpus.web.limits import MOST_BYTES
from corpus.web.links import address
from corpus.web.pages.tables import pages
from corpus.web.state import State

if TYPE_CHECKING:
    from corpus.api import Corpus

_PART = re.compile(r"Lines ([\d,]+) to ([\d,]+) of ([\d,]+)\.")
ORDERS = {
    "date": "date",
    "left": "words before",
    "match": "match",
    "right": "words behind",
    "random": "chance",
}
"""The orders, and what their links are called."""


def concordance(corpus: Corpus, state: State) -> dict[str, Any]:
    """The lines of a page, each with the address of its document at its passage."""
    if not state.several("query"):
        return {"result": None}
    result = result_of(corpus, state)
    rows = result.rows()
    if sum(len(row["left"]) + len(row["right"]) for row in rows) > MOST_BYTES // 2:
        raise UsageError.about(
            "context", "makes lines that are too long for a page: ask for fewer, or for words."
        )
    parts = [found for note in result.notes if (found := _PART.fullmatch(note))]
    first, last, total = parts[0].groups() if parts else ("1", f"{len(rows):,}", f"{len(rows):,}")
    for row in rows:
        to = State.of("show", {"document": row["ref"], "query": state.several("query")})
        row["link"] = f"{address(to)}#p{row['passage']}"
    beyond = total if not rows and state.get("offset") else None
    return {
        "result": result,
        "rows": rows,
        "several": len({row["query"] for row in rows}) > 1,
        "first": first,
        "last": last,
        "total": total,
        "number": int(total.replace(",", "")),
        "whole": not parts and not beyond,
        "notes": [note for note in result.notes if not _PART.fullmatch(note)],
        "orders": [
            (said, address(state.but(sort=name, offset=None)), name == state.get("sort"))
            for name, said in ORDERS.items()
        ],
        "wrapped": state.get("context") in ("sentence", "passage"),
        "pages": pages(state, len(rows)) if last != total else {
            name: link for name, link in pages(state, len(rows)).items() if name == "before"
        },
        "frequency": address(state.to("freq")),
        "sentence": below(result) or "",
    }  # fmt: skip
