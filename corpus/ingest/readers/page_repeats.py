"""What stands on most pages of a site: passages that are no article's, and titles that are the site's."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter, defaultdict
from contextlib import contextmanager
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
"""Most pages of a folder, or of an archive, that are compared; which, the names of their files decide and not
their order."""
MOST_READ = 400
"""Most pages of a load that are compared."""
MOST_SITES = 8
"""Sites of a load, those with most pages, whose documents in the archive are asked for."""
LARGEST = 1_000_000
"""Bytes of a page above which it is not compared with others."""
_REPEATED = "most pages of its site hold it"
_SHOWN = 3
_LONGEST = 60


class Comparison:
    """What the pages of a load have in common, site by site, as far as they were met.

    Pages that lie side by side, in folders or in one archive, are compared before the first of them is read;
    what was found among them holds for those in later archives too.
    """

    def __init__(
        self,
        read: Callable[[Source], Item],
        archived: Callable[[str], Sequence[Sequence[str]]] | None = None,
    ) -> None:
        """``archived`` gives the passages of documents of a site that are in the archive already: what most
        of them hold is the site's too.
        """
        self._read = read
        self._archived = archived
        self._left = MOST_READ
        self._pages: defaultdict[str, list[set[str]]] = defaultdict(list)
        self._texts: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
        self._stored: dict[str, set[str]] = {}
        self._repeats: Repeats | None = None

    def repeats(self, pages: Sequence[Source]) -> Repeats | None:
        """What these and all before them have in common; None for nothing."""
        if len(pages) >= TITLES or self._archived is not None:
            self._forget_nameless()
            chosen = sorted(pages, key=lambda source: hashlib.sha256(source.path.name.encode()).digest())
            with _unspent(pages):
                for source in chosen[: min(LOOKED_AT, self._left)]:
                    self._add(source)
            self._repeats = self._found()
        return self._repeats

    def _forget_nameless(self) -> None:
        """Pages that name no address are of one site only where they lie side by side."""
        self._pages.pop("", None)
        self._texts = defaultdict(set, {key: texts for key, texts in self._texts.items() if key[0]})

    def _add(self, source: Source) -> None:
        self._left -= 1
        try:
            item = self._read(source)
        except (UnreadableError, OSError):  # told when it is loaded
            return
        site = site_of(item)
        self._pages[site].append({_key(block.text) for block in item.blocks})
        if title := item.fields.get("title", ""):
            self._texts[site, title].add(hash(item.text))

    def _found(self) -> Repeats | None:
        often = sorted(self._pages, key=lambda site: len(self._pages[site]), reverse=True)[:MOST_SITES]
        for site in often:
            if self._archived is not None and site not in self._stored:
                held = [{_key(text) for text in texts} for texts in self._archived(site)]
                self._stored[site] = set(_held_by_most(held))
        passages = {
            (site, key)
            for site, pages in self._pages.items()
            for key in (*_held_by_most(pages), *self._stored.get(site, ()))
        }
        titles = {
            (site, title)
            for (site, title), texts in self._texts.items()
            if len(texts) >= max(TITLES, TITLE_SHARE * len(self._pages[site]))
        }
        return Repeats(frozenset(passages), frozenset(titles)) if passages or titles else None


@contextmanager
def _unspent(pages: Sequence[Source]) -> Iterator[None]:
    """What is read inside is none of what the archives of some pages may unpack to."""
    budgets = {id(source.budget): source.budget for source in pages if source.budget is not None}
    left = {number: budget.left for number, budget in budgets.items()}
    try:
        yield
    finally:
        for number, budget in budgets.items():
            budget.left = left[number]


def _held_by_most(documents: Sequence[set[str]]) -> Iterator[str]:
    """The keys of passages that most of some documents hold, where there are enough of them."""
    if len(documents) >= LEAST_PAGES:
        held = Counter(key for keys in documents for key in keys)
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
        replace(block, role=Role.editor_note, why=_REPEATED)
        if (site, _key(block.text)) in passages
        else block
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
