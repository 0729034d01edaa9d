"""Lines of texts that were printed on pages: paragraphs go on over page marks, and over the gaps of pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.ingest.paragraphs.line_ends import (
    ENDS,
    LAST_OR_HYPHEN,
    ends_sentence,
    glue,
    hyphenated,
    open_words,
    rejoin,
)
from corpus.ingest.paragraphs.part_names import Paragraph

if TYPE_CHECKING:
    import re

WIDEST = 200
"""Lines longer than this, in code points, are paragraphs rather than wrapped."""


def join_pages(text: str, page_marks: re.Pattern[str]) -> list[Paragraph]:
    """Join lines between page marks, and the paragraphs that go on over them.

    A mark stands after the paragraph that goes on over it. An empty line may be the end of a page: a
    sentence that visibly goes on is joined over it.
    """
    rows = text.split("\n")
    width = paged_width(rows, len(text))
    paragraphs: list[Paragraph] = []
    current: list[str] = []
    waiting: list[Paragraph] = []

    def close() -> None:
        if current:
            paragraphs.append(Paragraph("".join(current)))
            current.clear()
        paragraphs.extend(waiting)
        waiting.clear()

    first = 0
    is_mark = page_marks.fullmatch
    marks = [at for at, row in enumerate(rows) if is_mark(row)]
    for mark in [*marks, len(rows)]:
        parts = _join_lines(rows[first:mark], width, (first > 0) + (mark < len(rows)))
        if parts:
            if current and _goes_on(current, parts[0]):
                current.append(glue(current[-1], parts[0]))
            else:
                close()
            current.append(parts[0])
        if len(parts) > 1:
            close()
            paragraphs.extend(map(Paragraph, parts[1:-1]))
            current.append(parts[-1])
        if mark < len(rows):
            waiting.append(Paragraph(rows[mark].strip(), mark=True))
            first = mark + 1
    close()
    return paragraphs


def _goes_on(current: list[str], after: str) -> bool:
    """Whether the paragraph did not end at a page mark."""
    if after[0].islower():
        return True
    return (len(current) > 1 or len(current[0]) > 40) and not current[-1].endswith(ENDS)


def _join_lines(rows: list[str], width: int | None, marks: int = 0) -> list[str]:
    """Join lines to paragraphs; without a ``width`` only where a sentence visibly goes on.

    ``marks``: page marks beside the lines, which count as lines without indent.
    """
    indents = width is not None and 0 < sum([row[:1].isspace() for row in rows]) < 0.5 * (len(rows) + marks)
    paragraphs: list[str] = []
    parts: list[str] = []
    last = text = ""
    blank = False
    for row in rows:
        line = row.strip()
        if not line:
            blank = True
            continue
        if not parts:
            parts.append(line)
        elif (
            line[0].islower() and last[-1] not in LAST_OR_HYPHEN and (not indents or row[0] == line[0])
        ):  # most lines: a sentence goes on
            parts.append(" " if line[0] < "\u2e80" else glue(last, line))
            parts.append(line)
        elif last[-1] == "-" and (first := hyphenated(last, line)):
            text = text or "\n".join(rows)
            rejoin(parts, first, line, text)
        elif (indents and row[0].isspace()) or _ended(last, line, width, blank):
            paragraphs.append("".join(parts))
            parts = [line]
        else:
            parts.append(glue(last, line))
            parts.append(line)
        last = line
        blank = False
    if parts:
        paragraphs.append("".join(parts))
    return paragraphs


def _ended(last: str, following: str, width: int | None, blank: bool) -> bool:
    """Whether a paragraph is complete after its line ``last``."""
    if last.endswith(ENDS):
        return width is None or blank or len(last) < 0.8 * width
    if following[0].islower():
        return False
    if width is None:
        return last[last.rfind(" ") + 1 :] not in open_words()
    return len(last) < 0.6 * width


def paged_width(rows: list[str], size: int) -> int | None:
    """The width of the lines in code points if the text is hard-wrapped, else None."""
    count = len(rows) - 1
    if count < 8 or size > count * WIDEST:
        return None
    lines = [line for row in rows if (line := row.rstrip())]
    if len(lines) < 8:
        return None
    widths = sorted(map(len, lines))
    width = widths[len(widths) * 9 // 10]
    if not 30 <= width <= WIDEST:
        return None
    least = 0.6 * width
    long = [line for line in lines if len(line) >= least]
    ended = sum(ends_sentence(line) for line in long)
    return width if len(long) >= 0.6 * len(lines) and len(long) - ended >= 0.5 * len(long) else None
