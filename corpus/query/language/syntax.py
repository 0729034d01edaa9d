"""The query language: from what a person types to series of sequences of slots.

    peace                     folded word form                  =Party          exact case
    "regional development"    phrase (quotes optional)          nuclear*  ?     wildcards inside a word
    (peace|unification)       alternatives                      /nucl.*r/       regular expression over a word
    peace ~3 security         up to 3 words between             lemma:construct any form of a lemma
    tag:NNP                   part of speech, where known       @name           a concept
    peace , war               two series                        20,000          a number, no series
    nuclear + atomic          the sum of two series             a / b           their quotient
    char:당                   exact string of characters        [word="pea.*"]  CQL
    (``corpus.query.language.cql``)

``*`` as a word of a phrase stands for any word. Words with Han, Kana or Hangul are searched as exact
strings in the layer ``char``; wildcards, regular expressions, lemmas and tags search the layer ``word``.

A match is a span of tokens inside one passage. ``peace ~3 security`` means what ``"peace" []{0,3}
"security"`` means in CQL, and each distinct span (start, end) is one match: for each start each end, not
only the nearest, and a span that is found in several ways counts once. So "peace and peace , security" holds
two, and "peace security security" two. (CWB keeps one match for each start; BlackLab all, as here.)

``+`` and ``/`` stand between spaces; ``+`` binds closer than ``/``, and both closer than the comma that
divides series: ``a + b / c , d`` is two series, (a + b) / c and d. A series has at most one ``/``.
A sum adds the counts: what both find counts twice (``(a|b)`` counts it once).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.query import language as query_language
from corpus.query.language.simple_parser import Parser

if TYPE_CHECKING:
    from corpus.query.language.ast import Series
    from corpus.query.language.simple_parser import Concepts


def parse(query: str, concepts: Concepts | None = None) -> list[Series]:
    """The series of a query; of those that name concepts only with ``concepts`` the sequences, too
    (``corpus.query.language.concept_queries.parsed``). QueryError, with the column, where it does not
    parse."""
    if is_cql(query):
        return [query_language.cql.parse(query)]
    return Parser(query, concepts).series()


def is_cql(query: str) -> bool:
    """Whether the query is written in CQL: it begins with ``[`` or ``cql:``."""
    begin = query.lstrip()
    return begin.startswith("[") or begin[:4].lower() == "cql:"
