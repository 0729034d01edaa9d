"""TEI, and the records of parliaments in it (ParlaMint, Parla-CLARIN): who speaks stands in the file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from corpus.ingest.readers.documents import ASIDE, Document, part_items, whole_item
from corpus.ingest.readers.sources import UnreadableError, read_whole
from corpus.ingest.readers.xml_ import (
    attribute,
    children,
    descendants,
    element_names,
    first,
    local,
    parse_xml,
    words,
)
from corpus.text.records import Block
from corpus.text.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.ingest.decode.columns import ColumnMap
    from corpus.ingest.readers.sources import Source
    from corpus.text.records import Item, Rejected

_SENTENCES = frozenset(("s", "name", "seg"))
_NAME = ("forename", "nameLink", "surname")
_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")


def read_tei(source: Source, columns: ColumnMap) -> Iterator[Item | Rejected]:
    """The texts of a TEI file: one, or those of a corpus. Raises UnreadableError."""
    raw = read_whole(source)
    root = parse_xml(raw)
    people = dict(_people(root))
    texts = [root] if local(root) in ("TEI", "TEI.2") else list(descendants(root, "TEI", "TEI.2"))
    if not texts:
        reason = "It is only the head of a corpus: its texts stand in the files that it names."
        raise UnreadableError(reason, raw)
    documents = [_document(one, root, people, number) for number, one in enumerate(texts, 1)]
    if len(documents) == 1:
        yield whole_item(source, raw, documents[0])
    else:
        yield from part_items(source, documents)


def _document(tei: Any, corpus: Any, people: dict[str, str], number: int) -> Document:
    header, text = first(tei, "teiHeader"), first(tei, "text")
    language = attribute(text, "lang") if text is not None else ""
    language = language or attribute(tei, "lang") or attribute(corpus, "lang")
    fields = {
        "title": _title(header, language),
        "date": _date(header) or (_date(first(corpus, "teiHeader")) if corpus is not tei else ""),
        "language": language,
        "place": _place(header),
        "author": words(first(header, "fileDesc", "titleStmt", "author")),
        "url": _address(header),
    }
    spoken = text is not None and next(descendants(text, "u", "sp"), None) is not None
    blocks = tuple(_Walk(people, spoken).blocks(text)) if text is not None else ()
    identifier = attribute(tei, "id") or None
    return Document(blocks, fields, identifier=identifier, where=f"text {number}", title_printed=False)


def _title(header: Any, language: str) -> str:
    statement = first(header, "fileDesc", "titleStmt")
    titles = list(children(statement, "title")) if statement is not None else []
    main = [one for one in titles if attribute(one, "type") in ("main", "")] or titles
    own = [one for one in main if attribute(one, "lang") == language] or main
    return words(own[0]) if own else ""


def _date(header: Any) -> str:
    """When it was said, else when the source was published; the edition's own date is none."""
    if header is None:
        return ""
    settings = first(header, "profileDesc", "settingDesc")
    source = first(header, "fileDesc", "sourceDesc")
    creation = first(header, "profileDesc", "creation")
    for part in (settings, creation, source):
        for date in descendants(part, "date") if part is not None else ():
            if attribute(date, "from") != attribute(date, "to"):  # a span of years
                continue
            found = attribute(date, "when") or attribute(date, "from") or words(date)
            if found:
                return found
    return ""


def _place(header: Any) -> str:
    settings = first(header, "profileDesc", "settingDesc") if header is not None else None
    for name in descendants(settings, "name", "placeName", "settlement") if settings is not None else ():
        if local(name) != "name" or attribute(name, "type") in ("city", "place", "settlement"):
            return words(name)
    return ""


def _address(header: Any) -> str:
    source = first(header, "fileDesc", "sourceDesc") if header is not None else None
    for idno in descendants(source, "idno") if source is not None else ():
        if attribute(idno, "type").upper() in ("URI", "URL"):
            return words(idno)
    return ""


def _people(root: Any) -> Iterator[tuple[str, str]]:
    for person in descendants(root, "person", "org", "personGrp"):
        key = attribute(person, "id")
        name = next(descendants(person, "persName", "orgName"), None)
        if not key or name is None:
            continue
        parts = [words(one) for part in _NAME for one in children(name, part)]
        yield key, " ".join(parts) if parts else words(name)


class _Walk:
    """The paragraphs of a text in order, with their speakers; notes and stage directions apart."""

    def __init__(self, people: dict[str, str], spoken: bool) -> None:
        """``spoken``: whether the text records what was said, so that its notes are a stenographer's."""
        self._people = people
        self._spoken = spoken
        self._parts: list[str] = []
        self._done: list[Block] = []
        self._speaker: str | None = None
        self._speech = 0
        self._rows = 0
        self._headings = 0
        self._waiting: list[Block] = []

    def blocks(self, text: Any) -> list[Block]:
        self._enter(text)
        self._flush()
        return self._done

    def _enter(self, element: Any) -> None:
        """Depth is limited by the parser."""
        name = local(element)
        if not name or name in element_names("tei")["dropped"]:
            return
        if name in element_names("tei")["asides"]:
            inside = words(element)
            if inside:
                editors = name == "note" and not self._spoken
                self._waiting.append(Block(inside, Role.editor_note if editors else ASIDE))
            if not self._parts:
                self._flush()
            return
        names = element_names("tei")
        if name == "choice":
            chosen = next((found for part in names["choice"] for found in children(element, part)), None)
            if chosen is not None:
                self._inside(chosen)
            return
        if name in names["breaks"]:
            if attribute(element, "break") != "no":
                self._parts.append(" ")
            if name != "cell":
                return
        apart = not self._rows and (name in names["paragraphs"] or name in names["containers"])
        self._rows += name == "row"
        if apart:
            self._flush()
        before = self._speaker, self._speech
        if name in ("u", "sp"):
            self._speaker, self._speech = self._who(element) or None, 1
        self._headings += name == "head"
        self._inside(element)
        if apart:
            self._flush()
        elif name in ("w", "pc") and attribute(element, "join") not in ("right", "both"):
            self._parts.append(" ")
        self._headings -= name == "head"
        self._rows -= name == "row"
        self._speaker, self._speech = before

    def _inside(self, element: Any) -> None:
        in_sentence = local(element) in _SENTENCES and next(children(element, "w"), None) is not None
        if element.text and not (in_sentence and element.text.isspace()):
            self._parts.append(element.text)
        for child in element:
            self._enter(child)
            if child.tail and not (in_sentence and child.tail.isspace()):
                self._parts.append(child.tail)

    def _who(self, element: Any) -> str:
        named = attribute(element, "who").split()
        if named:
            key = named[0].rpartition("#")[2]
            return self._people.get(key) or _CAMEL.sub(" ", key.replace("_", " ").replace(".", " ")).strip()
        label = first(element, "speaker")
        return words(label).strip(" .:") if label is not None else ""

    def _flush(self) -> None:
        line = " ".join("".join(self._parts).split())
        self._parts.clear()
        if line:
            heading = self._headings > 0 and not self._speech
            role = Role.speech if self._speech else None
            self._done.append(Block(line, role, self._speaker if self._speech else None, heading))
        self._done += self._waiting
        self._waiting.clear()
