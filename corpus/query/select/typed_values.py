"""What was typed in a filter, as labels of the archive, days and roles; of a value that the archive does not
know the nearest is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import select

from corpus.argument_checks import shown, unknown
from corpus.errors import FilterError
from corpus.query.select import passage_origins as origins
from corpus.query.select.selection import QUOTATION, VOICES
from corpus.query.session.document_catalogue import PLACE
from corpus.store.tables.archive import Outlet
from corpus.text.countries import country_code
from corpus.text.dates import PartialDate
from corpus.text.gazetteer import places_of
from corpus.text.languages import within
from corpus.text.normalisation import fold
from corpus.text.roles import COUNTED, Role
from corpus.text.spelling_keys import spelling_key
from corpus.wording import argument

if TYPE_CHECKING:
    from corpus.query.session.document_catalogue import Catalogue
    from corpus.query.session.moment import Moment


def labels_meant(moment: Moment, catalogue: Catalogue, facet: str, wanted: tuple[str, ...]) -> frozenset[str]:
    """The labels of a facet of documents that the values of a filter mean: all that one of them fits."""
    if facet == "language":
        return _languages(moment, catalogue, wanted)
    if facet == "country":
        return _countries(moment, catalogue, wanted)
    labels = catalogue.facet(moment.connection, facet).labels
    if facet == PLACE:
        wanted = tuple(name for value in wanted for name in places_of(value))
    folded: dict[str, list[str]] = {}
    for label in labels:
        folded.setdefault(fold(label), []).append(label)
    meant: set[str] = set()
    for value in wanted:
        found = folded.get(fold(value), [])
        if not found and facet == "outlet":
            found = folded.get(_outlet(moment, value), [])
        if not found:
            raise unknown(facet, value, labels)
        meant.update(found)
    return frozenset(meant)


def _languages(moment: Moment, catalogue: Catalogue, wanted: tuple[str, ...]) -> frozenset[str]:
    """BCP 47: zh takes in zh-Hant."""
    known = {label: origins.written(label) for label in origins.known(moment, catalogue, "language")}
    meant: set[str] = set()
    for value in wanted:
        tag = origins.written(value.strip())
        found = [label for label, written in known.items() if within(written, tag)]
        if not found:
            raise unknown("language", value.strip(), [*known])
        meant.update(found)
    return frozenset(meant)


def _countries(moment: Moment, catalogue: Catalogue, wanted: tuple[str, ...]) -> frozenset[str]:
    known = {label: _country(label) for label in origins.known(moment, catalogue, "country")}
    for value in wanted:
        if _country(value) not in known.values():
            raise unknown("country", value, [*known])
    codes = {_country(value) for value in wanted}
    return frozenset(label for label, code in known.items() if code in codes)


def _country(value: str) -> str:
    """A country as its code; labels too are read so, as archives hold values as they were loaded."""
    return country_code(value) or fold(value)


def _outlet(moment: Moment, name: str) -> str:
    """The code of the outlet with this name, else the name."""
    key = spelling_key(name)
    moment.verify("outlet")
    outlets = moment.connection.execute(select(Outlet.c.code, Outlet.c.name)).all()
    return fold(next((row.code for row in outlets if key and key == spelling_key(row.name)), name))


def days_meant(since: str | None, until: str | None) -> tuple[np.datetime64 | None, np.datetime64 | None]:
    """The first and the last day of a filter by date; None where it has no bound."""
    start = None if since is None else np.datetime64(_date("since", since).first)
    end = None if until is None else np.datetime64(_date("until", until).last)
    if start is not None and end is not None and start > end:
        both = f"{argument('since', since)} is after {argument('until', until)}"
        raise FilterError(f"{both}: nothing lies between them.", argument="since")
    return start, end


def as_of_second(value: str | None) -> str | None:
    """The last second of the day, month or year named."""
    if value is None:
        return None
    return f"{_date('as_of', value).last.isoformat()}T23:59:59Z"


def roles_of(voices: tuple[str, ...]) -> tuple[frozenset[int], bool]:
    roles = set()
    for voice in voices:
        if voice not in VOICES:
            raise FilterError(f"There is no voice {shown(voice)!r}; there is: {', '.join(VOICES)}")
        if voice != QUOTATION:
            roles.add(int(Role[voice]))
    quoted = QUOTATION in voices
    return frozenset(roles or map(int, COUNTED)), quoted


def _date(name: str, value: str) -> PartialDate:
    """The date of the argument of that name; FilterError with a sentence when it is none."""
    try:
        return PartialDate.parse(value)
    except ValueError as error:
        raise FilterError.about(name, str(error), shown(value)) from None
