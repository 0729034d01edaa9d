"""Vocabularies: how often each word occurs in a selection, as a whole, by facet and by document.

Words are groups of terms (``corpus.index.read.term_groups``): the spellings of a word, or the forms of a
lemma. Counts of a selection are remembered while the archive does not change.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from corpus.index.encoding.byte_cache import BoundedArrays
from corpus.index.encoding.sorted_arrays import distinct, groups_of
from corpus.query.count.selected_units import selected_units, tokens_of
from corpus.query.count.token_runs import runs, words
from corpus.query.count.token_slices import slices
from corpus.query.select.passage_origins import of_selection
from corpus.text.languages import written
from corpus.text.tokens import Layer
from corpus.wording import argument

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from corpus.choices import Unit
    from corpus.index.read.term_groups import Groups
    from corpus.query.select.selection import Selection
    from corpus.query.session.moment import Moment

I64 = npt.NDArray[np.int64]
I32 = npt.NDArray[np.int32]
U32 = npt.NDArray[np.uint32]
Floats = npt.NDArray[np.float64]

MOST_BYTES = 256 * 1024 * 1024
"""Most bytes of remembered counts."""
TOGETHER = 1 << 20
"""Words that are counted in one go: a count goes over the whole vocabulary, so few words wait for more."""
DENSE = 1 << 25
"""Largest table of rows and documents that is counted in place; larger ones are sorted."""


class WordCounts(NamedTuple):
    """Occurrences by row and document (ordinal of the catalogue), each pair once; aligned, in no order."""

    rows: I64
    documents: I64
    counts: I64


def vocabulary(moment: Moment, selection: Selection, unit: Unit) -> I64:
    """How often each group of the word layer occurs in the selection: shape (groups,)."""
    groups = moment.groups(Layer.word, unit)
    made = _remembered(
        moment,
        ("groups", unit, *_key(selection)),
        lambda: by_group(groups, _terms(moment, selection)).astype(np.uint32),
    )
    return made.astype(np.int64)


def by_group(groups: Groups, terms: I64) -> I64:
    """From counts of terms to counts of their groups."""
    return np.bincount(groups.of_term, terms, len(groups)).astype(np.int64)


def add_in_cells(table: I64, rows: I32, cells: I64) -> None:
    """Add to a table of shape (cells, rows) one for each pair; those with a -1 are left out."""
    held = np.flatnonzero((rows >= 0) & (cells >= 0))
    if len(held):
        cells = cells[held]
        low, high = int(cells.min()), int(cells.max()) + 1  # words that stand together share few cells
        keys = (cells - low) * table.shape[1] + rows[held]
        counts = np.bincount(keys, minlength=(high - low) * table.shape[1])
        table[low:high] += counts.reshape(high - low, table.shape[1])


def entries(moment: Moment, selection: Selection, rows: I32, n_rows: int) -> WordCounts:
    """Occurrences of some words by document. ``rows``: for each term its row, or -1."""
    parts = []
    for section_id in moment.sections(Layer.word):
        for here in slices(runs(moment, selection, section_id)):
            found = rows[words(moment.stream(section_id), here)]
            at = np.flatnonzero(found >= 0)
            run = np.searchsorted(np.cumsum(here.ends - here.starts), at, "right")
            parts.append(summed(found[at], here.documents[run], n_rows))
    return concatenated(parts)


def concatenated(parts: Sequence[WordCounts]) -> WordCounts:
    """Entries of parts that share no document."""
    return WordCounts(*(np.concatenate(column) for column in zip(*parts, strict=True))) if parts else _NOTHING


def summed(rows: npt.NDArray[np.integer], documents: I64, n_rows: int) -> WordCounts:
    """Pairs of row and document, and how often each occurs."""
    if not len(rows):
        return _NOTHING
    low = int(documents.min())
    width = int(documents.max()) - low + 1  # a section holds few documents of the catalogue
    keys = rows.astype(np.int64) * width + (documents - low)
    if n_rows * width <= max(DENSE // 16, min(DENSE, 8 * len(keys))):
        counts = np.bincount(keys, minlength=n_rows * width)
        keys = np.flatnonzero(counts)
        counts = counts[keys]
    else:
        keys, _, which = groups_of(keys)
        counts = np.bincount(which)
    at, document = np.divmod(keys, width)
    return WordCounts(at, document + low, counts.astype(np.int64))


def document_tokens(moment: Moment, selection: Selection) -> I64:
    """Tokens of each document of the catalogue under the selection: 0 where it is not chosen."""
    return tokens_of(selection, selected_units(moment, selection))


def row_of_groups(groups: Groups, wanted: I64) -> I32:
    """For each group its row among the wanted ones, or -1."""
    rows = np.full(len(groups), -1, dtype=np.int32)
    rows[wanted] = np.arange(len(wanted), dtype=np.int32)
    return rows


def row_of_terms(groups: Groups, wanted: I64) -> I32:
    """For each term the row of its group among the wanted ones, or -1."""
    return row_of_groups(groups, wanted)[groups.of_term]


def ranking(values: Floats, weights: I64, name: Callable[[int], str | int], limit: int) -> list[int]:
    """Ordinals of the ``limit`` greatest values; of equal ones the greater weight first, then by name.

    A name is anything that sorts, of one kind for all.

    NaN comes last.
    """
    values = np.where(np.isnan(values), -np.inf, values)
    order = np.lexsort((-weights, -values))
    if limit < len(order):
        last = order[limit - 1]
        tied = (values > values[last]) | ((values == values[last]) & (weights >= weights[last]))
        order = order[: int(np.count_nonzero(tied))]
    keys = zip((-values[order]).tolist(), (-weights[order]).tolist(), order.tolist(), strict=True)
    ranked = sorted((value, weight, name(at), at) for value, weight, at in keys)
    return [at for *_, at in ranked[:limit]]


def lemma_note(moment: Moment, unit: Unit) -> list[str]:
    """A sentence where lemmas are asked for and the archive knows none."""
    if unit == "lemma" and {*moment.groups(Layer.word, unit).names} == {*moment.groups(Layer.word).names}:
        return ["The archive knows no lemmas: words are counted as they stand."]
    return []


def counted_languages(moment: Moment, selection: Selection) -> list[str]:
    """The languages, in order, that the counted words of a selection are of.

    What has no word that counts (a document of a headline in another voice, a compiler's note in another
    language) is of none.
    """
    names = of_selection(moment, selection)
    if len({*map(written, names)}) < 2:
        return names
    foreign = moment.foreign().values("language")
    units = selected_units(moment, selection, passages=len(foreign) > 1)
    held = units.tokens > 0
    of_unit = units.origins[held]
    own = np.array([not value for value in foreign])[of_unit]
    facet = selection.catalogue.facet(moment.connection, "language")
    found = {facet.labels[code] for code in distinct(facet.codes[units.documents[held][own]]).tolist()}
    return sorted(found | {foreign[code] for code in distinct(of_unit[~own]).tolist()})


def several_languages(moment: Moment, selections: Sequence[Selection]) -> list[str]:
    """A sentence where the counted words of some selections of one catalogue are in several languages."""
    names = sorted({name for one in selections for name in counted_languages(moment, one)})
    if len({*map(written, names)}) < 2:
        return []
    one = argument("language")
    return [f"The words are of several languages ({', '.join(names)}): {one} compares like with like."]


def _key(selection: Selection) -> tuple[Hashable, ...]:
    mask = np.packbits(selection.mask).tobytes()
    origins = selection.origins and selection.origins.key
    return (selection.catalogue.as_of, mask, selection.roles, selection.speakers, selection.quoted, origins)


def _remembered(moment: Moment, key: Hashable, make: Callable[[], U32]) -> U32:
    kept: BoundedArrays[Hashable] = moment.remember(
        "vocabularies", lambda: BoundedArrays[Hashable](MOST_BYTES)
    )
    return kept.get(key, make)


def _terms(moment: Moment, selection: Selection) -> I64:
    """How often each term of the archive occurs in the selection: shape (last term id + 1,)."""
    size = len(moment.groups(Layer.word).of_term)
    total = np.zeros(size, dtype=np.int64)
    waiting: list[U32] = []
    held = 0
    for section_id in moment.sections(Layer.word):
        documents = moment.documents(selection.catalogue, section_id)
        counted = documents[documents >= 0]
        if selection.whole and len(counted) and selection.mask[counted].all():
            total += _whole_block(moment, selection, section_id, size)
            continue
        for part in slices(runs(moment, selection, section_id)):
            waiting.append(words(moment.stream(section_id), part))
            held += len(waiting[-1])
            if held >= TOGETHER:
                total += np.bincount(np.concatenate(waiting), minlength=size)
                waiting, held = [], 0
    if held:
        total += np.bincount(np.concatenate(waiting), minlength=size)
    return total


def _whole_block(moment: Moment, selection: Selection, section_id: int, size: int) -> U32:
    """What a section counts where all its documents are chosen: remembered, many selections share it."""

    def made() -> U32:
        total = np.zeros(size, dtype=np.uint32)
        for part in slices(runs(moment, selection, section_id)):
            total += np.bincount(words(moment.stream(section_id), part), minlength=size).astype(np.uint32)
        return total

    return _remembered(moment, ("section", selection.catalogue.as_of, section_id), made)


_NONE = np.zeros(0, dtype=np.int64)
_NOTHING = WordCounts(_NONE, _NONE, _NONE)
