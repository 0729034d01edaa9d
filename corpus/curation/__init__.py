"""What people change by hand, all of it logged: corrections, removals, and taking either back."""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.curation import annotate as annotate
    from corpus.curation import codebook as codebook
    from corpus.curation import coding_sheets as coding_sheets
    from corpus.curation import concept_files as concept_files
    from corpus.curation import concepts as concepts
    from corpus.curation import corrections as corrections
    from corpus.curation import log as log
    from corpus.curation import persons as persons
    from corpus.curation import purge as purge
    from corpus.curation import removals as removals
    from corpus.curation import undo as undo
else:
    __getattr__ = face(__name__)
