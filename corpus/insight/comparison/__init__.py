"""Two sub-corpora side by side: size, coverage, keywords, sequences, collocates, tone of address."""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.insight.comparison import comparison_tables as comparison_tables
    from corpus.insight.comparison import side_keyness as side_keyness
else:
    __getattr__ = face(__name__)
