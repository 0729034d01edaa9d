"""Results that are better read as text than as a table: wrapped to the terminal, nothing cut."""

from typing import TYPE_CHECKING, Any

from corpus.output.text.terminal_text import LEAST_WIDTH as LEAST_WIDTH
from corpus.output.text.terminal_text import harmless, pad, width
from corpus.output.text.terminal_text import wrapped as wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corpus.output.result_data import ResultData

INDENT = "  "


def fields(rows: list[tuple[str, Any]], columns: int | None) -> str:
    """Lines of a name and a value, the values in one column; empty ones are left out."""
    shown = [(harmless(name), harmless(str(value))) for name, value in rows if value not in (None, "")]
    longest = max((width(name) for name, _ in shown), default=0)
    room = columns - longest - 2 if columns else None
    lines: list[str] = []
    for name, value in shown:
        first, *rest = wrapped(value, room)
        lines.append(pad(name, longest + 2) + first)
        lines += [" " * (longest + 2) + line for line in rest]
    return "".join(line.rstrip() + "\n" for line in lines)


def decisions(rows: list[dict[str, Any]], columns: int | None) -> str:
    """What decided each field and passage: name and value, and below them the rule and the words it saw."""
    lines: list[str] = []
    longest = max((width(harmless(row["field"])) for row in rows), default=0)
    room = columns - longest - 2 if columns else None
    source = None
    for row in rows:
        if row["source"] != source:
            source = row["source"]
            lines += ["", harmless(source)] if lines else [harmless(source)]
        told = [harmless(" | ".join(filter(None, (row["value"] or "–", row["text"]))))]
        if row["decided_by"]:
            words = f" ({row['words']})" if row["words"] else ""
            told.append(f"  why: {harmless(row['decided_by'] + words)}")
        shown = [line for part in told for line in wrapped(part, room)]
        lines.append(pad(harmless(row["field"]), longest + 2) + shown[0])
        lines += [" " * (longest + 2) + line for line in shown[1:]]
    return "".join(line.rstrip() + "\n" for line in lines)


def passages(result: "ResultData", columns: int | None) -> str:
    """Numbered paragraphs under a heading for each change of voice, speaker or language."""
    lines: list[str] = []
    rows = result.rows()
    gutter = len(str(rows[-1]["passage"])) if rows else 0
    room = columns - gutter - 2 * len(INDENT) if columns else None
    before = None
    for row in rows:
        speaker = harmless(row["speaker"] or "")
        heading = f"{row['voice'].replace('_', ' ')}{': ' if speaker else ''}{speaker}"
        if row.get("language"):
            heading += f" ({harmless(row['language'])})"
        if heading != before:
            lines += ["", f"[{heading}]"]
            before = heading
        first, *rest = wrapped(harmless(row["text"]), room)
        lines.append(f"{INDENT}{row['passage']:>{gutter}}{INDENT}{first}")
        lines += [INDENT + " " * gutter + INDENT + line for line in rest]
    return "".join(line.rstrip() + "\n" for line in lines)


def attestations(result: "ResultData", columns: int | None) -> str:
    """First and last attestation of each query, how far the archive covers the time around them, and the
    longest silence between."""
    rows = result.rows()
    several = len({row["query"] for row in rows}) > 1
    speakers = result.provenance.get("filters", {}).get("speaker", "")
    whose = f" with words of {speakers}" if speakers else ""
    parts = []
    for row in rows:
        where = " ".join(filter(None, (row["outlet"], row["voice"].replace("_", " "), row["speaker"])))
        ref = f"[{row['#']}] {row['ref']}" if "#" in row else row["ref"]
        values = (f"{row['left']}»{row['match']}«{row['right']}", where, ref, _around(row, whose))
        name = f"{row['attestation']} {row['query']}" if several else row["attestation"]
        parts.append(fields([(name, row["date"]), *(("", value) for value in values)], columns))
        if row["attestation"] == "last" and row["silence_days"]:
            name = f"longest silence {row['query']}" if several else "longest silence"
            span = f"{row['silence_from']} to {row['silence_to']}"
            between = f"{row['silence_from_ref']} to {row['silence_to_ref']}"
            parts.append(fields([(name, span), ("", _silence(row)), ("", between)], columns))
    return "\n".join(parts)


def _around(row: "dict[str, Any]", whose: str) -> str:
    """What the archive holds beyond an attestation: silence there is a fact only where it holds something.

    ``whose``: by whom, where only the words of some speakers were looked at.
    """
    first = row["attestation"] == "first"
    side, held = ("before", row["documents_before"]) if first else ("after", row["documents_after"])
    if not held:
        other = "the term may be older" if first else "the term may have lived on"
        return f"The archive holds no document of {row['outlet']}{whose} {side} this day: {other}."
    edge = f"from {row['covered_from']} on" if first else f"up to {row['covered_to']}"
    months = ""
    if first and row["months_before"]:
        covered, all_ = row["months_covered"], row["months_before"]
        of = "" if all_ == 1 else f"{'each' if covered == all_ else f'{covered:,}'} of "
        count = "" if all_ == 1 else f"{all_:,} "
        months = f"; in {of}the {count}month{'s' * (all_ > 1)} before this one it holds some"
    return (
        f"The archive holds {held:,} document{'s' * (held > 1)} of {row['outlet']}{whose} {side} this day,"
        f" {edge}{months}."
    )


def _silence(row: "dict[str, Any]") -> str:
    """How long it was silent, and what the archive holds of that time."""
    days, held = row["silence_days"], row["silence_documents"]
    return (
        f"{days:,} day{'s' * (days > 1)}, of which the archive holds {held:,} document{'s' * (held > 1)}"
        f" without it."
    )


def rejections(result: "ResultData", columns: int | None) -> str:
    """Rejected inputs with their numbers, and the reason of each on lines of its own."""
    rows = [
        entry
        for row in result.rows()
        for entry in (
            (str(row["id"]), row["source"]),
            ("", row["reason"]),
            ("", f"{row['size']:,} bytes, rejected at {row['rejected_at']} in run {row['run']}"),
        )
    ]
    return fields(rows, columns)


def doubts(result: "ResultData", columns: int | None) -> str:
    """Under each document's reference its doubtful fields, with value and reason."""
    lines: list[str] = []
    before = None
    for row in result.rows():
        if row["ref"] != before:
            lines += [""] * bool(lines) + [harmless(row["ref"])]
            before = row["ref"]
        shown = fields([(row["field"], row["value"] or "–"), ("", row["message"])], columns)
        lines += shown.splitlines()
    return "".join(line + "\n" for line in lines)


def paragraphs(texts: "Iterable[str]", columns: int | None) -> str:
    """Each text wrapped, from the left edge."""
    return "".join(line + "\n" for text in texts for line in wrapped(harmless(text), columns))
