"""What the user says of all texts of a run, checked before any is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.errors import UsageError
from corpus.ingest.metadata_dates import ORDERS
from corpus.ingest.stamps import parse_date
from corpus.model.languages import ANY_LANGUAGE, language_range

if TYPE_CHECKING:
    from collections.abc import Mapping


def check_hints(given: Mapping[str, str | None]) -> dict[str, str]:
    """The hints that have a value. Raises UsageError for a date, an order of day and
    month or a language that no text could have."""
    hints = {name: value for name, value in given.items() if value is not None}
    order = hints.get("dates")
    if order is not None and order not in ORDERS:
        raise UsageError(f"dates {order!r} is no order of day and month: write {' or '.join(ORDERS)}.")
    if "date" in hints:
        try:
            parse_date(hints["date"], next((one for one in ORDERS if one == order), None))
        except ValueError as error:
            raise UsageError(f"date {hints['date']}: {error}") from None
    if "language" in hints:
        hints["language"] = language_tag(hints["language"])
    return hints


def language_tag(value: str) -> str:
    """A language as it is written by custom (``zh-hant`` as ``zh-Hant``); UsageError where it is no tag."""
    found = language_range(value.strip())
    if found is None or found == ANY_LANGUAGE:
        raise UsageError(f"language {value[:60]!r} is no tag of a language: write en, ko or zh-Hant.")
    return found
