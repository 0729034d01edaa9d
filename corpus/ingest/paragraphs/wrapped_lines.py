"""Texts whose lines end at a width: the evidence for it, and their lines joined to paragraphs.

Whoever wraps a text begins a new line where the next word has no room. That is what is looked for: lines
that could not have held the first word of the next one, and do not end sentences. Lines with room left were
ended on purpose: verse, lists, addresses, tables, dialogues stay lines.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from corpus.ingest.paragraphs.line_ends import ends_sentence, glue, hyphenated, open_words, rejoin
from corpus.ingest.paragraphs.part_names import Paragraph
from corpus.text.word_breaks import is_typeset

WIDEST = 200
"""Lines longer than this, in columns, are paragraphs rather than wrapped."""
NARROWEST = 30
_SURE = 4
"""With fewer ends of lines to judge by, all of them must be those of wrapped lines."""
_FULL = 0.6
"""Least share of line ends where the next word had no room."""
_OPEN = 0.5
"""Least share of them that end no sentence."""
_LOWER = 0.35
"""Least share of them after which the next line begins in lower case (nouns in German do not)."""
_SLACK = 0.92
"""A line is full when the next word would reach this share of the width: typists do not count exactly."""
_WIDER = 1.1
_SENTENCE = 40
"""Columns of a line that is long enough to be the beginning of a sentence that goes on."""
_HEADING = 10
"""Most lines of one heading."""
_CENTRED = 4
"""Least columns before the lines of a heading that is set in the middle."""
_TABLE = 0.6
"""Least share of the lines of a table that have gaps inside."""

_WIDE = re.compile(
    "[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]"
)
_UNSPACED = re.compile("[\u2e80-\ua4cf\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]")
_RULE = re.compile(r"[=\-_~*—―─━＝＊]{3,}")
_GAP = re.compile(r"\S(?:\t|[^\S\n]{3,})\S")
_QUOTES = "\"'“‘«„(（《「『【"
_ITEM = re.compile(
    r"(?:[-–—•*·▪◦○●□■◆▶►※]|[(（]?(?:\d{1,3}|[A-Za-zА-Яа-я])[.)）]|[①-⑳]|[가-하]\.|[一二三四五六七八九十]{1,3}[、.]|"
    r"[（(][一二三四五六七八九十]{1,3}[)）])\s*\S"
)
_LABEL = re.compile(r"\w[\w.]*(?: \w[\w.]*){0,3} ?[:：]\s?\S")


@dataclass(slots=True)
class Line:
    """A line without the spaces around it. ``indent`` and ``right``: columns before its first and after its
    last character."""

    text: str
    indent: int
    right: int

    @property
    def ended(self) -> bool:
        return ends_sentence(self.text)

    @property
    def first(self) -> int:
        """Columns of its first word."""
        if _UNSPACED.match(self.text):
            return 2
        return columns(self.text.split(None, 1)[0])

    @property
    def opening(self) -> str:
        """Its first letter."""
        return self.text.lstrip(_QUOTES)[:1]


Block = list[Line]
"""Lines without an empty line between them."""


def columns(text: str) -> int:
    """How many columns a text takes: Chinese, Japanese and Korean letters take two."""
    if len(text) > WIDEST or text.isascii():  # of a long line only that it is long matters
        return len(text)
    return len(text) + len(_WIDE.findall(text))


def join_wrapped(text: str, *, lines_are_paragraphs: bool) -> list[Paragraph]:
    """The paragraphs of a text; nothing is joined over an empty line, or over a line that is drawn.

    In a text that is not wrapped a sentence that visibly goes on is joined, unless lines are known to be
    paragraphs.
    """
    blocks = read_blocks(text)
    width = block_width(blocks)
    typeset = is_typeset(text)
    loose = width is None and not lines_are_paragraphs
    paragraphs: list[Paragraph] = []
    base, usual = _indents(blocks) if width is not None else (0, None)
    for block in blocks:
        if _RULE.fullmatch(block[0].text):
            paragraphs.append(Paragraph(block[0].text, mark=True, gap=bool(paragraphs)))
            continue
        if width is not None:
            joins = _wrapped_joins(block, width, base, usual)
        elif _is_centred(block):
            joins = _heading_joins(block)
        elif loose:
            joins = [_goes_on(one, other) for one, other in pairwise(block)]
        else:
            joins = [_is_cut(one, other) for one, other in pairwise(block)]
        for number, part in enumerate(_join(block, joins, text, typeset=typeset)):
            paragraphs.append(Paragraph(part, gap=number == 0 and bool(paragraphs)))
    return paragraphs


def read_blocks(text: str) -> list[Block]:
    """The lines of a text between its empty lines; a line that is drawn is a block of its own."""
    blocks: list[Block] = []
    gap = True
    for row in text.split("\n"):
        line = row.strip()
        if not line:
            gap = True
            continue
        drawn = _RULE.fullmatch(line) is not None
        indent = 0 if row[0] == line[0] else columns(row.expandtabs(8).rstrip()) - columns(line)
        if gap or drawn:
            blocks.append([])
        blocks[-1].append(Line(line, indent, indent + columns(line)))
        gap = drawn
    return blocks


def block_width(blocks: list[Block]) -> int | None:
    """The width of the lines, in columns, if the text is wrapped at one, else None."""
    long = sum(line.right > WIDEST for block in blocks for line in block)
    if long > sum(map(len, blocks)) / 4:
        return None
    units = [unit for block in blocks if not _is_centred(block) for unit in _units(block) if len(unit) > 1]
    inner = sorted(line.right for unit in units for line in unit[:-1])
    if not inner:
        return None
    width = inner[len(inner) * 9 // 10]
    if not NARROWEST <= width <= WIDEST or sum(one > width * _WIDER + 2 for one in inner) > len(inner) / 10:
        return None
    if len(inner) >= _SURE and inner.count(width) >= _FULL * len(inner):
        return width  # spread to the width
    # an address, a signature or verse beside the text says nothing of its width
    units = [unit for unit in units if max(line.right for line in unit) >= _FULL * width]
    pairs = [pair for unit in units for pair in pairwise(unit)]
    full = [pair for pair in pairs if _is_full(*pair, width)]
    open_ends = [pair for pair in full if not pair[0].ended]
    cased = [pair for pair in open_ends if _is_cased(pair[1].opening)]
    lower = sum(pair[1].opening.islower() for pair in cased)
    closed = sum(unit[-1].ended for unit in units)
    few = len(pairs) < _SURE
    if not full or len(full) < (len(pairs) if few else _FULL * len(pairs)):
        return None
    if len(open_ends) < (len(full) if len(full) == 1 else _OPEN * len(full)) or closed < 0.5 * len(units):
        return None
    if len(cased) * 2 >= len(open_ends):
        return width if lower >= (0.5 if few else _LOWER) * len(cased) else None
    # without capitals only the number of full lines shows that they are no list
    return width if len(pairs) >= _SURE - 2 and len(full) >= 0.75 * len(pairs) else None


def _units(block: Block) -> list[Block]:
    """The lines of a block by the indents that begin paragraphs."""
    least = min(line.indent for line in block)
    indented = sum(line.indent > least for line in block)
    if not 0 < indented < len(block):
        return [block]
    units: list[Block] = []
    for line in block:
        if not units or (line.indent > least and not line.opening.islower()):
            units.append([])
        units[-1].append(line)
    return units


def _is_full(line: Line, following: Line, width: int) -> bool:
    """Whether the first word of the next line had no room."""
    return line.right + 1 + following.first > _SLACK * width


def _is_cased(letter: str) -> bool:
    return letter.lower() != letter.upper()


def _indents(blocks: list[Block]) -> tuple[int, int | None]:
    """The indent of most lines, and the usual one of first lines, where there is any."""
    base = min((line.indent for block in blocks for line in block), default=0)
    firsts = Counter(
        one.indent
        for block in blocks
        for one, other in pairwise(block)
        if one.indent > base and other.indent == base
    )
    return base, firsts.most_common(1)[0][0] if firsts else None


def _wrapped_joins(block: Block, width: int, base: int, usual: int | None) -> list[bool]:
    """For each end of a line in a block of a wrapped text whether the next line goes on there."""
    pairs = list(pairwise(block))
    if not pairs:
        return []
    if _is_table(block, width):
        return [False] * len(pairs)
    if all(line.indent > base and line.indent != usual for line in block) and _is_centred(block):
        return _heading_joins(block)
    if _is_hanging(block):
        return [True] * len(pairs)
    full = [_is_full(*pair, width) for pair in pairs]
    if len(block) > 2 and sum(full) < len(full) / 3:
        # narrower than the others: a quotation that is set in, else lines that were ended on purpose
        own = max(line.right for line in block[:-1])
        set_in = min(line.indent for line in block) > base or own >= _SLACK * width
        lower = sum(pair[1].opening.islower() for pair in pairs)
        if not (set_in and block[-1].ended and lower >= len(pairs) / 3):
            return [_broken_word(*pair) != "" for pair in pairs]
        full = [_is_full(*pair, own) for pair in pairs]
    items = [_ITEM.match(line.text) is not None for line in block]
    return [
        not (items[number + 1] and any(items[: number + 1])) and _continues(one, other, fits, base)
        for number, ((one, other), fits) in enumerate(zip(pairs, full, strict=True))
    ]


def _continues(line: Line, following: Line, full: bool, base: int) -> bool:
    """Whether a paragraph of a wrapped text goes on after a line."""
    lower = following.opening.islower()
    ended = line.ended
    if ended and (not full or _LABEL.match(following.text)):
        return False
    if (ended or not full) and _ITEM.match(following.text):
        return False
    if following.indent > line.indent and following.indent > base:
        return lower and not ended
    if ended or full:
        return full
    return lower


def _is_table(block: Block, width: int) -> bool:
    """Whether most lines have gaps inside that are not those of lines spread to the width."""
    with_gaps = sum(_GAP.search(line.text) is not None for line in block)
    if len(block) < 2 or with_gaps < _TABLE * len(block):
        return False
    return sum(abs(line.right - width) <= 1 for line in block) < len(block) / 2


def _is_centred(block: Block) -> bool:
    """Whether the lines of a block are those of one heading, set in the middle or at the right."""
    ended = any(line.ended for line in block[:-1]) or block[-1].text[-1] in ".!?。"
    indents = {line.indent for line in block}
    return len(block) <= _HEADING and not ended and len(indents) > 1 and min(indents) >= _CENTRED


def _is_hanging(block: Block) -> bool:
    """Whether all lines but the first are set in, as under the entries of a list."""
    inner = {line.indent for line in block[1:]}
    ended = any(line.ended for line in block[:-1])
    return not ended and len(inner) == 1 and inner.pop() >= block[0].indent + _CENTRED


def _heading_joins(block: Block) -> list[bool]:
    """A heading goes on in the same letters: below capitals another one begins."""
    return [one.text.isupper() == other.text.isupper() for one, other in pairwise(block)]


def _goes_on(line: Line, following: Line) -> bool:
    """Whether a sentence visibly goes on after a line of a text that is not wrapped."""
    last = line.text
    if line.ended:
        return False
    if _broken_word(line, following) or (last[-1] == "-" and following.opening.islower()):
        return True
    open_word = _ends_open(line)
    if following.text[0].islower():
        return open_word or line.right >= _SENTENCE
    return open_word


def _broken_word(line: Line, following: Line) -> str:
    """The part of a word before a hyphen at the end of a line, or ""."""
    first = hyphenated(line.text, following.text) if line.text[-1] in "-\u2010" else ""
    return first if first.strip(_QUOTES).replace("-", "").isalpha() else ""


def _is_cut(line: Line, following: Line) -> bool:
    """Whether a line that was to be a paragraph was cut inside a word or before the last of its words."""
    if _broken_word(line, following):
        return following.opening.islower()
    return _ends_open(line) and not following.ended


def _ends_open(line: Line) -> bool:
    """Whether a line ends with a word that ends no paragraph."""
    before, _, last = line.text.rpartition(" ")
    return before != "" and last in open_words()


def _join(block: Block, joins: list[bool], text: str, *, typeset: bool) -> list[str]:
    """The paragraphs of a block, words at the ends of lines put together."""
    paragraphs: list[str] = []
    parts = [block[0].text]
    for (line, following), goes_on in zip(pairwise(block), joins, strict=True):
        last, after = line.text, following.text
        if not goes_on:
            paragraphs.append("".join(parts))
            parts = [after]
        elif first := _broken_word(line, following):
            rejoin(parts, first, after, text, typeset=typeset)
        else:
            parts += [glue(last, after), after]
    return [*paragraphs, "".join(parts)]
