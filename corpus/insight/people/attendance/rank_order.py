"""Rank order: where people stand in lists of those present, and how that changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from corpus.argument_checks import shown
from corpus.errors import NotFoundError
from corpus.insight.people.attendance.attendance_lists import Attendance, attendances
from corpus.insight.people.facet_grouping import grouping, page_note
from corpus.query.persons.known_persons import everybody, name_key, resolve
from corpus.query.result.table import Table, from_rows
from corpus.query.select.selection import Filters
from corpus.query.select_documents import select_documents
from corpus.text.names.persons import variant_key
from corpus.wording import Blank, action

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.insight.people.attendance.english_lists import Entry
    from corpus.query.select.selection import Selection
    from corpus.query.session.moment import Moment

COLUMNS = (
    "person", "lists", "position", "of", "before", "behind", "rose", "fell", "first", "first_ref", "last",
    "last_ref", "office",
)  # fmt: skip
TIMELINE = ("date", "person", "position", "of", "change", "office", "kind", "ref", "passage")
LIST = ("list", "position", "name", "person", "group", "office", "kind", "date", "ref", "passage")
MOST_NAMED = 6
"""Names of those overtaken that a change lists."""


@dataclass(slots=True)
class _Place:
    """One person's place in one list: ``position`` among its persons (from 1), ``of`` so many."""

    attendance: Attendance
    position: int
    of: int
    office: str
    change: str = ""


@dataclass(slots=True)
class _Standing:
    """All places of a person in order of date, and how often he rose past or fell behind somebody."""

    places: list[_Place] = field(default_factory=list)
    rose: int = 0
    fell: int = 0


def order(
    moment: Moment,
    names: Sequence[str] = (),
    filters: Filters | None = None,
    by: str | None = None,
    limit: int = 50,
    offset: int = 0,
    turns: bool = False,
) -> Table:
    """People in the lists of those present, the most often listed first.

    A list orders its persons; groups (officials concerned) have no place. Positions of different lists do not
    compare, so a change is told by pairs: somebody *rose* past another if he stands before him and stood
    behind him in the last earlier list with both; the other *fell* behind. Columns: person, lists; position
    in the latest list and of how many; ``before`` and ``behind``: how many people stood behind, or before
    him, in the latest list with both; ``rose`` and ``fell``: how many times; first and last list; office as
    printed last.

    With names, ``turns`` or ``by``: see ``TIMELINE`` (every place of the people named; with ``turns`` only
    those where somebody is listed first, rises, falls or is listed last), and person, period, lists,
    position (in the period's last list), of. Raises as ``registry.resolve`` for names, FilterError for ``by``
    that is no period or facet.
    """
    selection = select_documents(moment, filters or Filters())
    lists = list(attendances(moment, selection))
    notes = [*selection.notes]
    standings = _standings(moment, lists)
    if names:
        chosen: dict[str, _Standing] = {}
        for name in names:
            person, said = _listed(moment, standings, name)
            notes += said
            chosen[person] = standings.get(person, _Standing())
        missing = [person for person, one in chosen.items() if not one.places]
        notes += [f"{person} is in no list here." for person in missing]
        shown_people = [person for person in chosen if person not in missing]
    else:
        shown_people = sorted(standings, key=lambda person: (-len(standings[person].places), person))
    persons = sum(len(one.persons) for one in lists)
    groups = sum(not one.persons for one in lists)
    notes.append(
        f"{len(lists):,} lists of those present, with {persons:,} places of {len(standings):,} persons; only"
        f" groups in {groups:,}. A list: {action('attendance_lists', document=Blank('REF'))}; its text:"
        f" {action('show', Blank('REF'))}"
        if lists
        else "No list of those present is found here; there are rules for English and Korean."
    )
    if turns or (names and by is None):
        return _timeline(standings, shown_people, turns, notes, limit, offset)
    page = shown_people[offset : offset + limit]
    notes += page_note("people", len(page), len(shown_people), offset)
    if by is not None:
        return _by(moment, selection, standings, page, by, notes)
    latest = _latest_pairs(lists, _namer(moment))
    rows: list[tuple[Any, ...]] = []
    for person in page:
        one = standings[person]
        first, last = one.places[0], one.places[-1]
        before, behind = latest.get(person, (0, 0))
        rows.append(
            (
                person, len(one.places), last.position, last.of, before, behind, one.rose, one.fell,
                first.attendance.date, first.attendance.ref, last.attendance.date, last.attendance.ref,
                next((place.office for place in reversed(one.places) if place.office), None),
            )
        )  # fmt: skip
    return from_rows(COLUMNS, rows, notes)


def lists_of(moment: Moment, filters: Filters) -> Table:
    """The lists of the selected documents, entry by entry: persons with positions, groups without.

    Columns: list (its number in the document), position, name as printed, person, group (yes or no), office
    (several joined by ``; ``) or the words of the group, kind, date, ref, passage. Raises NotFoundError where
    the documents hold no list.
    """
    selection = select_documents(moment, filters)
    named = _namer(moment)
    rows: list[tuple[Any, ...]] = []
    for one in attendances(moment, selection):
        position = 0
        for entry in one.entries:
            position += not entry.group
            rows.append(
                (
                    one.order, None if entry.group else position, entry.name,
                    None if entry.name is None else named(entry.name), entry.group,
                    "; ".join(entry.offices) or None, one.kind, one.date, one.ref, one.passage,
                )
            )  # fmt: skip
    if not rows:
        where = ", ".join(map(shown, filters.document)) or "the selected documents"
        raise NotFoundError(f"No list of those present is found in {where}.")
    return from_rows(LIST, rows, list(selection.notes))


def _namer(moment: Moment) -> Any:
    """From a name as printed to the person who has it, or the name."""

    def made() -> dict[str, str]:
        found: dict[str, str] = {}
        for person in everybody(moment):
            for name in person.names:
                for key in (name_key(name), variant_key(name)):
                    if key:
                        found.setdefault(key, person.name)
        return found

    known = moment.remember("people by name", made)

    def named(name: str) -> str:
        return known.get(name_key(name)) or known.get(variant_key(name) or "") or name

    return named


def _listed(moment: Moment, standings: dict[str, _Standing], name: str) -> tuple[str, list[str]]:
    """A person of the lists, also one whom no other list knows."""
    by_key = {name_key(person): person for person in standings}
    if name_key(name) in by_key:
        return by_key[name_key(name)], []
    person, said = resolve(moment, name)
    return person.name, said


def _standings(moment: Moment, lists: list[Attendance]) -> dict[str, _Standing]:
    named = _namer(moment)
    standings: dict[str, _Standing] = {}
    last_order: dict[tuple[str, str], bool] = {}  # whether the first of a pair (by name) stood before
    for one in lists:
        persons = _in_order(one, named)
        for position, (person, entry) in enumerate(persons, 1):
            place = _Place(one, position, len(persons), "; ".join(entry.offices))
            standing = standings.setdefault(person, _Standing())
            rose, fell = _moves(person, position, persons, last_order)
            standing.rose += len(rose)
            standing.fell += len(fell)
            parts = [] if standing.places else ["first listed"]
            parts += [f"rose past {_several(rose)}"] if rose else []
            parts += [f"fell behind {_several(fell)}"] if fell else []
            place.change = "; ".join(parts)
            standing.places.append(place)
        for at, (person, _) in enumerate(persons):
            for other, _ in persons[at + 1 :]:
                last_order[min(person, other), max(person, other)] = person < other
    return standings


def _in_order(one: Attendance, named: Any) -> list[tuple[str, Entry]]:
    """The persons of a list, each at the first of his places."""
    found: dict[str, Entry] = {}
    for entry in one.persons:
        if entry.name is not None:
            found.setdefault(named(entry.name), entry)
    return list(found.items())


def _moves(
    person: str, position: int, persons: list[tuple[str, Entry]], last_order: dict[tuple[str, str], bool]
) -> tuple[list[str], list[str]]:
    rose, fell = [], []
    for at, (other, _) in enumerate(persons, 1):
        if other == person:
            continue
        first_before = last_order.get((min(person, other), max(person, other)))
        if first_before is None:
            continue
        was_before = first_before if person < other else not first_before
        if position < at and not was_before:
            rose.append(other)
        elif position > at and was_before:
            fell.append(other)
    return rose, fell


def _several(names: list[str]) -> str:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more


def _latest_pairs(lists: list[Attendance], named: Any) -> dict[str, tuple[int, int]]:
    """For each person before how many others he stood in the latest list with both, and behind how many."""
    latest: dict[tuple[str, str], bool] = {}
    for one in lists:
        persons = [person for person, _ in _in_order(one, named)]
        for at, person in enumerate(persons):
            for other in persons[at + 1 :]:
                latest[min(person, other), max(person, other)] = person < other
    found: dict[str, tuple[int, int]] = {}
    for (first, second), before in latest.items():
        for person, ahead in ((first, before), (second, not before)):
            held = found.get(person, (0, 0))
            found[person] = (held[0] + ahead, held[1] + (not ahead))
    return found


def _timeline(
    standings: dict[str, _Standing], people: list[str], turns: bool, notes: list[str], limit: int, offset: int
) -> Table:
    rows: list[tuple[Any, ...]] = []
    for person in people:
        places = standings[person].places
        for number, place in enumerate(places):
            last = number == len(places) - 1
            change = "; ".join(filter(None, (place.change, "last listed" if last else "")))
            if turns and not change:
                continue
            one = place.attendance
            rows.append(
                (
                    one.date, person, place.position, place.of, change or None, place.office or None,
                    one.kind, one.ref, one.passage,
                )
            )  # fmt: skip
    rows.sort(key=lambda row: (row[0] is None, row[0] or "", row[7], row[8], row[2]))
    page = rows[offset : offset + limit]
    notes += page_note("rows", len(page), len(rows), offset)
    return from_rows(TIMELINE, page, notes)


def _by(
    moment: Moment,
    selection: Selection,
    standings: dict[str, _Standing],
    page: list[str],
    by: str,
    notes: list[str],
) -> Table:
    groups = grouping(moment, selection, by)
    rows: list[tuple[Any, ...]] = []
    for person in page:
        held: dict[int, list[_Place]] = {}
        for place in standings[person].places:
            held.setdefault(int(groups.of_document[place.attendance.document]), []).append(place)
        for at, label in enumerate(groups.labels):
            some = held.get(at, [])
            last = some[-1] if some else None
            best = min((place.position for place in some), default=None)
            rows.append(
                (
                    person, label, len(some), best, None if last is None else last.position,
                    None if last is None else last.of, int(groups.tokens[at]),
                )
            )  # fmt: skip
    names = ("person", groups.name, "lists", "best", "position", "of", "tokens")
    return from_rows(names, rows, [*notes, *groups.notes])
