"""Charts that wheel and drag move, over a strip of what the archive holds: for pages and notebooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corpus.output.charts.chart_layers import PANELS
from corpus.output.charts.chart_series import TIME, arrange
from corpus.output.charts.chart_spec import specification
from corpus.output.text.terminal_text import harmless

if TYPE_CHECKING:
    from corpus.output.charts.chart_layers import Spec
    from corpus.output.charts.chart_series import Picture
    from corpus.output.result import Result

WIDTH, HEIGHT = 720, 320
PANEL = 130
"""Height of one of several plots, in pixels."""
STRIP, PANEL_STRIP = 46, 7
"""Height of the strip below a plot, in pixels; below one of several."""
MARGIN = 8
"""Pixels on both sides of the time, so that the first and the last point are seen whole."""
GREY = "#888888"
TICKS = 8
"""About how many days are written below the time."""


def interactive(result: Result) -> tuple[Spec, Picture]:
    """A specification, and what it draws. Raises as ``specification`` does."""
    found = specification(result.drawn(height=HEIGHT))
    picture = arrange(result)
    _ticks_that_move(found)
    drawn = found["vconcat"][0]
    if "spec" in drawn:
        drawn["spec"]["height"] = PANEL
        _zoomable(drawn["spec"])
        _strip_of_each(drawn["spec"])
    elif picture.facet == TIME:
        _zoomable(drawn)
        found["vconcat"].append(_strip(picture))
        found["resolve"] = {"scale": {"x": "shared"}}
    return found, picture


def _ticks_that_move(part: Any) -> None:
    """Axes of time without ticks of their own: a page draws none of these, and they would not move along."""
    if isinstance(part, dict):
        axis = part.get("axis")
        if part.get("type") == "temporal" and isinstance(axis, dict) and axis.pop("values", None):
            axis["tickCount"] = TICKS
        for value in part.values():
            _ticks_that_move(value)
    elif isinstance(part, list):
        for value in part:
            _ticks_that_move(value)


def _zoomable(drawn: Spec) -> None:
    """Wheel and drag move the axis of time."""
    for layer in drawn["layer"]:
        layer["encoding"]["x"]["scale"]["padding"] = MARGIN
    zoom = {"name": "zoom", "select": {"type": "interval", "encodings": ["x"]}, "bind": "scales"}
    drawn["layer"][-1].setdefault("params", []).append(zoom)


def _strip_of_each(panel: Spec) -> None:
    """Below each of several plots: the darker, the more words the archive holds of this series then."""
    x = panel["layer"][-1]["encoding"]["x"]
    x["axis"]["tickCount"] = TICKS // 2
    for layer in panel["layer"]:  # a plot that moves is cut at its edges: the strip stands within
        layer["encoding"]["y"]["scale"]["range"] = [PANEL - PANEL_STRIP - 4, 0]
    panel["layer"].append({
        "transform": [{"filter": "datum.tokens > 0"}],
        "mark": {"type": "rule", "strokeWidth": PANELS, "color": GREY},
        "encoding": {
            "x": x,
            "y": {"value": PANEL - PANEL_STRIP},
            "y2": {"value": PANEL},
            "opacity": {
                "field": "tokens", "type": "quantitative", "legend": None,
                "scale": {"type": "sqrt", "range": [0.25, 1]},
            },
        },
    })  # fmt: skip


def _strip(picture: Picture) -> Spec:
    """Words of each period, of all that the series count: where there is no bar the archive holds nothing."""
    several = len({row.get("query") for rows in picture.series.values() for row in rows if row}) > 1
    tokens: dict[int, int] = {}
    asked: dict[int, object] = {}
    for rows in picture.series.values():
        for place, row in enumerate(rows):
            if row is None or (several and asked.setdefault(place, row.get("query")) != row.get("query")):
                continue
            tokens[place] = tokens.get(place, 0) + (row.get("tokens") or 0)
    values = [
        {"start": start.isoformat(), "label": harmless(label), "words": tokens.get(place, 0)}
        for place, (start, label) in enumerate(zip(picture.starts, picture.labels, strict=True))
        if tokens.get(place)
    ]
    x = {"field": "start", "type": "temporal", "scale": {"type": "utc", "padding": MARGIN}, "axis": None}
    y = {"field": "words", "type": "quantitative", "title": "words", "axis": {"tickCount": 2, "format": "~s"}}
    shown = [
        {"field": "label", "type": "nominal", "title": picture.facet},
        {"field": "words", "type": "quantitative", "format": ","},
    ]
    return {
        "data": {"values": values},
        "width": WIDTH,
        "height": STRIP,
        "mark": {"type": "rule", "color": GREY, "strokeWidth": 5},
        "encoding": {"x": x, "y": y, "y2": {"datum": 0}, "tooltip": shown},
    }
