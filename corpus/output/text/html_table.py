"""A result as a notebook shows it: a table of HTML."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from corpus.output.text.tables import shown_column
from corpus.output.text.terminal_text import harmless

if TYPE_CHECKING:
    from corpus.output.result_data import ResultData

HTML_ROWS = 60
"""Rows shown in a notebook."""


def html(result: ResultData) -> str:
    """An HTML table for notebooks, everything escaped; at most HTML_ROWS rows, and how many more."""
    shown = [shown_column(result, name, aligned=False) for name in result.columns]
    rows = list(zip(*(column.cells for column in shown), strict=True))

    def row(tag: str, cells: list[str]) -> str:
        return (
            "<tr>"
            + "".join(
                f'<{tag} style="text-align: {column.align}">{escape(cell)}</{tag}>'
                for column, cell in zip(shown, cells, strict=True)
            )
            + "</tr>"
        )

    notes = [harmless(note) for note in result.notes]
    if len(rows) > HTML_ROWS:
        notes.insert(0, f"{len(rows) - HTML_ROWS:,} more rows: see .frame.")
    return "\n".join(
        [
            "<div><table>",
            *([f"<caption>{escape(harmless(result.title))}</caption>"] if result.title else []),
            "<thead>" + row("th", [" ".join(column.heading) for column in shown]) + "</thead>",
            "<tbody>",
            *(row("td", list(cells)) for cells in rows[:HTML_ROWS]),
            "</tbody></table>",
            *(f"<p>{escape(note)}</p>" for note in notes),
            "</div>",
        ]
    )
