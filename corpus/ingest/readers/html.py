"""HTML pages: title, date, language, address and paragraphs, by BeautifulSoup over lxml."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus import settings
from corpus.ingest.mapping import is_web_address
from corpus.ingest.mojibake import MENDED, mend
from corpus.ingest.readers.html_dates import page_date
from corpus.ingest.readers.sources import UnreadableError, check_length, decoded, read_whole
from corpus.model.records import Item
from corpus.settings import packaged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bs4 import BeautifulSoup, Tag

    from corpus.ingest.readers.sources import Source

MAX_TAGS = 200_000
"""Most tags of one page, opening and closing: BeautifulSoup needs about a kilobyte for each."""

_LOOKED_AT = 2_000
"""Code points from the heading on in which a page prints its date."""
_KICKER = 60
"""Longest line before a heading that may be its date, in code points."""
_MARK = "\ue000"
"""Stands where the heading was; a private code point that pages hardly have."""
_CELLS = frozenset(("td", "th"))
_SPACES = re.compile(r"[ \t\r\n\f]+")
_CHARSET = re.compile(rb"""(?:charset|<\?xml[^>]{0,200}encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says: the title, paragraphs joined by newlines, other fields by canonical name.

    ``below``: its first lines, from its heading on, where it has one.
    """

    title: str
    text: str
    fields: dict[str, str]
    below: str = ""


@functools.cache
def _elements() -> dict[str, frozenset[str]]:
    data = packaged("corpus.ingest.readers", "html.toml")
    return {name: frozenset(values) for name, values in data.items()}


def read_html(source: Source) -> Iterator[Item]:
    """One page as one item. Raises UnreadableError."""
    yield page_item(source, read_whole(source, 4 * settings.MAX_TEXT_CHARACTERS))


def page_item(source: Source, raw: bytes) -> Item:
    """The item of a page; its address is the canonical link where the page names one."""
    found = _CHARSET.search(raw[:4096])
    read = decoded(raw, found.group(1).decode("ascii", "replace") if found else None)
    if read.text.count("<") > MAX_TAGS:
        raise UnreadableError(
            f"The page has more than {MAX_TAGS:,} tags: split it, or convert it to plain text.", raw
        )
    markup = mend(read.text)
    page = parse(markup)
    if not page.text and not page.title:
        raise UnreadableError("The page holds neither a title nor text: nothing to keep as a document.", raw)
    check_length(page.text, raw)
    fields = {"title": page.title} if page.title else {}
    fields |= page.fields
    url = fields.get("url", "")
    notes = read.notes if markup is read.text else (*read.notes, MENDED)
    address = url or source.address
    return Item(raw, page.text, address, source.name, fields, read.encoding, notes, below=page.below)


def parse(markup: str) -> Page:
    """Take a page apart. Navigation, scripts and forms are dropped, and the heading that is the title."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(markup, "lxml")
    title, heading = _title(soup)
    root = _root(soup)
    fields = {
        name: value
        for name, value in (
            ("date", page_date(soup, heading, title)),
            ("language", _language(soup)),
            ("url", _canonical(soup)),
        )
        if value
    }
    text = _paragraphs(root, heading)
    return Page(title, text, fields, _below(soup, root, heading) or text[:_LOOKED_AT])


def _root(soup: BeautifulSoup) -> Tag:
    for name in ("article", "main"):
        found = soup.find_all(name, limit=2)
        if len(found) == 1 and found[0].get_text(strip=True):
            return found[0]
    return soup.body or soup


def _title(soup: BeautifulSoup) -> tuple[str, Tag | None]:
    """The title, and the heading that repeats it.

    A heading that makes up most of ``<title>`` is the title without the site's name; a short one is it.
    """
    graph = soup.find("meta", property="og:title")
    titles = [_spaced(_attribute(graph, "content"))] if graph else []
    titles += [_spaced(soup.title.get_text())] if soup.title else []
    titles = [title for title in titles if title]
    headings = [(_spaced(heading.get_text()), heading) for heading in soup.find_all("h1", limit=9)]
    for words, heading in headings:
        if any(words in title and 2 * len(words) >= len(title) for title in titles):
            return words, heading
    if titles:
        return titles[0], None
    return next(((words, heading) for words, heading in headings if words), ("", None))


def _below(soup: BeautifulSoup, root: Tag, heading: Tag | None) -> str:
    """The lines before and after the heading: the last short one before it, and what follows."""
    if heading is None:
        return ""
    marked = soup.new_tag("p")
    marked.string = _MARK
    heading.insert_after(marked)
    whole = root if heading in root.descendants else soup.body or soup
    after = _paragraphs(whole, heading).partition(_MARK)[2]
    # a date before the heading is its own where both lie in one part of the page: else it is a menu's clock
    part = heading.parent
    apart = part is None or part.name in ("body", "html", "main", "[document]")
    before = "" if apart or part is None else _paragraphs(part, heading).partition(_MARK)[0]
    marked.extract()
    kicker = before.rstrip("\n").rpartition("\n")[2]
    lines = [kicker] if 0 < len(kicker) <= _KICKER else []
    return "\n".join([*lines, after.lstrip("\n")[:_LOOKED_AT]])


def _language(soup: BeautifulSoup) -> str:
    page = soup.find("html")
    language = (_attribute(page, "lang") or _attribute(page, "xml:lang")) if page else ""
    return language.strip().replace("_", "-")


def _canonical(soup: BeautifulSoup) -> str:
    link = soup.find("link", rel="canonical")
    url = _attribute(link, "href").strip() if link else ""
    return url if is_web_address(url) else ""


def _attribute(tag: Tag, name: str) -> str:
    value = tag.get(name)
    return value if isinstance(value, str) else ""


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _paragraphs(root: Tag, heading: Tag | None) -> str:
    """The text of block elements, one a line; inline elements neither join words nor part them."""
    from bs4.element import CData, NavigableString, Tag

    dropped, blocks = _elements()["dropped"], _elements()["blocks"]
    parts: list[str] = []
    stack: list[object] = [
        root
    ]  # not recursion: pages nest deeper than Python does; a plain str is a break to come
    while stack:
        node = stack.pop()
        if isinstance(node, Tag):
            if node.name in dropped or node is heading:
                continue
            if node.name == "pre":
                parts.append(f"\n{node.get_text()}\n")
                continue
            around = "\n" if node.name in blocks else " " if node.name in _CELLS else ""
            parts.append("\n" if node.name == "br" else around)
            stack.append(around)
            stack.extend(reversed(node.contents))
        elif type(node) in (NavigableString, CData):
            parts.append(_SPACES.sub(" ", str(node)))
        elif type(node) is str:
            parts.append(node)
    lines = (_SPACES.sub(" ", line).strip() for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)
