"""What a query is parsed to: series of sequences of slots, each with conditions on a token."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from corpus.text.tokens import Layer

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
LONGEST_GAP = 100
"""Most words of one gap, and most repetitions of one token."""
SPANS = {"passage": "passage", "s": "s", "sentence": "s"}
"""What CQL may ask a match to lie in, as it is written and as it is called here."""

Kind = Literal["any", "fold", "alike", "exact", "wild", "regex", "cased"]
Field = Literal["word", "lemma", "tag"]


@dataclass(frozen=True, slots=True)
class Atom:
    """One condition on one token. ``text`` is folded where the kind compares folded forms.

    ``alike``: a character, and those that stand for it (``corpus.query.match.character_variants``).
    ``regex`` ignores letter case, ``cased`` is a regular expression that does not; both match whole values.
    ``language``: only words of texts in it (a BCP 47 range: ``zh`` takes in ``zh-Hant``), "" for any.
    """

    kind: Kind
    text: str
    column: int = field(compare=False)
    field: Field = "word"
    language: str = ""


class Not(NamedTuple):
    """A token that does not fulfil the condition."""

    condition: Condition


class Both(NamedTuple):
    """A token that fulfils all conditions."""

    conditions: tuple[Condition, ...]


class Either(NamedTuple):
    """A token that fulfils one of the conditions."""

    conditions: tuple[Condition, ...]


Condition = Atom | Not | Both | Either


class Slot(NamedTuple):
    """``least`` to ``most`` tokens in a row, each of which fulfils one of the conditions."""

    options: tuple[Condition, ...]
    least: int = 1
    most: int = 1

    @property
    def any(self) -> bool:
        """Whether every token will do."""
        return any(isinstance(option, Atom) and option.kind == "any" for option in self.options)


class Sequence(NamedTuple):
    """Consecutive tokens of one layer; ``sentence``: that lie in one sentence; ``whole``: whether they begin,
    and whether they end, where a word of Hangul may."""

    layer: Layer
    slots: tuple[Slot, ...]
    sentence: bool = False
    whole: tuple[bool, bool] = (False, False)


class Series(NamedTuple):
    """One thing to count. ``source`` is what was typed.

    A plain series: all occurrences of any of the sequences; ``concepts``: those that it names, whose words
    are among the sequences (``corpus.query.language.concept_queries.parsed``). Arithmetic: ``summands``, the
    plain series that are added (none where the series is plain itself), and ``over``, those whose
    sum it is divided by (none where it is no quotient).
    """

    source: str
    sequences: tuple[Sequence, ...] = ()
    concepts: tuple[str, ...] = ()
    summands: tuple[Series, ...] = ()
    over: tuple[Series, ...] = ()

    @property
    def terms(self) -> tuple[Series, ...]:
        """The plain series whose counts are added: the numerator, where it is a quotient."""
        return self.summands or (self,)
