"""Where the text of a page lies: which of its boxes hold the article, and which what stands beside it."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from corpus.ingest.readers.page_tree import is_furniture, rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml.html import HtmlElement

    from corpus.ingest.readers.page_text import Part

_PROTECTED = 0.4
"""What holds more of the article that was found, or half of the page, is no furniture whatever its name."""
_LABELLED, _CLOSING = 0.25, 0.1
"""What a label of other things opens, and what holds the line that ends a page, has at most these shares of
the article that was found; of the page the latter at most the first."""
_FEW, _LINKED = 0.05, 0.3
"""The share for what a label opens with fewer links than the second share of its text."""
_SENTENCE = 60
"""Code points that a page has outside of its furniture where it has an article there."""


class Places:
    """Where the text of a page lies, and where the article that was found."""

    def __init__(self, parts: Sequence[Part], found: Sequence[float], heading: HtmlElement | None) -> None:
        self._all: dict[HtmlElement, float] = {}
        self._found: dict[HtmlElement, float] = {}
        self._links: dict[HtmlElement, int] = {}
        self._above = frozenset(() if heading is None else heading.iterancestors())
        self._known = dict.fromkeys(self._above, False)
        for part, share in zip(parts, found, strict=True):
            size = len(part.text)
            for element in (part.element, *part.element.iterancestors()):
                self._all[element] = self._all.get(element, 0) + size
                self._found[element] = self._found.get(element, 0) + size * share
                self._links[element] = self._links.get(element, 0) + part.links
        self._page = max(self._all.values())
        self.article = max(self._found.values())
        self._sizes = {part: len(part.text) * share for part, share in zip(parts, found, strict=True)}

    def found_in(self, parts: Iterable[Part]) -> float:
        """How much of the article stands in some blocks, in code points."""
        return sum(self._sizes.get(part, 0) for part in parts)

    def is_apart(self, part: Part) -> bool:
        """Whether a block lies in what is by its name no part of an article."""
        return any(self._is_apart(element) for element in (part.element, *part.element.iterancestors()))

    def _is_apart(self, element: HtmlElement) -> bool:
        known = self._known.get(element)
        if known is None:
            known = self._known[element] = (
                is_furniture(element)
                and self._all[element] < 0.5 * self._page
                and (not self.article or self._found[element] < _PROTECTED * self.article)
            )
        return known

    def beside(self, parts: Sequence[Part]) -> set[Part]:
        """The blocks of boxes that a label of other things opens (``Related news``), and of the foot of the
        page, which says who owns it and has no article below."""
        out: set[HtmlElement] = set()
        last = frozenset(self._up(parts[-1]))
        first: dict[HtmlElement, Part] = {}
        below: dict[HtmlElement, float] = {}  # how much of the article that was found stands after it
        rest = self.found_in(parts)
        for part in parts:
            rest -= self._sizes[part]
            for element in self._up(part):
                first.setdefault(element, part)
                below[element] = rest
        for part in parts:
            if is_label(part):
                opened = (element for element in self._up(part) if first[element] is part)
                out |= {element for element in opened if self._opens(element)}
            if is_closing(part):
                ended = (one for one in self._up(part) if below[one] <= _CLOSING * self.article)
                out |= {element for element in ended if self._ends(element, last)}
        return {part for part in parts if not out.isdisjoint(self._up(part))} if out else set()

    def _up(self, part: Part) -> Iterable[HtmlElement]:
        return (part.element, *part.element.iterancestors())

    def _opens(self, element: HtmlElement) -> bool:
        """Whether what a label opens is none of the article: it is furniture by its name too, or hardly any
        of that was found in it, and little where it is links."""
        if element in self._above:
            return False
        if is_furniture(element):
            return self._page - self._all[element] >= _SENTENCE
        linked = self._links[element] > _LINKED * self._all[element]
        most = _LABELLED if linked else _FEW
        return self._all[element] < 0.5 * self._page and self._found[element] <= most * self.article

    def _ends(self, element: HtmlElement, last: frozenset[HtmlElement]) -> bool:
        """Whether the line that ends a page stands in what is none of the article; ``last``: what holds the
        last block of the page, where more is believed to be so."""
        most = _PROTECTED if element in last else _CLOSING
        of_page = max(most, _LABELLED)
        few = self._all[element] <= of_page * self._page and self._found[element] <= most * self.article
        return few and element not in self._above


@functools.cache
def _patterns(name: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in rules()[name]), re.IGNORECASE)


def is_label(part: Part) -> bool:
    """Whether a short block only names what stands beside an article: ``Related news``, ``Tags: ...``."""
    return len(part.text) <= 80 and _patterns("labels").match(part.text.strip(" \u00a0\u3000")) is not None


@functools.cache
def _noted() -> re.Pattern[str]:
    names = "|".join(f"(?:{pattern})" for pattern in rules()["noted"])
    return re.compile(
        rf"[\s|/【（(]*(?:{names})\s*[:：]\s*(?:(?!(?:{names})\s*[:：])[^。.!?！？]|(?<=\d)\.){{0,40}}",
        re.IGNORECASE,
    )


def is_note(text: str) -> bool:
    """Whether a line is what a system notes of a page: ``Date: 6 May Source: Xinhua Views: 3``."""
    if not 8 <= len(text) <= 160:
        return False
    at, pairs = 0, 0
    while (pair := _noted().match(text, at)) is not None and pair.end() > at:
        at, pairs = pair.end(), pairs + 1
    return pairs >= 2 and not text[at:].strip(" 】）)|/")


def is_closing(part: Part) -> bool:
    """Whether a block says who owns the page: its foot."""
    return len(part.text) <= 600 and _patterns("closing").search(part.text) is not None


def is_credit(part: Part) -> bool:
    """Whether a block is the caption or the credit of a picture."""
    return part.caption or (len(part.text) <= 160 and _patterns("credits").match(part.text) is not None)
