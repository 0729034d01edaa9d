"""From keyword arguments to what queries and the loader take."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from corpus.errors import UsageError

if TYPE_CHECKING:
    from corpus.query.filters import Filters

Names = str | Iterable[str] | None


def names(value: Names) -> tuple[str, ...]:
    """One name or several."""
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def filters(given: dict[str, Any]) -> Filters:
    """The filters; UsageError for one that does not exist."""
    from dataclasses import fields

    from corpus.query.filters import Filters

    known = {entry.name: entry.default for entry in fields(Filters)}
    for name in given:
        if name not in known:
            raise UsageError(f"There is no filter {name!r}; there is: {', '.join(known)}")
    values: dict[str, Any] = {
        name: names(value) if known[name] == () else value
        for name, value in given.items()
        if value is not None
    }
    return Filters(**values)


def moment_of(value: str | None) -> str | None:
    """A moment as the archive writes it: a day begins at midnight, UTC. UsageError when it is none."""
    if value is None:
        return None
    import datetime

    try:
        moment = datetime.datetime.fromisoformat(value)
    except ValueError:
        raise UsageError(
            f"{value!r} is no time of retrieval: write 2024-08-06 or 2024-08-06T12:00:00Z."
        ) from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=datetime.UTC)
    try:
        moment = moment.astimezone(datetime.UTC)
    except OverflowError:
        raise UsageError(f"{value!r} is no time of retrieval: it lies outside the calendar.") from None
    return moment.replace(tzinfo=None, microsecond=0).isoformat() + "Z"
