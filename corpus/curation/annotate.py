"""Writing codes: of single lines and documents, and of whole sheets."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import and_, select

from corpus.curation.codebook import LONGEST_NOTE, by_name, checked_name, checked_text, code_of, coder_of
from corpus.curation.line_places import Place, Places
from corpus.errors import NotFoundError
from corpus.index.read.document_facts import pack_facts
from corpus.store.changes import What, log_change
from corpus.store.ids import Ids
from corpus.store.journal import Journal
from corpus.store.state import mark_changed
from corpus.store.tables.coding import Annotation, Code, Coder
from corpus.store.times import now
from corpus.text.normalisation import fold, normalise
from corpus.wording import Blank, action, argument

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import ColumnElement, Connection, Engine

    from corpus.curation.coding_sheets import SheetRow

BETWEEN = ";"
"""What stands between several codes of one line."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that was not taken: where it stands in its file, what it says, and why it was not."""

    row: str
    line: str
    code: str
    reason: str
    note: str | None = None


@dataclass(slots=True)
class Imported:
    """What became of a sheet, in rows: ``coded`` now, ``replaced`` (had other codes), ``same`` (had these
    already), ``noted`` (only the note is another), ``empty`` (no code yet), ``refused``. ``new_coder``:
    whether this coder had coded nothing before."""

    coder: str
    new_coder: bool = False
    coded: int = 0
    replaced: int = 0
    same: int = 0
    noted: int = 0
    empty: int = 0
    refused: list[Refused] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Accepted:
    place: Place
    codes: tuple[int, ...]
    note: str | None
    had: frozenset[int]
    row: SheetRow


def annotate(engine: Engine, at: str, codes: Sequence[str], coder: str, note: str | None = None) -> int:
    """Give codes to a line or document (its id, see ``corpus.text.line_ids``); how many are new.

    Raises NotFoundError where there is no such line, document or code.
    """
    wanted, note = checked_name("coder", coder), checked_text("note", note)
    with engine.begin() as connection:
        place = _found(connection, at)
        numbers = [code_of(connection, code)[0] for code in codes]
        journal = Journal(connection)
        who, _ = coder_of(connection, journal, wanted)
        had = _codes_of(connection, place, who)
        _write(connection, journal, place, who, [number for number in numbers if number not in had], note)
        if note is not None:
            _renote(connection, journal, place, who, [number for number in numbers if number in had], note)
        _changed(connection, journal, f"{coder} coded {at}: {', '.join(codes)}")
    return len(set(numbers) - had)


def take_back(engine: Engine, at: str, code: str, coder: str) -> None:
    """Take a code back that a coder gave to a line or document. NotFoundError where it was not given."""
    with engine.begin() as connection:
        place = _found(connection, at)
        number, known = code_of(connection, code)
        who = by_name(connection, Coder, normalise(coder).strip())
        given = _given(connection, place, who or 0, [number])
        if not given:
            raise NotFoundError(f"{coder} has not given {known!r} to {at}.")
        journal = Journal(connection)
        for row in given:
            journal.delete(Annotation, row)
        _changed(connection, journal, f"{coder} took {known} back from {at}")


def import_rows(engine: Engine, rows: Iterable[SheetRow], coder: str, replace: bool = False) -> Imported:
    """Take over the codes of a sheet's rows, in one transaction.

    A row is taken whole or not at all: with a code that the codebook lacks, without a line that is there, or
    where its line stands in the sheet again with other codes, none of it is. Where the coder gave the line
    other codes before, it is refused unless ``replace``, which takes the sheet's in their place. The same
    sheet again changes nothing.
    """
    name = checked_name("coder", coder)
    listed = list(rows)
    with engine.begin() as connection:
        who = by_name(connection, Coder, name)
        report = Imported(name, new_coder=who is None)
        accepted = _accepted(connection, listed, who, replace, report)
        journal = Journal(connection)
        if accepted:
            who, report.coder = coder_of(connection, journal, name)
            for one in accepted:
                _take(connection, journal, one, who, report)
        if taken := report.coded + report.replaced + report.noted:
            _changed(connection, journal, f"a sheet of {report.coder}: {taken:,} row{'s' * (taken > 1)}")
    order = {row.where: at for at, row in enumerate(listed)}
    report.refused.sort(key=lambda refused: order[refused.row])
    return report


def _accepted(
    connection: Connection, rows: list[SheetRow], who: int | None, replace: bool, report: Imported
) -> list[_Accepted]:
    """The rows that can be taken; the others are counted or refused in the report."""
    known = {fold(row.name): row.id for row in connection.execute(select(Code))}
    places = Places(connection, [row.line for row in rows])
    ready: dict[Place, list[tuple[SheetRow, tuple[int, ...]]]] = {}
    for row in rows:
        names = [part.strip() for part in row.code.split(BETWEEN) if part.strip()]
        missing = [one for one in names if fold(normalise(one)) not in known]
        place = places.find(row.line)
        if row.reason is not None:
            _refuse(report, row, row.reason)
        elif not names:
            report.empty += 1
        elif isinstance(place, str):
            _refuse(report, row, place)
        elif missing:
            added = action("add_code", Blank("NAME"))
            _refuse(report, row, f"not in the codebook: {', '.join(missing)} ({added})")
        elif row.note is not None and len(row.note) > LONGEST_NOTE:
            _refuse(report, row, f"the note has more than {LONGEST_NOTE:,} characters")
        else:
            codes = tuple(sorted({known[fold(normalise(one))] for one in names}))
            ready.setdefault(place, []).append((row, codes))
    held = _held(connection, who)
    return [
        one
        for place, several in ready.items()
        for one in _agreed(connection, place, several, held.get(place, frozenset()), replace, report)
    ]


def _agreed(
    connection: Connection,
    place: Place,
    several: list[tuple[SheetRow, tuple[int, ...]]],
    had: frozenset[int],
    replace: bool,
    report: Imported,
) -> list[_Accepted]:
    """What is taken of the rows of one line: nothing where they contradict each other, or the archive."""
    if len({codes for _, codes in several}) > 1:
        others = [row.where for row, _ in several]
        for row, _ in several:
            rest = ", ".join(other for other in others if other != row.where)
            _refuse(report, row, f"the same line has other codes in {rest}")
        return []
    (row, codes), *again = several
    report.same += len(again)
    if had and had != set(codes) and not replace:
        before = BETWEEN.join(sorted(_names(connection, had)))
        for refused, _ in several:
            taken = f"{argument('replace', True)} takes the sheet's"
            _refuse(report, refused, f"coded {before} by this coder before ({taken})")
        report.same -= len(again)
        return []
    return [_Accepted(place, codes, checked_text("note", row.note), had, row)]


def _take(connection: Connection, journal: Journal, one: _Accepted, who: int, report: Imported) -> None:
    gone = one.had - set(one.codes)
    new = [code for code in one.codes if code not in one.had]
    for row in _given(connection, one.place, who, gone):
        journal.delete(Annotation, row)
    _write(connection, journal, one.place, who, new, one.note)
    kept = [code for code in one.codes if code in one.had]
    noted = one.note is not None and _renote(connection, journal, one.place, who, kept, one.note)
    kind = "coded" if not one.had else "replaced" if gone or new else "noted" if noted else "same"
    setattr(report, kind, getattr(report, kind) + 1)


def _refuse(report: Imported, row: SheetRow, reason: str) -> None:
    report.refused.append(Refused(row.where, row.line, row.code, reason, row.note))


def _found(connection: Connection, at: str) -> Place:
    place = Places(connection, [at]).find(at)
    if isinstance(place, str):
        raise NotFoundError(f"{at[:200]}: {place}.")
    return place


def _at(place: Place) -> ColumnElement[bool]:
    return and_(
        Annotation.c.version_id == place.version,
        Annotation.c.start_char == place.start,
        Annotation.c.end_char == place.end,
    )


def _codes_of(connection: Connection, place: Place, who: int) -> set[int]:
    query = select(Annotation.c.code_id).where(_at(place), Annotation.c.coder_id == who)
    return set(connection.scalars(query))


def _held(connection: Connection, who: int | None) -> dict[Place, frozenset[int]]:
    """The codes that a coder has given, by place."""
    found: dict[Place, set[int]] = {}
    columns = (Annotation.c.version_id, Annotation.c.passage, Annotation.c.start_char, Annotation.c.end_char)
    query = select(*columns, Annotation.c.code_id).where(Annotation.c.coder_id == (who or 0))
    for *place, code in connection.execute(query):
        found.setdefault(Place(*place), set()).add(code)
    return {place: frozenset(codes) for place, codes in found.items()}


def _names(connection: Connection, codes: Iterable[int]) -> list[str]:
    return list(connection.scalars(select(Code.c.name).where(Code.c.id.in_(list(codes)))))


def _given(connection: Connection, place: Place, who: int, codes: Iterable[int]) -> list[int]:
    """The rows of codes that a coder gave to a place."""
    codes = list(codes)
    if not codes:
        return []
    query = select(Annotation.c.id).where(_at(place), Annotation.c.coder_id == who)
    return list(connection.scalars(query.where(Annotation.c.code_id.in_(codes)).order_by(Annotation.c.id)))


def _write(
    connection: Connection, journal: Journal, place: Place, who: int, codes: Sequence[int], note: str | None
) -> None:
    ids, at = Ids(connection), now()
    for code in dict.fromkeys(codes):
        journal.insert(
            Annotation,
            id=ids.next(Annotation),
            version_id=place.version,
            passage=place.passage,
            start_char=place.start,
            end_char=place.end,
            coder_id=who,
            code_id=code,
            note=note,
            at=at,
        )


def _renote(
    connection: Connection, journal: Journal, place: Place, who: int, codes: Sequence[int], note: str
) -> bool:
    """Give codes another note; whether it was another."""
    before = len(journal.images)
    for row in _given(connection, place, who, codes):
        journal.update(Annotation, row, note=note)
    return len(journal.images) > before


def _changed(connection: Connection, journal: Journal, about: str) -> None:
    if not journal.images:
        return
    log_change(connection, Ids(connection), What.code, about, {"rows": journal.images})
    mark_changed(connection)
    pack_facts(connection)
