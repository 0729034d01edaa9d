"""Words of web pages and newspapers that are nobody's text: buttons, forms, names of sections, headings of
lists of other texts, in the languages of ``page_words.toml``."""

from __future__ import annotations

import functools
import re
from typing import Literal

from corpus.settings import packaged
from corpus.text.normalisation import fold, without_diacritics

LONGEST = 80
"""Longest line that may be such a word, in code points."""
_LONGEST_ROW = 200
_MOST_WORDS = 5
"""Most words of one entry that a row is searched for."""
_MOST_PARTS = 30
_ONE = 3
"""Most letters of a word in scripts without spaces."""
_STOPS = frozenset(".。!！")
_PAGES = 3
"""So many names of pages side by side are a menu."""
_AROUND = " \t\u3000.…:：;,،؛!?؟|｜·•*-–—_=~<>«»‹›→←↑↓▲▼▶►■□◆●○※☞✓×[]()（）【】《》〈〉#@+/\\\"'“”"
_DIGITS = "0123456789٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹０１２３４５６７８９"
_PARTS = re.compile(r"[\s|｜·•/,，、>»]+")

Kind = Literal["labels", "closing", "pages"]


def is_label(words: str) -> bool:
    """Whether a line is a button, a field of a form or another part of a page."""
    return _may_be(words) and _key(words) in _words("labels")


def is_page_name(words: str) -> bool:
    """Whether a line is the name of a part of a site: ``Politics``, ``国内``, ``Новости``."""
    return _may_be(words) and _key(words) in _words("pages")


def closes_text(words: str) -> bool:
    """Whether a line is the heading of what stands below a text: ``Related news``, ``Leave a Reply``."""
    return _may_be(words) and _key(words) in _words("closing")


def is_several(words: str) -> bool:
    """Whether such a line is more than one word, which texts do not use by themselves."""
    return " " in words.strip() or (words[0] >= "\u2e80" and len(words) > _ONE)


def is_row(words: str) -> bool:
    """Whether a line is nothing but labels, or names of pages, side by side: ``收藏 打印 推荐``."""
    if len(words) > _LONGEST_ROW:
        return False
    parts = [key for part in _PARTS.split(words) if (key := _key(part))]
    if not 1 < len(parts) <= _MOST_PARTS:
        return False
    labels, pages = _words("labels"), _words("pages")
    at = found = names = 0
    while at < len(parts):
        for count in range(min(_MOST_WORDS, len(parts) - at), 0, -1):
            one = " ".join(parts[at : at + count])
            if one in labels or one in pages:
                found += one in labels
                names += one not in labels
                at += count
                break
        else:
            return False
    return found > 0 or names >= _PAGES


def without_labels(words: str) -> str:
    """A line without the labels at its ends: ``2006年12月29日 收藏 打印`` is the day."""
    parts = words.split()
    labels = _words("labels")
    while len(parts) > 1 and _key(parts[-1]) in labels:
        parts.pop()
    while len(parts) > 1 and _key(parts[0]) in labels:
        parts.pop(0)
    return " ".join(parts)


def _may_be(words: str) -> bool:
    """Short, and no sentence of one word."""
    return len(words) <= LONGEST and (words[-1:] not in _STOPS or words.endswith(".."))


def _key(words: str) -> str:
    """A line as it is compared: without marks and numbers around it, letter case and accents."""
    return without_diacritics(fold(words.strip(_AROUND + _DIGITS)))


@functools.cache
def _words(kind: Kind) -> frozenset[str]:
    entries = "|".join(packaged("corpus.text", "page_words.toml")[kind].values())
    folded = without_diacritics(fold(entries.replace("\n", "|")))
    return frozenset(one.strip(_AROUND + _DIGITS) for one in folded.split("|")) - {""}
