"""Tar archives, packed or not: their files as sources. What is unpacked lies in a temporary file."""

from __future__ import annotations

import io
import shutil
import tarfile
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, cast

from corpus import settings
from corpus.ingest.readers.archive import Member, chosen
from corpus.ingest.readers.sources import BROKEN, Budget, Metered, UnreadableError, damaged, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.ingest.readers.sources import Source
    from corpus.ingest.readers.walk import LeftOut
    from corpus.text.records import Rejected

_IN_MEMORY = 32 * 1024 * 1024


@contextmanager
def open_tar(source: Source, left_out: LeftOut | None) -> Iterator[tuple[list[Source | Rejected], bool]]:
    """The files of an archive, and whether it has any. Raises UnreadableError where it is damaged."""
    budget = Budget(settings.MAX_ARCHIVE_BYTES)
    with _stream(source) as stream:
        try:
            archive = tarfile.open(fileobj=stream, mode="r:")  # noqa: SIM115 (closed below)
        except (tarfile.TarError, *BROKEN, OSError) as error:
            raise damaged(error) from None
        with archive:
            members = [_member(archive, info, budget) for info in _files(archive)]
            yield chosen(source, members, budget, left_out), bool(members)


@contextmanager
def _stream(source: Source) -> Iterator[BinaryIO]:
    """Its bytes, in any order: those of a packed one are unpacked first."""
    if source.budget is None:
        with source.open() as stream:
            yield stream
        return
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as held, source.open() as stream:
        shutil.copyfileobj(stream, held, 1 << 20)
        held.seek(0)
        yield cast("BinaryIO", held)


def _files(archive: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    """Its regular files; links and devices are none."""
    try:
        for info in archive:
            if info.isreg():
                yield info
    except (tarfile.TarError, *BROKEN, OSError) as error:
        raise damaged(error) from None


def _member(archive: tarfile.TarFile, info: tarfile.TarInfo, budget: Budget) -> Member:
    def open_member() -> BinaryIO:
        try:
            inner = archive.extractfile(info)
        except (tarfile.TarError, *BROKEN, OSError) as error:
            raise damaged(error) from None
        if inner is None:
            raise UnreadableError("It is no file: leave it out.")
        return cast("BinaryIO", Metered(cast("BinaryIO", _Plain(inner)), budget, info.size))

    return Member(shown(info.name).removeprefix("./"), info.size, open_member)


class _Plain(io.RawIOBase):
    """A member whose damage is a ValueError, as that of other archives."""

    def __init__(self, inner: object) -> None:
        super().__init__()
        self._inner = cast("BinaryIO", inner)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        try:
            return self._inner.read(size)
        except tarfile.TarError as error:
            raise ValueError(str(error)) from None
