"""Languages and countries of a selection: those of its documents, and those of single passages in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from corpus.index.encoding.sorted_arrays import distinct
from corpus.query.select.selection import I64, Bools, Choice, Codes, Origins
from corpus.text.languages import language_tag

if TYPE_CHECKING:
    from corpus.index.read.foreign_passages import Facet
    from corpus.index.read.sections import SectionArrays
    from corpus.query.select.selection import Selection
    from corpus.query.session.document_catalogue import Catalogue
    from corpus.query.session.moment import Moment


def written(value: str) -> str:
    """A language asked for, or held by the archive, as its tag (BCP 47); what is none stays as it is."""
    return language_tag(value) or value


def known(moment: Moment, catalogue: Catalogue, facet: Facet) -> list[str]:
    """Every language, or country, of a document or a passage."""
    labels = catalogue.facet(moment.connection, facet).labels
    return sorted({*labels, *moment.foreign().labels(facet)})


def of_origin(
    moment: Moment, catalogue: Catalogue, facet: Facet, labels: frozenset[str]
) -> tuple[Bools, Origins | None]:
    """The documents with words in some languages, or of some countries, and which of their passages are
    meant: None where all are."""
    own = catalogue.having(moment.connection, facet, labels)
    foreign = moment.foreign()
    if not foreign.labels(facet):
        return own, None
    table, follows = foreign.table(facet, labels.__contains__)
    documents = catalogue.documents_of(foreign.versions)
    current = documents >= 0
    mask = own.copy()
    mask[documents[current & table[foreign.codes]]] = True
    if not mask[documents[current & ~follows[foreign.codes]]].any():
        return mask, None
    return mask, Origins((Choice(own, table, follows),))


def both(one: Origins | None, other: Origins | None) -> Origins | None:
    """The passages that two choices both let count."""
    if one is None or other is None:
        return other if one is None else one
    return Origins((*one.choices, *other.choices))


def of_selection(moment: Moment, selection: Selection) -> list[str]:
    """The languages, in order, of the documents and passages that a selection takes."""
    chosen, catalogue = selection.origins, selection.catalogue
    own = selection.mask
    if chosen is not None:
        own = own & chosen.mask(np.arange(len(own)), None)
    foreign = moment.foreign()
    names: set[str] = set()
    if foreign.origins:
        documents = catalogue.documents_of(foreign.versions)
        taken = documents >= 0
        taken[taken] = selection.mask[documents[taken]]
        if chosen is not None:
            taken[taken] = chosen.mask(documents[taken], foreign.codes[taken])
        values = foreign.values("language")
        of_codes = np.array([not value for value in values])[foreign.codes]
        own = own.copy()
        own[documents[taken & of_codes]] = True
        names = {values[code] for code in distinct(foreign.codes[taken]).tolist()} - {""}
    return sorted(names | {*catalogue.present(moment.connection, "language", own)})


def codes_of(arrays: SectionArrays, passages: I64) -> Codes | None:
    """The code of each of some passages of a section, None where all are of their document's origin."""
    return None if arrays.origins is None else arrays.origins[passages]
