"""Concepts: named groups of queries across languages."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus import curation
from corpus.cli.errors import say
from corpus.cli.options import Group, Output, Session
from corpus.cli.output import check, emit, write
from corpus.errors import UsageError
from corpus.output import text as output_text
from corpus.output.formats import check_folder

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corpus.output.result import Result

Name = Annotated[str, typer.Argument(metavar="NAME", help="Name of a concept, as denuclearisation.")]
MOST_NAMED = 10
"""Names in one sentence; more are only counted."""


def list_(session: Session, output: Output) -> None:
    """All concepts with their queries.

    \b
    Examples:
      corpus concepts
      corpus concepts --format csv --out concepts.csv
    """
    _shown(session, output, ())


def show(session: Session, output: Output, name: Name) -> None:
    """One concept with its queries.

    \b
    Example:
      corpus concepts show denuclearisation
    """
    _shown(session, output, (name,))


def add(
    session: Session,
    name: Name,
    queries: Annotated[
        list[str],
        typer.Argument(metavar="LANGUAGE:QUERY...", help="Words or phrases, each after its language, or *."),
    ],
    note: Annotated[
        str | None, typer.Option("--note", metavar="TEXT", help="What the concept is for, in a line.")
    ] = None,
) -> None:
    """Make a concept, or add queries to it.

    A query is asked only of texts in its language: zh:无核化 is not looked for in Japanese texts. A
    language takes in its varieties (zh also zh-Hant); *:NATO is asked of every text.

    \b
    Examples:
      corpus concepts add denuclearisation en:"denuclear*" ko:비핵화 zh:无核化 'ru:денуклеаризац*'
      corpus concepts add peace en:peace es:paz --note "Peace, as a goal or a slogan."
      corpus freq @denuclearisation --by language
    """
    with session.corpus() as corpus:
        done = corpus.add_concept(name, curation.concepts.by_language(queries), note)
    already = f"; already there: {_listed(done.held)}" if done.held else ""
    noted = " and its note" if done.note else ""
    if done.new:
        write(f"@{done.name}: made, with {_several(len(done.added), 'query', 'queries')}.\n")
    elif done.added:
        write(f"@{done.name}: added {_listed(done.added)}{noted}{already}.\n")
    elif done.note:
        write(f"@{done.name}: its note is another now{already}.\n")
    else:
        write(f"@{done.name}: nothing to add{already}.\n")


def remove(
    session: Session,
    name: Name,
    queries: Annotated[
        list[str] | None,
        typer.Argument(metavar="[LANGUAGE:QUERY...]", help="Only these queries; else the whole concept."),
    ] = None,
) -> None:
    """Remove a concept, or some of its queries.

    \b
    Examples:
      corpus concepts remove denuclearisation zh:无核化
      corpus concepts remove denuclearisation
    """
    with session.corpus() as corpus:
        done = corpus.remove_concept(name, curation.concepts.by_language(queries) if queries else None)
    count = _several(len(done.removed), "query", "queries")
    whole = f" It held no other: @{done.name} is gone." if queries and done.gone else ""
    write(f"@{done.name}: removed{', with' if not queries else ''} {count}.{whole}\n")


def import_(
    session: Session,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file of concepts, .toml or .csv.")],
) -> None:
    """Load the concepts of a file, all or none of them.

    A concept that exists is added to. A CSV has the columns concept, language, query and, if you like,
    note; a TOML has a table for each concept, as corpus concepts export writes it.

    \b
    Example:
      corpus concepts import concepts.toml
    """
    with session.corpus() as corpus:
        done = corpus.import_concepts(file)
    made = [each for each in done if each.new]
    more = [each for each in done if each.changed and not each.new]
    same = [each.name for each in done if not each.changed]
    write(
        f"{file.name}: {_several(len(made), 'concept')} made, {len(more)} added to, {len(same)} unchanged.\n"
    )
    if more:
        say(f"Added to: {_names(each.name for each in more)}.")


def starter(session: Session) -> None:
    """Load the concepts that come with the program.

    Forty concepts of state-media research, in English, Korean, Chinese, Japanese, Russian and Spanish.
    Those whose names exist are left as they are.

    \b
    Example:
      corpus concepts starter
    """
    with session.corpus() as corpus:
        done = corpus.starter_concepts()
    made = [each for each in done if each.new]
    left = [each.name for each in done if not each.new]
    queries = sum(len(each.added) for each in made)
    write(f"{_several(len(made), 'concept')} made, with {_several(queries, 'query', 'queries')}.\n")
    if left:
        say(f"Left as they were, since the names exist: {_names(left)}.")


def export(
    session: Session,
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME...]", help="Only these concepts; else all.")
    ] = None,
    out: Annotated[
        str | None,
        typer.Option("--out", metavar="FILE", help="A .toml or .csv file; else TOML on standard output."),
    ] = None,
) -> None:
    """Concepts as a file, to edit, keep or share.

    \b
    Examples:
      corpus concepts export --out concepts.toml
      corpus concepts export denuclearisation > denuclearisation.toml
    """
    path = Path(out) if out is not None else None
    if path is not None:
        check_folder(path)
        if path.suffix.lower() not in (".toml", ".csv"):
            raise UsageError(f"The ending of {path.name!r} names no file of concepts: give .toml or .csv.")
    with session.corpus() as corpus:
        result = corpus.concepts(*names or ())
        if path is None:
            write(corpus.export_concepts(*names or ()))
        elif path.suffix.lower() == ".csv":
            path.write_text(str(result.render("csv")), encoding="utf-8")
        else:
            path.write_text(corpus.export_concepts(*names or ()), encoding="utf-8")
    for note in result.notes:
        say(note)
    if path is not None:
        say(f"{_several(len(set(result.values('concept'))), 'concept')} written to {out}")


concepts = Group(
    "concepts",
    "Named groups of queries across languages.\n\nA query names a concept as @name, alone or inside a phrase,"
    " and finds what any of its queries finds in texts of its language. Without a command, all are shown.",
    (list_, show, add, remove, import_, export, starter),
)


def _shown(session: Session, output: Output, names: tuple[str, ...]) -> None:
    check(output)
    with session.corpus() as corpus:
        result = corpus.concepts(*names)
    if len(result) or not output.for_people:
        emit(result, output, blocks)
    for note in () if len(result) else result.notes:
        if output.for_people:
            say(note)


def blocks(result: "Result", width: int | None) -> str:
    """Each concept with its note, and under it its queries by language."""
    room = width - len(output_text.documents.INDENT) if width else None
    languages: dict[str, dict[str, list[str]]] = {}
    notes: dict[str, str | None] = {}
    for row in result.rows():
        notes[row["concept"]] = row["note"]
        of_concept = languages.setdefault(row["concept"], {})
        if row["language"] is not None:
            of_concept.setdefault(row["language"], []).append(row["query"])
    parts = []
    for name, queries in languages.items():
        heading = f"@{name}  {notes[name] or ''}".rstrip()
        lines = output_text.documents.fields(
            [(tag, ", ".join(some)) for tag, some in queries.items()], room
        ).splitlines()
        parts.append(
            output_text.documents.paragraphs([heading], width)
            + "".join(f"{output_text.documents.INDENT}{line}\n" for line in lines)
        )
    return "\n".join(parts)


def _listed(queries: "Iterable[tuple[str, str]]") -> str:
    return ", ".join(map(":".join, queries))


def _names(names: "Iterable[str]") -> str:
    named = list(names)
    more = f" and {len(named) - MOST_NAMED} more" if len(named) > MOST_NAMED else ""
    return ", ".join(f"@{name}" for name in named[:MOST_NAMED]) + more


def _several(count: int, one: str, many: str | None = None) -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"
