"""Short references to documents that a person can type and cite."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select, update

from corpus.store.lookups import in_parts
from corpus.store.tables.archive import Document
from corpus.text.normalisation import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy import Connection

LONGEST = 32
"""Longest title part of a reference, in characters."""
_MARK = 4
_KEYS = {"ref_base", "ref_mark", "first_seen_at", "removed_why"}

_WORD = re.compile(r"[^\W_]+")
_NEVER_LAST = frozenset(["a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "the", "to", "with"])


def base_ref(outlet: str, published: str | None, title: str) -> str:
    """``outlet-date-first-words-of-the-title``, lower case, letters of every script."""
    kept: list[str] = []
    room = LONGEST
    for word in _WORD.findall(fold(title).replace("'", "")):
        if len(word) > room:
            if not kept:
                kept.append(word[:room])
            while len(kept) > 1 and kept[-1] in _NEVER_LAST:
                kept.pop()
            break
        kept.append(word)
        room -= len(word) + 1
    return "-".join([outlet, published or "undated", *kept])


class References:
    """Gives documents their references: of several with one base, the one seen first has it as it is.

    The others end with the beginning of their mark, a hash of what they are, so that neither the order of
    loading nor a further document changes a reference that was given.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.changed: dict[int, str] = {}
        """The new reference of each document that has another than before."""

    def assign(
        self,
        states: Mapping[int, Mapping[str, Any]],
        changes: Mapping[int, Mapping[str, Any]],
        new: Collection[int],
        gone: Collection[int],
    ) -> None:
        """Decide the references of documents after ``changes``; those of ``gone`` are free again."""
        bases: set[str] = set()
        for document, state in states.items():
            if document in new or document in gone or _KEYS & changes.get(document, {}).keys():
                held = {state.get("ref_base"), changes.get(document, {}).get("ref_base")}
                bases |= {base for base in held if base}
        rivals: dict[str, list[_Rival]] = {base: [] for base in bases}
        columns = (
            Document.c.id,
            Document.c.ref,
            Document.c.ref_base,
            Document.c.first_seen_at,
            Document.c.ref_mark,
            Document.c.removed_why,
        )
        for some in in_parts(sorted(bases)):
            for row in self._connection.execute(select(*columns).where(Document.c.ref_base.in_(some))):
                if row.id not in states:
                    rivals[row.ref_base].append(_rival(row._asdict(), row.id, row.ref))
        for document, state in states.items():
            if document in gone:
                continue
            after = {**state, **changes.get(document, {})}
            if after.get("ref_base") in rivals:
                rivals[after["ref_base"]].append(_rival(after, document, state.get("ref")))
        wanted = {
            rival.document: base if first else f"{base}-{rival.suffix}"
            for base, some in rivals.items()
            for first, rival in zip([True] + [False] * len(some), sorted(some), strict=False)
        }
        self._avoid(wanted, rivals, gone)
        known = {rival.document: rival.ref for some in rivals.values() for rival in some}
        self.changed = {document: ref for document, ref in wanted.items() if ref != known[document]}
        self._old = {document: known[document] for document in self.changed}

    def _avoid(
        self, wanted: dict[int, str], rivals: Mapping[str, list[_Rival]], gone: Collection[int]
    ) -> None:
        """Lengthen what documents that are not asked about have already."""
        marks = {
            rival.document: rival.mark or f"{rival.document:08x}"
            for some in rivals.values()
            for rival in some
        }
        taken: dict[str, int] = {}
        for some in in_parts(sorted(set(wanted.values()))):
            query = select(Document.c.ref, Document.c.id).where(Document.c.ref.in_(some))
            taken |= {row.ref: row.id for row in self._connection.execute(query)}
        given: set[str] = set()
        for document, ref in sorted(wanted.items()):
            holder = taken.get(ref)
            elsewhere = holder is not None and holder not in wanted and holder not in gone
            if elsewhere or ref in given:
                wanted[document] = f"{ref}-{marks[document]}"
            given.add(wanted[document])

    def free(self, documents: Sequence[int]) -> None:
        """Let the references of these be given to others, until ``changed`` is stored."""
        if documents:
            renamed = update(Document).where(Document.c.id == bindparam("at"))
            self._connection.execute(
                renamed.values(ref=bindparam("nameless")),
                [{"at": one, "nameless": f"#{one}"} for one in documents],
            )

    def old(self, document: int) -> str | None:
        """The reference that a changed one had."""
        return self._old[document]


@dataclass(frozen=True, slots=True, order=True)
class _Rival:
    taken_back: bool
    first_seen: str
    mark: str
    document: int
    ref: str | None

    @property
    def suffix(self) -> str:
        return self.mark[:_MARK] if self.mark else f"{self.document:04x}"


def _rival(row: Mapping[str, Any], document: int, ref: str | None) -> _Rival:
    """A document that every run which saw it took back has a reference only if no other wants it."""
    taken_back = row["removed_why"] == "run"
    return _Rival(taken_back, row["first_seen_at"] or "", row["ref_mark"] or "", document, ref)
