"""Charts as files: png, pdf and svg through vl-convert, and html pages that need no network."""

from __future__ import annotations

import html as entities
import json
from string import Template
from typing import TYPE_CHECKING, Any

from corpus.errors import CorpusError
from corpus.output.charts.chart_spec import MISSING, specification
from corpus.output.charts.fonts import use_fonts
from corpus.output.charts.vega_bundle import script
from corpus.output.text.terminal_text import harmless

if TYPE_CHECKING:
    from corpus.output.result_data import ResultData

PNG_SCALE = 2

PAGE = Template("""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>$title</title>
<style>body { margin: 1em; font-family: sans-serif; } .vega-embed { overflow-x: auto; }</style>
<script>$libraries</script>
</head>
<body>
<div id="chart"></div>
<script>
vegaEmbed("#chart", $specification, {
  renderer: "svg",
  actions: { export: true, source: false, compiled: false, editor: false }
});
</script>
</body>
</html>
""")
"""The link to Vega's online editor is off: nothing is sent anywhere."""


def draw(result: ResultData, form: str) -> str | bytes:
    """The chart as ``png`` or ``pdf`` (bytes), ``svg`` or ``html``. Raises as ``chart`` does.

    CorpusError, too, for a pdf with a font that cannot be put into one.
    """
    page = specification(result)
    try:
        import vl_convert
    except ImportError:
        raise CorpusError(MISSING) from None
    use_fonts()
    if form == "pdf":
        return _pdf(page, vl_convert)
    if form == "png":
        return bytes(vl_convert.vegalite_to_png(page, scale=PNG_SCALE))
    if form == "svg":
        return str(vl_convert.vegalite_to_svg(page))
    # Inside a script element only "<" can end the script; no text of the data may.
    written = json.dumps(page, ensure_ascii=False).replace("<", "\\u003c")
    return PAGE.substitute(
        title=entities.escape(harmless(result.title) or "Chart"),
        libraries=script(),
        specification=written,
    )


def _pdf(page: dict[str, Any], converter: Any) -> bytes:
    try:
        return bytes(converter.vegalite_to_pdf(page))
    except (RuntimeError, ValueError) as error:  # its message holds a trace of its own
        reason = str(error).partition("\n")[0].rstrip(".")
        raise CorpusError(
            f"The pdf cannot be made ({reason}): a font of this machine may not fit into one; write .svg."
        ) from None
