"""A question stands whole in its address."""

from __future__ import annotations

import inspect

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.api import Corpus
from corpus.api.signatures import ask, parameters
from corpus.errors import UsageError
from corpus.web.limits import ASKED, MOST, MOST_CHARACTERS
from corpus.web.state import State, arguments

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).filter(str.strip)


@st.composite
def states(draw: st.DrawFn) -> State:
    question = draw(st.sampled_from(sorted(ASKED)))
    known = arguments(question)
    chosen = draw(st.lists(st.sampled_from(sorted(known) or ["-"]), unique=True, max_size=6)) if known else []
    kinds = {
        "text": TEXTS,
        "texts": st.lists(TEXTS, max_size=4),
        "number": st.integers(-(10**15) + 1, 10**15 - 1),
        "switch": st.booleans(),
    }
    values = {name: draw(kinds[known[name].kind]) for name in chosen}
    for name, most in MOST.items():
        if name in values:
            values[name] = min(values[name], most)
    return State.of(question, values)


@settings(max_examples=1_000, deadline=None)
@given(states())
def test_an_address_says_the_state_that_it_was_printed_of(state: State) -> None:
    assert State.parse(state.question, state.printed()) == state


def test_what_is_by_default_is_not_in_the_address() -> None:
    said = "query=peace&query=war&by=year&limit=50&context=12&sort=date&outlet=&share="
    assert State.parse("kwic", said.replace("&by=year", "").replace("&share=", "")).printed() == (
        "query=peace&query=war"
    )
    state = State.parse("freq", "outlet=kcna&share=on&query=peace&by=year&limit=&smooth=2")
    assert state.printed() == "query=peace&smooth=2&share=1&outlet=kcna"
    assert state.get("by") == ("year",)
    assert state.get("per") == "words"
    assert state.get("limit") is None


def test_spaces_are_no_value() -> None:
    assert State.parse("freq", "query=+peace+&title=++").values == (("query", ("peace",)),)


@pytest.mark.parametrize(
    ("query", "argument", "said"),
    [
        ("smooth=much", "smooth", "is a whole number, not 'much'"),
        ("share=perhaps", "share", "is 1 or 0, not 'perhaps'"),
        ("per=words&per=documents", "per", "is given twice"),
        ("limit=1001", "limit", "is 1,000 at most"),
        ("colour=red", None, "There is no argument 'colour'; there is: query, by, smooth"),
        ("query=%ff", None, "it holds no UTF-8"),
        ("&".join(["query=a"] * 201), None, "more than 200 values"),
        ("query=" + "a" * MOST_CHARACTERS, None, "longer than 8,000 characters"),
    ],
)
def test_what_is_no_state_is_said(query: str, argument: str | None, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        State.parse("freq", query)
    assert said in str(caught.value)
    assert caught.value.argument == argument


def test_arguments_are_those_of_python() -> None:
    for question in ASKED:
        taken = set(inspect.signature(getattr(Corpus, question)).parameters) - {"self", "filters"}
        singular = {"queries": "query", "persons": "person", "documents": "document", "facets": "facet"}
        own = {one.name for one in parameters(question).values() if not one.filter}
        positional = {
            name
            for name, one in inspect.signature(getattr(Corpus, question)).parameters.items()
            if one.kind is one.VAR_POSITIONAL
        }
        assert own == {singular[name] if name in positional else name for name in taken}, question


def test_values_without_names_stand_in_their_places() -> None:
    asked: list[object] = []

    class Recorded:
        def kwic(self, *queries: str, **named: object) -> None:
            asked.extend([queries, named])

        def similar(self, document: str, other: str | None = None, **named: object) -> None:
            asked.extend([document, other, named])

    ask(Recorded(), "kwic", {"query": ("a", "b"), "limit": 3, "outlet": ("kcna",)})  # type: ignore[arg-type]
    assert asked == [("a", "b"), {"limit": 3, "outlet": ("kcna",)}]
    asked.clear()
    ask(Recorded(), "similar", {"document": "x", "limit": 3})  # type: ignore[arg-type]
    assert asked == ["x", None, {"limit": 3}]
