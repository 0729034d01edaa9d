"""What each question takes, read from the methods of Corpus: surfaces have names and defaults from here."""

from __future__ import annotations

import inspect
from dataclasses import dataclass, fields
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from corpus.api import Corpus
from corpus.api.arguments import YEAR
from corpus.index.read.document_facts import NONE
from corpus.query import select

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind = Literal["text", "texts", "number", "switch"]

NO_VALUE = NONE
"""Label of what has no value in a facet, which no filter takes."""
_KINDS: dict[str, Kind] = {
    "str": "text",
    "str | None": "text",
    "int | str": "text",
    "Expression": "text",
    "str | Mapping[str, Any]": "text",
    "str | Mapping[str, Any] | None": "text",
    "Names": "texts",
    "int": "number",
    "int | None": "number",
    "bool": "switch",
}
"""By the annotation of a parameter; one of another type is no matter of a surface."""
_SINGULAR = {"queries": "query", "persons": "person", "documents": "document", "facets": "facet"}
"""Names of parameters that take several values, where each is given by itself."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument of a question. ``default``: None or () where there is none; ``place``: its place among the
    arguments without a name, None for one with a name; ``many``: all from this place on are its values;
    ``filter``: it restricts what counts."""

    name: str
    kind: Kind
    default: Any = None
    place: int | None = None
    many: bool = False
    filter: bool = False
    required: bool = False


@cache
def parameters(question: str) -> Mapping[str, Parameter]:
    """The arguments of a method of Corpus, by name, in its order; filters last."""
    found: dict[str, Parameter] = {}
    filters = False
    signature = inspect.signature(getattr(Corpus, question))
    for place, (name, given) in enumerate([*signature.parameters.items()][1:]):
        if given.kind is given.VAR_KEYWORD:
            filters = True
        elif given.kind is given.VAR_POSITIONAL:
            name = _SINGULAR[name]
            found[name] = Parameter(name, "texts", (), place, many=True)
        elif kind := _KINDS.get(str(given.annotation)):
            missing = given.default is given.empty
            default = () if kind == "texts" and (missing or given.default is None) else given.default
            if kind == "texts" and isinstance(default, str):
                default = (default,)
            found[name] = Parameter(
                name,
                kind,
                None if missing and kind != "texts" else default,
                place if given.kind is given.POSITIONAL_OR_KEYWORD and missing else None,
                required=missing,
            )
    if filters:
        found |= {one.name: one for one in filter_parameters() if one.name not in found}
    return found


@cache
def filter_parameters() -> tuple[Parameter, ...]:
    """The filters, the same for every question."""
    several = {
        one.name: Parameter(one.name, "text" if one.default is None else "texts", one.default, filter=True)
        for one in fields(select.selection.Filters)
    }
    return (*several.values(), Parameter(YEAR, "text", filter=True))


def ask(corpus: Corpus, question: str, values: Mapping[str, Any]) -> Any:
    """Call a method of Corpus with arguments by the names that ``parameters`` has."""
    known = parameters(question)
    placed: list[Any] = []
    named = dict(values)
    for one in sorted(
        (one for one in known.values() if one.place is not None), key=lambda one: one.place or 0
    ):
        if one.many:
            placed += named.pop(one.name, ())
        elif one.name in named:
            placed.append(named.pop(one.name))
    return getattr(corpus, question)(*placed, **named)
