"""From counts to the cells of a table: periods, facets, denominators, derived columns."""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.query.tabulate import denominators as denominators
    from corpus.query.tabulate import derived_columns as derived_columns
    from corpus.query.tabulate import dispersion_columns as dispersion_columns
    from corpus.query.tabulate import facet_axes as facet_axes
    from corpus.query.tabulate import facet_cells as facet_cells
    from corpus.query.tabulate import facet_words as facet_words
    from corpus.query.tabulate import period_counts as period_counts
    from corpus.query.tabulate import periods as periods
    from corpus.query.tabulate import remembered_cells as remembered_cells
    from corpus.query.tabulate import row_choice as row_choice
    from corpus.query.tabulate import series_arithmetic as series_arithmetic
    from corpus.query.tabulate import statement_ranks as statement_ranks
    from corpus.query.tabulate import table_cells as table_cells
else:
    __getattr__ = face(__name__)
