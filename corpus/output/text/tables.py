"""Results as tables for people: aligned plain text, GitHub markdown, HTML for notebooks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from corpus.measures.small_samples import small
from corpus.output import statements
from corpus.output.result_data import RATES
from corpus.output.text.captions import common
from corpus.output.text.terminal_text import cut, harmless, pad, width, wrapped
from corpus.wording import action

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.output.result_data import ResultData
    from corpus.output.text.terminal_text import Side

NOTHING = "–"
"""Shown for what is missing: no rate, no date. Never 0."""

LITTLE = "?"
"""Behind a rate that rests on too little text: ``corpus.measures.small_samples``."""

INTERVALS = {
    name: (f"{kind}low", f"{kind}high")
    for kind in ("boot_", "", "ratio_", "documents_")
    for name in (f"{kind}low", f"{kind}high")
}
"""Columns that are hidden together."""
_RATES = frozenset({*RATES, "smoothed", "low", "high", "boot_low", "boot_high"})
"""Columns shown as rates, beside those whose names end in ``per_million``."""

PLAIN_NUMBERS = frozenset({"#", "id", "year", "version", "number", "authority", "rank", "column", "line"})
"""Whole numbers that are names, not amounts: no thousands separator."""

LONGEST_SENTENCE = 1_000
"""Longest title or note that is printed whole in a terminal, in characters."""

LEAST_NEEDED = {
    "freq": ("boot_low", "documents_low", "documents", "ratio_low", "low"),
    "list": (
        "address", "place", "country", "authority", "genre", "language", "tokens", "speaker", "ref", "outlet",
    ),
    "coverage": ("without_text", "undated", "unit", "periods", "tokens"),
    "first": ("query", "voice", "speaker", "outlet"),
}  # fmt: skip
"""Columns left out first where a table of a kind is too wide for the terminal; then the last ones go."""


LEFT_CONTEXT = "left"
"""The column that is read from its right end: aligned there, cut at its left."""

NARROWEST = {"ngram": 48}
NARROWEST_TEXT = 16
"""A text is cut to no fewer columns than this before others are left out; of sequences of words it is often
the last that tells them apart."""
WHOLE = frozenset({"ref", "other", "document", "#"})
"""Columns that are shown whole or not at all: what was cut from a reference could not be typed again."""


LARGE = 999.95
"""Numbers from this on are shown without decimals."""
TINY = 0.001
"""Numbers below are shown with two digits."""

GAP = "  "


@dataclass(slots=True)
class ShownColumn:
    """A column ready to print: name, heading of one or two lines, cells, alignment, whether it may be cut."""

    name: str
    heading: list[str]
    cells: list[str]
    align: Side
    text: bool
    width: int = field(init=False)
    _uncut: tuple[list[str], list[str]] = field(init=False)

    def __post_init__(self) -> None:
        if not hasattr(self, "_uncut"):
            self._uncut = self.heading, self.cells
        self.width = max(map(width, self.heading + self.cells), default=0)

    @property
    def narrowest(self) -> int:
        return self.width if self.name in WHOLE else NARROWEST.get(self.name, NARROWEST_TEXT)

    def whole(self) -> None:
        """Take back what was cut."""
        self.heading, self.cells = self._uncut
        self.__post_init__()

    def cut(self, columns: int) -> None:
        side: Side = "left" if self.name == LEFT_CONTEXT else "right"
        self.heading = [cut(line, columns) for line in self.heading]
        self.cells = [cut(cell, columns, side) for cell in self.cells]
        self.__post_init__()


def table(result: ResultData, columns: int | None = None, captioned: bool = True) -> str:
    """Aligned plain text: title, heading, rows, notes; no escape sequence can come from the data.

    ``columns`` is the terminal's width: texts are cut with ``…`` to fit, then columns are left out, which
    the last line says. Without it nothing is cut. ``captioned``: what all rows have in common stands above
    them, once.
    """
    names = _named(result)
    alike, caption = common(result, names) if captioned else ([], "")
    shown = [shown_column(result, name) for name in names if name not in alike]
    hidden = _fit(shown, columns, LEAST_NEEDED.get(result.kind, ())) if columns else []
    lines: list[str] = []
    if shown:
        height = max(len(column.heading) for column in shown)
        for number in range(height):
            lines.append(_line(shown, [_heading_line(column, number, height) for column in shown]))
        lines.append(_line(shown, ["-" * column.width for column in shown]))
        lines += [_line(shown, list(cells)) for cells in zip(*(c.cells for c in shown), strict=True)]
    if not hidden:
        return surround(result, lines, columns, caption=caption)
    left_out = ", ".join(name.replace("_", " ") for name in hidden)
    every = action("Result.render", "csv")
    further = [opening(result)] if "#" in result.columns and WHOLE.intersection(hidden) else []
    last = f"Not shown at this width: {left_out} (all columns: {every}, or a wider terminal)."
    return surround(result, lines, columns, *further, last, caption=caption)


def opening(result: ResultData) -> str:
    """How the document of a row is opened whose reference is not shown."""
    return f"The number of a row opens its document: {action('show', result.values('#')[0])}"


def bare(result: ResultData, columns: int | None, names: Sequence[str] | None = None) -> str:
    """The table without its notes; of no rows the title alone, if there is one.

    ``names``: which columns, in order; the last are left out first where the terminal is too narrow.
    """
    if not len(result):
        return "".join(f"{line}\n" for line in _wrap(_title(result), columns) if line)
    wanted = {name: result.columns[name] for name in names or result.columns}
    return table(replace(result, columns=wanted, notes=()), columns, captioned=False)


def _title(result: ResultData) -> str:
    return _shortened(harmless(result.title))


def _shortened(text: str) -> str:
    """A sentence in a terminal: of a query of ten thousand words, the beginning and the end."""
    if len(text) <= LONGEST_SENTENCE:
        return text
    half = LONGEST_SENTENCE // 2
    return f"{text[:half]} ... {text[-half:]}"


def surround(
    result: ResultData, lines: list[str], columns: int | None, *further: str, caption: str = ""
) -> str:
    """Lines between the result's title and its notes (and ``further`` ones), which are wrapped; ``caption``
    stands below the title."""
    above = [line for text in (_title(result), caption) if text for line in _wrap(text, columns)]
    before = [*above, ""] if above else []
    notes = [*(_shortened(harmless(note)) for note in result.notes), *further]
    after = ["", *(part for note in notes for part in _wrap(note, columns))] if notes else []
    return "\n".join([*before, *lines, *after]) + "\n"


def markdown(result: ResultData) -> str:
    """A GitHub table, uncut; title before it; notes, the sentence to print below it, and provenance as
    paragraphs after it."""
    shown = [shown_column(result, name, aligned=False) for name in result.columns]
    parts = [f"**{_escaped(result.title)}**"] if result.title else []
    heads = [_escaped(" ".join(column.heading)) for column in shown]
    rules = ["---:" if column.align == "right" else "---" for column in shown]
    rows = [heads, rules, *(map(_escaped, row) for row in zip(*(c.cells for c in shown), strict=True))]
    parts.append("\n".join("| " + " | ".join(row) + " |" for row in rows))
    parts += [_escaped(note) for note in result.notes]
    if (source := statements.below(result)) is not None:
        parts.append(f"Source: {_escaped(source)}")
    if result.provenance:
        record = "; ".join(f"{name.replace('_', ' ')}: {_said(v)}" for name, v in result.provenance.items())
        parts.append(f"Provenance: {_escaped(record)}")
    return "\n\n".join(parts) + "\n"


def rate(value: float) -> str:
    """A rate per million for people: one decimal, or two significant digits below 1."""
    if value == 0:
        return "0"
    if abs(value) >= 0.95:
        return f"{value:,.1f}"
    decimals = 2
    while decimals < 12 and abs(value) * 10**decimals < 9.5:
        decimals += 1
    return f"{value:.{decimals}f}"


def number(value: float) -> str:
    """A number for people: four digits, of large ones the whole, of tiny ones two, for their size."""
    if abs(value) >= LARGE:
        return f"{value:,.0f}"
    return f"{value:.2g}" if abs(value) < TINY else f"{value:.4g}"


def _named(result: ResultData) -> list[str]:
    """The columns to show: without the query where it is one and stands in the title."""
    names = list(result.columns)
    if "query" in names and len(names) > 1:
        queries = set(result.values("query"))
        if len(queries) == 1 and str(queries.pop()) in result.title:
            names.remove("query")
    return names


def shown_column(result: ResultData, name: str, aligned: bool = True) -> ShownColumn:
    values = result.values(name)
    present = [value for value in values if value is not None]
    numbers = all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in present)
    numeric = (bool(present) and numbers) or _is_rate(name)
    cells = [cell(name, value, _is_rate(name)) for value in values]
    if aligned and numeric and any("." in cell for cell in cells):
        cells = _on_point(cells)
    if name in RATES and "tokens" in result.columns:
        few = small(result.values("tokens"))
        cells = [_marked(one, little) if any(few) else one for one, little in zip(cells, few, strict=True)]
    heading = harmless(name).replace("_", " ").split(" ", 1)
    if max(map(width, cells), default=0) >= len(" ".join(heading)):
        heading = [" ".join(heading)]
    align: Side = "right" if numeric or name == LEFT_CONTEXT else "left"
    return ShownColumn(name, heading, cells, align, not numeric)


def cell(name: str, value: Any, is_rate: bool) -> str:
    """A value of a column as people read it; ``is_rate``: whether it is a rate."""
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return harmless(value)
    if is_rate:
        return rate(value)
    if isinstance(value, int):
        return str(value) if name in PLAIN_NUMBERS else f"{value:,}"
    return number(value)


def _is_rate(name: str) -> bool:
    return name in _RATES or name.endswith("per_million")


def _on_point(cells: list[str]) -> list[str]:
    """Numbers filled with spaces on the right, so that their decimal points stand in one column."""
    decimals = [len(cell) - cell.index(".") if "." in cell else 0 for cell in cells]
    most = max(decimals)
    return [cell + " " * (most - own) for cell, own in zip(cells, decimals, strict=True)]


def _marked(cell: str, little: bool) -> str:
    """A number that is filled with spaces, with a place for its mark behind it."""
    words = cell.rstrip()
    return f"{words}{LITTLE if little else ' '}{cell[len(words) :]}"


def _fit(shown: list[ShownColumn], columns: int, least_needed: tuple[str, ...]) -> list[str]:
    """Cut texts and take out columns until the table fits; the names of what was taken out."""
    hidden: list[str] = []

    def excess() -> int:
        return sum(column.width for column in shown) + len(GAP) * (len(shown) - 1) - columns

    while (over := excess()) > 0:
        texts = [column for column in shown if column.text and column.width > column.narrowest]
        texts = [column for column in texts if column.name not in NARROWEST] or texts
        if texts:
            widest = max(texts, key=lambda column: column.width)
            # Down to the next widest text first, so that several long texts shrink together.
            others = [column.width for column in texts if column.width < widest.width]
            widest.cut(max(widest.width - over, widest.narrowest, max(others, default=0)))
            continue
        if len(shown) == 1:
            if shown[0].name not in WHOLE:
                shown[0].cut(columns)
            break
        names = [column.name for column in shown]
        leaving = next((name for name in least_needed if name in names), names[-1])
        # An interval goes as a whole: half of one would mislead.
        for name in INTERVALS.get(leaving, (leaving,)):
            if name in names and len(shown) > 1:
                hidden.append(name)
                del shown[[column.name for column in shown].index(name)]
        for column in shown:  # there is more room now
            column.whole()
    return hidden


def _line(shown: list[ShownColumn], cells: list[str]) -> str:
    padded = (pad(cell, column.width, column.align) for column, cell in zip(shown, cells, strict=True))
    return GAP.join(padded).rstrip()


def _heading_line(column: ShownColumn, number: int, height: int) -> str:
    """Line ``number`` of a heading that stands at the foot of ``height`` lines."""
    above = height - len(column.heading)
    return column.heading[number - above] if number >= above else ""


def _wrap(text: str, columns: int | None) -> list[str]:
    """``text`` in lines of at most ``columns``, broken at spaces, and anywhere where it has none."""
    return wrapped(text, columns or None)


_SPECIAL = re.compile(r"[\\`*\[\]|~]|(?<!\w)_|_(?!\w)")


def _escaped(text: str) -> str:
    """``text`` on one line as markdown that shows exactly it."""
    text = harmless(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _SPECIAL.sub(lambda found: "\\" + found.group(), text)


def _said(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {_said(inner)}" for key, inner in value.items())
    return ", ".join(map(_said, value)) if isinstance(value, (list, tuple)) else str(value)
