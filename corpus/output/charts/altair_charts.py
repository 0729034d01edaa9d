"""Charts through altair: lines with points and intervals over time, bars for every other facet."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from corpus.errors import CorpusError
from corpus.measures.small_samples import LEAST_TOKENS
from corpus.output import statements
from corpus.output.charts.chart_series import TIME, arrange
from corpus.output.result_data import RATES
from corpus.output.text.terminal_text import harmless, wrapped

if TYPE_CHECKING:
    from collections.abc import Mapping

    import altair as alt

    from corpus.choices import Period
    from corpus.output.charts.chart_series import Picture, Row
    from corpus.output.result_data import ResultData

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
"""Okabe & Ito's palette (2008), told apart by colour-blind readers; without its yellow, pale on white."""

DASHES = ((1, 0), (6, 3), (2, 2), (8, 3, 2, 3))
"""Line styles, one for each turn through the palette."""

FONT = (
    "Noto Sans, Noto Sans SC, Noto Sans KR, Noto Sans CJK SC, Noto Sans CJK KR, "
    "Apple SD Gothic Neo, Malgun Gothic, Microsoft YaHei, sans-serif"
)

WIDTH, HEIGHT = 720, 360
"""Size of the plotting area, in pixels; a PNG has twice as many."""

BAR_HEIGHT, GROUPED_BAR_HEIGHT = 18, 13

LINE_COLUMNS = 110
"""Title and footer are broken into lines of this many letters, or half as many of Hangul, Han and Kana."""

MOST_TICKS = 14
"""Labels along a time axis."""

MOST_TOGETHER = 4
"""Series over time in one plot, with intervals; more would hide each other, and get a small plot each."""

PANELS, PANEL_HEIGHT, PANEL_GAP = 3, 110, 46
"""Small plots in a row, their height, and what lies between two of them, in pixels."""
PANEL_TICKS = 4

INTERVAL_NAMES = {
    **dict.fromkeys(RATES, "negative binomial: words cluster in documents"),
    "documents_share": "Wilson",
    "ratio": "exact, given the sum of both counts",
}

MOST_FILLED, LEAST_EMPTY = 0.4, 0.3
"""Bands of a rare term would hide its line: they fill more than this part of the picture, and more than that
part of the periods has no match."""

HIGHEST_INTERVAL = 1.6
"""Intervals are drawn up to this multiple of the highest rate, so that a period with few words does not
press all the others flat."""

TICK_FORMATS: dict[Period, str] = {
    "year": "%Y",
    "quarter": "%Y-Q%q",
    "month": "%Y-%m",
    "week": "%G-W%V",
    "day": "%Y-%m-%d",
}

MISSING = "Charts need the extra [plot]: pip install 'state-media-corpus[plot]'."

MARKED = "Marked ?:"
"""How the note on a mark of tables begins, which charts do not have."""
_CLAUSE = re.compile(r"(?<=[.:;]) ")
_ADVICE = re.compile(r"(?:^|[\s(])--[a-z]|\b[a-z_]+=|\bCorpus\.")

_EPOCH = date(1970, 1, 1).toordinal()


def chart(result: ResultData) -> alt.TopLevelMixin:
    """The result as an altair chart, with title and footer.

    Of more than MOST_TOGETHER series over time a small plot for each, all with the same scales.

    Periods without a rate break the line; they are never joined nor drawn as zero. Raises UsageError when
    there is nothing to draw, CorpusError when the extra [plot] is not installed.
    """
    try:
        import altair as alt
    except ImportError:
        raise CorpusError(MISSING) from None

    picture = arrange(result)
    records = _records(picture)
    intervals = picture.interval is not None and picture.interval[0] in result.columns
    panels = picture.facet == TIME and len(picture.series) > MOST_TOGETHER
    if result.drawing.get("band") is False:
        intervals = False
    top = _top(records, intervals)
    wide = intervals and _covering(records, top) and picture.facet == TIME
    if wide:
        intervals = False
    intervals = intervals and any(row.get("low") is not None for row in records)
    sparse = intervals and picture.facet == TIME and _rare(records, top)
    if sparse:
        for row in records:
            row["few"], row["band_low"], row["band_high"] = bool(row.get("matches")), None, None
    if panels:
        drawn = _panels(alt, picture, records, intervals, top, result.drawing)
    else:
        drawn = (_lines if picture.facet == TIME else _bars)(alt, picture, records, intervals, top)
        if picture.facet == TIME and "height" in result.drawing:
            drawn = drawn.properties(height=result.drawing["height"])
        if "width" in result.drawing:
            drawn = drawn.properties(width=result.drawing["width"])
    footer = [*_interval_notes(result, picture, records, intervals, top, sparse), *picture.remarks()]
    if wide:
        footer.insert(
            0, "No bands: most of the intervals reach beyond the chart; there is too little to go by."
        )
    footer += filter(None, map(of_data, result.notes))
    if (source := statements.source(result)) is not None:
        footer.append(source)
    title = alt.TitleParams(
        _broken(result.drawing.get("title", result.title)), anchor="start", fontSize=15, offset=12
    )
    # A title at the foot of a concatenation is the only footer that Vega-Lite has.
    foot = alt.TitleParams(
        [line for note in footer for line in _broken(note)],
        orient="bottom",
        anchor="start",
        fontSize=11,
        fontWeight="normal",
        color="#555555",
        offset=14,
    )
    page = alt.vconcat(drawn.properties(title=title)).properties(title=foot)
    configured: alt.VConcatChart = page.configure(
        font=", ".join(filter(None, (result.drawing.get("font"), FONT))), padding=16, background="white"
    ).configure_view(stroke=None)
    return configured


def _records(picture: Picture) -> list[Row]:
    """The rows to draw: place, label, series, value, interval, and whether the point stands alone.

    Of a gap in a line only its ends: in decades of days most have no text, and Vega is slow with many points.
    """
    found = []
    for name, rows in picture.series.items():
        values = [None, *(row[picture.value] if row else None for row in rows), None]
        for place, row in enumerate(rows):
            within = picture.starts and values[place : place + 3] == [None] * 3
            if within and 0 < place < len(rows) - 1:
                continue
            record: Row = {
                "label": harmless(picture.labels[place]),
                "series": harmless(name),
                "value": values[place + 1],
                "alone": values[place] is None and values[place + 2] is None,
            }
            if picture.starts:
                record["start"] = picture.starts[place].isoformat()
            if row:
                record.update({key: row[key] for key in ("matches", "documents", "tokens") if key in row})
                record["low"], record["high"] = _interval(row, picture)
                record["few"] = _few(row)
                banded = not (record["few"] and picture.starts)
                record["band_low"], record["band_high"] = (
                    (record["low"], record["high"]) if banded else (None, None)
                )
            found.append(record)
    return found


def _few(row: Row) -> bool:
    """Whether a row stands on so little text that its interval is drawn pale."""
    resampled = "boot_low" not in row or row["boot_low"] is not None or not row.get("matches")
    return row.get("tokens", LEAST_TOKENS) < LEAST_TOKENS or not resampled


def _covering(records: list[Row], top: float) -> bool:
    """Whether bands would cover the picture: most of them reach beyond it."""
    ends = [row.get("high") for row in records]
    known = [end for end in ends if end is not None]
    return bool(sum(end > top for end in known) > len(known) / 2)


def _rare(records: list[Row], top: float) -> bool:
    """Whether many periods have no match, and bands would fill the picture."""
    bands = [row for row in records if row.get("band_high") is not None]
    heights = [min(row["band_high"], top) - min(row["band_low"], top) for row in bands]
    none = sum(not row.get("matches") for row in bands)
    return none > LEAST_EMPTY * len(bands) and sum(heights) > MOST_FILLED * top * len(bands)


def of_data(note: str) -> str:
    """What a note says of the data: what it advises (options and arguments) is nothing to print in a figure;
    empty where it only advises."""
    if note.startswith(MARKED):
        return ""
    parts = [part for part in _CLAUSE.split(note) if not _ADVICE.search(part)]
    found = " ".join(parts).rstrip(" ;:,")
    return found if not found or found.endswith(".") else f"{found}."


def _interval(row: Row, picture: Picture) -> tuple[float | None, float | None]:
    """The interval of the value."""
    if picture.interval is None:
        return None, None
    return row.get(picture.interval[0]), row.get(picture.interval[1])


def _top(records: list[Row], intervals: bool) -> float:
    """Where the axis of values ends."""
    highest = max((row["value"] for row in records if row["value"] is not None), default=0.0) or 1.0
    if not intervals:
        return float(highest)
    reach = max((row.get("high") or 0.0 for row in records), default=0.0)
    return float(min(max(reach, highest), HIGHEST_INTERVAL * highest))


def _panels(
    alt: Any, picture: Picture, records: list[Row], intervals: bool, top: float, drawing: Mapping[str, Any]
) -> Any:
    """A small plot for each series."""
    width = (drawing.get("width", WIDTH) - PANEL_GAP * (PANELS - 1)) // PANELS
    one = _lines(alt, picture, records, intervals, top, PANEL_TICKS)
    one = one.properties(width=width, height=drawing.get("height", PANEL_HEIGHT))
    names = [harmless(name) for name in picture.series]
    head = alt.Header(title=None, labelAnchor="start", labelFontSize=12, labelLimit=width)
    # Scales are shared, and each plot has its axis of time: a row may be the last one of its column.
    panels = one.facet(alt.Facet("series:N", header=head, sort=names), columns=PANELS, spacing=PANEL_GAP // 2)
    return panels.resolve_axis(x="independent")


def _lines(
    alt: Any,
    picture: Picture,
    records: list[Row],
    intervals: bool,
    top: float,
    most_ticks: int = MOST_TICKS,
) -> Any:
    panels = most_ticks == PANEL_TICKS
    ticks = [_milliseconds(picture.starts[place]) for place in picture.ticks(most_ticks)]
    axis = alt.Axis(title=None, format=TICK_FORMATS[picture.unit], values=ticks, grid=False, labelFlush=False)
    # UTC: a date must not move to the day before where the reader's clock is behind.
    place = alt.X("start:T", axis=axis, scale=alt.Scale(type="utc"))
    base = alt.Chart(width=WIDTH, height=HEIGHT)
    base = base.encode(x=place, color=alt.value(COLOURS[0]) if panels else _colour(alt, picture))
    drawn = base.transform_filter("isValid(datum.value)")
    scale = alt.Scale(domain=[0, top], nice=True)
    rate = alt.Y("value:Q", title=picture.axis_title, scale=scale)
    low, high = alt.Y("low:Q", title=picture.axis_title, scale=scale), alt.Y2("high:Q")
    gaps = "break-paths-show-path-domains"
    layers = [
        base.mark_line(strokeWidth=1.8, invalid=gaps).encode(
            y=rate, **({} if panels else {"strokeDash": _dash(alt, picture)})
        ),
        drawn.mark_point(filled=True, size=10 if panels else 26, opacity=1).encode(
            y=rate, tooltip=_tooltip(alt, picture)
        ),
    ]
    if intervals:
        # A point between two gaps has no area: its interval is a rule.
        alone = drawn.transform_filter("datum.alone && !datum.few").mark_rule(opacity=0.5, clip=True)
        band_low = alt.Y("band_low:Q", title=picture.axis_title, scale=scale)
        band = base.mark_area(opacity=0.15, invalid=gaps, clip=True)
        thin = drawn.transform_filter("datum.few").mark_rule(opacity=0.25, clip=True)
        pale = thin.encode(y=low, y2=high)
        layers = [
            band.encode(y=band_low, y2=alt.Y2("band_high:Q")),
            alone.encode(y=low, y2=high),
            pale,
            *layers,
        ]
    return alt.layer(*layers, data=alt.InlineData(values=records))


def _bars(alt: Any, picture: Picture, records: list[Row], intervals: bool, top: float) -> Any:
    labels = [harmless(label) for label in picture.labels]
    names = [harmless(name) for name in picture.series]
    places = alt.Y("label:N", title=None, sort=labels, axis=alt.Axis(labelLimit=260, ticks=False))
    step = alt.Step(BAR_HEIGHT if len(names) == 1 else GROUPED_BAR_HEIGHT)
    base = alt.Chart(alt.InlineData(values=records), width=WIDTH, height=step)
    base = base.encode(y=places, color=_colour(alt, picture))
    if len(names) > 1:
        base = base.encode(yOffset=alt.YOffset("series:N", sort=names))
    drawn = base.transform_filter("isValid(datum.value)")
    missing = base.transform_filter("!isValid(datum.value)")
    scale = alt.Scale(domain=[0, top], nice=True)
    axis = alt.Axis(tickCount=8)
    rate = alt.X("value:Q", title=picture.axis_title, scale=scale, axis=axis)
    layers = [
        drawn.mark_bar(opacity=0.8).encode(x=rate, tooltip=_tooltip(alt, picture)),
        missing.mark_text(text="no rate", align="left", dx=4, fontSize=10).encode(
            x=alt.datum(0), color=alt.value("#777777")
        ),
    ]
    if intervals:
        low = alt.X("low:Q", title=picture.axis_title, scale=scale, axis=axis)
        rule = drawn.mark_rule(clip=True).encode(x=low, x2="high:Q", color=alt.value("#333333"))
        layers.append(rule)
    return alt.layer(*layers)


def _milliseconds(day: date) -> int:
    return (day.toordinal() - _EPOCH) * 86_400_000


def _colour(alt: Any, picture: Picture) -> Any:
    names = [harmless(name) for name in picture.series]
    colours = [COLOURS[number % len(COLOURS)] for number in range(len(names))]
    stroke = {"symbolType": "stroke", "symbolStrokeWidth": 2.5} if picture.facet == TIME else {}
    legend = alt.Legend(title=None, labelLimit=300, symbolOpacity=1, **stroke) if len(names) > 1 else None
    return alt.Color("series:N", scale=alt.Scale(domain=names, range=colours), legend=legend)


def _dash(alt: Any, picture: Picture) -> Any:
    names = [harmless(name) for name in picture.series]
    dashes = [DASHES[number // len(COLOURS) % len(DASHES)] for number in range(len(names))]
    legend = alt.Legend(title=None) if len(names) > 1 else None
    return alt.StrokeDash("series:N", scale=alt.Scale(domain=names, range=dashes), legend=legend)


def _tooltip(alt: Any, picture: Picture) -> list[Any]:
    shown = [alt.Tooltip("label:N", title=picture.facet)]
    if len(picture.series) > 1:
        shown.append(alt.Tooltip("series:N", title="series"))
    shown.append(alt.Tooltip("value:Q", title=picture.axis_title, format=",.1f"))
    return shown + [alt.Tooltip(f"{name}:Q", format=",") for name in ("matches", "documents", "tokens")]


def _interval_notes(
    result: ResultData, picture: Picture, records: list[Row], intervals: bool, top: float, sparse: bool
) -> list[str]:
    """What the bands or rules are, and whether some of them go on above the chart."""
    if not intervals:
        return []
    level = float(result.provenance.get("level", 0.95))
    source = INTERVAL_NAMES[picture.value]
    mark = "Bands" if picture.facet == TIME else "Lines across the bars"
    if sparse:
        mark = "Pale lines, of periods with a match"
    elif picture.facet == TIME and any(row.get("few") for row in records):
        mark += " (pale lines where there is little text)"
    found = [f"{mark}: {level * 100:g} % intervals ({source})."]
    beyond = sum((row.get("high") or 0.0) > top for row in records if row.get("few") or not sparse)
    if beyond:
        found.append(f"Intervals that reach beyond the chart: {beyond}.")
    return found


def _broken(text: str) -> list[str]:
    return wrapped(harmless(text), LINE_COLUMNS)
