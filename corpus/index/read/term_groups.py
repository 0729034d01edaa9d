"""Terms that count as one: the spellings of a word in any letter case, or the forms of a lemma."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import compress
from typing import TYPE_CHECKING, get_args

import numpy as np
import numpy.typing as npt

from corpus.choices import Unit
from corpus.store.ids import last_id
from corpus.store.tables.index import Term

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from corpus.index.encoding.term_digests import TermDigests
    from corpus.text.tokens import Layer

UNITS: tuple[Unit, ...] = get_args(Unit)


@dataclass(frozen=True, slots=True)
class Groups:
    """``of_term``: for each term id (its index) the ordinal of its group; ids of other layers have group 0.

    ``names``: the folded form, or the lemma, of each group; group 0 has none, and no token.
    """

    of_term: npt.NDArray[np.uint32]
    names: list[str]

    def __len__(self) -> int:
        return len(self.names)


def term_groups(connection: Connection, digests: TermDigests, layer: Layer, unit: Unit) -> Groups:
    """The groups of a layer's terms. A term without lemma is its own: its folded form."""
    ids, layers, (texts,) = digests.verified_columns(connection, "fold")
    if unit == "lemma":
        lemmas = digests.verified_values(connection, "lemma")
        texts = [lemmas.get(term, text) for term, text in zip(ids.tolist(), texts, strict=True)]
    own = layers == layer
    texts = list(compress(texts, own))
    names = dict.fromkeys(texts)
    ordinals = dict(zip(names, range(1, len(names) + 1), strict=True))
    of_term = np.zeros(last_id(connection, Term) + 1, dtype=np.uint32)
    of_term[ids[own]] = [ordinals[text] for text in texts]
    return Groups(of_term, ["", *names])
