"""Near-duplicates: shingles of words, MinHash signatures, exact resemblance, and the reprints of a text.

Resemblance is the share of two texts' distinct shingles that both have (Broder 1997, "On the resemblance and
containment of documents"). Signatures only propose pairs, by bands (Indyk & Motwani 1998; Leskovec, Rajaraman
& Ullman 2014, chapter 3); what is told of a pair is counted on its shingles.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt
from rensa import RMinHash

from corpus.index.encoding.sorted_arrays import distinct
from corpus.query.count.token_runs import runs, spread, words
from corpus.query.count.token_slices import slices
from corpus.settings import packaged
from corpus.text import analysers
from corpus.text.tokens import Layer, has_cjk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.query.select.selection import Selection
    from corpus.query.session.document_catalogue import Catalogue
    from corpus.query.session.moment import Moment

Bools = npt.NDArray[np.bool_]
I64 = npt.NDArray[np.int64]
U32 = npt.NDArray[np.uint32]
U64 = npt.NDArray[np.uint64]

TOGETHER = 1 << 18
"""Words hashed together, unless one document has more: few enough for a processor's cache."""
_BASE = np.uint64(0x9E3779B97F4A7C15)
_ONCE, _TWICE = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


def settings() -> dict[str, Any]:
    """The thresholds, from ``duplicates.toml``."""
    return packaged("corpus.query.similarity", "duplicates.toml")


def reprint_resemblance() -> float:
    """From this resemblance on, a text is a reprint of another."""
    least: float = settings()["reprint"]["resemblance"]
    return least


@dataclass(frozen=True, slots=True)
class Words:
    """The words of some documents as numbers of folded forms, ``gap`` zeros after each document.

    ``firsts``: where each document begins; ``sizes``: how many words it has; ``documents``: ordinals of the
    catalogue. A document's words stand in the order of its text; passages follow each other without a gap,
    since the same text may be cut into other paragraphs elsewhere.
    """

    words: U32
    firsts: I64
    sizes: I64
    documents: I64


def texts_in_words(moment: Moment, selection: Selection, gap: int) -> Iterator[Words]:
    """The words that a selection lets count, a slice of a section at a time; documents without any are not in
    it."""
    of_term = forms(moment).of_term
    for section_id in moment.sections(Layer.word):
        held = runs(moment, selection, section_id)
        stream = moment.stream(section_id) if len(held) else np.zeros(0, dtype=np.uint32)
        for part in slices(held, TOGETHER):
            lengths = part.ends - part.starts
            begins = np.flatnonzero(np.diff(part.documents, prepend=-1))
            sizes = np.add.reduceat(lengths, begins)
            ends = np.cumsum(sizes + gap)
            inside = np.ones(int(ends[-1]), dtype=bool)
            for step in range(1, gap + 1):
                inside[ends - step] = False
            spaced = np.zeros(len(inside), dtype=np.uint32)
            spaced[inside] = of_term[words(stream, part)]
            yield Words(spaced, ends - sizes - gap, sizes, part.documents[begins])


class Forms(NamedTuple):
    """``of_term``: for each term the number of its folded form, in which simplified and traditional
    characters are one (OpenCC); ``bits``: for each number 64 bits that come from the form alone; 0 stands for
    no word."""

    of_term: U32
    bits: U64


def forms(moment: Moment) -> Forms:
    """The forms by which words are compared."""
    return moment.remember("forms", lambda: _forms(moment))


def _forms(moment: Moment) -> Forms:
    groups = moment.groups(Layer.word)
    names = (analysers.chinese_variants.simplified(name) if has_cjk(name) else name for name in groups.names)
    numbers: dict[str, int] = {}
    of_group = np.array([numbers.setdefault(name, len(numbers)) for name in names], dtype=np.uint32)
    digests = b"".join(hashlib.blake2b(name.encode(), digest_size=8).digest() for name in numbers)
    bits = np.frombuffer(digests, dtype="<u8").astype(np.uint64)
    bits[0] = 0
    return Forms(of_group[groups.of_term], bits)


def windows(bits: U64, size: int) -> U64:
    """A hash of each ``size`` values in a row, from each place on; behind the end stand zeros."""
    # A polynomial of the values; that of a window is put together from those of 1, 2, 4, ... values.
    power, part, length = int(_BASE), bits, 1
    hashes, done = np.zeros_like(bits), 0
    while True:
        if size & length:
            hashes *= np.uint64(power)  # makes room for what follows
            hashes[: len(part) - done] += part[done:]
            done += length
        if 2 * length > size:
            break
        longer = part * np.uint64(power)
        longer[:-length] += part[length:]
        part, length, power = longer, 2 * length, power * power % (1 << 64)
    hashes ^= hashes >> np.uint64(30)
    hashes *= _ONCE
    hashes ^= hashes >> np.uint64(27)
    hashes *= _TWICE
    hashes ^= hashes >> np.uint64(31)
    return hashes


def shingles(bits: U64, text: Words, size: int) -> tuple[U64, I64]:
    """The hashes of all documents' shingles one after the other, and where each document's begin and end.

    ``bits``: of the words of ``text``, whose gap is ``size - 1``. Of a text shorter than a shingle the whole
    is one.
    """
    counts = np.maximum(text.sizes - (size - 1), 1)
    held = np.ones(len(bits), dtype=bool)
    ends = text.firsts + text.sizes + (size - 1)
    held[spread(text.firsts + counts, ends - text.firsts - counts)] = False
    return windows(bits, size)[held], np.concatenate(([0], np.cumsum(counts)))


class Signed(NamedTuple):
    """Documents (ordinals of the catalogue) and the MinHash signature of each, of shape (documents,
    numbers)."""

    documents: I64
    signatures: U32


def signed(moment: Moment, selection: Selection) -> Signed:
    """The signatures of the documents that have words under a selection.

    Made when they are asked for: of the shingles of 31 million words rensa makes them in 0.2 s, one
    permutation hashing with numpy in 0.5 s, datasketch in 38 s (0.36 s for 300,000 shingles).
    """
    size, asked = settings()["shingle"], settings()["signature"]
    bits = forms(moment).bits
    documents, rows = [np.zeros(0, dtype=np.int64)], [np.zeros((0, asked["permutations"]), dtype=np.uint32)]
    for text in texts_in_words(moment, selection, size - 1):
        hashes, offsets = shingles(bits[text.words], text, size)
        matrix = RMinHash.digest_matrix_from_flat_token_hashes(
            hashes, offsets.astype(np.uint64), asked["permutations"], asked["seed"]
        )
        rows.append(np.array(matrix.to_rows(), dtype=np.uint32))
        documents.append(text.documents)
    return Signed(np.concatenate(documents), np.concatenate(rows))


def candidates(found: Signed, order: I64) -> I64:
    """Pairs of documents that share a band of their signatures, of shape (pairs, 2); the first has less
    ``order``.

    ``order``: a number for each document of the catalogue, as of its date. Of a crowd that shares a band each
    is paired with its next neighbours in that order (``duplicates.toml``).
    """
    asked = settings()["signature"]
    rank = np.lexsort((found.documents, order[found.documents]))
    rows, documents = found.signatures[rank], found.documents[rank]
    keys: list[U64] = []
    for band in range(asked["bands"]):
        key = np.full(len(rows), band, dtype=np.uint64)
        for column in range(band * asked["rows"], (band + 1) * asked["rows"]):
            key = (key ^ rows[:, column]) * _ONCE
            key ^= key >> np.uint64(29)
        at = np.argsort(key, kind="stable")
        ordered = key[at]
        for step in range(1, min(asked["neighbours"], len(at) - 1) + 1):
            same = np.flatnonzero(ordered[step:] == ordered[:-step])
            if not len(same):
                break
            keys.append((at[same].astype(np.uint64) << np.uint64(32)) | at[same + step].astype(np.uint64))
    if not keys:
        return np.zeros((0, 2), dtype=np.int64)
    both = distinct(np.concatenate(keys))
    firsts, seconds = both >> np.uint64(32), both & np.uint64(0xFFFFFFFF)
    return np.column_stack((documents[firsts.astype(np.int64)], documents[seconds.astype(np.int64)]))


def shingle_sets(moment: Moment, selection: Selection, documents: I64) -> dict[int, U64]:
    """The distinct shingles of some documents, ascending hashes; of documents without words nothing."""
    size, bits = settings()["shingle"], forms(moment).bits
    mask = np.zeros_like(selection.mask)
    mask[documents] = True
    found: dict[int, U64] = {}
    for text in texts_in_words(moment, replace(selection, mask=selection.mask & mask), size - 1):
        hashes, offsets = shingles(bits[text.words], text, size)
        for document, start, end in zip(
            text.documents.tolist(), offsets.tolist(), offsets[1:].tolist(), strict=False
        ):
            found[document] = distinct(hashes[start:end])
    return found


def shared(one: U64, other: U64) -> int:
    """How many shingles two sets share."""
    both = np.concatenate((one, other))
    both.sort(kind="stable")
    return int(np.count_nonzero(both[1:] == both[:-1]))


def resemblance(one: U64, other: U64) -> float:
    """Shared shingles as a share of all that either has: 0 to 1."""
    common = shared(one, other)
    return common / (len(one) + len(other) - common)


def near_duplicates(moment: Moment, selection: Selection, least: float) -> list[tuple[int, int, float]]:
    """Pairs of documents whose resemblance is at least ``least``: the earlier, the later, and the
    resemblance.

    Of one date, the one that was loaded first is the earlier; documents without a date are last.
    """
    order = selection.catalogue.dates().order
    pairs = candidates(signed(moment, selection), order)
    sets = shingle_sets(moment, selection, distinct(pairs.reshape(-1)))
    measured = ((one, other, resemblance(sets[one], sets[other])) for one, other in pairs.tolist())
    return [pair for pair in measured if pair[2] >= least]


def apart(catalogue: Catalogue, one: int, other: int) -> int:
    """The least number of days that can lie between two documents' dates; 0 where one has none."""
    dates = catalogue.dates()
    if dates.precision[one] == 0 or dates.precision[other] == 0:
        return 0
    gaps = (dates.first[other] - dates.last[one], dates.first[one] - dates.last[other])
    return max(0, *(int(gap.astype(np.int64)) for gap in gaps))
