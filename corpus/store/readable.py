"""What makes an archive readable with any tool of SQL: names of codes, views, comments on PostgreSQL.

Migrations begin with ``hide`` and end, where the tables are those of this program, with ``show``: a revision
holds no view, so that none stands in the way of the next. A view that changes comes with a revision.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, inspect
from sqlalchemy.schema import SetColumnComment, SetTableComment

from corpus.settings import packaged
from corpus.store.tables.all import metadata
from corpus.store.tables.names import CountryName, LanguageName, RoleName
from corpus.store.views import views
from corpus.text.roles import COUNTED, Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection, Table


def hide(connection: Connection) -> None:
    """Drop the views: no table that one of them reads could be changed."""
    quote = connection.dialect.identifier_preparer.quote
    held = set(inspect(connection).get_view_names())
    for name in [*views(connection.dialect.name)][::-1]:
        if name in held:
            connection.exec_driver_sql(f"DROP VIEW {quote(name)}")


def show(connection: Connection) -> None:
    """Make the views, fill the tables of names, and write the comments."""
    _fill(connection)
    quote = connection.dialect.identifier_preparer.quote
    for name, view in views(connection.dialect.name).items():
        query = view.query.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True})
        connection.exec_driver_sql(f"CREATE VIEW {quote(name)} AS {query}".replace("%%", "%"))
    if connection.dialect.name == "postgresql":
        _comment(connection)


def names_of_languages() -> Mapping[str, str]:
    """English names by tag."""
    return _english("language_names.toml", "languages.toml")


def names_of_countries() -> Mapping[str, str]:
    """English names by code."""
    return _english("country_names.toml", "countries.toml")


def _english(common: str, own: str) -> dict[str, str]:
    """Names that the CLDR has, and where it has none those of the project, whole rather than initials."""
    found: dict[str, str] = {}
    for file in (own, common):
        for code, written in packaged("corpus.text", file)["names"].items():
            several = [name.strip() for name in written.split("|")]
            found[code] = next((name for name in several if not name.isupper()), several[0])
    return dict(sorted(found.items()))


def _fill(connection: Connection) -> None:
    rows: dict[Table, list[dict[str, object]]] = {
        RoleName: [{"id": int(role), "name": role.name, "counts": int(role in COUNTED)} for role in Role],
        LanguageName: [{"tag": tag, "name": name} for tag, name in names_of_languages().items()],
        CountryName: [{"code": code, "name": name} for code, name in names_of_countries().items()],
    }
    for table, values in rows.items():
        connection.execute(delete(table))
        connection.execute(insert(table), values)


def _comment(connection: Connection) -> None:
    for table in metadata.sorted_tables:
        connection.execute(SetTableComment(table))
        for column in table.columns:
            connection.execute(SetColumnComment(column))
    quote = connection.dialect.identifier_preparer.quote
    for name, view in views(connection.dialect.name).items():
        for target, comment in (
            (f"VIEW {quote(name)}", view.comment),
            *((f"COLUMN {quote(name)}.{quote(column)}", said) for column, said in view.columns.items()),
        ):
            written = comment.replace("'", "''")
            connection.exec_driver_sql(f"COMMENT ON {target} IS '{written}'".replace("%", "%%"))
