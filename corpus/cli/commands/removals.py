"""Taking documents and loads out of the archive, and back: remove, restore, undo, log."""

from typing import Annotated

import typer

from corpus.cli import last_list
from corpus.cli.errors import say
from corpus.cli.options import Filters, Output, Page, Session
from corpus.cli.output import check, emit
from corpus.errors import NotFoundError
from corpus.output.text.terminal_text import harmless

Documents = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[DOC]...", help="Documents, as corpus show takes them: by reference, row number, title, ..."
    ),
]
Run = Annotated[
    int | None, typer.Option("--run", metavar="N", help="All that one load saw; corpus log has the numbers.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")]

LISTED = 20
"""References that are printed."""


def remove(
    session: Session, filters: Filters, documents: Documents = None, run: Run = None, dry_run: DryRun = False
) -> None:
    """Take documents, or a whole load, out of the archive.

    They leave every count at once and are kept: corpus restore and corpus undo bring them back, until corpus
    optimize --purge deletes them for good. A document that was removed stays removed when it is loaded
    again; a load that was taken back can be loaded again.

    \b
    Examples:
      corpus remove generic-2024-02-28-songchon
      corpus remove --run 3
      corpus remove --outlet tass --until 2019 --dry-run
    """
    with session.corpus() as corpus:
        named = [last_list.meant(corpus, one) for one in documents or ()]
        refs = corpus.remove(*named, run=run, dry_run=dry_run, **filters.given())
    if not refs and run is None:
        raise NotFoundError("Nothing to remove: no document that counts is one of these.")
    _say(refs, "would be removed" if dry_run else "removed")
    if run is not None and not dry_run:
        typer.echo(f"Run {run} was taken back. It counts again with: corpus restore --run {run}")
    elif not dry_run:
        typer.echo("corpus undo brings them back." if len(refs) > 1 else "corpus undo brings it back.")


def restore(
    session: Session, filters: Filters, documents: Documents = None, run: Run = None, dry_run: DryRun = False
) -> None:
    """Bring back what was removed; corpus list --removed shows it.

    \b
    Examples:
      corpus restore generic-2024-02-28-songchon
      corpus restore --run 3
      corpus restore --outlet tass
    """
    with session.corpus() as corpus:
        named = [last_list.meant(corpus, one) for one in documents or ()]
        refs = corpus.restore(*named, run=run, dry_run=dry_run, **filters.given())
    if not refs and run is None:
        raise NotFoundError(
            "Nothing to restore: none of these was removed. corpus list --removed shows what was."
        )
    _say(refs, "would be restored" if dry_run else "restored")
    if run is not None and not dry_run:
        typer.echo(f"Run {run} counts again.")


def undo(
    session: Session,
    change: Annotated[
        int | None, typer.Argument(metavar="[CHANGE]", help="Its number in corpus log; else the last one.")
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """Take back the last change, whatever it was.

    A load, a correction, a removal, people, concepts, codes. Called again, it takes back the one before.
    What a later change builds on is not taken back under it: that is named. A load
    that was undone counts again with: corpus restore --run N.

    \b
    Examples:
      corpus undo --dry-run
      corpus undo
      corpus undo 12
    """
    with session.corpus() as corpus:
        done = corpus.undo(change, dry_run)
    what = f"change {done.number}, {done.what} of {done.at} by {done.who}: {done.about}"
    typer.echo(harmless(f"{'Would be undone' if dry_run else 'Undone'}: {what}"))
    if done.after != done.before:
        would = "would count" if dry_run else "count"
        typer.echo(f"{done.after:,} document{'s' * (done.after != 1)} {would}, in place of {done.before:,}.")


def log(session: Session, output: Output, page: Page) -> None:
    """What was done to the archive, when and by whom, newest first.

    Loads with the number of their run, how many inputs they had and what became of them; corrections,
    confirmations, removals, restorations; changes of people, concepts and codes.

    \b
    Example:
      corpus log --limit 10
    """
    check(output)
    with session.corpus() as corpus:
        result = corpus.log(page.lines, page.offset)
    if not len(result) and output.for_people:
        for note in result.notes:
            say(note)
        if not page.offset:
            say("Nothing was done to this archive yet.")
        return
    emit(result, output, None, page)


def _say(refs: tuple[str, ...], what: str) -> None:
    typer.echo(f"{len(refs):,} document{'s' * (len(refs) != 1)} {what}{':' if refs else '.'}")
    for ref in refs[:LISTED]:
        typer.echo(f"  {harmless(ref)}")
    if len(refs) > LISTED:
        typer.echo(f"  ... and {len(refs) - LISTED:,} more")
