"""The language of queries: from what was typed to series of token conditions."""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.query.language import ast as ast
    from corpus.query.language import concept_queries as concept_queries
    from corpus.query.language import cql as cql
    from corpus.query.language import syntax as syntax
else:
    __getattr__ = face(__name__)
