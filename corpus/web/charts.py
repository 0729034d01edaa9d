"""The chart of a result as its page draws it: the specification of the command line's chart, whose points
lead to their concordances, over a strip of what the archive holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corpus.output.charts.chart_series import TIME, arrange
from corpus.output.charts.chart_spec import specification
from corpus.output.text.terminal_text import harmless

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from corpus.output.charts.chart_series import Picture
    from corpus.output.result import Result

    Row = Mapping[str, Any]
    Link = Callable[[Row], str | None]

STRIP = 46
"""Height of the strip, in pixels."""
HEIGHT = 320
PANEL = 130
"""Height of one of several plots, in pixels."""
MARGIN = 8
"""Pixels on both sides of the time, so that the first and the last point are seen whole."""
GREY = "#888888"
TICKS = 8
"""About how many days are written below the time."""


def chart(result: Result, link: Link) -> dict[str, Any]:
    """A Vega-Lite specification; ``link``: the address that a row leads to. Raises as ``Result.chart``."""
    found = specification(result.drawn(height=HEIGHT))
    picture = arrange(result)
    rows = {
        (harmless(label), harmless(name)): row
        for name, series in picture.series.items()
        for label, row in zip(picture.labels, series, strict=True)
        if row is not None
    }
    for values in _values(found):
        for one in values:
            row = rows.get((str(one.get("label")), str(one["series"])))
            address = None if row is None else link(row)
            if address is not None:
                one["address"] = address
    _ticks_of_the_page(found)
    panels = found["vconcat"][0].get("spec")
    if panels is not None:  # a small plot for each series
        panels["height"] = PANEL
    elif picture.facet == TIME:
        _zoomable(found)
        found["vconcat"].append(_strip(picture))
        found["resolve"] = {"scale": {"x": "shared"}}
    return found


def _values(part: Any) -> Iterator[list[dict[str, Any]]]:
    """The records of a specification, wherever they stand in it."""
    if isinstance(part, dict):
        for value in part.values():
            yield from _values(value)
    elif isinstance(part, list):
        if part and all(isinstance(one, dict) and "series" in one for one in part):
            yield part
        else:
            for value in part:
                yield from _values(value)


def _ticks_of_the_page(part: Any) -> None:
    """Axes of time without ticks of their own: a page draws none of these, and they would not move along."""
    if isinstance(part, dict):
        axis = part.get("axis")
        if part.get("type") == "temporal" and isinstance(axis, dict) and axis.pop("values", None):
            axis["tickCount"] = TICKS
        for value in part.values():
            _ticks_of_the_page(value)
    elif isinstance(part, list):
        for value in part:
            _ticks_of_the_page(value)


def _zoomable(found: dict[str, Any]) -> None:
    """Wheel and drag move the axis of time."""
    layers = found["vconcat"][0]["layer"]
    for layer in layers:
        layer["encoding"]["x"]["scale"]["padding"] = MARGIN
    zoom = {"name": "zoom", "select": {"type": "interval", "encodings": ["x"]}, "bind": "scales"}
    layers[-1].setdefault("params", []).append(zoom)


def _strip(picture: Picture) -> dict[str, Any]:
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
        "width": 720,
        "height": STRIP,
        "mark": {"type": "rule", "color": GREY, "strokeWidth": 5},
        "encoding": {"x": x, "y": y, "y2": {"datum": 0}, "tooltip": shown},
    }
