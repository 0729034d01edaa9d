"""Arrays out: sections of blocks, terms, facts of documents."""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.index.read import document_facts as document_facts
    from corpus.index.read import foreign_passages as foreign_passages
    from corpus.index.read import reader as reader
    from corpus.index.read import run_edges as run_edges
    from corpus.index.read import sections as sections
    from corpus.index.read import table_counts as table_counts
    from corpus.index.read import term_groups as term_groups
    from corpus.index.read import terms as terms
else:
    __getattr__ = face(__name__)
