"""The database and what it holds: init, upgrade, list, show, stats, coverage."""

from typing import TYPE_CHECKING, Annotated

import typer

from corpus.choices import DocumentOrder
from corpus.cli import last_list
from corpus.cli.errors import say
from corpus.cli.options import ChartOutput, Filters, Output, Page, Session, either
from corpus.cli.output import check, columns, emit, write_raw
from corpus.cli.output import show as show_text
from corpus.errors import SchemaError, UsageError
from corpus.output import text as output_text

if TYPE_CHECKING:
    from corpus.api import Corpus
    from corpus.index.renewal.recount import Owed

LONGEST_ID = 50
"""Most digits of a number that is looked for."""


def init(session: Session) -> None:
    """Create the database.

    One that is there already is left as it is, and upgraded if an older version of this program made it.
    """
    with session.corpus() as corpus:
        if corpus.exists():
            typer.echo(f"{corpus.name}: {_upgraded(corpus) or 'ready, nothing to do'}.")
        else:
            corpus.init()
            typer.echo(f"{corpus.name}: created.")


def upgrade(session: Session) -> None:
    """Bring the database up to this version.

    Its texts stay as they are. Where they were counted by older rules (what is a word, which spellings are
    one), they are counted anew, about a million words in a second. What an interruption leaves undone, the
    next upgrade does. Nothing is done where nothing is needed.
    """
    with session.corpus() as corpus:
        if not corpus.exists():
            raise SchemaError(f"There is no database at {corpus.name}; create it with: corpus init")
        typer.echo(f"{corpus.name}: {_upgraded(corpus) or 'nothing to do'}.")


def _upgraded(corpus: "Corpus") -> str:
    """Upgrade; what was done, "" for nothing. What there is to do is said before, on standard error."""

    def announce(work: "Owed") -> None:
        say(
            f"Counting {work.words:,} words of {work.documents:,} documents anew; that needs"
            f" about {max(work.room / 1e6, 1):,.0f} MB of free room."
        )

    done = corpus.upgrade(announce)
    if done.older:
        say(done.older)
    if done.recounted:
        return f"upgraded, {done.recounted:,} words of {done.documents:,} documents counted anew"
    return "upgraded" if done else ""


def list_(
    session: Session,
    filters: Filters,
    output: Output,
    page: Page,
    rejected: Annotated[
        bool, typer.Option("--rejected", help="Inputs that could not be loaded, and why; takes no filters.")
    ] = False,
    removed: Annotated[
        bool, typer.Option("--removed", help="Documents that were removed, in place of those that count.")
    ] = False,
    query: Annotated[
        str | None,
        typer.Option("--query", metavar="QUERY", help="Only documents with a match, and how many they have."),
    ] = None,
    sort: Annotated[
        DocumentOrder | None,
        typer.Option(
            "--sort",
            metavar="NAME",
            help=f"{either(DocumentOrder)}; without: newest. date: the earliest first.",
        ),
    ] = None,
    new: Annotated[bool, typer.Option("--new", help="Only what the last load added.")] = False,
) -> None:
    """Documents, or rejected inputs.

    The newest first, those without a date last, or as --sort says. With --authority: the highest rank
    first, and notes say why it ranks so (all kinds: corpus authorities). The number of a row opens its
    document, and corrects or removes it: corpus show 3, corpus set 3 genre=speech.

    \b
    Examples:
      corpus list --outlet kcna --since 2024-08 --title "missile"
      corpus list --query '"hostile act"' --sort matches
      corpus list --new --sort tokens
      corpus list --authority press-statement --since 2024-10
      corpus list --rejected
    """
    check(output)
    given = filters.given()
    if rejected and given:
        raise UsageError(f"--rejected takes no filters: leave out {', '.join(map(_option, given))}.")
    asked = {"query": query, "sort": sort, "new": new or None}
    if rejected and any(asked.values()):
        named = ", ".join(_option(name) for name, value in asked.items() if value)
        raise UsageError(f"--rejected lists inputs, not documents: leave out {named}.")
    if rejected and removed:
        raise UsageError("--rejected and --removed list different things: give one of them.")
    with session.corpus() as corpus:
        result = corpus.list(
            rejected, page.rows(output), page.offset, removed, query=query, sort=sort, new=new, **given
        )
    emit(result, output, output_text.documents.rejections if rejected else None, page)


def show(
    session: Session,
    output: Output,
    document: Annotated[
        str,
        typer.Argument(
            metavar="DOC",
            help="Reference of a document, or its beginning; an address, a date or a title that only it has;"
            " or the number of a row of the last list.",
        ),
    ],
    version: Annotated[
        int | None, typer.Option("--version", metavar="N", help="An earlier version of its text.")
    ] = None,
    raw: Annotated[
        bool, typer.Option("--raw", help="The bytes as they were loaded, to a file (--out) or a pipe.")
    ] = False,
    rejected: Annotated[
        bool,
        typer.Option("--rejected", help="DOC is the id of a rejected input: its bytes, as with --raw."),
    ] = False,
) -> None:
    """One document: metadata, and its text by voices.

    With --format or --out: the passages as rows, with voice and speaker, and the document's metadata.
    Numbers are those of the list that this terminal printed last for this archive.

    \b
    Examples:
      corpus show "Statement of DPRK Foreign Ministry"
      corpus show kcna-2024-08-06
      corpus show kcna-2024-08-06-press-statement --version 1 --format json
    """
    if raw or rejected:
        _stored(session, document, version, rejected, output)
        return
    check(output)
    with session.corpus() as corpus:
        shown = corpus.show(last_list.meant(corpus, document), version)
    if not output.for_people:
        emit(shown.full, output)
        return
    width = columns()
    about = zip(shown.about.values("field"), shown.about.values("value"), strict=True)
    head = output_text.documents.fields(list(about), width)
    show_text(head + output_text.documents.passages(shown.passages, width))


def _stored(session: Session, name: str, version: int | None, rejected: bool, output: Output) -> None:
    if output.format is not None:
        raise UsageError("The stored bytes have no --format: leave it out.")
    with session.corpus() as corpus:
        if not rejected:
            content = corpus.show(last_list.meant(corpus, name), version).raw
        elif name.isdecimal() and len(name) <= LONGEST_ID:
            content = corpus.rejected_bytes(int(name))
        else:
            raise UsageError(
                f"{name[:100]!r} is no id of a rejected input: corpus list --rejected shows them."
            )
    write_raw(content, output.out)


def stats(session: Session, output: Output) -> None:
    """What the database holds, in numbers.

    Every input ever given is a new document, an address of a known one, or a rejection; they add up.
    """
    check(output)
    with session.corpus() as corpus:
        emit(corpus.stats(), output)


def coverage(
    session: Session,
    filters: Filters,
    output: ChartOutput,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="PERIOD", help="Look for gaps by year, quarter, month, week or day."),
    ] = None,
    each: Annotated[
        bool, typer.Option("--each", help="A line for each outlet and period: documents and words.")
    ] = False,
) -> None:
    """What it holds of each outlet, and its gaps.

    Without --by: by month for an outlet that spans up to three years, else by year.

    \b
    Example:
      corpus coverage --outlet kcna --by week
      corpus coverage --by month --each
    """
    check(output)
    with session.corpus() as corpus:
        emit(corpus.coverage(by, each=each, **filters.given()), output)


def _option(name: str) -> str:
    return "--" + name.replace("_", "-")
