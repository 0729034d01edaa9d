"""What is in doubt is set right in a real browser, and given back."""

from __future__ import annotations

import re
import shutil
import socket
import time
from typing import TYPE_CHECKING

import pytest

from tests.web.browser import ENDED, opened
from tests.web.test_serve import port, serve

if TYPE_CHECKING:
    from pathlib import Path

    from tests.web.browser import Chromium

__all__ = ["port"]

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.flaky(reruns=2, only_rerun=ENDED)]


def listens(port: int) -> None:
    """Wait until somebody listens on a port."""
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), 60).close()
        except OSError:
            time.sleep(0.1)
        else:
            return


def test_a_value_is_set_and_given_back(
    browser: Chromium, sample_archive: Path, tmp_path: Path, port: int
) -> None:
    shutil.copy(sample_archive, tmp_path / "a.db")
    server = serve(tmp_path / "a.db", port, "--write")
    try:
        assert server.stderr is not None
        server.stderr.readline()
        found = re.search(r"http://\S+token=\S+", server.stderr.readline())
        assert found is not None
        listens(port)
        with opened(browser) as page:
            page.goto(found[0])
            value = page.locator(".decide input[name=value]").first
            assert value.input_value() == "2019-01-01"
            value.fill("2019-01-02")
            page.get_by_role("button", name="Set published").click()
            page.wait_for_selector("text=Nothing to review.")
            page.get_by_role("button", name="Take back change").first.click()
            page.wait_for_selector(".decide input[name=value]")
            assert page.locator(".decide input[name=value]").first.input_value() == "2019-01-01"
    finally:
        server.terminate()
        server.wait(20)
