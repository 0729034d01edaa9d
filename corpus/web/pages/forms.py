"""Forms: the fields of a question, with what is asked for now; filters with the values that there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corpus.api.signatures import NO_VALUE
from corpus.settings import packaged
from corpus.web.kept import kept
from corpus.web.openapi import choice
from corpus.web.state import arguments

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corpus.api import Corpus
    from corpus.web.state import State

FACETS = ("outlet", "country", "language", "genre", "authority")
"""Filters whose values the page lists."""
MOST_VALUES = 250
"""Values of a facet that are listed."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a filter: how many documents have it, and whether it is chosen."""

    value: str
    documents: int | None
    chosen: bool


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form. ``texts``: what stands in it; ``choices``: what can."""

    name: str
    label: str
    kind: str
    texts: tuple[str, ...]
    choices: tuple[str, ...] = ()
    hint: str = ""
    required: bool = False

    @property
    def text(self) -> str:
        """What stands in a field of one line."""
        return ", ".join(self.texts)


def texts_of(page: str) -> dict[str, Any]:
    """What ``pages.toml`` says of a page."""
    found: dict[str, Any] = packaged("corpus.web", "pages.toml")[page]
    return found


def fields_of(state: State, names: Iterable[str]) -> list[Field]:
    """The fields of some arguments."""
    labels, hints = texts_of("labels"), texts_of("hints")
    known = arguments(state.question)
    made = []
    for name in names:
        one = known[name]
        value = state.get(name)
        texts = value if isinstance(value, tuple) else () if value is None else (str(value),)
        words = choice(state.question, name)
        if one.kind == "switch":
            texts = ("1",) if value else ()
        made.append(
            Field(
                name,
                labels.get(name, name),
                "choice" if words else one.kind,
                texts,
                words,
                hints.get(name, ""),
                one.required,
            )
        )
    return made


def facets_of(corpus: Corpus, state: State) -> list[tuple[str, str, list[Value], int]]:
    """Of each facet its name, its label, its values (those chosen first) and how many more there are."""
    labels = texts_of("labels")
    by_facet: dict[str, list[tuple[str, int]]] = {name: [] for name in FACETS}
    for row in kept(corpus, FACETS, lambda: corpus.values(*FACETS).rows()):
        by_facet[row["facet"]].append((row["value"], row["documents"]))
    found = []
    for name, held in by_facet.items():
        chosen = set(state.several(name)) if name in arguments(state.question) else set()
        values = [Value(value, documents, value in chosen) for value, documents in held if value != NO_VALUE]
        values += [Value(value, None, True) for value in sorted(chosen - {one.value for one in values})]
        values.sort(key=lambda one: not one.chosen)
        if len(values) > 1 or chosen:
            found.append((name, labels[name], values[:MOST_VALUES], max(len(values) - MOST_VALUES, 0)))
    return found


def other_filters(state: State) -> list[Field]:
    """The filters that are typed."""
    names = [name for name, one in arguments(state.question).items() if one.filter and name not in FACETS]
    return fields_of(
        state, [name for name in names if name not in texts_of(state.question).get("fields", ())]
    )


def hidden(state: State, shown: Iterable[str]) -> list[tuple[str, str]]:
    """Names and values that no field shows, which the form keeps."""
    kept = set(shown)
    pairs: list[tuple[str, str]] = []
    for name, value in state.values:
        if name not in kept and name != "offset":
            texts = value if isinstance(value, tuple) else (str(int(value)) if value is True else str(value),)
            pairs += [(name, text) for text in texts]
    return pairs
