"""Pages that print several whole articles, one below the other: each becomes a page of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import lxml.html
from lxml.html import builder

from corpus.ingest.dates.finder import find_stamps
from corpus.ingest.decode.columns import is_web_address
from corpus.ingest.readers.page_address import origin
from corpus.ingest.readers.page_tree import body_of, is_furniture, is_hidden, load, rules
from corpus.ingest.readers.sources import decoded

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ARTICLE = re.compile(rb"<article\b", re.IGNORECASE)
_PARAGRAPH = re.compile(rb"<p\b", re.IGNORECASE)
_MARKUP, _PARAGRAPHS = 500, 2
"""Bytes and paragraphs of markup without which nothing is a whole article."""
_WORDS = 250
"""Code points of its paragraphs; the cards of a list have fewer."""
_HEADING = 300
_LIVE = b"LiveBlogPosting"
_MOST = 200


def articles_of(raw: bytes) -> list[bytes]:
    """The pages, in UTF-8, that the articles of a page make; [] where it has one article or none."""
    parts = _ARTICLE.split(raw)[1:]
    long = [part for part in parts if len(part) >= _MARKUP and len(_PARAGRAPH.findall(part)) >= _PARAGRAPHS]
    if len(long) < 2 or _LIVE in raw:
        return []
    markup = decoded(raw).text
    root = load(markup)
    whole: dict[HtmlElement, HtmlElement] = {}
    for article in body_of(root).iter("article"):
        heading = _heading_of(article)
        if heading is not None:
            whole[article] = heading
    if not 2 <= len(whole) <= _MOST or len({heading.tag for heading in whole.values()}) > 1:
        return []
    if len({article.getparent() for article in whole}) > 1:
        return []
    address = origin(root, markup).address
    return [_page(root, address, article, heading) for article, heading in whole.items()]


def _heading_of(article: HtmlElement) -> HtmlElement | None:
    """The heading of a whole article: with a day of its own, and paragraphs that are no links."""
    around = (article, *article.iterancestors())
    if article.getparent() is None or any(one.tag == "article" for one in article.iterancestors()):
        return None
    if any(is_hidden(one) or is_furniture(one) for one in around):
        return None
    headings = article.iter(*rules()["headings"])
    heading = next((one for one in headings if 0 < len(_words(one)) <= _HEADING), None)
    if heading is None:
        return None
    paragraphs = [text for one in article.iter("p") if _is_said(one) and (text := _words(one))]
    if len(paragraphs) < _PARAGRAPHS or sum(map(len, paragraphs)) < _WORDS:
        return None
    return heading if _is_dated(article) else None


def _words(element: HtmlElement) -> str:
    return " ".join(str(element.text_content()).split())


def _is_said(paragraph: HtmlElement) -> bool:
    linked = sum(len(_words(link)) for link in paragraph.iter("a"))
    return 2 * linked <= len(_words(paragraph))


def _is_dated(article: HtmlElement) -> bool:
    if next(article.iter("time"), None) is not None:
        return True
    short = (_words(one) for one in article.iter("p", "div", "span") if len(one) == 0)
    return any(find_stamps(text) for text in short if 0 < len(text) <= 60)


def _page(root: HtmlElement, address: str, article: HtmlElement, heading: HtmlElement) -> bytes:
    """A page of one article alone, whose address is what its heading leads to, else the whole page's."""
    links = [*heading.iter("a"), *(one for one in article.iter("a") if one.get("rel") == "bookmark")]
    own = next((urljoin(address, link.get("href", "")) for link in links), "")
    head = builder.HEAD(builder.META(charset="utf-8"), builder.TITLE(_words(heading)))
    if is_web_address(own) or address:
        head.append(builder.LINK(rel="canonical", href=own if is_web_address(own) else address))
    article.tail = None
    page = builder.HTML(head, builder.BODY(article))
    if language := root.get("lang"):
        page.set("lang", language)
    made: bytes = lxml.html.tostring(page, encoding="utf-8", doctype="<!DOCTYPE html>")
    return made
