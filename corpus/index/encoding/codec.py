"""Arrays as bytes: little-endian, split into byte planes, compressed with Zstandard.

Byte planes put the high bytes of small numbers beside each other, where they compress to nothing;
so one width serves all arrays and nothing is decoded number by number.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from corpus.errors import DamagedError
from corpus.store.tables.base import compress, decompress

_BYTES = 4

Positions = npt.NDArray[np.uint32]
"""Sorted zero-based token ordinals within a block."""


def _planes(values: npt.NDArray[np.uint32]) -> bytes:
    planes = np.zeros((_BYTES, len(values)), dtype=np.uint8)
    most = int(values.max(initial=0))
    for at in range(_BYTES):
        if most >> (8 * at):
            planes[at] = (values >> np.uint32(8 * at)).astype(np.uint8)
    return planes.tobytes()


def _from_planes(planes: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint32]:
    """Plane by plane: a tenth of the time of turning the whole, since most high planes are empty."""
    values: npt.NDArray[np.uint32] = planes[0].astype(np.uint32)
    for at in range(1, _BYTES):
        if planes[at].any():
            plane = planes[at].astype(np.uint32)
            plane <<= np.uint32(8 * at)
            values |= plane
    return values


def pack(values: npt.ArrayLike) -> bytes:
    """Unsigned 32-bit numbers in any order."""
    return compress(_planes(np.asarray(values, dtype=np.uint32)))


def unpack(data: bytes) -> npt.NDArray[np.uint32]:
    """What ``pack`` packed. Raises DamagedError for what it cannot have."""
    planes = decompress(data)
    if len(planes) % _BYTES:
        raise DamagedError("An array of the index is cut short")
    return _from_planes(np.frombuffer(planes, np.uint8).reshape(_BYTES, -1))


def pack_sorted(values: npt.ArrayLike) -> bytes:
    """Unsigned 32-bit numbers that never fall, as differences."""
    array = np.asarray(values, dtype=np.uint32)
    return pack(np.diff(array, prepend=np.uint32(0)))


def unpack_sorted(data: bytes) -> npt.NDArray[np.uint32]:
    """What ``pack_sorted`` packed."""
    return np.cumsum(unpack(data), dtype=np.uint32)


def pack_postings(
    terms: npt.NDArray[np.uint32], counts: npt.NDArray[np.uint32], positions: Positions
) -> bytes:
    """Postings of several terms in one chunk.

    ``positions`` holds the sorted positions of each term one after another, ``counts[i]`` of them for
    ``terms[i]`` (ascending). Stored as differences within each term.
    """
    starts = np.cumsum(counts) - counts
    deltas = np.diff(positions, prepend=np.uint32(0))
    deltas[starts] = positions[starts]
    head = np.array([len(terms)], dtype="<u4")
    body = b"".join(
        (head.tobytes(), terms.astype("<u4").tobytes(), counts.astype("<u4").tobytes(), _planes(deltas))
    )
    return compress(body)


class PostingChunk:
    """A decompressed chunk of postings; ``terms`` ascending, ``counts`` aligned with them."""

    __slots__ = ("_planes", "counts", "terms")

    def __init__(self, data: bytes) -> None:
        body = decompress(data)
        size = int.from_bytes(body[:4], "little")
        if size < 1 or len(body) < 4 + 8 * size or len(body) % 4:
            raise DamagedError("A chunk of postings is cut short")
        self.terms = np.frombuffer(body, "<u4", size, 4)
        self.counts = np.frombuffer(body, "<u4", size, 4 + 4 * size)
        self._planes = np.frombuffer(body, np.uint8, offset=4 + 8 * size).reshape(4, -1)
        if int(self.counts.sum(dtype=np.int64)) != self._planes.shape[1]:
            raise DamagedError("A chunk of postings holds another number than it says")

    def __len__(self) -> int:
        return len(self.terms)

    @property
    def nbytes(self) -> int:
        """Bytes held in memory."""
        return int(self._planes.nbytes + self.terms.nbytes + self.counts.nbytes)

    def positions(self, term: int) -> Positions | None:
        """Sorted positions of a term, or None when the chunk does not hold it."""
        at = int(np.searchsorted(self.terms, term))
        if at == len(self.terms) or self.terms[at] != term:
            return None
        start = int(self.counts[:at].sum())
        deltas = _from_planes(self._planes[:, start : start + int(self.counts[at])])
        return np.cumsum(deltas, dtype=np.uint32)

    def all(self) -> tuple[npt.NDArray[np.uint32], Positions]:
        """The term of each posting and its position, aligned, term after term."""
        running = np.cumsum(_from_planes(self._planes), dtype=np.uint32)
        starts = np.cumsum(self.counts, dtype=np.int64) - self.counts
        before = np.concatenate((np.zeros(1, dtype=np.uint32), running))[starts]
        return np.repeat(self.terms, self.counts), running - np.repeat(before, self.counts)
