"""Formulas: slogans found without a list, and the lives of those that are named."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from corpus.choices import FormulaKind, FormulaOrder, FormulaPeriod
from corpus.cli.errors import say
from corpus.cli.options import ChartOutput, Filters, Session, either
from corpus.cli.output import check, emit
from corpus.errors import NotFoundError, UsageError
from corpus.output import text as output_text

if TYPE_CHECKING:
    from corpus.output.result import Result

SHOWN = (
    "formula", "matches", "documents", "quoted", "temperature", "capitals", "birth", "peak", "half_life",
    "last", "temperatures", "variants", "death", "grade", "succeeded_by", "score", "per_million", "voices",
    "outlets", "association", "fixed",
)  # fmt: skip
"""Columns for people, the most needed first: the last leave first where the terminal is too narrow."""

LEAST = 32
"""Columns of a terminal that formulas have at least."""
MOST = 40
"""Formulas of a list, unless another number is asked for."""
DRAWN = (".png", ".pdf", ".svg")
"""Endings of files that are nothing but a picture."""


def formulas(
    session: Session,
    filters: Filters,
    output: ChartOutput,
    queries: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FORMULA...]", help="Queries whose lives are shown; without one, all are found."
        ),
    ] = None,
    by: Annotated[
        FormulaPeriod | None,
        typer.Option(
            "--by", metavar="PERIOD", help=f"{either(FormulaPeriod)}; by default as fits the texts."
        ),
    ] = None,
    kind: Annotated[
        Literal[FormulaKind, "all"],
        typer.Option(
            "--kind",
            metavar="NAME",
            help="formula; title (names, offices, institutions); occasion (reports of ceremonies); or all.",
        ),
    ] = "formula",
    sort: Annotated[
        FormulaOrder,
        typer.Option("--sort", metavar="NAME", help=f"{either(FormulaOrder)}."),
    ] = "score",
    min_documents: Annotated[
        int | None,
        typer.Option(
            "--min-documents", metavar="N", min=2, help="Least documents (4, or 1 in 500 if that is more)."
        ),
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", min=1, help="At most so many formulas.")
    ] = MOST,
) -> None:
    """Slogans: birth, peak, death, and how hot they are.

    Without a FORMULA: sequences of words that are repeated in many documents, fixed in form, and far more
    often together than their words explain, with the share of matches in quotation marks and with capitals.
    Titles, institutions and reports of ceremonies are kinds of their own. The same words in another order
    are one formula with variants.

    With one or several: rate, temperature and grade of each period, and which formula follows which. A period
    of which the archive holds no text is neither cold nor dead.

    \b
    Examples:
      corpus formulas --outlet kcna --since 2024-08
      corpus formulas "Regional Development 20×10 Policy" --outlet kcna --by month
      corpus formulas 강성대국 강성국가 --by year --chart
    """
    check(output)
    if queries:
        for_lists = {"--kind": kind != "formula", "--sort": sort != "score", "--limit": limit != MOST,
                     "--min-documents": min_documents is not None}  # fmt: skip
        given = [name for name, changed in for_lists.items() if changed]
        if given:
            raise UsageError(f"{given[0]} is for the list of formulas: it says nothing of one that is named.")
    elif output.chart or (output.out and Path(output.out).suffix.lower() in DRAWN):
        raise UsageError(
            "A chart shows the lives of formulas: name some, as in corpus formulas QUERY --chart."
        )
    with session.corpus() as corpus:
        result = corpus.formulas(
            *(queries or ()),
            by=by,
            kind=kind,
            sort=sort,
            min_documents=min_documents,
            limit=limit,
            **filters.given(),
        )
    if queries:
        if not len(result):
            _not_found(result, output)
        emit(result, output)
    else:
        emit(result, output, _list)


def _list(result: "Result", width: int | None) -> str:
    """As many columns as leave room for the formulas: their ends tell them apart."""
    if width is None or not len(result):
        return output_text.tables.bare(result, width, [name for name in SHOWN if name in result.columns])
    room = min(max(map(output_text.terminal_text.width, result.values("formula"))), max(width // 3, LEAST))
    shown = {
        **result.columns,
        "formula": [output_text.terminal_text.cut(text, room) for text in result.values("formula")],
    }
    fitted = replace(result, columns=shown)
    for count in range(len(SHOWN), 1, -1):
        text = output_text.tables.bare(replace(fitted, title=""), None, SHOWN[:count])
        if max(map(output_text.terminal_text.width, text.splitlines())) <= width:
            break
    text = output_text.tables.bare(fitted, width, SHOWN[:count])
    hidden = ", ".join(
        name.replace("_", " ")
        for name in (*SHOWN[count:], *(name for name in result.columns if name not in SHOWN))
    )
    more = f"Not shown at this width: {hidden} (all columns: --format csv, or a wider terminal)."
    return text + "\n" + output_text.documents.paragraphs([more], width)


def _not_found(result: "Result", output: ChartOutput) -> None:
    """End with exit code 1, after the reasons."""
    if not output.for_people:
        emit(replace(result, notes=()), output)
    for note in result.notes:
        say(note)
    raise typer.Exit(NotFoundError.exit_code)
