"""Charts of report tables as Vega-Lite specifications: a point or bar for each value, a rule for its
interval."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corpus.output.charts.chart_layers import COLOURS
from corpus.output.text.terminal_text import cut, harmless

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Row = dict[str, Any]
    Spec = dict[str, Any]


WIDTH = 620
"""Of the plotting area, in pixels."""
HALF = 230
"""Of one of two areas beside each other."""
MOST_BARS = 15
"""Words drawn of each list."""
MOST_LABEL = 34
"""Columns of the longest label beside a point."""
MOST_SERIES = 4
"""Queries in one chart; more would hide each other."""
TICKS = {"tickCount": 6, "labelOverlap": "greedy"}
"""Of an axis of rates: so few that long numbers stand apart."""
WHOLE = "datum.value % 1 ? '' : format(datum.value, ',d')"
"""What is written at a tick of an axis of counts: nothing between two of them."""
HIGHEST = 1.6
"""Intervals are drawn up to this multiple of the highest value, so that one does not press all others
flat."""
GREY, PALE = "#555555", "#999999"
RATE = "per million words"
PHASES = {"baseline": PALE, "before": GREY, "after": COLOURS[1]}


def days(rows: list[Row], sides: Sequence[str]) -> Spec | None:
    """Rates by day from the event, one panel for each query; a day without text is a gap."""
    queries = _queries(rows)
    values = [
        {
            "query": _label(row["query"]),
            "offset": row["offset"],
            "value": row["per_million"],
            "low": row["low"],
            "high": row["high"],
            "phase": "before" if row["offset"] < 0 else "after",
        }
        for row in rows
        if row["query"] in queries and row["per_million"] is not None
    ]
    if not values:
        return None
    _bounded(values)
    x = _quantity("offset", "days from the event", axis={"tickMinStep": 1, "grid": False})
    event = {
        "mark": {"type": "rule", "strokeDash": [4, 3], "color": PALE},
        "encoding": {"x": {"datum": -0.5}},
    }
    layers = [event, *_interval("y", {"x": x, "color": _phase_colour()}, RATE, opacity=0.35)]
    return _panels(values, "query", queries, {"width": WIDTH, "height": 150, "layer": layers}, "y")


def rates(rows: list[Row], sides: Sequence[str]) -> Spec | None:
    """Rate and interval of each phase, of the last event in the table (all of them), a panel for each
    query."""
    last = rows[-1]["event"]
    chosen = [row for row in rows if row["event"] == last and row["per_million"] is not None]
    queries = _queries(chosen)
    values = [
        {
            "query": _label(row["query"]),
            "phase": row["phase"],
            "value": row["per_million"],
            "low": row["low"],
            "high": row["high"],
        }
        for row in chosen
        if row["query"] in queries
    ]
    if not values:
        return None
    _bounded(values)
    layers = _interval("x", {"y": _name("phase", list(PHASES)), "color": _phase_colour()}, RATE)
    return _of_event(rows) | _panels(values, "query", queries, {"width": WIDTH, "layer": layers}, "x")


def coverage(rows: list[Row], sides: Sequence[str]) -> Spec | None:
    """Documents of each period, the sides one above the other."""
    periods = [row["period"] for row in rows]
    values = [
        {"side": _label(name), "period": row["period"], "documents": row[f"{side}_documents"]}
        for side, name in zip(("first", "second"), sides, strict=True)
        for row in rows
    ]
    step = max(1, -(-len(periods) // 12))
    x = _name("period", periods) | {
        "scale": {"paddingInner": 0.15 if len(periods) < 60 else 0},
        "axis": {"labelAngle": 0, "values": periods[::step], "labelOverlap": "greedy"},
    }
    y = _quantity("documents", "documents", axis={"tickCount": 4, "labelExpr": WHOLE})
    inner = {"mark": "bar", "encoding": {"x": x, "y": y, "color": _side_colour(sides)}}
    return _panels(values, "side", sides, {"width": WIDTH, "height": 80, **inner}, "y")


def keywords(rows: list[Row], sides: Sequence[str]) -> Spec | None:
    """Log ratios with their intervals, a panel for each side."""
    return _ratios(rows, "side", _side_colour(sides))


def event_keywords(rows: list[Row], sides: Sequence[str]) -> Spec | None:
    """Log ratios with their intervals, a panel for each phase, of the last event in the table."""
    last = rows[-1]["event"]
    chosen = [{**row, "panel": f"{row['phase']} the event"} for row in rows if row["event"] == last]
    drawn = _ratios(chosen, "panel", {"value": COLOURS[0]})
    return drawn and _of_event(rows) | drawn


def address(rows: list[Row], sides: Sequence[str]) -> Spec | None:
    """Rates of we, you and they with their intervals, a panel for each language."""
    values = [
        {
            "language": row["language"],
            "person": row["person"],
            "side": _label(name),
            "value": row[f"{side}_per_million"],
            "low": row[f"{side}_low"],
            "high": row[f"{side}_high"],
        }
        for row in rows
        for side, name in zip(("first", "second"), sides, strict=True)
        if row[f"{side}_per_million"] is not None
    ]
    if not values:
        return None
    places = {
        "y": _name("person", ["we", "you", "they"]),
        "yOffset": _name("side", [_label(side) for side in sides]),
    }
    x = _quantity("value", "per million words of the language")
    bar = {
        "mark": {"type": "bar", "opacity": 0.75, "height": 11},
        "encoding": places | {"x": x, "color": _side_colour(sides) | {"legend": {}}},
    }
    rule = {
        "mark": {"type": "rule", "color": "#333333"},
        "encoding": places | {"x": x | {"field": "low"}, "x2": {"field": "high"}},
    }
    languages = list(dict.fromkeys(value["language"] for value in values))
    inner = {"width": WIDTH, "height": {"step": 16, "for": "offset"}, "layer": [bar, rule]}
    return _panels(values, "language", languages, inner, "x")


DRAWN: dict[str, Callable[[list[Row], Sequence[str]], Spec | None]] = {
    "days": days,
    "rates": rates,
    "coverage": coverage,
    "keywords": keywords,
    "event_keywords": event_keywords,
    "address": address,
}
"""By the name that ``sections.toml`` has: from rows, and what the sides are called, to a specification; None
where there is nothing to draw."""


def _ratios(rows: Sequence[Row], field: str, colour: Spec) -> Spec | None:
    """Panels beside each other; words in their order, a number before each so that equal ones stay apart."""
    end = max((row["log_ratio"] or 0 for row in rows), default=0) + 1
    charts = []
    for panel in dict.fromkeys(row[field] for row in rows):
        values = [
            {
                "word": f"{number:02} {_label(row['word'])}",
                "side": _label(panel),
                "value": row["log_ratio"],
                "low": row["log_ratio_low"] or 0,
                "high": end if row["log_ratio_high"] is None else min(row["log_ratio_high"], end),
            }
            for number, row in enumerate([row for row in rows if row[field] == panel][:MOST_BARS])
        ]
        y = _name("word", None) | {
            "axis": {"labelExpr": "substring(datum.label, 3)", "ticks": False, "domain": False}
        }
        title = "log ratio: 1 is twice the rate"
        charts.append(
            {
                "title": {"text": _label(panel), "anchor": "start", "fontSize": 12, "fontWeight": "normal"},
                "data": {"values": values},
                "width": HALF,
                "height": {"step": 20},
                "layer": _interval("x", {"y": y, "color": colour}, title, scale={"domain": [0, end]}),
            }
        )
    return {"hconcat": charts, "spacing": 28} if charts else None


def _of_event(rows: Sequence[Row]) -> Spec:
    """A title that says of which event the chart is, where the table has several."""
    if len({row["event"] for row in rows}) < 2:
        return {}
    return {"title": {"text": _label(rows[-1]["event"]), "anchor": "start", "fontSize": 12}}


def _interval(
    axis: str, others: Spec, title: str, opacity: float = 0.5, scale: Spec | None = None
) -> list[Spec]:
    """A rule from ``low`` to ``high`` and a point at ``value``, along an axis."""
    place = _quantity("value", title, scale=scale or {"domainMin": 0}, axis=TICKS)
    ends = {axis: place | {"field": "low"}, f"{axis}2": {"field": "high"}}
    rule = {"type": "rule", "clip": True, "strokeWidth": 2, "opacity": opacity}
    point = {"type": "point", "filled": True, "size": 56, "opacity": 1}
    return [
        {"mark": rule, "encoding": others | ends},
        {"mark": point, "encoding": others | {axis: place}},
    ]


def _panels(values: list[Row], field: str, names: Iterable[str], inner: Spec, independent: str) -> Spec:
    """One panel above the other for each name, each with an axis of its own for values."""
    header = {"labelAngle": 0, "labelAnchor": "start", "labelOrient": "top"}
    row = _name(field, [_label(name) for name in names]) | {"header": header}
    return {
        "data": {"values": values},
        "facet": {"row": row},
        "spec": inner,
        "resolve": {"scale": {independent: "independent"}},
    }


def _quantity(field: str, title: str, **more: Any) -> Spec:
    return {"field": field, "type": "quantitative", "title": title, **more}


def _name(field: str, order: list[str] | None) -> Spec:
    return {"field": field, "type": "nominal", "title": None, "sort": order}


def _phase_colour() -> Spec:
    scale = {"domain": list(PHASES), "range": list(PHASES.values())}
    return {"field": "phase", "type": "nominal", "legend": None, "scale": scale}


def _side_colour(sides: Sequence[str]) -> Spec:
    scale = {"domain": [_label(side) for side in sides], "range": list(COLOURS[:2])}
    return {"field": "side", "type": "nominal", "legend": None, "scale": scale}


def _queries(rows: Iterable[Row]) -> list[str]:
    return list(dict.fromkeys(row["query"] for row in rows))[:MOST_SERIES]


def _bounded(values: list[Row]) -> None:
    """Cut the intervals of each query at HIGHEST times its highest value."""
    highest: dict[str, float] = {}
    for value in values:
        highest[value["query"]] = max(highest.get(value["query"], 0.0), value["value"])
    for value in values:
        if highest[value["query"]]:
            value["high"] = min(value["high"], HIGHEST * highest[value["query"]])


def _label(text: str) -> str:
    return cut(harmless(text), MOST_LABEL)
