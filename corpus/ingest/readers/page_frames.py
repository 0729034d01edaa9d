"""Pages of frames: the text is that of the frame which holds it, where its file lies beside the page."""

from __future__ import annotations

import contextlib
import itertools
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from corpus.ingest.readers.page_text import parts_of
from corpus.ingest.readers.page_tree import body_of, load, take_out_hidden
from corpus.ingest.readers.sources import UnreadableError, decoded, read_whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.ingest.readers.sources import Source

MOST = 12
"""Frames of one page that are looked into, those of frames among them."""
LARGEST = 4_000_000
"""Bytes of a frame that is looked into."""
LEAST = 40
"""Code points, outside of links, of a frame that holds text."""
_FRAMESET = re.compile(rb"<frameset\b", re.IGNORECASE)
_FRAME = re.compile(
    rb"""<frame\b[^<>]{0,1000}?\bsrc\s*=\s*(?:"([^"]{0,1000})"|'([^']{0,1000})'|([^\s>]{1,1000}))""",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|/|.*(?:^|/)\.\.(?:/|$)", re.IGNORECASE)


def text_frame(source: Source, raw: bytes) -> bytes | None:
    """The bytes of the frame that holds most text, of a page that only shows frames; None for other pages.

    Frames that are elsewhere, are not beside the page or cannot be read count as empty.
    """
    return _longest(source, raw, {source.address}) if _FRAMESET.search(raw) else None


def _longest(source: Source, raw: bytes, seen: set[str]) -> bytes | None:
    best, most = None, LEAST
    for frame in _frames(source, raw):
        if frame.address in seen or len(seen) > MOST:
            continue
        seen.add(frame.address)
        with contextlib.suppress(UnreadableError, OSError):
            held: bytes | None = read_whole(frame, LARGEST)
            if held and _FRAMESET.search(held):
                held = _longest(frame, held, seen)
            size = _text(held) if held else 0
            if size >= most:
                best, most = held, size
    return best


def _frames(source: Source, raw: bytes) -> Iterator[Source]:
    for found in itertools.islice(_FRAME.finditer(raw), MOST):
        name = next((part for part in found.groups() if part), b"").decode("utf-8", "replace")
        name = unquote(re.split(r"[?#]", name.replace("&amp;", "&").replace("\\", "/"))[0])
        name = name.removeprefix("./")
        if name and "\0" not in name and not _ELSEWHERE.match(name):
            frame = source.beside(name)
            if frame is not None:
                yield frame


def _text(raw: bytes) -> int:
    """Code points of a page that are in no link."""
    root = load(decoded(raw, None).text)
    take_out_hidden(root)
    return sum(len(part.text) - part.links for part in parts_of(body_of(root)))
