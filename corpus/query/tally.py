"""Counting: matches and tokens of each unit of text under a selection.

A unit is a document, or, where voices or speakers are told apart, a document's words of one role and
speaker. Both counts obey the same filter, so that their quotient is a rate.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.model.roles import Role
from corpus.model.tokens import Layer
from corpus.query.matching import Matches, Pattern, matches

if TYPE_CHECKING:
    from corpus.index.block import BlockArrays
    from corpus.query.catalogue import Catalogue
    from corpus.query.filters import Selection
    from corpus.query.view import Moment

I64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

ROLE_BITS = 8
_ROLE_NAMES = {int(role): role.name for role in Role}


@dataclass(frozen=True, slots=True)
class Tally:
    """Aligned by unit. ``documents``: ordinals of the catalogue; ``roles`` and ``speakers`` (actor ids,
    0 for none) are 0 where units are whole documents; ``matches``: one array for each series."""

    documents: I64
    roles: I64
    speakers: I64
    tokens: I64
    matches: list[I64]


def tally(moment: Moment, selection: Selection, series: list[list[Pattern]], passages: bool) -> Tally:
    """Count. ``passages``: tell roles and speakers apart."""
    if selection.whole and not passages:
        return _by_document(moment, selection, series)
    return _by_passage(moment, selection, series)


def documents_of(selection: Selection, counted: Tally) -> Bools:
    """Which documents of the catalogue have words under the selection (all that it chose, if it is whole)."""
    if selection.whole:
        return selection.mask
    mask = np.zeros(len(selection.catalogue), dtype=bool)
    mask[counted.documents[counted.tokens > 0]] = True
    return mask


def tokens_of(selection: Selection, counted: Tally) -> I64:
    """Tokens of each document of the catalogue, under the selection."""
    tokens = np.zeros(len(selection.catalogue), dtype=np.int64)
    np.add.at(tokens, counted.documents, counted.tokens)
    return tokens


def _by_document(moment: Moment, selection: Selection, series: list[list[Pattern]]) -> Tally:
    catalogue, mask = selection.catalogue, selection.mask
    counts = [_document_matches(moment, selection, wanted) for wanted in series]
    tokens = moment.view.remember(("tokens", catalogue.as_of), lambda: _document_tokens(moment, catalogue))
    chosen = np.flatnonzero(mask)
    none = np.zeros(len(chosen), dtype=np.int64)
    return Tally(chosen, none, none, tokens[chosen], [count[chosen] for count in counts])


def _document_tokens(moment: Moment, catalogue: Catalogue) -> I64:
    tokens = np.zeros(len(catalogue), dtype=np.int64)
    for block_id in moment.blocks(Layer.word):
        documents = moment.documents(catalogue, block_id)
        valid = documents >= 0
        tokens[documents[valid]] = moment.arrays(block_id).document_tokens[valid]
    return tokens


def _document_matches(moment: Moment, selection: Selection, wanted: list[Pattern]) -> I64:
    counts = np.zeros(len(selection.catalogue), dtype=np.int64)
    for layer in {pattern.layer for pattern in wanted}:
        for block_id in moment.blocks(layer):
            found = matches(moment, block_id, layer, wanted)
            if not len(found.starts):
                continue
            arrays = moment.arrays(block_id)
            documents = moment.documents(selection.catalogue, block_id)
            held = np.diff(np.searchsorted(found.starts, arrays.document_starts))
            if len(arrays.excluded):
                held -= _excluded_matches(arrays, found.starts)
            valid = (documents >= 0) & (held > 0)
            counts[documents[valid]] += held[valid]
    return counts


def _excluded_matches(arrays: BlockArrays, starts: npt.NDArray[np.uint32]) -> I64:
    """For each document of a block its matches in words that do not count by default."""
    # Runs are few and matches many: the bounds are looked up among the matches, not the other way round.
    bounds = np.searchsorted(starts, arrays.excluded).reshape(-1, 2)
    holders = np.searchsorted(arrays.document_starts, arrays.excluded[::2], "right") - 1
    size = len(arrays.document_starts) - 1
    return np.bincount(holders, bounds[:, 1] - bounds[:, 0], size).astype(np.int64)


def _by_passage(moment: Moment, selection: Selection, series: list[list[Pattern]]) -> Tally:
    token_keys, token_counts = _passage_tokens(moment, selection)
    found = [_passage_matches(moment, selection, wanted) for wanted in series]
    keys = np.unique(np.concatenate([token_keys, *(keys for keys, _ in found)]))
    tokens = _aligned(keys, token_keys, token_counts)
    documents, rest = np.divmod(keys, 1 << 40)
    speakers, roles = np.divmod(rest, 1 << ROLE_BITS)
    return Tally(documents, roles, speakers, tokens, [_aligned(keys, k, c) for k, c in found])


def owners_of(arrays: BlockArrays, passages: I64, documents: I64) -> I64:
    """The document (ordinal of the catalogue) of each of some passages of a block."""
    return documents[np.searchsorted(arrays.document_passages, passages, "right") - 1]


def passage_mask(arrays: BlockArrays, selection: Selection, owners: I64, passages: I64) -> Bools:
    """Which of some passages count: document, role and speaker. Quotation marks are another matter."""
    if not len(selection.mask):  # the archive knew no document then
        return np.zeros(len(passages), dtype=bool)
    mask: Bools = (owners >= 0) & _table(selection.roles)[arrays.roles[passages]]
    mask &= selection.mask[np.maximum(owners, 0)]
    if selection.speakers is not None:
        mask &= np.isin(arrays.speakers[passages], list(selection.speakers))
    return mask


def _table(roles: frozenset[int]) -> Bools:
    return np.array([role in roles for role in range(1 << ROLE_BITS)])


def quoted_runs(arrays: BlockArrays) -> npt.NDArray[np.uint32]:
    """Sorted, disjoint pairs of token ordinals: the runs of quoted words, nested ones joined."""
    pairs = arrays.quotations.reshape(-1, 2)
    pairs = pairs[pairs[:, 1] > pairs[:, 0]]
    pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
    if not len(pairs):
        return pairs
    ends = np.maximum.accumulate(pairs[:, 1])
    new = np.concatenate(([True], pairs[1:, 0] >= ends[:-1]))
    firsts = np.flatnonzero(new)
    lasts = np.append(firsts[1:] - 1, len(pairs) - 1)
    return np.column_stack((pairs[firsts, 0], ends[lasts]))


def chosen_matches(
    moment: Moment, selection: Selection, block_id: int, found: Matches
) -> tuple[Matches, I64]:
    """The matches that a selection lets count, and the passage of each (its ordinal in the block)."""
    arrays = moment.arrays(block_id)
    passages = np.searchsorted(arrays.passage_starts, found.starts, "right") - 1
    owners = owners_of(arrays, passages, moment.documents(selection.catalogue, block_id))
    keep = passage_mask(arrays, selection, owners, passages)
    if selection.quoted:
        runs = quoted_runs(arrays)
        at = np.searchsorted(runs[:, 0], found.starts, "right") - 1
        inside = at >= 0
        if len(runs):
            inside &= found.ends <= runs[np.maximum(at, 0), 1]
        keep &= inside
    return Matches(found.starts[keep], found.ends[keep]), passages[keep].astype(np.int64)


def _passage_tokens(moment: Moment, selection: Selection) -> tuple[I64, I64]:
    keys, counts = [], []
    for block_id in moment.blocks(Layer.word):
        arrays = moment.arrays(block_id)
        every = np.arange(len(arrays.roles))
        documents = moment.documents(selection.catalogue, block_id)
        owners = np.repeat(documents, np.diff(arrays.document_passages))
        mask = passage_mask(arrays, selection, owners, every)
        sizes = np.diff(arrays.passage_starts).astype(np.int64)
        if selection.quoted:
            runs = quoted_runs(arrays)
            holders = np.searchsorted(arrays.passage_starts, runs[:, 0], "right") - 1
            sizes = np.bincount(holders, (runs[:, 1] - runs[:, 0]).astype(float), len(sizes)).astype(np.int64)
        chosen = np.flatnonzero(mask)
        keys.append(_keys(arrays, owners[chosen], chosen))
        counts.append(sizes[chosen])
    return _summed(keys, counts)


def _passage_matches(moment: Moment, selection: Selection, wanted: list[Pattern]) -> tuple[I64, I64]:
    keys, counts = [], []
    for layer in {pattern.layer for pattern in wanted}:
        for block_id in moment.blocks(layer):
            found = matches(moment, block_id, layer, wanted)
            if not len(found.starts):
                continue
            arrays = moment.arrays(block_id)
            _, passages = chosen_matches(moment, selection, block_id, found)
            owners = owners_of(arrays, passages, moment.documents(selection.catalogue, block_id))
            keys.append(_keys(arrays, owners, passages))
            counts.append(np.ones(len(passages), dtype=np.int64))
    return _summed(keys, counts)


def _keys(arrays: BlockArrays, owners: I64, passages: I64) -> I64:
    """Document, speaker and role of passages in one number."""
    speakers = arrays.speakers[passages].astype(np.int64)
    roles = arrays.roles[passages].astype(np.int64)
    return (owners << 40) | (speakers << ROLE_BITS) | roles


def _summed(keys: list[I64], counts: list[I64]) -> tuple[I64, I64]:
    if not keys:
        none = np.zeros(0, dtype=np.int64)
        return none, none
    unique, inverse = np.unique(np.concatenate(keys), return_inverse=True)
    sums = np.bincount(inverse, np.concatenate(counts).astype(float), len(unique))
    return unique, sums.astype(np.int64)


def _aligned(keys: I64, some: I64, counts: I64) -> I64:
    aligned = np.zeros(len(keys), dtype=np.int64)
    aligned[np.searchsorted(keys, some)] = counts
    return aligned


def role_name(code: int) -> str:
    """Name of a stored role."""
    return _ROLE_NAMES[code]
