"""7z archives: their files as sources. They are solid: all is unpacked at once into a temporary file."""

from __future__ import annotations

import io
import tempfile
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from corpus import settings
from corpus.ingest.readers.archive import Member, chosen
from corpus.ingest.readers.documents import extra_missing
from corpus.ingest.readers.sources import Budget, Metered, UnreadableError, damaged, in_words, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.ingest.readers.sources import Source
    from corpus.ingest.readers.walk import LeftOut
    from corpus.text.records import Rejected

_MOST_MEMORY = 64 * 1024 * 1024
"""Largest dictionary that unpacking may ask for, in bytes; the largest of the usual settings."""
_MOST = 2 * 1024 * 1024 * 1024


@contextmanager
def open_seven_zip(
    source: Source, left_out: LeftOut | None
) -> Iterator[tuple[list[Source | Rejected], bool]]:
    """The files of an archive, and whether it has any. Raises UnreadableError where it is damaged."""
    try:
        import py7zr
    except ImportError:
        raise extra_missing("7z", b"") from None
    budget = Budget(settings.MAX_ARCHIVE_BYTES)
    with _seekable(source) as stream, tempfile.TemporaryFile() as held:
        files = _Files(held, min(_MOST, settings.MAX_ARCHIVE_BYTES))
        try:
            with py7zr.SevenZipFile(stream) as archive:
                if archive.needs_password():
                    raise UnreadableError("It is under a password: unpack it with it, and load the folder.")
                _check_memory(archive)
                sizes = [info.uncompressed for info in archive.list() if not info.is_directory]
                if sum(sizes) > files.left:
                    raise files.too_large()
                archive.extractall(factory=files)
        except UnreadableError:
            raise
        except Exception as error:  # py7zr raises whatever a broken file makes it stumble over
            if files.stopped:
                raise files.too_large() from None
            raise damaged(error) from None
        members = [_member(files, name, budget) for name in files.spans]
        yield chosen(source, members, budget, left_out), bool(members)


@contextmanager
def _seekable(source: Source) -> Iterator[BinaryIO]:
    with source.open() as stream:
        if source.budget is None:
            yield stream
        else:
            yield io.BytesIO(stream.read())


def _check_memory(archive: Any) -> None:
    streams = archive.header.main_streams
    folders = streams.unpackinfo.folders if streams is not None else []
    for folder in folders:
        for coder in folder.coders:
            properties = coder.get("properties") or b""
            method = coder.get("method")
            size = 0
            if method == b"\x21" and properties:  # LZMA2
                bits = properties[0]
                size = 0xFFFFFFFF if bits >= 40 else (2 | (bits & 1)) << (bits // 2 + 11)
            elif len(properties) == 5:  # LZMA, PPMd
                size = int.from_bytes(properties[1:5], "little")
            if size > _MOST_MEMORY:
                most = in_words(_MOST_MEMORY)
                raise UnreadableError(
                    f"It takes more than {most} of memory to unpack: unpack it and load the folder."
                )


class _Files:
    """What is unpacked, one file after the other; for py7zr a factory of writers."""

    def __init__(self, held: Any, left: int) -> None:
        self._held = held
        self._lock = threading.Lock()
        self.left = left
        self.stopped = False
        self.spans: dict[str, list[tuple[int, int]]] = {}

    def create(self, filename: str) -> _Writer:
        name = filename.lstrip("/")
        self.spans[name] = []
        return _Writer(self, name)

    def write(self, name: str, data: bytes | bytearray) -> int:
        with self._lock:
            self.left -= len(data)
            if self.left < 0:
                self.stopped = True
                raise ValueError("too large")
            self.spans[name].append((self._held.seek(0, io.SEEK_END), len(data)))
            self._held.write(data)
        return len(data)

    def read(self, name: str) -> bytes:
        with self._lock:
            parts = []
            for start, size in self.spans[name]:
                self._held.seek(start)
                parts.append(self._held.read(size))
        return b"".join(parts)

    def size(self, name: str) -> int:
        return sum(size for _, size in self.spans[name])

    def too_large(self) -> UnreadableError:
        most = in_words(min(_MOST, settings.MAX_ARCHIVE_BYTES))
        return UnreadableError(f"It unpacks to more than {most}: unpack it and load the folder.")


class _Writer:
    """One file that is being unpacked."""

    def __init__(self, files: _Files, name: str) -> None:
        self._files = files
        self._name = name

    def write(self, s: bytes | bytearray) -> int:
        return self._files.write(self._name, s)

    def read(self, size: int | None = None) -> bytes:
        return b""

    def seek(self, offset: int, whence: int = 0) -> int:
        return 0

    def flush(self) -> None:
        return None

    def size(self) -> int:
        return self._files.size(self._name)

    def close(self) -> None:
        return None


def _member(files: _Files, name: str, budget: Budget) -> Member:
    size = files.size(name)

    def open_member() -> BinaryIO:
        if size > settings.MAX_MEMBER_BYTES:
            most = in_words(settings.MAX_MEMBER_BYTES)
            raise UnreadableError(f"It has more than {most}, the most that is read of one member.", b"", size)
        return cast("BinaryIO", Metered(io.BytesIO(files.read(name)), budget, size))

    return Member(shown(name), size, open_member)
