"""Results as charts: for a terminal, and as files."""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.output.charts import altair_charts as altair_charts
    from corpus.output.charts import chart_layers as chart_layers
    from corpus.output.charts import chart_series as chart_series
    from corpus.output.charts import chart_spec as chart_spec
    from corpus.output.charts import fonts as fonts
    from corpus.output.charts import interactive_chart as interactive_chart
    from corpus.output.charts import terminal_chart as terminal_chart
    from corpus.output.charts import vega_bundle as vega_bundle
else:
    __getattr__ = face(__name__)
