"""Writes corpus/docs/schema.md from the program's tables and views."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from corpus.store.tables.all import metadata
from corpus.store.views import views

if TYPE_CHECKING:
    from sqlalchemy import Column, Table

PAGE = Path(__file__).parents[1] / "corpus/docs/schema.md"
HEAD = """\
<!-- Made by ./scripts/pages. -->
# Tables and views

Made from the program's own definitions. On PostgreSQL each sentence is also a comment
on its table or column. Times are UTC in ISO 8601 (`2024-08-06T12:00:00Z`); dates are ISO as long as they are
precise (`2024`, `2024-08`, `2024-08-06`). Spans are half-open, in code points.

Read the views first: they hold what counts now, with names in place of numbers. How to ask them:
[SQL](sql.md).
"""
DIAGRAM = """\
## How the tables hang together

The tables of the archive; those of the index, of its digests and of names stand below.
"""
APART = ("block", "stream", "posting", "manifest", "packed_fact", "property", "change", "person_change")
"""Tables that the diagram leaves out: the index and what only the program reads."""


def schema() -> str:
    """The page."""
    parts = [HEAD, "## Views\n"]
    for name, view in views("sqlite").items():
        parts.append(
            _table(name, view.comment, [(column, "", said) for column, said in view.columns.items()])
        )
    parts += [DIAGRAM, _diagram(), "## Tables\n"]
    for name, table in sorted(metadata.tables.items()):
        rows = [(column.name, _kind(column), column.comment or "") for column in table.columns]
        parts.append(_table(name, table.comment or "", rows))
    return "\n".join(parts)


def _table(name: str, comment: str, rows: list[tuple[str, str, str]]) -> str:
    kinds = any(kind for _, kind, _ in rows)
    head = (
        "| column | kind | what it holds |\n|---|---|---|"
        if kinds
        else "| column | what it holds |\n|---|---|"
    )
    lines = [f"| {column} | {f'{kind} | ' if kinds else ''}{said} |" for column, kind, said in rows]
    return f"### {name}\n\n{comment}\n\n{head}\n" + "\n".join(lines) + "\n"


def _kind(column: Column[object]) -> str:
    kind = str(column.type.compile()).lower()
    kind = {"blob": "bytes", "varchar": "text", "smallint": "integer", "bigint": "integer"}.get(
        kind.partition("(")[0], kind.partition("(")[0]
    )
    keys = [key.column.table.name for key in column.foreign_keys]
    of = f" of {keys[0]}" if keys else ""
    return f"{kind}{of}{', key' if column.primary_key else ''}{'' if column.nullable else ', always'}"


def _diagram() -> str:
    lines = ["```mermaid", "erDiagram"]
    for table in sorted(metadata.tables.values(), key=lambda one: one.name):
        if table.name not in APART:
            lines += [f"    {parent} ||--o{{ {table.name} : {column}" for parent, column in _parents(table)]
    return "\n".join([*lines, "```", ""])


def _parents(table: Table) -> list[tuple[str, str]]:
    return [
        (key.column.table.name, column.name)
        for column in table.columns
        for key in sorted(column.foreign_keys, key=lambda one: one.target_fullname)
    ]


def main() -> None:
    PAGE.write_text(schema(), encoding="utf-8")


if __name__ == "__main__":
    main()
