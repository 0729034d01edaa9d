"""Every table, so that one import knows the whole schema."""

from sqlalchemy import Index, or_

from corpus.settings import packaged
from corpus.store import row_groups, state
from corpus.store.tables import archive, concepts, log, names
from corpus.store.tables import coding as annotations
from corpus.store.tables import index as indexed
from corpus.store.tables.base import metadata

__all__ = ["annotations", "archive", "concepts", "indexed", "log", "metadata", "names", "row_groups", "state"]

_FOREIGN = or_(archive.PassageRow.c.language.isnot(None), archive.PassageRow.c.country.isnot(None))
# A condition makes SQLAlchemy import both dialects: only who compares or makes tables needs it.
Index("ix_passage_foreign", archive.PassageRow.c.version_id, sqlite_where=_FOREIGN, postgresql_where=_FOREIGN)

for _name, _said in packaged("corpus.store.tables", "descriptions.toml").items():
    if _name in metadata.tables:  # the others are views
        metadata.tables[_name].comment = _said["is"]
        for _column in metadata.tables[_name].columns:
            _column.comment = _said.get(_column.name)
