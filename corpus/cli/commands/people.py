"""People: people, titles."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus.cli.errors import say
from corpus.cli.options import ChartOutput, Filters, Group, Output, Page, Session
from corpus.cli.output import check, emit, write
from corpus.errors import NotFoundError, UsageError
from corpus.output import text as output_text

if TYPE_CHECKING:
    from corpus.output.result import Result

By = Annotated[
    str | None,
    typer.Option(
        "--by",
        metavar="FACET",
        help="Count by year, quarter, month, week, day, outlet, country, language, genre or authority.",
    ),
]


def list_(
    session: Session,
    filters: Filters,
    output: ChartOutput,
    page: Page,
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME...]", help="Only these people, in any spelling.")
    ] = None,
    person: Annotated[
        list[str] | None,
        typer.Option("--person", metavar="NAME", help="The same as NAME; may be repeated."),
    ] = None,
    by: By = None,
    order: Annotated[
        bool,
        typer.Option(
            "--order", help="Places in lists of those present; with --document the lists themselves."
        ),
    ] = False,
    turns: Annotated[
        bool,
        typer.Option("--turns", help="With --order: who is listed first or last, rises or falls, by date."),
    ] = False,
    lines: Annotated[
        bool, typer.Option("--lines", help="With a NAME: the concordance lines that a row counts.")
    ] = False,
    new: Annotated[
        bool,
        typer.Option("--new", help="Propose people whom no list knows yet, in texts in the Latin script."),
    ] = False,
    least: Annotated[
        int | None, typer.Option("--min", metavar="N", min=1, help="With --new: least number of matches (2).")
    ] = None,
    confirm: Annotated[
        str | None, typer.Option("--confirm", metavar="NAME", help="Make a proposed name a person.")
    ] = None,
) -> None:
    """Who is named, how often, since when.

    People are those of a starter list, of the outlets' files and of the archive's speakers, and those added.
    A name that is part of another (Kim Il Sung University) is no mention. With --order, the order in which
    lists name those present: rose and fell say how often somebody stood before another, in a list, whom he
    had stood behind in the last one with both. Groups (officials concerned) have no place in it.

    \b
    Examples:
      corpus people --outlet kcna
      corpus people "Kim Jong Un" --outlet kcna --lines
      corpus people "Kim Jong Un" "Choe Son Hui" --by month --chart
      corpus people --order --outlet kcna
      corpus people "Pak Jong Chon" --order
      corpus people --order --document kcna-2024-07-16-respected-comrade-kim-jong-un
      corpus people --new --min 3
    """
    check(output)
    people = [*(names or ()), *(person or ())]
    _together(order=order, new=new, lines=lines, confirm=confirm is not None)
    _together(new=new, by=by is not None, lines=lines)
    if new and people:
        raise UsageError("--new proposes people whom no list knows yet: leave the name out.")
    if lines and not people:
        raise UsageError('--lines goes with a name: corpus people "Kim Jong Un" --lines')
    if turns and not order:
        raise UsageError("--turns goes with --order: corpus people --order --turns")
    if least is not None and not new:
        raise UsageError("--min goes with --new: corpus people --new --min 3")
    if turns and by is not None:
        raise UsageError("--turns and --by do not go together: give one of them.")
    if confirm is not None:
        add(session, confirm, None, None)
        return
    given = filters.given()
    listing = order and filters.document and not people and by is None and not turns
    with session.corpus() as corpus:
        if lines:
            result = corpus.mention_lines(*people, limit=page.lines, offset=page.offset, **given)
        elif new:
            result = corpus.people_proposals(min=least or 2, limit=page.lines, offset=page.offset, **given)
        elif listing:
            result = corpus.attendance_lists(**given)
        elif order:
            result = corpus.attendance(
                *people, by=by, turns=turns, limit=page.lines, offset=page.offset, **given
            )
        else:
            result = corpus.people(*people, by=by, limit=page.lines, offset=page.offset, **given)
    if lines or (by is not None and not order):
        _shown(result, output, None)
    else:
        _shown(result, output, output_text.people.order_table if order else output_text.people.people_table)


def _together(**given: bool) -> None:
    several = [f"--{name}" for name, value in given.items() if value]
    if len(several) > 1:
        raise UsageError(f"{' and '.join(several)} do not go together: give one of them.")


def add(
    session: Session,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name that tables shall show.")],
    alias: Annotated[
        list[str] | None,
        typer.Option("--alias", metavar="NAME", help="Another spelling or script; may be repeated."),
    ] = None,
    country: Annotated[
        str | None, typer.Option("--country", metavar="CODE", help="Where the office is held, as PRK.")
    ] = None,
) -> None:
    """Make a person known, or give one further names.

    Counts from now on, in all texts that are loaded already, too. Who added whom, and when, is logged: corpus
    people log.

    \b
    Examples:
      corpus people add "Kim Song" --alias 김성 --country PRK
      corpus people add "Kim Jong Un" --alias "Kim Jŏng-ŭn"
    """
    with session.corpus() as corpus:
        done = corpus.add_person(name, *(alias or ()), country=country)
    more = [one for one in done.added if one != done.name]
    held = f"; already there: {', '.join(done.held)}" if done.held else ""
    if done.new:
        named = f", also named {', '.join(more)}" if more else ""
        write(f"{done.name}: added{named}{held}.\n")
    elif done.added or country:
        named = f": {', '.join(done.added)}" if done.added else ""
        write(f"{done.name}: confirmed{named}{held}.\n")
    else:
        write(f"{done.name}: nothing to add{held}.\n")


def variants(
    session: Session,
    output: Output,
    page: Page,
    certain: Annotated[
        bool, typer.Option("--certain", help="Only those that are surely one person.")
    ] = False,
) -> None:
    """Speakers who may be one person.

    The same letters but for case, accents, hyphens and forms of address are certainly one name; further
    words, another order, an initial, a surname alone or nearly the same letters are for you to judge.

    \b
    Example:
      corpus people variants --certain
    """
    check(output)
    with session.corpus() as corpus:
        result = corpus.people_variants(certain=certain, limit=page.lines, offset=page.offset)
    _shown(result, output, None)


def merge(
    session: Session,
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="The speaker who stays, as the archive has him.")
    ] = None,
    others: Annotated[
        list[str] | None, typer.Argument(metavar="[OTHER...]", help="Speakers who are the same person.")
    ] = None,
    certain: Annotated[
        bool, typer.Option("--certain", help="All whose names have the same letters.")
    ] = False,
) -> None:
    """Make one speaker of several; logged.

    \b
    Examples:
      corpus people merge "Sergey Lavrov" "LAVROV" "Sergei V. Lavrov"
      corpus people merge --certain
    """
    if certain == bool(name) or (name and not others):
        raise UsageError(
            "Name the speaker who stays and the others: corpus people merge NAME OTHER, or --certain."
        )
    with session.corpus() as corpus:
        joined = corpus.merge_certain_people() if name is None else corpus.merge_people(name, *(others or ()))
    into = "" if name is None else f" into {name}"
    shown = f": {', '.join(joined[:10])}{' ...' if len(joined) > 10 else ''}" if joined else ""
    write(f"{len(joined):,} {'name' if len(joined) == 1 else 'names'} joined{into}{shown}.\n")


def log(session: Session, output: Output) -> None:
    """Who made which people known, and when."""
    check(output)
    with session.corpus() as corpus:
        result = corpus.people_log()
    if len(result) or not output.for_people:
        emit(result, output)
    else:
        say("Nobody has been added or merged by hand.")


people = Group(
    "people",
    "Who is named, how often, in which order; making people known.\n\nWithout a command, or with a name in"
    " its place: list, whose options it takes (corpus people list --help).",
    (list_, add, variants, merge, log),
    names=True,
)


def titles(
    session: Session,
    filters: Filters,
    output: ChartOutput,
    person: Annotated[str, typer.Argument(metavar="PERSON", help="A name, in any spelling or script.")],
    by: By = None,
    turns: Annotated[
        bool, typer.Option("--turns", help="By date: where each title appears first, and where last.")
    ] = False,
    lines: Annotated[
        str | None,
        typer.Option(
            "--lines", metavar="TITLE", help="The concordance lines that the row of a title counts."
        ),
    ] = None,
    least: Annotated[int, typer.Option("--min", metavar="N", min=1, help="Least number of matches.")] = 1,
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", min=1, help="At most so many titles, or lines.")
    ] = 50,
) -> None:
    """The titles and honorifics of a person, and since when.

    Found beside the name, before it (the respected Comrade) or behind it (president of ...), by patterns that
    each language has; what none matches counts as (no title). A mention with two titles counts for both.
    Before, after: documents that name the person before the first and after the last attestation of a title.

    \b
    Examples:
      corpus titles "Kim Jong Un" --outlet kcna
      corpus titles "Kim Jong Un" --by month --min 5 --chart
      corpus titles "Kim Jong Un" --turns --min 3
      corpus titles "Kim Jong Un" --lines "respected Comrade"
      corpus titles 习近平
    """
    check(output)
    if turns and by is not None:
        raise UsageError("--turns and --by do not go together: give one of them.")
    _together(lines=lines is not None, turns=turns, by=by is not None)
    with session.corpus() as corpus:
        if lines is None:
            result = corpus.titles(person, by=by, turns=turns, min=least, limit=limit, **filters.given())
        else:
            result = corpus.mention_lines(person, with_title=lines, limit=limit, **filters.given())
    plain = lines is not None or by is not None
    _shown(
        result,
        output,
        None if plain else output_text.people.turns_table if turns else output_text.people.titles_table,
    )
    if not len(result):
        raise typer.Exit(NotFoundError.exit_code)


def _shown(result: "Result", output: Output, text: Any) -> None:
    """Give a result out; of one without rows its notes alone."""
    if len(result) or not output.for_people:
        emit(result, output, text)
        return
    for note in result.notes:
        say(note)
