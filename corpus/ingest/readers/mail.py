"""Mails, mailboxes and pages saved as mails: the head is metadata."""

from __future__ import annotations

import dataclasses
import email
import email.errors
import email.header
import email.policy
import email.utils
import io
import re
from typing import TYPE_CHECKING, Any, cast

from corpus.ingest.decode.columns import is_web_address
from corpus.ingest.decode.encodings import NotTextError, decode
from corpus.ingest.paragraphs.paragraphs import split_paragraphs
from corpus.ingest.readers.documents import NOTHING, Document, part_items, saved_page, whole_item
from corpus.ingest.readers.fragment import blocks_of
from corpus.ingest.readers.sources import UnreadableError, check_length, in_words, read_whole, reject
from corpus.text.records import Block, Item
from corpus.text.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

    from corpus.ingest.decode.columns import ColumnMap
    from corpus.ingest.readers.sources import Source
    from corpus.text.records import Rejected

_ANSWERED = re.compile(
    r"^(?:(?:re|fwd?|fw|aw|wg|antw|tr|rv|rif|sv|vs|odp|ynt|答复|回复|转发|转寄|отв|회신|전달)(?:\[\d+\])?\s?[:：]\s*"
    r"|\[[\w .-]{2,30}\]\s*)+",
    re.IGNORECASE,
)
"""What programs put before the subject of a mail that is answered, sent on or of a list."""
_SIGNATURE = re.compile(r"^-- ?\n", re.MULTILINE)
_QUOTED = re.compile(
    r"((?:^(?:[^\n>]{4,200}\b(?:wrote|schrieb|a écrit|escribió|escreveu|ha scritto|написал\w*|пишет)\s?[:：]"
    r"|-{3,} ?(?:original|forwarded)[^\n]{0,40}-{3,}|[^\n]{4,80}写道[:：])[ \t]*\n\s*)?"
    r"(?:^>[^\n]*(?:\n|\Z))+)",
    re.MULTILINE | re.IGNORECASE,
)
"""Lines of the mail that is answered, below the line that says whose they are."""
_FROM = re.compile(rb"From .{1,120}\d{4}|From - ")
_HEADER = re.compile(rb"[A-Za-z][\w-]*:")
_ESCAPED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
_FULL = 5
"""How many times longer the words of an HTML part must be than those of a plain one to be the mail."""
_MOST_PARTS = 500
_LARGEST = 40 * 1024 * 1024
"""Bytes of one mail with all that is attached to it, at most."""
_LONGEST_HEAD = 1024 * 1024
_LONGEST_VALUE = 10_000
"""Longest value of a head that is read, in code points."""
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_BOUNDARY = re.compile(rb"^--([\w'()+,./:=?-]{1,70})[ \t]*\r?\n(?=[A-Za-z-]+:)", re.MULTILINE)


def read_mail(source: Source, columns: ColumnMap) -> Iterator[Item]:
    """One mail as one item. Raises UnreadableError."""
    raw = read_whole(source, _LARGEST)
    yield whole_item(source, raw, _document(raw))


def read_mbox(source: Source, columns: ColumnMap) -> Iterator[Item | Rejected]:
    """The mails of a mailbox. Raises UnreadableError."""
    with source.open() as stream:
        yield from part_items(source, _mails(source, stream))


def read_mhtml(source: Source, columns: ColumnMap) -> Iterator[Item]:
    """The page of a file in which a browser saved it with its pictures. Raises UnreadableError."""
    raw = read_whole(source, _LARGEST)
    message = _parsed(raw)
    page = next((part for part in _parts(message) if part.get_content_type() == "text/html"), None)
    if page is None:
        raise UnreadableError("It holds no page: save it as HTML.", raw)
    said = _header(message, "Snapshot-Content-Location") or _header(page, "Content-Location")
    saved = _date(_header(message, "Date"))
    yield saved_page(source, _payload(page), said, saved if "T" in saved else None)


def _mails(source: Source, stream: Any) -> Iterator[Document | Rejected]:
    if not isinstance(stream, io.BufferedIOBase):
        stream = io.BufferedReader(cast("io.RawIOBase", stream))
    lines: list[bytes] = []
    size = number = 0
    blank = True
    waiting = b""
    while True:
        line = waiting or stream.readline(1 << 20)
        waiting = b""
        if blank and _FROM.match(line):
            waiting = stream.readline(1 << 20)
            if _HEADER.match(waiting) or waiting.startswith(b">From "):
                if lines:
                    number += 1
                    yield _mail(source, lines, number, size)
                lines, size = [], 0
                continue
        if not line:
            break
        size += len(line)
        if size <= _LARGEST:
            lines.append(line)
        blank = not line.strip()
    if any(line.strip() for line in lines):
        yield _mail(source, lines, number + 1, size)
    elif not number:
        raise UnreadableError("It holds no mails: there is nothing to load.")


def _mail(source: Source, lines: list[bytes], number: int, size: int) -> Document | Rejected:
    raw = _ESCAPED_FROM.sub(rb"\1", b"".join(lines))
    where = f"mail {number}"
    try:
        if size > _LARGEST:
            raise UnreadableError(f"It has more than {in_words(_LARGEST)}: leave it out.")
        document = _document(raw)
        if not document.text.strip() and not document.fields["title"]:
            raise UnreadableError(NOTHING)
    except UnreadableError as error:
        return reject(f"{source.name}, {where}", str(error), raw, size)
    return dataclasses.replace(document, raw=raw, where=where)


def _document(raw: bytes) -> Document:
    message = _parsed(raw)
    plain: list[str] = []
    rich: list[str] = []
    for part in _parts(message):
        kind = part.get_content_type()
        if kind == "text/plain":
            plain.append(_flowed(part, _text(part)))
        elif kind == "text/html":
            rich.append(_text(part))
    check_length("".join(plain), raw)
    blocks = [block for text in plain for block in _blocks(text)]
    if rich:
        marked = [block for page in rich for block in blocks_of(page)]
        if sum(len(one.text) for one in marked) > _FULL * sum(len(one.text) for one in blocks):
            blocks = marked
    fields = {
        "title": _ANSWERED.sub("", _header(message, "Subject")),
        "date": _date(_header(message, "Date")),
        "language": _header(message, "Content-Language"),
        "from": _header(message, "From"),
        "to": _header(message, "To"),
    }
    address = _header(message, "Archived-At").strip("<>")
    if is_web_address(address):
        fields["url"] = address
    return Document(tuple(blocks), fields, identifier=_header(message, "Message-ID").strip("<> ") or None)


def _blocks(text: str) -> Iterator[Block]:
    """The paragraphs of a mail; what it quotes of others, and the signature, are notes."""
    body, mark, signature = text, "", ""
    if (signed := _SIGNATURE.search(text)) is not None:
        body, mark, signature = text[: signed.start()], signed[0].strip(), text[signed.end() :]
    for part in _QUOTED.split(body):
        quoted = _QUOTED.fullmatch(part) is not None
        for one in split_paragraphs(part):
            why = "what the mail quotes" if quoted else ""
            yield Block(one.text, Role.editor_note if quoted else None, why=why)
    for one in split_paragraphs(signature) if mark else ():
        yield Block(one.text, Role.editor_note, why="the signature of the mail")


def _parsed(raw: bytes) -> Message:
    if _END_OF_HEAD.search(raw, 0, _LONGEST_HEAD) is None and len(raw) > _LONGEST_HEAD:
        most = in_words(_LONGEST_HEAD)
        raise UnreadableError(f"Its head has more than {most}, the most that is read: leave it out.", raw)
    try:
        return email.message_from_bytes(raw, policy=email.policy.compat32)
    except Exception as error:  # the library raises whatever a broken mail makes it stumble over
        raise UnreadableError(f"It is not a mail that can be read ({type(error).__name__}).", raw) from None


def _parts(message: Message) -> Iterator[Message]:
    """The parts that are its text, in order; what is attached is none."""
    waiting, number = [message], 0
    while waiting and number < _MOST_PARTS:
        part = waiting.pop()
        number += 1
        disposition = str(part.get("Content-Disposition") or "").strip().lower()
        if disposition.startswith("attachment") or part.get_content_type() == "message/rfc822":
            continue
        inside = part.get_payload()
        if isinstance(inside, list):
            waiting.extend(one for one in reversed(inside) if isinstance(one, email.message.Message))
        elif part.get_content_maintype() == "multipart":
            waiting.append(_parted(_payload(part)))
        else:
            yield part


def _parted(body: bytes) -> Message:
    """What a mail holds whose head names no line between its parts, or one that is not there."""
    boundary = _BOUNDARY.search(body)
    kind = b'multipart/mixed; boundary="' + boundary[1] + b'"' if boundary else b"text/plain"
    return _parsed(b"Content-Type: " + kind + b"\n\n" + body)


def _text(part: Message) -> str:
    payload = _payload(part)
    charset = str(part.get_param("charset") or "") or None
    try:
        return decode(payload, charset).text if payload.strip() else ""
    except NotTextError:
        return ""


def _payload(part: Message) -> bytes:
    try:
        payload = part.get_payload(decode=True)
    except Exception:
        return b""
    return payload if isinstance(payload, bytes) else b""


def _flowed(part: Message, text: str) -> str:
    """Lines that a mail program broke, put together again (RFC 3676)."""
    text = text.replace("\r\n", "\n")
    if str(part.get_param("format") or "").lower() != "flowed":
        return text
    glue = "" if str(part.get_param("delsp") or "").lower() == "yes" else " "
    lines: list[str] = []
    flows = False
    for line in text.split("\n"):
        line = line.removeprefix(" ")
        if flows and lines:
            lines[-1] += line
        else:
            lines.append(line)
        flows = line.endswith(" ") and line != "-- "
        if flows:
            lines[-1] = lines[-1][:-1] + glue
    return "\n\n".join(line for line in lines if line.strip())


def _header(message: Message, name: str) -> str:
    value = message.get(name)
    if value is None or len(str(value)) > _LONGEST_VALUE:
        return ""
    text = ""
    try:
        for part, charset in email.header.decode_header(value):
            if isinstance(part, str):
                text += part
            elif part.strip():
                text += decode(part, None if charset == "unknown-8bit" else charset).text
            else:
                text += " "
    except (ValueError, LookupError, TypeError, NotTextError, email.errors.MessageError):
        text = str(value)
    return " ".join(text.encode("utf-8", "replace").decode().split())


def _date(value: str) -> str:
    """A date of a head as ISO; as it stands where it is none."""
    try:
        return email.utils.parsedate_to_datetime(value).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return value
