"""Archives of texts with sentences in them, and spans that lie in one, found the slow way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tests import counter, slow_sentences
from tests.counter import COUNTED, Text
from tests.query.test_counts import ROLES, SPEAKERS

if TYPE_CHECKING:
    from tests.counter import Node

few = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

PIECES = [
    "peace",
    "Peace",
    "peace.",
    "Peace.",
    "and",
    "And",
    "war",
    "war!",
    "Mr.",
    "U.S.",
    "“And",
    "and”",
    "and.”",
]
CJK = ["당은", "改。", "改", "和"]
line = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=9),
    st.lists(st.sampled_from(PIECES), max_size=9),
    st.lists(st.sampled_from(PIECES + CJK), max_size=6),
).map(" ".join)
texts = st.builds(
    Text,
    year=st.sampled_from(["2019", "2020"]),
    passages=st.lists(
        st.tuples(st.sampled_from(ROLES + ["speech"] * 8), st.sampled_from(SPEAKERS), line), max_size=4
    ),
)
archives = st.lists(texts, min_size=1, max_size=4)


def places(passage: str) -> list[int]:
    """Where each word begins: by looking for one after the other."""
    found: list[int] = []
    at = 0
    for word in counter.words(passage):
        at = passage.index(word, at)
        found.append(at)
        at += len(word)
    return found


def spans_in_sentences(passage: str, node: Node) -> set[tuple[int, int]]:
    """The spans of an expression of which no word after the first begins a sentence."""
    begun = set(slow_sentences.starts(passage, places(passage)))
    return {
        (start, end)
        for start, end in counter.spans(node, counter.words(passage))
        if not begun & set(range(start + 1, end))
    }


def count(texts: list[Text], node: Node) -> int:
    return sum(
        len(spans_in_sentences(passage, node))
        for text in texts
        for role, _, passage in text.passages
        if role in COUNTED
    )
