"""The questions themselves: one module each, from its options to its table."""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.query.questions import authority as authority
    from corpus.query.questions import citations as citations
    from corpus.query.questions import collocates as collocates
    from corpus.query.questions import collocates_against as collocates_against
    from corpus.query.questions import concepts as concepts
    from corpus.query.questions import coverage as coverage
    from corpus.query.questions import document_counts as document_counts
    from corpus.query.questions import document_list as document_list
    from corpus.query.questions import documents as documents
    from corpus.query.questions import facet_values as facet_values
    from corpus.query.questions import first as first
    from corpus.query.questions import freq as freq
    from corpus.query.questions import keywords as keywords
    from corpus.query.questions import kwic as kwic
    from corpus.query.questions import ngrams as ngrams
    from corpus.query.questions import sql_query as sql_query
    from corpus.query.questions import stats as stats
    from corpus.query.questions import trends as trends
else:
    __getattr__ = face(__name__)
