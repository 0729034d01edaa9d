"""Comparison: before and after events, or two sub-corpora side by side."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from corpus.argument_checks import shown
from corpus.choices import Baseline, ComparisonSection, EventSection, KeynessMeasure, Period
from corpus.cli.errors import say
from corpus.cli.options import Filters, Output, Session, Unit, either
from corpus.cli.output import check, columns, emit, write
from corpus.errors import UsageError

if TYPE_CHECKING:
    from corpus.output.report.report import Report

EVENTS, SIDES = "Before and after", "Side by side"
OF_EVENTS = get_args(EventSection)
OF_SIDES = get_args(ComparisonSection)
FOR_PROGRAMS = {"events": "rates", "comparison": "keywords"}
"""The table that other programs get where none is named."""


def _option(panel: str, name: str, metavar: str, help: str) -> typer.models.OptionInfo:
    made: typer.models.OptionInfo = typer.Option(name, metavar=metavar, help=help, rich_help_panel=panel)
    return made


@dataclass
class Around:
    """Options of the comparison around events."""

    event: Annotated[
        list[str] | None,
        _option(
            EVENTS, "--event", "DATE", "A day, as 2024-01-15, or '2024-01-15 Its name'; may be repeated."
        ),
    ] = None
    events: Annotated[
        str | None,
        _option(
            EVENTS, "--events", "FILE", "A CSV of events: columns date and, where you like, name, window."
        ),
    ] = None
    window: Annotated[
        str | None, _option(EVENTS, "--window", "DAYS", "Before the event, and from its day on: 7d, 2w (7d).")
    ] = None
    baseline: Annotated[
        str | None, _option(EVENTS, "--baseline", "DAYS", "Days before the window to compare with (60d).")
    ] = None
    horizon: Annotated[
        str | None,
        _option(EVENTS, "--horizon", "DAYS", "How far a first mention is looked for (as the baseline)."),
    ] = None
    against: Annotated[
        Baseline | None,
        _option(
            EVENTS,
            "--against",
            "NAME",
            "Keywords, co-mentions and people against the baseline, or the days before.",
        ),
    ] = None
    seed: Annotated[int | None, _option(EVENTS, "--seed", "N", "Of the random days of the test (0).")] = None


@dataclass
class Beside:
    """Options of the comparison of two sub-corpora."""

    words: Annotated[
        str | None,
        _option(SIDES, "--words", "WORDS", "Whose company is compared, as peace,sovereignty."),
    ] = None
    by: Annotated[
        Period | None,
        _option(SIDES, "--by", "PERIOD", f"Of the coverage: {either(Period)}."),
    ] = None
    min_phrase: Annotated[
        int | None,
        _option(SIDES, "--min-phrase", "N", "Least matches of a phrase (5, or one in a million words)."),
    ] = None


def compare(
    session: Session,
    filters: Filters,
    output: Output,
    around: Around,
    beside: Beside,
    items: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="QUERY...|FILTERS FILTERS",
            help="With --event or --events: what to count. Else two filters, as 'outlet=kcna' 'country=USA'.",
        ),
    ] = None,
    show: Annotated[
        list[str] | None,
        typer.Option(
            "--show",
            metavar="TABLE",
            help="One table, or all. Around events: rates, days, lag, silence, keywords, comentions, people."
            " Of two filters: size, coverage, keywords, formulas, only, shared, collocates, address. May be"
            " repeated.",
        ),
    ] = None,
    measure: Annotated[
        KeynessMeasure,
        typer.Option(
            "--measure",
            metavar="NAME",
            help="What ranks keywords: conservative (the lower end of the log ratio's interval), "
            "log_likelihood, log_ratio, percent_difference, simple_maths, bic, log_odds or z.",
        ),
    ] = "conservative",
    least: Annotated[int, typer.Option("--min", metavar="N", min=1, help="Least matches of a keyword.")] = 5,
    min_documents: Annotated[
        int | None,
        typer.Option("--min-documents", metavar="N", min=1, help="Least documents of one (2; of filters 3)."),
    ] = None,
    near: Annotated[
        int, typer.Option("--near", metavar="N", min=1, help="Words on each side that are near.")
    ] = 5,
    unit: Unit = "word",
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="Rows of each list.")] = 15,
) -> None:
    """Before and after events, or two sub-corpora side by side.

    With --event or --events: rates, keywords, co-mentions and people near the queries in the days before and
    after, against a baseline before them; the lag of the first mention in each outlet; and silence, what one
    outlet carried and another did not, on days that both cover. Several events are also taken together. Only
    days that the archive covers count.

    With two filters: size, coverage, keywords both ways, formulas and phrases that only one has, phrases that
    both share, company of chosen words, and how often each says we, you and they.

    A terminal shows all tables. --format and --out give one, named by --show (else rates, of two filters
    keywords), or --show all as records with a column 'section'. --out FILE.html is a page to send, with
    charts.

    \b
    Examples:
      corpus compare --event 2024-10-11 'drone*' infiltration --outlet kcna
      corpus compare --events tests.csv 'missile*' --window 3d --show rates --format csv
      corpus compare outlet=kcna country=USA --words peace,sovereignty --out report.html
      corpus compare "country=PRK since=2012" "country=PRK until=2011" --show only
    """
    check(output)
    names = list(dict.fromkeys(show or ()))
    given = tuple(items or ())
    about_events = bool(around.event) or around.events is not None
    _fitting(about_events, around, beside, given)
    shown = _shown(names, about_events, output)
    with session.corpus() as corpus:
        if about_events:
            more = {name: value for name, value in vars(around).items() if value is not None}
            result = corpus.before_after(
                *given,
                **more,
                show=shown,
                each=not {"keywords", "comentions", "people", "all"}.isdisjoint(names),
                measure=measure,
                min=least,
                min_documents=min_documents or 2,
                near=near,
                unit=unit,
                limit=limit,
                **filters.given(),
            )
        else:
            result = corpus.compare(
                given[0],
                given[1],
                words=None
                if beside.words is None
                else [one for one in beside.words.split(",") if one.strip()],
                by=beside.by,
                min_phrase=beside.min_phrase,
                show=shown,
                measure=measure,
                min=least,
                min_documents=min_documents or 3,
                near=near,
                unit=unit,
                limit=limit,
                **filters.given(),
            )
    _emit(result, output, shown is not None and not names)


def _fitting(about_events: bool, around: Around, beside: Beside, items: tuple[str, ...]) -> None:
    """Raise UsageError for options of the other comparison, and for no two filters."""
    if about_events:
        for name, value in vars(beside).items():
            if value is not None:
                option = name.replace("_", "-")
                raise UsageError(f"--{option} is of two filters side by side: it does not go with an event.")
        return
    for name, value in vars(around).items():
        if value is not None:
            raise UsageError(
                f"--{name} needs an event: name one with --event 2024-01-15, or --events FILE.csv."
            )
    if len(items) != 2:
        raise UsageError(
            f"Two filters are compared, as 'outlet=kcna' 'country=USA', and {len(items) or 'none'}"
            f" {'is' if len(items) < 2 else 'are'} given; for before and after, name an --event."
        )


def _shown(names: list[str], about_events: bool, output: Output) -> list[str] | None:
    """The tables to make; None for all."""
    there, elsewhere = (OF_EVENTS, OF_SIDES) if about_events else (OF_SIDES, OF_EVENTS)
    for name in names:
        if name not in (*there, "all"):
            why = "There is no table"
            if name in elsewhere:
                why = (
                    "Around an event there is no table"
                    if about_events
                    else "Of two filters there is no table"
                )
            raise UsageError(f"{why} {shown(name)!r}; there is: {', '.join(there)}, all.")
    if "all" in names:
        return None
    if names or output.for_people or (output.out or "").lower().endswith((".html", ".htm")):
        return names or None
    return [FOR_PROGRAMS["events" if about_events else "comparison"]]


def _emit(report: "Report", output: Output, one_of_many: bool) -> None:
    """Give the report out as asked. ``one_of_many``: programs get one table, though none was named."""
    if one_of_many:
        say(f"{report.sections[0].heading} alone: --show names another table, --show all gives all of them.")
    ending = output.out.rpartition(".")[2].lower() if output.out else output.format
    if ending in ("csv", "tsv", "parquet"):
        emit(report.as_result(), output)
    elif output.out is not None:
        report.write(output.out)
        for note in report.all_notes() if not output.out.lower().endswith((".html", ".htm", ".md")) else ():
            say(note)
        say(f"Written to {output.out}")
    elif output.for_people:
        write(report.text(columns()))
    else:
        write(report.render(output.format or ""))
        for note in () if output.format == "md" else report.all_notes():
            say(note)
