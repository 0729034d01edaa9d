"""Documents that are zip archives: their parts, within the limits. Nothing is unpacked to disk, or run."""

from __future__ import annotations

import io
import posixpath
import zipfile
from typing import TYPE_CHECKING

from corpus import settings
from corpus.ingest.readers.sources import BROKEN, UnreadableError, in_words, read_whole

if TYPE_CHECKING:
    from corpus.ingest.readers.sources import Source

_MOST = 32 * 1024 * 1024
"""Most that the parts of one document may unpack to, in bytes: their trees take several times as much."""
_ENCRYPTED = 0x1


class Parts:
    """The parts of a document by name; a context manager is not needed, for all is in memory."""

    def __init__(self, source: Source, kind: str) -> None:
        """``kind`` is what messages call it: ``Word document``. Raises UnreadableError."""
        self.raw = read_whole(source)
        self._kind = kind
        self._left = min(_MOST, settings.MAX_MEMBER_BYTES)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(self.raw))
        except (*BROKEN, OSError) as error:
            raise self.broken(error) from None
        self.names = [info.filename for info in self._archive.infolist()]

    def read(self, name: str) -> bytes:
        """The bytes of a part; b"" where there is none. Raises UnreadableError."""
        name = posixpath.normpath(name.lstrip("/"))
        if name not in self.names:
            return b""
        try:
            info = self._archive.getinfo(name)
            if info.flag_bits & _ENCRYPTED:
                raise UnreadableError("It is under a password: save it without one.", self.raw)
            with self._archive.open(info) as stream:
                part = stream.read(self._left + 1)
        except BROKEN as error:
            raise self.broken(error) from None
        self._left -= len(part)
        if self._left < 0:
            most = in_words(min(_MOST, settings.MAX_MEMBER_BYTES))
            reason = f"Its text unpacks to more than {most}, the most that is read of a document: split it."
            raise UnreadableError(reason, self.raw)
        return part

    def broken(self, error: object) -> UnreadableError:
        """The error for a document that cannot be read."""
        said = " ".join(str(error).split()).rstrip(".")[:120]
        return UnreadableError(f"It is not a {self._kind} that can be read ({said}): save it anew.", self.raw)
