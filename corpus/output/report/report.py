"""A report: results under headings, as text, as records with a column ``section``, or as a page."""

from __future__ import annotations

import json
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import NotFoundError, StorageFullError
from corpus.output.formats import of_path
from corpus.output.report.page import page
from corpus.output.report.sections import SECTION, Sections
from corpus.output.report.svg_charts import picture
from corpus.output.result import Result
from corpus.output.result_files import put, put_provenance
from corpus.output.text.tables import markdown
from corpus.output.text.terminal_text import harmless, wrapped

if TYPE_CHECKING:
    from collections.abc import Mapping


PICTURES = ("png", "pdf", "svg")


class Report(Sections):
    """A report that shows and writes itself."""

    def __getitem__(self, name: str) -> Result:
        """The result of a section. Raises NotFoundError for one that the report does not have."""
        for section in self.sections:
            if section.name == name:
                return section.result
        names = ", ".join(section.name for section in self.sections)
        raise NotFoundError(f"The report has no section {name!r}; it has: {names}.")

    def __repr__(self) -> str:
        return f"<Report {self.kind}: {self.title}; {', '.join(one.name for one in self.sections)}>"

    def records(self) -> list[dict[str, Any]]:
        """The rows of all sections, each with the name of its section and its own columns."""
        return [{SECTION: one.name} | row for one in self.sections for row in one.result.rows()]

    def as_result(self) -> Result:
        """The one section; of several one table with the columns of all, missing where a section has none,
        and the column ``section``. With all notes."""
        if len(self.sections) == 1:
            return replace(self.sections[0].result, notes=self.all_notes())
        names = dict.fromkeys(name for one in self.sections for name in one.result.columns)
        sizes = [len(one.result) for one in self.sections]
        columns: dict[str, list[Any]] = {
            SECTION: [one.name for one, size in zip(self.sections, sizes, strict=True) for _ in range(size)]
        }
        for name in names:
            columns[name] = []
            for one, size in zip(self.sections, sizes, strict=True):
                columns[name] += one.result.values(name) if name in one.result.columns else [None] * size
        return Result(columns, self.kind, self.provenance, self.all_notes(), self.title)

    def text(self, width: int | None = None) -> str:
        """All that people read in a terminal of so many columns."""
        head = wrapped(harmless(self.title), width)
        notes = [line for note in self.notes for line in wrapped(harmless(note), width)]
        parts = ["".join(line + "\n" for line in [*head, *([""] if notes else []), *notes])]
        several = len(self.sections) > 1
        parts += [section.text(width, brief=several) for section in self.sections]
        return "\n".join(parts)

    def html(self) -> str:
        """One page that needs nothing else. Raises CorpusError where the extra [plot] is not installed."""
        return page(self)

    def render(self, form: str) -> str | bytes:
        """All sections as csv, tsv, json, jsonl, parquet, md or html; one that has a chart as png, pdf or
        svg.

        Of several, a row has the column ``section``; in JSON those of its section, elsewhere those of all.
        Raises UsageError for another format.
        """
        if form == "html":
            return self.html()
        if len(self.sections) == 1 and form not in PICTURES:
            return self.as_result().render(form)
        if form == "json":
            lines = ",\n".join(_object(row) for row in self.records())
            return f"[\n{lines}\n]\n" if lines else "[]\n"
        if form == "jsonl":
            return "".join(_object(row) + "\n" for row in self.records())
        if form == "md":
            heads = [f"# {harmless(self.title)}", *map(harmless, self.notes)]
            parts = [f"## {one.heading}\n\n{markdown(one.result)}" for one in self.sections]
            return "\n\n".join([*heads, *parts])
        if form in PICTURES:
            return picture(self, form)
        return self.as_result().render(form)

    def write(self, path: str | Path) -> None:
        """Write to a file in the format of its ending; provenance stands on the page, else beside the file.

        Raises UsageError for an ending that names no format, StorageFullError where the file cannot be
        written.
        """
        path = Path(path)
        form = of_path(path)
        content = self.render(form.name)
        try:
            put(path, content)
            if not form.carries_provenance and form.name != "html":
                record = {
                    "title": self.title,
                    "kind": self.kind,
                    **self.provenance,
                    "notes": self.all_notes(),
                }
                put_provenance(path, record)
        except OSError as error:
            raise StorageFullError(
                f"{error.filename or path} cannot be written ({error.strerror or error}): "
                "check that the folder exists, that you may write there, and that there is space."
            ) from None

    def _repr_html_(self) -> str:
        parts = [f"<h3>{escape(harmless(self.title))}</h3>"]
        parts += [f"<h4>{escape(one.heading)}</h4>{one.result._repr_html_()}" for one in self.sections]
        return "\n".join(parts)


def _object(row: Mapping[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, allow_nan=False)
