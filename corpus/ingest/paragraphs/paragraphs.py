"""Paragraphs of a text as it came: wrapped lines joined, page marks set aside.

Works on the decoded text, before ``corpus.text.normalisation.normalise`` folds the spaces that say where a
paragraph begins. An empty line parts paragraphs, whatever stands before it; only in texts that were printed
on pages, whose marks the outlet file knows, it may be the end of a page.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.ingest.paragraphs.line_ends import LINE_ENDS, OTHER_LINE_ENDS
from corpus.ingest.paragraphs.paged_lines import join_pages
from corpus.ingest.paragraphs.part_names import Paragraph
from corpus.ingest.paragraphs.spaced_letters import join_spaced_letters
from corpus.ingest.paragraphs.wrapped_lines import join_wrapped
from corpus.text.word_breaks import without_marked_breaks

if TYPE_CHECKING:
    from corpus.ingest.outlets.records import Lines

_BLANK = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")


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
    if any(end in text for end in OTHER_LINE_ENDS):
        text = LINE_ENDS.sub("\n", text)
    text = without_marked_breaks(text)
    if breaks is not None:
        text = breaks.sub("\n\n", text)
    if lines == "fragments":
        return [Paragraph(part) for part in _join_fragments(text)]
    if page_marks is not None:
        return join_pages(text, page_marks)
    text = "\n".join([join_spaced_letters(line) for line in text.split("\n")])
    return join_wrapped(text, lines_are_paragraphs=lines == "paragraphs")


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
