"""Names that a query spells otherwise than the archive does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from corpus.store.tables.archive import ActorName
from corpus.text import names as text_names
from corpus.text.normalisation import fold
from corpus.wording import MISSING, RESPELLED, Note

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corpus.query.language.ast import Series
    from corpus.query.session.moment import Moment

MOST_NAMED = 3
"""Spellings that are named."""


def no_matches(moment: Moment, series: Iterable[Series]) -> list[Note]:
    """A sentence for each series without a match, with the archive's spelling where it is a name."""
    return [missing(one.source, "no match", spelled_otherwise(moment, one)) for one in series]


def missing(source: str, what: str, otherwise: str = "") -> Note:
    """The note of a query without a match, said in the words ``what``, and ``otherwise`` (what
    ``spelled_otherwise`` says)."""
    return Note(f"{source}: {what}.{otherwise}", RESPELLED if otherwise else MISSING)


def spelled_otherwise(moment: Moment, series: Series) -> str:
    """What to say behind "no match." where a query is a Korean or Chinese name in a spelling that no actor of
    the archive has, and some actor has it in another; "" elsewhere."""
    query = series.source
    if series.over or series.summands or len(query.split()) < 2:
        return ""
    romanised = text_names.romanisation.romanised_key
    key = romanised(query)
    if not key:
        return ""
    moment.verify("actor_name")
    names = sorted(set(moment.connection.scalars(select(ActorName.c.name))))
    found = [name for name in names if fold(name) != fold(query) and key & romanised(name)]
    if not found:
        return ""
    return f" The archive has the spelling {', or '.join(found[:MOST_NAMED])}."
