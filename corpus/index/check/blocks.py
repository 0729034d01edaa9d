"""Blocks of the index: their arrays, streams and postings against each other and against the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import select

from corpus.errors import DamagedError
from corpus.index.build.tokenise import tokenise
from corpus.index.build.vocabulary import LocalVocabulary
from corpus.index.check.finding import Finding, repair
from corpus.index.encoding import codec
from corpus.index.encoding.block import ARRAY_NAMES, COUNTED_ROLES, StoredArrays
from corpus.index.encoding.block_contents import split_documents
from corpus.index.encoding.block_manifests import check_blocks_are_all, made, read_manifests, rows_of
from corpus.index.encoding.tokeniser_versions import read as read_makers
from corpus.index.encoding.tokeniser_versions import rules_of
from corpus.index.renewal.stored_texts import texts_of
from corpus.store.tables.archive import PassageRow
from corpus.store.tables.index import Block, Term
from corpus.text.counting_rules import RULES
from corpus.text.tokens import Layer
from corpus.wording import action

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection, RowMapping

    from corpus.index.encoding.block import U32, BlockArrays, IndexedDocument
    from corpus.index.encoding.block_manifests import Chunk, Manifest, Part

_OTHER = 255
"""In the place of a layer: no term has this id."""
TOGETHER = 400
_PLACES = {
    "passage_counts": "the words of passages",
    "quotations": "the quotations",
    "sentences": "the sentences",
    "edges": "the ends of words",
    "spans": "the places of words",
}
"""What a document and its text have in common besides words: a field of both, and its name in a message."""


class BrokenError(Exception):
    """What is wrong with a block."""


def check_blocks(connection: Connection, full: bool) -> tuple[list[Finding], list[int], list[str]]:
    """What is broken, the blocks that are, and what else is to be said. ``full``: texts are cut anew."""
    found: list[Finding] = []
    broken: list[int] = []
    notes: list[str] = []
    layers = _layers(connection)
    held: dict[int, list[U32]] = {int(layer): [] for layer in Layer}
    try:
        check_blocks_are_all(connection)
    except DamagedError as error:
        found.append(Finding("wrong", "block", "", "", error.problem, repair()))
    for block_id in connection.scalars(select(Block.c.id).order_by(Block.c.id)).all():
        try:
            row = connection.execute(select(Block).where(Block.c.id == block_id)).mappings().one()
            arrays = StoredArrays(row)
            stream, spans = _check(connection, row, arrays, layers)
            held[row["layer"]].append(arrays.versions)
            if full:
                notes += _again(connection, row, split_documents(arrays, stream, spans))
        except (BrokenError, DamagedError, ValueError, KeyError, TypeError, IndexError) as error:
            broken.append(block_id)
            problem = str(error) if isinstance(error, (BrokenError, DamagedError)) else "Its row is damaged"
            found.append(Finding("wrong", "block", str(block_id), "", problem, repair()))
    found += _coverage(connection, held, bool(broken))
    return found, broken, notes


def _layers(connection: Connection) -> U32:
    rows = connection.execute(select(Term.c.id, Term.c.layer)).all()
    layers = np.full(max((term for term, _ in rows), default=0) + 1, _OTHER, dtype=np.uint32)
    for term, layer in rows:
        layers[term] = layer
    return layers


def _need(condition: object, problem: str) -> None:
    if not condition:
        raise BrokenError(problem)


def _check(
    connection: Connection, row: RowMapping, arrays: BlockArrays, layers: U32
) -> tuple[U32, U32 | None]:
    """A sound block's stream, and its tokens' spans; raises BrokenError or DamagedError for another."""
    tokens, documents = row["tokens"], row["documents"]
    manifest = read_manifests(connection, [row["id"]])[row["id"]]
    parts, chunks = rows_of(connection, row["id"])
    _need(_same(manifest, made(row, parts, chunks)), "it does not hold what its manifest says")
    read_makers(row["analysers"])
    for name in ARRAY_NAMES:
        getattr(arrays, name)
    _need(len(arrays.versions) == documents, "versions holds another number of documents")
    _starts("document_starts", arrays.document_starts, documents, tokens)
    passages = len(arrays.roles)
    _starts("document_passages", arrays.document_passages, documents, passages)
    _starts("passage_starts", arrays.passage_starts, passages, tokens)
    _need(len(arrays.speakers) == passages, "speakers holds another number of passages")
    _need(
        np.array_equal(arrays.passage_starts[arrays.document_passages], arrays.document_starts),
        "document_starts and passage_starts differ",
    )
    sizes = np.diff(arrays.passage_starts)
    _need((arrays.roles < len(COUNTED_ROLES)).all(), "roles holds what is none")
    counted = COUNTED_ROLES[arrays.roles]
    running = np.concatenate(([0], np.cumsum(np.where(counted, sizes, 0), dtype=np.int64)))
    _need(
        np.array_equal(np.diff(running[arrays.document_passages]), arrays.document_tokens),
        "document_tokens is not what passages and roles give",
    )
    out = np.flatnonzero(~counted & (sizes > 0))
    pairs = np.column_stack((arrays.passage_starts[out], arrays.passage_starts[out + 1])).reshape(-1)
    _need(np.array_equal(pairs, arrays.excluded), "excluded is not what passages and roles give")
    for name in ("quotations", "sentences", "boundaries"):
        values = getattr(arrays, name)
        _need(
            values is None or not len(values) or int(values.max()) <= tokens, f"{name} points behind the end"
        )
    _need(len(arrays.quotations) % 2 == 0, "quotations is cut short")
    stream, spans = _stream(parts, tokens)
    known = (stream < len(layers)).all() and (layers[stream] == row["layer"]).all()
    _need(known, "the stream names terms that are not there")
    _postings(chunks, stream)
    _passages(connection, arrays)
    return stream, spans


def _starts(name: str, values: U32, runs: int, end: int) -> None:
    right = len(values) == runs + 1 and values[0] == 0 and values[-1] == end
    _need(right and (values[1:] >= values[:-1]).all(), f"{name} does not cover the block")


def _stream(rows: Sequence[Part], tokens: int) -> tuple[U32, U32 | None]:
    parts: list[U32] = []
    held: list[U32] = []
    for at, (number, data, spans) in enumerate(rows):
        _need(number == at, f"part {at} of the stream is missing")
        parts.append(codec.unpack(data))
        if spans is not None:
            held.append(codec.unpack(spans))
            _need(len(held[-1]) == 2 * len(parts[-1]), f"spans of part {at} have another length")
    stream = np.concatenate(parts) if parts else np.zeros(0, dtype=np.uint32)
    _need(len(stream) == tokens, f"the stream has {len(stream):,} of {tokens:,} tokens")
    _need(len(held) in (0, len(parts)), "a part of its spans is missing")
    return stream, np.concatenate([part.reshape(2, -1) for part in held], axis=1) if held else None


def _same(one: Manifest, other: Manifest) -> bool:
    """Numbers and checksums by name first, then arrays of checksums."""
    arrays = zip(one[6:], other[6:], strict=True)
    return one[:6] == other[:6] and all(np.array_equal(value, held) for value, held in arrays)


def _postings(chunks: Sequence[Chunk], stream: U32) -> None:
    given = np.zeros(len(stream), dtype=np.uint32)  # no term has the id 0
    total, before = 0, 0
    for first, last, data in chunks:
        terms, positions = codec.PostingChunk(data).all()
        _need(
            (terms[0], terms[-1]) == (first, last) and first > before,
            f"postings from {first} are of other terms",
        )
        _need(int(positions.max()) < len(stream), f"postings from {first} point behind the end")
        given[positions] = terms
        total, before = total + len(positions), last
    _need(total == len(stream), f"there are {total:,} postings of {len(stream):,} tokens")
    _need(np.array_equal(given, stream), "postings and stream differ")


def _passages(connection: Connection, arrays: BlockArrays) -> None:
    """Roles and speakers of the block against the table of passages."""
    bounds = arrays.document_passages.tolist()
    for begin in range(0, len(arrays.versions), TOGETHER):
        some = arrays.versions[begin : begin + TOGETHER].tolist()
        query = select(PassageRow.c.version_id, PassageRow.c.role, PassageRow.c.speaker_id)
        query = query.where(PassageRow.c.version_id.in_(some))
        rows: dict[int, list[tuple[int, int]]] = {}
        for version, role, speaker in connection.execute(
            query.order_by(PassageRow.c.version_id, PassageRow.c.number)
        ):
            rows.setdefault(version, []).append((role, speaker or 0))
        for at, version in enumerate(some, begin):
            part = slice(bounds[at], bounds[at + 1])
            held = list(zip(arrays.roles[part].tolist(), arrays.speakers[part].tolist(), strict=True))
            _need(
                rows.get(version, []) == held, f"its passages of version {version} are not those of the table"
            )


def _coverage(connection: Connection, held: dict[int, list[U32]], broken: bool) -> Iterator[Finding]:
    """Versions that stand in no block of words, or in two of one layer."""
    for layer, parts in held.items():
        versions = np.concatenate(parts) if parts else np.zeros(0, dtype=np.uint32)
        unique, counts = np.unique(versions, return_counts=True)
        for version in unique[counts > 1].tolist()[:TOGETHER]:
            problem = f"It stands twice in the index of layer {layer}"
            yield Finding("wrong", "version", str(version), "", problem, repair())
        if layer == Layer.word and not broken:  # a broken block's versions are unknown
            having = connection.scalars(select(PassageRow.c.version_id).distinct()).all()
            for version in sorted(set(having) - set(unique.tolist()))[:TOGETHER]:
                yield Finding(
                    "wrong", "version", str(version), "", "It stands in no block of the index", repair()
                )


def _again(connection: Connection, row: RowMapping, documents: list[IndexedDocument]) -> list[str]:
    """Cut the texts of a block anew and compare; notes where other tokenisers made it. Raises BrokenError."""
    if rules_of(row["analysers"]) < RULES:
        return [f"Block {row['id']} was counted by older rules: to count it anew: {action('upgrade')}"]
    layer, vocabulary = Layer(row["layer"]), LocalVocabulary()
    names = read_makers(row["analysers"])
    surfaces = _surfaces(connection, layer)
    keys: dict[int, tuple[str, str, str]] = {}
    others: set[str] = set()
    stored_texts = texts_of(connection, [document.version_id for document in documents])
    for document, stored in zip(documents, stored_texts, strict=True):
        version = document.version_id
        _need(stored is not None, f"version {version} is not there")
        assert stored is not None
        tokens = tokenise(vocabulary, *stored.arguments).get(layer)
        for new in vocabulary.take_new():
            _, language, tag = new.kind
            for ids, forms, _ in new.parts(len(new.ids)):
                keys.update(
                    (one, (language, form, tag)) for one, form in zip(ids.tolist(), forms, strict=True)
                )
        if tokens is None:
            raise BrokenError(f"version {version} has no tokens of this layer")
        if (tokens.makers and read_makers(tokens.makers) != names) or (not tokens.makers and len(names) > 2):
            others.add(tokens.makers or "the rule")
            continue
        stands = [surfaces[term] for term in document.ids.tolist()]
        same = stands == [keys[one] for one in tokens.ids.tolist()]
        _need(same, f"the words of version {version} are not those of its text")
        for name, what in _PLACES.items():
            held, cut = getattr(document, name), getattr(tokens, name)
            right = held is None or cut is None or np.array_equal(held, cut)
            _need(right, f"{what} of version {version} are not those of its text")
    return [
        f"Block {row['id']} was made by {row['analysers']}; here {each} would cut its texts."
        for each in sorted(others)
    ]


def _surfaces(connection: Connection, layer: Layer) -> dict[int, tuple[str, str, str]]:
    query = select(Term.c.id, Term.c.language, Term.c.surface, Term.c.tag).where(Term.c.layer == int(layer))
    return {term: (language, surface, tag) for term, language, surface, tag in connection.execute(query)}
