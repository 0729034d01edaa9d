"""The queries' tests read few blocks as one section, so that matches sit at the edges of both."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest import mock

import pytest

from corpus.index import section

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKENS = 12
"""Two or three blocks of the tests."""


@pytest.fixture(scope="package", autouse=True)
def tiny_sections() -> Iterator[None]:
    with mock.patch.object(section, "SECTION_TOKENS", TOKENS):
        yield
