"""What all tables share: the naming of constraints, and the compressed column types.

Tables are described without classes (SQLAlchemy Core): rows are read and written by the thousand, and
importing the object-relational mapper would cost each query 0.1 s.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import zstandard
from sqlalchemy import LargeBinary, MetaData
from sqlalchemy.types import TypeDecorator

from corpus.errors import DamagedError

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect

LEVEL = 1
"""Zstandard level of stored texts: higher levels cost loading time and save under 3 % (level 3)."""


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class _Coders(threading.local):
    """Made once a thread, and used by one thread only: for a short text, making them takes a third of it."""

    def __init__(self) -> None:
        self.compressor = zstandard.ZstdCompressor(level=LEVEL, write_checksum=True)
        self.decompressor = zstandard.ZstdDecompressor()


_coders = _Coders()


def compress(data: bytes) -> bytes:
    return _coders.compressor.compress(data)


def decompress(data: bytes) -> bytes:
    """Raises DamagedError for what is no whole frame, or does not fit the checksum that stands in it."""
    try:
        whole = _coders.decompressor.decompress(data, allow_extra_data=False)
        if not whole:  # of a frame that claims to be empty, the library looks at the head only
            frame = _coders.decompressor.decompressobj()
            whole = frame.decompress(data)
            if not frame.eof or frame.unused_data:
                raise DamagedError("Stored bytes are cut short, or followed by others")
    except (zstandard.ZstdError, MemoryError) as error:  # a damaged head may claim any size
        raise DamagedError(f"Stored bytes are damaged ({error})") from error
    return whole


def checksum(data: bytes | None) -> int:
    """What stands at the end of a frame: the checksum of its content, which ``decompress`` verifies.

    0 for None. Of frames without checksum, which older versions of the program wrote, it is any number.
    """
    return 0 if data is None else int.from_bytes(data[-4:], "little")


def has_checksum(data: bytes) -> bool:
    """Whether a frame holds a checksum; those that older versions of the program wrote do not.

    Raises DamagedError where the frame's head cannot be read.
    """
    try:
        return bool(zstandard.get_frame_parameters(data).has_checksum)
    except zstandard.ZstdError as error:
        raise DamagedError(f"Stored bytes are damaged ({error})") from error


class CompressedBytes(TypeDecorator[bytes]):
    """Bytes, compressed with Zstandard."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> Any:
        return None if value is None else compress(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> bytes | None:
        return None if value is None else decompress(value)
