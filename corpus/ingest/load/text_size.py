"""How long a text may be that is taken as one document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.errors import InputError
from corpus.settings import MAX_LINES, MAX_TEXT_CHARACTERS

if TYPE_CHECKING:
    from corpus.text.records import Item


def check_size(item: Item) -> None:
    """Raises InputError for a text with more characters or lines than a document may have."""
    if len(item.text) > MAX_TEXT_CHARACTERS:
        raise InputError(
            f"{item.source}: the text has {len(item.text):,} characters; at most {MAX_TEXT_CHARACTERS:,} are "
            "taken as one document: split it."
        )
    lines = len(item.blocks)
    if len(item.text) > MAX_LINES:
        ends = sum(map(item.text.count, "\n\r\x0b\x0c\x85\u2028\u2029")) - item.text.count("\r\n")
        lines = max(lines, ends)
    if lines > MAX_LINES:
        raise InputError(
            f"{item.source}: the text has {lines:,} lines; at most {MAX_LINES:,} are taken as one document:"
            " split it."
        )
