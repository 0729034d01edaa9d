"""What a file is: by its first bytes, whatever its ending promises."""

from __future__ import annotations

import codecs
import functools
import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from corpus.settings import packaged

if TYPE_CHECKING:
    from collections.abc import Callable

HEAD = 16_384
"""How many bytes say what a file is."""
PACKED = (".gz", ".bz2", ".xz", ".zst")
"""Endings of files that hold one file, packed."""

_PROLOGUE = re.compile(
    rb"(?:\s+|<\?[^>]{0,1000}\?>|<!--.{0,8000}?-->"
    rb"|<!DOCTYPE\s+(?!html)[^>\[]{0,1000}(?:\[.{0,8000}?\]\s*)?>)*",
    re.DOTALL | re.IGNORECASE,
)
_WIDE = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


_MARKED = 4_096
"""In so many bytes the marks of a markup stand."""
_UNMARKED = frozenset(("text", "unknown"))
"""Promises of texts in which a markup may hide."""


class _Beginning(NamedTuple):
    kind: str
    pattern: re.Pattern[bytes]
    instead: frozenset[str]


@functools.cache
def formats() -> dict[str, Any]:
    """The tables of ``formats.toml``."""
    return packaged("corpus.ingest.readers", "formats.toml")


@functools.cache
def _signatures() -> list[tuple[int, bytes, bytes, str]]:
    return [
        (one.get("at", 0), bytes.fromhex(one["bytes"]), bytes.fromhex(one.get("ends", "")), one["kind"])
        for one in formats()["signatures"]
    ]


@functools.cache
def _beginnings() -> list[_Beginning]:
    return [
        _Beginning(one["kind"], re.compile(one["pattern"].encode()), frozenset(one.get("instead", ())))
        for one in formats()["beginnings"]
    ]


@functools.cache
def _marks() -> list[tuple[str, list[bytes], int, tuple[str, ...]]]:
    return [
        (one["kind"], [word.encode() for word in one["quick"]], one.get("least", 1), tuple(one["patterns"]))
        for one in formats()["marks"]
    ]


@functools.cache
def _assignment() -> re.Pattern[bytes]:
    return re.compile(formats()["assigned"].encode())


def value_start(head: bytes) -> int:
    """Where the JSON begins in a script that only gives it a name; 0 in everything else."""
    match = _assignment().match(head.removeprefix(codecs.BOM_UTF8), 0, HEAD)
    return match.end() + len(head) - len(head.removeprefix(codecs.BOM_UTF8)) if match else 0


def suffix(name: str) -> str:
    """The ending of a file's name with its dot, as pathlib has it; "" where there is none."""
    at = name.rfind(".")
    return name[at:] if 0 < at < len(name) - 1 else ""


def promised(name: str) -> str:
    """The kind that the ending of a file's name promises; ``unknown`` where it says nothing."""
    name = name.lower()
    ending = suffix(name)
    if ending in PACKED:
        ending = suffix(name.removesuffix(ending))
    kind: str = formats()["endings"].get(ending, "unknown")
    return kind


def shown_kind(head: bytes, promise: str, whole: Callable[[], bytes]) -> str:
    """The kind that the first bytes show, else the promised one.

    ``whole`` gives all bytes, which are asked for where a text may be JSON.
    """
    for at, magic, ends, kind in _signatures():
        if head.startswith(magic, at) and (not ends or head.startswith(ends, at + len(magic) + 1)):
            return kind
    if promise not in formats()["texts"]:
        return promise
    if value_start(head):
        return "json"
    text = _narrow(head)
    text = text[_end_of_prologue(text) :]
    for one in _beginnings():
        if one.kind == promise or not one.pattern.match(text):
            continue
        if one.instead and promise != "unknown" and promise not in one.instead:
            continue
        if one.kind == "json":
            return _json_kind(whole(), promise)
        return one.kind
    return _marked_kind(b"\n" + text, promise) if promise in _UNMARKED else promise


def _marked_kind(text: bytes, promise: str) -> str:
    """The markup that a text is written in, by its marks."""
    text = text[:_MARKED]
    for kind, quick, least, patterns in _marks():
        if not any(word in text for word in quick):
            continue
        if sum(re.search(pattern.encode(), text) is not None for pattern in patterns) >= least:
            return kind
    return promise


def _end_of_prologue(text: bytes) -> int:
    match = _PROLOGUE.match(text)
    return match.end() if match else 0


def _narrow(head: bytes) -> bytes:
    """The bytes without a byte order mark; those of UTF-16 as UTF-8."""
    for mark, encoding in _WIDE:
        if head.startswith(mark):
            return head[2:].decode(encoding, "replace").encode("utf-8", "replace")
    return head.removeprefix(codecs.BOM_UTF8)


def _json_kind(raw: bytes, promise: str) -> str:
    """JSON where all of it, or its first line, is JSON; else what was promised."""
    text = _narrow(raw)
    for kind, part in (("jsonl", text.lstrip().partition(b"\n")[0]), ("json", text)):
        try:
            if isinstance(json.loads(part), (dict, list)):
                return "json" if part.strip() == text.strip() else kind
        except (ValueError, RecursionError):
            continue
    return promise
