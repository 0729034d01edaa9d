"""The text of a part of a page: its blocks in order, each a paragraph of one or more lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml.etree import iterwalk

from corpus.ingest.readers.page_tree import is_block, rules, words_of
from corpus.ingest.readers.raised import is_mark, raised

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LONGEST_CAPTION = 1_000
"""What is called a caption and has more code points holds a picture and its article."""
LONG_CELL = 120
"""A cell with more code points is a paragraph, not one of several values in a line."""

_SPACES = re.compile(r"[ \t\r\n\f]+")
_NOTE = re.compile(r"#\D{0,20}(?:ftn|edn|fn|note|cite|foot|ref)|#\d+$", re.IGNORECASE)


@dataclass(slots=True, eq=False)
class Part:
    """A block of text: its lines (parted by single ``<br>``), and what is known of it.

    ``links``: how many of its code points are in links. ``element``: the block that it stands in.
    """

    lines: list[str]
    element: HtmlElement
    links: int = 0
    heading: bool = False
    caption: bool = False

    @property
    def text(self) -> str:
        return " ".join(self.lines)


def parts_of(root: HtmlElement, leave: HtmlElement | None = None) -> list[Part]:
    """The blocks of text in an element; ``leave`` and what it holds are left out.

    Inline elements neither join words nor part them, unless they stand beside each other for the eye: links,
    and the columns of a line.
    """
    return parts_around(root, leave)[0]


def parts_around(root: HtmlElement, leave: HtmlElement | None) -> tuple[list[Part], int | None]:
    """The same, and the number of the first block after ``leave`` (None: it is not there)."""
    writer = _Writer(root, leave)
    walker = iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if event == "end":
            writer.close(element)
        elif not writer.open(element):
            walker.skip_subtree()
    writer.end_block()
    return writer.parts, writer.at


class _Writer:
    """Collects parts while a tree is walked (not by recursion: pages nest deeper than Python does)."""

    def __init__(self, root: HtmlElement, leave: HtmlElement | None) -> None:
        self.parts: list[Part] = []
        self.at: int | None = None
        self._root = root
        self._leave = leave
        self._rules = rules()
        self._lines: list[str] = []
        self._pieces: list[str] = []
        self._said = False
        self._links = 0
        self._blocks: list[HtmlElement] = [root]
        self._owner: HtmlElement = root
        self._inside: dict[str, int] = {"a": 0, "heading": 0, "caption": 0, "pre": 0}
        self._counted: list[tuple[HtmlElement, list[str]]] = []
        self._ended: HtmlElement | None = None
        """The inline element that ended last, with no text since."""

    def open(self, element: HtmlElement) -> bool:
        """Whether what is in the element is to be said."""
        tag = element.tag
        if element is self._leave:
            if self._parts(element):
                self.end_block()
            self.at = len(self.parts)
            return False
        if tag == "a" and _is_note(element):
            return False
        if tag == "sup" and not any(map(is_block, element.iterdescendants())):
            self._raise(element)
            return False
        if tag == "br":
            self._end_line()
            return True
        if self._parts(element):
            self.end_block()
            self._blocks.append(element)
        elif tag in ("td", "th", "img", "hr") or (
            self._ended is not None and self._stands_apart(self._ended, element)
        ):
            self._pieces.append(" ")
        self._count(element)
        if element.text:
            self._say(element.text)
        return True

    def close(self, element: HtmlElement) -> None:
        """The element has ended; what stands after it is said."""
        if self._blocks[-1] is element and element is not self._root:
            self.end_block()
            self._blocks.pop()
        elif element.tag in ("td", "th"):
            self._pieces.append(" ")
        elif element.tag not in ("br", "wbr") and self._said:
            self._ended = element
        if self._counted and self._counted[-1][0] is element:
            for kind in self._counted.pop()[1]:
                self._inside[kind] -= 1
        if element is not self._root and element.tail:
            self._say(element.tail)

    def end_block(self) -> None:
        self._end_piece()
        if self._lines:
            part = Part(
                self._lines,
                self._owner,
                self._links,
                self._inside["heading"] > 0,
                self._inside["caption"] > 0,
            )
            self.parts.append(part)
        self._lines, self._links = [], 0
        self._ended = None

    def _end_piece(self) -> bool:
        """End the line; whether it had text."""
        line = _SPACES.sub(" ", "".join(self._pieces)).strip()
        self._pieces, self._said = [], False
        if line and not line.isspace() and line not in ("\u200b", "\ufeff"):
            if not self._lines:
                self._owner = self._blocks[-1]
            self._lines.append(line)
            return True
        return False

    def _end_line(self) -> None:
        """A ``<br>``: the second one in a row ends the block."""
        if not self._end_piece() and self._lines:
            self.end_block()
        self._ended = None

    def _say(self, text: str) -> None:
        if self._inside["pre"] and "\n" in text:
            first, *others = text.split("\n")
            self._pieces.append(first)
            for other in others:
                self._end_line()
                self._pieces.append(other)
            return
        self._pieces.append(text)
        stripped = text.strip()
        if stripped:
            self._said = True
            if self._inside["a"]:
                self._links += len(stripped)
        self._ended = None

    def _count(self, element: HtmlElement) -> None:
        tag = element.tag
        kinds = [tag] if tag in ("a", "pre") else []
        if tag in self._rules["headings"]:
            kinds.append("heading")
        if is_caption(element):
            kinds.append("caption")
        if kinds:
            self._counted.append((element, kinds))
            for kind in kinds:
                self._inside[kind] += 1

    def _parts(self, element: HtmlElement) -> bool:
        """Whether an element is a block here: cells are where they hold blocks or much text."""
        if element.tag not in ("td", "th"):
            return is_block(element)
        if any(child.tag == "br" or is_block(child) for child in element):
            return True
        size = 0
        for text in element.itertext():
            size += len(text)
            if size > LONG_CELL:
                return True
        return False

    def _stands_apart(self, before: HtmlElement, element: HtmlElement) -> bool:
        """Whether two inline elements with nothing between them are two words for the eye."""
        if before.tail or element.getprevious() is not before:
            return False
        style = self._rules["letter_tags"]
        if before.tag in style or element.tag in style:
            return "a" in (before.tag, element.tag) and before.tag != element.tag
        if "a" in (before.tag, element.tag):
            return True
        parent = element.getparent()
        return parent is not None and parent.tag not in self._rules["running"]

    def _raise(self, element: HtmlElement) -> None:
        """Say what raised characters say; the sign of a note says nothing."""
        linked = element.find(".//a") is not None
        said = raised("".join(self._pieces[-3:]), "".join(element.itertext()), linked=linked)
        if said:
            self._say(said)


def _is_note(element: HtmlElement) -> bool:
    """Whether it is a link to a note, with its number or sign."""
    target = element.get("href") or ""
    said = element.get("epub:type") or element.get("role") or ""
    return ("noteref" in said or bool(_NOTE.search(target))) and is_mark("".join(element.itertext()))


def is_caption(element: HtmlElement) -> bool:
    """Whether it is the caption of a picture or film."""
    if element.tag == "figcaption":
        return True
    name = element.get("class")
    if not name or rules()["captions"].isdisjoint(words_of(name)):
        return False
    return element.tag not in ("body", "html") and len("".join(element.itertext())) <= LONGEST_CAPTION
