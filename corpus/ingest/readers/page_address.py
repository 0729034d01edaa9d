"""Where a saved page is from, and when it was saved: what browsers and archives of the web leave in it."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin

from corpus.ingest.decode.columns import is_web_address

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.html import HtmlElement

HEAD = 4_000
"""Code points from the beginning in which a browser says where the page is from."""

_SAVED = re.compile(
    r"<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:|Mirrored from)\s*(?P<url>[^\s>]+)",
    re.IGNORECASE,
)
_SINGLE_FILE = re.compile(r"saved date:\s*(?P<date>[^\n>]{10,60})", re.IGNORECASE)
_CAPTURE = re.compile(
    r"(?:https?:)?//(?:web\.|www\.|wayback\.)?(?:archive\.org|archive-it\.org|webarchive\.[\w.]+)/(?:web/|wayback/|\d+/)?"
    r"(?P<moment>\d{14})(?:[a-z]{2}_)?/(?P<url>https?:/{1,2}.+|[\w.-]+\.[a-z]{2,}/.*)",
    re.IGNORECASE,
)
_FILE_ARCHIVED = re.compile(
    r"FILE ARCHIVED ON (?P<time>\d\d:\d\d:\d\d) (?P<month>[A-Z][a-z]{2}) (?P<day>\d{1,2}), (?P<year>\d{4})"
)
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"


class Origin(NamedTuple):
    """``address``: "" where the page names none; ``retrieved``: a moment (ISO, UTC) where it says one;
    ``part``: which part of the page named the address."""

    address: str
    retrieved: str | None
    part: str = ""


def origin(root: HtmlElement, markup: str) -> Origin:
    """The address of a page and when it was captured, by what it says itself.

    A page that an archive of the web delivered is of the site it was captured from.
    """
    saved = _SAVED.search(markup[:HEAD])
    base = _unescaped(saved["url"]) if saved else ""
    retrieved = None
    capture = _CAPTURE.match(base)
    if capture:
        base, retrieved = _original(capture)
    address = part = ""
    for said, named in _said(root):
        found = _CAPTURE.match(said)
        if found:
            said, moment = _original(found)
            retrieved = retrieved or moment
        said = urljoin(base, said) if base else said
        if is_web_address(said):
            address, part = said, named
            break
    if not address and is_web_address(base):
        address, part = base, "what the browser noted when it saved the page"
    if retrieved is None and (archived := _FILE_ARCHIVED.search(markup)) is not None:
        month = _MONTHS.find(archived["month"]) // 4 + 1
        retrieved = _moment(f"{archived['year']}-{month:02}-{int(archived['day']):02}T{archived['time']}")
    return Origin(address, retrieved, part)


def without_capture(fields: Mapping[str, str]) -> tuple[Mapping[str, str], str | None]:
    """Fields with the original address where theirs is of a capture in an archive of the web, and its moment
    (ISO, UTC)."""
    found = _CAPTURE.match(fields.get("url", "").strip())
    if found is None:
        return fields, None
    url, moment = _original(found)
    return {**fields, "url": url}, moment


def _said(root: HtmlElement) -> Iterator[tuple[str, str]]:
    """Addresses that a page gives itself, the surest first."""
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            yield (link.get("href") or "").strip(), "<link canonical>"
    for meta in root.iter("meta"):
        if (meta.get("property") or meta.get("name") or "").lower() == "og:url":
            yield (meta.get("content") or "").strip(), "<meta og:url>"


def _original(capture: re.Match[str]) -> tuple[str, str | None]:
    url = re.sub(r"^(https?):/{1,2}", r"\1://", capture["url"])
    if "://" not in url:
        url = f"http://{url}"
    moment = capture["moment"]
    day, time = moment[:8], moment[8:]
    return url, _moment(f"{day[:4]}-{day[4:6]}-{day[6:]}T{time[:2]}:{time[2:4]}:{time[4:]}")


def _moment(written: str) -> str | None:
    try:
        return datetime.datetime.fromisoformat(f"{written}+00:00").isoformat()
    except ValueError:
        return None


def _unescaped(url: str) -> str:
    return url.replace("&amp;", "&")
