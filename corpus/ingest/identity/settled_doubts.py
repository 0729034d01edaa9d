"""Which doubts about a document are open: those of today's values that no person has answered. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

Row = dict[str, Any]


def settle_doubts(
    rows: Iterable[Row], wanted: Iterable[tuple[str, str]], fixed: Collection[str]
) -> list[Row]:
    """The rows of doubts that are new; in a stored row that opens or closes ``settled`` says which.

    ``wanted``: field and message of today's doubts. What a person has confirmed, or set (``fixed``), is asked
    no more.
    """
    rows, wanted = list(rows), list(dict.fromkeys(wanted))
    confirmed = {(row["field"], row["message"]) for row in rows if row["resolved_why"] is not None}
    open_now = {doubt for doubt in wanted if doubt[0] not in fixed} - confirmed
    met: set[tuple[str, str]] = set()
    for row in rows:
        key = (row["field"], row["message"])
        wants = key in open_now and key not in met
        if wants != (row["resolved_at"] is None) and row["resolved_why"] is None:
            row["settled"] = not wants
        if wants:
            met.add(key)
    return [
        {"field": name, "message": message, "resolved_at": None, "resolved_why": None}
        for name, message in wanted
        if (name, message) in open_now - met
    ]
