"""Whole sentences or passages around matches, as people read them: wrapped, nothing cut."""

from typing import TYPE_CHECKING

from corpus.output.text.documents import INDENT, wrapped
from corpus.output.text.terminal_text import harmless

if TYPE_CHECKING:
    from corpus.output.result_data import ResultData

REFERENCES = ("date", "ref", "voice", "speaker")


def contexts(result: "ResultData", columns: int | None) -> str:
    """Each match between » and « in its context, under a line that says where it stands."""
    paragraphs = [f"{harmless(result.title)}\n"] if result.title else []
    for row in result.rows():
        where = [f"[{row['#']}]"] if "#" in row else []
        where += [harmless(str(row[name]).replace("_", " ")) for name in REFERENCES if row[name]]
        text = harmless(f"{row['left']}»{row['match']}«{row['right']}")
        room = columns - len(INDENT) if columns else None
        lines = [*wrapped("  ".join(where), columns), *(INDENT + line for line in wrapped(text, room))]
        paragraphs.append("".join(line.rstrip() + "\n" for line in lines))
    return "\n".join(paragraphs)
