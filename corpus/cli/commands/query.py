"""Counting and searching: freq, kwic, first."""

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.choices import Denominator, LineOrder, RowOrder
from corpus.cli.errors import say
from corpus.cli.options import ChartOutput, Filters, Output, Page, Session, either
from corpus.cli.output import check, columns, emit, write
from corpus.errors import NotFoundError
from corpus.output import text as output_text
from corpus.wording import MISSING, kind

if TYPE_CHECKING:
    from corpus.output.result import Result

Query = Annotated[
    str, typer.Argument(metavar="QUERY", help="A word or a phrase, as the query language has it.")
]

LONGEST_TITLE = 500
"""Most characters of a query and its filters that a message repeats."""


def freq(
    session: Session,
    filters: Filters,
    output: ChartOutput,
    queries: Annotated[
        list[str], typer.Argument(metavar="QUERY...", help="What to count; each gives a series of its own.")
    ],
    by: Annotated[
        list[str] | None,
        typer.Option(
            "--by",
            metavar="FACET",
            help="year (the default), quarter, month, week, day, outlet, country, language, genre, "
            "authority, place, speaker, post (of the speaker), voice or document; up to three times.",
        ),
    ] = None,
    smooth: Annotated[
        int | None,
        typer.Option(
            "--smooth", metavar="K", help="Also the rate over K periods to either side; a chart draws it."
        ),
    ] = None,
    share: Annotated[
        bool, typer.Option("--share", help="Also the share of each query in the matches of all, in each row.")
    ] = False,
    cumulative: Annotated[
        bool, typer.Option("--cumulative", help="Counts and rates from the first period up to each.")
    ] = False,
    documents: Annotated[
        bool, typer.Option("--documents", help="Also the per cent of documents that have a match.")
    ] = False,
    dispersion: Annotated[
        bool,
        typer.Option("--dispersion", help="Also whether many documents share the matches or few have them."),
    ] = False,
    per: Annotated[
        Denominator,
        typer.Option(
            "--per",
            metavar="NAME",
            help="What matches are divided by: a million words, a million characters (of the words, without "
            "spaces and punctuation), a thousand sentences, or a thousand documents that hold words.",
        ),
    ] = "words",
    sort: Annotated[
        RowOrder | None,
        typer.Option(
            "--sort", metavar="NAME", help=f"The most first: {either(RowOrder)}; else in order of the facet."
        ),
    ] = None,
    least: Annotated[
        int, typer.Option("--min", metavar="N", min=0, help="Only rows with so many matches.")
    ] = 0,
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="N", min=1, help="At most so many rows of each query.")
    ] = None,
) -> None:
    """Frequency over time or by any facet.

    Matches per million tokens (words; --per takes another measure), with 95 % intervals that know that
    words cluster in documents: low and high (negative binomial; of the term over all rows), boot low and
    boot high (whole documents are drawn again, of the row alone). A period in which the archive holds no
    text has no count and no rate.

    \b
    A query is a word or a phrase:
      peace                   in any case       =Party        in exactly this case
      "regional development"  a phrase          nuclear*      a wildcard inside a word
      (peace|unification)     alternatives      /nucl.*r/     a regular expression
      peace ~3 security       words between     lemma:make    every form of a lemma
      peace , war             two series        a + b, a / b  sum and quotient of series
      char:당                  characters        tag:N  @name  part of speech, concept
      [word="pea.*"] []{0,3} "war"              CQL, when it begins with [ or cql:

    \b
    Examples:
      corpus freq "regional development" --by month --outlet kcna
      corpus freq peace war --by year --by country --country PRK --country USA --chart
      corpus freq 선군 --by year --out songun.svg
      corpus freq peace --smooth 2 --chart
      corpus freq unification peace --share --by year --outlet kcna
      corpus freq @denuclearisation --by language --per sentences
      corpus freq peace --by speaker --sort rate --min 10 --limit 20
      corpus freq peace --by document --sort matches --limit 10
    """
    check(output)
    facets = [facet.strip() for one in by or ["year"] for facet in one.split(",")]
    with session.corpus() as corpus:
        result = corpus.freq(
            *queries,
            by=facets,
            smooth=smooth,
            share=share,
            cumulative=cumulative,
            documents=documents,
            dispersion=dispersion,
            per=per,
            sort=sort,
            min=least,
            limit=limit,
            **filters.given(),
        )
        emit(result, output)


def kwic(
    session: Session,
    filters: Filters,
    output: Output,
    page: Page,
    query: Query,
    sort: Annotated[
        LineOrder,
        typer.Option(
            "--sort",
            metavar="NAME",
            help="date, left or right (by the words beside the match, the nearest first), match or random.",
        ),
    ] = "date",
    sample: Annotated[
        int | None, typer.Option("--sample", metavar="N", min=1, help="A random choice of N of all matches.")
    ] = None,
    seed: Annotated[
        int, typer.Option("--seed", metavar="N", min=0, help="Another number makes another random choice.")
    ] = 0,
    context: Annotated[
        str,
        typer.Option(
            "--context",
            metavar="N|NAME",
            help="Words on each side, or sentence, or passage, for the whole of it.",
        ),
    ] = "12",
    cite: Annotated[
        bool, typer.Option("--cite", help="Also a footnote for each line: what to write below a quotation.")
    ] = False,
) -> None:
    """Concordance: each match with its context.

    Lines stand in order of date, or as --sort says. Give one --document to read all its matches. A random
    sample is the same each time, in the same archive with the same --seed.

    \b
    Examples:
      corpus kwic "regional development" --outlet kcna --since 2024-08
      corpus kwic 'nuclear*' --voice speech --limit 200 --out nuclear.csv
      corpus kwic sovereignty --sort right --context sentence
      corpus kwic peace --sample 100 --seed 7
      corpus kwic sovereignty --limit 3 --cite
    """
    check(output)
    with session.corpus() as corpus:
        result = corpus.kwic(
            query,
            limit=page.rows(output),
            offset=page.offset,
            context=context,
            sort=sort,
            sample=sample,
            seed=seed,
            cite=cite,
            **filters.given(),
        )
    if not len(result) and not page.offset:
        _not_found(result, output)
    emit(
        result,
        output,
        output_text.contexts.contexts if context in ("sentence", "passage") else None,
        page,
        numbers=True,
    )
    if cite and output.for_people:
        notes = zip(count(page.offset + 1), result.values("citation"), strict=False)
        write(
            "\n" + output_text.documents.paragraphs((f"{number}. {one}" for number, one in notes), columns())
        )


def first(session: Session, filters: Filters, output: Output, query: Query) -> None:
    """First and last attestation.

    With how far back the archive covers that outlet, how many documents lie before the first and after the
    last, and in how many of the months before the first it holds any: what was never said cannot be told
    from what the archive does not hold. (Columns covered, documents, months.)

    And with the longest silence: the most days between two documents with the query, of which the archive
    holds documents of these outlets without it; a time of which it holds none is a gap, and no silence.
    (Columns silence: from, to, days, documents, and the references of the two.)

    \b
    Example:
      corpus first "Regional Development 20×10 Policy" --outlet kcna
    """
    check(output)
    with session.corpus() as corpus:
        result = corpus.first(query, **filters.given())
    if not len(result):
        _not_found(result, output)
    emit(result, output, output_text.documents.attestations, numbers=True)


def _not_found(result: "Result", output: Output) -> None:
    """End with exit code 1; programs that read the output get an empty result."""
    if not output.for_people:
        emit(replace(result, notes=()), output)
    for note in result.notes:
        if kind(note) != MISSING:
            say(note)
    title = result.title
    say(f"not found: {title if len(title) <= LONGEST_TITLE else title[:LONGEST_TITLE] + '…'}")
    raise typer.Exit(NotFoundError.exit_code)
