"""Loading: add, with its progress, its rejections and its summary."""

import gc
import io
import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from corpus import settings
from corpus.cli.errors import say
from corpus.cli.options import Output, Session
from corpus.cli.output import check, columns, emit, write
from corpus.errors import InputError, NotFoundError, UsageError
from corpus.ingest import outlets
from corpus.output import text as output_text
from corpus.text import analysers

if TYPE_CHECKING:
    from collections import Counter

    from corpus.api import Corpus
    from corpus.ingest.decode.columns import UnusedColumn
    from corpus.ingest.load.loader import Report
    from corpus.output.formats import Printed
    from corpus.text.records import Rejected

Paths = list[str | io.BytesIO]

MOST_REASONS = 20
"""Reasons of rejections that are listed after loading; ``corpus list --rejected`` has all."""
MOST_SOURCES = 3
"""Rejected inputs that are named with a reason."""
MOST_COLUMNS = 20
LONGEST_EXAMPLE = 24
"""Columns that are named."""
LOADING = (100_000, 10, 10)
"""New objects after which garbage is looked for: sooner than in a question, for trees of pages are such."""
PREVIEWED = 20
"""Inputs that ``--dry-run`` shows."""

EXPLAINED_AS = ("json", "jsonl", "csv", "tsv")
"""Formats in which ``--explain`` gives out rows; files of these kinds are told by their first bytes."""

OUTCOMES = {
    "document": ("new document", "new documents"),
    "address": ("further address of a known text", "further addresses of known texts"),
    "version": ("changed text", "changed texts"),
    "same": ("known already", "known already"),
    "reread": ("text read anew", "texts read anew"),
    "moved": ("text of another outlet now", "texts of another outlet now"),
    "misplaced": ("text of another item at its address", "texts of other items at their addresses"),
    "textless": ("seen without its text", "seen without their texts"),
    "rejection": ("rejected", "rejected"),
}
CHANGES = {
    "metadata": ("known document with new metadata", "known documents with new metadata"),
    "reverted": (
        "known document whose earlier text is current again",
        "known documents whose earlier texts are current again",
    ),
    "doubt": ("known document with a new doubt", "known documents with new doubts"),
}
"""What a run did to documents that it brought no new text of."""


def add(
    session: Session,
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH...", help="Files, folders and archives; - reads standard input."),
    ],
    outlet: Annotated[
        str | None, typer.Option("--outlet", metavar="CODE", help="Whose texts these are, as kcna.")
    ] = None,
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="NAME",
            help="Read them as text, html, json, docx, ...; with --explain: give out json, csv, ...",
        ),
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
    dates: Annotated[
        str | None,
        typer.Option("--dates", metavar="ORDER", help="How 02/01/2024 is meant: day-first or month-first."),
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
    title: Annotated[str | None, typer.Option("--title", metavar="WORDS", help="Its headline.")] = None,
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
    explain: Annotated[
        bool,
        typer.Option(
            "--explain",
            help="With --dry-run: which rule, of which outlet file, decided each field and passage.",
        ),
    ] = False,
    out: Annotated[
        str | None,
        typer.Option(
            "--out", metavar="FILE", help="With --dry-run: write what it shows; the ending picks the format."
        ),
    ] = None,
) -> None:
    """Load files, folders and archives.

    Texts (txt, md), pages (html), tables (csv, xlsx, json, jsonl), documents (docx, odt, rtf, epub, pdf),
    mails, feeds, subtitles, corpora (TEI, VRT, CoNLL-U) and archives of them, told by their first bytes.
    What is given with an option holds for all inputs and wins over what is found in them. Loading the same
    again changes nothing; a text that has changed becomes a new version. What cannot be loaded is kept, with
    the reason.

    \b
    Examples:
      corpus add speeches/ --outlet kcna
      corpus add articles.jsonl --outlet kcna --map text=story_text --map title=headline
      corpus add speech.txt --date 2024-02-28 --speaker "Kim Jong Un" --dry-run
      corpus add speech.txt --outlet kcna --date 2024-02-28 --title "Speech at the Shipyard"
      corpus add article.txt --outlet kcna --dry-run --explain
      corpus add article.txt --outlet kcna --dry-run --explain --format json
    """
    hints = {
        "date": date,
        "dates": dates,
        "language": language,
        "genre": genre,
        "country": country,
        "speaker": speaker,
        "title": title,
    }
    given: dict[str, Any] = {name: value for name, value in hints.items() if value is not None}
    given |= {"outlet": outlet, "format": format, "mapping": _mapping(map or [])}
    given |= {"follow_links": follow_links}
    if explain and not dry_run:
        raise UsageError("--explain shows what a load would do: give --dry-run with it.")
    if out is not None and not dry_run:
        raise UsageError("--out writes what a load would do: give --dry-run with it.")
    output = Output(out=out)
    if explain and format in EXPLAINED_AS:
        output.format, given["format"] = cast("Printed", format), None
    check(output)
    gc.set_threshold(*LOADING)
    inputs = [_pasted() if path == "-" else path for path in paths]
    with session.corpus() as corpus:
        if dry_run:
            shown = _explanation if explain else _preview
            rejections = shown(corpus, inputs, {"retrieved": retrieved, **given}, output)
        else:
            rejections = _load(corpus, inputs, {"retrieved": retrieved, **given})
    if rejections:
        raise typer.Exit(InputError.exit_code)


def _pasted() -> io.BytesIO:
    """What stands in standard input: it is read once, and looked at twice."""
    if sys.stdin.isatty():
        say("Paste the text, then press Ctrl-D on a line of its own.")
    return io.BytesIO(sys.stdin.buffer.read(settings.MAX_MEMBER_BYTES + 1))


def _mapping(entries: list[str]) -> dict[str, str]:
    mapping: dict[str, str] = {}
    for entry in entries:
        name, sign, column = entry.partition("=")
        if not (sign and name.strip() and column.strip()):
            raise UsageError(f"--map {entry} says nothing: write it as text=story_text.")
        mapping[name.strip()] = column.strip()
    return mapping


def _load(corpus: "Corpus", paths: "Paths", given: dict[str, Any]) -> int:
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
    say_what_is_open(report)
    return list_rejections(report.rejections, report.outcomes["rejection"])


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
    # An outcome without words of its own is still said: the numbers add up.
    names = [*OUTCOMES, *sorted(set(report.outcomes) - set(OUTCOMES))]
    counts = {name: report.outcomes[name] for name in names if report.outcomes[name]}
    inputs = f"{report.inputs:,} input{'s' * (report.inputs != 1)}"
    if set(counts) <= {"same", "textless"} and not report.changed:
        return f"{inputs}, known already: nothing changed."
    parts = [f"{number:,} {OUTCOMES.get(name, (name, name))[number != 1]}" for name, number in counts.items()]
    more = [f"{number:,} {CHANGES[what][number != 1]}" for what, number in report.changed.items()]
    return f"{inputs}: {', '.join(parts)}.{' ' + ', '.join(more) + '.' if more else ''}"


def say_what_is_open(report: "Report") -> None:
    """Say on standard error what a person should look at: one line for each kind."""
    if report.undated:
        texts = "text has" if report.undated == 1 else "texts have"
        say(
            f"{report.undated:,} {texts} no date and will be in no table over time:"
            " corpus review --field published"
        )
    if report.without_text:
        documents = "document has" if report.without_text == 1 else "documents have"
        say(f"{report.without_text:,} {documents} a title and no text.")
    if report.doubts:
        fields = ", ".join(f"{field} {number:,}" for field, number in report.doubts.items())
        say(f"To review: {fields}: corpus review --field {next(iter(report.doubts))}")
    if set(report.outcomes) - {"same", "textless"}:
        for unused in report.unused_rules.values():
            for line in outlets.unused_rules.sentences(unused):
                say(line)
        if report.unused_columns:
            say(unused_columns(report.unused_columns, report.likely_date))
        for line in outlet_hints(report.looks_like, report.without_outlet):
            say(line)
    say_not_analysed(report)


def unused_columns(columns: "list[UnusedColumn]", date: str | None = None) -> str:
    """The sentence for columns that give documents nothing: what each holds, and why it was not read.

    ``date``: the one that seems to hold the dates that the texts lack.
    """
    shown = [_unused(column) for column in columns[:MOST_COLUMNS]]
    more = f" and {len(columns) - MOST_COLUMNS:,} more" if len(columns) > MOST_COLUMNS else ""
    option = f"--map {shlex.quote(f'date={date}')}" if date is not None else "--map date=COLUMN"
    return f"Columns that were not used: {', '.join(shown)}{more}; {option} says what one is"


def _unused(column: "UnusedColumn") -> str:
    example = " ".join((column.example or "").split())
    example = f"{example[:LONGEST_EXAMPLE].rstrip()} ..." if len(example) > LONGEST_EXAMPLE else example
    why = [f"'{example}'"] if example else ["empty"]
    if column.instead is not None:
        field, other = column.instead
        why.append(f"{field} is read from {' '.join(other[:40].split())}")
    return f"{' '.join(column.name[:40].split())} ({'; '.join(why)})"


def outlet_hints(looks_like: "Counter[str]", texts: int) -> list[str]:
    """A sentence for each outlet of which many of the texts loaded without an outlet seem to be."""
    return [
        f"{number:,} of {texts:,} text{'s' * (texts != 1)} without an outlet {'is' if number == 1 else 'are'}"
        f" {code}'s by dateline or address: load {'it' if number == 1 else 'them'} with --outlet {code}"
        for code, number in looks_like.most_common()
        if number >= outlets.likely_outlets.LEAST * texts
    ]


def say_not_analysed(report: "Report") -> None:
    """Say on standard error which texts were indexed without an analyser, and what to do."""
    for language, texts in report.not_analysed.items():
        say(
            f"{texts:,} text{'s' * (texts != 1)} in {language} indexed by characters, not by words: pip"
            f" install 'state-media-corpus[{analysers.registry.EXTRAS[language]}]', then: corpus optimize"
            f" --reanalyse {language}"
        )


def list_rejections(rejections: "list[Rejected]", number: int) -> int:
    """Say on standard error what was rejected, by reason; ``number``: of all, also of those not given."""
    by_reason: dict[str, list[str]] = {}
    for rejected in rejections:
        by_reason.setdefault(rejected.reason, []).append(rejected.source)
    for reason, sources in list(by_reason.items())[:MOST_REASONS]:
        if len(sources) == 1:
            say(f"rejected: {sources[0]}: {reason}")
            continue
        more = len(sources) - MOST_SOURCES
        named = "; ".join(sources[:MOST_SOURCES]) + (f"; and {more:,} more" if more > 0 else "")
        say(f"rejected: {len(sources):,} inputs: {reason} ({named})")
    rest = sum(map(len, list(by_reason.values())[MOST_REASONS:])) + number - len(rejections)
    if rest or any(len(sources) > MOST_SOURCES for sources in by_reason.values()):
        say(f"{f'and {rest:,} more; ' if rest else ''}all of them: corpus list --rejected")
    return number


def _preview(corpus: "Corpus", paths: "Paths", given: dict[str, Any], output: Output) -> int:
    result = corpus.preview(*paths, limit=PREVIEWED, **given)
    _check_inputs(len(result), paths)
    if not output.for_people:
        emit(result, output)
    else:
        for row in result.rows():
            write(output_text.documents.fields(list(row.items()), columns()) + "\n")
        for note in result.notes:
            say(note)
    return sum(row["rejected"] is not None for row in result.rows())


def _explanation(corpus: "Corpus", paths: "Paths", given: dict[str, Any], output: Output) -> int:
    result = corpus.preview(*paths, limit=PREVIEWED, explain=True, **given)
    _check_inputs(len(result), paths)
    if not output.for_people:
        emit(result, output)
    else:
        write(output_text.documents.decisions(result.rows(), columns()))
        for note in result.notes:
            say(note)
    return sum(row["field"] == "rejected" for row in result.rows())


def _check_inputs(number: int, paths: "Paths") -> None:
    if not number:
        where = ", ".join(path if isinstance(path, str) else "standard input" for path in paths)
        raise NotFoundError(f"There is nothing to load in {where}: no file was found.")
