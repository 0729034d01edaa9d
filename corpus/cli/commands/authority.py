"""The kinds of statement, how they rank, and why."""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.cli.options import Filters, Output, Session
from corpus.cli.output import check, emit
from corpus.output import text as output_text
from corpus.output.text.terminal_text import harmless

if TYPE_CHECKING:
    from corpus.output.result import Result


def authorities(
    session: Session,
    filters: Filters,
    output: Output,
    by: Annotated[
        str | None,
        typer.Option(
            "--by", metavar="PERIOD", help="How many by year, quarter, month, week or day; without reasons."
        ),
    ] = None,
) -> None:
    """Kinds of statement, with rank and reason.

    How binding a statement is: the highest rank (1) first. Ranks and reasons stand in the outlet's file. An
    outlet without such rules has none. Documents that no rule knows stand in a row of their own; so do pages
    without text, as those of photographs under a statement's headline are.

    \b
    Examples:
      corpus authorities --outlet kcna
      corpus authorities --outlet kcna --by month
      corpus list --authority foreign-ministry-statement
      corpus freq nuclear --by authority --outlet kcna
    """
    check(output)
    with session.corpus() as corpus:
        result = corpus.authorities(by, **filters.given())
    emit(result, output, _kinds if by is None and len(result) else None)


def _kinds(result: "Result", columns: int | None) -> str:
    """The table with its reasons whole: they are wrapped beside the other columns where there is room."""
    untitled = replace(result, title="")
    lines = output_text.tables.bare(
        untitled, None, [name for name in result.columns if name != "reason"]
    ).splitlines()
    gutter = max(map(output_text.terminal_text.width, lines)) + 2
    if columns is not None and columns - gutter < output_text.documents.LEAST_WIDTH:
        return output_text.tables.bare(result, columns)
    title = [*output_text.documents.wrapped(harmless(result.title), columns), ""] if result.title else []
    reasons = [
        "reason",
        "------",
        *(harmless(reason) for reason in result.values("reason")),
    ]
    told = []
    for line, reason in zip(lines, reasons, strict=True):
        first, *rest = output_text.documents.wrapped(reason, columns and columns - gutter)
        told += [output_text.terminal_text.pad(line, gutter) + first, *(" " * gutter + more for more in rest)]
    return "\n".join([*title, *told]) + "\n"
