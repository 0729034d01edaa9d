"""Filters with every value known: what was typed is resolved here, once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from corpus.argument_checks import shown
from corpus.errors import FilterError
from corpus.query import select
from corpus.query.persons.speakers import speakers_named
from corpus.query.select.document_references import resolve_document
from corpus.query.select.selection import REPRINTS
from corpus.query.select.title_filter import title_words
from corpus.query.select.typed_values import as_of_second, days_meant, labels_meant, roles_of
from corpus.query.session.document_catalogue import DOCUMENT_FACETS

if TYPE_CHECKING:
    import numpy as np

    from corpus.query.select.coded_lines import CodesMeant
    from corpus.query.select.selection import Filters
    from corpus.query.session.document_catalogue import Catalogue
    from corpus.query.session.moment import Moment

NO_LINES = (
    "A code of lines chooses matches of a query: it goes with freq, kwic, first and collocates; a code of"
    " documents goes with every command."
)


class Criteria(NamedTuple):
    """What filters mean in an archive; None, or no entry, where they do not restrict.

    ``labels``: by facet of documents those that count. ``first`` and ``last``: days. ``documents``: ids.
    ``speakers``: ids of actors. ``roles`` and ``quoted``: see ``Selection``. ``notes`` tell what was taken
    for something else than was typed.
    """

    catalogue: Catalogue
    labels: dict[str, frozenset[str]]
    first: np.datetime64 | None
    last: np.datetime64 | None
    title: str | None
    documents: list[int] | None
    codes: CodesMeant | None
    roles: frozenset[int]
    quoted: bool
    speakers: frozenset[int] | None
    collapse: bool
    notes: list[str]


def resolve(moment: Moment, filters: Filters, lines: bool) -> Criteria:
    """FilterError for a value that the archive does not know; it names the nearest.

    ``lines``: whether codes may be of lines.
    """
    catalogue = moment.catalogue(as_of_second(filters.as_of))
    labels = {
        facet: labels_meant(moment, catalogue, facet, wanted)
        for facet in DOCUMENT_FACETS
        if (wanted := getattr(filters, facet))
    }
    first, last = days_meant(filters.since, filters.until)
    title = title_words(filters.title) if filters.title else None
    documents = [resolve_document(moment, reference) for reference in filters.document] or None
    codes = select.coded_lines.codes_meant(moment, filters.code) if filters.code else None
    if codes is not None and codes.lines and not lines:
        raise FilterError(NO_LINES)
    roles, quoted = roles_of(filters.voice)
    notes: list[str] = []
    speakers = speakers_named(moment, filters.speaker, notes) if filters.speaker else None
    if filters.collapse not in (None, REPRINTS):
        raise FilterError.about("collapse", f"takes {REPRINTS}, not {shown(filters.collapse)!r}.")
    return Criteria(
        catalogue, labels, first, last, title, documents, codes, roles, quoted, speakers,
        bool(filters.collapse), notes,
    )  # fmt: skip
