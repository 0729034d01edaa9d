"""Coded lines and refused rows, as people read them."""

from typing import TYPE_CHECKING

from corpus.output.result_data import ResultData
from corpus.output.text.documents import INDENT, fields, wrapped
from corpus.output.text.terminal_text import harmless

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.curation.annotate import Refused

BESIDE = ("date", "voice", "speaker")


def coded_lines(result: "ResultData", columns: int | None) -> str:
    """Each line or document between » and « in its context, under its id, and who gave it which codes."""
    parts: dict[str, list[str]] = {}
    given: dict[str, dict[str, list[str]]] = {}
    room = columns - len(INDENT) if columns else None
    for row in result.rows():
        identifier = row["line"]
        if identifier not in parts:
            beside = [harmless(str(row[name]).replace("_", " ")) for name in BESIDE if row[name]]
            older = [] if row["version"] == "current" else ["the text has changed since"]
            text = harmless(f"{row['left']}»{row['match']}«{row['right']}")
            parts[identifier] = [
                *wrapped(harmless(identifier), columns),
                *(INDENT + line for line in wrapped("  ".join([*beside, *older]), room)),
                *(INDENT + line for line in wrapped(text, room)),
            ]
        note = f" ({row['note']})" if row["note"] else ""
        given.setdefault(identifier, {}).setdefault(row["coder"], []).append(row["code"] + note)
    for identifier, coders in given.items():
        said = fields([(coder, "; ".join(codes)) for coder, codes in coders.items()], room)
        parts[identifier] += [INDENT + line for line in said.splitlines()]
    return "\n".join("".join(line.rstrip() + "\n" for line in lines) for lines in parts.values())


def refusals(refused: "Sequence[Refused]", columns: int | None) -> str:
    """Each refused row: where it stands, what it says, and why it was not taken."""
    entries = [
        entry
        for one in refused
        for entry in ((one.row, f"{one.line or '(no line)'}  {one.code}".rstrip()), ("", one.reason + "."))
    ]
    return fields(entries, columns)


def refused_sheet(refused: "Sequence[Refused]") -> "ResultData":
    """Refused rows as a sheet that can be mended and imported again."""
    return ResultData(
        {
            "line": [one.line for one in refused],
            "code": [one.code for one in refused],
            "note": [one.note for one in refused],
            "row": [one.row for one in refused],
            "reason": [one.reason for one in refused],
        },
        "refused",
    )
