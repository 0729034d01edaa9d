"""Where items are found, and the keys by which two of them may be one document."""

from __future__ import annotations

import enum
import functools
import hashlib
import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit, urlunsplit

from corpus.settings import packaged
from corpus.text.normalisation import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

TINY_WORDS = 12
"""A text of fewer words is looked for together with its title: it stands under thousands of addresses."""
_BITS = 63
_WEB = re.compile(r"(?:https?|ftp)://|www\.", re.IGNORECASE)
_DEFAULT_PORTS = {"http": ":80", "https": ":443", "ftp": ":21"}
_WORD = re.compile(r"[^\W_]+")


class Kind(enum.IntEnum):
    """What a key says: the same address, file, id of a source, text, or title and day; of an article that
    was cut out of a file or page: which one, and of which bytes of it."""

    address = 0
    file = 1
    id = 2
    text = 3
    title = 4
    cut_from = 5
    reading = 6


class Key(NamedTuple):
    kind: Kind
    hash: int


def short_hash(*parts: str | bytes | None) -> int:
    """The first 63 bits of the SHA-256 of some parts; None and "" are told apart."""
    digest = hashlib.sha256()
    for part in parts:
        raw = (
            b"\x01"
            if part is None
            else part
            if isinstance(part, bytes)
            else part.encode("utf-8", "surrogatepass")
        )
        digest.update(len(raw).to_bytes(8, "little") + raw)
    return first_bits(digest.digest())


def first_bits(digest: bytes) -> int:
    """The first 63 bits of a digest: the largest number that both stores hold."""
    return int.from_bytes(digest[:8], "little") >> (64 - _BITS)


@functools.cache
def _tracking() -> re.Pattern[str]:
    names = packaged("corpus.ingest.identity", "tracking.toml")["parameters"]
    either = "|".join(re.escape(name).replace(r"\*", "[^=]*") for name in names)
    return re.compile(rf"(?:{either})(?:=|$)", re.IGNORECASE)


def address_key(address: str) -> str:
    """An address as it is compared: what browsers and trackers vary makes no difference.

    Of URLs the scheme, ``www.``, the letter case of the host, a default port, the fragment, tracking
    parameters and final slashes; paths of files stay as they are.
    """
    if not _WEB.match(address):
        return address
    try:
        parts = urlsplit(address if "://" in address else f"http://{address}")
        host = parts.netloc.lower().removesuffix(_DEFAULT_PORTS.get(parts.scheme.lower(), "\0"))
    except ValueError:
        return address
    query = "&".join(part for part in parts.query.split("&") if part and not _tracking().match(part))
    return urlunsplit(("", host.removeprefix("www."), parts.path.rstrip("/"), query, "")).removeprefix("//")


def title_key(title: str) -> str:
    """The different words of a title: the same for headlines that differ in order, case or punctuation
    only."""
    return " ".join(sorted(set(_WORD.findall(fold(title)))))


def file_hash(address: str) -> int:
    """The hash of the key of a file, or of a page, by its address."""
    return short_hash("address", address_key(address))


def reading_hash(file: int, raw: int) -> int:
    """The hash of the key of a reading: ``file`` is that of the file, ``raw`` the hash of its bytes."""
    return short_hash("reading", str(file), str(raw))


def keys_of(
    outlet: str,
    address: str,
    *,
    file: str | None,
    row: bool,
    identifier: str | None,
    title: str | None,
    published: str | None,
    body: bytes | None,
    words: int | None,
    cut_from: tuple[str, int] | None = None,
) -> Iterator[Key]:
    """The keys of an item. ``cut_from``: address and hash of the bytes of the file that holds it with others.
    ``row``: whether its address is only its place in a file. ``body``: hash of its
    text without headline, None for an item without text; ``words``: how many it has, None where that is
    unknown.
    """
    place = file_hash(address)
    yield Key(Kind.address, place)
    if file is not None and file != address:
        yield Key(Kind.file, short_hash("address", file))
    if identifier is not None:
        yield Key(Kind.id, short_hash("id", outlet, identifier))
    words_of_title = title_key(title) if title else ""
    if body is not None:
        tiny = words is not None and words < TINY_WORDS
        yield Key(Kind.text, short_hash("text", outlet, body, words_of_title if tiny else None))
    if row and identifier is None and words_of_title:
        yield Key(Kind.title, short_hash("title", outlet, words_of_title, published))
    if cut_from is not None:
        held_in = file_hash(cut_from[0])
        if held_in != place:
            yield Key(Kind.cut_from, held_in)
        yield Key(Kind.reading, reading_hash(held_in, cut_from[1]))
