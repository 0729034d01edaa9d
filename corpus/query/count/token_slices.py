"""Long runs of words in slices: several arrays over all words of a section would take too much memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from corpus.query.count.token_runs import TokenRuns

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST = 1 << 22
"""Words of a slice, unless one document has more: 32 MB for each array of 64 bits."""


def slices(found: TokenRuns, most: int = 0) -> Iterator[TokenRuns]:
    """The runs of a section, in parts of at most ``most`` words (0: MOST) that divide no document."""
    most = most or MOST
    ends = np.cumsum(found.ends - found.starts)
    edges = np.append(np.flatnonzero(found.documents[1:] != found.documents[:-1]) + 1, len(found))
    start, done = 0, 0
    while start < len(found):
        first = np.searchsorted(edges, start, "right")
        last = np.searchsorted(edges, np.searchsorted(ends, done + most, "right"), "right") - 1
        stop = int(edges[max(first, last)])
        yield TokenRuns(found.starts[start:stop], found.ends[start:stop], found.documents[start:stop])
        start, done = stop, int(ends[stop - 1])
