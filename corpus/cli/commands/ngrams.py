"""Sequences of words: ngrams."""

from typing import TYPE_CHECKING, Annotated

import typer

from corpus.cli.options import Filters, Output, Session, Unit
from corpus.cli.output import check, emit
from corpus.output import text as output_text
from corpus.output.text.terminal_text import harmless

if TYPE_CHECKING:
    from corpus.output.result import Result

NUMBERS = ("size", "matches", "documents", "per_million")


def ngrams(
    session: Session,
    filters: Filters,
    output: Output,
    size: Annotated[
        str,
        typer.Option("--size", metavar="N|N-M", help="Words: 3, or 2-5; with --longest, at least so many."),
    ] = "3",
    least: Annotated[
        int | None,
        typer.Option(
            "--min",
            metavar="N",
            min=1,
            help="Least number of matches (2; with --longest 3, outside of longer).",
        ),
    ] = None,
    min_documents: Annotated[
        int, typer.Option("--min-documents", metavar="N", min=1, help="Least number of documents.")
    ] = 1,
    unit: Unit = "word",
    longest: Annotated[
        bool, typer.Option("--longest", help="The longest repeated sequences, each once, up to 50 words.")
    ] = False,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="At most so many lines.")] = 50,
) -> None:
    """Most frequent, or longest repeated, sequences of words.

    No sequence crosses the end of a passage. With --longest, a formula of twelve words is listed once: its
    parts only where they are found --min times without it.

    \b
    Examples:
      corpus ngrams --size 4 --country PRK
      corpus ngrams --size 2-5 --min-documents 10 --voice speech
      corpus ngrams --longest --size 6 --min 5 --min-documents 3 --outlet kcna
    """
    check(output)
    with session.corpus() as corpus:
        result = corpus.ngrams(
            size,
            min=least,
            min_documents=min_documents,
            limit=limit,
            unit=unit,
            longest=longest,
            **filters.given(),
        )
    emit(result, output, _sequences if longest else output_text.tables.bare)


def _sequences(result: "Result", width: int | None) -> str:
    """The numbers first, then the whole of each sequence: what tells long ones apart may be their end."""
    if not len(result):
        return ""
    rows = [("size", "matches", "documents", "per million", "")]
    for size, matches, documents, per_million in zip(*map(result.values, NUMBERS), strict=True):
        rows.append((f"{size}", f"{matches:,}", f"{documents:,}", output_text.tables.rate(per_million), ""))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [*([harmless(result.title), ""] if result.title else [])]
    margin = sum(widths) + 2 * (len(widths) - 1)
    for row, text in zip(rows, ["ngram", *result.values("ngram")], strict=True):
        numbers = "  ".join(cell.rjust(size) for cell, size in zip(row, widths, strict=True))
        first, *rest = output_text.documents.wrapped(harmless(text), width - margin if width else None)
        lines += [numbers + first, *(" " * margin + line for line in rest)]
    return "".join(line + "\n" for line in lines)
