"""Reprints and self-quotation: similar, reuse."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus.cli import last_list
from corpus.cli.options import Filters, Output, Page, Session
from corpus.cli.output import check, emit
from corpus.errors import UsageError
from corpus.output import text as output_text
from corpus.output.text.terminal_text import harmless

if TYPE_CHECKING:
    from corpus.output.result import Result

LONG = 220
"""Columns of a stretch that is shown whole; of a longer one the beginning and the end."""
WORD = 25
"""Characters within which a cut looks for the end of a word."""
NO_RELATION = "in common"
"""Said where two texts share too little for a quotation."""
MARKS = {"same": "=", "moved": "~", "new": "+", "left out": "-"}


def similar(
    session: Session,
    filters: Filters,
    output: Output,
    page: Page,
    doc: Annotated[
        str,
        typer.Argument(metavar="DOC", help="A document, as corpus show takes it: by reference, number, ..."),
    ],
    other: Annotated[
        str | None, typer.Argument(metavar="[OTHER]", help="Another one, to see both side by side.")
    ] = None,
    full: Annotated[
        bool, typer.Option("--full", help="With OTHER: every stretch whole, however long it is.")
    ] = False,
) -> None:
    """Documents that share passages with one; two compared.

    Alone, DOC is looked for in all documents that the filters take: how much of it each holds, how much of
    each it holds, and which came first. With OTHER: what both share, in the order of the later text (=), what
    has moved (~), what is new (+) and what was left out (-), with the numbers of the passages as corpus show
    has them. Two documents in different languages are compared by the dates, numbers and names that they
    hold.

    \b
    Examples:
      corpus similar kcna-2024-02-28-thanks
      corpus similar dprk-new-year-1997-01-01 --until 1996 --limit 5
      corpus similar xinhua-2022-10-25 cpc-congress-2022-10-16
    """
    check(output)
    if full and other is None:
        raise UsageError("--full shows two documents whole: name the OTHER, too.")
    with session.corpus() as corpus:
        doc = last_list.meant(corpus, doc)
        other = other and last_list.meant(corpus, other)
        result = corpus.similar(doc, other, limit=page.lines, offset=page.offset, **filters.given())
    if result.kind == "similar":
        emit(result, output, _nearest, page, numbers=True)
    elif result.kind == "facts":
        emit(result, output, _facts)
    else:
        emit(result, output, _whole if full else _aligned)


def reuse(
    session: Session,
    filters: Filters,
    output: Output,
    page: Page,
    min_words: Annotated[
        int | None, typer.Option("--min-words", metavar="N", help="Words of a run that is no formula (20).")
    ] = None,
    most_documents: Annotated[
        int | None,
        typer.Option("--most-documents", metavar="N", help="What stands in more documents is a formula (5)."),
    ] = None,
    across: Annotated[
        str | None,
        typer.Option(
            "--across",
            metavar="FACET",
            help="Only pairs that differ in it: outlets, countries, languages, genres, speakers, ...",
        ),
    ] = None,
    within: Annotated[
        str | None, typer.Option("--within", metavar="FACET", help="Only pairs that agree in it.")
    ] = None,
    relation: Annotated[
        list[str] | None,
        typer.Option(
            "--relation", metavar="NAME", help="reprint, excerpt, expanded or quotation; may be repeated."
        ),
    ] = None,
    clusters: Annotated[
        bool, typer.Option("--clusters", help="Not pairs, but each text with all its reprints.")
    ] = False,
) -> None:
    """Reprints, excerpts and quotations among all documents.

    A reprint is nearly the same text; of an excerpt most stands in the other document; what is expanded holds
    most of the other; a quotation shares at least one run of --min-words words. Words in formulas, which
    stand in more than --most-documents documents, do not count for that. The document named first is the
    later one.

    \b
    Examples:
      corpus reuse --across outlets
      corpus reuse --outlet dprk-new-year --min-words 30 --relation quotation
      corpus reuse --within speaker --since 2022 --out self-quotation.csv
      corpus reuse --clusters --across outlets
    """
    check(output)
    with session.corpus() as corpus:
        result = corpus.reuse(
            min_words=min_words,
            most_documents=most_documents,
            across=across,
            within=within,
            relation=relation,
            clusters=clusters,
            limit=page.lines,
            offset=page.offset,
            **filters.given(),
        )
    emit(result, output, _clusters if clusters else _pairs, page)


def _blocks(result: "Result", blocks: list[list[tuple[str, str]]], columns: int | None) -> str:
    """Lines of each block (indentation, text), wrapped, with an empty line between blocks."""
    lines = [harmless(result.title), *[""] * bool(blocks)] if result.title else []
    for number, block in enumerate(blocks):
        lines += [""] * bool(number)
        for indent, text in block:
            room = columns - len(indent) if columns else None
            lines += [indent + line for line in output_text.documents.wrapped(harmless(text), room)]
    return "".join(line.rstrip() + "\n" for line in lines)


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _apart(days: int | None, order: str | None) -> str:
    if days:
        return f"{days:,} day{'s' * (days > 1)} {order}"
    return order or "the dates do not tell which came first"


def _nearest(result: "Result", columns: int | None) -> str:
    blocks = []
    for row in result.rows():
        told = (
            f"{row['relation'] or NO_RELATION}: {row['words']:,} words ({row['rare_words']:,} in no formula),"
            f" {_percent(row['share'])} of the document asked about, {_percent(row['other_share'])} of this"
            f" one; resemblance {row['resemblance']:.2f};"
            f" {_apart(row['days'], row['order'])}"
        )
        number = f"[{row['#']}]" if "#" in row else None
        where = "  ".join(part for part in (number, row["date"], row["ref"]) if part)
        blocks.append([("", where), ("  ", row["title"] or ""), ("  ", told)])
    return _blocks(result, blocks, columns)


def _pairs(result: "Result", columns: int | None) -> str:
    blocks = []
    for row in result.rows():
        told = (
            f"{row['relation']}: {row['words']:,} words, {_percent(row['share'])} of the first, stand in the"
            f" second, {_percent(row['other_share'])} of the second in the first; resemblance"
            f" {row['resemblance']:.2f}"
        )
        if row["days"] is not None:
            told += f"; {row['days']:,} day{'s' * (row['days'] > 1)} between" if row["days"] else "; same day"
        block = [("", told), ("  ", row["ref"]), ("  ", row["other"])]
        if row["run"]:
            others = row["documents"] - 2
            more = f", in {others} more document{'s' * (others > 1)}" if others else ""
            told = (
                f"{row['runs']} runs, {row['quoted']:,} words, the longest"
                if row["runs"] > 1
                else "one run of"
            )
            block.append(("    ", f"{told} {row['longest']:,} words{more}:"))
            block.append(("    ", _short(row["run"])))
        blocks.append(block)
    return _blocks(result, blocks, columns)


def _clusters(result: "Result", columns: int | None) -> str:
    blocks: dict[int, list[tuple[str, str]]] = {}
    for row in result.rows():
        block = blocks.setdefault(row["cluster"], [("", f"{row['cluster']}  {row['title'] or row['ref']}")])
        block.append(("   ", f"{row['resemblance']:.2f}  {row['tokens']:,} words  {row['ref']}"))
    return _blocks(result, list(blocks.values()), columns)


def _short(text: str) -> str:
    """The beginning and the end of a long text, cut between words where it has spaces."""
    if output_text.terminal_text.width(text) <= LONG:
        return text
    half = (LONG if output_text.terminal_text.width(text) < 1.5 * len(text) else LONG // 2) // 2
    head, tail = text[:half], text[-half:]
    space = head.rfind(" ", half - WORD)
    head = head[:space] if space > 0 else head
    space = tail.find(" ", 0, WORD)
    return f"{head} […] {tail[space + 1 :]}"


def _heading(about: "dict[str, Any]") -> list[tuple[str, str]]:
    one, other = ("later", "earlier") if about["order"] == "later" else ("first", "second")
    return [
        ("", f"{one:7}  {about['ref']}: {about['size']:,} words"),
        ("", f"{other:7}  {about['other']}: {about['other_size']:,} words"),
        (
            "",
            f"{about['relation'] or NO_RELATION}: {_percent(about['share'])} of the {one} stands in the"
            f" {other}, {_percent(about['other_share'])} of the {other} in the {one}; resemblance"
            f" {about['resemblance']:.2f}; {_apart(about['days'], about['order'])}",
        ),
        ("", f"= in both  ~ moved  + new  - left out  [passage of the {one} / of the {other}]"),
    ]


def _aligned(result: "Result", columns: int | None, shorten: bool = True) -> str:
    about: dict[str, Any] = result.provenance["about"]
    blocks = [_heading(about)]
    for row in result.rows():
        mine, other = _passages(row, ""), _passages(row, "other_")
        where = f"[{mine or '–'} / {other or '–'}]"
        count = f"{row['words']:,} word{'s' * (row['words'] != 1)}"
        text = row["text"] or row["other_text"] or ""
        shown = _short(text) if shorten else text
        blocks.append([("", f"{MARKS[row['kind']]} {where} {count}"), ("    ", shown)])
    return _blocks(result, blocks, columns)


def _whole(result: "Result", columns: int | None) -> str:
    return _aligned(result, columns, shorten=False)


def _passages(row: "dict[str, Any]", side: str) -> str:
    first, last = row[f"{side}passage"], row[f"{side}last_passage"]
    if first is None:
        return ""
    return f"{first}" if first == last else f"{first}–{last}"


def _facts(result: "Result", columns: int | None) -> str:
    """What only one of two documents names, each beside the other's passage; then what both name."""
    about: dict[str, Any] = result.provenance["about"]
    blocks = [
        [
            ("", f"first   {about['ref']} ({about['language']})"),
            ("", f"second  {about['other']} ({about['other_language']})"),
            ("", f"In both {about['both']:,}, only in the first {about['only_first']:,}, only in the second"
                 f" {about['only_second']:,} dates, numbers and names."),
        ]
    ]  # fmt: skip
    rows = result.rows()
    for row in rows:
        if row["status"] == "both":
            continue
        block = [("", f"{row['status']}: {row['kind']} {row['value']}")]
        for name, passage, text in (
            ("first", row["passage"], row["text"]),
            ("second", row["other_passage"], row["other_text"]),
        ):
            block.append(("  ", f"{name} [{'–' if passage is None else passage}] {_short(text or '')}"))
        blocks.append(block)
    shared = [
        f"{row['kind']} {row['value']} [{row['passage']} / {row['other_passage']}]"
        + (f" {row['count']} and {row['other_count']} times" if row["count"] != row["other_count"] else "")
        for row in rows
        if row["status"] == "both"
    ]
    if shared:
        blocks.append([("", "both:"), ("  ", "; ".join(shared))])
    return _blocks(result, blocks, columns)
