"""The headline of a page: the article's own, before what the site calls the page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml.etree import iterwalk

from corpus.ingest.readers.html_dates import linked_data
from corpus.ingest.readers.page_tree import body_of, is_furniture, is_hidden, rules, tag_of, words_of
from corpus.ingest.readers.raised import raised

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from lxml.html import HtmlElement

LONGEST = 300
"""Longest headline that is looked for in the text, in code points."""
_SHORTEST = 4
"""Letters of a part of a title that is looked for in the page."""
_SITE_TITLE = 40
"""A longer title that the page does not print is none of a site alone."""
_LOOKED_AT = 4_000
"""Elements from the beginning of a page among which a headline without ``h1`` stands."""
_SEPARATOR = re.compile(
    r"\s+[|•·»«:\-–—_]{1,2}\s+|\s*[|•_»]\s*|(?<=[\u2e80-\uffef])\s*[-–—]{1,3}\s*|\s*(?:--|—|::)\s*"
)
_NOT_WORDS = re.compile(r"[\W_]+")
_HOST = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}", re.IGNORECASE)
_BOLD = re.compile(
    r"font-weight\s*:\s*(?:bold|[6-9]00)|font-size\s*:\s*(?:x?x-large|large|(?:1[6-9]|[2-9]\d)(?:\.\d+)?\s*(?:px|pt))",
    re.IGNORECASE,
)
_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_HOME = re.compile(r"(?:https?:)?(?://[^/]+)?/?(?:index\.\w+)?", re.IGNORECASE)
_SITE = re.compile(r"(?:网|網|新闻|频道|新聞|頻道|首页|홈페이지|动态|动態|公告|中心|要闻|要聞|正文|详情)$")


@dataclass(frozen=True, slots=True)
class Headline:
    """The words, the element that prints them (None: they stand only in the page's head), and which part of
    the page that is.
    """

    text: str
    element: HtmlElement | None = None
    part: str = ""


def headline(root: HtmlElement, sites: Collection[str]) -> Headline:
    """The headline of a page, "" where only its site is named.

    ``sites``: names of the outlets that it may be of.
    """
    names = {_key(name) for name in (*sites, *_site_names(root))} - {""}
    names |= _named_last(root)
    names |= _contradicted(root)
    parts: dict[str, str] = {}
    for title, part in _titles(root):
        if cut := _without_site(title, names):
            parts.setdefault(cut, part)
    titles = list(parts)
    headings = [
        (words, element)
        for element in body_of(root).iter("h1")
        if (words := _spaced(element))
        and not _is_site(words, names)
        and not _is_out_of_sight(element)
        and not _leads_home(element)
    ][:20]
    for words, element in headings:
        if any(_key(words) in _key(title) and 2 * len(words) >= len(title) for title in titles):
            return _heading(words, element)
    for words, element in headings:
        if any(_key(title) in _key(words) for title in titles if 2 * len(title) >= len(words)):
            return _heading(words, element)
    apart = [(words, element) for words, element in headings if not _lies_in_furniture(element)]
    alone = [pair for pair in apart if _in_article(pair[1])] or apart
    if len(alone) == 1 and len(alone[0][0]) <= LONGEST:
        return _heading(*alone[0])
    if apart and not titles:
        return _heading(*apart[0])
    return _without_heading(root, parts, names)


def _heading(words: str, element: HtmlElement) -> Headline:
    return Headline(words, element, f"the heading of the page: {tag_of(element)}")


def _without_heading(root: HtmlElement, parts: Mapping[str, str], names: Collection[str]) -> Headline:
    """The headline of a page without ``h1``: what of its title it prints, else what looks like a headline."""
    titles = list(parts)
    for title in titles:
        for piece in sorted({title, *_SEPARATOR.split(title)}, key=len, reverse=True):
            if len(_key(piece)) >= _SHORTEST and (printed := _printed(root, piece)) is not None:
                where = f"{parts[title]}, where the page prints it: {tag_of(printed)}"
                return Headline(piece.strip(), printed, where)
    found = list(_marked(root, names))
    named = (one for one in found if titles and _key(one.text) in _key(titles[0]))
    marked = next((one for one in named if 2 * len(one.text) >= len(titles[0])), found[0] if found else None)
    if marked is not None and (not titles or _key(marked.text) in _key(titles[0])):
        return marked
    if marked is not None and len(titles[0]) <= _SITE_TITLE and marked.element is not None:
        return marked
    return Headline(titles[0], None, parts[titles[0]]) if titles else Headline("")


def chosen(element: HtmlElement) -> Headline:
    """The headline that an outlet's selector names."""
    return Headline(_spaced(element), element, tag_of(element))


def _titles(root: HtmlElement) -> Iterator[tuple[str, str]]:
    """What the page calls itself, and where."""
    yield from _said(root)
    title = root.find(".//title")
    if title is not None:
        yield _spaced(title), "the title of the page: <title>"


def _said(root: HtmlElement) -> Iterator[tuple[str, str]]:
    for meta in root.iter("meta"):
        name = (meta.get("property") or meta.get("name") or "").lower()
        if name in ("og:title", "twitter:title"):
            yield " ".join((meta.get("content") or "").split()), f"the title of the page: <meta {name}>"
    for node in linked_data(root):
        headline = node.get("headline")
        if isinstance(headline, str):
            yield " ".join(headline.split()), "the title of the page: headline of its JSON-LD"


def _site_names(root: HtmlElement) -> Iterator[str]:
    for meta in root.iter("meta"):
        if (meta.get("property") or meta.get("name") or "").lower() in ("og:site_name", "application-name"):
            yield meta.get("content") or ""


def _contradicted(root: HtmlElement) -> set[str]:
    """The title of the page where what it says of itself to others has another headline: its site."""
    title = root.find(".//title")
    said = {_key(title) for title, _ in _said(root)} - {""}
    words = "" if title is None else _key(_spaced(title))
    return {words} if words and said and all(words not in one and one not in words for one in said) else set()


def _named_last(root: HtmlElement) -> set[str]:
    """First headings that only end the title of the page, and are shorter than the rest of it: its site."""
    title = root.find(".//title")
    if title is None:
        return set()
    words = _spaced(title)
    ends = [match.end() for match in _SEPARATOR.finditer(words)]
    last = _key(words[ends[-1] :]) if ends else ""
    if not last or 2 * len(last) >= len(_key(words)):
        return set()
    return {last} if any(_key(_spaced(one)) == last for one in root.iter("h1")) else set()


def _without_site(title: str, names: Collection[str]) -> str:
    """The title without the parts at its ends that name the site; "" where nothing else remains."""
    parts: list[str] = []
    gaps: list[str] = []
    end = 0
    for match in _SEPARATOR.finditer(title):
        parts.append(title[end : match.start()])
        gaps.append(match[0])
        end = match.end()
    parts.append(title[end:])
    first, last = 0, len(parts)
    while last > first and _is_site(parts[last - 1], names):
        last -= 1
    while first < last and _is_site(parts[first], names):
        first += 1
    if first == last:
        return ""
    kept = parts[first]
    for number in range(first + 1, last):
        kept += gaps[number - 1] + parts[number]
    return kept.strip()


def _is_site(words: str, names: Collection[str]) -> bool:
    key = _key(words)
    if not key or key in names or _HOST.fullmatch(words.strip()):
        return True
    return len(key) <= 8 and bool(_SITE.search(key)) and not key.isascii()


def _printed(root: HtmlElement, title: str) -> HtmlElement | None:
    """The first element of the page that prints a title and nothing else."""
    wanted = _key(title)
    for number, element in enumerate(body_of(root).iter()):
        if number > _LOOKED_AT:
            return None
        if not element.text and not len(element):
            continue
        begins = element.tag not in rules()["never"] and _key(element.text or "")[:8] == wanted[:8]
        if begins and _key(_spaced(element)) == wanted and not _lies_in_furniture(element):
            return _widest(element, wanted)
    return None


def _widest(element: HtmlElement, key: str) -> HtmlElement:
    parent = element.getparent()
    while parent is not None and parent.tag not in ("body", "html") and _key(_spaced(parent)) == key:
        element, parent = parent, parent.getparent()
    return element


def _marked(root: HtmlElement, names: Collection[str]) -> Iterator[Headline]:
    """Elements without ``h1`` that look like a headline: by class, as a heading, in bold and centred."""
    found: list[tuple[int, int, str, HtmlElement]] = []
    for number, element in enumerate(body_of(root).iter()):
        if number > _LOOKED_AT:
            break
        rank = _rank(element)
        if rank is None:
            continue
        words = _spaced(element)
        if not 4 <= len(words) <= LONGEST or _is_site(words, names) or not any(map(str.isalpha, words)):
            continue
        if not (_lies_in_furniture(element) or _is_out_of_sight(element) or _is_link(element)):
            found.append((rank, number, words, element))
    for _, _, words, element in sorted(found, key=lambda one: one[:2]):
        widest = _widest(element, _key(words))
        yield Headline(words, widest, f"what looks like its headline: {tag_of(element)}")


def _rank(element: HtmlElement) -> int | None:
    tag = element.tag
    if tag in ("script", "style", "a") or not isinstance(tag, str):
        return None
    if tag in ("div", "span", "p", "td", "h2", "h3", "h4", "strong", "font", "center"):
        name = element.get("class") or element.get("id")
        if name and not rules()["titles"].isdisjoint(words_of(name)):
            return 0
    if tag == "h2":
        return 1
    if tag in ("h3", "h4", "h5"):
        return 2
    if tag in ("b", "strong", "font", "span", "p", "div", "td"):
        style = element.get("style") or ""
        size = element.get("size") or ""
        bold = tag in ("b", "strong") or _BOLD.search(style) or size in ("4", "5", "6", "7", "+1", "+2", "+3")
        if bold and _is_centred(element):
            return 3
    return None


def _is_centred(element: HtmlElement) -> bool:
    for one in (element, *element.iterancestors()):
        if one.tag == "center" or (one.get("align") or "").lower() == "center":
            return True
        if _CENTRED.search(one.get("style") or ""):
            return True
        if one.tag in ("td", "div", "body"):
            return False
    return False


def _is_link(element: HtmlElement) -> bool:
    words = len(_spaced(element))
    return 2 * sum(len(_spaced(link)) for link in element.iter("a")) > words


def _leads_home(element: HtmlElement) -> bool:
    """Whether it is a link to the first page of its site."""
    return any(
        _HOME.fullmatch(link.get("href") or "") and _spaced(link) == _spaced(element)
        for link in (*element.iter("a"), *element.iterancestors("a"))
    )


def _is_out_of_sight(element: HtmlElement) -> bool:
    return any(is_hidden(one) for one in (element, *element.iterancestors()) if one.tag != "body")


def _lies_in_furniture(element: HtmlElement) -> bool:
    return any(is_furniture(one) for one in (element, *element.iterancestors()))


def _in_article(element: HtmlElement) -> bool:
    return any(one.tag in ("article", "main") for one in element.iterancestors())


def _spaced(element: HtmlElement) -> str:
    """The words of an element in their order, those of blocks in it apart, without the signs of notes."""
    pieces: list[str] = []
    walker = iterwalk(element, events=("start", "end"))
    for event, one in walker:
        if event == "end":
            pieces.append((one.tail or "") if one is not element else "")
        elif one.tag in rules()["never"]:
            walker.skip_subtree()
        elif one.tag == "sup" and one is not element:
            linked = one.find(".//a") is not None
            pieces.append(raised("".join(pieces), "".join(one.itertext()), linked=linked))
            walker.skip_subtree()
        else:
            apart = one.tag in ("br", "p", "div") and one is not element
            pieces.append(f"{' ' if apart else ''}{one.text or ''}")
    return " ".join("".join(pieces).split())


def _key(text: str) -> str:
    return _NOT_WORDS.sub("", text).casefold()
