"""Passages in another language than their document: which they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, select

from corpus.store.archive import PassageRow

if TYPE_CHECKING:
    from corpus.index.block import BlockArrays

MOST_LANGUAGES = 255
"""Languages of passages that are told apart; of more, the last ones in order count as one."""


class Foreign(NamedTuple):
    """``labels``: the languages (BCP 47), in order; a code counts them from 1.

    Aligned, by version and number: ``versions``, ``numbers`` of passages, ``codes``.
    """

    labels: list[str]
    versions: npt.NDArray[np.uint32]
    numbers: npt.NDArray[np.int64]
    codes: npt.NDArray[np.uint8]

    def of_passages(self, arrays: BlockArrays) -> npt.NDArray[np.uint8] | None:
        """The code of each passage of a section, 0 where it is in its document's language.

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
        codes = np.zeros(int(arrays.document_passages[-1]), dtype=np.uint8)
        codes[arrays.document_passages[order[at[here]]] + self.numbers[here]] = self.codes[here]
        return codes


def read_foreign(connection: Connection) -> Foreign:
    """All passages of the archive that are in another language than their document."""
    query = select(PassageRow.c.version_id, PassageRow.c.number, PassageRow.c.language)
    rows = connection.execute(query.where(PassageRow.c.language.isnot(None))).all()
    labels = sorted({language for *_, language in rows})
    codes = {language: min(at, MOST_LANGUAGES) for at, language in enumerate(labels, 1)}
    return Foreign(
        labels[:MOST_LANGUAGES],
        np.fromiter((version for version, *_ in rows), dtype=np.uint32, count=len(rows)),
        np.fromiter((number for _, number, _ in rows), dtype=np.int64, count=len(rows)),
        np.fromiter((codes[language] for *_, language in rows), dtype=np.uint8, count=len(rows)),
    )
