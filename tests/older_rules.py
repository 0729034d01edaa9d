"""Archives as version 1 of the counting rules counted them."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING
from unittest import mock

from sqlalchemy import delete

from corpus.index.build import analysed_tokens as analysed
from corpus.index.build import chunks, one_language, vocabulary
from corpus.index.encoding import tokeniser_versions as makers
from corpus.ingest.load import archive_writer as archivist
from corpus.ingest.load import normalise_item as normalise
from corpus.store.engine import open_engine
from corpus.store.state import mark_changed
from corpus.store.tables.properties import Property
from corpus.text import older_rules as older_tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.text.roles import Role

BY_RULE = {"word": "state-media-words/1", "char": "code-points/1"}


def _word_spans(
    text: str, start: int = 0, end: int | None = None, language: str = ""
) -> list[tuple[int, int]]:
    return [(start + a, start + b) for a, b in older_tokens.word_spans(text[start:end])]


def _whole(text: str, start: int, end: int, role: Role) -> list[tuple[int, int, Role]]:
    return [(start, end, role)]


def _may_hold_cjk(text: str) -> bool:
    return max(text) > "\u3000"


@contextmanager
def counted_by_older_rules(url: str) -> Iterator[None]:
    """Inside, what is loaded (``workers=0``) is counted by the older rules; then the archive says so."""
    with ExitStack() as patches:
        for module in (vocabulary, chunks):
            patches.enter_context(mock.patch.object(module, "word_spans", _word_spans))
        for module in (vocabulary, one_language):
            patches.enter_context(mock.patch.object(module, "may_hold_cjk", _may_hold_cjk))
        for module in (makers, analysed, archivist):
            patches.enter_context(mock.patch.object(module, "BY_RULE", BY_RULE))
        patches.enter_context(mock.patch.object(normalise, "with_directions", _whole))
        yield
    engine = open_engine(url, "write")
    with engine.begin() as connection:
        connection.execute(delete(Property).where(Property.c.name == "rules"))
        mark_changed(connection)
    engine.dispose()
