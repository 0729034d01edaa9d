"""The layers of a chart as Vega-Lite describes them: lines and points, bands and rules, bars."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from corpus.output.charts.chart_series import TIME
from corpus.output.text.terminal_text import harmless

if TYPE_CHECKING:
    from collections.abc import Mapping

    from corpus.choices import Period
    from corpus.output.charts.chart_series import Picture

    Spec = dict[str, Any]

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
"""Okabe & Ito's palette (2008), told apart by colour-blind readers; without its yellow, pale on white."""

DASHES = ((1, 0), (6, 3), (2, 2), (8, 3, 2, 3))
"""Line styles, one for each turn through the palette."""

WIDTH, HEIGHT = 720, 360
"""Size of the plotting area, in pixels; a PNG has twice as many."""

BAR_HEIGHT, GROUPED_BAR_HEIGHT = 18, 13

MOST_TICKS = 14
"""Labels along a time axis."""

PANELS, PANEL_HEIGHT, PANEL_GAP = 3, 110, 46
"""Small plots in a row, their height, and what lies between two of them, in pixels."""
PANEL_TICKS = 4

TICK_FORMATS: dict[Period, str] = {
    "year": "%Y",
    "quarter": "%Y-Q%q",
    "month": "%Y-%m",
    "week": "%G-W%V",
    "day": "%Y-%m-%d",
}

GAPS = "break-paths-show-path-domains"
KNOWN, UNKNOWN = {"filter": "isValid(datum.value)"}, {"filter": "!isValid(datum.value)"}

_EPOCH = date(1970, 1, 1).toordinal()


def panels(picture: Picture, intervals: bool, top: float, drawing: Mapping[str, Any]) -> Spec:
    """A small plot for each series, all with the same scales. ``top``: where the axis of values ends."""
    width = (drawing.get("width", WIDTH) - PANEL_GAP * (PANELS - 1)) // PANELS
    header = {"title": None, "labelAnchor": "start", "labelFontSize": 12, "labelLimit": width}
    names = [harmless(name) for name in picture.series]
    one = lines(picture, intervals, top, PANEL_TICKS)
    return {
        "facet": {"field": "series", "type": "nominal", "header": header, "sort": names},
        "spec": {**one, "width": width, "height": drawing.get("height", PANEL_HEIGHT)},
        "columns": PANELS,
        "spacing": PANEL_GAP // 2,
        # Each plot has its axis of time: a row may be the last one of its column.
        "resolve": {"axis": {"x": "independent"}},
    }


def lines(picture: Picture, intervals: bool, top: float, most_ticks: int = MOST_TICKS) -> Spec:
    """Lines over time with their points; with ``intervals`` bands, or rules where there is little text."""
    small = most_ticks == PANEL_TICKS
    ticks = [_milliseconds(picture.starts[place]) for place in picture.ticks(most_ticks)]
    axis = {
        "title": None,
        "format": TICK_FORMATS[picture.unit],
        "values": ticks,
        "grid": False,
        "labelFlush": False,
    }
    # UTC: a date must not move to the day before where the reader's clock is behind.
    place = {"field": "start", "type": "temporal", "axis": axis, "scale": {"type": "utc"}}
    base = {"x": place, "color": {"value": COLOURS[0]} if small else _colour(picture)}
    rate = _quantity("value", picture.axis_title, top)
    curve = {**base, "y": rate} | ({} if small else {"strokeDash": _dash(picture)})
    layers = [
        # Sharp corners would reach above and below the points.
        _layer({"type": "line", "strokeWidth": 1.8, "strokeJoin": "round", "invalid": GAPS}, curve),
        _layer(
            {"type": "point", "filled": True, "size": 10 if small else 26, "opacity": 1},
            {**base, "y": rate, "tooltip": _tooltip(picture)},
            KNOWN,
        ),
    ]
    if intervals:
        ends = {**base, "y": _quantity("low", picture.axis_title, top), "y2": {"field": "high"}}
        banded = {**base, "y": _quantity("band_low", picture.axis_title, top), "y2": {"field": "band_high"}}
        layers = [
            _layer({"type": "area", "opacity": 0.15, "invalid": GAPS, "clip": True}, banded),
            # A point between two gaps has no area: its interval is a rule.
            _rule(0.5, ends, "datum.alone && !datum.few"),
            _rule(0.25, ends, "datum.few"),
            *layers,
        ]
    return {"layer": layers, "width": WIDTH, "height": HEIGHT}


def bars(picture: Picture, intervals: bool, top: float) -> Spec:
    """A bar for each value of a facet, with rules where there are ``intervals``."""
    names = [harmless(name) for name in picture.series]
    base: Spec = {
        "y": {
            "field": "label",
            "type": "nominal",
            "title": None,
            "sort": [harmless(label) for label in picture.labels],
            "axis": {"labelLimit": 260, "ticks": False},
        },
        "color": _colour(picture),
    }
    if len(names) > 1:
        base["yOffset"] = {"field": "series", "type": "nominal", "sort": names}
    axis = {"axis": {"tickCount": 8}}
    rate, low = (_quantity(name, picture.axis_title, top) | axis for name in ("value", "low"))
    layers = [
        _layer({"type": "bar", "opacity": 0.8}, {**base, "x": rate, "tooltip": _tooltip(picture)}, KNOWN),
        _layer(
            {"type": "text", "text": "no rate", "align": "left", "dx": 4, "fontSize": 10},
            {**base, "x": {"datum": 0}, "color": {"value": "#777777"}},
            UNKNOWN,
        ),
    ]
    if intervals:
        ends = {"x": low, "x2": {"field": "high"}, "color": {"value": "#333333"}}
        layers.append(_layer({"type": "rule", "clip": True}, {**base, **ends}, KNOWN))
    step = BAR_HEIGHT if len(names) == 1 else GROUPED_BAR_HEIGHT
    return {"layer": layers, "width": WIDTH, "height": {"step": step}}


def _layer(mark: Spec, encoding: Spec, *transform: Spec) -> Spec:
    return {"mark": mark, "encoding": encoding, **({"transform": [*transform]} if transform else {})}


def _rule(opacity: float, encoding: Spec, where: str) -> Spec:
    return _layer({"type": "rule", "opacity": opacity, "clip": True}, encoding, KNOWN, {"filter": where})


def _quantity(field: str, title: str, top: float) -> Spec:
    scale = {"domain": [0, top], "nice": True}
    return {"field": field, "type": "quantitative", "title": title, "scale": scale}


def _milliseconds(day: date) -> int:
    return (day.toordinal() - _EPOCH) * 86_400_000


def _colour(picture: Picture) -> Spec:
    names = [harmless(name) for name in picture.series]
    colours = [COLOURS[number % len(COLOURS)] for number in range(len(names))]
    stroke = {"symbolType": "stroke", "symbolStrokeWidth": 2.5} if picture.facet == TIME else {}
    legend = {"title": None, "labelLimit": 300, "symbolOpacity": 1, **stroke} if len(names) > 1 else None
    scale = {"domain": names, "range": colours}
    return {"field": "series", "type": "nominal", "scale": scale, "legend": legend}


def _dash(picture: Picture) -> Spec:
    names = [harmless(name) for name in picture.series]
    dashes = [[*DASHES[number // len(COLOURS) % len(DASHES)]] for number in range(len(names))]
    legend = {"title": None} if len(names) > 1 else None
    scale = {"domain": names, "range": dashes}
    return {"field": "series", "type": "nominal", "scale": scale, "legend": legend}


def _tooltip(picture: Picture) -> list[Spec]:
    shown = [{"field": "label", "type": "nominal", "title": picture.facet}]
    if len(picture.series) > 1:
        shown.append({"field": "series", "type": "nominal", "title": "series"})
    shown.append({"field": "value", "type": "quantitative", "title": picture.axis_title, "format": ",.1f"})
    counts = ("matches", "documents", "tokens")
    return shown + [{"field": name, "type": "quantitative", "format": ","} for name in counts]
