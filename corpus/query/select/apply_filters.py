"""Filters, the same for every query: which documents, and whose words in them."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from sqlalchemy import or_, select

from corpus.argument_checks import checked, shown
from corpus.errors import FilterError, NotFoundError
from corpus.index.read import document_facts as facts
from corpus.index.read.terms import prefix_end
from corpus.query.result.name_hints import namesakes
from corpus.query.select import passage_origins as origins
from corpus.query.select.title_filter import titled
from corpus.query.session.document_catalogue import DOCUMENT_FACETS, Catalogue
from corpus.store.column_limits import name_key
from corpus.store.tables.archive import Actor, ActorName, Document, Outlet, Reference
from corpus.text.countries import country_code
from corpus.text.dates import PartialDate
from corpus.text.languages import within
from corpus.text.normalisation import fold
from corpus.text.roles import COUNTED, Role
from corpus.text.spelling_keys import spelling_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corpus.query.hits.coded_lines import CodedLines
    from corpus.query.select.passage_origins import Origins
    from corpus.query.session.moment import Moment

QUOTATION = "quotation"
VOICES = (*(role.name for role in Role), QUOTATION)
REPRINTS = "reprints"
"""What ``collapse`` takes."""
NO_LINES = (
    "A code of lines chooses matches of a query: it goes with freq, kwic, first and collocates; a code of"
    " documents goes with every command."
)
ONLY_CODED = (
    "Only matches on coded lines count, and rates are by all words under the filters: a match that nobody has"
    " looked at has no code."
)
"""What a reader of rates must know."""
MOST_PARTS = 20
"""Words of an unknown name by which similar ones are looked for."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a user asked for; an empty tuple or None does not restrict.

    Several values of one filter unite: a document of either outlet counts. ``voice``: names of roles, which
    unite, and ``quotation``, which restricts what the roles chose (without one, all that count) to the words
    in quotation marks: ``speech`` with ``quotation`` is what speakers quote. ``title``: words that stand
    beside each other in the document's title, as words (``corpus.query.select.title_filter``). ``since`` and
    ``until``: ISO dates, possibly partial; a document counts when its whole date lies within. ``as_of``: an
    ISO date or time; what the archive knew at its end. ``collapse``: ``reprints`` leaves of texts that are
    nearly the same the earliest that the others let count. ``code``: codes that people gave, to documents or
    to lines (``corpus.query.hits.coded_lines``).
    """

    outlet: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    genre: tuple[str, ...] = ()
    authority: tuple[str, ...] = ()
    speaker: tuple[str, ...] = ()
    voice: tuple[str, ...] = ()
    title: str | None = None
    since: str | None = None
    until: str | None = None
    document: tuple[str, ...] = ()
    as_of: str | None = None
    collapse: str | None = None
    code: tuple[str, ...] = ()

    def described(self) -> dict[str, str]:
        """The filters in force, for a caption."""
        found = {}
        one_year = self.since == self.until and len(self.since or "") == len("2024")
        for entry in fields(self):
            if one_year and entry.name == "since":
                found["year"] = self.since or ""
            if one_year and entry.name in ("since", "until"):
                continue
            value = getattr(self, entry.name)
            if value:
                found[entry.name] = value if isinstance(value, str) else ", ".join(value)
        return found


@dataclass(frozen=True, slots=True)
class Selection:
    """Filters applied to a moment.

    ``mask``: the documents of ``catalogue`` that count. ``roles``: the roles that count; ``speakers``:
    actor ids, None for all; ``quoted``: only words in quotation marks; ``origins``: which passages count
    of documents in several languages or of several countries, None for all. ``whole`` says that nothing of
    this is restricted. ``notes`` tell what the filters had to leave out. ``lines``: only matches on
    these lines count; None for all.
    """

    catalogue: Catalogue
    mask: npt.NDArray[np.bool_]
    roles: frozenset[int]
    speakers: frozenset[int] | None
    quoted: bool
    notes: list[str] = field(default_factory=list)
    origins: Origins | None = None
    lines: CodedLines | None = None

    @property
    def whole(self) -> bool:
        every = self.speakers is None and self.origins is None and self.lines is None
        return every and not self.quoted and self.roles == frozenset(map(int, COUNTED))


def select_documents(moment: Moment, filters: Filters, lines: bool = False) -> Selection:
    """Apply filters. FilterError for a value that the archive does not know; it names the nearest.

    ``lines``: whether the caller counts matches, so that it can count those on coded lines alone.
    """
    catalogue = moment.catalogue(_as_of(filters.as_of))
    mask = np.ones(len(catalogue), dtype=bool)
    notes: list[str] = []
    some: Origins | None = None
    for name in DOCUMENT_FACETS:
        wanted = getattr(filters, name)
        if wanted and name in ("language", "country"):
            find = _languages if name == "language" else _countries
            chosen, passages = find(moment, catalogue, wanted)
            mask &= chosen
            some = origins.both(some, passages)
        elif wanted:
            mask &= _chosen(moment, catalogue, name, wanted)
    if filters.since or filters.until:
        mask &= _within(moment, catalogue, filters, mask, notes)
    if filters.title:
        titles = catalogue.column(moment.connection, Document.c.title)
        mask &= titled(titles, filters.title, catalogue.column(moment.connection, Document.c.language))
    if filters.document:
        wanted_ids = [resolve_document(moment, reference) for reference in filters.document]
        mask &= np.isin(catalogue.ids, wanted_ids)
    coded_lines = _coded(moment, catalogue, filters.code, mask, notes) if filters.code else None
    if coded_lines is not None and not lines:
        raise FilterError(NO_LINES)
    roles, quoted = _voices(filters.voice)
    speakers = _speakers(moment, filters.speaker, notes) if filters.speaker else None
    selection = Selection(catalogue, mask, roles, speakers, quoted, notes, some, coded_lines)
    if filters.collapse:
        _collapse(moment, selection, filters.collapse)
    return selection


def _coded(
    moment: Moment,
    catalogue: Catalogue,
    codes: tuple[str, ...],
    mask: npt.NDArray[np.bool_],
    notes: list[str],
) -> CodedLines | None:
    """Leave of the mask the documents coded so; the lines that matches must lie on, None for all."""
    from corpus.query.hits.coded_lines import coded

    found = coded(moment, catalogue, codes)
    if found.versions is not None:
        mask &= np.isin(catalogue.versions, found.versions)
    notes += found.notes
    return found.lines


def _collapse(moment: Moment, selection: Selection, what: str) -> None:
    if what != REPRINTS:
        raise FilterError(f"--collapse takes {REPRINTS}, not {shown(what)!r}.")
    from corpus.query.similarity.near_duplicates import collapse

    collapse(moment, selection)


def resolve_document(moment: Moment, reference: str) -> int:
    """Id of the document with this reference, or whose reference alone begins so; letter case is ignored.

    Raises NotFoundError when there is none, FilterError when there are several or nothing is given.
    """
    begin = fold(checked("The reference", reference).strip())
    if not begin:
        raise FilterError("The reference is empty: corpus list shows the references.")
    whole = moment.connection.scalar(select(Document.c.id).where(Document.c.ref == begin))
    if whole is not None:
        return int(whole)
    query = select(Document.c.id, Document.c.ref).where(Document.c.ref >= begin).order_by(Document.c.ref)
    end = prefix_end(begin)
    if end is not None:
        query = query.where(Document.c.ref < end)
    which = facts.REMOVED if moment.view.removed else facts.COUNTED
    found = moment.connection.execute(query.where(which).limit(6)).all()
    if len(found) == 1:
        return int(found[0].id)
    former = select(Reference.c.document_id).where(Reference.c.name == begin)
    ids = moment.connection.scalars(former.distinct()).all()
    if len(ids) == 1:
        return int(ids[0])
    if not found:  # of those that are left out otherwise
        found = moment.connection.execute(query.limit(6)).all()
        if len(found) == 1:
            return int(found[0].id)
    reference = shown(reference)
    if found:
        some = ", ".join(row.ref for row in found[:5]) + (" ..." if len(found) > 5 else "")
        raise FilterError(f"{reference} is the beginning of several references: {some}")
    raise NotFoundError(f"There is no document {reference}: corpus list shows the references.")


def unknown(kind: str, value: str, known: Iterable[str]) -> FilterError:
    """The error for a value that does not exist, with the nearest that do."""
    choices = sorted(known)
    near = difflib.get_close_matches(value, choices, 3, 0.5) or choices[:8]
    more = " ..." if len(choices) > len(near) else ""
    hint = f"; there is: {', '.join(near)}{more}" if near else "; the archive holds none"
    return FilterError(f"There is no {kind} {shown(value)!r} in the archive{hint}")


def _chosen(
    moment: Moment, catalogue: Catalogue, name: str, wanted: tuple[str, ...]
) -> npt.NDArray[np.bool_]:
    facet = catalogue.facet(moment.connection, name)
    labelled: dict[str, list[int]] = {}
    for code, label in enumerate(facet.labels):
        labelled.setdefault(fold(label), []).append(code)
    codes: list[int] = []
    for value in wanted:
        found = labelled.get(fold(value), [])
        if not found and name == "outlet":
            found = labelled.get(_outlet(moment, value), [])
        if not found:
            raise unknown(name, value, facet.labels)
        codes.extend(found)
    return np.isin(facet.codes, codes)


def _country(value: str) -> str:
    """A country as its code; labels too are read so, as archives hold values as they were loaded."""
    return country_code(value) or fold(value)


def _outlet(moment: Moment, name: str) -> str:
    """The code of the outlet with this name, else the name."""
    key = spelling_key(name)
    outlets = moment.connection.execute(select(Outlet.c.code, Outlet.c.name)).all()
    return fold(next((row.code for row in outlets if key and key == spelling_key(row.name)), name))


def _languages(
    moment: Moment, catalogue: Catalogue, wanted: tuple[str, ...]
) -> tuple[npt.NDArray[np.bool_], Origins | None]:
    tags = [origins.written(value.strip()) for value in wanted]
    known = origins.known(moment, catalogue, "language")
    for value, tag in zip(wanted, tags, strict=True):
        if not any(within(origins.written(label), tag) for label in known):
            raise unknown("language", value.strip(), known)
    return origins.in_languages(moment, catalogue, tags)


def _countries(
    moment: Moment, catalogue: Catalogue, wanted: tuple[str, ...]
) -> tuple[npt.NDArray[np.bool_], Origins | None]:
    known = origins.known(moment, catalogue, "country")
    codes = {_country(value) for value in wanted}
    held = {_country(label) for label in known}
    for value in wanted:
        if _country(value) not in held:
            raise unknown("country", value, known)
    return origins.of_origin(moment, catalogue, "country", lambda label: _country(label) in codes)


def _within(
    moment: Moment, catalogue: Catalogue, filters: Filters, so_far: npt.NDArray[np.bool_], notes: list[str]
) -> npt.NDArray[np.bool_]:
    dates = catalogue.dates()
    mask = dates.precision > 0
    undated = int(np.count_nonzero(so_far & ~mask))
    touching = mask.copy()
    if filters.since:
        start = np.datetime64(parse_date("since", filters.since).first)
        mask &= dates.first >= start
        touching &= dates.last >= start
    if filters.until:
        end = np.datetime64(parse_date("until", filters.until).last)
        mask &= dates.last <= end
        touching &= dates.first <= end
    if filters.since and filters.until and start > end:
        raise FilterError(
            f"--since {filters.since} is after --until {filters.until}: nothing lies between them."
        )
    partly = int(np.count_nonzero(so_far & touching & ~mask))
    if partly:
        notes.append(
            f"{_documents(partly)} left out: dated only to a month or year that lies partly outside."
        )
    if undated:
        notes.append(f"{_documents(undated)} left out: without a date.")
    return mask


def _documents(count: int) -> str:
    return f"{count:,} document{'s' if count != 1 else ''}"


def parse_date(name: str, value: str) -> PartialDate:
    """An option's date; FilterError with a sentence when it is none."""
    try:
        return PartialDate.parse(value)
    except ValueError as error:
        raise FilterError(f"--{name} {shown(value)}: {error}") from None


def _as_of(value: str | None) -> str | None:
    """The last second of the day, month or year named."""
    if value is None:
        return None
    return f"{parse_date('as-of', value).last.isoformat()}T23:59:59Z"


def _voices(voices: tuple[str, ...]) -> tuple[frozenset[int], bool]:
    roles = set()
    for voice in voices:
        if voice not in VOICES:
            raise FilterError(f"There is no voice {shown(voice)!r}; there is: {', '.join(VOICES)}")
        if voice != QUOTATION:
            roles.add(int(Role[voice]))
    quoted = QUOTATION in voices
    return frozenset(roles or map(int, COUNTED)), quoted


def _speakers(moment: Moment, names: tuple[str, ...], notes: list[str]) -> frozenset[int]:
    found: set[int] = set()
    for name in names:
        parts = fold(name).split()
        if not parts:
            raise FilterError("--speaker is empty: give a name, or leave it out.")
        actors = set(
            moment.connection.scalars(
                select(ActorName.c.actor_id).where(ActorName.c.fold == name_key(name.strip()))
            )
        )
        if not actors:
            actors = _otherwise_spelled(moment, name.strip(), notes)
        if not actors:
            alike = (ActorName.c.fold.contains(part, autoescape=True) for part in parts[:MOST_PARTS])
            known = (
                moment.connection.scalars(select(ActorName.c.name).where(or_(*alike))).all()
                or moment.connection.scalars(select(ActorName.c.name)).all()
            )
            raise unknown("speaker", name, known)
        notes += namesakes(moment, name, actors)
        found |= actors
    return frozenset(found)


def _otherwise_spelled(moment: Moment, name: str, notes: list[str]) -> set[int]:
    """The actor one of whose names is another spelling of this one, in Korean or Chinese; a note says so.

    Characters match in their simplified and traditional forms (OpenCC, where it is installed) and by their
    Korean reading.

    Raises FilterError where it may be several.
    """
    from corpus.text.analysers.chinese_variants import simplified
    from corpus.text.analysers.hanja_reading import has_hanja, reading
    from corpus.text.names.romanisation import romanised_key

    han = simplified("".join(name.split())) if has_hanja(name) else None
    keys = romanised_key(name)
    if han is not None:
        read = "".join(reading(name).split())
        keys |= romanised_key(read) | romanised_key(re.sub("^금", "김", read))  # 金, as a surname
    if not keys and han is None:
        return set()
    names = moment.connection.execute(select(ActorName.c.actor_id, ActorName.c.name)).all()
    found = {row.actor_id for row in names if keys & romanised_key(row.name)}
    if han is not None:
        found |= {row.actor_id for row in names if simplified("".join(row.name.split())) == han}
    if not found:
        return found
    persons = sorted(moment.connection.scalars(select(Actor.c.name).where(Actor.c.id.in_(found))))
    # Kim Jong Un and Kim Jong-un, of two outlets, are one
    if len({"".join(filter(str.isalpha, fold(person))) for person in persons}) > 1:
        some = ", ".join(persons[:MOST_PARTS]) + (" ..." if len(persons) > MOST_PARTS else "")
        raise FilterError(f"--speaker {shown(name)} may be one of several: {some}; give that name.")
    notes.append(f"--speaker {shown(name)}: taken as {' and '.join(persons)}.")
    return found
