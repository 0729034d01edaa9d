"""Loading: add, with its progress, its rejections and its summary."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus.cli.failures import say
from corpus.cli.options import Session
from corpus.cli.printing import columns, write
from corpus.errors import InputError, NotFoundError, UsageError

if TYPE_CHECKING:
    from corpus.api import Corpus
    from corpus.ingest.loader import Report
    from corpus.model.records import Rejected

MOST_REJECTIONS = 20
"""Rejected inputs that are listed after loading; ``corpus list --rejected`` has all."""
PREVIEWED = 20
"""Inputs that ``--dry-run`` shows."""

OUTCOMES = {
    "document": ("new document", "new documents"),
    "address": ("further address of a known text", "further addresses of known texts"),
    "version": ("changed text", "changed texts"),
    "same": ("known already", "known already"),
    "textless": ("seen without its text", "seen without their texts"),
    "rejection": ("rejected", "rejected"),
}


def add(
    session: Session,
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Files, folders and zip archives.")],
    outlet: Annotated[
        str | None, typer.Option("--outlet", metavar="CODE", help="Whose texts these are, as kcna.")
    ] = None,
    format: Annotated[
        str | None,
        typer.Option("--format", metavar="NAME", help="Read them as text, html, json, jsonl, csv, ..."),
    ] = None,
    map: Annotated[
        list[str] | None,
        typer.Option(
            "--map", metavar="NAME=COLUMN", help="Which column is what, as text=story_text; repeat it."
        ),
    ] = None,
    date: Annotated[
        str | None,
        typer.Option("--date", metavar="DATE", help="When they were published: 2024, 2024-08, ..."),
    ] = None,
    language: Annotated[
        str | None, typer.Option("--language", metavar="TAG", help="Their language, as en.")
    ] = None,
    genre: Annotated[
        str | None, typer.Option("--genre", metavar="NAME", help="Their kind, as speech.")
    ] = None,
    country: Annotated[
        str | None, typer.Option("--country", metavar="CODE", help="Whose words they are, as PRK.")
    ] = None,
    speaker: Annotated[
        str | None, typer.Option("--speaker", metavar="NAME", help="Who speaks in them.")
    ] = None,
    retrieved: Annotated[
        str | None, typer.Option("--retrieved", metavar="DATE", help="When they were retrieved; else now.")
    ] = None,
    follow_links: Annotated[
        bool,
        typer.Option("--follow-links", help="Follow links that lead out of the folders given, too."),
    ] = False,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run", help=f"Load nothing; show what would become of the first {PREVIEWED} inputs."
        ),
    ] = False,
) -> None:
    """Load files, folders and archives.

    Texts (txt, html), tables (csv, tsv, xlsx, json, jsonl) and zip archives of them. What is given with an
    option holds for all inputs and wins over what is found in them. Loading the same again changes
    nothing; a text that has changed becomes a new version. What cannot be loaded is kept, with the reason.

    \b
    Examples:
      corpus add speeches/ --outlet kcna
      corpus add articles.jsonl --outlet kcna --map text=story_text --map title=headline
      corpus add speech.txt --date 2024-02-28 --speaker "Kim Jong Un" --dry-run
    """
    hints = {"date": date, "language": language, "genre": genre, "country": country, "speaker": speaker}
    given: dict[str, Any] = {name: value for name, value in hints.items() if value is not None}
    given |= {"outlet": outlet, "format": format, "mapping": _mapping(map or [])}
    given |= {"follow_links": follow_links}
    with session.corpus() as corpus:
        if dry_run:
            rejections = _preview(corpus, paths, given)
        else:
            rejections = _load(corpus, paths, {"retrieved": retrieved, **given})
    if rejections:
        raise typer.Exit(InputError.exit_code)


def _mapping(entries: list[str]) -> dict[str, str]:
    mapping: dict[str, str] = {}
    for entry in entries:
        name, sign, column = entry.partition("=")
        if not (sign and name.strip() and column.strip()):
            raise UsageError(f"--map {entry} says nothing: write it as text=story_text.")
        mapping[name.strip()] = column.strip()
    return mapping


def _load(corpus: "Corpus", paths: list[str], given: dict[str, Any]) -> int:
    size = corpus.estimate(*paths, follow_links=given["follow_links"])
    there = corpus.exists()
    with progress_bar(size) as progress:
        report = corpus.add(*paths, progress=progress, expected=size, **given)
    if not there:
        say(f"There was no database yet: {corpus.name} is created.")
    for sentence in report.left_out:
        say(sentence)
    _check_inputs(report.inputs, paths)
    write(summary(report) + "\n")
    say_not_analysed(report)
    return list_rejections(report.rejections)


@contextmanager
def progress_bar(size: int) -> Iterator[Callable[[int], None] | None]:
    """A bar on standard error with the remaining time, where that is a terminal; called with bytes done."""
    if not sys.stderr.isatty():
        yield None
        return
    from tqdm import tqdm

    with tqdm(total=size, unit="B", unit_scale=True, leave=False, dynamic_ncols=True, file=sys.stderr) as bar:

        def update(done: int) -> None:
            bar.update(min(done, max(size - bar.n, 0)))

        yield update


def summary(report: "Report") -> str:
    """What became of the inputs, in words."""
    counts = {name: report.outcomes[name] for name in OUTCOMES if report.outcomes[name]}
    inputs = f"{report.inputs:,} input{'s' * (report.inputs != 1)}"
    if set(counts) <= {"same", "textless"} and counts:
        return f"{inputs}, known already: nothing changed."
    parts = [f"{number:,} {OUTCOMES[name][number != 1]}" for name, number in counts.items()]
    return f"{inputs}: {', '.join(parts)}."


def say_not_analysed(report: "Report") -> None:
    """Say on standard error which texts were indexed without an analyser, and what to do."""
    from corpus.analysis.analysers import EXTRAS

    for language, texts in report.not_analysed.items():
        say(
            f"{texts:,} text{'s' * (texts != 1)} in {language} indexed by characters, not by words: pip"
            f" install 'state-media-corpus[{EXTRAS[language]}]', then: corpus optimize --reanalyse {language}"
        )


def list_rejections(rejections: "list[Rejected]") -> int:
    """Name rejected inputs and reasons on standard error; how many there are."""
    for rejected in rejections[:MOST_REJECTIONS]:
        say(f"rejected: {rejected.source}: {rejected.reason}")
    if len(rejections) > MOST_REJECTIONS:
        say(f"and {len(rejections) - MOST_REJECTIONS:,} more: corpus list --rejected")
    return len(rejections)


def _preview(corpus: "Corpus", paths: list[str], given: dict[str, Any]) -> int:
    from corpus.cli.reading import fields

    result = corpus.preview(*paths, limit=PREVIEWED, **given)
    _check_inputs(len(result), paths)
    for row in result.rows():
        write(fields(list(row.items()), columns()) + "\n")
    for note in result.notes:
        say(note)
    return sum(row["rejected"] is not None for row in result.rows())


def _check_inputs(number: int, paths: list[str]) -> None:
    if not number:
        raise NotFoundError(f"There is nothing to load in {', '.join(paths)}: no file was found.")
