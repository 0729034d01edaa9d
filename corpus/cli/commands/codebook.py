"""The codebook: which codes there are."""

from typing import TYPE_CHECKING, Annotated

import typer

from corpus.cli.errors import say
from corpus.cli.options import Group, Output, Session
from corpus.cli.output import check, emit, write

if TYPE_CHECKING:
    from corpus.output.result import Result


def list_(session: Session, output: Output) -> None:
    """The codes, what they stand for, and how often they were given."""
    check(output)
    with session.corpus() as corpus:
        listed(corpus.codebook(), output)


def add(
    session: Session,
    name: Annotated[str, typer.Argument(metavar="NAME", help="As threat, or 'hard line'.")],
    description: Annotated[
        str | None, typer.Argument(metavar="[DESCRIPTION]", help="When it is to be given.")
    ] = None,
) -> None:
    """Put a code into the codebook, or give it another description.

    \b
    Example:
      corpus annotate codes add threat "Announces harm, or a measure against somebody."
    """
    with session.corpus() as corpus:
        done = corpus.add_code(name, description)
    said = {
        "new": "in the codebook",
        "changed": "its description is another now",
        "same": "nothing to change",
    }
    write(f"{name}: {said[done]}.\n")


def remove(
    session: Session, name: Annotated[str, typer.Argument(metavar="NAME", help="A code of the codebook.")]
) -> None:
    """Take a code that nobody has given out of the codebook."""
    with session.corpus() as corpus:
        known = corpus.remove_code(name)
    write(f"{known}: taken out of the codebook.\n")


codes = Group(
    "codes",
    "The codebook: which codes there are. Without a command, they are listed.",
    (list_, add, remove),
)


def listed(result: "Result", output: Output) -> None:
    """Give a short list out; where it is empty, say why."""
    if len(result) or not output.for_people:
        emit(result, output)
        return
    for note in result.notes:
        say(note)
