"""What stands on most pages of a site: passages that are no article's, and titles that are the site's."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from corpus.ingest.readers.sources import UnreadableError
from corpus.text.records import Doubt, Repeats
from corpus.text.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from corpus.ingest.readers.sources import Source
    from corpus.text.records import Item

LEAST_PAGES, SHARE = 8, 0.6
"""A passage on this share of so many pages of a site, or more, is furniture."""
TITLES, TITLE_SHARE = 2, 0.2
"""A headline on so many pages of a site with different texts, and this share of them, may be the site's."""
LOOKED_AT = 40
"""Most pages of a load that are compared; which, the names of their files decide and not their order."""
MOST_SITES = 8
"""Sites of a load, those with most pages, whose documents in the archive are asked for."""
LARGEST = 1_000_000
"""Bytes of a page above which it is not compared with others."""
_SHOWN = 3
_LONGEST = 60


def repeats_of(
    pages: Sequence[Source],
    read: Callable[[Source], Item],
    archived: Callable[[str], Sequence[Sequence[str]]] | None = None,
) -> Repeats | None:
    """What several of the pages have in common, site by site; None for nothing.

    ``archived`` gives the passages of documents of a site that are in the archive already: what most of them
    hold is the site's too.
    """
    if len(pages) < TITLES and archived is None:
        return None
    chosen = sorted(pages, key=lambda source: hashlib.sha256(source.path.name.encode()).digest())
    sites: defaultdict[str, list[Item]] = defaultdict(list)
    for source in chosen[:LOOKED_AT]:
        try:
            item = read(source)
        except (UnreadableError, OSError):  # told when it is loaded
            continue
        sites[site_of(item)].append(item)
    often = sorted(sites, key=lambda site: len(sites[site]), reverse=True)[:MOST_SITES]
    stored = {} if archived is None else {site: archived(site) for site in often}
    passages, titles = set[tuple[str, str]](), set[tuple[str, str]]()
    for site, items in sites.items():
        for held in ([[block.text for block in item.blocks] for item in items], stored.get(site, ())):
            passages |= {(site, key) for key in _held_by_most(held)}
        texts: defaultdict[str, set[str]] = defaultdict(set)
        for item in items:
            texts[item.fields.get("title", "")].add(item.text)
        titles |= {
            (site, title)
            for title, found in texts.items()
            if title and len(found) >= max(TITLES, TITLE_SHARE * len(items))
        }
    return Repeats(frozenset(passages), frozenset(titles)) if passages or titles else None


def _held_by_most(documents: Sequence[Sequence[str]]) -> Iterator[str]:
    """The keys of passages that most of some documents hold, where there are enough of them."""
    if len(documents) >= LEAST_PAGES:
        held = Counter(key for passages in documents for key in {_key(text) for text in passages})
        yield from (key for key, count in held.items() if count >= SHARE * len(documents))


def site_of(item: Item) -> str:
    """The host of a page's address; "" where it names none."""
    try:
        return urlsplit(item.fields.get("url") or item.address).hostname or ""
    except ValueError:
        return ""


def set_apart(item: Item) -> Item:
    """The item of a page with the passages that its site repeats as such: kept and shown, never counted."""
    if item.repeats is None or not item.repeats.passages:
        return item
    site, passages = site_of(item), item.repeats.passages
    blocks = tuple(
        replace(block, role=Role.editor_note) if (site, _key(block.text)) in passages else block
        for block in item.blocks
    )
    return replace(item, blocks=blocks)


def repeat_doubts(item: Item) -> list[Doubt]:
    """What a person should confirm of a page: what was set apart, and a headline that others have too."""
    if item.repeats is None:
        return []
    site, doubts = site_of(item), []
    found = [block.text for block in item.blocks if (site, _key(block.text)) in item.repeats.passages]
    if found:
        shown = ", ".join(repr(text[:_LONGEST]) for text in found[:_SHOWN])
        message = f"Set apart, as most pages of the site hold it: {shown}{', ...' * (len(found) > _SHOWN)}."
        doubts.append(Doubt("passages", message))
    title = item.fields.get("title", "")
    if (site, title) in item.repeats.titles:
        message = f"Other pages of the load, with other texts, have the headline {title[:_LONGEST]!r} too."
        doubts.append(Doubt("title", message))
    return doubts


def _key(text: str) -> str:
    """What tells a passage from others however it is printed: its letters and digits, else all of it."""
    letters = "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text))).casefold()
    return letters or " ".join(text.split())
