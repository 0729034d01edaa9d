"""Charts of a report drawn by Vega-Lite (vl-convert): SVG that can stand in a page, without script or
network."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from corpus.errors import CorpusError, UsageError
from corpus.output.charts.chart_spec import FONT, MISSING
from corpus.output.charts.fonts import use_fonts
from corpus.output.report.vega_specs import DRAWN, GREY, PALE
from corpus.wording import argument

if TYPE_CHECKING:
    from corpus.output.report.sections import Section, Sections
    from corpus.output.report.vega_specs import Spec


PNG_SCALE = 2
AXIS = {
    "labelColor": GREY,
    "titleColor": GREY,
    "titleFontWeight": "normal",
    "labelFontSize": 12,
    "titleFontSize": 12,
    "domainColor": PALE,
    "tickColor": PALE,
    "gridColor": "#eeeeee",
    "labelLimit": 320,
}
CONFIG: dict[str, Any] = {
    "font": FONT,
    "view": {"stroke": None},
    "axis": AXIS,
    "title": {"color": GREY},
    "legend": {"title": None, "labelFontSize": 12, "orient": "top", "labelLimit": 400},
    "header": {"title": None, "labelFontSize": 12, "labelLimit": 400, "labelColor": GREY},
}

_IDS = re.compile(r'(\bid="|url\(#|href="#)([\w-]+)')


def svg(section: Section, number: int) -> str | None:
    """The chart of a section; None where it has none or no row to draw.

    ``number`` tells its ids from those of other charts on the page. Raises CorpusError where the extra [plot]
    is not installed.
    """
    spec = _spec(section)
    if spec is None:
        return None
    text: str = _converter().vegalite_to_svg(spec)
    text = _IDS.sub(lambda found: f"{found[1]}c{number}-{found[2]}", text)
    return text[text.index("<svg") :]


def picture(report: Sections, form: str) -> str | bytes:
    """The one chart of a report as png, pdf or svg. Raises UsageError where it has none, or several."""
    drawn = [spec for section in report.sections if (spec := _spec(section)) is not None]
    if len(drawn) != 1:
        here = f"are {len(drawn)}" if drawn else "is none"
        raise UsageError(
            f"A {form} holds one chart, and here {here}: name a table that has one with {argument('show')},"
            " or write .html."
        )
    converter = _converter()
    if form == "png":
        return bytes(converter.vegalite_to_png(drawn[0], scale=PNG_SCALE))
    if form == "pdf":
        try:
            return bytes(converter.vegalite_to_pdf(drawn[0]))
        except (RuntimeError, ValueError) as error:  # its message holds a trace of its own
            reason = str(error).partition("\n")[0].rstrip(".")
            raise CorpusError(f"The pdf cannot be made ({reason}): write .svg.") from None
    return str(converter.vegalite_to_svg(drawn[0]))


def _converter() -> Any:
    try:
        import vl_convert
    except ImportError:
        raise CorpusError(MISSING) from None
    use_fonts()
    return vl_convert


def _spec(section: Section) -> Spec | None:
    if section.chart is None or not len(section.result):
        return None
    sides = [str(side) for side in section.result.provenance.get("sides", ())]
    drawn = DRAWN[section.chart](section.result.rows(), sides)
    if drawn is None:
        return None
    schema = "https://vega.github.io/schema/vega-lite/v5.json"  # a name, never loaded
    return {"$schema": schema, "background": "white", "padding": 8, "config": CONFIG, **drawn}
