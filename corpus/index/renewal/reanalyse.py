"""Texts that were indexed without an analyser, or by another version of it: cut anew, block by block."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, or_, select, update

from corpus.index.build.analysed_tokens import KOREAN
from corpus.index.build.tokenise import tokenise
from corpus.index.build.vocabulary import LocalVocabulary
from corpus.index.build.writer import IndexWriter, TermWriter
from corpus.index.encoding import tokeniser_versions as makers
from corpus.index.encoding.block_contents import delete_blocks, documents_of
from corpus.index.encoding.term_digests import write_digests
from corpus.index.renewal.stored_texts import texts_of
from corpus.store.ids import Ids
from corpus.store.tables.index import Block, Term
from corpus.text.analysers.hanja_reading import reading
from corpus.text.analysers.registry import analyser_for
from corpus.text.languages import within
from corpus.text.tokens import Layer, has_hangul

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from corpus.index.encoding.block import IndexedDocument
    from corpus.index.renewal.stored_texts import StoredText


def reanalyse(connection: Connection, language: str, after: int = 0) -> tuple[set[int], int | None]:
    """Cut the texts of a language in the next block anew, in the caller's write transaction.

    ``language``: a primary subtag whose analyser is installed. Looks at the first block after ``after`` that
    another tokeniser made. Returns the versions in it that were cut anew, and the id of the block (None at
    the end). Texts stay as they are; the rest of the block is written as it was.
    """
    analyser = analyser_for(language)
    assert analyser is not None
    query = select(Block.c.id, Block.c.layer, Block.c.analysers).where(Block.c.id > after)
    for block_id, layer, made_by in connection.execute(query.order_by(Block.c.id)).all():
        if makers.read(made_by).get(language) == analyser.name:
            continue
        if layer == Layer.word or language == KOREAN:
            return _again(connection, block_id, Layer(layer), language), block_id
    return set(), None


def _again(connection: Connection, block_id: int, layer: Layer, language: str) -> set[int]:
    made_by, documents = documents_of(connection, block_id)
    terms, index, vocabulary = TermWriter(connection), IndexWriter(), LocalVocabulary()
    done: set[int] = set()
    texts = texts_of(connection, [document.version_id for document in documents])
    for document, stored in zip(documents, texts, strict=True):
        if stored is None or not _concerns(stored, layer, language):
            index.add(layer, made_by, document)
            continue
        done.add(document.version_id)
        index.add(layer, *_cut(terms, vocabulary, layer, document, stored))
    if done:
        terms.flush()
        delete_blocks(connection, [block_id])
        index.flush(connection, Ids(connection))
    return done


def _concerns(stored: StoredText, layer: Layer, language: str) -> bool:
    """Whether an analyser of the language tells something of the text in this layer."""
    if layer == Layer.char:
        return has_hangul(stored.text)
    return any(within(tag, language) for tag in (stored.language, *stored.foreign.values()))


def _cut(
    terms: TermWriter,
    vocabulary: LocalVocabulary,
    layer: Layer,
    document: IndexedDocument,
    stored: StoredText,
) -> tuple[str, IndexedDocument]:
    """What made a document's tokens now, and the document with them."""
    tokens = tokenise(vocabulary, *stored.arguments)[layer]
    vocabulary_ids = terms.learn(vocabulary)
    return tokens.makers or makers.written(makers.BY_RULE), replace(
        document,
        ids=vocabulary_ids[tokens.ids],
        passage_counts=tokens.passage_counts,
        quotations=tokens.quotations,
        sentences=tokens.sentences,
        edges=tokens.edges,
        spans=tokens.spans,
    )


def fill_readings(connection: Connection) -> None:
    """Give the Hanja of Korean texts their readings, as texts that are loaded now have them."""
    korean = or_(Term.c.language == KOREAN, Term.c.language.startswith(f"{KOREAN}-"))
    query = select(Term.c.id, Term.c.fold).where(
        Term.c.layer == int(Layer.char), Term.c.plain.is_(None), korean
    )
    found = [
        {"term": term, "read": read}
        for term, form in connection.execute(query.order_by(Term.c.id))
        if (read := reading(form)) != form
    ]
    if found:
        changed = update(Term).where(Term.c.id == bindparam("term"))
        connection.execute(changed.values(plain=bindparam("read")), found)
        ids, plain = [one["term"] for one in found], [one["read"] for one in found]
        write_digests(connection, ids, [int(Layer.char)] * len(ids), {"plain": plain})
