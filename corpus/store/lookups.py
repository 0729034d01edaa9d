"""Asking for many rows by their values."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

T = TypeVar("T")

LOOKUP = 500
"""Values asked for in one statement: stays under the parameter limits of both stores."""


def in_parts(values: Iterable[T], size: int = LOOKUP) -> Iterator[list[T]]:
    """The values in lists that one statement can take."""
    some = list(values)
    for start in range(0, len(some), size):
        yield some[start : start + size]
