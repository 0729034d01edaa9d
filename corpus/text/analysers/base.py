"""What an analyser gives of a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar, overload

from corpus.settings import packaged

if TYPE_CHECKING:
    from array import array

T = TypeVar("T")


class Analysed(NamedTuple):
    """One text cut into word tokens. All lists are aligned by token, in the order of the text.

    ``starts``, ``ends``: half-open spans in code points of the text; starts never fall, and no span is
    empty. Spans may overlap: in Korean, two morphemes can share a syllable (``했`` is 하 and 었).
    ``forms``: as the analyser gives them: for Korean the form of the morpheme, which differs from the
    characters of its span where syllables contract. ``tags``: part of speech, "" where the language has none.
    ``lemmas``: dictionary form; None where it is unknown.
    """

    starts: Sequence[int]
    ends: Sequence[int]
    forms: Sequence[str]
    tags: Sequence[str]
    lemmas: Sequence[str | None]


class Coded(Sequence[T]):
    """A list of values that come again and again: four bytes each, the number of the value.

    ``codes`` may be shared with lists aligned with this one.
    """

    def __init__(self, codes: array[int], values: list[T]) -> None:
        self._codes = codes
        self._values = values

    def __len__(self) -> int:
        return len(self._codes)

    def __iter__(self) -> Iterator[T]:
        return map(self._values.__getitem__, self._codes)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Coded[T]: ...
    def __getitem__(self, at: int | slice) -> T | Coded[T]:
        if isinstance(at, slice):
            return Coded(self._codes[at], self._values)
        return self._values[self._codes[at]]


class Analyser(Protocol):
    """Cuts texts of one language into words. One a process; not shared between threads."""

    @property
    def name(self) -> str:
        """Library, version, our dictionary and its version: ``kiwipiepy/0.24.1+dprk/1``."""

    def analyse(self, texts: Sequence[str]) -> list[Analysed]:
        """Each text cut into words. Any string will do, also one that is no proper text."""


def table(name: str) -> dict[str, Any]:
    """A TOML file of this package."""
    return packaged("corpus.text.analysers", name)
