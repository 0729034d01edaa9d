"""Charts in the terminal: gaps, scales, legends, sizes, ASCII."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import UsageError
from corpus.output.charts.terminal_chart import scale, terminal_chart
from corpus.output.result import Result
from corpus.output.text.terminal_text import width

if TYPE_CHECKING:
    from collections.abc import Callable

    MakeFreq = Callable[..., Result]

YEARS = tuple(str(year) for year in range(1946, 1964))


def canvas(chart: str) -> list[str]:
    """The plotting area: what stands between the frame's two sides."""
    return [
        line[re.search("[┤│]", line).end() : -1]
        for line in chart.splitlines()
        if re.match(".*[┤│].*│$", line)
    ]  # type: ignore[union-attr]


def used_columns(chart: str) -> set[int]:
    return {place for line in canvas(chart) for place, mark in enumerate(line) if mark != " "}


def test_it_fills_the_terminal_and_no_more(make_freq: MakeFreq) -> None:
    for columns, lines in ((80, 24), (120, 40)):
        chart = terminal_chart(make_freq(), columns=columns, lines=lines)
        shown = chart.splitlines()
        assert max(map(width, shown)) <= columns
        assert max(map(width, shown)) >= columns - 1
        assert lines - 4 <= len(shown) <= lines
    assert "peace · by year" in chart
    assert "per million tokens" in chart
    assert "\x1b" not in chart


def test_a_gap_is_a_gap_and_not_zero(make_freq: MakeFreq) -> None:
    gaps = [str(year) for year in range(1950, 1959)]
    chart = terminal_chart(make_freq(gaps=gaps))
    size = len(canvas(chart)[0])
    place = {year: round(index * (size - 1) / (len(YEARS) - 1)) for index, year in enumerate(YEARS)}
    used = used_columns(chart)
    assert not used & set(range(place["1949"] + 2, place["1959"] - 1))
    assert {place["1946"], place["1963"]} <= used
    assert "No rate, a gap and not zero: 9, 1950 to 1958." in chart
    whole = used_columns(terminal_chart(make_freq(gaps=())))
    assert set(range(place["1949"] + 2, place["1959"] - 1)) <= whole


def test_a_period_between_gaps_is_a_point(make_freq: MakeFreq) -> None:
    chart = terminal_chart(make_freq(gaps=[year for year in YEARS if year != "1955"]))
    assert len(used_columns(chart)) == 1


def test_several_series_have_a_legend(make_freq: MakeFreq) -> None:
    result = make_freq(("핵무기", "war\x1b[31m", "peace"))
    chart = terminal_chart(result)
    assert "* 핵무기  o war  + peace" in chart
    assert {"*", "o", "+"} <= set("".join(canvas(chart)))
    coloured = terminal_chart(result, colour=True)
    assert "\x1b[38;5;32m■\x1b[0m 핵무기" in coloured
    assert "\x1b[31m" not in coloured
    assert "*" not in terminal_chart(make_freq())


def test_more_series_than_colours_have_marks_too(make_freq: MakeFreq) -> None:
    result = make_freq(second=("outlet", [f"o{number}" for number in range(9)]))
    chart = terminal_chart(result, colour=True)
    marks = re.findall(r"\x1b\[38;5;(\d+)m(.)\x1b\[0m o\d", chart)
    assert len(set(marks)) == 9
    assert "■" not in chart


def test_ascii_for_terminals_without_unicode(make_freq: MakeFreq) -> None:
    for result in (
        make_freq(title="peace"),
        make_freq(("a", "b"), title="x"),
        make_freq(facet="country", periods=["PRK", "CHN"], gaps=["CHN"], title="y"),
    ):
        assert terminal_chart(result, unicode=False).isascii()


def test_bars_for_other_facets(make_freq: MakeFreq) -> None:
    result = make_freq(facet="country", periods=["PRK", "조선", "USA"], gaps=["USA"])
    rows = terminal_chart(result, columns=60, alone=False).splitlines()[1:4]
    lengths = [row.count("█") for row in rows]
    rates = result.values("per_million")
    assert lengths[2] == 0
    assert rows[2].split() == ["USA", "–"]
    assert lengths[0] / lengths[1] == pytest.approx(rates[0] / rates[1], rel=0.1)
    assert max(map(width, rows)) <= 60
    assert len({width(row[: row.index("█")]) for row in rows[:2]}) == 1


def test_two_facets_and_queries_without_a_facet(make_freq: MakeFreq) -> None:
    chart = terminal_chart(make_freq(second=("outlet", ["kcna", "rodong"])))
    assert "* kcna  o rodong" in chart
    plain = Result(
        {"query": ["a", "b"], "matches": [1, 2], "tokens": [10, 10], "per_million": [1e5, 2e5]}, "freq"
    )
    assert [line.split()[0] for line in terminal_chart(plain).splitlines()[1:]] == ["a", "b"]


def test_periods_of_no_date_are_said_to_be_left_out(make_freq: MakeFreq) -> None:
    chart = terminal_chart(make_freq(periods=["1946", "1947", "unknown"], gaps=()))
    assert "Not drawn: 1 rows whose period is no date." in chart


def test_nothing_to_draw_is_said(kwic: Result) -> None:
    with pytest.raises(UsageError, match="kind 'kwic' cannot be drawn"):
        terminal_chart(kwic)
    with pytest.raises(UsageError, match="An empty result"):
        terminal_chart(Result({"query": [], "period": [], "per_million": []}, "freq"))


def test_all_zero_and_all_gaps_are_drawn(make_freq: MakeFreq) -> None:
    zero = Result({"period": ["1946", "1947"], "matches": [0, 0], "per_million": [0.0, 0.0]}, "freq")
    assert used_columns(terminal_chart(zero))
    assert not used_columns(terminal_chart(make_freq(gaps=YEARS)))


@given(st.floats(1e-6, 1e9))
def test_ticks_are_round_and_within_the_values(highest: float) -> None:
    ticks = scale(highest)
    assert ticks[0] == 0
    assert 3 <= len(ticks) <= 6
    assert ticks[-1] <= highest * 1.0001
    digits = ticks[1] / 10 ** math.floor(math.log10(ticks[1]) + 1e-9)
    assert min(abs(digits - nice) for nice in (1, 2, 5)) < 1e-6
