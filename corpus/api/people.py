"""People: who is named, with which titles, and in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corpus import curation
from corpus.api.arguments import checked, names, page, whole
from corpus.api.arguments import filters as chosen_filters
from corpus.api.queries import Questions
from corpus.errors import UsageError
from corpus.insight import people as insight_people
from corpus.insight.people import attendance
from corpus.insight.people import titles as people_titles
from corpus.query import persons as query_persons
from corpus.query import result as query_result

if TYPE_CHECKING:
    import builtins

    from corpus.curation.persons import Added
    from corpus.output.result import Result
    from corpus.query.session.moment import Moment


class People(Questions):
    """What asks for people, and what makes them known."""

    def people(
        self, *persons: str, by: str | None = None, limit: int = 50, offset: int = 0, **filters: Any
    ) -> Result:
        """People by mentions, all or those named; see
        ``corpus.insight.people.attendance.rank_table.people``."""
        wanted, chosen = names("A person", persons), chosen_filters(filters)
        by = None if by is None else checked("by", by)
        limit, offset = page(limit, offset)
        with self._opened().open() as moment:
            table = attendance.rank_table.people(moment, wanted, chosen, by, limit, offset)
            return self._result("people", table, (), chosen, **_asked(by, persons=[*wanted]))

    def titles(
        self,
        person: str,
        *,
        by: str | None = None,
        limit: int = 50,
        min: int = 1,
        turns: bool = False,
        **filters: Any,
    ) -> Result:
        """Titles of a person; see ``corpus.insight.people.titles.title_table.titles``."""
        chosen, person = chosen_filters(filters), checked("A person", person)
        by = None if by is None else checked("by", by)
        least, limit = whole("min", min), page(limit, 0)[0]
        with self._opened().open() as moment:
            table = people_titles.title_table.titles(moment, person, chosen, by, limit, least, bool(turns))
            shown = ", ".join(f"{name} {value}" for name, value in chosen.described().items())
            title = f"{person} ({shown})" if shown else person
            return self._result("titles", table, (), chosen, title, **_asked(by, person=person, min=least))

    def mention_lines(
        self, *persons: str, with_title: str | None = None, limit: int = 50, offset: int = 0, **filters: Any
    ) -> Result:
        """The concordance lines that a row of ``people`` counts, or of ``titles``, by ``with_title``; see
        ``corpus.insight.people.mention_lines.lines``. (``title`` is the filter.)"""
        wanted, chosen = names("A person", persons), chosen_filters(filters)
        if not wanted:
            raise UsageError("Lines are of somebody: name a person.")
        title = None if with_title is None else checked("with_title", with_title)
        limit, offset = page(limit, offset)
        with self._opened().open() as moment:
            table = insight_people.mention_lines.lines(moment, wanted, title, chosen, limit, offset)
            asked = [", ".join(wanted) if title is None else f"{', '.join(wanted)}: {title}"]
            return self._result("kwic", table, asked, chosen, persons=[*wanted])

    def attendance(
        self,
        *persons: str,
        by: str | None = None,
        turns: bool = False,
        limit: int = 50,
        offset: int = 0,
        **filters: Any,
    ) -> Result:
        """Rank order in lists of those present; see ``corpus.insight.people.attendance.rank_order.order``."""
        wanted, chosen = names("A person", persons), chosen_filters(filters)
        by = None if by is None else checked("by", by)
        limit, offset = page(limit, offset)
        with self._opened().open() as moment:
            table = attendance.rank_order.order(moment, wanted, chosen, by, limit, offset, bool(turns))
            return self._result("attendance", table, (), chosen, **_asked(by, persons=[*wanted]))

    def attendance_lists(self, **filters: Any) -> Result:
        """The lists of those present, entry by entry; see
        ``corpus.insight.people.attendance.rank_order.lists_of``."""
        chosen = chosen_filters(filters)
        with self._opened().open() as moment:
            return self._result(
                "attendance lists", attendance.rank_order.lists_of(moment, chosen), (), chosen
            )

    def people_proposals(self, *, min: int = 2, limit: int = 50, offset: int = 0, **filters: Any) -> Result:
        """Names beside offices that nobody known has; see ``corpus.insight.people.new_names.proposals``."""
        chosen, least = chosen_filters(filters), whole("min", min)
        limit, offset = page(limit, offset)
        with self._opened().open() as moment:
            table = insight_people.new_names.proposals(moment, chosen, limit, offset, least)
            return self._result("people proposals", table, (), chosen, min=least)

    def people_variants(self, *, certain: bool = False, limit: int = 50, offset: int = 0) -> Result:
        """Speakers who may be one person; see ``corpus.insight.people.name_variants.variants``."""
        limit, offset = page(limit, offset)
        with self._opened().open() as moment:
            table = insight_people.name_variants.variants(moment, limit, offset, bool(certain))
            return self._result("people variants", table, (), None)

    def people_log(self) -> Result:
        """Who made which people known, and when, the latest first. Columns: at, who, what."""
        with self._opened().open() as moment:
            moment.verify("person_change")
            table = query_result.table.from_rows(
                ("at", "who", "what"), curation.persons.changes(moment.connection)
            )
            return self._result("people log", table, (), None)

    def add_person(self, name: str, *aliases: str, country: str | None = None) -> Added:
        """Make a person known, or give one further names; logged.

        A person of the starter list, or of the archive, is found by ``name`` as it is written. Raises
        UsageError for what is no name, and for a name that somebody else has.
        """
        checked("The name", name)
        for alias in aliases:
            checked("A name", alias)
        if country is not None:
            checked("country", country)
        writer = self._writer()
        with self._opened().open() as moment:
            known = _known(moment, name, aliases)
        return curation.persons.add_person(writer, name, aliases, country, known)

    def merge_people(self, name: str, *others: str) -> builtins.list[str]:
        """Make one speaker of several, as the archive names them; the names joined to the first.

        Raises NotFoundError for a name that no speaker has.
        """
        writer = self._writer()
        identifiers = [self._actor(checked("A name", one)) for one in (name, *others)]
        return curation.persons.merge_people(writer, [identifiers])

    def merge_certain_people(self) -> builtins.list[str]:
        """Join all speakers whose names have the same letters; the names that were joined."""
        writer = self._writer()
        with self._opened().open() as moment:
            groups = insight_people.name_variants.certain_groups(moment)
        return curation.persons.merge_people(writer, groups)

    def _actor(self, name: str) -> int:
        with self._opened().open() as moment:
            return query_persons.known_persons.actor_of(moment, name)


def _known(moment: Moment, name: str, aliases: tuple[str, ...]) -> tuple[str, ...]:
    """The names of the person who is meant; UsageError where an alias is another's."""
    people = query_persons.known_persons.everybody(moment)
    key = query_persons.known_persons.name_key(name)
    meant = next((one for one in people if key in map(query_persons.known_persons.name_key, one.names)), None)
    for alias in aliases:
        other = next(
            (
                one
                for one in people
                if query_persons.known_persons.name_key(alias)
                in map(query_persons.known_persons.name_key, one.names)
            ),
            None,
        )
        if other is not None and other is not meant:
            raise UsageError(f"{alias} is a name of {other.name} already.")
    return () if meant is None else meant.names


def _asked(by: str | None, **more: Any) -> dict[str, Any]:
    """What was asked for, as the provenance holds it."""
    return {**({} if by is None else {"by": [by]}), **{name: value for name, value in more.items() if value}}
