"""Codes by several coders: sheets for them and back, lists, agreement."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.cli import last_list
from corpus.cli.commands.codebook import codes, listed
from corpus.cli.errors import say
from corpus.cli.options import Filters, Group, Names, Output, Page, Session
from corpus.cli.output import check, columns, emit, write
from corpus.errors import InputError, NotFoundError, UsageError
from corpus.output import formats
from corpus.output import text as output_text
from corpus.output.text.terminal_text import harmless

if TYPE_CHECKING:
    from corpus.curation.annotate import Imported

At = Annotated[
    str, typer.Argument(metavar="DOC|LINE", help="A document, as corpus show takes it, or a line by its id.")
]
Who = Annotated[str, typer.Option("--coder", metavar="NAME", help="Who codes.")]
Coders = Annotated[
    Names, typer.Option("--coder", metavar="NAME", help="Only of this coder; may be repeated.")
]
MOST_SHOWN = 100
"""Refused rows that are listed; the others go to --refused."""


def list_(
    session: Session,
    filters: Filters,
    output: Output,
    page: Page,
    coder: Coders = None,
    differ: Annotated[
        bool, typer.Option("--differ", help="Only what several coders have coded, and not alike.")
    ] = False,
    context: Annotated[
        str, typer.Option("--context", metavar="N|NAME", help="Words on each side, or sentence, or passage.")
    ] = "12",
) -> None:
    """What is coded, with the passages.

    \b
    Examples:
      corpus annotate list --code threat --coder Anna
      corpus annotate list --differ --out to-discuss.csv --excel
    """
    check(output)
    with session.corpus() as corpus:
        result = corpus.annotations(
            coder=coder,
            differ=differ,
            context=context,
            limit=page.lines,
            offset=page.offset,
            **filters.given(),
        )
    if len(result) or not output.for_people:
        emit(result, output, output_text.codes.coded_lines)
        return
    for note in result.notes:
        say(note)
    if not page.offset and not result.notes:
        say("Coders differ nowhere." if differ else "Nothing is coded so.")


def export(
    session: Session,
    filters: Filters,
    query: Annotated[
        list[str] | None,
        typer.Argument(metavar="[QUERY...]", help="Whose concordance lines; none with --documents."),
    ] = None,
    documents: Annotated[
        bool, typer.Option("--documents", help="Documents, to be coded as a whole, and no lines.")
    ] = False,
    sample: Annotated[
        int | None, typer.Option("--sample", metavar="N", min=1, help="A random choice of N of them.")
    ] = None,
    seed: Annotated[
        int, typer.Option("--seed", metavar="N", min=0, help="Another number makes another random choice.")
    ] = 0,
    context: Annotated[
        str, typer.Option("--context", metavar="N|NAME", help="Words on each side, or sentence, or passage.")
    ] = "sentence",
    out: Annotated[
        str | None,
        typer.Option("--out", metavar="FILE", help="A .csv or .tsv file; else csv on standard output."),
    ] = None,
    excel: Annotated[bool, typer.Option("--excel", help="As a spreadsheet program opens it.")] = False,
) -> None:
    """Write a sheet for coders: concordance lines, or documents.

    Each row has an id in the column line, and empty columns code and note. A coder fills in the code, or
    several with ; between them; other columns may be changed or taken out. A row without a code counts as
    not looked at: make a code (as none) for lines to which no other applies.

    \b
    Examples:
      corpus annotate export sovereignty --sample 100 --seed 1 --out lines.csv --excel
      corpus annotate export --documents --genre statement --out documents.csv
    """
    form = "csv"
    if out is not None:
        form = Path(out).suffix.lower().removeprefix(".")
        if form not in ("csv", "tsv"):
            raise UsageError(f"The ending of {Path(out).name!r} names no sheet: --out takes .csv and .tsv.")
    output = Output(format=form, out=out, excel=excel)  # type: ignore[arg-type]  # looked at just now
    check(output)
    if documents == bool(query):
        raise UsageError("Name a QUERY for its concordance lines, or --documents: one of them.")
    with session.corpus() as corpus:
        result = corpus.sheet(*query or (), sample=sample, seed=seed, context=context, **filters.given())
    if not len(result):
        for note in result.notes:
            say(note)
        raise NotFoundError(f"There is nothing to code: not found: {result.title or 'documents'}.")
    emit(result, output)
    if out is not None:
        what = "document" if documents else "line"
        say(
            f"{len(result):,} {what}{'s' * (len(result) > 1)} to code; when done:"
            f" corpus annotate import {out} --coder NAME"
        )


def import_(
    session: Session,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A sheet that was coded: .csv, .tsv or .xlsx.")
    ],
    coder: Who,
    replace: Annotated[
        bool, typer.Option("--replace", help="Where the coder gave other codes before, take the sheet's.")
    ] = False,
    refused: Annotated[
        str | None,
        typer.Option("--refused", metavar="FILE", help="Write refused rows to a .csv, with reasons."),
    ] = None,
) -> None:
    """Take over the codes of a sheet that a coder has filled in.

    A row is taken whole or not at all. Rows with a code that the codebook lacks, with a line that is not
    there, or that contradict each other or what the coder gave before, are listed with their reasons, and
    the exit code is 3. The same sheet again changes nothing.

    \b
    Examples:
      corpus annotate import lines.csv --coder Anna
      corpus annotate import lines-ben.xlsx --coder Ben --refused to-mend.csv
    """
    if refused is not None:
        formats.check_folder(Path(refused))
        if Path(refused).suffix.lower() != ".csv":
            raise UsageError(f"--refused writes a .csv, not {Path(refused).name!r}.")
    with session.corpus() as corpus:
        done = corpus.import_codes(file, coder=coder, replace=replace)
    write(_imported(file, done))
    if not done.refused:
        return
    write(output_text.codes.refusals(done.refused[:MOST_SHOWN], columns()))
    if len(done.refused) > MOST_SHOWN:
        say(f"{len(done.refused) - MOST_SHOWN:,} more; --refused FILE writes all of them.")
    if refused is not None:
        formats.write(output_text.codes.refused_sheet(done.refused), refused, excel=True)
        say(f"{len(done.refused):,} refused rows written to {refused}")
    raise typer.Exit(InputError.exit_code)


def add(
    session: Session,
    at: At,
    codes: Annotated[list[str], typer.Argument(metavar="CODE...", help="Codes of the codebook.")],
    coder: Who,
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT", help="Why, in a line.")] = None,
) -> None:
    """Give codes to a document, or to a line.

    \b
    Example:
      corpus annotate add kcna-2024-08-06-press-statement warning --coder Anna
    """
    with session.corpus() as corpus:
        at = last_list.meant(corpus, at)
        new = corpus.annotate(at, codes, coder=coder, note=note)
    write(f"{at}: {new} code{'s' * (new != 1)} given by {coder}.\n")


def remove(
    session: Session,
    at: At,
    code: Annotated[str, typer.Argument(metavar="CODE", help="A code that was given there.")],
    coder: Who,
) -> None:
    """Take a code back that a coder gave to a document or a line.

    \b
    Example:
      corpus annotate remove kcna-2024-08-06-press-statement warning --coder Anna
    """
    with session.corpus() as corpus:
        at = last_list.meant(corpus, at)
        corpus.take_back(at, code, coder=coder)
    write(f"{at}: {code} taken back.\n")


def agreement(session: Session, filters: Filters, output: Output, coder: Coders = None) -> None:
    """How far coders agree: Krippendorff's alpha, Cohen's kappa.

    Of all codes together, where the value is all that a coder gave to a line, and of each code, given or
    not; alpha over all coders, kappa of each two. Low and high: 95 %, whole documents resampled. A line
    counts for those who gave it some code.

    \b
    Examples:
      corpus annotate agreement
      corpus annotate agreement --code threat --code promise --coder Anna --coder Ben
    """
    check(output)
    with session.corpus() as corpus:
        emit(corpus.agreement(coder=coder, **filters.given()), output)


def freq(
    session: Session,
    filters: Filters,
    output: Output,
    coder: Coders = None,
    by: Annotated[
        str,
        typer.Option(
            "--by",
            metavar="FACET",
            help="year, quarter, month, week, day, outlet, country, language, genre, authority or coder.",
        ),
    ] = "year",
) -> None:
    """Shares of codes in what was coded, over time.

    Of the coded lines, and of the coded documents; or by another facet; with 95 % intervals. For rates of a
    query's matches on coded lines: corpus freq QUERY --code NAME.

    \b
    Examples:
      corpus annotate freq --by month
      corpus annotate freq --code threat --by outlet --format csv
    """
    check(output)
    with session.corpus() as corpus:
        result = corpus.codes_over(by, coder=coder, **filters.given())
    if not len(result) and output.for_people:
        for note in result.notes or ("Nothing is coded so.",):
            say(note)
        return
    emit(result, output)


def coders(session: Session, output: Output) -> None:
    """Who coded how much, and when."""
    check(output)
    with session.corpus() as corpus:
        listed(corpus.coders(), output)


annotate = Group(
    "annotate",
    "Codes for concordance lines and documents, by several coders.\n\nA sheet of lines goes out to each coder"
    " (export) and comes back (import); agreement says how far they agree; queries take --code. Without a"
    " command, what is coded is listed.",
    (list_, codes, export, import_, add, remove, agreement, freq, coders),  # type: ignore[arg-type]
)


def _imported(file: Path, done: "Imported") -> str:
    counts = (
        (done.coded, "coded"),
        (done.replaced, "coded otherwise than before"),
        (done.noted, "with another note"),
        (done.same, "known already"),
        (done.empty, "without a code"),
        (len(done.refused), "refused"),
    )
    rows = ", ".join(f"{count:,} {what}" for count, what in counts if count) or "none coded"
    new = f" {done.coder} is a new coder." if done.new_coder and done.coded else ""
    return harmless(f"{file.name}, by {done.coder}: rows {rows}.{new}") + "\n"
