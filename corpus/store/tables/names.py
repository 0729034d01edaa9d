"""Tables of what the archive's codes stand for, for those who read it with SQL.

The program fills them when it makes or upgrades an archive, and reads none of them.
"""

from __future__ import annotations

from sqlalchemy import Column, Integer, SmallInteger, String, Table

from corpus.store.tables.base import metadata

RoleName = Table(
    "role",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("name", String(20), unique=True, nullable=False),
    Column("counts", SmallInteger, nullable=False),
)
"""What a passage can be; ``counts``: 1 where its words count unless others are asked for."""

LanguageName = Table(
    "language",
    metadata,
    Column("tag", String(35), primary_key=True),
    Column("name", String(100), nullable=False),
)
"""Languages by their tags (BCP 47)."""

CountryName = Table(
    "country",
    metadata,
    Column("code", String(8), primary_key=True),
    Column("name", String(100), nullable=False),
)
"""Countries by their codes (ISO 3166-1 alpha-3), and states that are gone."""
