"""The tree of a page: one parse by lxml, and what of it nobody sees or reads taken out."""

from __future__ import annotations

import functools
import itertools
import re
from typing import TYPE_CHECKING, Any

from lxml import etree, html

from corpus.settings import packaged

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.html import HtmlElement

DEEPEST = 250
"""Elements of a page that nest deeper lie beside their parents: libxml2 drops what lies much deeper."""

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_a-zA-Z]+")
_HIDDEN_STYLE = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_BLOCK_STYLE = re.compile(r"(?:^|[;\s])display\s*:\s*(?:block|flex|grid|table\b|list-item)", re.IGNORECASE)
_LONGEST_NAME = 60
_INITIAL = 2
"""Letters, or marks of quotation, of the first letter of an article that is set large."""
_MOST = 0.5
"""What holds more of a page's text than this share is no furniture, whatever it is called."""


@functools.cache
def rules() -> dict[str, Any]:
    """What elements, and words in their classes, mean: ``html.toml``, with sets for lists."""
    data = packaged("corpus.ingest.readers", "html.toml")
    return {name: frozenset(values) for name, values in data.items() if isinstance(values, list)}


def load(markup: str) -> HtmlElement:
    """The root element of a page; an empty one for markup without any."""
    raw = markup.replace("\0", "\ufffd").encode("utf-8", "replace")
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(raw, parser=parser)
        if any("depth" in error.message for error in parser.error_log.filter_from_errors()):
            root = _flattened(raw)
    except etree.ParserError:
        root = html.document_fromstring(b"<html><body></body></html>")
    return root


def _flattened(raw: bytes) -> HtmlElement:
    """The tree of a page that nests too deep: its deeper elements are left out, their text is not."""
    plain = html.HTMLParser(encoding="utf-8")
    builder = etree.TreeBuilder(element_factory=plain.makeelement)
    depth = 0

    class Target:
        def start(self, tag: str, attributes: dict[str, str]) -> None:
            nonlocal depth
            depth += 1
            if depth <= DEEPEST:
                builder.start(tag, attributes)

        def end(self, tag: str) -> None:
            nonlocal depth
            if depth <= DEEPEST:
                builder.end(tag)
            depth -= 1

        def data(self, data: str) -> None:
            builder.data(data)

        def close(self) -> Any:
            return builder.close()

    parser = etree.HTMLParser(target=Target(), encoding="utf-8", huge_tree=True)
    return etree.fromstring(raw, parser)


@functools.lru_cache(maxsize=4096)
def words_of(name: str) -> tuple[str, ...]:
    """The words of a class or id, in lower case: ``readMore share-bar`` has four."""
    return tuple(map(str.lower, _WORDS.findall(name)))


def is_hidden(element: HtmlElement) -> bool:
    """Whether a reader does not see it."""
    attributes = element.attrib
    if not attributes:
        return False
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    if style and _HIDDEN_STYLE.search(style):
        return True
    classes = attributes.get("class")
    return bool(classes) and not rules()["hidden_classes"].isdisjoint(classes.lower().split())


def is_block(element: HtmlElement) -> bool:
    """Whether it is a paragraph of its own, by its name or style."""
    if element.tag in rules()["blocks"]:
        return True
    style = element.get("style")
    return bool(style) and bool(_BLOCK_STYLE.search(style)) and not _is_drop_cap(element, style)


def _is_drop_cap(element: HtmlElement, style: str) -> bool:
    """Whether it is the large first letter of a word that goes on behind it."""
    tail = element.tail or ""
    return tail[:1].isalpha() and "float" in style.lower() and len(element.text_content().strip()) <= _INITIAL


def body_of(root: HtmlElement) -> HtmlElement:
    """The element that holds what a page shows."""
    body = root.find("body")
    return root if body is None else body


def take_out_hidden(root: HtmlElement, keep: Iterable[HtmlElement] = ()) -> None:
    """Remove scripts and what a reader does not see, but nothing that holds an element of ``keep``."""
    body, never = body_of(root), rules()["never"]
    kept = {above for element in keep for above in (element, *element.iterancestors())}
    for element in [e for e in body.iter() if e.tag in never or is_hidden(e)]:
        if element is not body and element not in kept:
            empty(element)


def take_out_furniture(body: HtmlElement, keep: HtmlElement | None = None) -> None:
    """Remove what by its name is no part of an article, unless it holds ``keep`` or most of the text."""
    kept = set() if keep is None else {keep, *keep.iterancestors()}
    found = [e for e in body.iter() if e is not body and e not in kept and is_furniture(e)]
    if found:
        sizes = _sizes(body)
        for element in found:
            if sizes[element] <= _MOST * sizes[body]:
                empty(element, as_tag="img")


def _sizes(body: HtmlElement) -> dict[HtmlElement, int]:
    """How many code points of text each element holds."""
    elements = list(body.iter())
    sizes = dict.fromkeys(elements, 0)
    for element in reversed(elements):
        sizes[element] += len(element.text or "")
        parent = element.getparent()
        if element is not body and parent is not None:
            sizes[parent] += sizes[element] + len(element.tail or "")
    return sizes


def is_furniture(element: HtmlElement) -> bool:
    """Whether it is by its name a menu, a way to share, an advertisement, or the like."""
    found = rules()
    tag = element.tag
    if tag in found["dropped"]:
        return True
    attributes = element.attrib
    if not attributes or tag in found["text_tags"]:
        return False
    role = attributes.get("role")
    if role and role.lower() in found["furniture_roles"]:
        return True
    return _names_furniture(attributes.get("class") or "", attributes.get("id") or "")


@functools.lru_cache(maxsize=4096)
def _names_furniture(*names: str) -> bool:
    found = rules()
    words = [words_of(one) for name in names for one in name.split()]
    if any("-".join(pair) in found["furniture_pairs"] for one in words for pair in itertools.pairwise(one)):
        return True
    said = {word for one in words for word in one}
    named = said & found["furniture"]
    return bool(named) and not (named <= found["furniture_of_layout"] and said & found["article_words"])


def tag_of(element: HtmlElement) -> str:
    """An element as its page writes it, without what it holds: ``<h1 class="title">``."""
    names = ((name, " ".join((element.get(name) or "").split())) for name in ("id", "class"))
    written = "".join(f' {name}="{value}"' for name, value in names if value)
    return f"<{element.tag}{written if len(written) <= _LONGEST_NAME else f'{written[:_LONGEST_NAME]}…'}>"


def empty(element: HtmlElement, as_tag: str = "wbr") -> None:
    """Take out what an element holds; the text around it stays, parted from each other where it was a
    block."""
    block = is_block(element) or element.tag in ("li", "td", "th")
    element.clear(keep_tail=True)
    element.tag = "hr" if block else as_tag
