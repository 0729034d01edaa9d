"""cite: documents as footnotes, BibTeX, RIS and CSL JSON."""

from pathlib import Path
from typing import Annotated

import typer

from corpus.choices import CitationStyle
from corpus.cli import last_list
from corpus.cli.errors import say
from corpus.cli.options import Filters, Session, either
from corpus.cli.output import write
from corpus.errors import NotFoundError, UsageError
from corpus.output.citations.styles import STYLES, citations, of_path
from corpus.output.result_files import check_folder, put

ENDINGS = ", ".join(f"{style.ending} ({name})" for name, style in STYLES.items())


def cite(
    session: Session,
    filters: Filters,
    documents: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="DOC...", help="Documents, as corpus show takes them: by reference, number, ..."
        ),
    ] = None,
    query: Annotated[
        str | None, typer.Option("--query", metavar="QUERY", help="Those with a match of a query.")
    ] = None,
    style: Annotated[
        CitationStyle | None,
        typer.Option("--style", metavar="NAME", help=f"{either(CitationStyle)}; chicago are footnotes."),
    ] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="N", min=1, help="At most so many; without, all.")
    ] = None,
    out: Annotated[
        str | None, typer.Option("--out", metavar="FILE", help=f"Write to a file: {ENDINGS}.")
    ] = None,
) -> None:
    """Documents as they are cited.

    Each citation says which text was used: the reference, the version, when it was retrieved, the SHA-256 of
    its bytes, and the address at which the Internet Archive shows its capture nearest to that, if it has one.
    BibTeX, RIS and CSL JSON are what Zotero, LaTeX and Pandoc read. Names stand whole, as the archive has
    them. With filters and no QUERY: every document that they choose.

    \b
    Examples:
      corpus cite kcna-2024-08-06-press-statement
      corpus cite --query sovereignty --style bibtex --out sources.bib
      corpus cite --outlet kcna --title "missile" --style csl
    """
    chosen = _style(style, out)
    with session.corpus() as corpus:
        named = [last_list.meant(corpus, one) for one in documents or ()]
        found = corpus.sources(*named, query=query, limit=limit, **filters.given())
    for note in found.notes:
        say(note)
    if not len(found):
        say(f"not found: {found.title}")
        raise typer.Exit(NotFoundError.exit_code)
    text = citations(found.rows(), chosen)
    if out is None:
        write(text)
    else:
        put(Path(out), text)
        say(f"{len(found):,} citation{'s' * (len(found) > 1)} written to {out}")


def _style(style: CitationStyle | None, out: str | None) -> str:
    """The style that was named, or that the file's ending names. UsageError where these differ."""
    if out is None:
        return style or "chicago"
    check_folder(Path(out))
    ending = of_path(out)
    if Path(out).is_dir():
        raise UsageError(f"{out} is a folder: name a file with --out.")
    if style is None and ending is None:
        raise UsageError(f"The ending of {Path(out).name!r} names no style: --out takes {ENDINGS}.")
    if style is not None and ending not in (None, style):
        raise UsageError(f"{Path(out).name} is {ending} by its ending, --style says {style}.")
    return style or ending or ""
