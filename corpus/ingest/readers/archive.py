"""The files of archives as sources, zip first: no declared size is trusted, and no name."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from operator import attrgetter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, cast

from corpus import settings
from corpus.ingest.decode.encodings import NotTextError, decode
from corpus.ingest.readers.companions import PageFolders, is_companion
from corpus.ingest.readers.sources import (
    BROKEN,
    Budget,
    Metered,
    Source,
    UnreadableError,
    damaged,
    read_whole,
    reject,
    shown,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from corpus.ingest.readers.walk import LeftOut
    from corpus.text.records import Rejected


_ENCRYPTED = 0x1
_UTF8_NAME = 0x800
_CLIMBS = re.compile(r"[/\\]|[A-Za-z]:|(?:.*[/\\])?\.\.(?:[/\\]|$)", re.DOTALL)


@contextmanager
def open_zip(source: Source) -> Iterator[zipfile.ZipFile]:
    """The archive of a source. Raises UnreadableError where it is damaged or no zip."""
    # A member of another archive cannot be read from its end, where the directory is.
    stream = io.BytesIO(read_whole(source)) if source.budget else source.open()
    with stream:
        try:
            archive = zipfile.ZipFile(stream)
        except (*BROKEN, OSError):
            stream.seek(0)
            raw = stream.read(settings.MAX_REJECTED_BYTES)
            raise UnreadableError(_damage(raw), raw, source.size) from None
        with archive:
            yield archive


def _damage(raw: bytes) -> str:
    if not raw:
        return "It is empty: there is nothing to load."
    if raw.startswith(b"PK"):
        return "It is a zip archive that is cut short or damaged: copy or download it again."
    return "It is not a zip archive: give it the ending of what it is."


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive: its name, the size that the archive declares in bytes, how it is opened.

    ``written``: the name as it stands in the archive, where that is another; ``encrypted``: under a password.
    """

    name: str
    size: int
    open: Callable[[], BinaryIO]
    written: str = ""
    encrypted: bool = False


def chosen(
    source: Source, members: Sequence[Member], budget: Budget, left_out: LeftOut | None = None
) -> list[Source | Rejected]:
    """The files of an archive, sorted by name; refused ones (encrypted, names that climb out) as Rejected.

    What only accompanies texts is passed over, and counted in ``left_out``.
    """
    folders = PageFolders([member.name for member in members])
    kept = [
        member
        for member in members
        if not folders.hold_a_folder_of(member.name)
        and not is_companion(member.name.rpartition("/")[2], member.open)
    ]
    if left_out is not None:
        left_out.companions += len(members) - len(kept)
    named = {member.name: member for member in members}

    def opened(member: Member) -> Source | Rejected:
        def beside(name: str) -> Source | None:
            other = named.get(posixpath.join(posixpath.dirname(member.name), name))
            found = None if other is None else opened(other)
            return found if isinstance(found, Source) else None

        return _source(source, member, budget, beside)

    return [opened(member) for member in sorted(kept, key=attrgetter("name"))]


def _source(
    source: Source, member: Member, budget: Budget, beside: Callable[[str], Source | None]
) -> Source | Rejected:
    name = f"{source.name}!{member.name}"
    address = f"{source.address}!{member.name}"
    inside = Source(
        name, address, PurePosixPath(member.name), member.size, member.open, budget, beside=beside
    )
    if member.encrypted:
        return reject(
            name, "It is encrypted: unpack it with its password and load the files.", b"", member.size
        )
    if _CLIMBS.match(member.written) or _CLIMBS.match(member.name):
        reason = "Its name leads out of the archive: unpack it yourself if you trust it."
        try:
            return reject(name, reason, read_whole(inside))
        except (UnreadableError, OSError):
            return reject(name, reason, b"", member.size)
    return inside


@contextmanager
def open_zip_files(
    source: Source, left_out: LeftOut | None = None
) -> Iterator[tuple[list[Source | Rejected], bool]]:
    """The files of a zip archive, and whether it has any. Raises UnreadableError where it is damaged."""
    budget = source.budget or Budget(settings.MAX_ARCHIVE_BYTES)
    with open_zip(source) as archive:
        files = [info for info in archive.infolist() if info.filename and not info.is_dir()]
        members = [
            _member(archive, budget, name, info) for name, info in zip(_names(files), files, strict=True)
        ]
        yield chosen(source, members, budget, left_out), bool(archive.namelist())


def _member(archive: zipfile.ZipFile, budget: Budget, name: str, info: zipfile.ZipInfo) -> Member:
    def open_member() -> BinaryIO:
        try:
            inner = cast("BinaryIO", archive.open(info))
        except BROKEN as error:
            raise damaged(error) from None
        return cast("BinaryIO", Metered(inner, budget, info.file_size))

    encrypted = bool(info.flag_bits & _ENCRYPTED)
    return Member(name, info.file_size, open_member, info.orig_filename, encrypted)


def _names(files: list[zipfile.ZipInfo]) -> list[str]:
    """Member names; those that do not say that they are UTF-8 are decoded together, by guess."""
    old = [info.filename.encode("cp437") for info in files if not info.flag_bits & _UTF8_NAME]
    try:
        encoding = decode(b"\n".join(old)).encoding
    except NotTextError:
        encoding = "cp437"
    return [
        shown(
            info.filename
            if info.flag_bits & _UTF8_NAME or info.filename.isascii()
            else info.filename.encode("cp437").decode(encoding, "replace")
        ).replace("\\", "/")
        for info in files
    ]


def unpacked_size(source: Source, gzipped: bool) -> int:
    """What an archive or gzip file says that it unpacks to, in bytes. Raises UnreadableError, OSError."""
    if gzipped:
        with source.open() as stream:
            stream.seek(-4, io.SEEK_END)
            return min(int.from_bytes(stream.read(4), "little"), settings.MAX_MEMBER_BYTES)
    with open_zip(source) as archive:
        return min(sum(info.file_size for info in archive.infolist()), settings.MAX_ARCHIVE_BYTES)
