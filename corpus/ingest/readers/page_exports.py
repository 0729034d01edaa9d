"""Pages that programs for writing export: what their classes say, in elements that say it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.ingest.readers.page_tree import body_of, empty

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_NOTE = re.compile(r"(?:ftnt|cmnt)\d+")
"""What Google Docs calls its footnotes and the comments beside a text."""


def with_headings(root: HtmlElement) -> None:
    """Make a heading of the title of a document from Google Docs; its footnotes and comments are left out."""
    body = body_of(root)
    if "doc-content" not in (body.get("class") or "").split():
        return
    titles = [one for one in body.iter("p") if "title" in (one.get("class") or "").split()]
    if titles:
        for heading in list(body.iter("h1")):
            heading.tag = "h2"
        titles[0].tag = "h1"
    for element in list(body.iterchildren("div")) + [one for div in body.iterchildren("div") for one in div]:
        mark = next(element.iter("a"), None)
        if mark is not None and _NOTE.fullmatch(mark.get("id") or ""):
            empty(element)
