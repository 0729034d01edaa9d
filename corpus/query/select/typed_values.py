"""What was typed in a filter, as documents, passages and roles; of a value that the archive does not know the
nearest is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from sqlalchemy import select

from corpus.argument_checks import parse_date, shown, unknown
from corpus.errors import FilterError
from corpus.query.select import passage_origins as origins
from corpus.query.select.selection import QUOTATION, VOICES, Filters
from corpus.store.tables.archive import Outlet
from corpus.text.countries import country_code
from corpus.text.languages import within
from corpus.text.normalisation import fold
from corpus.text.roles import COUNTED, Role
from corpus.text.spelling_keys import spelling_key

if TYPE_CHECKING:
    from corpus.query.select.selection import Origins
    from corpus.query.session.document_catalogue import Catalogue
    from corpus.query.session.moment import Moment


def with_facet(
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
    moment.verify("outlet")
    outlets = moment.connection.execute(select(Outlet.c.code, Outlet.c.name)).all()
    return fold(next((row.code for row in outlets if key and key == spelling_key(row.name)), name))


def in_languages(
    moment: Moment, catalogue: Catalogue, wanted: tuple[str, ...]
) -> tuple[npt.NDArray[np.bool_], Origins | None]:
    tags = [origins.written(value.strip()) for value in wanted]
    known = origins.known(moment, catalogue, "language")
    for value, tag in zip(wanted, tags, strict=True):
        if not any(within(origins.written(label), tag) for label in known):
            raise unknown("language", value.strip(), known)
    return origins.in_languages(moment, catalogue, tags)


def of_countries(
    moment: Moment, catalogue: Catalogue, wanted: tuple[str, ...]
) -> tuple[npt.NDArray[np.bool_], Origins | None]:
    known = origins.known(moment, catalogue, "country")
    codes = {_country(value) for value in wanted}
    held = {_country(label) for label in known}
    for value in wanted:
        if _country(value) not in held:
            raise unknown("country", value, known)
    return origins.of_origin(moment, catalogue, "country", lambda label: _country(label) in codes)


def within_dates(
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


def as_of_second(value: str | None) -> str | None:
    """The last second of the day, month or year named."""
    if value is None:
        return None
    return f"{parse_date('as-of', value).last.isoformat()}T23:59:59Z"


def roles_of(voices: tuple[str, ...]) -> tuple[frozenset[int], bool]:
    roles = set()
    for voice in voices:
        if voice not in VOICES:
            raise FilterError(f"There is no voice {shown(voice)!r}; there is: {', '.join(VOICES)}")
        if voice != QUOTATION:
            roles.add(int(Role[voice]))
    quoted = QUOTATION in voices
    return frozenset(roles or map(int, COUNTED)), quoted
