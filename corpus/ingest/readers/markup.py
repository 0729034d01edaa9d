"""Values that hold tags or entities: told from plain text by evidence, and read as the words they mean."""

from __future__ import annotations

import functools
import html
import re
from html.entities import html5
from typing import TYPE_CHECKING

from corpus.ingest.readers.fragment import blocks_of

if TYPE_CHECKING:
    from corpus.text.records import Block

_INLINE = (
    "a|abbr|b|big|cite|code|del|em|font|i|ins|kbd|label|mark|q|s|small|span|strike|strong|sub|sup|time|tt|u"
)
_BLOCKS = (
    "article|aside|blockquote|body|center|dd|div|dl|dt|figcaption|figure|footer|h[1-6]|header|html|li|main|nav|ol"
    "|p|pre|section|table|tbody|td|tfoot|th|thead|tr|ul|iframe|script|style|object|video|audio|picture|form|button"
)
_TAG = re.compile(rf"<(/?)({_INLINE}|{_BLOCKS})(?:\s[^<>]*)?>", re.IGNORECASE)
_VOID = re.compile(
    r"<(?:br|hr)\s*/?>|<(?:img|br|hr|input|source|embed|wbr)\s[^<>]*>"
    r"|<(?:p|div|li|td|tr)\s+(?:class|style|id|align|dir|lang)\s*=[^<>]*>"
    r"|\A\s*<p>|(?:<p>[^<]*){2,}",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#(?:[0-9]{1,7}|[xX][0-9a-fA-F]{1,6})|[A-Za-z][A-Za-z0-9]{1,31});")
_TWICE = re.compile(
    r"&(?:amp|#0*38|#x0*26);(?:#\d{2,5}|nbsp|quot|amp|apos|[lr][sd]quo|[mn]dash);", re.IGNORECASE
)
_ESCAPED = re.compile(
    r"&(?:lt|#0*60|#x0*3c);/?(?:p|div|br|span|strong|em|b|i|a|ul|li|h[1-6]|img|blockquote)\b", re.I
)
_SHORTCODE = re.compile(
    r"\[/?(?:caption|gallery|embed|audio|video|playlist|(?:wp|vc|et_pb|fusion|su)_\w+|contact-form-7)\b"
    r"[^\[\]]*\]"
)
_CAPTION = re.compile(r"\[caption\b[^\[\]]*\](.{0,2000}?)\[/caption\]", re.DOTALL)
_CLOSED = re.compile(r"\[/(?:b|i|u|url|quote|img|size|color|center)\]", re.IGNORECASE)
_BOARD_PICTURE = re.compile(r"\[img\b[^\[\]]{0,100}\][^\[\]\s]{0,500}\[/img\]", re.IGNORECASE)
_BOARD_TAG = re.compile(
    r"\[/?(?:b|i|u|s|url|quote|size|color|font|center|left|right|list|code|spoiler|email)(?:=[^\[\]\n]{0,300})?\]"
    r"|\[\*\]",
    re.IGNORECASE,
)
_CUT = re.compile(r"\s*(?:…|\.\.\.)?\s*\[\+\d+ chars\]\s*\Z")
"""How NewsAPI ends a text that it cuts short."""


def is_markup(text: str) -> bool:
    """Whether a text holds tags of HTML: an element that is closed, or one that plain text has no use for.

    ``a < b``, ``<3`` and ``<Kim>`` are none.
    """
    return "<" in text and (_VOID.search(text) is not None or _has_closed(text))


def has_tags(text: str) -> bool:
    """Whether a text holds what may be a tag of HTML other than one that only breaks a line."""
    return "<" in text and _TAG.search(text) is not None


def _has_closed(text: str) -> bool:
    """Whether an element is opened and closed."""
    opened: set[str] = set()
    for match in _TAG.finditer(text):
        name = match[2].lower()
        if not match[1]:
            opened.add(name)
        elif name in opened:
            return True
    return False


def unescaped(text: str) -> str:
    """The text with the characters that its entities stand for; what only looks like one stays."""
    return _ENTITY.sub(_character, text) if "&" in text else text


def decoded_entities(text: str) -> str:
    """A plain text that was taken from a page with its entities, as ``AT&amp;T``; twice escaped, read twice.

    ``R&D``, ``&c.`` and names that stand for no character stay.
    """
    once = unescaped(text)
    return unescaped(once) if once != text and _TWICE.search(text) else once


def plain(value: str) -> str:
    """A value on one line, without tags and entities."""
    if "<" not in value and "&" not in value:
        return value
    value = _opened(value)
    if is_markup(value):
        return " ".join(block.text for block in blocks_of(value))
    return unescaped(value)


def paragraphs(text: str) -> list[Block] | None:
    """The paragraphs of a text with tags; None for one without."""
    if "<" not in text and "&" not in text:
        return None
    text = _opened(text)
    if not is_markup(text):
        return None
    text = _CAPTION.sub(r"<figcaption>\1</figcaption>", text) if "[caption" in text else text
    return blocks_of(_SHORTCODE.sub("", text), wrapped=False)


def without_board_tags(text: str) -> str:
    """A text without the tags of bulletin boards (``[b]``), where one of them is closed in it."""
    if "[/" not in text or _CLOSED.search(text) is None:
        return text
    return _BOARD_TAG.sub("", _BOARD_PICTURE.sub("", text))


def readable(text: str) -> str:
    """A text without tags, its entities read."""
    if "&" in text:
        text = unescaped(text)
    return _CUT.sub("", text) if text.endswith("]") else text


def _opened(text: str) -> str:
    """Tags that were escaped once more, as feeds have them, are tags."""
    for _ in range(2):
        if "&" not in text or is_markup(text) or not _ESCAPED.search(text):
            break
        text = unescaped(text)
    return text


def _character(match: re.Match[str]) -> str:
    whole = match[0]
    return html.unescape(whole) if whole[1] == "#" or whole[1:] in _names() else whole


@functools.cache
def _names() -> frozenset[str]:
    return frozenset(name for name in html5 if name.endswith(";"))
