"""Keeping the archive sound: check, backup."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus import output
from corpus.choices import CheckFormat
from corpus.cli.options import Session, either
from corpus.errors import UsageError
from corpus.output.text.terminal_text import harmless

if TYPE_CHECKING:
    from corpus.index.check.check_archive import Checked

DAMAGED = 4
"""Exit code of a check that found something broken."""


def check(
    session: Session,
    quick: Annotated[
        bool, typer.Option("--quick", help="Only tables, indexes and the store's own check.")
    ] = False,
    full: Annotated[
        bool, typer.Option("--full", help="Cut the texts into words anew, too, and compare.")
    ] = False,
    repair: Annotated[
        bool, typer.Option("--repair", help="Write anew what follows from the texts, after a backup.")
    ] = False,
    format: Annotated[
        CheckFormat,
        typer.Option(
            "--format", metavar="FORMAT", help=f"{either(CheckFormat)}: how to print what is found."
        ),
    ] = "text",
) -> None:
    """Find damage.

    Compares texts with their digests, and the index with itself and with the tables. Each broken thing is
    named, with what mends it: lost cannot be made again from the archive, wrong may give wrong numbers,
    slow only costs time. Nothing is changed without --repair. Exit code 0: sound; 4: something is broken.

    \b
    Examples:
      corpus check
      corpus check --full --repair
    """
    if quick and full:
        raise UsageError("--quick and --full are two levels: give one of them.")
    with session.corpus() as corpus:
        found = corpus.check("quick" if quick else "full" if full else "default", repair)
        name = corpus.name
    if format == "json":
        typer.echo(
            output.export.record_json(
                {
                    "database": name,
                    "sound": found.sound,
                    "findings": [finding._asdict() for finding in found.findings],
                    "notes": found.notes,
                    "seconds": {part: round(taken, 3) for part, taken in found.seconds.items()},
                    "repaired": found.repaired,
                    "backup": found.backup,
                }
            )
        )
    else:
        _print(name, found)
    if not found.sound:
        raise typer.Exit(DAMAGED)


def _print(name: str, found: "Checked") -> None:
    if found.repaired:
        typer.echo(f"Repaired; what was there before is in {found.backup}.")
    for one in found.findings:
        where = " ".join(part for part in (one.table, one.row, one.document) if part)
        typer.echo(harmless(f"{one.severity}: {where}: {one.problem}; {one.remedy}"))
    for note in found.notes:
        typer.echo(harmless(note))
    times = ", ".join(f"{part} {taken:.1f} s" for part, taken in found.seconds.items())
    number = len(found.findings)
    typer.echo(f"{name}: {'sound' if not number else f'{number:,} broken'} ({times}).")


def backup(
    session: Session,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The copy; an older one is replaced at the end.")
    ],
) -> None:
    """Copy the database.

    Texts may be loaded meanwhile. The copy is checked before it replaces an older one. To restore it, copy it
    to the database's place, without the files -wal and -shm that stand beside that. A PostgreSQL
    database is copied by pg_dump.

    \b
    Examples:
      corpus backup corpus-backup.db
    """
    with session.corpus() as corpus:
        corpus.backup(file)
        typer.echo(f"{corpus.name}: copied to {file}, and checked.")
