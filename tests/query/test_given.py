"""Arguments that no archive can hold, through the Python API, on both databases."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

import pytest

from corpus import Corpus
from corpus.errors import NotFoundError, UsageError
from corpus.query.select.selection import Filters
from tests.builder import build
from tests.counter import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

HUGE = [2**31, 2**53 + 1, 2**63 - 1, 2**63, 10**30]


@pytest.fixture
def corpus(database_url: str) -> Iterator[Corpus]:
    with Corpus(database_url) as opened:
        build(opened, [Text("2019", passages=[("speech", "Kim Song", "peace and peace")])])
        yield opened


@pytest.mark.parametrize("given", ["a\0", "\0", "a\0b", "\ud800", "a\udcffb"])
def test_what_no_text_can_hold_is_refused(corpus: Corpus, given: str) -> None:
    questions: dict[str, Any] = {
        "The query": [corpus.freq, corpus.kwic, corpus.first],
        "The reference": [corpus.show, corpus.confirm, lambda value: corpus.set(value, genre="x")],
        "by=": [lambda value: corpus.freq("peace", by=value), corpus.coverage],
        "context=": [lambda value: corpus.kwic("peace", context=value)],
    }
    for entry in fields(Filters):
        questions[f"{entry.name}="] = [
            lambda value, name=entry.name: corpus.freq("peace", **{name: value}),
            lambda value, name=entry.name: corpus.list(**{name: value}),
            lambda value, name=entry.name: corpus.review(**{name: value}),
            lambda value, name=entry.name: corpus.coverage(**{name: value}),
        ]
    for what, asked in questions.items():
        for ask in asked:
            with pytest.raises(UsageError, match=f"^{what} holds .*, which no text can hold: type it again"):
                ask(given)


@pytest.mark.parametrize("name", [entry.name for entry in fields(Filters)])
def test_a_filter_is_text_of_some_length(corpus: Corpus, name: str) -> None:
    with pytest.raises(UsageError, match=f"^{name}= has 100,000 characters, more than the 1,000 "):
        corpus.list(**{name: "a" * 100_000})
    with pytest.raises(UsageError, match=f"^{name}= is empty: give it a value, or leave it out"):
        corpus.list(**{name: ""})
    with pytest.raises(UsageError, match=rf"^{name}= (is text|takes one text or several), not 2\.5\."):
        corpus.list(**{name: 2.5})


def test_a_long_query_is_answered(corpus: Corpus) -> None:
    for query in ("a" * 100_000, "=" + "a" * 100_000, "(" + "|".join(["peace"] * 9_000) + ")"):
        assert sum(filter(None, corpus.freq(query).values("matches"))) == 2 * query.startswith("(")


@pytest.mark.parametrize("number", HUGE)
def test_a_huge_limit_or_offset_is_as_good_as_a_large_one(corpus: Corpus, number: int) -> None:
    beyond = "The offset lies beyond the last of 1 documents."
    assert len(corpus.list(limit=number)) == 1
    assert corpus.list(offset=number, limit=number).notes == (beyond,)
    assert len(corpus.list(rejected=True, limit=number, offset=number)) == 0
    assert len(corpus.review(limit=number, offset=number)) == 0
    assert corpus.kwic("peace", offset=number).notes == ("The offset lies beyond the last of 2 lines.",)
    with pytest.raises(UsageError, match="limit= goes from 1 to 100,000"):
        corpus.kwic("peace", limit=number)
    with pytest.raises(
        UsageError, match=r"context=.*: give a number of words from 0 to 1000, sentence, or passage"
    ):
        corpus.kwic("peace", context=number)


@pytest.mark.parametrize("number", [*HUGE, -(2**63) - 1, -1, 0, 7])
def test_a_version_or_rejected_input_that_is_not_there(corpus: Corpus, number: int) -> None:
    (reference,) = corpus.list().values("ref")
    with pytest.raises(NotFoundError, match=f"{reference} has no version {number}: it has 1 to 1"):
        corpus.show(reference, version=number)
    with pytest.raises(NotFoundError, match=f"There is no rejected input {number}: Corpus.list"):
        corpus.rejected_bytes(number)


@pytest.mark.parametrize("bad", [-1, "2", None, 1.5, pytest.param(10**5000, id="long")])
def test_numbers_that_are_none(corpus: Corpus, bad: Any) -> None:
    (reference,) = corpus.list().values("ref")
    for ask in (corpus.list, corpus.review, lambda **page: corpus.kwic("peace", **page)):
        for name in ("limit", "offset"):
            if bad is None and name == "limit":
                assert ask(limit=None).rows() == ask().rows()  # all
                continue
            with pytest.raises(UsageError, match=r"^(limit|offset)= "):
                ask(**{name: bad})
    if bad != -1:
        with pytest.raises(UsageError, match=r"^The id of a rejected input (is a whole|has too many)"):
            corpus.rejected_bytes(bad)
        if bad is not None:
            with pytest.raises(UsageError, match=r"^version= (is a whole|has too many)"):
                corpus.show(reference, version=bad)
