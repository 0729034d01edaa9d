"""The records that pass between reading, normalising and loading."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from corpus.text.dates import How, KnownDate
    from corpus.text.roles import Role


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph as a structured file marks it; a line end in it is a space.

    ``role``, and ``speaker`` of what is spoken: where the file itself says them (None: the text's rules
    decide). ``heading``: whether it is printed as one. ``why``: what in the file says the role, in words.
    """

    text: str
    role: Role | None = None
    speaker: str | None = None
    heading: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class PageParts:
    """Which part of a page gave what it says.

    ``fields``: by field (``title``, ``date``, ``url``, ``text``, ...) that part in words; ``selected``: those
    that selectors of an outlet's layout named; ``layout``: the code of that outlet and the number of the
    layout in its file.
    """

    fields: Mapping[str, str]
    selected: frozenset[str] = frozenset()
    layout: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Repeats:
    """What several pages of a load have in common, with the site that it holds for: passages, headlines."""

    passages: frozenset[tuple[str, str]]
    titles: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Item:
    """One text as a reader found it: bytes, decoded text, metadata by column; nothing interpreted yet.

    ``fields`` holds canonical names (title, text, url, date, language, country, genre, speaker,
    speaker_title, place, topic) after mapping, and every other column under its own name.
    ``address`` is the item's URL, else its path (``folder/a.txt``, ``a.zip!member.txt``,
    ``a.jsonl#key``). ``source`` names the place for messages (``articles.jsonl, line 700``).
    ``file``: the address of the file that holds nothing but this item; ``row``: whether ``address`` is only
    its place in a file; ``identifier``: what its source calls it.

    For its date: ``date_order`` is which of day and month stands first in the column that it comes from
    (``day-first``, ``month-first``; None where nothing says so). ``retrieved``: when it was captured (ISO,
    UTC), where its file says so. ``below``: what a page prints right below its heading; None for what is
    no page.

    ``cut_from``: of an article, the address of the file or page that holds it with others, and the first bits
    of the digest of its bytes.
    ``repeats``: what the pages loaded with it have in common.
    ``title_printed``: False where its title is that of whoever compiled the file, and no headline.
    ``parts``: of a page, what in it gave its fields and its article.
    ``page``: a page of which only ``raw`` has been read so far; ``readers.html.read_page`` reads the rest.
    ``blocks``: the paragraphs, where the file marks them; ``text`` is then theirs, one a line, and is not
    cut into paragraphs by guess.
    """

    raw: bytes
    text: str
    address: str
    source: str
    fields: Mapping[str, str] = field(default_factory=dict)
    encoding: str = "utf-8"
    notes: tuple[str, ...] = ()
    file: str | None = None
    row: bool = False
    identifier: str | None = None
    date_order: str | None = None
    retrieved: str | None = None
    below: str | None = None
    blocks: tuple[Block, ...] = ()
    page: bool = False
    repeats: Repeats | None = None
    cut_from: tuple[str, int] | None = None
    title_printed: bool = True
    parts: PageParts | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """An input that could not be read: where, why (one sentence), and its bytes.

    ``raw`` may be only the beginning; ``size`` is the full size in bytes, ``sha256`` the digest of the whole
    (None: ``raw`` is the whole).
    """

    source: str
    reason: str
    raw: bytes
    size: int
    sha256: bytes | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of the normalised text: half-open span in code points, role, speaker's name.

    ``language``: BCP 47, where it is another than the document's; ``country``: ISO 3166-1 alpha-3, of its
    speaker where it is another than the document's. ``glue``: what stands before it in print
    where it continues a paragraph.
    """

    start: int
    end: int
    role: Role
    speaker: str | None = None
    language: str | None = None
    country: str | None = None
    glue: str | None = None


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words in quotation marks (marks excluded): half-open span in code points of the text."""

    passage: int
    start: int
    end: int
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """An actor named with a title. ``passage`` and span are None when known from metadata only."""

    actor: str
    title: str | None
    passage: int | None
    start: int | None
    end: int | None
    known: How


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something a person should confirm: the document's field, and why it is doubtful."""

    field: str
    message: str


@dataclass(slots=True)
class Parsed:
    """An item after normalisation: what the database will hold.

    ``text`` is the headline (where the outlet printed one) and the paragraphs, joined by newlines;
    every span points into it. ``passages`` is empty for an item without text. ``title_given``: whether the
    title was given or printed, not made from the text. ``institutions``: which of the speakers are no
    persons.
    """

    title: str
    text: str
    passages: list[Passage]
    quotations: list[Quotation]
    mentions: list[Mention]
    language: str
    language_known: How
    published: KnownDate | None
    event: KnownDate | None = None
    place: str | None = None
    genre: str | None = None
    authority: str | None = None
    country: str | None = None
    speaker: str | None = None
    title_given: bool = True
    institutions: frozenset[str] = frozenset()
    doubts: list[Doubt] = field(default_factory=list)
