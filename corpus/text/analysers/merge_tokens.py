"""An analyser's words joined with the project's rule for all that is not in its script.

An analyser is believed only about runs of Hangul, Han and Kana. Latin words, numbers and full-width digits
between them are cut by ``corpus.text.tokens``, as they are in any other text.
"""

from __future__ import annotations

import re
from array import array
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING, TypeAlias

from corpus.text import tokens
from corpus.text.analysers.base import Analysed, Coded

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


SEGMENT = 100_000
"""Code points of a text that are analysed before the words are packed."""

Found: TypeAlias = tuple[int, int, str, str, str | None]
"""A word that an analyser found: start and end (half-open, code points of the text), form, tag, lemma.

A plain tuple: there are millions of them.
"""


@cache
def runs() -> re.Pattern[str]:
    """Runs of Hangul, Han and Kana letters, as the project's rule for words knows them."""
    return re.compile(f"[{tokens.HAN_KANA}{tokens.HANGUL}]+")


class Assembler:
    """Collects the words of one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._words: list[Found] = []

    def assemble(self, found: list[Found]) -> Analysed:
        """``found``, in the order of the text, clipped to the runs; gaps and the rest by the project's rule.

        A start behind the next word's, as of a contraction's parts, is moved to it (``found`` is changed).
        Every Hangul, Han and Kana letter lies in a word of the result, whatever the analyser left out.
        """
        for at in range(len(found) - 1, 0, -1):
            if found[at - 1][0] > found[at][0]:
                found[at - 1] = (found[at][0], *found[at - 1][1:])
        text, at, here = self._text, 0, 0
        waiting: list[Found] = []
        for run in runs().finditer(text):
            start, end = run.span()
            self._by_rule(here, start)
            here = end
            mine = waiting
            while at < len(found) and found[at][0] < end:
                mine.append(found[at])
                at += 1
            self._run(start, end, mine)
            waiting = [word for word in mine if word[1] > end]
        self._by_rule(here, len(text))
        return self._result()

    def _run(self, start: int, end: int, found: Sequence[Found]) -> None:
        reach, keep, most = start, self._words.append, tokens.LONGEST
        for word in found:
            first, last, form = word[0], word[1], word[2]
            if first >= start and last <= end and last - first <= most and len(form) <= most:
                if first > reach:
                    self._gap(reach, first)
                keep(word)
            else:
                first, last = max(first, start), min(last, end)
                if first >= last:
                    continue
                if first > reach:
                    self._gap(reach, first)
                self._pieces(first, last, word[3])
            if last > reach:
                reach = last
        if reach < end:
            self._gap(reach, end)

    def _pieces(self, start: int, end: int, tag: str, most: int = tokens.LONGEST) -> None:
        for first in range(start, end, most):
            last = min(first + most, end)
            form = self._text[first:last]
            self._words.append((first, last, form, tag, form if tag else None))

    def _gap(self, start: int, end: int) -> None:
        """What the analyser left out of a run. A code point that Python's Unicode does not know is a word."""
        for first, last in tokens.word_spans(self._text, start, end):
            self._pieces(start, first, "", 1)
            self._pieces(first, last, "")
            start = last
        self._pieces(start, end, "", 1)

    def _by_rule(self, start: int, end: int) -> None:
        # Most of what lies between two runs is a space.
        if start < end and not self._text[start:end].isspace():
            for first, last in tokens.word_spans(self._text, start, end):
                self._words.append((first, last, self._text[first:last], "", None))

    def _result(self) -> Analysed:
        if not self._words:
            return Analysed([], [], [], [], [])
        self._words.sort(key=itemgetter(0))  # out of order only behind a word that was cut for its length
        starts, ends, forms, tags, lemmas = map(list, zip(*self._words, strict=True))
        return Analysed(starts, ends, forms, tags, lemmas)


class _Words:
    """Words as numbers: of millions of tokens each different word is held once."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str, str | None], int] = {}
        self._forms: list[str] = []
        self._tags: list[str] = []
        self._lemmas: list[str | None] = []

    def codes(self, found: Analysed) -> array[int]:
        """The number of each of its words."""
        codes = array("I")
        for word in zip(found.forms, found.tags, found.lemmas, strict=True):
            code = self._known.get(word)
            if code is None:
                code = self._known[word] = len(self._forms)
                self._forms.append(word[0])
                self._tags.append(word[1])
                self._lemmas.append(word[2])
            codes.append(code)
        if len(self._known) > SEGMENT:
            self._known.clear()
        return codes

    def analysed(self, starts: array[int], ends: array[int], codes: array[int]) -> Analysed:
        forms, tags, lemmas = self._forms, self._tags, self._lemmas
        return Analysed(starts, ends, Coded(codes, forms), Coded(codes, tags), Coded(codes, lemmas))


def each_in_segments(
    texts: Sequence[str], most: int, breaks: re.Pattern[str], analyse: Callable[[str], Analysed]
) -> list[Analysed]:
    """Each text as ``in_segments`` cuts it; of many, too, each different word is held once."""
    found: list[Analysed] = []
    words = _Words()
    characters = 0
    for text in texts:
        one = in_segments(text, most, breaks, analyse)
        characters += len(text)
        if characters > SEGMENT >= len(text):
            one = words.analysed(array("I", one.starts), array("I", one.ends), words.codes(one))
        found.append(one)
    return found


def in_segments(
    text: str, most: int, breaks: re.Pattern[str], analyse: Callable[[str], Analysed]
) -> Analysed:
    """A text as ``analyse`` cuts it; of a long one segments by themselves, cut as ``pieces`` cuts.

    The words of millions of code points would take gigabytes as objects: here each is a number.
    """
    if len(text) <= SEGMENT:
        return analyse(text)
    starts, ends, codes = array("I"), array("I"), array("I")
    words = _Words()
    first = 0
    for _, end in pieces(text, most, breaks):
        if end - first < SEGMENT and end < len(text):
            continue
        found = analyse(text[first:end])
        starts.extend(at + first for at in found.starts)
        ends.extend(at + first for at in found.ends)
        codes.extend(words.codes(found))
        first = end
    return words.analysed(starts, ends, codes)


def pieces(text: str, most: int, breaks: re.Pattern[str]) -> list[tuple[int, int]]:
    """Half-open spans that make up the text, each at most ``most`` code points long.

    Cut behind the last place that ``breaks`` matches in a piece, else where the length ends.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    while len(text) - start > most:
        last = None
        for last in breaks.finditer(text, start, start + most):  # noqa: B007
            pass
        end = last.end() if last is not None and last.end() > start else start + most
        spans.append((start, end))
        start = end
    if start < len(text):
        spans.append((start, len(text)))
    return spans
