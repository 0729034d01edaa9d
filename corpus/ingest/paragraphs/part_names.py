"""What the parts of a text are called before they become passages."""

from __future__ import annotations

from typing import NamedTuple


class Paragraph(NamedTuple):
    """One paragraph without line ends. ``mark``: a page mark (number, running head), no words of the text.

    ``gap``: whether an empty line, or a line that was drawn, stands before it.
    """

    text: str
    mark: bool = False
    gap: bool = False
