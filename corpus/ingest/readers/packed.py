"""Files that are packed one by one (gzip, bzip2, xz, Zstandard): unpacked as they are read."""

from __future__ import annotations

import bz2
import dataclasses
import gzip
import io
import lzma
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import zstandard

from corpus import settings
from corpus.ingest.readers.sources import Budget, Metered, Source

if TYPE_CHECKING:
    from collections.abc import Callable

PACKED = ("gz", "bz2", "xz", "zst")
"""Kinds of such files."""
_MOST_MEMORY = 128 * 1024 * 1024
"""Most memory that unpacking may ask for, in bytes."""
_PART = 1 << 16
_STEP = 1 << 9
"""Bytes of Zstandard that are unpacked at once: each four of them may become 128 KiB."""


class _Unpacked(io.RawIOBase):
    """The bytes of one or more streams, one after the other; raises ValueError, EOFError for broken ones."""

    def __init__(self, outer: BinaryIO, decompressor: Callable[[], Any]) -> None:
        super().__init__()
        self._outer = outer
        self._new = decompressor
        self._current = decompressor()
        self._begun = False

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        parts: list[bytes] = []
        left = size
        while size < 0 or left > 0:
            part = self._part(min(left, _PART) if size >= 0 else _PART)
            if not part:
                break
            parts.append(part)
            left -= len(part)
        return b"".join(parts)

    def _part(self, size: int) -> bytes:
        while True:
            data = b""
            if self._current.eof:
                rest = self._current.unused_data.lstrip(b"\0") or self._outer.read(_PART).lstrip(b"\0")
                if not rest:
                    return b""
                self._current, self._begun, data = self._new(), False, rest
            elif self._current.needs_input:
                data = self._outer.read(_PART)
                if not data:
                    if not self._begun:
                        return b""
                    raise EOFError("it ends before its end")
            try:
                part = self._current.decompress(data, size)
            except OSError as error:  # as bz2 says that a stream is broken
                raise ValueError(str(error)) from None
            self._begun = True
            if part:
                return bytes(part)

    def close(self) -> None:
        self._outer.close()
        super().close()


class _Zstandard:
    """One frame, taken as bz2 and lzma take theirs: the library's own reader is silent where it is cut."""

    def __init__(self) -> None:
        self._error = zstandard.ZstdError
        self._frame = zstandard.ZstdDecompressor(max_window_size=_MOST_MEMORY).decompressobj()
        self._input = b""
        self._output = b""

    @property
    def eof(self) -> bool:
        return self._frame.eof and not self._output

    @property
    def needs_input(self) -> bool:
        return not self._input and not self._output

    @property
    def unused_data(self) -> bytes:
        return self._frame.unused_data + self._input

    def decompress(self, data: bytes, size: int) -> bytes:
        self._input += data
        while not self._output and self._input and not self._frame.eof:
            part, self._input = self._input[:_STEP], self._input[_STEP:]
            try:
                self._output = self._frame.decompress(part)
            except self._error as error:
                raise ValueError(str(error)) from None
        part, self._output = self._output[:size], self._output[size:]
        return part


def _opened(kind: str, outer: BinaryIO) -> BinaryIO:
    if kind == "gz":
        return cast("BinaryIO", gzip.GzipFile(fileobj=outer))
    new: dict[str, Callable[[], Any]] = {"bz2": bz2.BZ2Decompressor, "xz": _xz, "zst": _Zstandard}
    return cast("BinaryIO", _Unpacked(outer, new[kind]))


def _xz() -> lzma.LZMADecompressor:
    return lzma.LZMADecompressor(memlimit=_MOST_MEMORY)


def unpacked(source: Source, kind: str, limit: int | None = None) -> Source:
    """The single file inside a packed one, under the same name; its address stays.

    ``limit``: most bytes that it may unpack to; MAX_MEMBER_BYTES where None.
    """
    budget = source.budget or Budget(settings.MAX_ARCHIVE_BYTES)

    def open_member() -> BinaryIO:
        outer = source.open()
        return cast("BinaryIO", Metered(_opened(kind, outer), budget, source.size, outer, limit))

    return dataclasses.replace(source, open=open_member, budget=budget)
