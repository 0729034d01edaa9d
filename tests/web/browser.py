"""A real browser in front of ``corpus serve``."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Error

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page, Playwright

WIDE, NARROW = (1280, 800), (390, 844)
ENDED = ["TargetClosedError", "TargetClosed", "Browser closed"]
"""What is said when the browser itself has ended: the machine's fault, so that a test is tried again."""
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-sync", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage",
]  # fmt: skip


class Chromium:
    """The browser of a run of tests, begun anew where it has ended by itself."""

    def __init__(self, playwright: Playwright, program: str) -> None:
        self._playwright = playwright
        self._program = program
        self._browser: Browser | None = None

    @staticmethod
    def program() -> str | None:
        """Where a Chromium is installed."""
        return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

    def new_context(self, **more: Any) -> BrowserContext:
        if self._browser is None or not self._browser.is_connected():
            self._browser = self._playwright.chromium.launch(
                executable_path=self._program, args=FLAGS, timeout=60_000
            )
        return self._browser.new_context(**more)

    def why_it_does_not_run(self, address: str, tries: int = 3) -> str | None:
        """What is said each time that a page is opened, if no try ends well."""
        said = ""
        for _ in range(tries):
            try:
                with self.new_context() as context:
                    context.new_page().goto(address)
            except Error as error:
                said = str(error)
            else:
                return None
        return " ".join(said.split())[:500]

    def close(self) -> None:
        if self._browser is not None:
            self._browser.close()


@contextmanager
def served(database: Path) -> Iterator[str]:
    """``corpus serve`` of a database; its address."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    options = ["--db", str(database), "--port", str(port), "--workers", "1"]
    server = subprocess.Popen([sys.executable, "-m", "corpus", "serve", *options], stderr=subprocess.DEVNULL)
    address = f"http://localhost:{port}"
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{address}/api/stats", timeout=60).read()
                break
            except OSError:
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(20)


@contextmanager
def opened(browser: Chromium, size: tuple[int, int] = WIDE, **more: Any) -> Iterator[Page]:
    """A page of a fresh profile; whatever it complains of is a failure."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **more)
    context.set_default_timeout(20_000)
    page = context.new_page()
    said: list[str] = []
    page.on(
        "console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: said.append(str(error)))
    try:
        yield page
        assert [one for one in said if "status of 400" not in one] == []
    finally:
        context.close()


def drawn(page: Page) -> None:
    page.wait_for_selector("#chart[data-drawn=yes]", timeout=30_000)
