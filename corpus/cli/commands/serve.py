"""The explorer in a browser: serve."""

from typing import Annotated

import typer

from corpus import web
from corpus.cli.errors import say
from corpus.cli.options import Session
from corpus.cli.wording import CommandLine


def serve(
    session: Session,
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=1, max=65_535, help="Of the loopback.")
    ] = 8000,
    timeout: Annotated[
        float, typer.Option("--timeout", metavar="SECONDS", min=0.1, help="End a question that takes longer.")
    ] = 20.0,
    workers: Annotated[
        int,
        typer.Option(
            "--workers", metavar="N", min=0, max=64, help="Processes that answer; 0: one for each processor."
        ),
    ] = 0,
    write: Annotated[
        bool,
        typer.Option("--write", help="Let who opens the address that is printed confirm and set metadata."),
    ] = False,
) -> None:
    """Open the archive in a browser of this machine, and as JSON.

    Pages for frequencies, concordances, documents, coverage, comparisons, people and formulas, and the same
    questions as JSON, which /api/openapi.json describes. Only programs on this machine can ask, and nothing
    can be changed, but with --write what is in doubt of documents, by who opens the address that is printed
    then. The whole question stands in the address: a link shows the same numbers again.

    \b
    Examples:
      corpus serve
      corpus serve --port 8080 --timeout 5
      corpus serve --write
    """
    with session.corpus() as corpus:
        documents = sum(row["documents"] for row in corpus.coverage().rows())
        database = corpus.url
        say(f"{corpus.name}, {documents:,} documents: http://localhost:{port}/ (Ctrl-C ends it)")
        token = web.writing.new_token() if write else None
        if token is not None:
            say(f"To change metadata, open http://localhost:{port}/review?token={token}")
    web.server.serve(database, CommandLine(), port, timeout, workers, token)
