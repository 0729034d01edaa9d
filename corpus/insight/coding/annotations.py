"""The codes that the archive holds, as rows, and as what each coder said of each line or document."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from sqlalchemy import select

from corpus.argument_checks import shown
from corpus.errors import FilterError, NotFoundError
from corpus.index.read.foreign_passages import Origin
from corpus.query.select.coded_lines import level_of
from corpus.query.select.selection import QUOTATION
from corpus.query.select_documents import select_documents
from corpus.store.tables.archive import Document, PassageRow, Version
from corpus.store.tables.coding import Annotation, Code, Coder
from corpus.text.normalisation import fold
from corpus.wording import action, argument

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Table

    from corpus.query.select.selection import Filters, Origins
    from corpus.query.session.document_catalogue import Catalogue
    from corpus.query.session.moment import Moment

NO_QUOTATIONS = "has no meaning for codes: a line has the voice of its paragraph; leave it out."


class Unit(NamedTuple):
    """What is coded: the match of a line, or a document as a whole (span 0 to 0)."""

    version: int
    start: int
    end: int

    @property
    def kind(self) -> str:
        return "line" if self.end else "document"


@dataclass(frozen=True, slots=True)
class GivenCode:
    """One code that one coder gave. ``document``: its ordinal in the catalogue; ``number``: of the version;
    ``current``: whether that version is the one that counts."""

    unit: Unit
    document: int
    ref: str
    number: int
    date: str | None
    current: bool
    passage: int | None
    coder: str
    code: str
    note: str | None
    at: str


class Holding(NamedTuple):
    """Codes by date of the document, place, coder and code; what to know of them; the documents."""

    rows: list[GivenCode]
    notes: list[str]
    catalogue: Catalogue


def held(moment: Moment, filters: Filters, coders: Sequence[str] = ()) -> Holding:
    """All codes under some filters.

    ``filters.code``: only these codes; ``coders``: only by these. A code of a document has no voice: with
    ``voice`` or ``speaker``, only codes of lines are left. Raises FilterError or NotFoundError for what does
    not exist.
    """
    if QUOTATION in filters.voice:
        raise FilterError(f"{argument('voice', 'quotation')} {NO_QUOTATIONS}", argument="voice")
    selection = select_documents(moment, replace(filters, code=()))
    asked = [level_of(given) for given in filters.code]
    codebook = f"{action('codebook')} lists the codebook"
    known = _ids(moment, Code, [name for _, name in asked], "code", codebook)
    wanted = {(level, code) for (level, _), code in zip(asked, known, strict=True)}
    people = _ids(moment, Coder, coders, "coder", f"{action('coders')} lists them")
    moment.verify("annotation", "code", "coder", "version", "document.ref", "document.facts")
    query = (
        select(
            Annotation.c.version_id, Annotation.c.start_char, Annotation.c.end_char, Annotation.c.passage,
            Annotation.c.note, Annotation.c.at, Annotation.c.code_id, Version.c.document_id,
            Version.c.number, Document.c.ref,
            Document.c.published, Coder.c.name.label("coder"), Code.c.name.label("code"), PassageRow.c.role,
            PassageRow.c.speaker_id, PassageRow.c.language,
            PassageRow.c.country,
        )
        .join(Version, Version.c.id == Annotation.c.version_id)
        .join(Document, Document.c.id == Version.c.document_id)
        .join(Coder, Coder.c.id == Annotation.c.coder_id)
        .join(Code, Code.c.id == Annotation.c.code_id)
        .outerjoin(
            PassageRow,
            (PassageRow.c.version_id == Annotation.c.version_id)
            & (PassageRow.c.number == Annotation.c.passage),
        )
    )  # fmt: skip
    if wanted:
        query = query.where(Annotation.c.code_id.in_(known))
    if people:
        query = query.where(Annotation.c.coder_id.in_(people))
    catalogue = selection.catalogue
    ordinals = {int(identifier): at for at, identifier in enumerate(catalogue.ids.tolist())}
    foreign = {origin: code for code, origin in enumerate(moment.foreign().origins, 1)}
    found: list[GivenCode] = []
    for row in moment.connection.execute(query):
        at = ordinals.get(row.document_id, -1)
        if at < 0 or not selection.mask[at]:
            continue
        unit = Unit(row.version_id, row.start_char, row.end_char)
        if wanted and not wanted & {(None, row.code_id), (unit.kind, row.code_id)}:
            continue
        origin = Origin(row.language or "", row.country or "")
        if selection.origins is not None and not _of_origin(selection.origins, foreign.get(origin, 0), at):
            continue
        if filters.voice and row.role not in selection.roles:
            continue
        if selection.speakers is not None and row.speaker_id not in selection.speakers:
            continue
        current = int(catalogue.versions[at]) == row.version_id
        place = (row.ref, row.number, row.published, current, row.passage)
        found.append(GivenCode(unit, at, *place, row.coder, row.code, row.note, row.at))
    dates = catalogue.dates().order
    found.sort(key=lambda one: (dates[one.document], one.document, one.number, one.unit, one.coder, one.code))
    notes = list(selection.notes)
    older = len({one.unit for one in found if not one.current})
    if older:
        notes.append(
            f"{older:,} of these lie on texts that have changed since: they stay with the version that was"
            f" coded, and count in no query's {argument('code')}."
        )
    if not _any(moment):
        notes.append(f"Nothing is coded yet: {action('sheet')} writes a sheet for coders.")
    return Holding(found, notes, catalogue)


def by_unit(rows: Iterable[GivenCode]) -> dict[Unit, dict[str, frozenset[str]]]:
    """For each line or document, the codes that each coder gave it."""
    gathered: dict[Unit, dict[str, set[str]]] = {}
    for row in rows:
        gathered.setdefault(row.unit, {}).setdefault(row.coder, set()).add(row.code)
    return {
        unit: {coder: frozenset(codes) for coder, codes in coders.items()}
        for unit, coders in gathered.items()
    }


def differing(rows: Iterable[GivenCode]) -> set[Unit]:
    """Lines and documents that two coders have coded, and not alike."""
    return {unit for unit, coders in by_unit(rows).items() if len(set(coders.values())) > 1}


def _of_origin(origins: Origins, code: int, document: int) -> bool:
    """Whether a passage is in a language and of a country that are asked for; ``code``: of its origin."""
    return bool(origins.mask(np.array([document]), np.array([code]))[0])


def _any(moment: Moment) -> bool:
    return moment.connection.scalar(select(Annotation.c.id).limit(1)) is not None


def _ids(moment: Moment, table: Table, names: Sequence[str], what: str, hint: str) -> list[int]:
    """Ids of named codes or coders. NotFoundError for one that does not exist."""
    rows = moment.connection.execute(select(table.c.id, table.c.name))
    known = {fold(name): number for number, name in rows}
    for name in names:
        if fold(name.strip()) not in known:
            raise NotFoundError(f"There is no {what} {shown(name)!r}: {hint}.")
    return [known[fold(name.strip())] for name in names]
