"""What the archive holds already of a site: the passages of its latest documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, and_, not_, or_, select

from corpus.index.renewal.stored_texts import texts_of
from corpus.store.tables.archive import Address, Outlet

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

MOST = 40
"""Documents of a site that are looked at."""


def archived(engine: Engine, outlet: str | None) -> Callable[[str], list[list[str]]]:
    """A function that gives the passages of each of the latest documents of a site, "" for pages without
    address: then those of the outlet, where its code is given."""

    def passages_of_site(site: str) -> list[list[str]]:
        if not site and outlet is None:
            return []
        with engine.connect() as connection:
            return _passages(connection, site, outlet)

    return passages_of_site


def _passages(connection: Connection, site: str, outlet: str | None) -> list[list[str]]:
    if site:
        where = or_(
            *(Address.c.url.startswith(f"{name}://{site}/", autoescape=True) for name in ("http", "https"))
        )
    else:
        of_outlet = select(Outlet.c.id).where(Outlet.c.code == outlet).scalar_subquery()
        where = and_(Address.c.outlet_id == of_outlet, not_(Address.c.url.contains("://")))
    query = select(Address.c.stands_for_id).where(where, Address.c.stands_for_id.is_not(None))
    found = connection.scalars(query.order_by(Address.c.id.desc()).limit(MOST)).all()
    return [
        [text.text[start:end] for start, end in text.passages]
        for text in texts_of(connection, list(dict.fromkeys(found)))
        if text is not None
    ]
