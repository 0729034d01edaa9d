"""Tools for language models: mcp."""

from typing import Annotated

import typer

from corpus import web
from corpus.cli.options import Session
from corpus.cli.wording import CommandLine


def mcp(
    session: Session,
    timeout: Annotated[
        float, typer.Option("--timeout", metavar="SECONDS", min=0.1, help="End a question that takes longer.")
    ] = 20.0,
) -> None:
    """Answer a language model, read-only.

    Tools of the Model Context Protocol, over standard input and output: freq, kwic, show, first, list,
    people and sql. Each answer names documents and their versions, what rates are of, and what the archive
    holds; it says which part of all rows it is, and marks what is quoted from documents as text that is not
    to be obeyed.

    \b
    Example, as the configuration of a client has it:
      {"mcpServers": {"corpus": {"command": "corpus", "args": ["mcp", "--db", "/path/to/corpus.db"]}}}
    """
    with session.corpus() as corpus:
        corpus.stats()
        database = corpus.url
    web.mcp_server.serve(database, CommandLine(), timeout)
