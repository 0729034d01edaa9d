"""Giving a result out: to the terminal, to a pipe, to a file."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.cli.failures import say
from corpus.cli.options import ChartOutput, Output
from corpus.errors import UsageError

if TYPE_CHECKING:
    from corpus.output.result import Result

FOR_PEOPLE = ("table", "md")
"""Formats that hold their notes; those of the others go to standard error."""


def check(output: Output) -> None:
    """Raise UsageError for an output that cannot be made, before anything is computed."""
    chart = isinstance(output, ChartOutput) and output.chart
    if output.out is not None:
        from corpus.output.export import ENDINGS

        path = Path(output.out)
        ending = path.suffix.lower()
        if path.is_dir():
            raise UsageError(f"{path} is a folder: name a file with --out.")
        if ending not in ENDINGS:
            raise UsageError(
                f"The ending of {path.name!r} names no format: --out takes {', '.join(sorted(ENDINGS))}."
            )
        if output.format not in (None, ENDINGS[ending]):
            raise UsageError(
                f"{path.name} is {ENDINGS[ending]} by its ending, --format says {output.format}."
            )
        return
    if chart and output.format not in (None, "table"):
        raise UsageError(f"--chart draws in the terminal: it does not go with --format {output.format}.")
    if output.format == "parquet" and sys.stdout.isatty():
        raise UsageError("Parquet is no text for a terminal: name a file with --out, or pipe it.")


def columns() -> int | None:
    """Width of the terminal on standard output; elsewhere ``COLUMNS``, if set, else no limit."""
    from corpus.output.width import terminal_size

    size = terminal_size(sys.stdout)
    if size:
        return size[0]
    given = os.environ.get("COLUMNS", "")
    return int(given) if given.isdecimal() and int(given) else None


def emit(result: "Result", output: Output) -> None:
    """Give a result out as asked."""
    chart = isinstance(output, ChartOutput) and output.chart
    if output.out is not None:
        warnings = result.write(output.out)
        for line in (*result.notes, *warnings, f"Written to {output.out}"):
            say(line)
        if chart:
            draw(result, alone=True)
        return
    form = output.format or "table"
    if form == "table":
        from corpus.output.width import colours

        write(result.render(form, width=columns(), colour=colours(sys.stdout)))
        if chart:
            write("\n")
            draw(result, alone=False)
        return
    write(result.render(form))
    if form not in FOR_PEOPLE:
        for note in result.notes:
            say(note)


def draw(result: "Result", alone: bool) -> None:
    """Draw a result in the terminal; ``alone``: with its title and notes."""
    from corpus.output.terminal_chart import terminal_chart
    from corpus.output.width import colours, terminal_size, unicode

    width, height = terminal_size(sys.stdout) or (columns() or 80, 24)
    write(
        terminal_chart(
            result,
            columns=width,
            lines=height,
            colour=colours(sys.stdout),
            unicode=unicode(sys.stdout),
            alone=alone,
        )
    )


def write(content: str | bytes) -> None:
    """Write to standard output: text as the terminal takes it, data as UTF-8."""
    if isinstance(content, str) and sys.stdout.isatty():
        sys.stdout.write(content)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(content.encode("utf-8", "replace") if isinstance(content, str) else content)


def write_raw(raw: bytes, out: str | None) -> None:
    """Write stored bytes to a file or a pipe; UsageError for a terminal, which they could command."""
    if out is not None:
        if Path(out).is_dir():
            raise UsageError(f"{out} is a folder: name a file with --out.")
        Path(out).write_bytes(raw)
        say(f"{len(raw):,} bytes written to {out}")
    elif sys.stdout.isatty():
        raise UsageError("The stored bytes are not for a terminal: name a file with --out, or pipe them.")
    else:
        write(raw)
