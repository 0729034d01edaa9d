"""Bytes to text: which encoding a text is in, and what is no text at all."""

from __future__ import annotations

import codecs
import functools
import io
import re
from dataclasses import dataclass

from corpus.settings import packaged

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\v\f\r\x1b"))
_CONTROL_SHARE = 0.01
_MARKS_SHARE = 0.1
_SAMPLE = 100_000
_HIGH = re.compile(rb"[\x80-\xff]+")
_SUPERSETS = {
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
}
_DECLARABLE = re.compile(
    r"cp\d+|iso8859-\d+|koi8-[rut]|euc_\w+|gb\w+|big5\w*|shift_jis\w*|johab|mac-\w+|tis-620|ascii"
)


class NotTextError(ValueError):
    """Bytes that are no text, or a text in no encoding known here; the message is a sentence about "It"."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the Python name of its encoding, and what a person should know about the reading of it."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Profile:
    codec: str
    name: str
    letters: frozenset[str]
    share: float
    floor: float
    bytes: str | None
    marks: frozenset[str]


def decode(raw: bytes, declared: str | None = None) -> Decoded:
    """Decode a text: byte order mark, UTF-16 without one, UTF-8, ``declared``, then the likeliest other.

    ``declared`` is what the text says of itself (an HTML charset). Raises NotTextError.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _decode_marked(raw, encoding)
    if b"\0" in raw:
        return _decode_wide(raw)
    controls = len(raw) - len(raw.translate(None, _CONTROLS))
    if controls > _CONTROL_SHARE * len(raw) or raw.startswith(b"%PDF-"):
        raise NotTextError(_no_text(raw))
    try:
        return Decoded(raw.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _decode_broken(raw) or _decode_other(raw, declared)


def _no_text(raw: bytes) -> str:
    kind = next((kind for magic, kind in _binaries() if raw.startswith(magic)), None)
    looks = f" but {kind}" if kind else " (it holds bytes that no text has)"
    return f"It is not a text{looks}: convert it to plain text, HTML, JSON or CSV, or leave it out."


@functools.cache
def _binaries() -> tuple[tuple[bytes, str], ...]:
    """The first bytes of what is no text, and what it is called."""
    formats = packaged("corpus.ingest.readers", "formats.toml")
    return tuple(
        (bytes.fromhex(one["bytes"]), formats["called"][one["kind"]])
        for one in (*formats["signatures"], *formats["unread"])
        if one["kind"] in formats["called"] and not one.get("at")
    )


def _decode_marked(raw: bytes, encoding: str) -> Decoded:
    text = raw.decode(encoding, "replace")
    if text.count("\0") > _CONTROL_SHARE * len(text):
        raise NotTextError(_no_text(raw))
    return Decoded(text, encoding, _broken(text.count("\ufffd")))


def _decode_wide(raw: bytes) -> Decoded:
    """UTF-16 without a byte order mark, in the order of bytes that gives familiar characters."""
    best: tuple[float, Decoded | None] = (0.25, None)
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        start = text[:_SAMPLE]
        readable = sum(letter.isprintable() or letter.isspace() for letter in start) / len(start)
        # Pairs of Latin letters make Chinese characters, but hardly any of the frequent ones.
        familiar = sum(letter.isascii() or letter in _familiar() for letter in start) / len(start)
        if readable >= 0.98 and familiar > best[0]:
            best = (familiar, Decoded(text, encoding, (f"encoding guessed: {encoding.upper()}",)))
    if best[1] is None:
        raise NotTextError(_no_text(raw))
    return best[1]


def _decode_broken(raw: bytes) -> Decoded | None:
    """UTF-8 with a few broken bytes; None where these are more than one in twenty of what is not ASCII."""
    text = raw.decode("utf-8", "replace")
    broken = text.count("\ufffd") - raw.count("\ufffd".encode())
    whole = len(_HIGH.sub(b"", raw))
    if (len(text) - whole - broken) < 20 * broken:
        return None
    return Decoded(text, "utf-8", _broken(broken))


def _broken(count: int) -> tuple[str, ...]:
    return (f"{count} broken characters replaced by U+FFFD",) if count else ()


def _decode_other(raw: bytes, declared: str | None) -> Decoded:
    guess = _guess(raw)
    codec = _declared_codec(declared)
    # Pages often declare Latin-1 and are something else, which Latin-1 cannot contradict.
    if codec and (codec != "cp1252" or guess is None or guess.codec == "cp1252"):
        try:
            return Decoded(raw.decode(codec), codec)
        except UnicodeDecodeError:
            pass
    if guess is None:
        raise NotTextError("It is a text in an unknown encoding: convert it to UTF-8.")
    text = raw.decode(guess.codec, "replace")
    return Decoded(text, guess.codec, (f"encoding guessed: {guess.name}", *_broken(text.count("\ufffd"))))


def _declared_codec(declared: str | None) -> str | None:
    try:
        name = codecs.lookup(declared or "").name
    except (LookupError, ValueError):
        return None
    return _SUPERSETS.get(name, name) if _DECLARABLE.fullmatch(name) else None


def _guess(raw: bytes) -> _Profile | None:
    """The encoding in which the frequent letters of its language come nearest to their usual share."""
    sample = bytearray()
    for line in io.BytesIO(raw):  # a list of the lines may be far larger than they are
        if not line.isascii():
            sample += line[:_SAMPLE]
            if len(sample) >= _SAMPLE:
                break
    runs = [len(run) for run in _HIGH.findall(sample)]
    stand = "alone" if sum(run for run in runs if run <= 2) >= 0.7 * sum(runs) else "together"
    best: tuple[float, _Profile | None] = (0.0, None)
    for profile in _profiles():
        if profile.bytes not in (None, stand):
            continue
        text = sample.decode(profile.codec, "replace")
        letters = [letter for letter in text.lower() if not letter.isascii()]
        if not letters or letters.count("\ufffd") > 0.02 * len(letters):
            continue
        if profile.marks and sum(letter in profile.marks for letter in letters) < _MARKS_SHARE * len(letters):
            continue
        share = sum(letter in profile.letters for letter in letters) / len(letters)
        if share >= profile.floor and share / profile.share > best[0]:
            best = (share / profile.share, profile)
    return best[1]


@functools.cache
def _profiles() -> tuple[_Profile, ...]:
    data = packaged("corpus.ingest.decode", "encodings.toml")
    return tuple(
        _Profile(
            row["codec"],
            row["name"],
            frozenset(row["letters"]),
            row["share"],
            row["floor"],
            row.get("bytes"),
            frozenset(row.get("marks", "")),
        )
        for row in data["encoding"]
    )


@functools.cache
def _familiar() -> frozenset[str]:
    return frozenset().union(*(profile.letters for profile in _profiles()))
