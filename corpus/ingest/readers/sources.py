"""Files as sources: their names in messages and in the archive, and reading them within the limits."""

from __future__ import annotations

import dataclasses
import gzip
import hashlib
import io
import lzma
import os
import re
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO

from corpus import settings
from corpus.errors import InputError
from corpus.ingest.decode.encodings import Decoded, NotTextError, decode
from corpus.store.files import is_kept_out
from corpus.text.records import Rejected

if TYPE_CHECKING:
    from collections.abc import Callable

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_PART = 1 << 20
EMPTY = "It is empty: there is nothing to load."

BROKEN = (
    zipfile.BadZipFile,
    gzip.BadGzipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
"""What zipfile and gzip raise for damaged or unusual members."""


class UnreadableError(InputError):
    """An input that cannot be read; becomes a Rejected. ``size`` is the input's full size in bytes."""

    def __init__(self, reason: str, raw: bytes = b"", size: int | None = None) -> None:
        super().__init__(reason)
        self.raw = raw
        self.size = len(raw) if size is None else size


class EmptyError(UnreadableError):
    """An input without a byte, which need not be looked at once more."""

    def __init__(self) -> None:
        super().__init__(EMPTY)


@dataclass(slots=True)
class Budget:
    """How many bytes an archive may still unpack to; shared by the archives inside it.

    ``to_look_at``: beside these, to know what its rejected members are.
    """

    left: int
    to_look_at: int = field(default_factory=lambda: settings.MAX_ARCHIVE_BYTES)


@dataclass(frozen=True, slots=True)
class Source:
    """A file, or a member of an archive, that can be opened.

    ``name`` is shown in messages (the path as the user gave it), ``address`` is stored (absolute), ``path``
    is where it lies inside its archive, or on disk. ``size`` in bytes is what the file system or the archive
    declares. A member has a ``budget``, and a file on disk ``file``: its path for the system. ``beside``
    gives what lies at a path from its folder, where anything does: frames of a page.
    """

    name: str
    address: str
    path: PurePosixPath
    size: int
    open: Callable[[], BinaryIO]
    budget: Budget | None = None
    file: str | None = None
    beside: Callable[[str], Source | None] = lambda _: None


def file_source(path: str, size: int) -> Source:
    """The source of a file on disk. ``path`` is as the user gave it."""
    address = shown(Path(path).absolute().as_posix())

    def beside(name: str) -> Source | None:
        other = Path(path).parent / name
        if other.is_symlink() or not other.is_file():
            return None
        return file_source(str(other), other.stat().st_size)

    return Source(
        shown(path),
        address,
        PurePosixPath(address),
        size,
        lambda: open_file(path),
        file=path,
        beside=beside,
    )


def open_file(path: str) -> BinaryIO:
    """A file that is still one: since the folder was read, it may have become the database, or a pipe."""
    if is_kept_out(path, Path(path).stat()):
        raise UnreadableError("It has become the database itself while the folder was read: leave it out.")
    stream = open(path, "rb", opener=_open_at_once)  # noqa: SIM115
    if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
        stream.close()
        raise UnreadableError("It has become something else while the folder was read: leave it out.")
    return stream


def _open_at_once(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def shown(path: str) -> str:
    """A path as text: a name that is not UTF-8 decoded by guess, control characters masked."""
    name = path.replace(os.sep, "/")
    if not name.isprintable():
        raw = os.fsencode(name)
        try:
            name = decode(raw).text
        except NotTextError:
            name = raw.decode("utf-8", "backslashreplace")  # two such names stay two
    return _CONTROLS.sub("\ufffd", name)


def reject(
    source: str, reason: str, raw: bytes = b"", size: int | None = None, sha256: bytes | None = None
) -> Rejected:
    """A Rejected that keeps no more of ``raw`` than the limit, and the digest of the whole."""
    kept = raw[: _most_kept(raw)]
    if sha256 is None and len(kept) < len(raw):
        sha256 = hashlib.sha256(raw).digest()
    return Rejected(source, reason, kept, len(raw) if size is None else size, sha256)


def reject_whole(source: Source, error: UnreadableError) -> Rejected:
    """The Rejected for a file or member as a whole, whose bytes are read once more where they must be."""
    if isinstance(error, EmptyError):
        return reject(source.name, str(error))
    if error.raw and (source.file is None or error.size <= len(error.raw)):
        return reject(source.name, str(error), error.raw, error.size)
    if source.budget is not None and source.budget.to_look_at <= 0:
        return reject(source.name, str(error), b"", error.size or source.size)
    head, size, digest = _looked_at(source)
    return reject(source.name, str(error), head, max(size, source.size), digest)


def first_bytes(source: Source, number: int = 16) -> bytes:
    """The first bytes of a file on disk; nothing of a member, or where it cannot be read."""
    if source.file is None:
        return b""
    try:
        with open_file(source.file) as stream:
            return stream.read(number)
    except (UnreadableError, OSError):
        return b""


def _most_kept(raw: bytes) -> int:
    head = raw[: settings.MAX_REJECTED_BINARY_BYTES]
    if len(head) < len(raw):
        try:
            if head.count(0) > len(head) // 2:  # no text, and slow to find out
                return min(len(head), settings.MAX_REJECTED_BYTES)
            decode(head)
        except NotTextError:
            return min(len(head), settings.MAX_REJECTED_BYTES)
    return settings.MAX_REJECTED_BYTES


def _looked_at(source: Source) -> tuple[bytes, int, bytes]:
    """The beginning of a source, how many bytes it has, and the digest of them, as far as it can be read."""
    budget = source.budget
    before = budget.left if budget else 0
    head, size, digest = bytearray(), 0, hashlib.sha256()
    if budget:
        budget.left = budget.to_look_at
    try:
        with source.open() as stream:
            while size < settings.MAX_ARCHIVE_BYTES and (part := stream.read(_PART)):
                digest.update(part)
                size += len(part)
                head += part[: settings.MAX_REJECTED_BYTES - len(head)]
    except (UnreadableError, OSError):
        pass
    finally:
        if budget:
            budget.to_look_at, budget.left = budget.left, before
    return bytes(head), size, digest.digest()


def peeked(source: Source, number: int) -> tuple[Source, bytes]:
    """The first bytes, and the source; a small one is in memory then, and is not opened again."""
    budget = source.budget
    before = budget.left if budget else 0
    with source.open() as stream:
        head = stream.read(number)
        while 0 < len(head) < number and (more := stream.read(number - len(head))):
            head += more
    if len(head) < number:
        return dataclasses.replace(source, open=lambda: io.BytesIO(head)), head
    if budget:
        budget.left = before
    return source, head


def read_whole(source: Source, limit: int | None = None) -> bytes:
    """All bytes of a source. Raises UnreadableError where it is empty, or has more than ``limit`` bytes."""
    limit = settings.MAX_MEMBER_BYTES if limit is None else min(limit, settings.MAX_MEMBER_BYTES)
    with source.open() as stream:
        raw = stream.read(limit + 1)
    if len(raw) > limit:
        reason = f"It has more than {in_words(limit)}, the most that is read of such a file: split it."
        raise UnreadableError(reason, raw, max(source.size, len(raw)))
    if not raw or raw.isspace():
        raise UnreadableError(EMPTY, raw)
    return raw


def decoded(raw: bytes, declared: str | None = None) -> Decoded:
    """``decode`` for readers: raises UnreadableError, which keeps the bytes."""
    try:
        return decode(raw, declared)
    except NotTextError as error:
        raise UnreadableError(str(error), raw) from None


def check_length(text: str, raw: bytes) -> None:
    """Raise UnreadableError for a text that is too long to be one document."""
    limit = settings.MAX_TEXT_CHARACTERS
    if len(text) > limit:
        reason = (
            f"Its text has {len(text):,} characters, more than the {limit:,} taken as one document: split it."
        )
        raise UnreadableError(reason, raw)


def damaged(error: Exception) -> UnreadableError:
    """The error for a member that cannot be unpacked."""
    return UnreadableError(f"It cannot be unpacked ({error or 'it is damaged'}): copy or download it again.")


def in_words(size: int) -> str:
    """A number of bytes for people: ``256 MiB``."""
    for unit in ("bytes", "KiB", "MiB"):
        if size < 1024:
            return f"{size} {unit}"
        size //= 1024
    return f"{size} GiB"


class Metered(io.RawIOBase):
    """The stream of an archive's member: spends the budget, and raises UnreadableError at a limit."""

    def __init__(
        self,
        inner: BinaryIO,
        budget: Budget,
        declared: int,
        outer: BinaryIO | None = None,
        most: int | None = None,
    ) -> None:
        """``most``: bytes that it may have, MAX_MEMBER_BYTES where None."""
        super().__init__()
        self._most = most
        self._inner = inner
        self._outer = outer
        self._budget = budget
        self._declared = declared
        self._spent = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object, /) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        data = self.read(len(view))
        view[: len(data)] = data
        return len(data)

    def read(self, size: int = -1, /) -> bytes:
        limit = (self._most or settings.MAX_MEMBER_BYTES) - self._spent
        allowed = min(limit, self._budget.left)
        try:
            data = self._inner.read(allowed + 1 if size < 0 else min(size, allowed + 1))
        except BROKEN as error:
            raise damaged(error) from None
        except OSError as error:
            if error.errno is not None:  # the disk, and not the member
                raise
            raise damaged(error) from None
        self._spent += len(data)
        self._budget.left -= len(data)
        if len(data) > allowed:
            if allowed == limit:
                whole = in_words(self._most or settings.MAX_MEMBER_BYTES)
                most = f"{whole}, the most that is unpacked of one member"
            else:
                most = f"{in_words(settings.MAX_ARCHIVE_BYTES)} with the members before it"
            raise UnreadableError(
                f"It unpacks to more than {most}: if you trust the archive, split it into smaller ones.",
                data,
                max(self._declared, self._spent),
            )
        return data

    def close(self) -> None:
        self._inner.close()
        if self._outer is not None:
            self._outer.close()
        super().close()
