"""Giving a result out: to the terminal, to a pipe, to a file."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from corpus import output as output_room
from corpus.cli import last_list, pager
from corpus.cli.errors import say
from corpus.cli.options import ChartOutput, Output, Page
from corpus.errors import UsageError
from corpus.output import charts
from corpus.output import text as output_text
from corpus.output.formats import BY_ENDING, SPREADSHEETS, check_folder

if TYPE_CHECKING:
    from collections.abc import Callable

    from corpus.output.result import Result

    Text = Callable[[Result, int | None], str]


def check(output: Output) -> None:
    """Raise UsageError for an output that cannot be made, before anything is computed."""
    chart = isinstance(output, ChartOutput) and output.chart
    if output.excel and output.out is None:
        check_excel(output.format)
    if output.out is not None:
        path = Path(output.out)
        check_folder(path)
        ending = path.suffix.lower()
        if path.is_dir():
            raise UsageError(f"{path} is a folder: name a file with --out.")
        if ending not in BY_ENDING:
            raise UsageError(
                f"The ending of {path.name!r} names no format: --out takes {', '.join(sorted(BY_ENDING))}."
            )
        if output.format not in (None, BY_ENDING[ending].name):
            raise UsageError(
                f"{path.name} is {BY_ENDING[ending].name} by its ending, --format says {output.format}."
            )
        if output.excel:
            check_excel(BY_ENDING[ending].name)
        return
    if chart and output.format not in (None, "table"):
        raise UsageError(f"--chart draws in the terminal: it does not go with --format {output.format}.")
    if output.format == "parquet" and sys.stdout.isatty():
        raise UsageError("Parquet is no text for a terminal: name a file with --out, or pipe it.")


def check_excel(form: str | None) -> None:
    """Raise UsageError where --excel stands beside anything but csv and tsv."""
    if form is None:
        raise UsageError(f"--excel writes {' or '.join(SPREADSHEETS)}: name one with --format or --out.")
    if form not in SPREADSHEETS:
        raise UsageError(f"--excel goes with {' and '.join(SPREADSHEETS)}, not with {form}.")


def columns() -> int | None:
    """Width of the terminal on standard output; elsewhere ``COLUMNS``, if set, else no limit."""
    size = output_text.terminal_text.terminal_size(sys.stdout)
    if size:
        return size[0]
    given = os.environ.get("COLUMNS", "")
    return int(given) if given.isdecimal() and int(given) else None


def emit(
    result: "Result",
    output: Output,
    text: "Text | None" = None,
    page: Page | None = None,
    numbers: bool | None = None,
) -> None:
    """Give a result out as asked.

    ``text`` makes what people read, where that is no table. ``page``: the part of a list that it is; a
    note says so where it lies beyond the end. ``numbers``: whether rows that name documents have numbers, by
    which the next command finds them; tables do.
    """
    if output.for_people and (text is None if numbers is None else numbers):
        result = last_list.numbered(result, page.offset if page else 0)
        last_list.remember(result)
    chart = isinstance(output, ChartOutput) and output.chart
    if isinstance(output, ChartOutput):
        result = result.drawn(
            output.heading, output.width, output.height, not output.no_band, output.counts, output.font
        )
    if output.out is not None:
        for line in (*result.write(output.out, excel=output.excel), *result.notes):
            say(line)
        if (below := output_room.statements.below(result)) is not None:
            say(f"To print below it: {below}")
        say(f"Written to {output.out}")
        if chart:
            draw(result, alone=True)
    elif not output.for_people:
        form = output.format or ""
        if output.excel:
            write(plain(output_room.export.for_spreadsheet(result, form)))
            for line in output_room.export.apostrophes(result):
                say(line)
        else:
            write(plain(result.render(form)))
        for note in () if form == "md" else result.notes:
            say(note)
    elif text is not None:
        width = columns()
        notes = "\n" + output_text.documents.paragraphs(result.notes, width) if result.notes else ""
        show(text(result, width) + notes)
    else:
        colour = output_text.terminal_text.colours(sys.stdout)
        show(str(result.render("table", width=columns(), colour=colour)))
        if not len(result):
            if page is None or not page.offset:
                say("The archive holds no document of this kind.")
        elif chart:
            write("\n")
            draw(result, alone=False)


def draw(result: "Result", alone: bool) -> None:
    """Draw a result in the terminal; ``alone``: with its title and notes."""
    width, height = output_text.terminal_text.terminal_size(sys.stdout) or (columns() or 80, 24)
    write(
        charts.terminal_chart.terminal_chart(
            result,
            columns=width,
            lines=height,
            colour=output_text.terminal_text.colours(sys.stdout),
            unicode=output_text.terminal_text.unicode(sys.stdout),
            alone=alone,
        )
    )


def show(text: str) -> None:
    """Write what people read; on a terminal that is too short for it, through the pager."""
    if not pager.paged(text):
        write(text)


def plain(content: str | bytes) -> str | bytes:
    """Data as they are; for a terminal, without what could command it or turn the direction of writing."""
    if isinstance(content, bytes) or not sys.stdout.isatty():
        return content
    cells = (line.split("\t") for line in content.split("\n"))
    return "\n".join("\t".join(map(output_text.terminal_text.harmless, line)) for line in cells)


def write(content: str | bytes) -> None:
    """Write to standard output: text as the terminal takes it, data as UTF-8."""
    if isinstance(content, str) and sys.stdout.isatty():
        sys.stdout.write(content)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(content.encode("utf-8", "replace") if isinstance(content, str) else content)
    # What goes to standard error later shall stand below.
    sys.stdout.flush()


def write_raw(raw: bytes, out: str | None) -> None:
    """Write stored bytes to a file or a pipe; UsageError for a terminal, which they could command."""
    if out is not None:
        if Path(out).is_dir():
            raise UsageError(f"{out} is a folder: name a file with --out.")
        check_folder(Path(out))
        Path(out).write_bytes(raw)
        say(f"{len(raw):,} bytes written to {out}")
    elif sys.stdout.isatty():
        raise UsageError("The stored bytes are not for a terminal: name a file with --out, or pipe them.")
    else:
        write(raw)
