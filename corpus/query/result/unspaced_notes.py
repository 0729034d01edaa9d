"""What a query for Thai, Lao, Khmer or Burmese must say: that it counts characters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.query.language.ast import Atom
from corpus.text.tokens import Layer, has_southeast

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corpus.query.language.ast import Series

CHARACTERS = (
    "Thai, Lao, Khmer and Burmese are written without spaces and not cut into words: a string is found"
    " wherever it"
    " stands, and tokens are letters with their marks, so that rates are per million characters."
)


def notes(series: Iterable[Series]) -> list[str]:
    """The sentence where a string in one of these scripts is asked for."""
    asked = (sequence for one in series for sequence in one.sequences)
    atoms = (
        option
        for sequence in asked
        if sequence.layer is Layer.char
        for slot in sequence.slots
        for option in slot.options
    )
    found = any(isinstance(atom, Atom) and has_southeast(atom.text) for atom in atoms)
    return [CHARACTERS] if found else []
