"""Akoma Ntoso: debates with their speakers, acts and bills with their headings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corpus.ingest.readers.documents import ASIDE, Document, whole_item
from corpus.ingest.readers.sources import read_whole
from corpus.ingest.readers.xml_ import attribute, descendants, element_names, local, parse_xml, words
from corpus.text.records import Block
from corpus.text.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.ingest.decode.columns import ColumnMap
    from corpus.ingest.readers.sources import Source
    from corpus.text.records import Item


def read_akoma(source: Source, columns: ColumnMap) -> Iterator[Item]:
    """One document as one item. Raises UnreadableError."""
    raw = read_whole(source)
    root = parse_xml(raw)
    people = {
        attribute(one, "eId") or attribute(one, "id"): attribute(one, "showAs")
        for one in descendants(root, "TLCPerson", "TLCRole", "TLCOrganization")
    }
    fields = {
        "title": next((words(one) for one in descendants(root, "docTitle")), "") or _alias(root),
        "date": _date(root),
        "language": next((attribute(one, "language") for one in descendants(root, "FRBRlanguage")), ""),
    }
    blocks = tuple(_Walk(people).blocks(root))
    yield whole_item(source, raw, Document(blocks, fields))


def _alias(root: Any) -> str:
    return next((attribute(one, "value") for one in descendants(root, "FRBRalias", "FRBRname")), "")


def _date(root: Any) -> str:
    dates = (one for work in descendants(root, "FRBRWork") for one in descendants(work, "FRBRdate"))
    return next((attribute(one, "date") for one in dates), "")


class _Walk:
    """The paragraphs in order; depth is limited by the parser."""

    def __init__(self, people: dict[str, str]) -> None:
        self._people = people
        self._parts: list[str] = []
        self._done: list[Block] = []
        self._speaker: str | None = None
        self._heading = False

    def blocks(self, root: Any) -> list[Block]:
        self._enter(root)
        self._flush()
        return self._done

    def _enter(self, element: Any) -> None:
        name = local(element)
        names = element_names("akoma")
        if not name or name in names["dropped"]:
            return
        if name in names["asides"] or (name == "from" and self._speaker):
            self._flush()
            inside = words(element)
            if inside:
                self._done.append(Block(inside, ASIDE))
            return
        apart = any(name in names[kind] for kind in ("paragraphs", "speeches", "apart"))
        if apart:
            self._flush()
        before = self._speaker, self._heading
        if name in names["speeches"]:
            self._speaker = self._who(element)
        self._heading = self._heading or name in names["headings"]
        self._parts.append(element.text or "")
        for child in element:
            if local(child) in names["breaks"]:
                self._parts.append(" ")
            self._enter(child)
            self._parts.append(child.tail or "")
        if apart:
            self._flush()
        self._speaker, self._heading = before

    def _who(self, element: Any) -> str | None:
        key = attribute(element, "by").removeprefix("#")
        label = next((words(one).strip(" .:—-") for one in descendants(element, "from")), "")
        return self._people.get(key) or label or key or None

    def _flush(self) -> None:
        line = " ".join("".join(self._parts).split())
        self._parts.clear()
        if line:
            role = Role.speech if self._speaker else None
            self._done.append(Block(line, role, self._speaker, self._heading and not self._speaker))
