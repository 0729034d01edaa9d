"""Charts as Vega-Lite specifications: lines with points and intervals over time, bars for every other
facet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from corpus.measures.small_samples import LEAST_TOKENS
from corpus.output import statements
from corpus.output.charts import chart_layers
from corpus.output.charts.chart_series import TIME, arrange
from corpus.output.result_data import RATES
from corpus.output.text.terminal_text import harmless, wrapped

if TYPE_CHECKING:
    from corpus.output.charts.chart_series import Picture, Row
    from corpus.output.result_data import ResultData

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
"""A name: nothing is loaded from there."""

FONT = (
    "Noto Sans, Noto Sans SC, Noto Sans KR, Noto Sans CJK SC, Noto Sans CJK KR, "
    "Apple SD Gothic Neo, Malgun Gothic, Microsoft YaHei, sans-serif"
)

LINE_COLUMNS = 110
"""Title and footer are broken into lines of this many letters, or half as many of Hangul, Han and Kana."""

MOST_TOGETHER = 4
"""Series over time in one plot, with intervals; more would hide each other, and get a small plot each."""

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

MISSING = "Charts need the extra [plot]: pip install 'state-media-corpus[plot]'."

MARKED = "Marked ?:"
"""How the note on a mark of tables begins, which charts do not have."""
_CLAUSE = re.compile(r"(?<=[.:;]) ")
_OPTION = re.compile(r" \((?:--[a-z-]+|[a-z_]+=)[^()]*\)")
"""What in a table names the option behind a number."""
_ADVICE = re.compile(r"(?:^|[\s(])--[a-z]|\b[a-z_]+=|\bCorpus\.")


def specification(result: ResultData) -> dict[str, Any]:
    """The result as a Vega-Lite specification, with title and footer.

    Of more than MOST_TOGETHER series over time a small plot for each, all with the same scales.

    Periods without a rate break the line; they are never joined nor drawn as zero. Raises UsageError when
    there is nothing to draw.
    """
    picture = arrange(result)
    records = _records(picture)
    intervals = picture.interval is not None and picture.interval[0] in result.columns
    over_time = picture.facet == TIME
    if result.drawing.get("band") is False:
        intervals = False
    top = _top(records, intervals)
    wide = intervals and _covering(records, top) and over_time
    if wide:
        intervals, top = False, _top(records, intervals=False)
    lone = sum(row["value"] is not None and row.get("low") is None for row in records) if intervals else 0
    intervals = intervals and any(row.get("low") is not None for row in records)
    if intervals and over_time:
        _pale_beyond(records, top)
    sparse = intervals and over_time and _rare(records, top)
    if sparse:
        for row in records:
            row["few"], row["band_low"], row["band_high"] = bool(row.get("matches")), None, None
    if over_time and len(picture.series) > MOST_TOGETHER:
        drawn = chart_layers.panels(picture, intervals, top, result.drawing)
    else:
        drawn = (chart_layers.lines if over_time else chart_layers.bars)(picture, intervals, top)
        sizes = ("width", "height") if over_time else ("width",)
        drawn |= {name: result.drawing[name] for name in sizes if name in result.drawing}
    footer = [*_interval_notes(result, picture, records, intervals, top, sparse), *picture.remarks()]
    if wide:
        footer.insert(
            0, "No bands: most of the intervals reach beyond the chart; there is too little to go by."
        )
    if lone:
        footer.append(f"Of one document, and so without an interval: {lone if intervals else 'all'}.")
    footer += filter(None, map(of_data, result.notes))
    if (source := statements.source(result)) is not None:
        footer.append(source)
    title = _broken(result.drawing.get("title", result.title))
    heading = (
        {"title": {"text": title, "anchor": "start", "fontSize": 15, "offset": 12}} if any(title) else {}
    )
    return {
        "$schema": SCHEMA,
        "config": {
            "view": {"continuousWidth": 300, "continuousHeight": 300, "stroke": None},
            "background": "white",
            "font": ", ".join(filter(None, (result.drawing.get("font"), FONT))),
            "padding": 16,
        },
        "data": {"values": records},
        "vconcat": [{**drawn, **heading}],
        # A title at the foot of a concatenation is the only footer that Vega-Lite has.
        "title": {
            "text": [line for note in footer for line in _broken(note)],
            "orient": "bottom",
            "anchor": "start",
            "fontSize": 11,
            "fontWeight": "normal",
            "color": "#555555",
            "offset": 14,
        },
    }


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


def _pale_beyond(records: list[Row], top: float) -> None:
    """Intervals that reach beyond the chart stand on little, however many words: pale lines, no band.

    Nor is there a band for a period whose neighbours have none.
    """
    for row in records:
        if (row.get("band_high") or 0.0) > top:
            row["few"], row["band_low"], row["band_high"] = True, None, None
    banded = {(row["series"], at) for at, row in enumerate(records) if row.get("band_high") is not None}
    for at, row in enumerate(records):
        beside = {(row["series"], at - 1), (row["series"], at + 1)}
        if (row["series"], at) in banded and not row["alone"] and not beside & banded:
            row["few"], row["band_low"], row["band_high"] = True, None, None


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
    parts = [part for part in _CLAUSE.split(_OPTION.sub("", note)) if not _ADVICE.search(part)]
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
