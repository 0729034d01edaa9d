"""The layouts of outlets' pages: selectors in their files say what is headline, date and article."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from lxml.cssselect import CSSSelector

from corpus.ingest.dates.finder import find_stamps
from corpus.ingest.outlets.registry import outlet_summaries
from corpus.ingest.readers.html_dates import PageDate, best_date, is_moment, value_of
from corpus.ingest.readers.page_places import is_label
from corpus.ingest.readers.page_text import parts_of
from corpus.ingest.readers.page_tree import empty, tag_of, take_out_furniture

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml.html import HtmlElement

    from corpus.ingest.outlets.records import Page
    from corpus.ingest.outlets.registry import OutletSummary
    from corpus.ingest.readers.page_text import Part

_YEAR_APART = re.compile(r"\b(\d{4})\s+(\d\d)\s?/\s?(\d\d)\b")
"""A date of which a site shows the year in larger letters: ``2024 08/06``."""


class Fitting(NamedTuple):
    """A layout that fits a page: the elements that hold its article, whose layout it is, and its number."""

    layout: Page
    body: list[HtmlElement]
    outlet: str
    number: int


class Layouts:
    """The layouts and names of outlets, by code and by the hosts of their pages."""

    def __init__(self, outlets: Iterable[OutletSummary] = ()) -> None:
        known = list(outlets)
        self._by_code = {one.code: one for one in known}
        self._by_host = {host: one for one in known for host in one.hosts}

    def of(self, root: HtmlElement, outlet: str | None, address: str) -> Fitting | None:
        """The first layout whose article the page has; None where none fits."""
        for one in self._outlets(outlet, address):
            for number, page in enumerate(one.pages):
                found = _outermost(_selector(page.text)(root))
                if any("".join(element.itertext()).strip() for element in found):
                    return Fitting(page, found, one.code, number)
        return None

    def names(self, outlet: str | None, address: str) -> Sequence[str]:
        """What the outlets that a page may be of are called."""
        return [
            name
            for one in self._outlets(outlet, address)
            for name in (one.code, one.name, *one.names.values(), *one.hosts)
        ]

    def _outlets(self, outlet: str | None, address: str) -> list[OutletSummary]:
        found = [self._by_code[outlet]] if outlet in self._by_code else []
        try:
            host = urlsplit(address).hostname or ""
        except ValueError:
            host = ""
        while "." in host:
            if host in self._by_host:
                if self._by_host[host] not in found:
                    found.append(self._by_host[host])
                break
            host = host.partition(".")[2]
        return found


def layouts() -> Layouts:
    """Those of all outlets that the program knows, as their files stand now. Raises OutletError."""
    return Layouts(outlet_summaries())


@functools.lru_cache(maxsize=1024)
def _selector(css: str) -> CSSSelector:
    return CSSSelector(css, translator="html")


def _outermost(elements: Sequence[HtmlElement]) -> list[HtmlElement]:
    chosen = set(elements)
    return [one for one in elements if not any(above in chosen for above in one.iterancestors())]


def chosen_element(root: HtmlElement, css: str | None) -> HtmlElement | None:
    """The first element with text that a selector names."""
    found = _selector(css)(root) if css else []
    return next((one for one in found if "".join(one.itertext()).strip()), None)


def chosen_date(root: HtmlElement, css: str | None) -> PageDate:
    """The date in the elements that a selector names, the first that can be read: an attribute in one of
    them, else its words.

    Of words that hold one date only that: not where the text is from, or who wrote it.
    """
    found = _selector(css)(root) if css else []
    return best_date(PageDate(_date_in(element), tag_of(element)) for element in found)


def _date_in(element: HtmlElement) -> str:
    inside = (value_of(one) for one in element.iterdescendants() if is_moment(one))
    value = next(inside, "") or value_of(element)
    stamps = find_stamps(value)
    if len(stamps) == 1:
        return value[stamps[0].start : stamps[0].end]
    return _YEAR_APART.sub(r"\1-\2-\3", value)


def body_parts(elements: Sequence[HtmlElement], layout: Page, heading: HtmlElement | None) -> list[Part]:
    """The blocks of an article that a layout names, without what it says to remove."""
    for element in elements:
        for unwanted in _selector(layout.remove)(element) if layout.remove else []:
            if unwanted is not element and unwanted is not heading:
                empty(unwanted)
        take_out_furniture(element, heading)
    parts = [part for element in elements for part in parts_of(element, leave=heading)]
    return [part for part in parts if not is_label(part)]
