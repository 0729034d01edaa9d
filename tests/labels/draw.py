"""How the labelled paragraphs and documents were drawn: at random, with a seed, from an archive.

``python -m tests.labels.draw DATABASE STRATUM COUNT SEED`` prints the paragraphs to label with what stands
around them, and not what the program takes them for. A paragraph is a line of the stored text; a dateline or
an end mark in it is a unit of its own, told by the plain patterns below and not by the program's.
"""

from __future__ import annotations

import hashlib
import random
import re
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, select

from corpus.store.tables.archive import Document, Outlet, Version
from tests.printed import printed

if TYPE_CHECKING:
    from collections.abc import Iterator

DATELINE = re.compile(r"^.{2,45}\((?:KCNA)\) ?--? ?|^新华社.{2,30}日电(?:（[^）]*）)?\s*")
END_MARK = re.compile(r"\s*(?:-0-|\(끝\)|（完）)\s*$")
TITLES = re.compile(
    r"(?i)statement|speech|address|message|letter|greetings|telegram|sympathy|condolence|answer"
)
"""Titles of the stratum ``spoken`` of KCNA: texts that may hold the words of a speaker."""
RANKED = re.compile(
    r"(?i)statement|spokes|answer|question|commentary|commentator|analyst|director|ministry|report\b|article"
    r"|white paper|institute|society|committee|council|government|warn|denounce|department|vice|minister"
)
"""Titles of the stratum of documents that may have an authority."""


@dataclass(frozen=True, slots=True)
class Text:
    """One document of the archive in its current version."""

    outlet: str
    ref: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Unit:
    """Part of a text: half-open, in code points."""

    document: Text
    start: int
    end: int

    @property
    def words(self) -> str:
        return self.document.text[self.start : self.end]

    @property
    def sha(self) -> str:
        return digest(self.words)


def digest(words: str) -> str:
    """What tells a unit without printing it: the first 12 digits of its SHA-256."""
    return hashlib.sha256(words.encode()).hexdigest()[:12]


def document_digest(document: Text) -> str:
    """What tells a document by its title and the end of its text, whatever its reference."""
    return digest(f"{document.title}\n{document.text[-200:]}")


def texts(database: str, *outlets: str) -> list[Text]:
    """The documents of some outlets, in order of their references."""
    query = (
        select(Outlet.c.code, Document.c.ref, Document.c.title, Version.c.id)
        .join(Version, Version.c.id == Document.c.current_version_id)
        .join(Outlet, Outlet.c.id == Document.c.outlet_id)
        .where(Outlet.c.code.in_(outlets))
        .order_by(Document.c.ref)
    )
    with create_engine(f"sqlite:///{database}").connect() as connection:
        rows = connection.execute(query).all()
        texts = printed(connection, (row[3] for row in rows))
        return [Text(outlet, ref, title, texts[version][0]) for outlet, ref, title, version in rows]


def lines(document: Text) -> Iterator[Unit]:
    """The lines of a text that are not empty."""
    at = 0
    for line in document.text.split("\n"):
        if line.strip():
            yield Unit(document, at, at + len(line))
        at += len(line) + 1


def edges(document: Text) -> list[Unit]:
    """Lines where narration and speech meet: up to five after one with a colon at its end, the last two."""
    every = list(lines(document))
    opening = [n for n, one in enumerate(every) if n > 1 and one.words.rstrip().endswith(":")]
    if not opening or "Press Review" in document.title:
        return []
    chosen = {m for n in opening for m in range(n + 1, n + 6)} | {len(every) - 2, len(every) - 1}
    return [one for n, one in enumerate(every) if n in chosen]


def units(line: Unit) -> list[Unit]:
    """The dateline, the words and the end mark of a line."""
    words = line.words
    begin = match.end() if (match := DATELINE.search(words)) else 0
    end = match.start() if (match := END_MARK.search(words)) else len(words)
    spans = [
        (0, len(words[:begin].rstrip())),
        (begin, end),
        (end + len(words[end:]) - len(words[end:].lstrip()), len(words)),
    ]
    return [Unit(line.document, line.start + a, line.start + b) for a, b in spans if a < b]


STRATA = {
    "kcna": (("kcna",), None),
    "spoken": (("kcna",), TITLES),
    "edges": (("kcna",), None),
    "new-year": (("dprk-new-year",), None),
    "xi": (("xinhua",), None),
    "prc": (("prc-government", "cpc-congress"), None),
    "un": (("un-general-debate",), None),
    "seed": (("kcna",), re.compile("kcna-2024-02-28-thanks")),
}


def draw(database: str, stratum: str, count: int, seed: int) -> list[Unit]:
    """Lines drawn without replacement, each with the same chance, in the order in which they were drawn."""
    outlets, wanted = STRATA[stratum]
    found = texts(database, *outlets)
    if wanted is not None:
        found = [one for one in found if wanted.search(one.title if stratum == "spoken" else one.ref)]
    if stratum == "un":  # 31 million words: first the documents, by their length, then a line of each
        rng = random.Random(seed)
        chosen = rng.choices(found, weights=[len(one.text) for one in found], k=count)
        return [rng.choice(list(lines(one))) for one in chosen]
    pool = [line for one in found for line in (edges(one) if stratum == "edges" else lines(one))]
    return random.Random(seed).sample(pool, count)


def draw_documents(database: str, ranked: bool, count: int, seed: int) -> list[Text]:
    """Documents of KCNA drawn without replacement, whose title may (or may not) tell an authority."""
    found = [one for one in texts(database, "kcna") if bool(RANKED.search(one.title)) is ranked]
    return random.Random(seed).sample(found, count)


def show(number: int, line: Unit) -> None:
    """A line as the labeller sees it: title, beginning of the text, the lines around it."""
    all_lines = list(lines(line.document))
    at = next(n for n, one in enumerate(all_lines) if one.start == line.start)
    print(f"\n### {number} {line.document.ref} line {at + 1}/{len(all_lines)}  «{line.document.title[:120]}»")
    for n in sorted({1, *range(max(0, at - 2), at)} - {at}):
        if n < at:
            words = all_lines[n].words
            print(f"   {n + 1}: {words[:220] + (' … ' + words[-160:] if len(words) > 380 else words[220:])}")
    for unit in units(line):
        print(f">> {unit.words[:420]}{' …' if len(unit.words) > 420 else ''}")
    if at + 1 < len(all_lines):
        print(f"   {at + 2}: {all_lines[at + 1].words[:130]}")


if __name__ == "__main__":
    for number, line in enumerate(draw(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))):
        show(number, line)
