"""None"""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.index import build as build
    from corpus.index import check as check
    from corpus.index import encoding as encoding
    from corpus.index import read as read
    from corpus.index import renewal as renewal
else:
    __getattr__ = face(__name__)
