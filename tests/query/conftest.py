"""The queries' tests read few blocks as one section, in small parts: matches sit at the edges of all."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest import mock

import pytest

from corpus.index.read import sections as section
from corpus.query.count import token_slices as slices
from corpus.query.count import units
from corpus.query.match import span_joins as spans

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKENS = 12
"""Two or three blocks of the tests."""


@pytest.fixture(scope="package", autouse=True)
def tiny_sections() -> Iterator[None]:
    with (
        mock.patch.object(section, "SECTION_TOKENS", TOKENS),
        mock.patch.object(spans, "PART_TOKENS", 5),
        mock.patch.object(slices, "MOST", 4),
        mock.patch.object(units, "MOST_WAITING", 3),
    ):
        yield
