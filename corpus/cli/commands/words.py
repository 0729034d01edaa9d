"""Words as a list: collocates of a query, keywords of a sub-corpus."""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.choices import AssociationMeasure, Correction, KeynessMeasure
from corpus.cli.commands.query import Query
from corpus.cli.errors import say
from corpus.cli.options import Filters, Output, Session, Unit
from corpus.cli.output import check, emit
from corpus.errors import NotFoundError, UsageError
from corpus.output import text as output_text
from corpus.wording import MISSING, RESPELLED, kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from corpus.output.result import Result

Limit = Annotated[int, typer.Option("--limit", metavar="N", min=1, help="At most so many words.")]

FIRST = {
    "collocates": "matches against_matches {measure} against_{measure} log_ratio left right collocate_total "
    "documents against_documents log_likelihood mi log_dice t_score expected",
    "keywords": "target {measure} target_per_million reference_per_million log_ratio p target_documents "
    "reference reference_documents log_ratio_low log_ratio_high log_likelihood log_likelihood_p",
}
"""Order of the columns that people read: the last ones go where the terminal is too narrow."""


def collocates(
    session: Session,
    filters: Filters,
    output: Output,
    query: Query,
    left: Annotated[
        int | None, typer.Option("--left", metavar="N", min=0, help="Words to the left (5).")
    ] = None,
    right: Annotated[
        int | None, typer.Option("--right", metavar="N", min=0, help="Words to the right (5).")
    ] = None,
    window: Annotated[
        int | None, typer.Option("--window", metavar="N", min=1, help="Words on each side, for both.")
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option(
            "--by",
            metavar="FACET",
            help="A list for each year, quarter, month, week, day, outlet, country, language, genre, "
            "authority, place, speaker or voice.",
        ),
    ] = None,
    measure: Annotated[
        AssociationMeasure,
        typer.Option(
            "--measure",
            metavar="NAME",
            help="What to sort by: log_dice, mi, mi3, t_score, log_likelihood, dice or matches.",
        ),
    ] = "log_dice",
    least: Annotated[
        int, typer.Option("--min", metavar="N", min=1, help="Least number of times beside the query.")
    ] = 5,
    limit: Limit = 20,
    lemma: Annotated[
        bool, typer.Option("--lemma", help="Count lemmas, not the words as they stand.")
    ] = False,
    against: Annotated[
        str | None,
        typer.Option(
            "--against",
            metavar="FILTERS",
            help="Compare with the same query under other filters, as 'country=USA since=2000'; those "
            "above that it does not name hold there too.",
        ),
    ] = None,
) -> None:
    """Words around a query, and how strongly they are drawn to it.

    A window ends with its passage. Each occurrence of a word counts once for each match in whose window it
    is; the words of a match are not in its own window. Expected is what chance would bring. With --against,
    the words whose share in the windows differs most surely come first; a log ratio of 1 is twice the share.
    With --by, each list is made of the words of its own value alone.

    \b
    Examples:
      corpus collocates sovereignty --country PRK --window 3
      corpus collocates 'nuclear*' --by year --limit 5 --out company.csv
      corpus collocates sanctions --by country --window 3 --limit 3
      corpus collocates peace --country PRK --against "country=USA since=2000"
    """
    check(output)
    if window is not None and (left is not None or right is not None):
        raise UsageError("--window sets both sides: give it alone, or --left and --right.")
    if by and len(by) > 1:
        raise UsageError("--by takes one facet here; corpus freq takes two.")
    sides = {name: side for name, side in (("left", left), ("right", right)) if side is not None}
    with session.corpus() as corpus:
        result = corpus.collocates(
            query,
            **sides,
            window=window,
            by=by[0] if by else None,
            measure=measure,
            min=least,
            limit=limit,
            lemma=lemma,
            against=against,
            **filters.given(),
        )
    missing = [note for note in result.notes if kind(note) in (MISSING, RESPELLED)]
    if not len(result) and missing:
        if not output.for_people:
            emit(replace(result, notes=()), output)
        for note in result.notes:
            say(note)
        raise typer.Exit(NotFoundError.exit_code)
    emit(result, output, _readable(measure))


def keywords(
    session: Session,
    filters: Filters,
    output: Output,
    target: Annotated[
        str,
        typer.Option(
            "--target",
            metavar="FILTERS",
            help="Whose keywords, as 'country=PRK since=2012'; quotation marks hold a value with spaces.",
        ),
    ],
    reference: Annotated[
        str | None,
        typer.Option("--reference", metavar="FILTERS", help="Compared with what; else with all the rest."),
    ] = None,
    unit: Unit = "word",
    size: Annotated[
        int,
        typer.Option("--size", metavar="N", help="Words of a sequence, up to 8; 1 compares single words."),
    ] = 1,
    measure: Annotated[
        KeynessMeasure,
        typer.Option(
            "--measure",
            metavar="NAME",
            help="What to sort by: conservative (the lower end of the log ratio's interval), log_likelihood "
            "(of two cells), log_likelihood_four (of four), log_ratio, percent_difference, simple_maths, "
            "bic, log_odds or z.",
        ),
    ] = "conservative",
    least: Annotated[
        int, typer.Option("--min", metavar="N", min=1, help="Least number of times, where it is said more.")
    ] = 5,
    min_documents: Annotated[
        int | None,
        typer.Option(
            "--min-documents",
            metavar="N",
            min=1,
            help="Least number of documents, where it is said more (3).",
        ),
    ] = None,
    correction: Annotated[
        Correction,
        typer.Option(
            "--correction",
            metavar="NAME",
            help="Of p for many words: bonferroni, bh (Benjamini-Hochberg) or none.",
        ),
    ] = "bonferroni",
    negative: Annotated[bool, typer.Option("--negative", help="What the target says less.")] = False,
    limit: Limit = 20,
) -> None:
    """Words, or sequences of words, that one sub-corpus says more.

    The filters of --target and --reference choose the two; those below hold for both. Log ratio says by
    how much (1 is twice the rate). Words cluster in documents: p asks whether documents of the target tend to
    say it more (Mann-Whitney), and is corrected for all words that are compared. Log likelihood and its p
    take each occurrence as independent: halves of one collection drawn at random differ "surely" by them.
    With --size, sequences are compared, none across the end of a passage: the measures then take the
    number of sequences of each side for its number of words.

    \b
    Examples:
      corpus keywords --target country=PRK --reference country=USA --since 2000
      corpus keywords --target country=PRK --size 4 --min-documents 5
      corpus keywords --target since=2024 --reference until=2023 --outlet kcna --min-documents 5
      corpus keywords --target 'speaker="Kim Song"' --voice speech --negative
    """
    check(output)
    with session.corpus() as corpus:
        result = corpus.keywords(
            target,
            reference,
            unit=unit,
            size=size,
            measure=measure,
            min=least,
            min_documents=min_documents,
            correction=correction,
            negative=negative,
            limit=limit,
            **filters.given(),
        )
    emit(result, output, _readable(measure))


def _readable(measure: str) -> "Callable[[Result, int | None], str]":
    """What people read: the columns that say most come first."""

    def text(result: "Result", width: int | None) -> str:
        first = [name.format(measure=measure) for name in FIRST[result.kind].split()]
        names = [name for name in result.columns if name not in first]
        key = next(at for at, name in enumerate(names, 1) if name in ("collocate", "word", "ngram"))
        ordered = [*names[:key], *(name for name in first if name in result.columns), *names[key:]]
        return output_text.tables.bare(result, width, list(dict.fromkeys(ordered)))

    return text
