"""Paragraphs of a text as it came: hard-wrapped lines joined, page marks set aside.

Works on the decoded text, before ``corpus.model.text.normalise`` folds the spaces that say where a
paragraph begins. Lines kept apart inside one paragraph come from page breaks and fixed-width text;
whatever is unsure stays joined, so that a phrase is found across the place where a line happened to end.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

Lines = Literal["auto", "paragraphs", "fragments"]
"""``paragraphs``: each line is one; ``fragments``: blank lines part them, and line ends inside are
accidents of markup; ``auto``: decided by the widths of the lines."""

_OTHER_LINE_ENDS = "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_LINE_ENDS = re.compile(f"\r\n?|[{_OTHER_LINE_ENDS}]")
_BLANK = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
_ENDS = (".", "!", "?", "…", ":", ";", '."', '!"', '?"', ".”", "!”", "?”", ".’", ".'", ".)", "。", "！", "？")
_LAST = frozenset(end[-1] for end in _ENDS)
_LAST_OR_HYPHEN = _LAST | {"-"}
_OPEN_WORDS = frozenset(
    {"a", "an", "and", "as", "at", "between", "but", "by", "for", "from", "in", "into", "its", "of", "on"}
    | {"or", "our", "than", "that", "the", "their", "this", "to", "under", "upon", "which", "with"}
)
"""Words that no paragraph ends with."""
_UNSPACED = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’—…·]")

_WORD = re.compile(r"[^\W\d_]+")
_SEARCHED = 1_000_000
"""Longest text in which words parted at line ends are looked up, in code points."""
_WIDEST = 200
"""Lines longer than this, in code points, are paragraphs rather than wrapped."""


class Paragraph(NamedTuple):
    """One paragraph without line ends. ``mark``: a page mark (number, running head), no words of the text."""

    text: str
    mark: bool = False


def split_paragraphs(
    text: str,
    lines: Lines = "auto",
    breaks: re.Pattern[str] | None = None,
    page_marks: re.Pattern[str] | None = None,
) -> list[Paragraph]:
    """The paragraphs of ``text`` in order; none is empty.

    ``breaks`` matches what parts paragraphs besides line ends. ``page_marks`` matches a whole line; a
    paragraph goes on over a mark when it did not end before it, and the mark then stands after the
    paragraph.
    """
    text = text.replace("\ufeff", "")
    if any(end in text for end in _OTHER_LINE_ENDS):
        text = _LINE_ENDS.sub("\n", text)
    if breaks is not None:
        text = breaks.sub("\n\n", text)
    if lines == "paragraphs":
        return [Paragraph(line) for line in text.split("\n") if line.strip()]
    if lines == "fragments":
        return [Paragraph(part) for part in _join_fragments(text)]
    rows = text.split("\n")
    width = _width(rows, len(text))
    if page_marks is None:
        return [Paragraph(part) for part in _join_lines(rows, width)]
    return _join_over_marks(rows, width, page_marks)


def wrapped_width(text: str) -> int | None:
    """The width of the lines in code points if the text is hard-wrapped, else None."""
    return _width(text.split("\n"), len(text))


def _width(rows: list[str], size: int) -> int | None:
    """``wrapped_width`` of a text of that size, cut at its line ends."""
    count = len(rows) - 1
    if count < 8 or size > count * _WIDEST:
        return None
    lines = [line for row in rows if (line := row.rstrip())]
    if len(lines) < 8:
        return None
    widths = sorted(map(len, lines))
    width = widths[len(widths) * 9 // 10]
    if not 30 <= width <= _WIDEST:
        return None
    least = 0.6 * width
    long = [line for line in lines if len(line) >= least]
    ended = sum(line[-1] in _LAST and line.endswith(_ENDS) for line in long)
    return width if len(long) >= 0.6 * len(lines) and len(long) - ended >= 0.5 * len(long) else None


def _join_over_marks(rows: list[str], width: int | None, page_marks: re.Pattern[str]) -> list[Paragraph]:
    """Join lines between page marks, and the paragraphs that go on over them."""
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
                current.append(_glue(current[-1], parts[0]))
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
    return (len(current) > 1 or len(current[0]) > 40) and not current[-1].endswith(_ENDS)


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
            line[0].islower() and last[-1] not in _LAST_OR_HYPHEN and (not indents or row[0] == line[0])
        ):  # most lines: a sentence goes on
            parts.append(" " if line[0] < "\u2e80" else _glue(last, line))
            parts.append(line)
        elif last[-1] == "-" and (first := _hyphenated(last, line)):
            text = text or "\n".join(rows)
            _rejoin(parts, first, line, text)
        elif (indents and row[0].isspace()) or _ended(last, line, width, blank):
            paragraphs.append("".join(parts))
            parts = [line]
        else:
            parts.append(_glue(last, line))
            parts.append(line)
        last = line
        blank = False
    if parts:
        paragraphs.append("".join(parts))
    return paragraphs


def _ended(last: str, following: str, width: int | None, blank: bool) -> bool:
    """Whether a paragraph is complete after its line ``last``."""
    if last.endswith(_ENDS):
        return width is None or blank or len(last) < 0.8 * width
    if following[0].islower():
        return False
    if width is None:
        return last[last.rfind(" ") + 1 :] not in _OPEN_WORDS
    return len(last) < 0.6 * width


def _glue(before: str, after: str) -> str:
    """The space between two lines of a paragraph; none within Chinese and Japanese."""
    if before[-1] < "\u2e80" and after[0] < "\u2e80":
        return " "
    return "" if _UNSPACED.match(before[-1]) and _UNSPACED.match(after[0]) else " "


def _hyphenated(last: str, following: str) -> str:
    """The part of a word before a hyphen at a line end, or "" where the hyphen is a dash."""
    first = last[last.rfind(" ") + 1 : -1]
    return first if len(first) > 1 and first[-1].isalpha() and following[0].isalpha() else ""


def _rejoin(parts: list[str], first: str, following: str, text: str) -> None:
    """Put a word together. The hyphen stays unless the same text has the word without it, and not with it."""
    second = _WORD.match(following)
    if second and following[0].islower():
        whole = f"{first.lower()}{second[0]}"
        if len(text) <= _SEARCHED and whole in text and f"{first}-{second[0]}" not in text:
            parts[-1] = parts[-1][:-1]
    parts.append(following)


def _join_fragments(text: str) -> list[str]:
    """Blocks between blank lines, each joined to one paragraph; single lines where there is no blank line."""
    blocks = _BLANK.split(text)
    if len(blocks) == 1:
        return [line for line in text.split("\n") if line.strip()]
    paragraphs = []
    for block in blocks:
        joined = ""
        for line in block.split("\n"):
            part = line.strip(" \t\u200b\ufeff")
            if part:
                joined = joined + (_fragment_glue(joined, part) if joined else "") + part
        if joined and not joined.isspace():
            paragraphs.append(joined)
    return paragraphs


def _fragment_glue(before: str, after: str) -> str:
    """A space between two Latin words; none beside Chinese characters or where a space is already."""
    return " " if before[-1] < "\u2000" and after[0] < "\u2000" and not before[-1].isspace() else ""
