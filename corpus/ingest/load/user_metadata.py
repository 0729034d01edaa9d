"""What the user says of all texts of a run, checked before any is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.errors import UsageError
from corpus.ingest.dates.metadata import ORDERS
from corpus.ingest.dates.stamps import parse_date
from corpus.text import languages
from corpus.text.countries import country_code

if TYPE_CHECKING:
    from collections.abc import Mapping


def check_hints(given: Mapping[str, str | None]) -> dict[str, str]:
    """The hints that have a value. UsageError for a date, an order of day and month, a language or a country
    that no text could have."""
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
    if hints.get("country"):
        hints["country"] = country(hints["country"])
    if "genre" in hints:
        hints["genre"] = genre(hints["genre"])
    return hints


def language_tag(value: str) -> str:
    """The tag of a language (BCP 47), by tag or name; UsageError where it is none."""
    found = languages.language_tag(value)
    if found is None:
        raise UsageError(
            f"language {value[:60]!r} is no language: write en, ko, zh-Hant or a name, as Korean."
        )
    return found


def country(value: str) -> str:
    """The code of a country (ISO 3166-1 alpha-3), by code or name; UsageError where it is none."""
    found = country_code(value)
    if found is None:
        raise UsageError(
            f"country {value[:60]!r} is no country: write its code, as PRK, or its name in full."
        )
    return found


def genre(value: str) -> str:
    """A genre in small letters: Speech is speech."""
    return " ".join(value.split()).casefold()
