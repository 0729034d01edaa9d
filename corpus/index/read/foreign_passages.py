"""Passages in another language, or of another country, than their document: which they are."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, or_, select

from corpus.index.encoding import codec
from corpus.index.encoding.packed_facts import Packed, read_packed
from corpus.store.state import archive_and_state
from corpus.store.tables.archive import PassageRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from corpus.index.encoding.block import BlockArrays

FOREIGN = "foreign"
"""Name of the packed row."""
MOST_ORIGINS = 4095
"""Pairs of language and country that are told apart; of more, the last ones in order count as one."""
Bools = npt.NDArray[np.bool_]
Facet = Literal["language", "country"]


class Origin(NamedTuple):
    """Language (BCP 47) and country (ISO 3166-1 alpha-3) of a passage, "" where they are its document's."""

    language: str
    country: str


class Foreign(NamedTuple):
    """``origins``, in order; a code counts them from 1, and 0 is the document's own language and country.

    Aligned, by version and number: ``versions``, ``numbers`` of passages, ``codes``.
    """

    origins: list[Origin]
    versions: npt.NDArray[np.uint32]
    numbers: npt.NDArray[np.int64]
    codes: npt.NDArray[np.uint16]

    def differing(self, other: Foreign) -> set[int]:
        """The versions of which another reading says something else."""
        return {version for version, *_ in self._rows() ^ other._rows()}

    def _rows(self) -> set[tuple[int, int, Origin | None]]:
        origins = [None, *self.origins]
        origins += [None] * (int(self.codes.max(initial=0)) + 1 - len(origins))
        return {
            (version, number, origins[code])
            for version, number, code in zip(
                self.versions.tolist(), self.numbers.tolist(), self.codes.tolist(), strict=True
            )
        }

    def values(self, facet: Facet) -> list[str]:
        """For each code the language or country, "" where it is the document's (as for 0)."""
        return ["", *(getattr(origin, facet) for origin in self.origins)]

    def labels(self, facet: Facet) -> list[str]:
        """The languages or countries of passages that are not their document's, sorted."""
        return sorted({*self.values(facet)} - {""})

    def table(self, facet: Facet, asked: Callable[[str], bool]) -> tuple[Bools, Bools]:
        """For each code whether its language or country is asked for, and whether it is the document's."""
        values = self.values(facet)
        own = np.array([not value for value in values])
        return np.array([bool(value) and asked(value) for value in values]), own

    def of_passages(self, arrays: BlockArrays) -> npt.NDArray[np.uint16] | None:
        """The code of each passage of a section, 0 where it is in its document's language and country.

        None where all are.
        """
        if not len(self.versions):
            return None
        order = np.argsort(arrays.versions, kind="stable")
        held = arrays.versions[order]
        at = np.minimum(np.searchsorted(held, self.versions), len(held) - 1)
        here = np.flatnonzero(held[at] == self.versions)
        if not len(here):
            return None
        codes = np.zeros(int(arrays.document_passages[-1]), dtype=np.uint16)
        codes[arrays.document_passages[order[at[here]]] + self.numbers[here]] = self.codes[here]
        return codes


def read_foreign(connection: Connection) -> Foreign:
    """All passages of the archive that have another language or country than their document: as they are
    packed for the archive's state, else from the table."""
    _, state = archive_and_state(connection)
    packed = read_packed(connection, state, (FOREIGN,))
    return unpack_foreign(packed) if packed else foreign_now(connection)


def pack_foreign(foreign: Foreign) -> tuple[str, bytes, str | None]:
    """Name, data and labels of the packed row."""
    arrays = (foreign.versions, foreign.numbers, foreign.codes)
    return FOREIGN, codec.pack(np.concatenate(arrays)), json.dumps(foreign.origins)


def unpack_foreign(packed: Packed) -> Foreign:
    """What ``pack_foreign`` packed; none where there is no such row."""
    data, labels = packed.get(FOREIGN, (None, None))
    values = codec.unpack(data) if data is not None else np.zeros(0, dtype=np.uint32)
    versions, numbers, codes = np.split(values, 3)
    origins = [Origin(*pair) for pair in json.loads(labels or "[]")]
    return Foreign(origins, versions, numbers.astype(np.int64), codes.astype(np.uint16))


def foreign_now(connection: Connection) -> Foreign:
    """The same, as the table has them."""
    columns = PassageRow.c
    query = select(columns.version_id, columns.number, columns.language, columns.country)
    foreign = or_(columns.language.isnot(None), columns.country.isnot(None))
    rows = [
        (version, number, Origin(language or "", country or ""))
        for version, number, language, country in connection.execute(query.where(foreign))
    ]
    origins = sorted({origin for *_, origin in rows})
    codes = {origin: min(at, MOST_ORIGINS) for at, origin in enumerate(origins, 1)}
    return Foreign(
        origins[:MOST_ORIGINS],
        np.fromiter((version for version, *_ in rows), dtype=np.uint32, count=len(rows)),
        np.fromiter((number for _, number, _ in rows), dtype=np.int64, count=len(rows)),
        np.fromiter((codes[origin] for *_, origin in rows), dtype=np.uint16, count=len(rows)),
    )
