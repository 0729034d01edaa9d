"""The date of a saved page: what the page says of itself, and what it prints right below its heading.

Only a date of the item itself counts: never the clock in a menu, the time of a comment, of a picture or of
another headline.
"""

from __future__ import annotations

import functools
import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from lxml.etree import XPath

from corpus.ingest.dates.metadata import AmbiguousDateError, parse_date, without_changes
from corpus.ingest.readers.page_tree import tag_of
from corpus.settings import packaged

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from lxml.html import HtmlElement

MAX_SCRIPT = 1_000_000
"""Longest JSON-LD that is read, in code points."""
_BESIDE, _BEFORE = 300, 80
"""Code points of text after and before the heading within which its time stands."""
_MAX_NODES = 10_000
_MAX_TIMES = 500
_WORD = re.compile(r"\w")
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?|[12]\d{3}-\d\d-\d\d(?:[T ].{0,30})?")
"""A moment as programs write it: seconds or milliseconds since 1970, or ISO 8601."""
_CONTROL = re.compile(r"^\s*(?:<!--|/\*<!\[CDATA\[\*/|//<!\[CDATA\[)?|(?:-->|/\*\]\]>\*/|//\]\]>)?\s*$")


@functools.cache
def _words() -> dict[str, Any]:
    return packaged("corpus.ingest.readers", "html.toml")


@functools.cache
def _elsewhere() -> re.Pattern[str]:
    return re.compile(rf"(?:^|[\W_]|(?<=[a-z]))(?:{'|'.join(_words()['elsewhere'])})", re.IGNORECASE)


class PageDate(NamedTuple):
    """A date as it is written ("": none), and which part of the page it is."""

    value: str
    part: str = ""


def page_date(root: HtmlElement, heading: HtmlElement | None, title: str) -> PageDate:
    """The date that the page gives itself: the first that can be read of JSON-LD, meta elements, microdata
    and the time beside the heading; else the first of them as it is.
    """
    return best_date(_candidates(root, heading, title))


def best_date(candidates: Iterable[PageDate]) -> PageDate:
    """The first that can be read; else the first of them as it is."""
    first = PageDate("")
    for written, part in candidates:
        value = written.strip()
        if not value:
            continue
        found = PageDate(value, part)
        first = first if first.value else found
        try:
            parse_date(value)
        except AmbiguousDateError:
            return found
        except ValueError:
            continue
        return found
    return first


def _candidates(root: HtmlElement, heading: HtmlElement | None, title: str) -> Iterator[PageDate]:
    yield PageDate(_linked_data(root, title), "datePublished of its JSON-LD")
    yield from _metas(root)
    for tag in root.iterfind(".//*[@itemprop='datePublished']"):
        if _of_the_page(tag):
            yield PageDate(value_of(tag), f"itemprop datePublished: {tag_of(tag)}")
            break
    time = _time(root, heading)
    if time is not None:
        yield PageDate(value_of(time), f"the time beside its headline: {tag_of(time)}")


def _linked_data(root: HtmlElement, title: str) -> str:
    """``datePublished`` of the page's own article in its JSON-LD; "" where several differ."""
    found: list[tuple[bool, bool, str]] = []
    for node in linked_data(root):
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


def linked_data(root: HtmlElement) -> Iterator[Mapping[str, Any]]:
    """What the page says of itself as JSON-LD: the nodes that stand for it."""
    for script in root.iter("script"):
        if not (script.get("type") or "").lower().startswith("application/ld+json"):
            continue
        text = _CONTROL.sub("", (script.text or "")[:MAX_SCRIPT])
        try:
            data = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _nodes(data)


def linked_text(root: HtmlElement) -> str:
    """``articleBody`` of the page's own article in its JSON-LD: pages that scripts write have no other."""
    bodies = (node.get("articleBody") for node in linked_data(root))
    return next((body for body in bodies if isinstance(body, str) and body.strip()), "")


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


def _metas(root: HtmlElement) -> Iterator[PageDate]:
    """The contents of meta elements that hold the date of publication, in the order of ``html.toml``."""
    names: dict[str, str] = {}
    for meta in root.iter("meta"):
        content = (meta.get("content") or "").strip()
        # what stands in the body belongs to a part of it, such as a picture
        if not content or (meta.get("itemprop") and not _of_the_page(meta)):
            continue
        for key in ("property", "name", "itemprop"):
            names.setdefault((meta.get(key) or "").casefold(), content)
    for name in _words()["dates"]:
        if name in names:
            yield PageDate(names[name], f"<meta {name}>")


def _of_the_page(tag: HtmlElement) -> bool:
    """Whether microdata speak of the page or its article, and not of a comment, a picture or a related
    item."""
    for parent in tag.iterancestors():
        if "itemscope" in parent.attrib:
            kind = parent.get("itemtype") or ""
            scope = (
                not kind
                or "Article" in kind
                or "WebPage" in kind
                or "BlogPosting" in kind
                or "Report" in kind
            )
            return scope and "itemprop" not in parent.attrib and not _stands_elsewhere(tag)
    return not _stands_elsewhere(tag)


def _stands_elsewhere(tag: HtmlElement) -> bool:
    """Whether an element lies in a menu, a sidebar, a comment, a list of other items or an embedded post."""
    for parent in (tag, *tag.iterancestors()):
        if parent.tag in _words()["apart"]:
            return True
        if parent.tag in ("body", "html"):
            return False
        words = f"{parent.get('class') or ''} {parent.get('id') or ''}".strip()
        if words and _elsewhere().search(words):
            return True
    return False


@functools.cache
def _moments() -> XPath:
    return XPath("//time | //*[" + " or ".join(f"@{name}" for name in _words()["moments"]) + "]")


def _time(root: HtmlElement, heading: HtmlElement | None) -> HtmlElement | None:
    """The time beside the heading: the first after it, or the one before it in the same part of the page."""
    times = [tag for tag in _moments()(root) if tag.tag == "time" or is_moment(tag)][:_MAX_TIMES]
    if not times:
        return None
    known = frozenset(times)
    if heading is None:
        own = {value_of(tag): tag for tag in times if not _stands_elsewhere(tag)}
        return next(iter(own.values())) if len(own) == 1 else None
    head = next(heading.iterancestors("header"), None)
    for after in _near(_after(heading), known, limit=_BESIDE):
        beside = head is not None and head in after.iterancestors()
        if (beside or not _stands_elsewhere(after)) and not _is_a_change(after):
            return after
    above = set(heading.iterancestors())
    for before in _near(_before(heading), known, limit=_BEFORE):
        together = next((parent for parent in before.iterancestors() if parent in above), None)
        whole = together is None or together.tag in ("body", "html")
        if not whole and not _stands_elsewhere(before):
            return before
    return None


def _after(heading: HtmlElement) -> Iterator[HtmlElement | str]:
    """Elements and texts that follow an element, in the order of the page."""
    node: HtmlElement | None = heading
    while node is not None:
        if node.tail:
            yield node.tail
        for sibling in node.itersiblings():
            for element in sibling.iter():
                yield element
                if element.text and element.tag not in ("script", "style"):
                    yield element.text
                # the tails within: those of elements that ended, in about the order of the page
                if element.tail and element is not sibling:
                    yield element.tail
            if sibling.tail:
                yield sibling.tail
        node = node.getparent()
        if node is not None and node.tag == "body":
            return


def _before(heading: HtmlElement) -> Iterator[HtmlElement | str]:
    """Elements and texts that precede an element, the nearest first."""
    node: HtmlElement | None = heading
    while node is not None and node.tag != "body":
        for sibling in node.itersiblings(preceding=True):
            if sibling.tail:
                yield sibling.tail
            for element in reversed(list(sibling.iter())):
                if element.tail and element is not sibling:
                    yield element.tail
                if element.text and element.tag not in ("script", "style"):
                    yield element.text
                yield element
        node = node.getparent()
        if node is not None and node.text:
            yield node.text


def _near(
    nodes: Iterable[HtmlElement | str], times: Collection[HtmlElement], *, limit: int
) -> Iterator[HtmlElement]:
    """The times on one side of the heading, up to another heading or so many code points of text."""
    length = 0
    for node in nodes:
        if isinstance(node, str):
            length += len(node.strip())
            if length > limit:
                return
        elif node.tag in ("h1", "h2", "h3"):
            return
        elif node in times:
            yield node


def _is_a_change(tag: HtmlElement) -> bool:
    """Whether its class, or the words before a time, say that the page was changed then."""
    marks = (tag.get("class") or "").casefold()
    if ("updated" in marks or "modified" in marks) and "publish" not in marks:
        return True
    before = next((node for node in _before(tag) if isinstance(node, str) and _WORD.search(node)), "")
    words = " ".join(before.split())[-40:]
    return bool(words) and not without_changes(f"{words} 1")


def is_moment(tag: HtmlElement) -> bool:
    """Whether an attribute of it holds a moment for programs."""
    names = ("datetime", *_words()["moments"])
    return any(_EPOCH.fullmatch(tag.get(name, "").strip()) for name in names)


def value_of(tag: HtmlElement) -> str:
    """The date in an element: of its attributes the one that holds it for programs, else its words."""
    names = ("datetime", "content", *_words()["moments"])
    value = next((found for name in names if (found := tag.get(name, "").strip())), "")
    return " ".join((value or " ".join(tag.itertext())).split())
