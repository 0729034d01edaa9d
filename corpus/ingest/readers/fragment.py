"""Pieces of HTML, as columns, mails, feeds and books hold them, to paragraphs; nothing of it is furniture."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any

from corpus.ingest.readers.sources import UnreadableError
from corpus.model.records import Block
from corpus.model.roles import Role
from corpus.settings import packaged

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_TAGS = 400_000
"""Most tags of one piece, opening and closing."""
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_DROPPED = frozenset((
    "script", "style", "noscript", "template", "iframe", "svg", "button", "select", "textarea", "object",
    "head", "title", "math", "audio", "video", "rp", "rt", "input", "form",
))  # fmt: skip
_CELLS = frozenset(("td", "th"))
_SPACES = re.compile(r"[^\S\xa0]+")
_BLANK = re.compile(r"\n[^\S\n]*\n\s*")
_NOTE = re.compile(r"\s*(?:\[\s*)?(?:\d{1,3}|[*†‡]{1,3}|[ivx]{1,4}|[a-z])(?:\s*\])?\s*")
_WORD_BEFORE = re.compile(r"(?:[^\W\d_]{3,}|[.,;:!?”\"»)\]…。，])\s*\Z")
BREAK = "\ue001"
"""Stands for ``<br>`` while a paragraph is put together; a private code point that texts hardly have."""
_ENDS = (".", "!", "?", "…", ":", ";", "”", '"', "»", ")", "。", "！", "？")
_ACCESSIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")


@functools.cache
def _blocks() -> frozenset[str]:
    return frozenset(packaged("corpus.ingest.readers", "html.toml")["blocks"])


def blocks_of(markup: str, *, wrapped: bool = True) -> list[Block]:
    """The paragraphs of a piece of HTML, its headings marked.

    Without any element that makes paragraphs, empty lines part them, as in the editors of many systems;
    ``wrapped``: whether its other line ends are spaces, as in HTML, and no breaks. Raises UnreadableError.
    """
    import lxml.html
    from lxml import etree

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
    return list(_Walk(root, wrapped).blocks())


def text_of(markup: str) -> str:
    """The text of a piece of HTML on one line, for titles."""
    return " ".join(block.text for block in blocks_of(markup))


class _Walk:
    """One pass over a tree, without recursion: pages nest deeper than Python does."""

    def __init__(self, root: Any, wrapped: bool) -> None:
        self._root = root
        self._parts: list[str] = []
        self._done: list[Block] = []
        self._heading = 0
        self._pre = 0
        self._note = 0
        names = _blocks() - {"body"}
        self._loose = not any(element.tag in names for element in root.iter())
        self._wrapped = wrapped

    def blocks(self) -> list[Block]:
        from lxml import etree

        names = _blocks()
        walk = etree.iterwalk(self._root, events=("start", "end"))
        for event, element in walk:
            tag = element.tag
            if not isinstance(tag, str):
                continue
            if event == "start":
                if _is_dropped(element):
                    walk.skip_subtree()
                    continue  # its end comes all the same
                if tag in names or tag == "pre":
                    self._flush()
                elif tag in _CELLS:
                    self._parts.append(" ")
                elif tag == "br":
                    self._parts.append(BREAK)
                elif tag == "sup" and self._is_note(element):
                    walk.skip_subtree()
                    continue
                self._heading += tag in _HEADINGS
                self._pre += tag == "pre"
                self._note += tag == "aside" and "footnote" in (element.get("class") or "")
                self._add(element.text)
                continue
            if not _is_dropped(element) and not (tag == "sup" and self._is_note(element)):
                if tag in names or tag == "pre":
                    self._flush()
                self._heading -= tag in _HEADINGS
                self._pre -= tag == "pre"
                self._note -= tag == "aside" and "footnote" in (element.get("class") or "")
            if element is not self._root:
                self._add(element.tail)
        self._flush()
        return self._done

    def _is_note(self, element: Any) -> bool:
        """Whether it is the number of a note, and no exponent."""
        known = element.get("data-note")
        if known is None:
            text = "".join(element.itertext())
            before = "".join(self._parts[-3:])
            known = "yes" if is_note_number(before, text) else "no"
            element.set("data-note", known)
        return bool(known == "yes")

    def _add(self, text: str | None) -> None:
        if not text:
            return
        if self._pre:
            self._parts.append(text.replace("\n", BREAK))
            return
        if self._loose:
            text = _BLANK.sub(BREAK * 2, text)
            if not self._wrapped:
                text = text.replace("\n", BREAK)
        self._parts.append(_SPACES.sub(" ", text))

    def _flush(self) -> None:
        whole = "".join(self._parts)
        self._parts.clear()
        role = Role.editor_note if self._note else None
        for line in lines_of(whole):
            self._done.append(Block(line, role, heading=self._heading > 0))


def is_note_number(before: str, raised: str) -> bool:
    """Whether raised characters after these words are the number of a note, and no exponent."""
    return bool(_NOTE.fullmatch(raised)) and bool(_WORD_BEFORE.search(before[-60:]))


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


def _is_dropped(element: Any) -> bool:
    if element.tag in _DROPPED or element.get("hidden") is not None:
        return True
    style = element.get("style")
    return bool(style and _ACCESSIBLE.search(style))
