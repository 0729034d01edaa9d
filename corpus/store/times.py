"""The present time, as the archive writes times."""

from __future__ import annotations

import datetime


def now() -> str:
    """The present second, UTC, as ISO 8601 text (``2024-08-06T12:00:00Z``)."""
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
