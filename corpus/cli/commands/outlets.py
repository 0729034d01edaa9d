"""Which outlets the program knows."""

from typing import TYPE_CHECKING, Annotated

import typer

from corpus.cli.options import Output, Session
from corpus.cli.output import check, emit
from corpus.output import text as output_text

if TYPE_CHECKING:
    from corpus.output.result import Result


def outlets(
    session: Session,
    output: Output,
    code: Annotated[
        str | None, typer.Argument(metavar="[CODE]", help="Show what the file of this outlet says.")
    ] = None,
) -> None:
    """Outlets that the program knows.

    Each is a TOML file that says how the outlet prints its texts. Your own stand in the folder that
    CORPUS_OUTLETS names.

    \b
    Examples:
      corpus outlets
      corpus outlets kcna
    """
    check(output)
    corpus = session.corpus()
    if code is None:
        emit(corpus.outlets(), output)
    else:
        emit(corpus.outlet(code), output, _said)


def _said(result: "Result", columns: int | None) -> str:
    return output_text.documents.fields([(row["key"], row["value"]) for row in result.rows()], columns)
