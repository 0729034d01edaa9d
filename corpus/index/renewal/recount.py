"""Archives that were counted by older rules: their texts are cut anew, some blocks in each transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import bindparam, func, select, update

from corpus.index.build.vocabulary import LocalVocabulary
from corpus.index.build.writer import IndexWriter, TermWriter, plain_form
from corpus.index.encoding import codec
from corpus.index.encoding import tokeniser_versions as makers
from corpus.index.encoding.block import BLOCK_TOKENS
from corpus.index.encoding.block_contents import delete_blocks, documents_of
from corpus.index.encoding.block_manifests import replace_makers
from corpus.index.encoding.term_digests import write_digests
from corpus.index.renewal.recut import Recutting
from corpus.index.renewal.stored_texts import texts_of
from corpus.store.ids import Ids
from corpus.store.state import count_by_present_rules, mark_changed
from corpus.store.tables.index import Block, Posting, Stream, Term
from corpus.text.counting_rules import RULES
from corpus.text.tokens import Layer

if TYPE_CHECKING:
    from sqlalchemy import Connection

TERMS_TOGETHER = 50_000
"""Terms whose plain forms are looked at in one statement."""


class Owed(NamedTuple):
    """What is counted by older rules: blocks of the layer word, their tokens and documents, and about how
    many bytes of free room the recount needs while it works."""

    blocks: int
    words: int
    documents: int
    room: int


def owed(connection: Connection) -> Owed:
    """What a recount has to do."""
    old = _old_blocks(connection, Layer.word)
    sums = select(func.sum(Block.c.documents)).where(Block.c.id.in_([block for block, _ in old]))
    # New blocks are written before the old ones are deleted, whose room the next transaction takes.
    largest = max((_stored_bytes(connection, group) for group in _groups(old)), default=0)
    if connection.dialect.name == "postgresql":  # which frees nothing before a vacuum
        largest = _stored_bytes(connection, [block for block, _ in old])
    return Owed(
        len(old), sum(tokens for _, tokens in old), (connection.scalar(sums) or 0) if old else 0, 3 * largest
    )


class Recount:
    """Cuts the words of an archive anew. Each step is the caller's write transaction, and leaves the archive
    whole: what an interruption leaves undone, the steps of the next recount do."""

    def __init__(self) -> None:
        self._vocabulary = LocalVocabulary()
        self._terms: TermWriter | None = None

    def step(self, connection: Connection) -> int | None:
        """Cut the next blocks anew; how many tokens they held, None where no block was left."""
        group = next(iter(_groups(_old_blocks(connection, Layer.word))), None)
        if group is None:
            return None
        if self._terms is None or not self._terms.still_valid(connection):
            self._terms, self._vocabulary = TermWriter(connection), LocalVocabulary()
        ids, index = Ids(connection), IndexWriter()
        done = 0
        recutting = Recutting(connection, self._vocabulary, self._terms)
        for block_id in group:
            made_by, documents = documents_of(connection, block_id)
            texts = texts_of(connection, [document.version_id for document in documents])
            for document, stored in zip(documents, texts, strict=True):
                done += len(document.ids)
                if stored is None or not stored.passages:
                    index.add(Layer.word, makers.renewed(made_by), document)
                    continue
                for layer, by, made in recutting.cut(made_by, document, stored):
                    index.add(layer, by, made)
        self._terms.flush()
        delete_blocks(connection, group)
        _leave_out(connection, recutting.characters, index)
        index.flush(connection, ids)
        mark_changed(connection)
        return done


def finish(connection: Connection) -> None:
    """After the last step: terms get the forms by which they are found now, and the archive its version."""
    for block_id, made_by in connection.execute(select(Block.c.id, Block.c.analysers)).all():
        if makers.rules_of(made_by) < RULES:  # characters are characters by all rules
            replace_makers(connection, block_id, makers.renewed(made_by))
    _find_terms_anew(connection)
    count_by_present_rules(connection)
    mark_changed(connection)


def _leave_out(connection: Connection, versions: set[int], index: IndexWriter) -> None:
    """Take versions out of the blocks of the layer char; what else stands in these is added to the index
    anew."""
    if not versions:
        return
    query = select(Block.c.id, Block.c.versions).where(Block.c.layer == int(Layer.char))
    for block_id, packed in connection.execute(query).all():
        if not versions.isdisjoint(codec.unpack(packed).tolist()):
            made_by, documents = documents_of(connection, block_id)
            delete_blocks(connection, [block_id])
            for document in documents:
                if document.version_id not in versions:
                    index.add(Layer.char, made_by, document)


def _find_terms_anew(connection: Connection) -> None:
    after = 0
    query = (
        select(Term.c.id, Term.c.layer, Term.c.language, Term.c.fold, Term.c.plain)
        .where(Term.c.id > bindparam("after"))
        .order_by(Term.c.id)
        .limit(TERMS_TOGETHER)
    )
    changed = update(Term).where(Term.c.id == bindparam("term")).values(plain=bindparam("form"))
    while rows := connection.execute(query, {"after": after}).all():
        after = rows[-1].id
        other, layers = [], []
        for term, layer, language, form, held in rows:
            plain = plain_form(layer, language, form)
            plain_now = plain if plain != form else None
            if plain_now != held:
                other.append({"term": term, "form": plain_now})
                layers.append(layer)
        if other:
            connection.execute(changed, other)
            ids, plains = [one["term"] for one in other], [one["form"] for one in other]
            write_digests(connection, ids, layers, {"plain": plains})


def _old_blocks(connection: Connection, layer: Layer) -> list[tuple[int, int]]:
    """Ids and tokens of the blocks that older rules made."""
    query = select(Block.c.id, Block.c.tokens, Block.c.analysers).where(Block.c.layer == int(layer))
    return [
        (block_id, tokens)
        for block_id, tokens, made_by in connection.execute(query.order_by(Block.c.id))
        if makers.rules_of(made_by) < RULES
    ]


def _groups(blocks: list[tuple[int, int]]) -> list[list[int]]:
    """Blocks that one transaction cuts anew: one full one, or several small ones."""
    groups: list[list[int]] = []
    held = 0
    for block_id, tokens in blocks:
        if not groups or held + tokens > BLOCK_TOKENS:
            groups.append([])
            held = 0
        groups[-1].append(block_id)
        held += tokens
    return groups


def _stored_bytes(connection: Connection, blocks: list[int]) -> int:
    total = 0
    for table in (Stream, Posting):
        sums = select(func.sum(func.length(table.c.data))).where(table.c.block_id.in_(blocks))
        total += connection.scalar(sums) or 0
    return total
