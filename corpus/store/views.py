"""Views with plain names and readable values, beside the tables: what counts now, and columns that tell."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Integer, case, cast, func, literal, select

from corpus.settings import packaged
from corpus.store.tables.archive import (
    Actor,
    Address,
    Document,
    MentionRow,
    Outlet,
    PassageRow,
    Version,
)
from corpus.store.tables.log import Correction
from corpus.store.tables.names import CountryName, LanguageName, RoleName

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement, Select

_COUNTS = Document.c.removed_at.is_(None)
"""Documents that queries see."""


class View(NamedTuple):
    """``comment`` and, by name, ``columns``: what the view and each of its columns holds."""

    query: Select[Any]
    comment: str
    columns: Mapping[str, str]


@cache
def views(dialect: str) -> Mapping[str, View]:
    """All views by name, for the dialect of a store (``sqlite``, ``postgresql``)."""
    said = packaged("corpus.store.tables", "descriptions.toml")
    made = {
        "documents": _documents(dialect),
        "passages": _passages(dialect),
        "versions_seen": _versions_seen(),
        "addresses": _addresses(),
        "people_named": _people_named(),
        "corrections": _corrections(),
    }
    found = {}
    for name, query in made.items():
        told = dict(said[name])
        found[name] = View(
            query, told.pop("is"), {column.name: told[column.name] for column in query.selected_columns}
        )
    return found


def _year(date: ColumnElement[Any]) -> ColumnElement[Any]:
    return cast(func.substr(date, 1, 4), Integer)


def _primary(tag: ColumnElement[Any], dialect: str) -> ColumnElement[Any]:
    """The language of a tag without script and region."""
    if dialect == "postgresql":
        return func.split_part(tag, "-", 1)
    return func.substr(tag, 1, func.instr(tag.op("||")("-"), "-") - 1)


def _documents(dialect: str) -> Select[Any]:
    country = func.coalesce(Document.c.country, Outlet.c.country)
    whole, part = LanguageName.alias("whole"), LanguageName.alias("part")
    return (
        select(
            Document.c.ref,
            Outlet.c.code.label("outlet"),
            Outlet.c.name.label("outlet_name"),
            Document.c.title,
            Document.c.published,
            _year(Document.c.published).label("year"),
            Document.c.published_precision,
            Document.c.published_known,
            country.label("country"),
            CountryName.c.name.label("country_name"),
            Document.c.language,
            func.coalesce(whole.c.name, part.c.name).label("language_name"),
            Document.c.genre,
            Document.c.authority,
            Actor.c.name.label("speaker"),
            Document.c.place,
            Document.c.event,
            Document.c.first_seen_at,
            Document.c.withdrawn_at,
            Version.c.number.label("version"),
            Document.c.id.label("document_id"),
            Version.c.id.label("version_id"),
        )
        .join(Outlet, Outlet.c.id == Document.c.outlet_id)
        .outerjoin(Version, Version.c.id == Document.c.current_version_id)
        .outerjoin(Actor, Actor.c.id == Document.c.speaker_id)
        .outerjoin(CountryName, CountryName.c.code == country)
        .outerjoin(whole, whole.c.tag == Document.c.language)
        .outerjoin(part, part.c.tag == _primary(Document.c.language, dialect))
        .where(_COUNTS)
    )


def _passages(dialect: str) -> Select[Any]:
    country = func.coalesce(PassageRow.c.country, Document.c.country, Outlet.c.country)
    language = func.coalesce(PassageRow.c.language, Document.c.language)
    whole, part = LanguageName.alias("whole"), LanguageName.alias("part")
    return (
        select(
            Document.c.ref,
            PassageRow.c.number,
            Outlet.c.code.label("outlet"),
            Document.c.published,
            _year(Document.c.published).label("year"),
            RoleName.c.name.label("voice"),
            RoleName.c.counts,
            Actor.c.name.label("speaker"),
            country.label("country"),
            CountryName.c.name.label("country_name"),
            language.label("language"),
            func.coalesce(whole.c.name, part.c.name).label("language_name"),
            Document.c.genre,
            Document.c.authority,
            Document.c.title,
            PassageRow.c.text,
            PassageRow.c.start_char,
            PassageRow.c.end_char,
            Document.c.id.label("document_id"),
            PassageRow.c.version_id,
        )
        .select_from(Document)
        .join(Outlet, Outlet.c.id == Document.c.outlet_id)
        .join(PassageRow, PassageRow.c.version_id == Document.c.current_version_id)
        .join(RoleName, RoleName.c.id == PassageRow.c.role)
        .outerjoin(Actor, Actor.c.id == PassageRow.c.speaker_id)
        .outerjoin(CountryName, CountryName.c.code == country)
        .outerjoin(whole, whole.c.tag == language)
        .outerjoin(part, part.c.tag == _primary(language, dialect))
        .where(_COUNTS)
    )


def _versions_seen() -> Select[Any]:
    return (
        select(
            Document.c.ref,
            Version.c.number.label("version"),
            Outlet.c.code.label("outlet"),
            Version.c.retrieved_at,
            Version.c.title,
            Version.c.source,
            Version.c.encoding,
            Version.c.normaliser,
            _flag(Version.c.id == Document.c.current_version_id).label("is_current"),
            _flag(Document.c.removed_at.is_not(None)).label("is_removed"),
            Document.c.id.label("document_id"),
            Version.c.id.label("version_id"),
        )
        .select_from(Version)
        .join(Document, Document.c.id == Version.c.document_id)
        .join(Outlet, Outlet.c.id == Document.c.outlet_id)
        .where(Version.c.number > 0)
    )


def _addresses() -> Select[Any]:
    return (
        select(
            Document.c.ref,
            Outlet.c.code.label("outlet"),
            Address.c.url,
            Address.c.topic,
            Address.c.title,
            Address.c.first_seen_at,
            Address.c.last_seen_at,
            Version.c.number.label("version"),
            Document.c.id.label("document_id"),
        )
        .select_from(Address)
        .join(Document, Document.c.id == Address.c.document_id)
        .join(Outlet, Outlet.c.id == func.coalesce(Address.c.outlet_set, Address.c.outlet_id))
        .outerjoin(Version, Version.c.id == Address.c.stands_for_id)
        .where(_COUNTS, Address.c.live == literal(1))
    )


def _people_named() -> Select[Any]:
    return (
        select(
            Actor.c.name,
            MentionRow.c.title,
            Document.c.ref,
            Outlet.c.code.label("outlet"),
            Document.c.published,
            _year(Document.c.published).label("year"),
            MentionRow.c.known,
            MentionRow.c.passage,
            MentionRow.c.start_char,
            MentionRow.c.end_char,
            Actor.c.country,
            Actor.c.kind,
            Document.c.id.label("document_id"),
            MentionRow.c.version_id,
        )
        .select_from(MentionRow)
        .join(Document, Document.c.current_version_id == MentionRow.c.version_id)
        .join(Outlet, Outlet.c.id == Document.c.outlet_id)
        .join(Actor, Actor.c.id == MentionRow.c.actor_id)
        .where(_COUNTS)
    )


def _corrections() -> Select[Any]:
    return select(
        Document.c.ref,
        Correction.c.field,
        Correction.c.old,
        Correction.c.new,
        Correction.c.who,
        Correction.c.at,
        Correction.c.undone_at,
        _flag(Document.c.removed_at.is_not(None)).label("is_removed"),
        Document.c.id.label("document_id"),
    ).join(Document, Document.c.id == Correction.c.document_id)


def _flag(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, literal(1)), else_=literal(0))
