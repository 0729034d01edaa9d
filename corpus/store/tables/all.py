"""Every table, so that one import knows the whole schema."""

from sqlalchemy import Index, or_

from corpus.settings import packaged
from corpus.store.tables import archive, coding, concepts, index, log, names, properties
from corpus.store.tables.base import metadata

__all__ = ["archive", "coding", "concepts", "index", "log", "metadata", "names", "properties"]

_FOREIGN = or_(archive.PassageRow.c.language.isnot(None), archive.PassageRow.c.country.isnot(None))
# A condition makes SQLAlchemy import both dialects: only who compares or makes tables needs it.
Index("ix_passage_foreign", archive.PassageRow.c.version_id, sqlite_where=_FOREIGN, postgresql_where=_FOREIGN)

for _name, _said in packaged("corpus.store.tables", "descriptions.toml").items():
    if _name in metadata.tables:  # the others are views
        metadata.tables[_name].comment = _said["is"]
        for _column in metadata.tables[_name].columns:
            _column.comment = _said.get(_column.name)
