"""CQL, for corpus linguists: a query that begins with ``[`` or ``cql:``, parsed by bcql-py.

    [word="test"]  "test"         a token; the value is a regular expression over the whole of it
    [lemma="be" & tag!="V.*"]     word, lemma, tag (or pos); = != & | ! and brackets
    "(?-i)Party"  l"U.S"          letter case matters; the text itself, no regular expression
    "Party"%c                     letter case ignored, which is the default
    []                            any token
    "a" []{0,3} "b"               {n} {n,m} {n,} * + ? on tokens and groups; open ends reach to 100
    ("a" "b" | "c")               alternatives
    ... within <s/>               the whole match lies in one sentence (<sentence/> is the same)
    ... within <passage/>         true of every match

A word that is several in texts of French, Italian or Catalan (``"l'europe"``) is a sequence of these there.
Values are compared as the simple form compares words: folded, unless letter case matters. Queries ask the
layer ``word``. ``&`` and ``|`` bind alike in BlackLab and differently in CWB: side by side they need
brackets. A match has at least one token. Each distinct span is one match (see
``corpus.query.language.syntax``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn

from bcql_py import BCQLSyntaxError, parse_from_tokens, tokenize  # type: ignore[import-untyped]

from corpus.errors import QueryError
from corpus.query.language.ast import DEEPEST, LONGEST_GAP, SPANS, Series
from corpus.query.language.cql_tree import Tree

if TYPE_CHECKING:
    from collections.abc import Callable

    from bcql_py.parser.tokens import Token  # type: ignore[import-untyped]

    _Fail = Callable[[str, int], NoReturn]

LONGEST_QUERY = 200_000
"""Longest query, in code points."""

_FLAGS = re.compile(r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')(\s*%([A-Za-z]*))?""", re.DOTALL)

_EVERYWHERE = {"string", "literal_string", "lbracket", "rbracket", "lparen", "rparen", "pipe", "eof"}
_INSIDE = _EVERYWHERE | {"identifier", "eq", "neq", "amp", "bang"}
_QUANTIFIERS = {"star", "plus", "question", "lbrace"}
_OUTSIDE = _EVERYWHERE | _QUANTIFIERS | {"rbrace", "integer", "comma", "within"}
_UNSUPPORTED = {
    "lookahead_pos": "(?= ) is not supported: write the words that follow into the query.",
    "lookahead_neg": '(?! ) is not supported: write [word!="x"] for a word that is another.',
    "lookbehind_pos": "(?<= ) is not supported: write the words that precede into the query.",
    "lookbehind_neg": '(?<! ) is not supported: write [word!="x"] for a word that is another.',
    "lt": "< is not supported: = and != compare, and spans stand after within, as in within <s/>.",
    "lt_slash": "</ is not supported: write within <s/> or within <passage/>.",
    "gt": "> is not supported: = and != compare.",
    "lte": "<= is not supported: = and != compare.",
    "gte": ">= is not supported: = and != compare.",
    "rel_line": "Relations between words are not supported.",
    "rel_arrow": "-> is not supported: there are neither relations nor implications.",
    "root_rel_caret": "Relations between words are not supported.",
    "align_line": "Aligned texts are not supported.",
    "align_arrow": "Aligned texts are not supported.",
    "colon": "A name: is not supported: matches have no named parts.",
    "double_colon": ":: is not supported: conditions stand inside [ ].",
    "semicolon": "; is not supported: ask for each query by itself.",
    "comma": "A comma between CQL queries is not supported: give each as a further QUERY.",
    "containing": "containing is not supported: only within <s/> and within <passage/> are.",
    "overlap": "overlap is not supported: only within <s/> and within <passage/> are.",
    "in": "in[ , ] is not supported: = and != compare.",
    "underscore": "_ is not supported: [] stands for any word.",
    "amp": "& between sequences is not supported: it stands inside [ ].",
    "bang": '! before a sequence is not supported: write [word!="x"].',
}


def parse(query: str) -> Series:
    """The series of a CQL query. QueryError, with the column, where it does not parse or is not supported."""
    source = query.strip()
    if len(query) > LONGEST_QUERY:
        raise QueryError(f"The query is longer than {LONGEST_QUERY:,} characters: ask for less at once.")
    begin = len(query) - len(query.lstrip())
    text = query
    if query[begin : begin + 4].lower() == "cql:":
        text = query[:begin] + " " * 4 + query[begin + 4 :]
    if not text.strip():
        raise QueryError('The query is empty: write cql:[word="peace"].', query, begin)

    def fail(message: str, column: int) -> NoReturn:
        raise QueryError(message, query, column)

    text = _without_flags(text, fail)
    try:
        tokens = list(tokenize(text))
        _Checker(tokens, fail).check()
        tree = parse_from_tokens(tokens, text)
    except BCQLSyntaxError as error:
        fail(f"{error.message.rstrip('.')}.", error.position or 0)
    except (ValueError, RecursionError):
        fail("This is no CQL that can be understood.", begin)
    return Series(source, Tree(_columns(tokens), fail, begin).sequences(tree))


def _columns(tokens: list[Token]) -> list[tuple[int, int]]:
    """For each string value in order, where what it is compared with stands, and where it stands itself."""
    found = []
    for at, token in enumerate(tokens):
        if token.type in ("string", "literal_string"):
            named = at > 1 and tokens[at - 1].type in ("eq", "neq")
            found.append((tokens[at - 2].position if named else token.position, token.position))
    return found


def _without_flags(text: str, fail: _Fail) -> str:
    """The text with each ``%c`` after a string blanked out: columns stay as they are."""

    def blank(found: re.Match[str]) -> str:
        string, flags, letters = found[1], found[2], found[3]
        if flags is None:
            return string
        if letters != "c":
            fail(
                f"%{letters} is not supported: only %c is, letter case ignored, which is the default.",
                found.start(2) + flags.index("%"),
            )
        return string + " " * len(flags)

    return _FLAGS.sub(blank, text)


class _Checker:
    """Refuses, with the column, what bcql-py parses and this program does not do: its tree has no columns."""

    def __init__(self, tokens: list[Token], fail: _Fail) -> None:
        self._tokens, self._fail = tokens, fail

    def check(self) -> None:
        deep = 0
        bangs = 0
        operators: list[str | None] = []
        inside = False
        for at, token in enumerate(self._tokens):
            kind = str(token.type)
            deep += (kind in ("lparen", "lbracket")) - (kind in ("rparen", "rbracket"))
            if deep > DEEPEST:
                self._fail(f"Brackets stand in brackets more than {DEEPEST} deep.", token.position)
            if kind == "lbracket":
                inside = True
            elif kind == "rbracket":
                inside = False
            if kind not in (_INSIDE if inside else _OUTSIDE) and not self._span(at, inside):
                self._refuse(at, inside)
            bangs = bangs + 1 if kind == "bang" else 0
            if bangs > DEEPEST:
                self._fail("These are too many ! in a row.", token.position)
            if kind in ("lparen", "lbracket"):
                operators.append(None)
            elif kind in ("rparen", "rbracket") and operators:
                operators.pop()
            elif kind in ("amp", "pipe") and inside and operators:
                if operators[-1] not in (None, kind):
                    self._fail("& and | side by side need brackets, as in a & (b | c).", token.position)
                operators[-1] = kind
            self._check_one(at, kind, inside)

    def _check_one(self, at: int, kind: str, inside: bool) -> None:
        token = self._tokens[at]
        following = str(self._tokens[at + 1].type) if at + 1 < len(self._tokens) else "eof"
        if kind == "identifier" and following == "lparen":
            self._fail(f"{token.value}( ) is not supported: there are no functions.", token.position)
        if kind == "within" and not self._span(at + 1, inside):
            self._fail("within is not supported but as within <s/> or within <passage/>.", token.position)
        if kind in ("star", "plus", "question", "rbrace") and following in _QUANTIFIERS:
            self._fail("A repetition is not repeated: put it in brackets.", self._tokens[at + 1].position)
        if kind == "comma" and not (at and str(self._tokens[at - 1].type) in ("lbrace", "integer")):
            self._fail(_UNSUPPORTED["comma"], token.position)
        if kind == "integer":
            if not re.fullmatch("[0-9]{1,9}", token.value) or int(token.value) > LONGEST_GAP:
                self._fail(f"A repetition is from 0 to {LONGEST_GAP}.", token.position)
            if (
                str(self._tokens[at - 1].type) == "comma"
                and str(self._tokens[at - 2].type) == "integer"
                and int(token.value) < int(self._tokens[at - 2].value)
            ):
                self._fail("The least of a repetition stands before the most.", token.position)

    def _span(self, at: int, inside: bool) -> bool:
        """Whether the token belongs to ``<s/>`` or ``<passage/>`` after ``within``."""
        if inside:
            return False
        begin = next(
            (
                n
                for n in range(max(at - 2, 1), at + 1)
                if n < len(self._tokens) and self._tokens[n].type == "lt"
            ),
            None,
        )
        if begin is None or self._tokens[begin - 1].type != "within":
            return False
        name, close = self._tokens[begin + 1 : begin + 2], self._tokens[begin + 2 : begin + 3]
        return bool(name and close) and name[0].value in SPANS and close[0].type == "slash_gt"

    def _refuse(self, at: int, inside: bool) -> NoReturn:
        token = self._tokens[at]
        kind = str(token.type)
        if kind == "identifier" and not inside:
            following = self._tokens[at + 1].type if at + 1 < len(self._tokens) else ""
            if following == "lparen":
                self._fail(f"{token.value}( ) is not supported: there are no functions.", token.position)
            if following == "colon":
                self._fail(f"{token.value}: is not supported: matches have no named parts.", token.position)
            self._fail(f'{token.value} stands outside of [ ]: write [word="{token.value}"].', token.position)
        if inside and kind in ("star", "plus", "question", "lbrace", "rbrace", "integer", "comma"):
            self._fail('Inside [ ] stand conditions, as in [word="peace"]; [] is any word.', token.position)
        self._fail(_UNSUPPORTED.get(kind, f"{token.value} is not supported here."), token.position)
