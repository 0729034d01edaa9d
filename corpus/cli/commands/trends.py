"""Terms over time: trends."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus.choices import TrendKind, TrendPeriod
from corpus.cli.options import Filters, Output, Session, Unit, either
from corpus.cli.output import check, emit
from corpus.output import text as output_text

if TYPE_CHECKING:
    from corpus.output.result import Result

HIDDEN = ("p", "tokens")
"""Columns that people can do without: the adjusted p says what p says."""
PARTS = {"level": "levels", "burst": "bursts", "stage": "stages"}


def trends(
    session: Session,
    filters: Filters,
    output: Output,
    queries: Annotated[
        list[str] | None,
        typer.Option("--query", metavar="QUERY", help="All there is about one query; may be repeated."),
    ] = None,
    by: Annotated[
        TrendPeriod | None,
        typer.Option(
            "--by",
            metavar="PERIOD",
            help=f"{either(TrendPeriod)}; by default what fits the time that the texts span.",
        ),
    ] = None,
    kind: Annotated[
        TrendKind,
        typer.Option("--kind", metavar="NAME", help=f"{either(TrendKind)}."),
    ] = "rises",
    min_documents: Annotated[
        int, typer.Option("--min-documents", metavar="N", min=1, help="Least number of documents of a term.")
    ] = 10,
    unit: Unit = "word",
    all_words: Annotated[bool, typer.Option("--all-words", help="Function words and numbers, too.")] = False,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="At most so many terms.")] = 30,
) -> None:
    """Terms that rise and fall, come and go, change points.

    Content words only, unless --all-words asks for the others. Slope: Theil-Sen, per million tokens from one
    period to the next. p: Mann-Kendall after pre-whitening, as neighbouring periods resemble each other, and
    corrected for the number of terms (Benjamini-Hochberg). Changes: periods in which a new level
    of the rate begins. Bursts: spans in which unusually many documents take the term up (Kleinberg).
    These need eight periods with text; periods without are left out. Expected: documents that would hold the
    term before it appears, or after it vanishes, by its share in the others.

    \b
    Examples:
      corpus trends --kind appears --outlet kcna
      corpus trends --kind falls --country PRK --min-documents 5
      corpus trends --query sovereignty --query "climate change"
    """
    check(output)
    with session.corpus() as corpus:
        result = corpus.trends(
            *(queries or ()),
            by=by,
            kind=kind,
            min_documents=min_documents,
            limit=limit,
            unit=unit,
            all_words=all_words,
            **filters.given(),
        )
    emit(result, output, _details if queries else _table)


def _table(result: "Result", width: int | None) -> str:
    """Spans of bursts are the widest and the least needed: the last columns leave first."""
    return output_text.tables.bare(result, width, [name for name in result.columns if name not in HIDDEN])


def _details(result: "Result", width: int | None) -> str:
    """A paragraph for each query."""
    by_query: dict[str, list[dict[str, Any]]] = {}
    for row in result.rows():
        by_query.setdefault(row["query"], []).append(row)
    unit = result.provenance["by"][0]
    paragraphs = []
    for query, rows in by_query.items():
        lines: list[tuple[str, Any]] = [("query", query)]
        before = ""
        for row in rows:
            span = row["start"] if row["start"] == row["end"] else f"{row['start']} to {row['end']}"
            per_million = (
                "–"
                if row["per_million"] is None
                else f"{output_text.tables.rate(row['per_million'])} per million"
            )
            if row["part"] == "trend":
                lines.append(("slope", _slope(row, unit)))
            elif row["part"] == "attested":
                matches, documents = _many(row["matches"], "match"), _many(row["documents"], "document")
                lines.append(("attested", f"{span}: {matches} in {documents}, {per_million}"))
            else:
                name = PARTS[row["part"]]
                weight = (
                    "" if row["weight"] is None else f", weight {output_text.tables.number(row['weight'])}"
                )
                remark = f" ({row['remark']})" if row["remark"] else ""
                lines.append((name if name != before else "", f"{span}: {per_million}{weight}{remark}"))
                before = name
        paragraphs.append(output_text.documents.fields(lines, width))
    return "\n".join(paragraphs)


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 'es' if noun.endswith('ch') else 's'}"


def _slope(row: dict[str, Any], unit: str) -> str:
    if row["slope"] is None:
        return "–"
    found = f"{row['slope']:+.3g} per million from one {unit} to the next"
    if row["remark"]:
        return f"{found}; no p-value: {row['remark']}"
    return f"{found}, p {row['p']:.2g} (adjusted {row['p_adjusted']:.2g})"
