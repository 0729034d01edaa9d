"""XML without entities, document types or network."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any

from lxml import etree

from corpus import settings
from corpus.ingest.decode.mojibake import mend
from corpus.ingest.readers.markup import unescaped
from corpus.ingest.readers.sources import UnreadableError, decoded, in_words
from corpus.settings import packaged

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_MARKS = 2_000_000
"""Most tags and attributes of one file: each takes up to 230 bytes in memory."""

_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}encoding\s*=\s*["']([\w.:-]+)""")
_DECLARATION = re.compile(r"\s*<\?xml\b[^>]{0,500}\?>")
_DOCTYPE = re.compile(r"<!DOCTYPE\b([^\[>]{0,2000})(\[)?", re.IGNORECASE)
_ENTITY = re.compile(r"<!ENTITY\b", re.IGNORECASE)
_NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z][A-Za-z0-9]{1,31};")
_BARE = re.compile(r"&(?!#?[A-Za-z0-9]{1,32};)")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_CJK = "\u2e80"
ENTITIES = "It defines entities of its own in a DOCTYPE, which are not read: take the DOCTYPE out."


def parse_xml(raw: bytes) -> Any:
    """The root element. Raises UnreadableError for entities of its own, and where it is no XML."""
    found = _DECLARED.search(raw[:1000])
    text = decoded(raw, found[1].decode("ascii", "replace") if found else None).text
    return parse_text(mend(text), raw)


def parse_text(text: str, raw: bytes) -> Any:
    """The same for decoded XML; ``raw`` is kept with the error."""
    if len(raw) > 4 * settings.MAX_TEXT_CHARACTERS:
        most = in_words(4 * settings.MAX_TEXT_CHARACTERS)
        raise UnreadableError(f"It has more than {most}, the most that is read of XML: split it.", raw)
    if text.count("<") + text.count("=") > MAX_MARKS:
        reason = f"It has more than {MAX_MARKS:,} tags and attributes: split it, or convert it to plain text."
        raise UnreadableError(reason, raw)
    text = _DECLARATION.sub("", text.removeprefix("\ufeff"), count=1)
    doctype = _DOCTYPE.search(text, 0, 10_000)
    if doctype is not None:
        if doctype[2] or _ENTITY.search(text):
            raise UnreadableError(ENTITIES, raw)
        text = text[: doctype.start()] + text[text.find(">", doctype.end()) + 1 :]
    text = _BARE.sub("&amp;", text)
    text = _FORBIDDEN.sub("", _NAMED.sub(lambda match: unescaped(match[0]).replace("<", "&lt;"), text))
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
    )
    try:
        root = etree.fromstring(text.strip().encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        reason = " ".join(str(error).split()).rstrip(".")[:200]
        raise UnreadableError(f"It is not XML that can be read ({reason}): correct it there.", raw) from None
    if root is None:
        raise UnreadableError("It is not XML that can be read: there is no element in it.", raw)
    return root


@functools.cache
def element_names(kind: str) -> dict[str, list[str]]:
    """What elements are, in a kind of XML: the table of ``xml.toml``."""
    names: dict[str, list[str]] = packaged("corpus.ingest.readers", "xml.toml")[kind]
    return names


def local(element: Any) -> str:
    """The name of an element without its namespace; "" for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Any, *names: str) -> Iterator[Any]:
    """The children of these names, whatever their namespace."""
    for child in element:
        if local(child) in names:
            yield child


def descendants(element: Any, *names: str) -> Iterator[Any]:
    """All elements of these names inside, in order."""
    for child in element.iter():
        if local(child) in names:
            yield child


def first(element: Any, *path: str) -> Any:
    """The first element down a path of names; None where there is none."""
    here = element
    for name in path:
        here = next(children(here, name), None) if here is not None else None
    return here


def words(element: Any) -> str:
    """All text inside an element, on one line; "" for None."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def attribute(element: Any, name: str) -> str:
    """The value of an attribute, whatever its namespace; "" where there is none, or no element."""
    for key, value in element.attrib.items() if element is not None else ():
        if key.rpartition("}")[2] == name:
            return str(value)
    return ""


def joined(before: str, after: str) -> str:
    """Two lines of one paragraph as one, with a space unless both ends are Chinese or Japanese."""
    if not before or not after:
        return before or after
    spaced = before[-1] < _CJK or after[0] < _CJK or "\uac00" <= before[-1] <= "\ud7a3"
    return f"{before} {after}" if spaced else before + after
