"""Concordances for a terminal: key word in context, aligned around the node whatever the script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.output.text.captions import common
from corpus.output.text.tables import GAP, NOTHING, WHOLE, opening, surround
from corpus.output.text.terminal_text import cut, harmless, pad, width

if TYPE_CHECKING:
    from corpus.output.result_data import ResultData
    from corpus.output.text.terminal_text import Side

CONTEXT = ("left", "match", "right")
"""Columns of a concordance that hold its text; every result of kind "kwic" has them."""

REFERENCES = ("#", "ref", "date", "outlet", "voice", "speaker")
"""Columns printed before the text, as many as leave room for it."""

LEAST_CONTEXT = 22
"""Columns that each side of the node keeps before a further reference column is printed."""

NODE = "\x1b[1;31m{}\x1b[0m"


def concordance(result: ResultData, columns: int | None = None, colour: bool = False) -> str:
    """One line a match: references, left context aligned right, node, right context.

    ``columns`` is the terminal's width: contexts are cut with ``…`` at their outer ends to fill it.
    Without it nothing is cut. ``colour`` prints the node bold and red.
    """
    left, node, right = (_texts(result, name) for name in CONTEXT)
    node_width = max(map(width, node), default=0)
    if columns:
        node_width = min(node_width, columns // 3)
        node = [_both_ends(text, node_width) for text in node]
    free = columns - node_width if columns else None
    alike, caption = common(result, [name for name in REFERENCES if name in result.columns])
    references = _references(result, free, alike)
    prefixes = [GAP.join(cells) + GAP for cells in zip(*references, strict=True)] if references else []
    prefixes = prefixes or [""] * len(result)
    if free is not None:
        side = max((free - width(prefixes[0])) // 2 if prefixes else 0, 4)
        left = [cut(text, side, "left") for text in left]
        right = [cut(text, side) for text in right]
    left_width = max(map(width, left), default=0)
    lines = [
        f"{prefix}{pad(before, left_width, 'right')}{NODE.format(word) if colour else word}{after}".rstrip()
        for prefix, before, word, after in zip(prefixes, left, node, right, strict=True)
    ]
    further = []
    if "#" in result.columns and "ref" in result.columns and len(result) and not _whole(result, lines):
        further.append(opening(result))
    return surround(result, lines, columns, *further, caption=caption)


def _whole(result: ResultData, lines: list[str]) -> bool:
    """Whether the references stand in the lines."""
    return harmless(str(result.values("ref")[0])) in lines[0]


def _both_ends(text: str, columns: int) -> str:
    """A match with what is too long of it left out in the middle: its first and last words were asked for."""
    if width(text) <= columns:
        return text
    head = cut(text, columns // 2)
    return head + cut(text, columns - width(head) + 1, "left")[1:]


def _texts(result: ResultData, name: str) -> list[str]:
    return [NOTHING if value is None else harmless(str(value)) for value in result.values(name)]


def _said_by_references(result: ResultData) -> bool:
    """Whether each reference begins with its outlet, so that there is no need to say it twice."""
    if "ref" not in result.columns:
        return False
    pairs = zip(result.values("ref"), result.values("outlet"), strict=True)
    return all(outlet and str(ref).startswith(f"{outlet}-") for ref, outlet in pairs)


def _references(result: ResultData, free: int | None, alike: list[str]) -> list[list[str]]:
    """The reference columns that fit, each padded to one width, but those that all lines have in common. A
    reference stands whole or not at all, the others take at most a third of the line."""
    found: list[list[str]] = []
    whole = False
    for name in REFERENCES:
        said = name == "outlet" and (whole and _said_by_references(result))
        if name not in result.columns or name in alike or said:
            continue
        cells = _texts(result, name)
        if all(cell == NOTHING for cell in cells):
            continue
        longest = max(map(width, cells))
        if free is not None:
            longest = longest if name in WHOLE else min(longest, free // 3)
            if free - longest - len(GAP) < 2 * LEAST_CONTEXT:
                if name in WHOLE:
                    continue
                break
            free -= longest + len(GAP)
        whole = whole or name == "ref"
        align: Side = "right" if name == "#" else "left"
        found.append([pad(cut(cell, longest), longest, align) for cell in cells])
    return found
