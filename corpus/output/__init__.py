"""Result, and the forms it takes: tables, concordances, exports, charts."""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.output import charts as charts
    from corpus.output import citations as citations
    from corpus.output import export as export
    from corpus.output import formats as formats
    from corpus.output import report as report
    from corpus.output import result as result
    from corpus.output import result_data as result_data
    from corpus.output import result_files as result_files
    from corpus.output import statements as statements
    from corpus.output import text as text
else:
    __getattr__ = face(__name__)
