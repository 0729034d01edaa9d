"""None"""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.query import count as count
    from corpus.query import hits as hits
    from corpus.query import language as language
    from corpus.query import match as match
    from corpus.query import persons as persons
    from corpus.query import questions as questions
    from corpus.query import result as result
    from corpus.query import select as select
    from corpus.query import select_documents as select_documents
    from corpus.query import session as session
    from corpus.query import sides as sides
    from corpus.query import similarity as similarity
    from corpus.query import tabulate as tabulate
else:
    __getattr__ = face(__name__)
