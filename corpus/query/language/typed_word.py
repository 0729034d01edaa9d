"""One typed word: what kind it is, and the tokens that it stands for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple, NoReturn, Protocol

from corpus.query.language.ast import LONGEST_REGEX, Atom, Field, Kind
from corpus.text import older_rules as older_tokens
from corpus.text.normalisation import fold, normalise
from corpus.text.tokens import has_cjk, word_spans
from corpus.text.word_joins import elided, eliding

if TYPE_CHECKING:
    from collections.abc import Sequence


class Fail(Protocol):
    """Raises QueryError with the column."""

    def __call__(self, message: str, column: int | None = None) -> NoReturn: ...


class Text(NamedTuple):
    """A word as typed, before it is known which layer it belongs to.

    ``characters``: a string of the layer char; ``everywhere``: as it stands, also inside of words. Kind
    ``gap``: up to ``int(text)`` words; kind ``concept``: the name of one. ``language``: that of ``Atom``,
    which a concept's queries have.
    """

    kind: Kind | Literal["gap", "concept"]
    text: str
    column: int
    characters: bool = False
    everywhere: bool = False
    field: Field = "word"
    language: str = ""

    def atom(self) -> Atom:
        """The condition on one token of the layer word."""
        if self.kind == "gap" or self.kind == "concept":
            raise AssertionError(self.kind)
        return Atom(self.kind, self.text, self.column, self.field, self.language)


BY_OLDER_RULES = "*"
"""The reading of what is typed by the rules of archives that are not yet counted anew."""


def readings(query: str) -> tuple[str, ...]:
    """Languages in whose way the words of a query may be cut, each another: "" for most of them."""
    found = [""]
    if any(apostrophe in query for apostrophe in "'’＇ʼ"):
        found += eliding()
    if re.search(r"[^\W_][.¹²³]|['’]", query):
        found.append(BY_OLDER_RULES)
    return tuple(found)


def texts(word: str, column: int, fail: Fail, reading: str = "") -> list[Text]:
    """The tokens of one typed word, which begins at ``column``; none where it is only punctuation.

    ``reading``: one of ``readings``.
    """
    for field in ("lemma", "tag"):
        if word.startswith(f"{field}:"):
            return [_of_field(field, normalise(word.removeprefix(f"{field}:")), column, fail)]
    characters = word.startswith("char:")
    if characters:
        word = word.removeprefix("char:")
    exact = word.startswith("=")
    if exact:
        word = word[1:]
    kind: Kind = "exact" if exact else "fold"
    word = normalise(word)
    if not word:
        fail("A word is missing here.", column)
    if characters and not has_cjk(word):
        fail(
            "char: searches Han, Kana, Hangul and the letters of Thai, Lao, Khmer and Burmese: leave it"
            " out for other words.",
            column,
        )
    if characters or (has_cjk(word) and not ("*" in word or "?" in word)):
        return [Text(kind, word, column, characters=True, everywhere=characters)]
    if word == "*":
        return [Text("any", word, column)]
    if "*" in word or "?" in word:
        if exact:
            fail("Exact case and wildcards do not go together: leave out = or the wildcard.", column)
        at = elided(word, reading) if reading else 0
        before = [fold(word[:at])] if at else []
        return [*(Text("fold", one, column) for one in before), _wild("word", word[at:], column, fail)]
    spans = older_tokens.word_spans(word) if reading == BY_OLDER_RULES else word_spans(word, language=reading)
    tokens = [word[a:b] for a, b in spans]
    return [Text(kind, token if exact else fold(token), column) for token in tokens]


def _wild(field: Field, word: str, column: int, fail: Fail) -> Text:
    if not re.sub(r"[*?]", "", word) and "*" in word:
        fail("A wildcard needs a letter beside it.", column)
    if len(word) > LONGEST_REGEX:
        fail(f"The word with wildcards is longer than {LONGEST_REGEX:,} characters.", column)
    return Text("wild", word if field == "tag" else fold(word), column, field=field)


def _of_field(field: Literal["lemma", "tag"], value: str, column: int, fail: Fail) -> Text:
    """A lemma or a tag. Tags are compared as they are, lemmas folded."""
    example = "lemma:construct" if field == "lemma" else "tag:NNP"
    if not value or value.startswith("="):
        fail(f"{field}: stands before a {field}, as in {example}.", column)
    if "*" in value or "?" in value:
        return _wild(field, value, column, fail)
    if field == "tag":
        return Text("exact", value, column, field=field)
    tokens: Sequence[tuple[int, int]] = [(0, len(value))] if has_cjk(value) else word_spans(value)
    if len(tokens) != 1:
        fail(f"lemma: stands before one word, as in {example}.", column)
    start, end = tokens[0]
    return Text("fold", fold(value[start:end]), column, field=field)
