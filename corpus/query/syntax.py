"""The query language: from what a person types to sequences of slots.

    peace                     folded word form                  =Party          exact case
    regional development      phrase (quotes optional)          nuclear*  ?     wildcards inside a word
    (peace|unification)       alternatives                      /nucl.*r/       regular expression over a word
    peace , war               two series                        char:당         exact string of characters
    20,000                    a number, no series

``*`` as a word of a phrase stands for any word. Words with Han, Kana or Hangul are searched as exact
strings in the layer ``char``; wildcards and regular expressions search the layer ``word``.
"""

from __future__ import annotations

import itertools
import math
import re
from dataclasses import dataclass
from typing import Literal, NoReturn

from corpus.errors import QueryError
from corpus.model.text import fold, normalise
from corpus.model.tokens import Layer, has_cjk, word_spans

MOST_SERIES = 1_000
"""Most series of one query."""
MOST_SEQUENCES = 10_000
"""Most sequences that the alternatives of one series may unfold to."""
LONGEST_REGEX = 1_000
"""Longest regular expression, or word with wildcards, in code points."""
MOST_REPEATS = 10_000
"""Largest product of the counts in braces of one regular expression."""
DEEPEST = 50
"""Deepest that brackets may stand in brackets."""
LONGEST_PHRASE = 500
"""Most words (or characters, in the layer char) of one sequence."""

Kind = Literal["fold", "exact", "wild", "regex", "any"]


@dataclass(frozen=True, slots=True)
class Atom:
    """One condition on one token. ``text`` is folded where the kind compares folded forms."""

    kind: Kind
    text: str
    column: int


@dataclass(frozen=True, slots=True)
class Sequence:
    """Consecutive tokens of one layer; each slot holds alternatives for one token."""

    layer: Layer
    slots: tuple[tuple[Atom, ...], ...]


@dataclass(frozen=True, slots=True)
class Series:
    """One thing to count: all occurrences of any of the sequences. ``source`` is what was typed."""

    source: str
    sequences: tuple[Sequence, ...]


@dataclass(frozen=True, slots=True)
class _Text:
    """A word as typed, before it is known which layer it belongs to."""

    kind: Kind
    text: str
    column: int
    characters: bool = False


_Choice = list[list["_Text"]]
_FOLLOWS = re.compile(r"[\s()|,]|$")
_REPEAT = re.compile(r"[{,]([0-9]{1,9})(?=[,}])")
_INSIDE_NUMBER = re.compile("[0-9],[0-9]")
_QUOTES = {'"': '"', "“": "”", "”": "”"}
_LATER = (
    ("lemma:", "lemma: is not supported yet: search the forms as (construct|constructs|constructed)."),
    ("tag:", "tag: is not supported yet: this archive holds no parts of speech."),
    ("cql:", "CQL is not supported yet."),
    ("[", "CQL is not supported yet."),
    ("@", "Concepts (@name) are not supported yet: search the words as (one|other)."),
    ("~", "Gaps (~N) are not supported yet: * stands for exactly one word."),
    ("+ ", "Sums of series are not supported yet: (a|b) counts both."),
    ("/ ", "Quotients of series are not supported yet: ask for both, as a , b."),
)
LONGEST_PREFIX = max(len(prefix) for prefix, _ in _LATER)


def parse(query: str) -> list[Series]:
    """The series of a query. QueryError, with the column, where it does not parse."""
    return _Parser(query).series()


class _Parser:
    def __init__(self, query: str) -> None:
        self.query = query
        self.at = 0
        self.depth = 0

    def fail(self, message: str, column: int | None = None) -> NoReturn:
        raise QueryError(message, self.query, self.at if column is None else column)

    def series(self) -> list[Series]:
        if not self.query.strip():
            self.fail("The query is empty: give a word or a phrase.")
        found = []
        while True:
            start = self.at
            choices = self._choices()
            source = self.query[start : self.at].strip()
            if not choices:
                self.fail("A word is missing here.")
            found.append(Series(source, self._sequences(choices, start)))
            if len(found) > MOST_SERIES:
                self.fail(f"The query has more than {MOST_SERIES:,} series: ask for fewer at once.")
            if self.at >= len(self.query):
                return found
            if self.query[self.at] == "|":
                self.fail("Alternatives stand in brackets: write (one|other).")
            if self.query[self.at] != ",":
                self.fail(f"{self.query[self.at]!r} has no partner: write ( ... | ... ) or leave it out.")
            self.at += 1

    def _choices(self) -> list[_Choice]:
        """Elements up to the end, a comma, a bar or a closing bracket; each a list of alternatives."""
        choices: list[_Choice] = []
        while True:
            while self.at < len(self.query) and self.query[self.at].isspace():
                self.at += 1
            if self.at >= len(self.query) or self.query[self.at] in ",|)":
                return choices
            if len(choices) > LONGEST_PHRASE:
                self.fail(f"The phrase is longer than {LONGEST_PHRASE} words.")
            choices.append(self._element())

    def _element(self) -> _Choice:
        char = self.query[self.at]
        rest = self.query[self.at : self.at + LONGEST_PREFIX] + " "
        for prefix, message in _LATER:
            if rest.startswith(prefix):
                self.fail(message)
        if char == "(":
            return self._alternatives()
        if char in _QUOTES:
            return [self._quoted()]
        if char == "/":
            return [[self._regex()]]
        return [self._words(self._bare(), self.at)]

    def _alternatives(self) -> _Choice:
        opened = self.at
        self.depth += 1
        if self.depth > DEEPEST:
            self.fail(f"Brackets stand in brackets more than {DEEPEST} deep: ask for less at once.")
        options: _Choice = []
        self.at += 1
        while True:
            inner = self._choices()
            if not inner:
                self.fail("An alternative is empty: write (one|other).")
            options.extend(self._unfold(inner, opened))
            if len(options) > MOST_SEQUENCES:
                self.fail(f"These are more than {MOST_SEQUENCES:,} alternatives: ask for fewer.", opened)
            if self.at >= len(self.query) or self.query[self.at] == ",":
                self.fail("This bracket is never closed: write (one|other).", opened)
            closed = self.query[self.at] == ")"
            self.at += 1
            if closed:
                self.depth -= 1
                return options

    def _unfold(self, choices: list[_Choice], column: int) -> list[list[_Text]]:
        """Every way through the elements."""
        ways = 1
        for choice in choices:
            ways *= len(choice)
            if ways > MOST_SEQUENCES:
                self.fail(
                    f"The alternatives unfold to more than {MOST_SEQUENCES:,} phrases: ask for fewer.", column
                )
        return [[text for part in way for text in part] for way in itertools.product(*choices)]

    def _quoted(self) -> list[_Text]:
        opened = self.at
        closing = self.query.find(_QUOTES[self.query[opened]], opened + 1)
        if closing < 0:
            self.fail("This quotation mark is never closed.", opened)
        self.at = opened + 1
        found: list[_Text] = []
        for word in re.finditer(r"\S+", self.query[opened + 1 : closing]):
            self.at = opened + 1 + word.start()
            found.extend(self._words(word[0], self.at + len(word[0])))
        self.at = closing + 1
        if not found:
            self.fail("There is no word between the quotation marks.", opened)
        return found

    def _regex(self) -> _Text:
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
        self._check_regex(pattern, opened)
        self.at = end + 1
        return _Text("regex", pattern, opened)

    def _check_regex(self, pattern: str, column: int) -> None:
        """Refuse what does not compile, or would take the engine long to compile."""
        import regex

        if len(pattern) > LONGEST_REGEX:
            self.fail(f"The regular expression is longer than {LONGEST_REGEX:,} characters.", column)
        if pattern.count("(") > DEEPEST:
            self.fail(f"The regular expression has more than {DEEPEST} groups: make it simpler.", column)
        repeats = math.prod(max(int(count), 1) for count in _REPEAT.findall(pattern))
        if repeats > MOST_REPEATS:
            self.fail(f"The counts of the regular expression multiply to more than {MOST_REPEATS:,}.", column)
        try:
            regex.compile(pattern)
        except (regex.error, RecursionError, OverflowError) as error:
            self.fail(f"The regular expression does not compile ({error}).", column)

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

    def _words(self, word: str, end: int) -> list[_Text]:
        """The tokens of one typed word; it ends at column ``end``."""
        column = end - len(word)
        characters = word.startswith("char:")
        if characters:
            word = word.removeprefix("char:")
        kind: Kind = "fold"
        if word.startswith("="):
            kind, word = "exact", word[1:]
        word = normalise(word)
        if not word:
            self.fail("A word is missing here.", column)
        if characters and not has_cjk(word):
            self.fail("char: searches Han, Kana and Hangul: leave it out for other words.", column)
        if characters or (has_cjk(word) and not ("*" in word or "?" in word)):
            return [_Text(kind, word, column, characters=True)]
        if word == "*":
            return [_Text("any", word, column)]
        if "*" in word or "?" in word:
            if kind == "exact":
                self.fail("Exact case and wildcards do not go together: leave out = or the wildcard.", column)
            if not re.sub(r"[*?]", "", word) and "*" in word:
                self.fail("A wildcard needs a letter beside it.", column)
            if len(word) > LONGEST_REGEX:
                self.fail(f"The word with wildcards is longer than {LONGEST_REGEX:,} characters.", column)
            return [_Text("wild", fold(word), column)]
        tokens = [word[a:b] for a, b in word_spans(word)]
        return [_Text(kind, token if kind == "exact" else fold(token), column) for token in tokens]

    def _sequences(self, choices: list[_Choice], column: int) -> tuple[Sequence, ...]:
        """Alternatives of single words stay together in one slot; others unfold."""
        texts = [text for choice in choices for option in choice for text in option]
        if not texts:
            self.fail("There is no word here, only punctuation.", column)
        if all(text.kind == "any" for text in texts):
            self.fail("* alone is every word: corpus stats counts those.", column)
        if not any(text.characters for text in texts) and all(
            len(choice) == 1 or all(len(option) == 1 for option in choice) for choice in choices
        ):
            slots: list[tuple[Atom, ...]] = []
            for choice in choices:
                if len(choice) == 1:
                    slots.extend((Atom(t.kind, t.text, t.column),) for t in choice[0])
                else:
                    slots.append(tuple(Atom(t.kind, t.text, t.column) for (t,) in choice))
            return (self._sequence(Layer.word, slots, column),)
        found = tuple(self._one(way, column) for way in self._unfold(choices, column))
        if len({sequence.layer for sequence in found if _overlap(sequence)}) > 1:
            self.fail(
                "A wildcard or expression, which can find Korean, Chinese or Japanese words, cannot stand"
                " beside a string of characters as its alternative: ask for both, as a , b.",
                column,
            )
        return found

    def _one(self, texts: list[_Text], column: int) -> Sequence:
        if not texts:
            self.fail("There is no word in one of the alternatives, only punctuation.", column)
        if not any(text.characters for text in texts):
            return self._sequence(Layer.word, [(Atom(t.kind, t.text, t.column),) for t in texts], column)
        slots: list[tuple[Atom, ...]] = []
        for number, text in enumerate(texts):
            if text.kind not in ("fold", "exact"):
                self.fail(
                    "Wildcards and regular expressions search words: they cannot stand beside a Korean,"
                    " Chinese or Japanese string, which is searched by characters.",
                    text.column,
                )
            if len(slots) + len(text.text) > LONGEST_PHRASE:
                self.fail(f"The phrase is longer than {LONGEST_PHRASE} characters.", text.column)
            if number:
                slots.append((Atom("exact", " ", text.column),))
            slots.extend(
                (Atom(text.kind, char if text.kind == "exact" else fold(char), text.column),)
                for char in text.text
            )
        return self._sequence(Layer.char, slots, column)

    def _sequence(self, layer: Layer, slots: list[tuple[Atom, ...]], column: int) -> Sequence:
        if len(slots) > LONGEST_PHRASE:
            self.fail(f"The phrase is longer than {LONGEST_PHRASE} words.", column)
        return Sequence(layer, tuple(slots))


def _overlap(sequence: Sequence) -> bool:
    """Whether its matches may be those of a sequence in the other layer: strings, and patterns of words."""
    return sequence.layer is Layer.char or any(
        atom.kind in ("any", "wild", "regex") for slot in sequence.slots for atom in slot
    )
