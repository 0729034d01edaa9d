"""Languages of a selection: those of its documents, and those of single passages in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from corpus.model.languages import language_tag, within

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.index.section import SectionArrays
    from corpus.query.catalogue import Catalogue
    from corpus.query.filters import Selection
    from corpus.query.view import Moment

Bools = npt.NDArray[np.bool_]
I64 = npt.NDArray[np.int64]
Codes = npt.NDArray[np.integer]


class Languages(NamedTuple):
    """Which passages count. ``own``: for each document of the catalogue whether those in its own language do;
    ``foreign``: for each code of ``corpus.index.foreign`` whether those of that language do, False for 0."""

    own: Bools
    foreign: Bools

    def mask(self, documents: I64, codes: Codes | None) -> Bools:
        """Of passages, or words of one language, of these documents; ``codes``: None where all are 0."""
        own: Bools = self.own[documents]
        return own if codes is None else np.where(codes > 0, self.foreign[codes], own)

    @property
    def key(self) -> tuple[bytes, bytes]:
        """Tells it from others of the same archive."""
        return np.packbits(self.own).tobytes(), self.foreign.tobytes()


def written(value: str) -> str:
    """A language asked for, or held by the archive, as its tag (BCP 47); what is none stays as it is."""
    return language_tag(value) or value


def known(moment: Moment, catalogue: Catalogue) -> list[str]:
    """Every language of a document or a passage."""
    labels = catalogue.facet(moment.connection, "language").labels
    return sorted({*labels, *moment.foreign().labels})


def in_languages(
    moment: Moment, catalogue: Catalogue, wanted: Sequence[str]
) -> tuple[Bools, Languages | None]:
    """The documents with words in some languages (BCP 47; zh takes in zh-Hant), and which of their passages
    are meant: None where all are. ``wanted``: tags as ``written`` gives them."""

    def asked(tag: str) -> bool:
        return any(within(written(tag), one) for one in wanted)

    facet = catalogue.facet(moment.connection, "language")
    own = np.array([*map(asked, facet.labels), False])[facet.codes]
    foreign = moment.foreign()
    if not foreign.labels:
        return own, None
    table = np.array([False, *map(asked, foreign.labels)])
    documents = catalogue.documents_of(foreign.versions)
    current = documents >= 0
    mask = own.copy()
    mask[documents[current & table[foreign.codes]]] = True
    if not mask[documents[current]].any():
        return mask, None
    return mask, Languages(own, table)


def both(one: Languages | None, other: Languages | None) -> Languages | None:
    """The passages that two choices both let count."""
    if one is None or other is None:
        return other if one is None else one
    return Languages(one.own & other.own, one.foreign & other.foreign)


def of_selection(moment: Moment, selection: Selection) -> list[str]:
    """The languages, in order, of the documents and passages that a selection takes."""
    chosen, catalogue = selection.languages, selection.catalogue
    own = selection.mask if chosen is None else selection.mask & chosen.own
    names = {*catalogue.present(moment.connection, "language", own)}
    foreign = moment.foreign()
    if foreign.labels:
        documents = catalogue.documents_of(foreign.versions)
        taken = documents >= 0
        taken[taken] = selection.mask[documents[taken]]
        if chosen is not None:
            taken &= chosen.foreign[foreign.codes]
        names |= {foreign.labels[code - 1] for code in np.unique(foreign.codes[taken]).tolist()}
    return sorted(names)


def codes_of(arrays: SectionArrays, passages: I64) -> Codes | None:
    """The language code of each of some passages of a section, None where all are in their document's."""
    return None if arrays.languages is None else arrays.languages[passages]
