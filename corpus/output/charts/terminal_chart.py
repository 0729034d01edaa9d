"""Charts in the terminal: lines over time through plotext, bars for every other facet."""

from __future__ import annotations

import math
from itertools import cycle
from typing import TYPE_CHECKING

import plotext

from corpus.output.charts.chart_series import TIME, arrange
from corpus.output.text.tables import GAP, NOTHING, rate, surround
from corpus.output.text.terminal_text import cut, harmless, pad, width

if TYPE_CHECKING:
    from corpus.output.charts.chart_series import Picture, Row
    from corpus.output.result_data import ResultData

COLOURS = (32, 166, 36, 175, 214, 117, 245)
"""Terminal colours (of 256) nearest to Okabe and Ito's palette, told apart by colour-blind readers."""

SYMBOLS = "*o+x#@%&=$?!"
"""Marks of the series where colours are none, or too few."""

LEAST_HEIGHT = 10
LEAST_WIDTH = 30

BAR = "█"

_ASCII = str.maketrans("│┤├┼┌┐└┘┬┴─█–…·", "|+++++++++-#-.:")


def terminal_chart(
    result: ResultData,
    *,
    columns: int = 80,
    lines: int = 24,
    colour: bool = False,
    unicode: bool = True,
    alone: bool = True,
) -> str:
    """The rate per period as lines, or per facet as bars, with legend; ``alone`` adds title and notes.

    ``columns`` and ``lines`` are the terminal's size; bars take one line each, however many there are.
    A period without a rate is a gap in its line, never zero. Without ``unicode`` only ASCII is drawn
    (titles and names stay as they are). Raises UsageError when there is nothing to draw.
    """
    picture = arrange(result)
    columns = max(columns, LEAST_WIDTH)
    if picture.facet == TIME:
        drawn = _lines(picture, columns, lines, colour, unicode)
    else:
        drawn = _bars(picture, columns, colour, unicode)
    further = picture.remarks()
    if alone:
        return surround(result, drawn, columns, *further)
    return "\n".join([*drawn, *further]) + "\n"


def _lines(picture: Picture, columns: int, lines: int, colour: bool, unicode: bool) -> list[str]:
    names = list(picture.series)
    fine = unicode and len(names) <= (len(COLOURS) if colour else 1)
    legend = _legend(names, columns, colour, fine)
    # Title, blank line, legend, axis title; a prompt and two notes below.
    height = max(lines - 6 - len(legend), LEAST_HEIGHT)
    figure = plotext.figure
    plotext.terminal.limit(False, False)
    figure.clear()
    figure.plot_size(columns, height)
    figure.theme("simple" if colour else "colorless")
    highest = 0.0
    for name, number, symbol in zip(names, cycle(COLOURS), cycle(SYMBOLS)):
        points = [(place, _value(row, picture.value)) for place, row in enumerate(picture.series[name])]
        places = [place for place, value in points if value is not None]
        heights = [value for _, value in points if value is not None]
        if not places:
            continue
        highest = max(highest, *heights)
        marker = plotext.marker(
            "hd" if fine else symbol, pixel=plotext.pixel(foreground=number) if colour else None
        )
        signal = figure.signal(places, heights, marker=marker).lines(True)
        for index in range(1, len(places)):
            if places[index] - places[index - 1] > 1:
                signal.line(index, False)
        figure.draw(signal)
    ticks = scale(highest)
    figure.ruler("y", 0).lim(0, max(highest * 1.03, ticks[1]))
    figure.ruler("y", 0).ticks(ticks, labels=[f"{tick:,g}" for tick in ticks])
    shown = picture.ticks(max((columns - 8) // (max(map(width, picture.labels)) + 3), 2))
    figure.ruler("x", 0).lim(0, max(len(picture.labels) - 1, 1))
    figure.ruler("x", 0).ticks(shown, labels=[picture.labels[place] for place in shown])
    text: str = figure.build().string(colorless=not colour)
    figure.clear()
    drawn = [line.rstrip() for line in text.rstrip("\n").split("\n")]
    if not unicode:
        drawn = [line.translate(_ASCII) for line in drawn]
    return [picture.axis_title, *drawn, *legend]


def _legend(names: list[str], columns: int, colour: bool, fine: bool) -> list[str]:
    """The series and their marks, on as few lines as they need."""
    if len(names) < 2:
        return []
    found = [""]
    used = 0
    for name, number, symbol in zip(names, cycle(COLOURS), cycle(SYMBOLS)):
        label = cut(harmless(name), columns - 4)
        size = 2 + width(label) + 2
        if used and used + size > columns:
            found.append("")
            used = 0
        mark = "■" if fine else symbol
        mark = f"\x1b[38;5;{number}m{mark}\x1b[0m" if colour else mark
        found[-1] += f"{mark} {label}{GAP}"
        used += size
    return [line.rstrip() for line in found]


def _bars(picture: Picture, columns: int, colour: bool, unicode: bool) -> list[str]:
    """One bar a row: place, series where there are several, bar, value. No rate has no bar."""
    rows: list[tuple[str, str, float | None, int]] = []
    for place, label in enumerate(picture.labels):
        for number, (name, found) in enumerate(picture.series.items()):
            row = found[place]
            rows.append((label if number == 0 else "", name, _value(row, picture.value), number))
    labels = [cut(harmless(label), columns // 3) for label, *_ in rows]
    names = [cut(harmless(name), columns // 4) for _, name, *_ in rows]
    values = [NOTHING if value is None else rate(value) for _, _, value, _ in rows]
    widths = [max(map(width, cells), default=0) for cells in (labels, names, values)]
    if not unicode:
        values = [value.translate(_ASCII) for value in values]
    highest = max((value for _, _, value, _ in rows if value is not None), default=0.0) or 1.0
    room = max(columns - sum(widths) - 3 * len(GAP), 8)
    found_lines = [picture.axis_title]
    for label, name, text, (_, _, value, number) in zip(labels, names, values, rows, strict=True):
        bar = (BAR if unicode else "#") * round((value or 0.0) / highest * room)
        if colour and bar:
            bar = f"\x1b[38;5;{COLOURS[number % len(COLOURS)]}m{bar}\x1b[0m"
        parts = [pad(label, widths[0]), *([pad(name, widths[1])] if widths[1] else [])]
        parts += [pad(text, widths[2], "right"), bar]
        found_lines.append(GAP.join(parts).rstrip())
    return found_lines


def _value(row: Row | None, name: str) -> float | None:
    value: float | None = row[name] if row else None
    return value


def scale(highest: float) -> list[float]:
    """Ticks from 0 to ``highest`` at most: 3 to 6, in steps of 1, 2 or 5 times a power of ten."""
    if not highest > 0:
        return [0.0, 1.0]
    rough = highest / 5
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * 0.999)
    return [round(step * number, 12) for number in range(math.floor(highest / step + 1e-9) + 1)]
