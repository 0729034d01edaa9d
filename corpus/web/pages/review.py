"""Review: what is inferred or in doubt, to be confirmed or set otherwise; persons; changes taken back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, get_args
from urllib.parse import parse_qsl

from corpus.choices import DocumentField, DoubtField
from corpus.errors import UsageError
from corpus.output.export import record_json
from corpus.web.answers import result_of
from corpus.web.links import address
from corpus.web.pages.forms import texts_of
from corpus.web.pages.tables import links, pages
from corpus.web.state import State

if TYPE_CHECKING:
    from collections.abc import Mapping

    from corpus.api import Corpus

MOST_CHANGES = 20
"""Changes that the page shows."""
UNDONE_HERE = frozenset({"set", "unset", "confirm", "people"})
"""Kinds of changes that the page takes back: those that it makes itself."""
PAGES = ("review", "people_proposals", "people_variants")
"""The pages that change something."""
CONFIRMED_ALONE = frozenset(get_args(DoubtField)) - frozenset(get_args(DocumentField))
"""What can be confirmed, and not set."""
MOST_FIELDS = 12
_KNOWN = re.compile(r"(.*) \(\w+\)", re.DOTALL)
_NUMBER = re.compile(r"[0-9]{1,9}")


def review(corpus: Corpus, state: State) -> dict[str, Any]:
    """The doubts of a page, and the last changes of metadata."""
    result = result_of(corpus, state)
    rows = result.rows()
    for row in rows:
        known = _KNOWN.fullmatch(row["value"] or "")
        row["plain"] = known[1] if known else row["value"] or ""
        row["link"] = address(State.of("show", {"document": row["ref"]}))
        row["settable"] = row["field"] not in CONFIRMED_ALONE
    return {"result": result, "rows": rows, **_around(corpus, state, len(rows))}


def persons(corpus: Corpus, state: State) -> dict[str, Any]:
    """Names that may be of a person, or two that may be of one."""
    result = result_of(corpus, state)
    rows = result.rows()
    names = texts_of(state.question)["columns"]
    shown = [{"cells": row, "links": _lines(row) | links(state, row, names)} for row in rows]
    return {"result": result, "rows": shown, "columns": names, **_around(corpus, state, len(rows))}


def _lines(row: Mapping[str, Any]) -> dict[str, str]:
    """The lines of a proposed name, and its first document; the documents of speakers."""
    if "other" in row:
        return {name: address(State.of("list", {"speaker": (row[name],)})) for name in ("name", "other")}
    found = {"name": address(State.of("kwic", {"query": (f'"{row["name"]}"',)}))}
    return found | ({"first": address(State.of("show", {"document": row["ref"]}))} if row["ref"] else {})


def _around(corpus: Corpus, state: State, here: int) -> dict[str, Any]:
    """What stands around the rows: the last changes, the other pages, further rows."""
    changes = [row for row in corpus.log(MOST_CHANGES).rows() if row["what"] in UNDONE_HERE]
    others = [(texts_of(name)["title"], f"/{name}", name == state.question) for name in PAGES]
    return {"changes": changes, "pages": pages(state, here), "others": others}


def fields_sent(body: str) -> dict[str, str]:
    """What a form has sent, by name. UsageError where it cannot be read."""
    try:
        pairs = parse_qsl(body, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError:
        raise UsageError("What was sent cannot be read: it holds no UTF-8, or too many fields.") from None
    return dict(pairs)


def change(corpus: Corpus, given: Mapping[str, str]) -> str:
    """Do what a form asks, and say it. UsageError for anything else than it can."""
    action, document, field = (given.get(name, "") for name in ("action", "document", "field"))
    if action == "undo":
        return _undone(corpus, given.get("change", ""))
    name, other = given.get("name", ""), given.get("other", "")
    if action == "add_person" and name:
        corpus.add_person(name)
        return f"Confirmed: {name} is a person."
    if action == "merge_people" and name and other:
        corpus.merge_people(name, other)
        return f"Joined: {name} and {other}."
    if not document or not field:
        raise UsageError("A change is of a document and one of its fields: name both.")
    if action == "confirm":
        corpus.confirm(document, field)
        return f"Confirmed: {field} of {document}."
    if action == "set":
        rows = corpus.set(document, **{field: given.get("value", "")}).rows()
        return f"Set: {field} of {document}, {record_json(rows[0])}."
    raise UsageError(
        f"There is no change {action[:100]!r}; there is: confirm, set, add_person, merge_people, undo."
    )


def _undone(corpus: Corpus, number: str) -> str:
    known = {str(row["change"]): row for row in corpus.log(MOST_CHANGES).rows()}
    row = known.get(number) if _NUMBER.fullmatch(number) else None
    if row is None or row["what"] not in UNDONE_HERE or row["undone"]:
        raise UsageError("Of the last changes, only those of metadata are taken back here, each once.")
    corpus.undo(int(number))
    return f"Taken back: change {number}."
