"""The chart of a result in a notebook: a picture, which becomes the interactive chart where scripts run.

The first chart of a kernel carries the scripts, compressed; the others wait for it. Nothing comes from a
network.
"""

from __future__ import annotations

import gzip
import json
from base64 import b64encode
from string import Template
from typing import TYPE_CHECKING
from uuid import uuid4

from corpus.errors import CorpusError, UsageError
from corpus.output.charts.chart_series import TIME
from corpus.output.charts.interactive_chart import interactive
from corpus.output.charts.vega_bundle import script

if TYPE_CHECKING:
    from corpus.output.result import Result

KINDS = frozenset({"freq"})
"""Results that are drawn, beside those over time."""

CHART = Template("""<div id="$place"><div>$picture</div></div>
<script type="application/json" id="$place-specification">$specification</script>
<script>
(function () {
  const held = (window.corpusCharts = window.corpusCharts || {});
  held.ready = held.ready || new Promise(function (done) { held.done = done; });
  const place = document.getElementById("$place");
  const written = document.getElementById("$place-specification");
  if (!place || !written) return;
  held.ready.then(function (embed) {
    const drawn = document.createElement("div");
    const options = { ast: true, renderer: "svg", actions: false, logLevel: 1 };
    return embed(drawn, JSON.parse(written.textContent), options)
      .then(function () { place.replaceChildren(drawn); });
  }).catch(console.error);
})();
</script>
""")
"""The picture stays where the chart cannot be drawn."""

SCRIPTS = Template("""<script>
(function () {
  const held = (window.corpusCharts = window.corpusCharts || {});
  held.ready = held.ready || new Promise(function (done) { held.done = done; });
  if (held.loading) return;
  held.loading = true;
  const bytes = Uint8Array.from(atob("$packed"), (one) => one.charCodeAt(0));
  const text = new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
  text.then(function (code) {
    const script = document.createElement("script");
    script.textContent = code;
    document.head.append(script);
    held.done(window.vegaEmbed);
  }).catch(console.error);
})();
</script>
""")


class _Sent:
    """Whether the scripts were sent: a notebook needs them once."""

    scripts = False


def html(result: Result) -> str:
    """The chart as a part of a page; empty where the result has none, or the extra [plot] is missing."""
    if TIME not in result.facets and result.kind not in KINDS:
        return ""
    try:
        found, _ = interactive(result)
        picture = result.render("svg")
        scripts = "" if _Sent.scripts else SCRIPTS.substitute(packed=_packed())
    except (UsageError, CorpusError):
        return ""
    _Sent.scripts = True
    # Inside a script element only "<" can end the script; no text of the data may.
    written = json.dumps(found, ensure_ascii=False).replace("<", "\\u003c")
    place = f"corpus-chart-{uuid4().hex}"
    return scripts + CHART.substitute(place=place, picture=picture, specification=written)


def _packed() -> str:
    return b64encode(gzip.compress(script().encode(), 9)).decode()
