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

    ``breaks`` matches what parts paragraphs besides line ends. ``page_marks`` matches a whole line
    (multi-line mode); a paragraph goes on over a mark when it did not end before it, and the mark
    then stands after the paragraph.
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
    width = wrapped_width(text)
    if page_marks is None:
        return [Paragraph(part) for part in _join_lines(text, width)]
    return _join_over_marks(text, width, page_marks)


def wrapped_width(text: str) -> int | None:
    """The width of the lines in code points if the text is hard-wrapped, else None."""
    count = text.count("\n")
    if count < 8 or len(text) > count * _WIDEST:
        return None
    lines = [line.rstrip() for line in text.split("\n")]
    lines = [line for line in lines if line and not line.isspace()]
    if len(lines) < 8:
        return None
    widths = sorted(map(len, lines))
    width = widths[len(widths) * 9 // 10]
    if not 30 <= width <= _WIDEST:
        return None
    long = [line for line in lines if len(line) >= 0.6 * width]
    unended = sum(not line.endswith(_ENDS) for line in long)
    return width if len(long) >= 0.6 * len(lines) and unended >= 0.5 * len(long) else None


def _join_over_marks(text: str, width: int | None, page_marks: re.Pattern[str]) -> list[Paragraph]:
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

    position = 0
    for match in [*page_marks.finditer(text), None]:
        parts = _join_lines(text[position : match.start() if match else len(text)], width)
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
        if match is not None:
            waiting.append(Paragraph(match[0].strip(), mark=True))
            position = match.end()
    close()
    return paragraphs


def _goes_on(current: list[str], after: str) -> bool:
    """Whether the paragraph did not end at a page mark."""
    if after[0].islower():
        return True
    return (len(current) > 1 or len(current[0]) > 40) and not current[-1].endswith(_ENDS)


def _join_lines(text: str, width: int | None) -> list[str]:
    """Join lines to paragraphs; without a ``width`` only where a sentence visibly goes on."""
    lines = text.split("\n")
    indents = width is not None and 0 < sum(line[:1].isspace() for line in lines) < 0.5 * len(lines)
    paragraphs: list[str] = []
    parts: list[str] = []
    last = ""
    blank = False
    for line in lines:
        stripped = line.strip()
        if not stripped:
            blank = True
            continue
        if parts:
            if last[-1] == "-" and (first := _hyphenated(last, stripped)):
                _rejoin(parts, first, stripped, text)
            elif (indents and line[0].isspace()) or _ended(last, stripped, width, blank):
                paragraphs.append("".join(parts))
                parts = [stripped]
            else:
                parts.append(_glue(last, stripped))
                parts.append(stripped)
        else:
            parts.append(stripped)
        last = stripped
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
