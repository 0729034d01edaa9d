"""CQL: every count equals that of a slow matcher; what is not supported is refused, with the column."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from unittest import mock

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from corpus.errors import QueryError
from corpus.query.language import cql
from corpus.query.language.syntax import parse
from corpus.query.match import term_lookup as lookup
from tests import counter
from tests.counter import Node, Text
from tests.query.expressions import TOKENS, Tagged, Written, archives, expressions
from tests.query.test_counts import Archive, total

if TYPE_CHECKING:
    from pathlib import Path

    from corpus import Corpus

often = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
)
peace = Node("token", lambda piece: piece.lower() == "peace")
PEACE: Written = ('"peace"', peace)


def matches(corpus: Corpus, query: str) -> int:
    try:
        return total(corpus, query)[0]
    except QueryError as error:
        refused = ("alone is every word", "matches no word", "unfold to more than")
        assume(not any(words in str(error) for words in refused))
        raise


@often
@given(texts=archives, merged=st.booleans(), written=expressions, tables=st.booleans())
@example([Text("2019", passages=[("speech", None, "peace peace peace")])], False, PEACE, True)
def test_expressions(
    sqlite_template: Path, texts: list[Text], merged: bool, written: Written, tables: bool
) -> None:
    query, node = written
    with (
        Tagged(sqlite_template, texts, merged) as corpus,
        mock.patch.object(lookup, "MOST_IDS", 0 if tables else 1000),
    ):
        found = matches(corpus, f"cql:{query}")
        assert found == counter.count_spans(texts, node)
        assert len(corpus.kwic(f" cql: {query} within <passage/>", limit=5000)) == found


@pytest.mark.parametrize(("query", "test"), TOKENS, ids=lambda value: value if isinstance(value, str) else "")
def test_each_condition(sqlite_template: Path, query: str, test: object) -> None:
    words = "peace Peace and war wars constructs Constructed 20×10 U.S don’t peace and"
    texts = [Text("2019", passages=[("speech", None, words), ("dateline", None, words)])]
    node = Node("token", test)  # type: ignore[arg-type]
    with Tagged(sqlite_template, texts) as corpus:
        if query == "[]":
            node = Node("sequence", None, (peace, node))
            query = f'"peace" {query}'
        assert total(corpus, f"cql:{query}")[0] == counter.count_spans(texts, node)


def test_alternatives_of_one_span_count_once(sqlite_template: Path) -> None:
    with Tagged(sqlite_template, [Text("2019", passages=[("speech", None, "peace and war")])]) as corpus:
        assert total(corpus, 'cql:"peace" "and" | "peace" [] | [word="p.*"] "and" | "peace"')[0] == 2
        assert corpus.kwic('cql:"peace" []{0,2} "war" | "and" "war"').values("match") == [
            "peace and war",
            "and war",
        ]


def test_ten_thousand_alternatives(sqlite_template: Path) -> None:
    words = [f"w{number}" for number in range(9_999)]
    texts = [Text("2019", passages=[("speech", None, "peace w1 w2 none w9998")])]
    with Tagged(sqlite_template, texts) as corpus:
        query = "|".join(f'"{word}"' for word in ["peace", *words])
        assert total(corpus, f"cql:{query}")[0] == 4
        assert total(corpus, f"({'|'.join(['peace', *words])})")[0] == 4
        assert total(corpus, f'cql:({query}) "w2"')[0] == 1


REFUSED = {
    '[word="a"': ("Expected ']'", 9),
    "[word=a]": ("Expected a string", 6),
    '[x="a"]': ("There is no x here: CQL knows word, lemma and tag (or pos).", 1),
    '[word="a" & x!="a"]': ("There is no x here", 12),
    "cql:": ("The query is empty", 0),
    "[]": ("[] alone is every word: name one beside it; Corpus.stats() counts them all.", 0),
    'cql:[]{2} [word=".*"]': ("[] alone is every word", 0),
    'cql:"a"{0}': ("The query matches no word", 0),
    'cql:"a"{0,101}': ("A repetition is from 0 to 100.", 10),
    'cql:"a"{-1}': ("A repetition is from 0 to 100.", 8),
    'cql:"a"{²}': ("A repetition is from 0 to 100.", 8),
    'cql:"a"{3,2}': ("The least of a repetition stands before the most.", 10),
    'cql:"a"{2}{3}': ("A repetition is not repeated: put it in brackets.", 10),
    'cql:"a"' + "+" * 5000: ("A repetition is not repeated", 8),
    '[word=""]': ("The value is empty: [] stands for any word.", 6),
    '[word="("]': ("The regular expression does not compile", 6),
    '[word="(a{1,1000}){1,1000}"]': ("The counts of the regular expression multiply", 6),
    '[lemma="(?-i)A"]': ("Lemmas are kept without letter case: leave (?-i) out.", 7),
    '[word="a"%d]': ("%d is not supported: only %c is", 9),
    '[word="a" %cd]': ("%cd is not supported", 10),
    '[word="a" & word="b" | word="c"]': ("& and | side by side need brackets", 21),
    '[word="a"], [word="b"]': ("A comma between CQL queries is not supported", 10),
    '[word="a"] within <p/>': ("within is not supported but as within <s/> or within <passage/>.", 11),
    '[word="a"] within <passage/> "b"': ("within <s/> or <passage/> stands at the end", 0),
    '[word="a"] within "b"': ("within is not supported", 11),
    '[word="a"] containing "b"': ("containing is not supported", 11),
    '[word="a"] overlap "b"': ("overlap is not supported", 11),
    'cql:<s> "a"': ("< is not supported", 4),
    'cql:"a" </s>': ("</ is not supported", 8),
    'cql:A:"a"': ("A: is not supported", 4),
    'cql:"a" :: A.word = "b"': (":: is not supported", 8),
    "cql:_": ("_ is not supported", 4),
    'cql:(?="a") "b"': ("(?= ) is not supported", 4),
    'cql:(?<!"a") "b"': ("(?<! ) is not supported", 4),
    'cql:"a" -nsubj-> "b"': ("Relations between words are not supported.", 8),
    'cql:"a" ==>nl "b"': ("Aligned texts are not supported.", 8),
    'cql:"a" -> "b"': ("-> is not supported", 8),
    'cql:"a" & "b"': ("& between sequences is not supported", 8),
    'cql:!"a"': ("! before a sequence is not supported", 4),
    'cql:f("a")': ("f( ) is not supported", 4),
    '[f("a")]': ("f( ) is not supported", 1),
    "[word=in[1,2]]": ("in[ , ] is not supported", 6),
    '[word>"a"]': ("> is not supported", 5),
    '[word<="a"]': ("<= is not supported", 5),
    "[word*]": ("Inside [ ] stand conditions", 5),
    "cql:peace": ('peace stands outside of [ ]: write [word="peace"].', 4),
    'cql:"a': ("Unterminated string", 4),
    'cql:"a" )': ("Unexpected token ')' after end of query.", 8),
    "cql:%": ("Unexpected character '%'.", 4),
    "cql:" + "(" * 1000 + '"a"' + ")" * 1000: ("Brackets stand in brackets more than 50 deep.", 54),
    "[" + "!" * 1000 + 'word="a"]': ("These are too many ! in a row.", 51),
    "cql:" + '"a" ' * 501: ("The sequence is longer than 500 tokens.", 0),
    'cql:"a"{100}"a"{100}"a"{100}"a"{100}"a"{100}"a"{1}': ("The sequence is longer than 500 tokens.", 0),
    "cql:" + '"a" ' * 100_000: ("The query is longer than 200,000 characters: ask for less at once.", None),
    "cql:" + '("a" "b"|"c" "d") ' * 14: ("The alternatives and repetitions unfold", 0),
    'cql:("a" "b"|"c" "d"){14}': ("The alternatives and repetitions unfold", 0),
    'cql:(("a" "b"){0,100} "c"){0,100}': ("The", 0),
}


@pytest.mark.parametrize("query", REFUSED, ids=lambda query: query[:30])
def test_what_is_refused_at_once(query: str) -> None:
    parse('[word="loads the parser"]')
    begun = time.process_time()
    with pytest.raises(QueryError) as raised:
        parse(query)
    assert time.process_time() - begun < 1
    message, column = REFUSED[query]
    assert str(raised.value).startswith(message)
    assert raised.value.column == column
    assert len(str(raised.value)) < 500


@pytest.mark.parametrize(
    "query",
    [
        'cql:"a"{100}',
        'CQL:"a"',
        " [word='a']",
        "cql:" + "(" * cql.DEEPEST + '"a"' + ")" * cql.DEEPEST,
        "cql:" + '"a" ' * 500,
        'cql:("a"|"b"){1,100} ("c"|"d"){100}',
        'cql:("a" within <passage/>) "b"',
        'cql:"a" within <passage/> within <passage/>',
        'cql:"a%d" "b"',
        'cql:"a" /* a comment */ "b"',
        '[word="a \\" b"]',
    ],
    ids=lambda query: query[:30],
)
def test_what_is_just_allowed(query: str) -> None:
    (series,) = parse(query)
    assert series.source == query.strip()


def test_a_hostile_expression_ends_with_a_sentence(sqlite_template: Path) -> None:
    texts = [Text("2019", passages=[("speech", None, "a" * 200 + " b")])]
    with Tagged(sqlite_template, texts) as corpus, pytest.raises(QueryError, match="more than 2 seconds"):
        total(corpus, '[word="(a|a)*[bc]"]')


def test_a_value_that_is_several_words_is_a_sequence_of_them(sqlite_template: Path) -> None:
    texts = [
        Text("2019", passages=[("speech", None, "L’Europe, l'État. Il parle à l'Europe.")], language="fr"),
        Text("2019", passages=[("speech", None, "The Party's l'Europe of a poet")]),
    ]
    with Archive(sqlite_template, texts, False) as corpus:
        wanted = {
            '"l\'europe"': 3,
            '"l’Europe" "of"': 1,
            '"(?-i)l\'Europe"': 2,
            '[word="l\'europe"]': 3,
            '"à" "l\'europe"{1,2}': 1,
            '"the" "party\'s"': 1,
            '"l\'.*"': 4,
        }
        assert {query: matches(corpus, f"cql:{query}") for query in wanted} == wanted
