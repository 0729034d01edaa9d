"""HTML pages: headline, date, language, address and the paragraphs of the article."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpus import settings
from corpus.ingest.decode.columns import is_web_address
from corpus.ingest.decode.mojibake import MENDED, mend
from corpus.ingest.paragraphs.paragraphs import split_paragraphs
from corpus.ingest.readers.article_databases import articles
from corpus.ingest.readers.documents import part_items
from corpus.ingest.readers.fragment import blocks_of
from corpus.ingest.readers.html_dates import linked_text, page_date
from corpus.ingest.readers.page_address import origin
from corpus.ingest.readers.page_article import article, is_only_a_date
from corpus.ingest.readers.page_exports import with_headings
from corpus.ingest.readers.page_frames import text_frame
from corpus.ingest.readers.page_layouts import Layouts, body_parts, chosen_date, chosen_element
from corpus.ingest.readers.page_places import is_credit, is_note
from corpus.ingest.readers.page_repeats import set_apart
from corpus.ingest.readers.page_several import articles_of
from corpus.ingest.readers.page_text import parts_around
from corpus.ingest.readers.page_title import chosen, headline
from corpus.ingest.readers.page_tree import body_of, load, rules, tag_of, take_out_hidden
from corpus.ingest.readers.sources import UnreadableError, check_length, decoded, read_whole
from corpus.text.records import Block, Item, PageParts
from corpus.text.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.html import HtmlElement

    from corpus.ingest.readers.page_text import Part
    from corpus.ingest.readers.sources import Source
    from corpus.text.records import Rejected

MAX_TAGS = 200_000
"""Most tags of one page, opening and closing: each takes about a kilobyte."""
MAX_ATTRIBUTES = 500_000
"""Most attributes of all these tags: each takes about a quarter of that."""
_SMALL = 1_000_000
"""Code points of a page that cannot hold too many attributes."""
_TAG = re.compile(r"<[a-zA-Z][^<>]*")
_QUOTED = re.compile(r"""=\s*(?:"[^"]*"|'[^']*')""")

_LOOKED_AT = 2_000
"""Code points from the heading on in which a page prints its date."""
_LINES = 40
"""Blocks of text in which that is."""
_SENTENCE = 60
"""A line of so many code points is a sentence."""
_KICKER = 60
"""Longest line before a heading that may be its date, in code points."""
_SHOWN = 3
"""Elements of an article that are named, at most."""
_FOUND = "what trafilatura takes for it, with the paragraphs beside; no layout of an outlet fits the page"
_CAPTION = "the caption or the credit of a picture"
_FRAMESET = re.compile(r"<frameset\b", re.IGNORECASE)
_CHARSET = re.compile(rb"""(?:charset|<\?xml[^>]{0,200}encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)


_EXPORTED = b"articleParagraph"
"""What Factiva calls the paragraphs of its articles."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says: the title, paragraphs, other fields by canonical name.

    ``below``: its first lines, from its heading on, where it has one. ``retrieved``: when it was captured
    (ISO, UTC), where it says so. ``parts``: which part of it said what.
    """

    title: str
    blocks: tuple[Block, ...]
    fields: dict[str, str]
    below: str = ""
    retrieved: str | None = None
    parts: PageParts | None = None

    @property
    def text(self) -> str:
        """The paragraphs, joined by line feeds."""
        return "\n".join(block.text for block in self.blocks)


def read_html(source: Source) -> Iterator[Item | Rejected]:
    """One page as one item that is still to be read; of frames the one with the text; of an export of a
    database, and of a page with several, its articles.

    Raises UnreadableError.
    """
    raw = read_whole(source, 4 * settings.MAX_TEXT_CHARACTERS)
    if _EXPORTED in raw:
        lines = (" ".join(block.text.split()) for block in blocks_of(decoded(raw).text))
        found = articles("\n".join(lines), marked=True)
        if found is not None:
            yield from part_items(source, found)
            return
    if several := articles_of(raw):
        for number, part in enumerate(several, 1):
            name = f"{source.name}, article {number}"
            yield Item(part, "", f"{source.address}#{number}", name, page=True, row=True)
        return
    frame = text_frame(source, raw)
    if frame is None:
        yield page_item(source, raw)
    else:
        markup = decoded(raw).text
        address = origin(load(markup), markup).address
        item = page_item(source, frame)
        yield replace(item, address=address, fields={"url": address}) if address else item


def _attributes(markup: str) -> int:
    """How many attributes there are, about."""
    return sum(
        len(_QUOTED.sub(" ", match[0]).replace("/", " ").split()) - 1 for match in _TAG.finditer(markup)
    )


def page_item(source: Source, raw: bytes) -> Item:
    """The item of a page; what it says is read later, by :func:`read_page`."""
    return Item(raw, "", source.address, source.name, page=True)


def read_page(item: Item, outlet: str | None = None, layouts: Layouts | None = None) -> Item:
    """The item of a page with what the page says; what the item has already wins.

    ``outlet``: the code of the outlet it is said to be of, whose layouts are tried before those of the
    outlet that its address is of. Its address is the one that the page names, where it names one.
    Raises UnreadableError.
    """
    raw = item.raw
    found = _CHARSET.search(raw[:4096])
    read = decoded(raw, found.group(1).decode("ascii", "replace") if found else None)
    if read.text.count("<") > MAX_TAGS:
        raise UnreadableError(
            f"The page has more than {MAX_TAGS:,} tags: split it, or convert it to plain text.", raw
        )
    if len(read.text) > _SMALL and _attributes(read.text) > MAX_ATTRIBUTES:
        raise UnreadableError(
            f"The page has more than {MAX_ATTRIBUTES:,} attributes: split it, or convert it to plain text.",
            raw,
        )
    markup = mend(read.text)
    given = item.fields.get("url", "")
    page = parse(markup, outlet, layouts, given)
    if not page.text and (not page.title or _FRAMESET.search(markup)):
        raise UnreadableError(_nothing(markup), raw)
    check_length(page.text, raw)
    fields = {"title": page.title} if page.title else {}
    fields |= page.fields
    whole = replace(
        item,
        text=page.text,
        address=item.address if is_web_address(given) else fields.get("url") or item.address,
        fields={**fields, **item.fields},
        encoding=read.encoding,
        notes=(*read.notes, MENDED) if markup is not read.text else read.notes,
        below=page.below,
        blocks=page.blocks,
        retrieved=item.retrieved or page.retrieved,
        parts=page.parts,
        page=False,
    )
    return set_apart(whole)


def _nothing(markup: str) -> str:
    if _FRAMESET.search(markup):
        return (
            "The page only shows other pages in frames, none of which lies beside it: save the one with text."
        )
    return "The page holds neither a title nor text: nothing to keep as a document."


def parse(markup: str, outlet: str | None = None, layouts: Layouts | None = None, address: str = "") -> Page:
    """Take a page apart: what is its article, by the outlet's selectors or as trafilatura finds it.

    ``address``: what is known of where it is from, where the page itself does not say so.
    """
    layouts = layouts or Layouts()
    root = load(markup)
    with_headings(root)
    said = origin(root, markup)
    address = said.address or address
    fitting = layouts.of(root, outlet, address)
    layout, body = (None, []) if fitting is None else (fitting.layout, fitting.body)
    named = chosen_element(root, layout.title) if layout else None
    heading = chosen(named) if named is not None else headline(root, layouts.names(outlet, address))
    given = chosen_date(root, layout.date if layout else None)
    date = given if given.value else page_date(root, heading.element, heading.text)
    place = chosen_element(root, layout.place) if layout else None
    found = {
        "title": (heading.text, heading.part),
        "date": date,
        "language": (_language(root), "the language that the page names: <html lang>"),
        "url": (said.address, said.part),
        "place": ("", "") if place is None else (chosen(place).text, tag_of(place)),
    }
    fields = {name: value for name, (value, _) in found.items() if value and name != "title"}
    selected = {"title": named is not None, "date": bool(given.value), "place": True, "text": True}
    text = ", ".join(map(tag_of, body[:_SHOWN])) or _FOUND
    page_parts = PageParts(
        {**{name: part for name, (value, part) in found.items() if value}, "text": text},
        frozenset(name for name, by_selector in selected.items() if by_selector and fitting),
        None if fitting is None else (fitting.outlet, fitting.number),
    )
    take_out_hidden(root, [*body, *([] if heading.element is None else [heading.element])])
    every, at = parts_around(body_of(root), heading.element)
    below = _below(every, at, heading.element, sure=layout is not None)
    parts = body_parts(body, layout, heading.element) if layout else article(root, every, heading.element, at)
    blocks = tuple(_blocks(parts, heading.text))
    if blocks and blocks[0].heading and heading.element is not None:  # which would be taken for the headline
        blocks = (Block(heading.text, heading=True), *blocks)
    if not blocks and (said_body := linked_text(root)):
        blocks = tuple(blocks_of(said_body, wrapped=False))
        page_parts = replace(page_parts, fields={**page_parts.fields, "text": "articleBody of its JSON-LD"})
    if not below:
        below = "\n".join([line for part in parts for line in part.lines])[:_LOOKED_AT]
    return Page(heading.text, blocks, fields, below, said.retrieved, page_parts)


def _blocks(parts: Sequence[Part], title: str) -> Iterator[Block]:
    """The paragraphs of some parts: lines that a width wrapped are joined, and no others.

    Before the first sentence a line that is only a date is none of them, and nowhere what a system notes.
    """
    opened = False
    for part in parts:
        lines = part.lines if len(part.lines) == 1 else split_paragraphs("\n".join(part.lines))
        role = Role.editor_note if is_credit(part) else None
        for line in lines:
            text = line if isinstance(line, str) else line.text
            opened = opened or len(text) >= _SENTENCE
            if not (opened or role or part.heading) and is_only_a_date(text):
                continue
            if not role and is_note(text):
                continue
            if role or not (part.heading and text == title):
                why = _CAPTION if role else ""
                yield Block(text, role=role, heading=part.heading and not role, why=why)


def _below(parts: Sequence[Part], at: int | None, heading: HtmlElement | None, sure: bool) -> str:
    """The lines before and after the heading: the last short one before it, and what follows.

    ``sure``: an outlet's file names the heading.
    """
    if at is None or heading is None or not (sure or heading.tag in rules()["headings"]):
        return ""
    after = "\n".join(line for part in parts[at : at + _LINES] for line in part.lines)
    lines: list[str] = []
    if (
        at
        and len(kicker := parts[at - 1].lines[-1]) <= _KICKER
        and (sure or _together(parts[at - 1], heading))
    ):
        lines = [kicker]
    return "\n".join([*lines, after[:_LOOKED_AT]])


def _together(before: Part, heading: HtmlElement) -> bool:
    """Whether both lie in one part of the page: else a date before the heading is a menu's clock."""
    above = heading.getparent()
    if above is None or above.tag in ("body", "html", "main"):
        return False
    return above in (before.element, *before.element.iterancestors())


def _language(root: HtmlElement) -> str:
    language = root.get("lang") or root.get("xml:lang") or ""
    return language.strip().replace("_", "-")
