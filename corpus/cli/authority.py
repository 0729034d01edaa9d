"""The kinds of statement, how they rank, and why."""

from typing import Annotated

import typer

from corpus.cli.options import Filters, Output, Session
from corpus.cli.printing import check, emit


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
    outlet without such rules has none, and documents that no rule knows stand in a row of their own.

    \b
    Examples:
      corpus authorities --outlet kcna
      corpus authorities --outlet kcna --by month
      corpus list --authority foreign-ministry-statement
      corpus freq nuclear --by authority --outlet kcna
    """
    check(output)
    with session.corpus() as corpus:
        emit(corpus.authorities(by, **filters.given()), output)
