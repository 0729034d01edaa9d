"""CQL ``within <s/>``: matches that lie in one sentence equal those found the slow way."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Corpus
from corpus.errors import QueryError
from corpus.index.read import sections as section
from corpus.query.language.syntax import parse
from corpus.query.match import span_joins as spans
from corpus.query.match import term_lookup as lookup
from corpus.text.tokens import Layer
from tests.builder import build, tiny_blocks
from tests.counter import Node, Text, count_spans
from tests.index.test_sentences import forget
from tests.query.expressions import folded
from tests.query.sentences import archives, count, few
from tests.query.test_counts import Archive, total

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TOKENS: list[tuple[str, Callable[[str], bool]]] = [
    ('"peace"', folded("peace")),
    ('"and"', folded("and")),
    ('"(?-i)And"', lambda piece: piece == "And"),
    ("[]", lambda piece: True),
    ('[word!="and"]', lambda piece: not folded("and")(piece)),
    ('"war|mr|u.s"', folded("war", "mr", "u.s")),
    ('"nowhere"', folded("nowhere")),
]
REPEATS = [("", 1, 1), ("?", 0, 1), ("{2}", 2, 2), ("{0,3}", 0, 3), ("{1,2}", 1, 2), ("+", 1, 100)]
SPELLINGS = ["<s/>", "<sentence/>", "< s />", "<s/> within <passage/>", "<s/> within <s/>"]

token = st.sampled_from(TOKENS).map(lambda pair: (pair[0], Node("token", pair[1])))
part = st.tuples(token, st.sampled_from(REPEATS)).map(
    lambda pair: (pair[0][0] + pair[1][0], Node("repeat", None, (pair[0][1],), *pair[1][1:]))
)
sequence = st.lists(part, min_size=1, max_size=4).map(
    lambda parts: (
        " ".join(text for text, _ in parts),
        Node("sequence", None, tuple(node for _, node in parts)),
    )
)
either = st.tuples(sequence, sequence).map(
    lambda pair: (f"({pair[0][0]} | {pair[1][0]})", Node("either", None, (pair[0][1], pair[1][1])))
)
WORD = "peace|and|war|mr|u.s"
stands = (f'"{WORD}"', Node("token", folded("peace", "and", "war", "mr", "u.s")))


def with_a_word(pair: tuple[str, Node]) -> tuple[str, Node]:
    """The expression and then a word, so that it is not every word."""
    return f"{pair[0]} {stands[0]}", Node("sequence", None, (pair[1], stands[1]))


expression = st.one_of(sequence, sequence, either).map(with_a_word)


@few
@given(
    texts=archives,
    merged=st.booleans(),
    asked=expression,
    spelling=st.sampled_from(SPELLINGS),
    tables=st.booleans(),
)
def test_matches_in_one_sentence(
    sqlite_template: Path,
    texts: list[Text],
    merged: bool,
    asked: tuple[str, Node],
    spelling: str,
    tables: bool,
) -> None:
    query, node = asked
    with (
        Archive(sqlite_template, texts, merged) as corpus,
        mock.patch.object(lookup, "MOST_IDS", 0 if tables else 1000),
    ):
        found = count(texts, node)
        assert total(corpus, f"cql:{query} within {spelling}")[0] == found
        assert total(corpus, f"cql:({query} within {spelling})")[0] == found
        assert len(corpus.kwic(f"cql:{query} within {spelling}", limit=5000)) == found
        assert total(corpus, f"cql:{query}")[0] == count_spans(texts, node)


@few
@given(texts=archives, first=sequence.map(with_a_word), second=sequence.map(with_a_word))
def test_alternatives_of_which_one_lies_in_a_sentence(
    sqlite_template: Path, texts: list[Text], first: tuple[str, Node], second: tuple[str, Node]
) -> None:
    from tests import counter
    from tests.query.sentences import spans_in_sentences

    wanted = sum(
        len(spans_in_sentences(passage, first[1]) | counter.spans(second[1], counter.words(passage)))
        for text in texts
        for role, _, passage in text.passages
        if role in counter.COUNTED
    )
    with Archive(sqlite_template, texts) as corpus:
        assert total(corpus, f"cql:({first[0]} within <s/>) | {second[0]}")[0] == wanted
        assert total(corpus, f"cql:({second[0]} | ({first[0]} within <s/>))")[0] == wanted
        both = f"(({first[0]} within <s/>) | {second[0]}) within <s/>"
        assert total(corpus, f"cql:{both}")[0] == count(texts, Node("either", None, (first[1], second[1])))


@few
@given(texts=archives, merged=st.booleans())
def test_a_concordance_shows_the_sentences_that_the_index_counts(
    sqlite_template: Path, texts: list[Text], merged: bool
) -> None:
    from tests import counter
    from tests.query.sentences import places, slow_sentences

    with Archive(sqlite_template, texts, merged) as corpus:
        shown = corpus.kwic("peace", limit=5000, context="sentence").rows()
        said = sorted(counter.words(row["left"] + row["match"] + row["right"]) for row in shown)
        expected = []
        for text in texts:
            for role, _, passage in text.passages:
                words = counter.words(passage)
                starts = [*slow_sentences.starts(passage, places(passage)), len(words)]
                for first, last in itertools.pairwise(starts):
                    some = words[first:last]
                    hits = sum(counter.fold(word) == "peace" for word in some)
                    expected += [some] * hits if role in counter.COUNTED else []
        assert said == sorted(expected)


def test_fixed(database_url: str) -> None:
    passages = [
        ("speech", None, "Peace and war. And peace, Mr. Kim. War"),
        ("speech", None, "and peace. 改。革"),
    ]
    with Corpus(database_url) as corpus, tiny_blocks():
        build(corpus, [Text("2019", passages=passages)])
        for query, found in {
            '"peace" []{0,9} "war"': 3,
            '"peace" []{0,9} "war" within <s/>': 1,
            '"war" "and" within <s/>': 0,
            '"war" "and"': 1,
            '"mr" "kim" within <s/>': 1,
            '[] [word="and"] [] within <s/>': 1,
            '"改" "革" within <s/>': 0,
            '"改" "革"': 1,
            '"and" within <s/>': 3,
            '("war" "and" within <s/>) | "kim"': 1,
        }.items():
            assert total(corpus, f"cql:{query}")[0] == found, query


def test_sentences_that_are_not_known(sqlite_url: str) -> None:
    texts = [Text(str(2000 + n), passages=[("speech", None, f"Peace and war {n}. War")]) for n in range(3)]
    with Corpus(sqlite_url) as corpus, tiny_blocks():
        build(corpus, texts)
        with corpus._opened().open() as moment:
            last = moment.index._sections[moment.sections(Layer.word)[0]].blocks[-1]
        forget(sqlite_url, last)
        for query in ('"peace" "and" within <s/>', '"peace" []{0,2} "war" within <s/>'):
            with pytest.raises(QueryError) as raised:
                corpus.freq(f"cql:{query}")
            assert str(raised.value) == (
                "within <s/> needs the sentences, which this archive does not know of all its texts yet: find"
                " them with Corpus.optimize()."
            )
        assert total(corpus, 'cql:"peace" within <s/>')[0] == 3
        assert total(corpus, 'cql:"peace" "nowhere" within <s/>')[0] == 0
        corpus.optimize()
        assert total(corpus, 'cql:"peace" []{0,2} "war" within <s/>')[0] == 3


def test_more_spans_than_can_be_held_are_cut_by_sentences(sqlite_template: Path) -> None:
    texts = [Text("2019", passages=[("speech", None, "And peace. " * 60)])]
    with Archive(sqlite_template, texts) as corpus, mock.patch.object(spans, "MOST_SPANS", 100):
        assert total(corpus, 'cql:"and" []{0,100} "peace" within <s/>')[0] == 60
        with pytest.raises(QueryError, match="The query has more than 100 matches"):
            total(corpus, 'cql:"and" []{0,100} "peace"')


@pytest.mark.parametrize(
    ("query", "message", "column"),
    [
        ('cql:("a" "b" within <s/>) "c"', "within <s/> asks of a whole match", 0),
        ('cql:"c" ("a" "b" within <s/>)', "within <s/> asks of a whole match", 0),
        ('cql:("a" "b" within <s/>){2}', "within <s/> asks of a whole match", 0),
        ('cql:"a" within <passage/> within <s/>', "<passage/> within <s/> is not supported", 0),
        ('cql:"a" within <s/> within <passage/> within <s/>', "<passage/> within <s/> is not supported", 0),
        ('cql:"a" within <s/> | "b"', "within <s/> or <passage/> stands at the end", 0),
        ('cql:"a" within (<s/>)', "within is not supported but as within <s/> or within <passage/>.", 8),
        ('cql:"a" within <s>', "within is not supported but as within <s/> or within <passage/>.", 8),
        ('cql:"a" within </s>', "within is not supported but as within <s/> or within <passage/>.", 8),
        ('cql:"a" within <s id="1"/>', "within is not supported but as within <s/> or within <passage/>.", 8),
        ('cql:"a" within <p/>', "within is not supported but as within <s/> or within <passage/>.", 8),
        (
            "cql:<s/>",
            "< is not supported: = and != compare, and spans stand after within, as in within <s/>.",
            4,
        ),
        ("cql:[] within <s/>", "[] alone is every word", 0),
        ('cql:"a"{0} within <s/>', "The query matches no word", 0),
    ],
)
def test_what_is_refused(query: str, message: str, column: int) -> None:
    with pytest.raises(QueryError) as raised:
        parse(query)
    assert str(raised.value).startswith(message)
    assert raised.value.column == column


def test_the_simple_form_says_that_within_belongs_to_cql() -> None:
    for query in ("peace within <s/>", '("peace" | "war") within <s/>', "lemma:war WITHIN  <passage/>"):
        with pytest.raises(QueryError, match="belongs to CQL"):
            parse(query)
    assert parse("within reach")[0].source == "within reach"


def test_the_limit_is_of_a_part_and_not_of_a_section(sqlite_url: str) -> None:
    query = 'cql:[word!="war"] []{0,2} [word!="war"]'
    with Corpus(sqlite_url) as corpus, mock.patch.object(section, "SECTION_TOKENS", 1000):
        with tiny_blocks():
            build(corpus, [Text("2020", passages=[("speech", None, "peace and peace")] * 10)])
        with mock.patch.object(spans, "MOST_SPANS", 20):
            assert sum(filter(None, corpus.freq(query).values("matches"))) == 30
            with mock.patch.object(spans, "PART_TOKENS", 1000), pytest.raises(QueryError, match="in a part"):
                corpus.freq(query)
