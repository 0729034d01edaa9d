"""Reading the archive with SQL: sql."""

from typing import Annotated

import typer

from corpus.cli.errors import say
from corpus.cli.options import Output, Session
from corpus.cli.output import check, emit


def sql(
    session: Session,
    output: Output,
    query: Annotated[str, typer.Argument(metavar="QUERY", help="One SELECT, in quotation marks.")],
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="At most so many rows.")] = 1000,
    timeout: Annotated[
        float, typer.Option("--timeout", metavar="SECONDS", help="End it when it takes longer.")
    ] = 60.0,
) -> None:
    """Read tables and views with SQL; nothing can be changed.

    Views with plain names: documents, passages (with date, outlet, voice, speaker,
    country and text), versions_seen, addresses, people_named, corrections.

    \b
    Examples:
      corpus sql "SELECT outlet, count(*) AS documents FROM documents GROUP BY outlet"
      corpus sql "SELECT ref, text FROM passages WHERE voice = 'slogan'" --limit 20
      corpus sql "SELECT DISTINCT name, title FROM people_named" --out titles.csv
    """
    check(output)
    with session.corpus() as corpus:
        result = corpus.sql(query, limit, timeout)
    if output.for_people and not len(result):
        say("No row is like that.")
        return
    emit(result, output, numbers=False)
