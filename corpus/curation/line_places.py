"""From ids of lines to places in stored versions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from corpus.store.column_limits import storable
from corpus.store.tables.archive import Document, PassageRow, Version
from corpus.store.version_texts import texts_of_versions
from corpus.text.line_ids import LineId, check, parsed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import BindParameter, Connection

TOGETHER = 500
"""References asked for in one statement."""
KEPT = 200
"""Versions whose texts are read together, and in memory at one time."""
NO_ID = "this is no id of a line (REF@VERSION:START-END#CHECK) or of a document (REF@VERSION)"


_OF_VERSIONS: BindParameter[Any] = bindparam("versions", expanding=True)
_PASSAGES = select(
    PassageRow.c.version_id, PassageRow.c.number, PassageRow.c.start_char, PassageRow.c.end_char
).where(PassageRow.c.version_id.in_(_OF_VERSIONS))


@dataclass(frozen=True, slots=True)
class Place:
    """A line, or a document as a whole (``passage`` None, span 0 to 0), as the archive holds it."""

    version: int
    passage: int | None
    start: int
    end: int


class Places:
    """Finds the places of ids; ``lines`` are all that will be asked for. A reference alone, without a
    version, is the document in its current version."""

    def __init__(self, connection: Connection, lines: Iterable[str]) -> None:
        self._connection = connection
        self._texts: dict[int, tuple[str, list[tuple[int, int, int]]]] = {}
        given = [parsed(line) or line for line in lines]
        refs = {self._ref(one) for one in given}
        self._versions: dict[tuple[str, int | None], int] = {}
        wanted = sorted(refs)
        query = (
            select(Document.c.ref, Document.c.current_version_id, Version.c.id, Version.c.number)
            .join(Version, Version.c.document_id == Document.c.id)
            .where(Document.c.ref.in_(bindparam("refs", expanding=True)))
        )
        for begin in range(0, len(wanted), TOGETHER):
            some = {"refs": wanted[begin : begin + TOGETHER]}
            for ref, current, version, number in connection.execute(query, some):
                self._versions[ref, number] = version
                self._versions[ref, None] = current
        asked = (self._versions.get((one.ref, one.version)) for one in given if isinstance(one, LineId))
        self._wanted = [version for version in dict.fromkeys(asked) if version is not None]
        self._at = {version: at for at, version in enumerate(self._wanted)}

    def find(self, line: str) -> Place | str:
        """The place, or why there is none."""
        found = parsed(line)
        if found is None and "@" in line:
            return NO_ID
        ref, number = (self._ref(line), None) if found is None else (self._ref(found), found.version)
        version = self._versions.get((ref, number))
        if version is None:
            if (ref, None) in self._versions:
                return f"{ref} has no version {number}"
            return f"there is no document {ref}" if ref else "the row names no line"
        return Place(version, None, 0, 0) if found is None or found.whole else self._line(version, found)

    def _line(self, version: int, line: LineId) -> Place | str:
        text, passages = self._text(version)
        if line.end > len(text) or check(text, line.start, line.end) != line.check:
            return "the text at that place is another than the id was made for"
        for number, start, end in passages:
            if start <= line.start and line.end <= end:
                return Place(version, number, line.start, line.end)
        return "no passage holds that place"

    def _text(self, version: int) -> tuple[str, list[tuple[int, int, int]]]:
        """Text and passages (number, start, end) of a version; those asked for next are read with it."""
        if version not in self._texts:
            at = self._at[version]
            self._read(self._wanted[at : at + KEPT])
        return self._texts[version]

    def _read(self, versions: list[int]) -> None:
        some = {"versions": versions}
        self._texts = {
            version: (text, []) for version, text in texts_of_versions(self._connection, versions).items()
        }
        for version, number, start, end in self._connection.execute(_PASSAGES, some):
            self._texts[version][1].append((number, start, end))

    @staticmethod
    def _ref(line: LineId | str) -> str:
        return storable(line.strip()[:200]) if isinstance(line, str) else storable(line.ref)
