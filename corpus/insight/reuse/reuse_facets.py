"""Facets by which pairs of documents are told apart: of one outlet, across countries, by one speaker."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.argument_checks import shown
from corpus.errors import FilterError
from corpus.index.read.document_facts import NONE
from corpus.query.session.document_catalogue import DOCUMENT_FACETS
from corpus.store.tables.archive import Document
from corpus.wording import argument

if TYPE_CHECKING:
    from corpus.query.session.document_catalogue import Catalogue
    from corpus.query.session.moment import Moment

I64 = npt.NDArray[np.int64]

SPEAKER = "speaker"
_PLURALS = {name.removesuffix("y") + "ies" if name.endswith("y") else name + "s": name for name in
            (*DOCUMENT_FACETS, SPEAKER)}  # fmt: skip


def facets(
    moment: Moment, catalogue: Catalogue, across: str | None, within: str | None
) -> tuple[I64 | None, I64 | None]:
    """The codes of the two facets that are asked for; FilterError where they exclude each other."""
    codes = codes_of(moment, catalogue, "across", across), codes_of(moment, catalogue, "within", within)
    if across and within and _PLURALS.get(across, across) == _PLURALS.get(within, within):
        one = f"{argument('across')} or {argument('within')}"
        said = f"No pair both differs and agrees in {shown(across)}: give {one}."
        raise FilterError(said, argument="within")
    return codes


def codes_of(moment: Moment, catalogue: Catalogue, given_as: str, name: str | None) -> I64 | None:
    """A number for each document's value in a facet (one word or its plural), -1 where it has none.

    None where no facet is asked for. Raises FilterError for one that does not exist.
    """
    if name is None:
        return None
    name = _PLURALS.get(name, name)
    if name == SPEAKER:
        column = moment.document_column(catalogue, Document.c.speaker_id)
        return np.array([-1 if value is None else int(value) for value in column], dtype=np.int64)
    if name not in DOCUMENT_FACETS:
        raise FilterError.about(
            given_as, f"takes {', '.join((*DOCUMENT_FACETS, SPEAKER))}, not {shown(name)!r}."
        )
    facet = catalogue.facet(moment.connection, name)
    known = np.array([label != NONE for label in facet.labels], dtype=bool)
    return np.where(known[facet.codes], facet.codes, -1) if len(known) else facet.codes.astype(np.int64)
