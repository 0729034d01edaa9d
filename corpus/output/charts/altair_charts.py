"""Charts as altair has them, to be changed further in a program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.errors import CorpusError
from corpus.output.charts.chart_spec import MISSING, specification

if TYPE_CHECKING:
    import altair

    from corpus.output.result_data import ResultData


def chart(result: ResultData) -> altair.VConcatChart:
    """The result as an altair chart. Raises UsageError when there is nothing to draw, CorpusError when the
    extra [plot] is not installed."""
    try:
        import altair
    except ImportError:
        raise CorpusError(MISSING) from None
    made: altair.VConcatChart = altair.VConcatChart.from_dict(specification(result), validate=False)
    return made
