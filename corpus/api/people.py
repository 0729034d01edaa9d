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
from corpus.query.result import followup_commands
from corpus.wording import action

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
        """People by mentions, all or those named, the most named first.

        ``by``: a facet, for a row for each person and value.

        Columns: rank (people of equal mentions share one), person, country, matches (mentions), documents,
        per_million (mentions per million words), first and last (dates), first_ref and last_ref. With ``by``:
        person, the facet (``period``), matches, documents, tokens (words), per_million.

        Raises NotFoundError for a name that nobody has, FilterError for one that several have, and for a
        facet that people lack.
        """
        wanted, chosen = names("A person", persons), chosen_filters(filters)
        by = None if by is None else checked("by", by)
        limit, offset = page(limit, offset)
        with self._opened().open() as moment:
            table = attendance.rank_table.people(moment, wanted, chosen, by, limit, offset)
            again = action("people", *wanted, by=by, **followup_commands.arguments(chosen))
            return self._result("people", table, (), chosen, command=again, **_asked(by, persons=[*wanted]))

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
        """Titles and honorifics beside a person's name, the most frequent first.

        ``min``: matches that a title needs. ``turns``: the documents at which a title appears first or last.

        Columns: title, side (before or after the name), matches, documents, first and last (dates), first_ref
        and last_ref, documents_before and documents_after (that name the person before the first, after the
        last). With ``by``: title, the facet (``period``), matches, documents, tokens (words), per_million
        (per million words). With ``turns``: date, turn (first or last), title, side, ref, documents_before,
        documents_after, matches.

        Raises NotFoundError for a name that nobody has, FilterError for one that several have.
        """
        chosen, person = chosen_filters(filters), checked("A person", person)
        by = None if by is None else checked("by", by)
        least, limit = whole("min", min), page(limit, 0)[0]
        with self._opened().open() as moment:
            table = people_titles.title_table.titles(moment, person, chosen, by, limit, least, bool(turns))
            shown = ", ".join(f"{name} {value}" for name, value in chosen.described().items())
            title = f"{person} ({shown})" if shown else person
            own = followup_commands.arguments(chosen)
            again = action("titles", person, by=by, min=least, turns=turns or None, **own)
            more = _asked(by, person=person, min=least)
            return self._result("titles", table, (), chosen, title, command=again, **more)

    def mention_lines(
        self, *persons: str, with_title: str | None = None, limit: int = 50, offset: int = 0, **filters: Any
    ) -> Result:
        """The concordance lines that a row of ``people`` counts, or of ``titles``, by ``with_title``
        (``title`` is the filter).

        Columns are those of ``kwic``: query (the person, or the title and its side), ref, date, outlet,
        voice, speaker, passage (number from 0), left, match, right; title, country, place and address of the
        document.

        Raises NotFoundError for a name that nobody has or a title that is not there, FilterError for a name
        that several have.
        """
        wanted, chosen = names("A person", persons), chosen_filters(filters)
        if not wanted:
            raise UsageError("Lines are of somebody: name a person.")
        title = None if with_title is None else checked("with_title", with_title)
        limit, offset = page(limit, offset)
        with self._opened().open() as moment:
            table = insight_people.mention_lines.lines(moment, wanted, title, chosen, limit, offset)
            asked = [", ".join(wanted) if title is None else f"{', '.join(wanted)}: {title}"]
            own = followup_commands.arguments(chosen)
            again = action("mention_lines", *wanted, **({"with_title": title} if title else {}), **own)
            return self._result("kwic", table, asked, chosen, command=again, persons=[*wanted])

    def attendance(
        self,
        *persons: str,
        by: str | None = None,
        turns: bool = False,
        limit: int = 50,
        offset: int = 0,
        **filters: Any,
    ) -> Result:
        """Rank order in lists of those present, the most often listed first.

        Columns: person, lists (how many), position (in the latest, from 1), of (how many it has), before and
        behind (people passed by, and passed, in the latest list with both), rose and fell (times), first and
        last (dates), first_ref and last_ref, office. With ``by``: person, period, lists, best, position, of,
        tokens. With names or ``turns``: date, person, position, of, change, office, kind, ref, passage
        (number from 0).

        Raises NotFoundError for a name that nobody has, FilterError for one that several have, and for a
        facet.
        """
        wanted, chosen = names("A person", persons), chosen_filters(filters)
        by = None if by is None else checked("by", by)
        limit, offset = page(limit, offset)
        with self._opened().open() as moment:
            table = attendance.rank_order.order(moment, wanted, chosen, by, limit, offset, bool(turns))
            return self._result("attendance", table, (), chosen, **_asked(by, persons=[*wanted]))

    def attendance_lists(self, **filters: Any) -> Result:
        """The lists of those present, entry by entry.

        Columns: list (number in the document), position (from 1; null for groups), name (as printed), person,
        group (true or false), office, kind, date, ref, passage (number from 0).

        Raises NotFoundError where the documents hold no list.
        """
        chosen = chosen_filters(filters)
        with self._opened().open() as moment:
            return self._result(
                "attendance lists", attendance.rank_order.lists_of(moment, chosen), (), chosen
            )

    def people_proposals(self, *, min: int = 2, limit: int = 50, offset: int = 0, **filters: Any) -> Result:
        """Names beside offices that nobody known has, for a person to confirm.

        Columns: name, title (found most often), matches, documents, titled (places with a title), first
        (date), ref, add (the command that adds the person). Raises FilterError for filters that do not exist.
        """
        chosen, least = chosen_filters(filters), whole("min", min)
        limit, offset = page(limit, offset)
        with self._opened().open() as moment:
            table = insight_people.new_names.proposals(moment, chosen, limit, offset, least)
            return self._result("people proposals", table, (), chosen, min=least)

    def people_variants(self, *, certain: bool = False, limit: int = 50, offset: int = 0) -> Result:
        """Pairs of speakers who may be one person, certain ones first.

        Columns: name, other (who has fewer documents), why, certain (true or false), country, documents and
        other_documents (how many), years and other_years. Raises UsageError for a page that cannot be.
        """
        limit, offset = page(limit, offset)
        with self._opened().open() as moment:
            table = insight_people.name_variants.variants(moment, limit, offset, bool(certain))
            return self._result("people variants", table, (), None)

    def people_log(self) -> Result:
        """Who made which people known, the latest first. Columns: at (UTC), who, what.

        Raises CorpusError where there is no archive.
        """
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
        """Join all speakers whose names have the same letters; the names that were joined.

        Raises SchemaError where there is no database.
        """
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
