"""None"""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.store import backup as backup
    from corpus.store import bulk as bulk
    from corpus.store import changes as changes
    from corpus.store import column_limits as column_limits
    from corpus.store import driver_errors as driver_errors
    from corpus.store import engine as engine
    from corpus.store import files as files
    from corpus.store import ids as ids
    from corpus.store import inserts as inserts
    from corpus.store import journal as journal
    from corpus.store import lookups as lookups
    from corpus.store import migrations as migrations
    from corpus.store import plain_rows as plain_rows
    from corpus.store import row_digests as row_digests
    from corpus.store import row_groups as row_groups
    from corpus.store import row_writes as row_writes
    from corpus.store import shrink as shrink
    from corpus.store import state as state
    from corpus.store import tables as tables
    from corpus.store import times as times
    from corpus.store import typed_labels as typed_labels
    from corpus.store import urls as urls
    from corpus.store import version_texts as version_texts
else:
    __getattr__ = face(__name__)
