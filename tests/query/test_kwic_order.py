"""Concordance lines in every order, sampled and paged, equal a slow sort of slow matches; and sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.api import Corpus
from corpus.errors import FilterError
from corpus.query.hits.sentence_bounds import sentence
from corpus.query.session import passage_texts as read_texts
from tests import counter
from tests.builder import build, tiny_blocks
from tests.counter import COUNTED, Text
from tests.query.test_counts import Archive, archives

if TYPE_CHECKING:
    from pathlib import Path

    from corpus.output.result import Result


few = settings(max_examples=14, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def slow_lines(texts: list[Text], word: str, depth: int) -> list[tuple[str, list[str], list[str]]]:
    """Year, words to the left (the nearest first) and to the right of each match, by year and text."""
    found = []
    for text in sorted(texts, key=lambda text: text.year):
        for role, _, passage in text.passages:
            words = [counter.fold(one) for one in counter.words(passage)] if role in COUNTED else []
            found += [
                (text.year, words[:at][::-1][:depth], words[at + 1 :][:depth])
                for at, one in enumerate(words)
                if one == word
            ]
    return found


def apart(lines: list[tuple[str, list[str], list[str]]]) -> list[tuple[str, list[str], list[str]]]:
    """A context may begin with an ``'s`` cut from its word, of which the counter makes an ``s``."""
    return [(year, *([word.lstrip("'") for word in side] for side in sides)) for year, *sides in lines]


def told(result: Result) -> list[tuple[str, list[str], list[str]]]:
    def words(text: str) -> list[str]:
        return [counter.fold(word) for word in counter.words(text)]

    columns = (result.values(name) for name in ("date", "left", "right"))
    return apart(
        [(date, words(left)[::-1], words(right)) for date, left, right in zip(*columns, strict=True)]
    )


@few
@given(texts=archives, limit=st.integers(1, 4), offset=st.integers(0, 3))
def test_orders_and_pages(sqlite_template: Path, texts: list[Text], limit: int, offset: int) -> None:
    with Archive(sqlite_template, texts) as corpus, mock.patch.object(read_texts, "MOST_CHARACTERS", 20):
        by_date = slow_lines(texts, "peace", 5)
        ordered = {
            "date": by_date,
            "left": sorted(by_date, key=lambda line: line[1]),
            "right": sorted(by_date, key=lambda line: line[2]),
            "match": by_date,
        }
        for sort, lines in ordered.items():
            assert told(corpus.kwic("peace", sort=sort, limit=1000, context=5)) == apart(lines), sort
            page = corpus.kwic("peace", sort=sort, limit=limit, offset=offset, context=5)
            assert told(page) == apart(lines[offset : offset + limit]), sort
        shuffled = told(corpus.kwic("peace", sort="random", limit=1000, context=5, seed=3))
        assert sorted(shuffled) == sorted(apart(by_date))
        paged = corpus.kwic("peace", sort="random", limit=limit, offset=offset, context=5, seed=3)
        assert told(paged) == shuffled[offset : offset + limit]


@few
@given(texts=archives, sample=st.integers(1, 4), seed=st.integers(0, 9))
def test_samples(sqlite_template: Path, texts: list[Text], sample: int, seed: int) -> None:
    with Archive(sqlite_template, texts) as corpus:
        lines = slow_lines(texts, "peace", 5)
        taken = told(corpus.kwic("peace", sample=sample, seed=seed, context=5))
        assert len(taken) == min(sample, len(lines))
        rest = iter(apart(lines))
        assert all(line in rest for line in taken)  # in the order of date, none twice
        assert told(corpus.kwic("peace", sample=sample, seed=seed, context=5)) == taken
        by_left = told(corpus.kwic("peace", sample=sample, seed=seed, context=5, sort="left"))
        assert sorted(by_left) == sorted(taken)
        rest = iter(apart(sorted(lines, key=lambda line: line[1])))
        assert all(line in rest for line in by_left)


@pytest.fixture
def corpus(sqlite_url: str) -> Any:
    with Corpus(sqlite_url) as corpus, tiny_blocks():
        passages = [("speech", "Kim Song", f"word{n} peace and war{n}") for n in range(40)]
        build(
            corpus, [Text("2020", passages=passages), Text("2019", passages=[("speech", None, "Peace 당")])]
        )
        yield corpus


def test_another_seed_makes_another_sample(corpus: Corpus) -> None:
    samples = [tuple(corpus.kwic("peace", sample=5, seed=seed).values("left")) for seed in range(6)]
    assert len(set(samples)) == 6
    assert all(len(set(sample)) == 5 for sample in samples)
    assert corpus.kwic("peace", sample=5, seed=3).notes == ("A random sample of 5 of 41 matches, seed 3.",)
    assert corpus.kwic("peace", sample=100, limit=100).notes == (
        "A random sample of 41 of 41 matches, seed 0.",
    )
    assert corpus.kwic("nothing", sample=5).notes == ("nothing: no match.",)
    assert corpus.kwic("peace", sample=5).provenance["sample"] == 5


def test_a_sample_is_of_all_series_together(corpus: Corpus) -> None:
    taken = corpus.kwic("peace , and", sample=30, seed=1, limit=100)
    assert len(taken) == 30
    assert {query: 8 < taken.values("query").count(query) < 22 for query in ("peace", "and")} == {
        "peace": True,
        "and": True,
    }


def test_match_sorts_by_the_words_in_it(corpus: Corpus) -> None:
    lines = corpus.kwic("(war1*|peace|당)", sort="match", limit=100).values("match")
    assert lines == ["Peace", *["peace"] * 40, "war1", *(f"war1{n}" for n in range(10)), "당"]


def test_characters_sort_by_the_characters_beside_them(sqlite_url: str) -> None:
    with Corpus(sqlite_url) as corpus, tiny_blocks():
        build(corpus, [Text("2020", passages=[("speech", None, "改革丙 乙改革乙 甲改革甲 改革")])])
        assert [text[:1] for text in corpus.kwic("改革", sort="right").values("right")] == [
            "",
            "丙",
            "乙",
            "甲",
        ]
        assert [text[-1:] for text in corpus.kwic("改革", sort="left").values("left")] == [
            "",
            " ",
            "乙",
            "甲",
        ]


def test_lines_say_who_speaks(corpus: Corpus) -> None:
    line = corpus.kwic("peace", limit=2).rows()[1]
    assert (line["date"], line["outlet"], line["voice"], line["speaker"]) == (
        "2020", "generic", "speech", "Kim Song",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"sort": "size"}, "There is no order 'size'; there is: date, left, right, match, random"),
        ({"sample": 0}, "sample= goes from 1"),
        ({"seed": -1}, "seed= from 0"),
        ({"seed": 2**40}, "seed= from 0"),
        ({"context": "book"}, 'context="book": give a number'),
    ],
)
def test_bad_options(corpus: Corpus, options: dict[str, Any], message: str) -> None:
    with pytest.raises(FilterError, match=message):
        corpus.kwic("peace", **options)


@pytest.mark.parametrize(
    "text",
    [
        "One is here.| The x is there.| Three.",
        "He met Mr. Kim and Dr. No of the U.S. Army, x said.| Then he left.",
        "The plan of J. Smith, e.g. Peace, of 5 p.m. Moscow time x.| End.",
        "It is 3.5 per cent.| And x grows! Does it?".replace("! ", "!| "),
        "“It is so.”| “No x,” he said.| (He left.)",
        "이것은 첫 문장이다.| 둘째 x 문장이다.| 셋째.",
        "这是第一句。|这是 x 第二句！|第三句？",
        "他说：“好。”|第二句 x 。|第三",
        "He waited … and x went.| He came…| Then he left.",
        "so it was. and the x too.| Then.",
        "x",
        "I did. So did I.| The x did not.".replace("did. So", "did.| So"),
    ],
)
def test_sentences(text: str) -> None:
    parts = text.split("|")
    whole = "".join(parts)
    at = whole.index("x")
    (wanted,) = (part for part in parts if "x" in part)
    begin, end = sentence(whole, at, at + 1, "en")
    assert whole[begin:end] == wanted.strip()


def test_a_match_over_two_sentences_shows_both() -> None:
    text = "One. Two ends. Then three. Four."
    start = text.index("ends")
    begin, end = sentence(text, start, text.index("three"), "en")
    assert text[begin:end] == "Two ends. Then three."


def test_a_match_with_the_mark_that_ends_its_sentence_shows_no_other() -> None:
    assert sentence("这是。第二。", 1, 3, "zh") == (0, 3)
    assert sentence("这是。第二。", 1, 4, "zh") == (0, 6)


def test_contexts(sqlite_url: str) -> None:
    with Corpus(sqlite_url) as corpus:
        build(corpus, [Text("2020", passages=[("speech", None, "One is. The peace of Mr. Kim. Three.")])])
        (line,) = corpus.kwic("peace", context="sentence").rows()
        assert (line["left"], line["match"], line["right"]) == ("The ", "peace", " of Mr. Kim.")
        (line,) = corpus.kwic("peace", context="passage").rows()
        assert line["left"] + line["match"] + line["right"] == "One is. The peace of Mr. Kim. Three."
        (line,) = corpus.kwic("peace", context=1).rows()
        assert (line["left"], line["right"]) == ("The ", " of")
