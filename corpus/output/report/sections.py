"""A section of a report: a result under a heading."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from corpus.output.report.block_chart import blocks
from corpus.output.report.report_cells import long_rows
from corpus.output.text.tables import bare
from corpus.output.text.terminal_text import harmless, wrapped
from corpus.settings import packaged

if TYPE_CHECKING:
    from collections.abc import Mapping

    from corpus.output.result import Result

    pass


SECTION = "section"
"""The column that names the section of a row, where all are in one table."""


@dataclass(frozen=True, eq=False)
class Section:
    """One table under a heading. ``about``: a sentence on what it shows; ``chart``: what draws it on a page
    (``corpus.output.report.svg_charts``), None for a table alone; ``first``: the columns that people read, in
    order; ``folded``: whether, among other tables, the chart is enough."""

    name: str
    heading: str
    result: Result
    about: str = ""
    chart: str | None = None
    first: tuple[str, ...] = ()
    folded: bool = False
    long: str | None = None

    @property
    def columns(self) -> list[str]:
        """The columns that people read: of one event its name is in the title; empty ones say nothing."""
        names = [name for name in self.first if name in self.result.columns] or list(self.result.columns)
        values = {name: self.result.values(name) for name in names}
        if "event" in names and len(set(values["event"])) == 1:
            names.remove("event")
        return [name for name in names if any(value is not None for value in values[name])] or names

    def text(self, width: int | None, brief: bool = False) -> str:
        """Heading, table and notes, wrapped to a terminal. ``brief``: a line of blocks where a chart is
        enough."""
        heading = harmless(self.heading)
        lines = [heading, "=" * len(heading), *wrapped(self.about, width), ""]
        if not len(self.result):
            lines += ["Nothing to show here.", ""]
        elif brief and self.folded:
            lines += [*blocks(self.result, width), ""]
        elif self.long in self.columns:
            lines.append(long_rows(self.result, self.columns, str(self.long), width))
        else:
            lines.append(bare(replace(self.result, title=""), width, self.columns))
        lines += [line for note in self.result.notes for line in wrapped(harmless(note), width)]
        return "\n".join(lines).rstrip("\n") + "\n"


@cache
def _headings() -> dict[str, dict[str, dict[str, Any]]]:
    return packaged(__package__, "sections.toml")


def section(kind: str, name: str, result: Result) -> Section:
    """The section of a table of a kind of report, as ``sections.toml`` has it."""
    given = _headings()[kind][name]
    columns = tuple(given["columns"].split())
    return Section(
        name,
        given["heading"],
        result,
        given["about"],
        given.get("chart"),
        columns,
        bool(given.get("folded")),
        given.get("long"),
    )


@dataclass(frozen=True, eq=False)
class Sections:
    """Sections in their order. ``kind``: events, comparison; ``notes``: what holds for all of them;
    ``provenance``: as of a result."""

    title: str
    kind: str
    sections: tuple[Section, ...]
    notes: tuple[str, ...] = ()
    provenance: Mapping[str, Any] = field(default_factory=dict)

    def all_notes(self) -> tuple[str, ...]:
        """The notes of the report and of its sections, each once."""
        every = [*self.notes, *(note for one in self.sections for note in one.result.notes)]
        return tuple(dict.fromkeys(every))
