"""The explorer over the sample collection, all of it in this process."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from corpus import Corpus
from corpus.cli.wording import CommandLine
from corpus.web.server import app_of
from corpus.web.workers import Plain
from corpus.wording import spoken
from tests.cli.conftest import run, sample, sample_archive
from tests.web.browser import Chromium, served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from corpus.web.answers import Answer
    from corpus.web.workers import Job

__all__ = ["run", "sample", "sample_archive"]

HOST = "http://localhost:8000"


class InProcess:
    """Who answers jobs, without processes."""

    def __init__(self, database: str | Path) -> None:
        self.corpus = Corpus(database)

    def ask(self, job: Job) -> Answer | None:
        with spoken(Plain(CommandLine())):
            return job.function(self.corpus, *job.arguments)

    def close(self) -> None:
        self.corpus.close()


def client_of(database: str | Path, token: str | None = None) -> Iterator[TestClient]:
    asked = InProcess(database)
    with TestClient(app_of(asked, token=token), base_url=HOST) as client:
        yield client
    asked.close()


@pytest.fixture(scope="module")
def address(sample_archive: Path) -> Iterator[str]:
    """Where the sample collection is served by a process of its own."""
    with served(sample_archive) as found:
        yield found


@pytest.fixture(scope="module")
def browser(address: str) -> Iterator[Chromium]:
    program = Chromium.program()
    if program is None:
        pytest.skip("no Chromium is installed here: on Debian, apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        made = Chromium(playwright, program)
        why = made.why_it_does_not_run(address)
        if why is not None:
            pytest.skip(f"Chromium does not run here: {why}")
        yield made
        made.close()


@pytest.fixture(scope="session")
def explorer(sample_archive: Path) -> Iterator[TestClient]:
    yield from client_of(sample_archive)
