"""Metadata that a person decides: review, set."""

from typing import TYPE_CHECKING, Annotated

import typer

from corpus.argument_checks import checked
from corpus.cli import last_list
from corpus.cli.errors import say
from corpus.cli.options import Filters, Output, Page, Session
from corpus.cli.output import check, columns, emit, write
from corpus.errors import NotFoundError, UsageError
from corpus.output import text as output_text
from corpus.text import analysers

if TYPE_CHECKING:
    from corpus.output.result import Result


TO_DO = "Right as it stands: corpus review --confirm REF; wrong: corpus set REF FIELD=VALUE."


def review(
    session: Session,
    filters: Filters,
    output: Output,
    page: Page,
    confirm: Annotated[
        str | None,
        typer.Option("--confirm", metavar="DOC|--all", help="Confirm what is doubtful of this document."),
    ] = None,
    field: Annotated[
        str | None, typer.Option("--field", metavar="NAME", help="Of this field only, as published.")
    ] = None,
    all_: Annotated[
        bool, typer.Option("--all", help="With --confirm: of every document under --field and the filters.")
    ] = False,
) -> None:
    """Inferred and doubtful metadata to confirm.

    What is wrong is corrected with: corpus set DOC field=value.

    \b
    Examples:
      corpus review --outlet kcna
      corpus review --confirm kcna-2024-08-06-press-statement --field published
      corpus review --field published --confirm --all
    """
    every = all_ or confirm == "--all"
    if all_ and confirm is None:
        raise UsageError("--all goes with --confirm: write --confirm --all.")
    if confirm is not None and not every and confirm.startswith("-"):
        raise UsageError("--confirm takes the reference of a document, or --all, right after it.")
    if field is not None:
        checked("field", field)
    check(output)
    with session.corpus() as corpus:
        if confirm is None:
            result = corpus.review(page.lines, page.offset, field, **filters.given())
            if len(result) or not output.for_people:
                emit(result, output, output_text.documents.doubts)
                if output.for_people:
                    say(TO_DO)
            else:
                for note in result.notes:
                    say(note)
                if not page.offset:
                    say("Nothing to review.")
            return
        if every:
            confirmed = corpus.confirm_all(field, **filters.given())
            confirm = "All documents" if confirmed else "No document"
        else:
            confirm = last_list.meant(corpus, confirm)
            confirmed = corpus.confirm(confirm, field)
    if every and not confirmed:
        raise NotFoundError("There is no open doubt of this kind: corpus review lists them.")
    if not confirmed:
        of_field = f" of its {field}" if field else ""
        raise NotFoundError(f"{confirm} has no open doubt{of_field}: corpus review lists them.")
    typer.echo(f"{confirm}: {confirmed} {'doubts' if confirmed > 1 else 'doubt'} confirmed.")


def set_(
    session: Session,
    document: Annotated[
        str,
        typer.Argument(
            metavar="DOC", help="A document, as corpus show takes it: by reference, row number, title, ..."
        ),
    ],
    values: Annotated[
        list[str],
        typer.Argument(
            metavar="FIELD=VALUE...",
            help="title, published, event, place, speaker, language, country, genre, authority or outlet; "
            "an empty value clears the field. With --undo only the names of fields.",
        ),
    ],
    undo: Annotated[
        bool, typer.Option("--undo", help="Give back what was read from the text, or was given with it.")
    ] = False,
) -> None:
    """Correct metadata of a document.

    Every correction is logged, with who made it and when, and settles the doubts about that field; loading
    the text again changes nothing that was set.

    \b
    Examples:
      corpus set generic-2024-02-28-songchon published=2024-02-28 speaker="Kim Jong Un"
      corpus set generic-2024-02-28-songchon outlet=kcna
      corpus set generic-2024-02-28-songchon published --undo
    """
    if undo:
        with session.corpus() as corpus:
            result = corpus.unset(
                last_list.meant(corpus, document), *dict.fromkeys(_field(entry) for entry in values)
            )
        _show_changes(result)
        return
    wanted: dict[str, str] = {}
    for entry in values:
        checked("FIELD=VALUE", entry, longest=None)
        name, sign, value = entry.partition("=")
        if not sign:
            raise UsageError(f"{entry!r} sets nothing: write it as field=value, as in published=2024-02-28.")
        if name in wanted:
            raise UsageError(f"{name} is given twice: give it one value.")
        wanted[name.strip()] = value.strip()
    with session.corpus() as corpus:
        result = corpus.set(last_list.meant(corpus, document), **wanted)
    _show_changes(result)


def _field(entry: str) -> str:
    name, sign, _ = entry.partition("=")
    if sign:
        raise UsageError(f"--undo gives back what was read: write {name.strip()} without a value.")
    return name.strip()


def _show_changes(result: "Result") -> None:
    changes = [(row["field"], f"{row['old'] or '–'} → {row['new'] or '–'}") for row in result.rows()]
    write(output_text.documents.fields(changes, columns()))
    for note in result.notes:
        say(note)
    for row in result.rows():
        if row["field"] == "language":
            _say_words_stay(row["old"] or "", row["new"] or "")


def _say_words_stay(old: str, new: str) -> None:
    """Say on standard error that the words of a text are those of the language it had."""
    for shown in (new, old):
        language = shown.partition(" ")[0].partition("-")[0]
        if language in analysers.registry.EXTRAS:
            say(f"Its words stay as they were cut until: corpus optimize --reanalyse {language}")
            return
