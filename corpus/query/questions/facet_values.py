"""Which values a facet has in the archive, and how many documents each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from corpus.argument_checks import unknown
from corpus.query.result.table import Table, from_rows
from corpus.query.select.selection import Filters
from corpus.query.select_documents import select_documents
from corpus.query.session.document_catalogue import DOCUMENT_FACETS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.query.session.moment import Moment

COLUMNS = ("facet", "value", "documents")


def facet_values(moment: Moment, facets: Sequence[str] = (), filters: Filters | None = None) -> Table:
    """The values that the documents under the filters have, of some facets (all without any), each facet's by
    their number of documents, the most first. Columns: facet, value, documents. FilterError for a facet that
    documents do not have."""
    for name in facets:
        if name not in DOCUMENT_FACETS:
            raise unknown("facet", name, DOCUMENT_FACETS)
    selection = select_documents(moment, filters or Filters())
    rows = []
    for name in facets or DOCUMENT_FACETS:
        facet = selection.catalogue.facet(moment.connection, name)
        counts = np.bincount(facet.codes[selection.mask], minlength=len(facet.labels)).tolist()
        held = [(name, label, count) for label, count in zip(facet.labels, counts, strict=True) if count]
        rows += sorted(held, key=lambda one: (-one[2], one[1]))
    return from_rows(COLUMNS, rows, selection.notes)
