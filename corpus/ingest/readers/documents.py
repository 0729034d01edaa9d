"""Documents whose files mark their paragraphs, to items."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corpus.ingest.decode.columns import is_web_address
from corpus.ingest.readers.page_address import without_capture
from corpus.ingest.readers.records import canonical_json
from corpus.ingest.readers.sources import UnreadableError, check_length, reject
from corpus.text.records import Block, Item, Rejected
from corpus.text.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from corpus.ingest.readers.sources import Source

ASIDE = Role.stage_direction
"""The role of what stenographers note of a sitting: kept, and not counted."""
_BEGINNING = 5
NOTHING = "It holds neither a title nor text: nothing to keep as a document."


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader found of one document: paragraphs in order, and metadata by canonical name.

    Of a file that may hold several: ``raw`` is its own part of the bytes (None: what was read, as JSON),
    ``identifier`` what its source calls it, ``where`` its place for messages (``message 3``).
    ``title_printed``: see ``Item``.
    """

    blocks: tuple[Block, ...]
    fields: Mapping[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    identifier: str | None = None
    where: str | None = None
    retrieved: str | None = None
    title_printed: bool = True

    @property
    def text(self) -> str:
        """The paragraphs, one a line."""
        return "\n".join(" ".join(block.text.split()) for block in self.blocks)


def whole_item(
    source: Source, raw: bytes, document: Document, encoding: str = "utf-8", notes: tuple[str, ...] = ()
) -> Item:
    """The item of a file that holds one document. Raises UnreadableError."""
    fields, retrieved = without_capture(_kept(document.fields))
    text = document.text
    if not text.strip() and "title" not in fields:
        raise UnreadableError(NOTHING, raw)
    check_length(text, raw)
    url = fields.get("url", "")
    return Item(
        raw,
        text,
        url if is_web_address(url) else source.address,
        source.name,
        fields,
        encoding,
        notes,
        file=source.address,
        identifier=document.identifier,
        retrieved=document.retrieved or retrieved,
        blocks=document.blocks,
        title_printed=document.title_printed,
    )


def saved_page(source: Source, raw: bytes, url: str, saved: str | None = None) -> Item:
    """The item, still to be read, of a page that a browser saved with its pictures.

    ``url``: where it is from, as the file says; ``saved``: the moment (ISO, UTC), where it says so.
    """
    fields, captured = without_capture({"url": url} if is_web_address(url) else {})
    address = fields.get("url", source.address)
    retrieved = captured or saved
    return Item(raw, "", address, source.name, fields, file=source.address, retrieved=retrieved, page=True)


def part_items(
    source: Source, documents: Iterable[Document | Rejected], notes: tuple[str, ...] = ()
) -> Iterator[Item | Rejected]:
    """The items of a file that may hold several documents; those of it that hold nothing as Rejected."""
    for number, document in enumerate(documents, 1):
        if isinstance(document, Rejected):
            yield document
            continue
        fields, retrieved = without_capture(_kept(document.fields))
        text = document.text
        name = f"{source.name}, {document.where or f'part {number}'}"
        raw = document.raw
        if raw is None:
            raw = canonical_json({**fields, "text": text})
        try:
            if not text.strip() and "title" not in fields:
                raise UnreadableError(NOTHING)
            check_length(text, raw)
        except UnreadableError as error:
            yield reject(name, str(error), raw)
            continue
        url = fields.get("url", "")
        row = not is_web_address(url)
        key = document.identifier or _digest(fields.get("title", ""), fields.get("date", ""), text)
        yield Item(
            raw,
            text,
            f"{source.address}#{key}" if row else url,
            name,
            fields,
            "utf-8",
            notes,
            row=row,
            identifier=document.identifier,
            retrieved=document.retrieved or retrieved,
            blocks=document.blocks,
            title_printed=document.title_printed,
        )


def _kept(fields: Mapping[str, str]) -> dict[str, str]:
    spaced = ((name, " ".join(value.split())) for name, value in fields.items())
    return {name: value for name, value in spaced if value}


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def printed_title(title: str, blocks: Iterable[Block]) -> str:
    """The title that a file's properties give, where its text begins with it: else it is a template's."""
    wanted = "".join(title.split()).casefold()
    for block in [one for one in blocks if one.role is None][:_BEGINNING]:
        if wanted and "".join(block.text.split()).casefold() == wanted:
            return title
    return ""


def extra_missing(kind: str, raw: bytes) -> UnreadableError:
    """The error for a format whose library is not installed."""
    return UnreadableError(f"{kind} is read with an extra: pip install 'state-media-corpus[documents]'.", raw)
