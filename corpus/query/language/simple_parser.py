"""The parser of the simple form of the query language; ``corpus.query.language.syntax`` describes it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn

from corpus.errors import QueryError
from corpus.late_imports import late_pattern
from corpus.query.language.ast import (
    DEEPEST,
    LONGEST_GAP,
    LONGEST_PHRASE,
    MOST_SEQUENCES,
    MOST_SERIES,
    Series,
)
from corpus.query.language.phrase_sequences import sequences, unfold
from corpus.query.language.regex_checks import regex_fault
from corpus.query.language.typed_word import Text, readings, texts
from corpus.text import analysers
from corpus.text.tokens import has_hangul

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Sequence as Several

    from corpus.query.language.ast import Sequence

    Choice = list[list[Text]]
    Concepts = Callable[[str], Several[tuple[str, str]]]

_FOLLOWS = late_pattern(r"[\s()|,]|$")
_INSIDE_NUMBER = late_pattern("[0-9],[0-9]")
_GAP = late_pattern(r"~([0-9]{1,9})(?=[\s()|,]|$)")
_OPERATOR = late_pattern(r"\+(?=[\s,)|]|$)|/(?=[\s,]|$)")
_LAST_MARKS = late_pattern(r"[^\w*/?]*\?[^\w*/]*$")
"""What ends a sentence with a question, not a wildcard: a pasted sentence is found as it stands."""
SOUTH = "~south"
"""Behind a Korean word: in northern and southern spelling."""
_WITHIN = late_pattern(r"within\s*<", re.IGNORECASE)
_QUOTES = {'"': '"', "“": "”", "”": "”"}


class Parser:
    """``concepts``: gives the queries of a concept that is named, each with the language in whose texts it is
    asked ("" for all); None where only the syntax is asked for, so that a series which names some is parsed
    without its sequences. ``inside``: the concept whose query this is."""

    def __init__(self, query: str, concepts: Concepts | None = None, inside: str | None = None) -> None:
        self.query = query
        self.at = 0
        self._depth = 0
        self._concepts = concepts
        self._inside = inside
        self._named: dict[str, None] = {}
        self._readings = readings(query)
        self._reading = ""

    def fail(self, message: str, column: int | None = None) -> NoReturn:
        raise QueryError(message, self.query, self.at if column is None else column)

    def series(self) -> list[Series]:
        """The series of the query."""
        if not self.query.strip():
            self.fail("The query is empty: give a word or a phrase.")
        found = []
        while True:
            found.append(self._series())
            if len(found) > MOST_SERIES:
                self.fail(f"The query has more than {MOST_SERIES:,} series: ask for fewer at once.")
            if self.at >= len(self.query):
                return found
            self.at += 1

    def plain(self) -> Series:
        """One plain series, up to a comma, an operator or the end."""
        start = self.at
        found: dict[Sequence, None] = {}
        for reading in self._readings:
            self.at, self._reading, self._named = start, reading, {}
            choices = self._choices()
            source = self.query[start : self.at].strip()
            self._check_end()
            if not choices:
                operator = self._operator()
                if operator and not source:
                    self.fail(
                        f"A word is missing before {operator}: it stands between two, as a {operator} b."
                    )
                self.fail("A word is missing here.")
            if self._named and self._concepts is None:
                return Series(source, concepts=tuple(self._named))
            found |= dict.fromkeys(sequences(choices, start, self.fail))
        return Series(source, tuple(found), tuple(self._named))

    def _series(self) -> Series:
        start = self.at
        above = self._sum()
        below: tuple[Series, ...] = ()
        if self._operator() == "/":
            self.at += 1
            below = self._sum()
            if self._operator() == "/":
                self.fail("A series is divided once: write a + b / c + d, with at most one /.")
        if len(above) == 1 and not below:
            return above[0]
        if len(above) + len(below) > MOST_SERIES:
            self.fail(f"The query has more than {MOST_SERIES:,} series: ask for fewer at once.", start)
        return Series(self.query[start : self.at].strip(), summands=above, over=below)

    def _sum(self) -> tuple[Series, ...]:
        found = [self.plain()]
        while self._operator() == "+":
            self.at += 1
            found.append(self.plain())
        return tuple(found)

    def _operator(self) -> str | None:
        found = _OPERATOR.match(self.query, self.at)
        return found[0] if found else None

    def _check_end(self) -> None:
        if self.at >= len(self.query) or self.query[self.at] == "," or self._operator():
            return
        if self.query[self.at] == "|":
            self.fail("Alternatives stand in brackets: write (one|other).")
        self.fail(f"{self.query[self.at]!r} has no partner: write ( ... | ... ) or leave it out.")

    def _choices(self) -> list[Choice]:
        """Elements up to the end, a comma, a bar, a closing bracket or an operator; each its alternatives."""
        choices: list[Choice] = []
        while True:
            while self.at < len(self.query) and self.query[self.at].isspace():
                self.at += 1
            if self.at >= len(self.query) or self.query[self.at] in ",|)":
                return choices
            if self._operator():
                if self._depth:
                    self.fail(f"{self.query[self.at]} stands between series, not inside brackets.")
                return choices
            if len(choices) > LONGEST_PHRASE:
                self.fail(f"The phrase is longer than {LONGEST_PHRASE} words.")
            choices.append(self._element())

    def _element(self) -> Choice:
        char = self.query[self.at]
        if _WITHIN.match(self.query, self.at):
            self.fail('within <s/> belongs to CQL: write cql:"peace" []{0,9} "war" within <s/>.')
        if char == "(":
            return self._alternatives()
        if char in _QUOTES:
            return self._quoted()
        if char == "/":
            return [[self._regex()]]
        if char == "~":
            return [[self._gap()]]
        if char == "@":
            return self._concept()
        if char == "[" or self.query.startswith("cql:", self.at):
            self.fail("CQL is a query of its own: give it as a further QUERY.")
        start, word = self.at, self._bare()
        if word.endswith(SOUTH) and word != SOUTH:
            return [
                texts(each, start, self.fail, self._reading)
                for each in self._spellings(word.removesuffix(SOUTH), start)
            ]
        if word == "-":
            self.fail("Differences of series are not supported: ask for both, as a , b.", start)
        return [texts(word, start, self.fail, self._reading)]

    def _gap(self) -> Text:
        found = _GAP.match(self.query, self.at)
        if not found:
            self.fail("A gap is ~ and a number of words, as in peace ~3 security.")
        if int(found[1]) > LONGEST_GAP:
            self.fail(f"A gap is at most {LONGEST_GAP} words long.")
        column, self.at = self.at, found.end()
        return Text("gap", found[1], column)

    def _concept(self) -> Choice:
        column = self.at
        name = self._bare().removeprefix("@")
        if not name:
            self.fail("The name of a concept is missing after @.", column)
        if self._inside is not None:
            self.fail("A concept cannot contain a concept: name the words themselves.", column)
        self._named[name] = None
        if self._concepts is None:
            return [[Text("concept", name, column)]]
        options: Choice = []
        for language, query in self._concepts(name):
            try:
                found = Parser(query, inside=name).phrase()
                options.extend([text._replace(language=language) for text in way] for way in found)
            except QueryError as error:
                raise QueryError(f"The concept @{name} holds a query that cannot be asked: {error}") from None
        if len(options) > MOST_SEQUENCES:
            self.fail(f"The concept is more than {MOST_SEQUENCES:,} alternatives.", column)
        return options

    def phrase(self) -> Choice:
        """The alternatives of a query that is one phrase and nothing more."""
        options: Choice = []
        for reading in self._readings:
            self.at, self._reading = 0, reading
            choices = self._choices()
            if not choices and self.at >= len(self.query):
                self.fail("It is empty.")
            if self.at < len(self.query):
                self.fail("A query of a concept is one word or phrase, without comma, + or /.")
            options += (way for way in unfold(choices, 0, self.fail) if way not in options)
        return options

    def _alternatives(self) -> Choice:
        opened = self.at
        self._depth += 1
        if self._depth > DEEPEST:
            self.fail(f"Brackets stand in brackets more than {DEEPEST} deep: ask for less at once.")
        options: Choice = []
        self.at += 1
        while True:
            inner = self._choices()
            if not inner:
                self.fail("An alternative is empty: write (one|other).")
            options.extend(unfold(inner, opened, self.fail))
            if len(options) > MOST_SEQUENCES:
                self.fail(f"These are more than {MOST_SEQUENCES:,} alternatives: ask for fewer.", opened)
            if self.at >= len(self.query) or self.query[self.at] == ",":
                self.fail("This bracket is never closed: write (one|other).", opened)
            closed = self.query[self.at] == ")"
            self.at += 1
            if closed:
                self._depth -= 1
                return options

    def _spellings(self, text: str, column: int) -> list[str]:
        """Northern and southern spellings of Korean words."""
        if not has_hangul(text) or text.endswith(SOUTH):
            self.fail(f"{SOUTH} stands behind a Korean word, as in 로동{SOUTH}.", column)
        return analysers.korean_spelling.variants(text)

    def _quoted(self) -> Choice:
        opened = self.at
        closing = self.query.find(_QUOTES[self.query[opened]], opened + 1)
        if closing < 0:
            self.fail("This quotation mark is never closed.", opened)
        inside = self.query[opened + 1 : closing]
        self.at = closing + 1
        if self.query.startswith(SOUTH, self.at):
            self.at += len(SOUTH)
            return [self._phrase_in(each, opened) for each in self._spellings(inside, opened)]
        return [self._phrase_in(inside, opened)]

    def _phrase_in(self, inside: str, opened: int) -> list[Text]:
        """The words between quotation marks, the first of which stands at ``opened``."""
        found: list[Text] = []
        for word in re.finditer(r"\S+", inside):
            column = opened + 1 + word.start()
            if _GAP.fullmatch(word[0]):
                self.fail("A gap stands outside of quotation marks: leave the marks out.", column)
            if without_marks := _LAST_MARKS.sub("", word[0]):
                found.extend(texts(without_marks, column, self.fail, self._reading))
        if not found:
            self.fail("There is no word between the quotation marks.", opened)
        return found

    def _regex(self) -> Text:
        opened = self.at
        end = opened + 1
        while True:
            end = self.query.find("/", end)
            if end < 0:
                self.fail("This regular expression is never closed: write /nucl.*r/.", opened)
            if self.query[end - 1] != "\\" and _FOLLOWS.match(self.query, end + 1):
                break
            end += 1
        pattern = self.query[opened + 1 : end].replace("\\/", "/")
        if not pattern:
            self.fail("The regular expression is empty.", opened)
        fault = regex_fault(pattern)
        if fault:
            self.fail(fault, opened)
        self.at = end + 1
        return Text("regex", pattern, opened)

    def _bare(self) -> str:
        """A word up to a space, bracket, bar, or a comma that ends it."""
        end = self.at
        while end < len(self.query):
            char = self.query[end]
            if char.isspace() or char in "()|":
                break
            if char == "," and not _INSIDE_NUMBER.match(self.query, end - 1):
                break
            end += 1
        word = self.query[self.at : end]
        self.at = end
        return word
