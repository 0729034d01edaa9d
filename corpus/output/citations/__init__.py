"""Documents as they are cited: BibTeX, RIS, CSL JSON, a footnote."""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.output.citations import bibtex as bibtex
    from corpus.output.citations import csl as csl
    from corpus.output.citations import footnote as footnote
    from corpus.output.citations import ris as ris
    from corpus.output.citations import source as source
    from corpus.output.citations import styles as styles
else:
    __getattr__ = face(__name__)
