"""What a query is parsed to, and what is refused, at once and with a sentence."""

from __future__ import annotations

import time

import pytest

from corpus.errors import QueryError
from corpus.query.language import ast as series
from corpus.query.language.syntax import parse
from corpus.text.tokens import Layer


def sources(query: str) -> list[str]:
    return [series.source for series in parse(query)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("peace,war", ["peace", "war"]),
        ("peace , war", ["peace", "war"]),
        ("peace, war", ["peace", "war"]),
        ("peace ,war", ["peace", "war"]),
        ("1,000", ["1,000"]),
        ("1,000,000 won", ["1,000,000 won"]),
        ("20,000 , war", ["20,000", "war"]),
        ("20,000, war", ["20,000", "war"]),
        ("20,war", ["20", "war"]),
        ("(a|b), c", ["(a|b)", "c"]),
        ("(a|b),c", ["(a|b)", "c"]),
        ("당,핵", ["당", "핵"]),
        ('"a, b",c', ['"a, b"', "c"]),
    ],
)
def test_a_comma_ends_a_word_unless_it_stands_in_a_number(query: str, expected: list[str]) -> None:
    assert sources(query) == expected


def test_a_number_is_one_word() -> None:
    (series,) = parse("1,000")
    ((slot,),) = (sequence.slots for sequence in series.sequences)
    assert [atom.text for atom in slot.options] == ["1,000"]


def test_char_searches_strings_of_characters() -> None:
    (series,) = parse("char:당")
    assert series.sequences[0].layer is Layer.char


@pytest.mark.parametrize(
    ("query", "terms", "over"),
    [
        ("a", ["a"], []),
        ("a + b", ["a", "b"], []),
        ("a b + (c|d)", ["a b", "(c|d)"], []),
        ("a / b", ["a"], ["b"]),
        ("a + b / c + d", ["a", "b"], ["c", "d"]),
        ("/a/ / /b/", ["/a/"], ["/b/"]),
        ("/a b/ + c", ["/a b/", "c"], None),
        ('"a + b" / @c', ['"a + b"'], ["@c"]),
        ("a+b / c", ["a+b"], ["c"]),
        ("and/or", ["and/or"], []),
    ],
)
def test_arithmetic_stands_between_spaces(query: str, terms: list[str], over: list[str] | None) -> None:
    (series,) = parse(query)
    assert [part.source for part in series.terms] == terms
    assert [part.source for part in series.over] == (over or [])
    assert series.source == query


def test_commas_divide_series_before_anything_else() -> None:
    assert sources("a + b, c / d , e") == ["a + b", "c / d", "e"]


REFUSED = {
    "char:peace": "char: searches Han, Kana, Hangul and the letters of Thai, Lao, Khmer and Burmese",
    "peace,": "A word is missing here.",
    ",": "A word is missing here.",
    "": "The query is empty: give a word or a phrase.",
    " ": "The query is empty: give a word or a phrase.",
    "(핵*|핵)": "A wildcard or expression, which can find Korean,",
    "(lemma:핵|핵)": "A wildcard or expression, which can find Korean,",
    "(tag:N|핵)": "A wildcard or expression, which can find Korean,",
    "tag:N 핵": "Wildcards and regular expressions search words: they cannot stand beside a Korean,",
    "lemma:a 핵": "Wildcards and regular expressions search words: they cannot stand beside a Korean,",
    "핵 ~3 당": "A gap counts words: it cannot stand beside a Korean, Chinese or Japanese string",
    "peace ~3 당": "A gap counts words",
    "당~south~south": "~south stands behind a Korean word",
    "~3": "A gap stands between two words, as in peace ~3 security.",
    "~3 war": "A gap stands between two words",
    "peace ~3": "A gap stands between two words",
    "peace ~3 ~2 war": "A gap stands between two words",
    "(peace ~3|war)": "A gap stands between two words",
    "* ~3 *": "* alone is every word: name one beside it; Corpus.stats() counts them all.",
    "*": "* alone is every word: name one beside it; Corpus.stats() counts them all.",
    "peace ~101 war": "A gap is at most 100 words long.",
    "peace ~x war": "A gap is ~ and a number of words, as in peace ~3 security.",
    "peace ~ war": "A gap is ~ and a number of words",
    '"peace ~3 war"': "A gap stands outside of quotation marks: leave the marks out.",
    "lemma:": "lemma: stands before a lemma, as in lemma:construct.",
    "lemma:=Peace": "lemma: stands before a lemma, as in lemma:construct.",
    "lemma:Party's": "lemma: stands before one word, as in lemma:construct.",
    "lemma:*": "A wildcard needs a letter beside it.",
    "tag:": "tag: stands before a tag, as in tag:NNP.",
    "@": "The name of a concept is missing after @.",
    "peace [word='war']": "CQL is a query of its own: give it as a further QUERY.",
    "peace, cql:'war'": "CQL is a query of its own: give it as a further QUERY.",
    "/": "A word is missing before /: it stands between two, as a / b.",
    "+": "A word is missing before +: it stands between two, as a + b.",
    "a +": "A word is missing here.",
    "a / , b": "A word is missing here.",
    "a + + b": "A word is missing before +",
    "a / b / c": "A series is divided once: write a + b / c + d, with at most one /.",
    "(a + b)": "+ stands between series, not inside brackets.",
    "(a / b)": "/ stands between series, not inside brackets.",
    "a - b": "Differences of series are not supported: ask for both, as a , b.",
    "a | b": "Alternatives stand in brackets: write (one|other).",
    "a )": "')' has no partner: write ( ... | ... ) or leave it out.",
    "(a": "This bracket is never closed: write (one|other).",
    "a + " * 1001 + "a": "The query has more than 1,000 series: ask for fewer at once.",
    "(/nucl.*/|핵)": "A wildcard or expression, which can find Korean,",
    "(* *|핵 당)": "* alone is every word: name one beside it; Corpus.stats() counts them all.",
    "(핵* *|핵 당)": "A wildcard or expression, which can find Korean,",
    "nucl* 핵": "Wildcards and regular expressions search words: they cannot stand beside a Korean,",
    "/nucl.*/ 핵": "Wildcards and regular expressions search words: they cannot stand beside a Korean,",
    "/(a{1,1000}){1,1000}/": "The counts of the regular expression multiply to more than 10,000.",
    "/((a{100}){100}){100}/": "The counts of the regular expression multiply to more than 10,000.",
    "/(a{,1000}){,1000}/": "The counts of the regular expression multiply to more than 10,000.",
    "/" + "a" * 1001 + "/": "The regular expression is longer than 1,000 characters.",
    "/" + "(a)" * 51 + "/": "The regular expression has more than 50 groups: make it simpler.",
    "/a{9999999999999999999999}/": "The regular expression does not compile",
    "a*" * 501: "The word with wildcards is longer than 1,000 characters.",
    "(" * 51 + "a" + ")" * 51: "Brackets stand in brackets more than 50 deep: ask for less at once.",
    "(" * 100_000: "Brackets stand in brackets more than 50 deep: ask for less at once.",
    "a " * 50_000: "The phrase is longer than 500 words.",
    "당" * 100_000: "The phrase is longer than 500 characters.",
    "당" * 300 + " " + "당" * 300: "The phrase is longer than 500 characters.",
    "a," * 50_000: "The query has more than 1,000 series: ask for fewer at once.",
    "(" + "|".join(f"w{n}" for n in range(15_000)) + ")": "These are more than 10,000 alternatives",
    " ".join(["(a|b)"] * 14 + ["(당|핵)"]): "The alternatives unfold to more than 10,000 phrases",
}


@pytest.mark.parametrize("query", REFUSED, ids=lambda query: query[:20])
def test_what_is_refused_at_once(query: str) -> None:
    begun = time.process_time()
    with pytest.raises(QueryError) as raised:
        parse(query)
    assert time.process_time() - begun < 1
    message = str(raised.value)
    assert message.startswith(REFUSED[query])
    assert len(message) < 500


@pytest.mark.parametrize(
    "query",
    [
        "(" * series.DEEPEST + "a" + ")" * series.DEEPEST,
        "/(a{1,100}){1,100}/",
        "/" + "(a)" * series.DEEPEST + "/",
        "/" + "a" * series.LONGEST_REGEX + "/",
        " ".join(["a"] * series.LONGEST_PHRASE),
        ",".join(["a"] * series.MOST_SERIES),
        "(peace|핵)",
        "(nucl*|핵)",
        "(peace *|핵)",
        "(lemma:peace|핵)",
        "peace ~100 war",
        " ".join(["a"] * 200),
        "peace/war",
        "A+ grade",
        "a+b",
        "(nucl*|war)",
        "nucl* , 핵",
    ],
    ids=lambda query: query[:20],
)
def test_what_is_just_allowed(query: str) -> None:
    assert parse(query)
