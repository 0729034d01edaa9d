"""What the user says of all texts of a run, checked before any is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.errors import UsageError
from corpus.ingest.stamps import parse_date

if TYPE_CHECKING:
    from collections.abc import Mapping


def check_hints(given: Mapping[str, str | None]) -> dict[str, str]:
    """The hints that have a value. Raises UsageError for a date that no text could have."""
    hints = {name: value for name, value in given.items() if value is not None}
    if "date" in hints:
        try:
            parse_date(hints["date"])
        except ValueError as error:
            raise UsageError(f"date {hints['date']}: {error}") from None
    return hints
