"""Pages of the manual for a terminal: Markdown as plain text, in lines of a width.

Of Markdown what the pages use: headings, paragraphs, lists, tables, blocks of code, links.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.output.text.terminal_text import pad, width, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

LEAST_CELL = 12
"""Columns that a column of a table keeps, if it needs them."""

_COMMENT = re.compile(r"<!--.*?-->\n?", re.DOTALL)
_PAGE_LINK = re.compile(r"\[([^\]]+)\]\((?:\S*/)?([\w-]+)\.md(?:#[\w-]*)?\)")
_LINK = re.compile(r"\[([^\]]+)\]\((\S+)\)")
_STRONG = re.compile(r"\*\*(.+?)\*\*")
_EMPHASIS = re.compile(r"(?<![\w*`\\])\*([^\s*`][^*`\n]*)\*(?![\w*`])")
_CODE = re.compile(r"(`[^`]+`)")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>-])")
_ITEM = re.compile(r"(\s*)([-*]|\d+\.) +")
_CELLS = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"\|[ :|-]+\|\s*")


def page(text: str, columns: int, opened: str) -> str:
    """A page in lines of at most ``columns``, but for blocks of code and words that are longer.

    ``opened``: what opens the page that a link names, with ``{}`` in the place of its name.
    """
    text = _PAGE_LINK.sub(lambda link: f"{link[1]} ({opened.format(link[2])})", text)
    lines = _COMMENT.sub("", text).strip().splitlines()
    return "\n".join(line.rstrip() for line in _blocks(lines, columns)) + "\n"


def _blocks(lines: list[str], columns: int) -> Iterator[str]:
    at = 0
    while at < len(lines):
        line = lines[at]
        end = at + 1
        if line.lstrip().startswith("```"):
            while end < len(lines) and lines[end].strip() != "```":
                end += 1
            yield from (f"    {one}" for one in lines[at + 1 : end])
            end += 1
        elif line.startswith("|"):
            while end < len(lines) and lines[end].startswith("|"):
                end += 1
            yield from _table(lines[at:end], columns)
        elif line.startswith("#"):
            title = _inline(line.lstrip("# "))
            yield from (title, ("=" if line.startswith("# ") else "-") * width(title))
        elif not line.strip() or line.startswith("    "):
            yield line
        else:
            while end < len(lines) and _goes_on(lines[end]):
                end += 1
            yield from _paragraph(lines[at:end], columns)
        at = end


def _goes_on(line: str) -> bool:
    """Whether a line belongs to the paragraph or item before it."""
    return bool(line.strip()) and not _ITEM.match(line) and not line.lstrip().startswith(("#", "|", "```"))


def _paragraph(lines: list[str], columns: int) -> Iterator[str]:
    item = _ITEM.match(lines[0])
    head = item[0] if item else ""
    first, *rest = [head.removesuffix(" ") + " " if head else "", *lines]
    rest[0] = rest[0][len(head) :]
    for line in wrapped(_inline(" ".join(one.strip() for one in rest)), columns - len(head)):
        yield first + line
        first = " " * len(head)


def _inline(text: str) -> str:
    """Text without the marks of Markdown, but for the backticks, between which all stays as it is."""
    text = _LINK.sub(lambda link: link[1] if link[1] == link[2] else f"{link[1]} ({link[2]})", text)
    parts = _CODE.split(text)
    parts[::2] = [_EMPHASIS.sub(r"\1", _STRONG.sub(r"\1", part)) for part in parts[::2]]
    parts[::2] = [_ESCAPE.sub(r"\1", part) for part in parts[::2]]
    return _STRONG.sub(r"\1", "".join(parts))


def _table(lines: list[str], columns: int) -> Iterator[str]:
    rows = [
        [_inline(cell.strip().replace("\\|", "|")) for cell in _CELLS.split(line.strip().strip("|"))]
        for line in lines
        if not _RULE.fullmatch(line)
    ]
    count = max(map(len, rows))
    for row in rows:
        row += [""] * (count - len(row))
    widths = [max(width(row[at]) for row in rows) for at in range(count)]
    # The widest column gives way first.
    while sum(widths) + 2 * (count - 1) > columns and max(widths) > LEAST_CELL:
        widths[widths.index(max(widths))] -= 1
    for number, row in enumerate(rows):
        cells = [wrapped(cell, room) for cell, room in zip(row, widths, strict=True)]
        for at in range(max(map(len, cells))):
            yield "  ".join(
                pad(cell[at] if at < len(cell) else "", room)
                for cell, room in zip(cells, widths, strict=True)
            )
        if number == 0:
            yield "  ".join("-" * room for room in widths)
