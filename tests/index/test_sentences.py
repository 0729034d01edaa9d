"""The sentences of blocks: when loading, when merging, and filled in later, on both stores."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from sqlalchemy import select, update

from corpus import Corpus
from corpus.index.build.merge import merge_small_blocks
from corpus.index.encoding.block import StoredArrays
from corpus.index.encoding.block_manifests import replace_arrays
from corpus.store.engine import open_engine
from corpus.store.state import archive_and_state, mark_changed
from corpus.store.tables.archive import Document, PassageRow, Version
from corpus.store.tables.index import Block
from corpus.text.tokens import Layer, word_spans
from tests import slow_sentences
from tests.builder import build, tiny_blocks
from tests.counter import Text
from tests.query.sentences import archives, few
from tests.query.test_counts import Archive, distinct

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = [
    Text("2001", passages=[("speech", None, "One two. Three"), ("narration", None, "four. 改。革")]),
    Text("2002", passages=[("headline", None, ""), ("speech", None, "Mr. Five. Six")]),
    Text("2003", passages=[("speech", None, "")]),
    Text("2004", passages=[("speech", None, "seven! Eight. Nine")]),
]


def stored(url: str) -> list[tuple[int, int, list[tuple[int, list[int]]] | None]]:
    """Of each block: id, layer, and of each of its versions where sentences begin, counted in its tokens."""
    found = []
    engine = open_engine(url, "read")
    with engine.connect() as connection:
        for row in connection.execute(select(Block).order_by(Block.c.id)).mappings().all():
            arrays = StoredArrays(row)
            if arrays.sentences is None:
                found.append((row["id"], row["layer"], None))
                continue
            edges = arrays.document_starts.tolist()
            held = arrays.sentences.tolist()
            own = [
                (version, [at - start for at in held if start <= at < end])
                for version, start, end in zip(arrays.versions.tolist(), edges, edges[1:], strict=False)
            ]
            assert sum(len(some) for _, some in own) == len(held)
            found.append((row["id"], row["layer"], own))
    engine.dispose()
    return found


def slow(url: str, texts: list[Text]) -> dict[int, list[int]]:
    """Of each version where sentences begin, counted in its tokens."""
    engine = open_engine(url, "read")
    with engine.connect() as connection:
        query = select(Version.c.id, Document.c.title).join(Document, Document.c.id == Version.c.document_id)
        numbers = {version: int(title.split()[-1]) for version, title in connection.execute(query)}
    engine.dispose()
    wanted: dict[int, list[int]] = {}
    for version, number in numbers.items():
        wanted[version] = []
        base = 0
        for _, _, passage in texts[number].passages:
            tokens = [start for start, _ in word_spans(passage)]
            wanted[version] += [base + at for at in slow_sentences.starts(passage, tokens)]
            base += len(tokens)
    return wanted


def agree(url: str, texts: list[Text]) -> None:
    wanted = slow(url, texts)
    words: dict[int, list[int]] = {}
    for _, layer, own in stored(url):
        assert (own is None) == (layer == Layer.char)
        words |= dict(own or ())
    assert words == wanted


def forget(url: str, *blocks: int) -> None:
    engine = open_engine(url, "write")
    with engine.begin() as connection:
        for block in blocks or connection.scalars(select(Block.c.id)).all():
            replace_arrays(connection, block, {"sentences": None})
        mark_changed(connection)
    engine.dispose()


def merge(url: str) -> int:
    engine = open_engine(url, "write")
    with engine.begin() as connection:
        gone = merge_small_blocks(connection, 2)
        mark_changed(connection)
    engine.dispose()
    return gone


def state(url: str) -> str:
    engine = open_engine(url, "read")
    with engine.connect() as connection:
        found = archive_and_state(connection)[1]
    engine.dispose()
    return found


@few
@given(texts=archives)
def test_loaded_merged_and_filled_in(sqlite_template: Path, texts: list[Text]) -> None:
    with Archive(sqlite_template, texts) as corpus, tiny_blocks():
        url = corpus.name
        agree(url, texts)
        merge(url)
        agree(url, texts)
        forget(url)
        words = sum(layer == Layer.word for _, layer, _ in stored(url))
        done = corpus.optimize()
        assert (done.documents, done.sentence_blocks, done.unlike) == (len(texts), words, 0)
        agree(url, texts)


def test_a_merged_block_knows_its_sentences_where_all_knew_them(database_url: str) -> None:
    with Corpus(database_url) as corpus, tiny_blocks():
        build(corpus, texts := distinct([Text(one.year, passages=[*one.passages]) for one in TEXTS]))
        first = next(block for block, layer, _ in stored(database_url) if layer == Layer.word)
        forget(database_url, first)
        assert merge(database_url) > 0
        words = [own for _, layer, own in stored(database_url) if layer == Layer.word]
        assert words[-1] is None
        before = state(database_url)
        done = corpus.optimize()
        assert (done.sentence_blocks, done.unlike) == (words.count(None), 0)
        assert state(database_url) != before
        agree(database_url, texts)
        before = state(database_url)
        again = corpus.optimize()
        assert (again.documents, again.sentence_blocks, again.unlike) == (0, 0, 0)
        assert state(database_url) == before


def test_only_blocks_without_sentences_are_filled_in(sqlite_url: str) -> None:
    with Corpus(sqlite_url) as corpus, tiny_blocks():
        build(corpus, texts := distinct([Text(one.year, passages=[*one.passages]) for one in TEXTS]))
        blocks = [(block, own) for block, layer, own in stored(sqlite_url) if layer == Layer.word and own]
        assert len(blocks) > 2
        forget(sqlite_url, blocks[1][0])
        assert corpus.optimize().documents == len(blocks[1][1])
        agree(sqlite_url, texts)


@pytest.mark.parametrize("change", ["text", "version"])
def test_a_block_of_other_words_stays_as_it_is(sqlite_url: str, change: str) -> None:
    with Corpus(sqlite_url) as corpus, tiny_blocks():
        texts = [*TEXTS[:1], Text("2010", passages=[("speech", None, "so and so and so and so")])]
        build(corpus, distinct([Text(one.year, passages=[*one.passages]) for one in texts]))
        assert sum(layer == Layer.word for _, layer, _ in stored(sqlite_url)) == 2
        forget(sqlite_url)
        engine = open_engine(sqlite_url, "write")
        with engine.begin() as connection:
            if change == "text":
                own = PassageRow.c.version_id == 1, PassageRow.c.text.contains("One two")
                first = connection.scalars(select(PassageRow.c.text).where(*own)).one()
                changed = update(PassageRow).where(*own)
                connection.execute(changed.values(text=first.replace("One two", "Onextwo")))
            else:
                (row,) = connection.execute(select(Block.c.versions).where(Block.c.id == 1)).all()
                from corpus.index.encoding import codec

                packed = codec.pack(codec.unpack(row.versions) + 100)
                replace_arrays(connection, 1, {"versions": packed})
        engine.dispose()
        done = corpus.optimize()
        assert (done.documents, done.sentence_blocks, done.unlike) == (1, 1, 1)
