"""The date of a saved page: what the page says of itself, and what it prints right below its heading.

Only a date of the item itself counts: never the clock in a menu, the time of a comment, of a picture or of
another headline.
"""

from __future__ import annotations

import functools
import json
import re
from typing import TYPE_CHECKING, Any

from corpus.ingest.metadata_dates import AmbiguousDateError, parse_date, without_changes
from corpus.settings import packaged

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bs4 import BeautifulSoup, Tag

MAX_SCRIPT = 1_000_000
"""Longest JSON-LD that is read, in code points."""
_BESIDE, _BEFORE = 300, 80
"""Code points of text after and before the heading within which its time stands."""
_MAX_NODES = 10_000
_CONTROL = re.compile(r"^\s*(?:<!--|/\*<!\[CDATA\[\*/|//<!\[CDATA\[)?|(?:-->|/\*\]\]>\*/|//\]\]>)?\s*$")


@functools.cache
def _words() -> dict[str, Any]:
    return packaged("corpus.ingest.readers", "html.toml")


@functools.cache
def _elsewhere() -> re.Pattern[str]:
    return re.compile(rf"(?:^|[\W_]|(?<=[a-z]))(?:{'|'.join(_words()['elsewhere'])})", re.IGNORECASE)


def page_date(soup: BeautifulSoup, heading: Tag | None, title: str) -> str:
    """The date that the page gives itself: the first that can be read of JSON-LD, meta elements, microdata
    and the time beside the heading; else the first of them as it is; "" where there is none.
    """
    first = ""
    for value in _candidates(soup, heading, title):
        value = value.strip()
        if not value:
            continue
        first = first or value
        try:
            parse_date(value)
        except AmbiguousDateError:
            return value
        except ValueError:
            continue
        return value
    return first


def _candidates(soup: BeautifulSoup, heading: Tag | None, title: str) -> Iterator[str]:
    yield _linked_data(soup, title)
    yield from _metas(soup)
    for tag in soup.find_all(itemprop="datePublished"):
        if _of_the_page(tag):
            yield _value(tag)
            break
    yield _time(soup, heading)


def _linked_data(soup: BeautifulSoup, title: str) -> str:
    """``datePublished`` of the page's own article in its JSON-LD; "" where several differ."""
    found: list[tuple[bool, bool, str]] = []
    for script in soup.find_all("script", type=re.compile(r"^application/ld\+json", re.IGNORECASE)):
        text = _CONTROL.sub("", script.get_text()[:MAX_SCRIPT])
        try:
            data = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(data):
            value = node.get("datePublished")
            if isinstance(value, str) and value.strip():
                kinds = node.get("@type")
                kind = " ".join(map(str, kinds)) if isinstance(kinds, list) else str(kinds)
                if any(word in kind for word in _words()["no_articles"]):
                    continue
                headline = " ".join(str(node.get("headline") or node.get("name") or "").split())
                named = bool(headline and title and (headline in title or title in headline))
                found.append((named, "WebPage" not in kind and "WebSite" not in kind, value))
    best = [entry for entry in found if entry[:2] == max(found)[:2]] if found else []
    return best[0][2] if len({value for _, _, value in best}) == 1 else ""


def _nodes(data: object) -> Iterator[Mapping[str, Any]]:
    """The nodes that stand for the page: of lists and graphs at the top, not those inside an article."""
    waiting, seen = [data], 0
    while waiting and seen < _MAX_NODES:
        node = waiting.pop(0)
        seen += 1
        if isinstance(node, list):
            waiting += node[:_MAX_NODES]
        elif isinstance(node, dict):
            yield node
            waiting += [node[key] for key in ("@graph", "mainEntity") if key in node]


def _metas(soup: BeautifulSoup) -> Iterator[str]:
    """The contents of meta elements that hold the date of publication, in the order of ``html.toml``."""
    names: dict[str, str] = {}
    for meta in soup.find_all("meta"):
        content = _attribute(meta, "content").strip()
        # what stands in the body belongs to a part of it, such as a picture
        if not content or (meta.get("itemprop") and not _of_the_page(meta)):
            continue
        for key in ("property", "name", "itemprop"):
            names.setdefault(_attribute(meta, key).casefold(), content)
    yield from (names[name] for name in _words()["dates"] if name in names)


def _of_the_page(tag: Tag) -> bool:
    """Whether microdata speak of the page or its article, and not of a comment, a picture or a related
    item."""
    for parent in tag.parents:
        if parent.has_attr("itemscope"):
            kind = _attribute(parent, "itemtype")
            scope = (
                not kind
                or "Article" in kind
                or "WebPage" in kind
                or "BlogPosting" in kind
                or "Report" in kind
            )
            return scope and not parent.has_attr("itemprop") and not _stands_elsewhere(tag)
    return not _stands_elsewhere(tag)


def _stands_elsewhere(tag: Tag) -> bool:
    """Whether an element lies in a menu, a sidebar, a comment, a list of other items or an embedded post."""
    for parent in (tag, *tag.parents):
        if parent.name in _words()["apart"]:
            return True
        if parent.name in ("body", "html", "[document]"):
            return False
        words = f"{_classes(parent)} {_attribute(parent, 'id')}".strip()
        if words and _elsewhere().search(words):
            return True
    return False


def _time(soup: BeautifulSoup, heading: Tag | None) -> str:
    """The time beside the heading: the first after it, or the one before it in the same part of the page."""
    times = soup.find_all("time", limit=500)
    if not times:
        return ""
    if heading is None:
        values = {_value(tag) for tag in times if not _stands_elsewhere(tag)}
        return values.pop() if len(values) == 1 else ""
    for after in _near(heading, forward=True, limit=_BESIDE):
        if not _stands_elsewhere(after) and not _is_a_change(after):
            return _value(after)
    for before in _near(heading, forward=False, limit=_BEFORE):
        together = next((parent for parent in before.parents if parent in heading.parents), None)
        whole = together is None or together.name in ("body", "html", "[document]")
        if not whole and not _stands_elsewhere(before):
            return _value(before)
    return ""


def _near(heading: Tag, *, forward: bool, limit: int) -> Iterator[Tag]:
    """The times on one side of the heading, up to another heading or so many code points of text."""
    from bs4.element import NavigableString, Tag

    length = 0
    inside = set(map(id, heading.descendants))
    for node in heading.next_elements if forward else heading.previous_elements:
        if id(node) in inside:
            continue
        if isinstance(node, Tag):
            if node.name in ("h1", "h2", "h3"):
                return
            if node.name == "time":
                yield node
        elif type(node) is NavigableString and node.parent is not None and node.parent.name != "script":
            length += len(str(node).strip())
            if length > limit:
                return


def _is_a_change(tag: Tag) -> bool:
    """Whether its class, or the words before a time, say that the page was changed then."""
    marks = _classes(tag).casefold()
    if ("updated" in marks or "modified" in marks) and "publish" not in marks:
        return True
    before = tag.find_previous(string=re.compile(r"\w"))
    words = " ".join(str(before).split())[-40:] if before is not None else ""
    return bool(words) and not without_changes(f"{words} 1")


def _value(tag: Tag) -> str:
    value = _attribute(tag, "datetime") or _attribute(tag, "content") or tag.get_text(" ", strip=True)
    return " ".join(value.split())


def _classes(tag: Tag) -> str:
    marks = tag.get("class")
    return " ".join(marks) if isinstance(marks, list) else marks or ""


def _attribute(tag: Tag, name: str) -> str:
    value = tag.get(name)
    return value if isinstance(value, str) else ""
