"""From the elements of a phrase, each with its alternatives, to sequences of slots."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from corpus.query.language.ast import LONGEST_PHRASE, MOST_SEQUENCES, Atom, Sequence, Slot
from corpus.text.languages import may_overlap
from corpus.text.normalisation import fold
from corpus.text.tokens import Layer, has_cjk, has_hangul
from corpus.wording import action

if TYPE_CHECKING:
    from corpus.query.language.ast import Kind
    from corpus.query.language.typed_word import Fail, Text

    Choice = list[list[Text]]

_GAP = "A gap stands between two words, as in peace ~3 security."


def unfold(choices: list[Choice], column: int, fail: Fail) -> list[list[Text]]:
    """Every way through the elements."""
    ways = 1
    for choice in choices:
        ways *= len(choice)
        if ways > MOST_SEQUENCES:
            fail(f"The alternatives unfold to more than {MOST_SEQUENCES:,} phrases: ask for fewer.", column)
    return [[text for part in way for text in part] for way in itertools.product(*choices)]


def sequences(choices: list[Choice], column: int, fail: Fail) -> tuple[Sequence, ...]:
    """Alternatives of single words stay together in one slot; others unfold."""
    texts = [text for choice in choices for option in choice for text in option]
    if not texts:
        fail("There is no word here, only punctuation.", column)
    if all(text.kind == "gap" for text in texts):
        fail(_GAP, texts[0].column)
    if all(text.kind in ("any", "gap") for text in texts):
        fail(_any(), column)
    if not any(text.characters for text in texts) and all(
        len(choice) == 1 or all(len(option) == 1 and option[0].kind != "gap" for option in choice)
        for choice in choices
    ):
        slots: list[Slot] = []
        for choice in choices:
            if len(choice) == 1:
                slots.extend(map(_slot, choice[0]))
            else:
                slots.append(Slot(tuple(text.atom() for (text,) in choice)))
        return (_sequence(Layer.word, slots, column, fail),)
    found = tuple(_one(way, column, fail) for way in unfold(choices, column, fail))
    strings = [_string(sequence) for sequence in found if sequence.layer is Layer.char]
    for sequence in found:
        if strings and sequence.layer is Layer.word and _may_be_one_of(sequence, strings):
            fail(
                "A wildcard or expression, which can find Korean, Chinese or Japanese words, cannot stand"
                " beside a string of characters as its alternative: ask for both, as a , b.",
                column,
            )
    return found


def _slot(text: Text) -> Slot:
    if text.kind == "gap":
        return Slot((Atom("any", "*", text.column),), 0, int(text.text))
    return Slot((text.atom(),))


def _one(texts: list[Text], column: int, fail: Fail) -> Sequence:
    if not texts:
        fail("There is no word in one of the alternatives, only punctuation.", column)
    if not any(text.characters for text in texts):
        return _sequence(Layer.word, list(map(_slot, texts)), column, fail)
    slots: list[Slot] = []
    for number, text in enumerate(texts):
        if text.kind == "gap":
            fail(
                "A gap counts words: it cannot stand beside a Korean, Chinese or Japanese string, which is"
                ' searched by characters. CQL asks for words: [word="핵"] []{0,3} [word="무기"].',
                text.column,
            )
        if text.kind not in ("fold", "exact") or text.field != "word":
            fail(
                "Wildcards and regular expressions search words: they cannot stand beside a Korean,"
                " Chinese or Japanese string, which is searched by characters. CQL asks for words:"
                ' [word="改革"] [word="开.*"].',
                text.column,
            )
        if len(slots) + len(text.text) > LONGEST_PHRASE:
            fail(f"The phrase is longer than {LONGEST_PHRASE} characters.", text.column)
        if number:
            slots.append(Slot((Atom("exact", " ", text.column),)))
        slots.extend(Slot((_character(text, char),)) for char in text.text)
    first, last = texts[0], texts[-1]
    whole = (
        not first.everywhere and has_hangul(first.text[:1]),
        not last.everywhere and has_hangul(last.text[-1:]),
    )
    return _sequence(Layer.char, slots, column, fail)._replace(whole=whole)


def _character(text: Text, char: str) -> Atom:
    if text.kind == "exact":
        return Atom("exact", char, text.column, language=text.language)
    kind: Kind = "fold" if text.everywhere else "alike"
    return Atom(kind, fold(char), text.column, language=text.language)


def _sequence(layer: Layer, slots: list[Slot], column: int, fail: Fail) -> Sequence:
    if len(slots) > LONGEST_PHRASE:
        fail(f"The phrase is longer than {LONGEST_PHRASE} words.", column)
    gaps = [slot.least == 0 for slot in slots]
    for before, gap, after, slot in zip([True, *gaps], gaps, [*gaps[1:], True], slots, strict=False):
        if gap and (before or after):
            (atom,) = slot.options
            assert isinstance(atom, Atom)
            fail(_GAP, atom.column)
    if all(slot.any for slot in slots):
        fail(_any(), column)
    return Sequence(layer, tuple(slots))


def _string(sequence: Sequence) -> tuple[str, str]:
    """A sequence of characters as text, folded, and the language in which alone it is searched."""
    atoms = [atom for slot in sequence.slots for atom in slot.options if isinstance(atom, Atom)]
    language = next((atom.language for atom in atoms if atom.language), "")
    return fold("".join(atom.text for atom in atoms)), language


def _may_be_one_of(sequence: Sequence, strings: list[tuple[str, str]]) -> bool:
    """Whether a match of words may be a match of one of the strings too, and would count twice.

    It may not where it has a word, or a piece of one between wildcards, that the string lacks, nor where
    both are searched in texts of different languages. Words typed in full are never in doubt: those with Han,
    Kana or Hangul are strings themselves.
    """
    if not any(
        isinstance(atom, Atom) and (atom.kind in ("any", "wild", "regex") or atom.field != "word")
        for slot in sequence.slots
        for atom in slot.options
    ):
        return False
    return any(all(_may_be_in(slot, text, language) for slot in sequence.slots) for text, language in strings)


def _may_be_in(slot: Slot, text: str, language: str) -> bool:
    return any(not isinstance(atom, Atom) or _atom_may_be_in(atom, text, language) for atom in slot.options)


def _atom_may_be_in(atom: Atom, text: str, language: str) -> bool:
    if not may_overlap(atom.language, language):
        return False
    return (
        atom.kind in ("any", "regex")
        or atom.field == "tag"
        or (atom.field == "lemma" and has_cjk(atom.text))
        or all(piece in text for piece in re.split(r"[*?]+", fold(atom.text)))
    )


def _any() -> str:
    return f"* alone is every word: name one beside it; {action('stats')} counts them all."
