"""What a query asks for where another thing may be meant: one line, and how to ask for that."""

from __future__ import annotations

import re
import shlex
from dataclasses import fields
from itertools import groupby
from typing import TYPE_CHECKING

from corpus.late_imports import late_pattern
from corpus.query.language.ast import Atom, Slot
from corpus.query.language.syntax import is_cql
from corpus.query.match.term_lookup import Table, held
from corpus.query.select.selection import Filters
from corpus.text.tokens import Layer
from corpus.wording import argument

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpus.query.session.moment import Moment

_APART = late_pattern(r'"[^"]*"|[“”][^”]*”|(?<!\S)/(?:\\/|[^/])+/(?=[\s()|,]|$)')
"""Quoted phrases and regular expressions."""
_OPERATOR = late_pattern(r"(?<!\S)(OR|AND|NOT)(?!\S)")
_AMPERSAND = late_pattern(r"(?<!\S)&&?(?!\S)")
_GLUED = late_pattern(r"(?<![\w/+])[^\W\d_]{2,}([+/])[^\W\d_]{2,}(?![\w/+])")
_SERIES = {"+": "sum", "/": "quotient"}
_PREFIX = late_pattern(r"(?<!\S)([a-z]+):([\w*?]+)")
_QUESTION = late_pattern(r"(?<!\S)([^\s()|,?*]*\w)(\?+)(?=\s|$)")
_QUOTED_WORD = late_pattern(r'"[^\s"?]*\w\?"|[“”][^\s”?]*\w\?”')
_COMMA = late_pattern(r"(?<=\S)(?<![0-9]),|(?<=[0-9]),(?![0-9])")
_CAPITALS = late_pattern(r"(?<![\w.=:@])(?:[A-Z]{2,6}|[A-Z](?:\.[A-Z])+)(?![\w*?]|\.\w)")
_CQL_VALUE = late_pattern(r"""(=\s*)?(l?)("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')""", re.DOTALL)
_NEVER = late_pattern(r"[,;:!…]$|^(?:\\?[.,;:!…])+$|\\[.?]$|\w\.$")
FILTERS = frozenset(one.name for one in fields(Filters)) | {"year"}
_NEAR = 10
"""Words between two that are asked for together, in the query that is proposed."""


def misreadings(moment: Moment, queries: Sequence[str]) -> list[str]:
    """One line for each thing in the queries that may have been meant otherwise, each line once."""
    found = [line for query in queries for line in _of_one(moment, query)]
    return list(dict.fromkeys([*_apart(queries), *found]))


def _apart(queries: Sequence[str]) -> Iterator[str]:
    """An operator that is a query of its own, between two: the shell has divided one query into several."""
    names = [query for query in queries[1:-1] if _OPERATOR.fullmatch(query)]
    if not names:
        return
    line = f"{', '.join(dict.fromkeys(names))}: counted as a word, and each word as a series of its own."
    if set(names) == {"OR"}:
        parts = [" ".join(some) for is_or, some in groupby(queries, "OR".__eq__) if not is_or]
        each = " ".join(map(shlex.quote, parts))
        yield f"{line} Either of them: '({'|'.join(parts)})'; each by itself: {each}"
    else:
        yield f"{line} One query stands in quotation marks: '{' '.join(queries)}'"


def _of_one(moment: Moment, query: str) -> Iterator[str]:
    if is_cql(query):
        yield from _punctuation(query)
        return
    bare = _APART.sub(lambda part: "\x00" * len(part[0]), query)
    yield from _operators(query, bare)
    yield from _signs(query, bare)
    yield from _questions(query, bare)
    yield from _commas(query, bare)
    if ";" in bare:
        yield (
            f"{query}: the semicolon divides nothing, one phrase is asked for. Series are divided by a comma:"
            f" {' , '.join(part.strip() for part in query.split(';') if part.strip())}"
        )
    yield from _abbreviations(moment, bare)


def _operators(query: str, bare: str) -> Iterator[str]:
    found = list(_OPERATOR.finditer(bare))
    name = found[0][1] if found else ""
    edges = [0, *(edge for one in found for edge in one.span()), len(query)]
    parts = [query[a:b].strip() for a, b in zip(edges[::2], edges[1::2], strict=True)]
    if not found or "".join(parts).isupper() or not parts[-1]:
        return  # a headline in capitals, or a word alone
    line = f"{query}: {name} is taken as the word “{name.lower()}”."
    if name == "NOT":
        line += ' What a word may not be is said in CQL: [word="peace.*" & word!="peaceful"].'
    elif all(one[1] == name for one in found) and all(parts) and "~" not in bare:
        either = "|".join(parts)
        if name == "OR":
            line += f" For either: ({either}); for series of their own: {' , '.join(parts)}"
        elif len(parts) == 2:
            near = "|".join(f" ~{_NEAR} ".join(order) for order in (parts, parts[::-1]))
            line += f" For both near each other: ({near})"
    yield line


def _signs(query: str, bare: str) -> Iterator[str]:
    """Signs that divide elsewhere, and here are punctuation; names of filters before a word."""
    if found := _AMPERSAND.search(bare):
        parts = [part.strip() for part in query.split(found[0])]
        near = "|".join(f" ~{_NEAR} ".join(order) for order in (parts, parts[::-1]))
        more = f" For both near each other: ({near})" if len(parts) == 2 and all(parts) else ""
        yield f"{query}: the {found[0]} is punctuation, one phrase is asked for.{more}"
    for glued in _GLUED.finditer(bare):
        apart = f"{' '.join(glued[0].partition(glued[1]))}"
        yield f"{glued[0]}: one phrase is asked for. A {_SERIES[glued[1]]} of series has spaces: {apart}"
    for found in _PREFIX.finditer(bare):
        if found[1] in FILTERS:
            yield (
                f"{found[0]}: “{found[1]}” is taken as a word of the phrase. A filter stands beside the"
                f" query: {argument(found[1], found[2])}"
            )


def _questions(query: str, bare: str) -> Iterator[str]:
    for found in _QUOTED_WORD.finditer(query):
        yield f"{found[0]}: the ? ends a sentence here. For a wildcard leave the quotation marks out."
    for found in _QUESTION.finditer(bare):
        more = "one more letter" if len(found[2]) == 1 else f"{len(found[2])} more letters"
        yield (
            f"{found[0]} asks for {found[1]} and {more}. For the word itself leave the ? out, or put the"
            " sentence in quotation marks of its own."
        )


def _commas(query: str, bare: str) -> Iterator[str]:
    at = [found.start() for found in _COMMA.finditer(bare)]
    if not at or '"' in query or "~" in query:
        return
    parts = [query[a:b].strip() for a, b in zip([0, *(n + 1 for n in at)], [*at, len(query)], strict=True)]
    if all(len(part.split()) < 2 for part in parts) or not all(parts):
        return
    yield (
        f"The comma makes {len(parts)} series of it: {' , '.join(parts)}. As one phrase, in quotation marks"
        f" of its own: '\"{query.strip()}\"'"
    )


def _abbreviations(moment: Moment, bare: str) -> Iterator[str]:
    """``US`` beside ``U.S.``: two words, of which the archive holds both."""
    for found in _CAPITALS.finditer(bare):
        typed = found[0]
        letters = typed.replace(".", "")
        other = letters if "." in typed else ".".join(letters)
        if not _holds(moment, Atom("exact", other, 0)):
            continue
        small = letters.lower()
        both = {typed, other}
        line = f"{typed}: the archive also holds {other}, which is another word."
        if _holds(moment, Atom("exact", small, 0)):
            both = {typed, other} - {letters} | {f"={letters}"}
            if typed == letters:
                line += f" “{small}” counts here, too."
        yield f"{line} Both, and no other: ({'|'.join(sorted(both))})"


def _holds(moment: Moment, atom: Atom) -> bool:
    terms = held(moment, Layer.word, Slot((atom,)))
    return isinstance(terms, Table) or (terms is not None and len(terms) > 0)


def _punctuation(query: str) -> Iterator[str]:
    """Values of CQL that no word can fulfil."""
    for found in _CQL_VALUE.finditer(query):
        value = found[3][1:-1]
        if _NEVER.search(value):
            yield (
                f"{found[3]}: punctuation is no word and none ends in it, so that nothing is found. Leave it"
                " out of the value; within <s/> keeps to one sentence."
            )
