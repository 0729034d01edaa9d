"""Cells of a table: units of text by facet values, and the counts, rates and intervals of series in them."""

from __future__ import annotations

import math
from threading import Thread
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from corpus.errors import FilterError
from corpus.index.encoding.sorted_arrays import distinct, groups_of
from corpus.measures.bootstrap import Bootstrap
from corpus.measures.clustered_intervals import DocumentSizes, clustered_interval
from corpus.query.tabulate.denominators import PERS
from corpus.query.tabulate.facet_axes import PERIOD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.query.count.units import Units
    from corpus.query.tabulate.denominators import Per
    from corpus.query.tabulate.facet_axes import Axis

I64 = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
PER = 1_000_000
ROUNDING = 1e-12
"""Of squares of sums of tokens."""
MOST_CELLS = 2_000_000
"""Largest table, in cells."""


class TableCells:
    """What is the same for every series: the cells, which units lie in them, their tokens and amounts.

    The cells are those of a grid of the axes' labels, the last axis running fastest. ``shape``: labels of
    each axis. ``pair_cells`` and ``pair_tokens``: a pair is a document's words in one cell, in order of
    document. ``tokens`` and ``documents_held`` (documents with words) have one entry a cell.

    ``amounts``: what rates are divided by, of each cell, ``pair_amounts`` of each pair, and ``per`` says what
    it is: words, unless ``of_units`` gives something else for each of the units. ``languages``: of the words.
    ``before`` and ``after`` are notes: what the selection and the facets leave out, and what a reader of the
    rates must know.
    """

    def __init__(
        self,
        units: Units,
        axes: list[Axis],
        per: Per = PERS["words"],
        of_units: I64 | None = None,
        languages: Sequence[str] = (),
        before: Sequence[str] = (),
        after: Sequence[str] = (),
    ) -> None:
        self.units = units
        self.languages, self.before, self.after = languages, before, after
        self.shape = tuple(len(axis.labels) for axis in axes)
        self.size = math.prod(self.shape)
        if self.size > MOST_CELLS:
            raise too_large(self.size)
        self.names = tuple(axis.name for axis in axes)
        codes = np.zeros(len(units.documents), dtype=np.int64)
        valid = np.ones(len(codes), dtype=bool)
        for axis in axes:
            codes = codes * len(axis.labels) + axis.codes
            valid &= axis.codes >= 0
        self._valid = None if valid.all() else valid
        codes, documents, tokens = codes[valid], units.documents[valid], units.tokens[valid]
        # A document may have several units in one cell: words of several roles or speakers.
        keys = (documents << 32) | codes
        self._pair_of: npt.NDArray[np.intp] | None = None
        if not np.all(keys[1:] > keys[:-1]):
            keys, _, self._pair_of = groups_of(keys)
        self.pair_cells = keys & ((1 << 32) - 1)
        self.pair_tokens = self._in_pairs(tokens)
        self.tokens = self.in_cells(self.pair_tokens)
        self.documents_held = self._documents(self.pair_tokens)
        self.per = per
        self.pair_amounts, self.amounts = self.pair_tokens, self.tokens
        if per.name == "documents":  # one that holds words by several speakers is still one
            self.pair_amounts = (self.pair_tokens > 0).astype(np.int64)
            self.amounts = self.documents_held
        elif of_units is not None:
            self.pair_amounts = self._in_pairs(of_units[valid])
            self.amounts = self.in_cells(self.pair_amounts)
        shown = len(axes) < 2 or any(axis.complete for axis in axes)
        self.shown = np.arange(self.size) if shown else distinct(codes)
        self.labels = self._labels(axes)
        self._sizes: DocumentSizes | None = None
        self._bootstrap: Bootstrap | None = None
        self._beginning: Thread | None = None

    @property
    def nbytes(self) -> int:
        """About the memory that it keeps, in bytes."""
        resampled = self._bootstrap.nbytes if self._bootstrap else 0
        own = 0 if self.pair_amounts is self.pair_tokens else self.pair_amounts.nbytes + self.amounts.nbytes
        return resampled + 24 * len(self.pair_cells) + 64 * self.size + own

    @property
    def time(self) -> int | None:
        """Which axis is time; None where none is."""
        return self.names.index(PERIOD) if PERIOD in self.names else None

    def pairs(self, matches: I64) -> I64:
        """From matches of each unit to those of each pair."""
        return self._in_pairs(matches if self._valid is None else matches[self._valid])

    def in_cells(self, of_pairs: I64) -> I64:
        """Sums over the pairs of each cell."""
        return np.bincount(self.pair_cells, of_pairs.astype(float), self.size).astype(np.int64)

    def counts(self, of_pairs: I64) -> dict[str, npt.NDArray[Any]]:
        """Matches, documents with a match, and tokens of each cell."""
        return {
            "matches": self.in_cells(of_pairs),
            "documents": self._documents(of_pairs),
            "tokens": self.tokens,
        }

    def resampled(self, of_pairs: I64, level: float) -> dict[str, npt.NDArray[Any]]:
        """The bootstrap's interval of each cell, per million tokens (or as ``per`` says)."""
        if self._beginning is not None:
            self._beginning.join()
        bootstrap = self._bootstrap or self._begin()
        low, high = bootstrap.interval(of_pairs, level)
        return {"boot_low": low * self.per.factor, "boot_high": high * self.per.factor}

    def rates(
        self, of_pairs: I64, matches: I64, amounts: I64, squares: Floats, level: float
    ) -> dict[str, npt.NDArray[Any]]:
        """Matches per million tokens (or as ``per`` says) of each cell, and the interval that knows that
        words cluster (``corpus.measures.clustered_intervals``); NaN without tokens. A cell of one document
        has no interval: how far documents differ is all that it could tell, and one does not differ.

        ``matches``, ``amounts`` and ``squares`` (of ``sizes``) are those of the cells, or sums of several;
        the dispersion is that of the series over all cells.
        """
        several = squares < amounts**2 * (1 - ROUNDING)
        low, high = np.full(len(amounts), np.nan), np.full(len(amounts), np.nan)
        low[several], high[several] = clustered_interval(
            matches[several], amounts[several], squares[several], self.sizes.dispersion(of_pairs), level
        )
        if self.per.name in ("words", "characters"):
            high = np.minimum(high, 1)  # of few documents no other limit is known
        rate = np.full(len(amounts), np.nan)
        np.divide(matches, amounts, out=rate, where=amounts > 0)
        factor = self.per.factor
        return {self.per.rate: rate * factor, "low": low * factor, "high": high * factor}

    @property
    def sizes(self) -> DocumentSizes:
        """The sizes of the documents in cells whose neighbours are periods, where time is an axis."""
        if self._sizes is None:
            neighbours = np.arange(self.size).reshape(self.shape)
            if self.time is not None:
                neighbours = np.moveaxis(neighbours, self.time, -1)
            self._sizes = DocumentSizes(self.pair_amounts, self.pair_cells, self.size, neighbours.reshape(-1))
        return self._sizes

    def begin(self) -> None:
        """Resample the amounts while the caller counts: numpy lets both go on at the same time."""
        if self._bootstrap is None and self._beginning is None:
            self._beginning = Thread(target=self._begin)
            self._beginning.start()

    def _begin(self) -> Bootstrap:
        self._bootstrap = Bootstrap(self.pair_amounts, self.pair_cells, self.size)
        return self._bootstrap

    def _in_pairs(self, of_units: I64) -> I64:
        if self._pair_of is None:
            return of_units
        return np.bincount(self._pair_of, of_units.astype(float)).astype(np.int64)

    def _documents(self, of_pairs: I64) -> I64:
        return np.bincount(self.pair_cells[of_pairs > 0], minlength=self.size)

    def _labels(self, axes: list[Axis]) -> dict[str, list[str]]:
        """The labels of the cells shown."""
        found: dict[str, list[str]] = {}
        at = self.shown
        for axis in reversed(axes):
            at, ordinals = np.divmod(at, max(len(axis.labels), 1))
            found[axis.name] = [axis.labels[ordinal] for ordinal in ordinals.tolist()]
        return {axis.name: found[axis.name] for axis in axes}


def too_large(size: int) -> FilterError:
    """The error for a table of more cells than MOST_CELLS."""
    return FilterError(
        f"The table would have {size:,} cells (at most {MOST_CELLS:,}): choose longer periods or another"
        " facet, or fewer documents."
    )
