"""Pieces of HTML, as columns, mails, feeds and books hold them, to paragraphs; nothing of it is furniture."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import lxml.html
from lxml import etree

from corpus.ingest.readers.page_text import parts_of
from corpus.ingest.readers.page_tree import empty, is_block
from corpus.ingest.readers.sources import UnreadableError
from corpus.text.records import Block
from corpus.text.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from corpus.ingest.readers.page_text import Part

MAX_TAGS = 400_000
"""Most tags of one piece, opening and closing."""
_DROPPED = frozenset((
    "script", "style", "noscript", "template", "iframe", "svg", "button", "select", "textarea", "object",
    "head", "title", "math", "audio", "video", "rp", "rt", "input", "form",
))  # fmt: skip
_NOTES = frozenset(("footnote", "footnotes", "endnote", "endnotes", "rearnote", "rearnotes"))
_BLANK = re.compile(r"\n[^\S\n]*\n\s*")
BREAK = "\ue001"
"""Stands for ``<br>`` while a paragraph is put together; a private code point that texts hardly have."""
_ENDS = (".", "!", "?", "…", ":", ";", "”", '"', "»", ")", "。", "！", "？")
_ACCESSIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")


def blocks_of(markup: str, *, wrapped: bool = True) -> list[Block]:
    """The paragraphs of a piece of HTML, its headings marked.

    Without any element that makes paragraphs, empty lines part them, as in the editors of many systems;
    ``wrapped``: whether its other line ends are spaces, as in HTML, and no breaks. Raises UnreadableError.
    """
    if markup.count("<") > MAX_TAGS:
        raise UnreadableError(f"It has more than {MAX_TAGS:,} tags: split it, or convert it to plain text.")
    markup = markup.replace("\0", "")
    if not markup.strip():
        return []
    parser = lxml.html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, encoding="utf-8")
    try:
        root = lxml.html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, ValueError, AssertionError):
        return []
    for element in [one for one in root.iter() if _is_dropped(one)]:
        empty(element)
    if not any(is_block(element) for element in root.iter() if element.tag != "body"):
        _break_lines(root, wrapped)
    notes = {one for one in root.iter("aside", "section", "div", "ol", "li") if _is_note(one)}
    return [
        Block(line, Role.editor_note if apart else None, heading=part.heading and not apart)
        for part in parts_of(root)
        for apart in (part.caption or _is_in(part, notes),)
        for line in lines_of(BREAK.join(part.lines))
    ]


def text_of(markup: str) -> str:
    """The text of a piece of HTML on one line, for titles."""
    return " ".join(block.text for block in blocks_of(markup))


def _break_lines(root: HtmlElement, wrapped: bool) -> None:
    """Make elements of a text's empty lines, and of its other line ends where no width made them."""
    for element in list(root.iter()):
        if element.text and element.tag != "pre":
            _put(element, element.text, wrapped, inside=True)
        if element.tail and element is not root:
            _put(element, element.tail, wrapped, inside=False)


def _put(element: HtmlElement, text: str, wrapped: bool, *, inside: bool) -> None:
    """Put a text into an element, or after it, with ``<br>`` between its lines."""
    text = _BLANK.sub(BREAK * 2, text)
    first, *others = (text if wrapped else text.replace("\n", BREAK)).split(BREAK)
    holder = element if inside else element.getparent()
    at = 0 if inside else holder.index(element) + 1
    if inside:
        element.text = first
    else:
        element.tail = first
    for number, line in enumerate(others, at):
        br = element.makeelement("br")
        br.tail = line
        holder.insert(number, br)


def _is_note(element: HtmlElement) -> bool:
    """Whether it holds footnotes or endnotes, by its class or by what it says to programs."""
    named = (element.get(name) or "" for name in ("class", "role", "epub:type"))
    return not _NOTES.isdisjoint(" ".join(named).lower().replace("doc-", "").split())


def _is_in(part: Part, elements: set[HtmlElement]) -> bool:
    return bool(elements) and not elements.isdisjoint((part.element, *part.element.iterancestors()))


def lines_of(whole: str) -> Iterator[str]:
    """The lines between breaks; a break inside a sentence is a space."""
    held = ""
    for line in whole.split(BREAK):
        line = " ".join(line.split())
        if not line:
            if held:
                yield held
            held = ""
        elif held and line[0].islower() and not held.endswith(_ENDS):
            held = f"{held} {line}"
        else:
            if held:
                yield held
            held = line
    if held:
        yield held


def _is_dropped(element: HtmlElement) -> bool:
    if element.tag in _DROPPED or element.get("hidden") is not None:
        return True
    style = element.get("style")
    return bool(style and _ACCESSIBLE.search(style))
