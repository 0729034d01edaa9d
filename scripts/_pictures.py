"""Pictures of the explorer for its page: pages over the sample collection, as a browser draws them."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from playwright.sync_api import sync_playwright

import corpus
from corpus import Corpus
from tests.web.browser import NARROW, Chromium, served

if TYPE_CHECKING:
    from playwright.sync_api import Page

PACKAGE = Path(corpus.__file__).parent
FOLDER = PACKAGE / "docs" / "pictures"
WIDE = (1280, 860)
REF = "sample-agency-2015-03-02-clean-canals-drive-begins"


class Picture(NamedTuple):
    """A page to be drawn, of a size in pixels, in a light or a dark scheme."""

    name: str
    address: str
    size: tuple[int, int] = WIDE
    scheme: str = "light"


PICTURES = (
    Picture("frequency", "/freq?query=canal*,library&language=en"),
    Picture("concordance", "/kwic?query=canals&language=en&limit=15"),
    Picture("document", f"/show?document={REF}&query=canals", (1280, 560), "dark"),
    Picture("coverage", "/coverage"),
    Picture("phone", "/freq?query=canal*,library&language=en", NARROW),
)


def draw(page: Page, address: str, path: Path) -> None:
    page.goto(address)
    if page.locator("#chart").count():
        page.wait_for_selector("#chart[data-drawn=yes]")
    page.screenshot(path=path)
    print(f"{path.relative_to(PACKAGE.parent)}: {path.stat().st_size:,} bytes")


def main() -> int:
    program = Chromium.program()
    if program is None:
        print("No Chromium is installed here: on Debian, apt-get install chromium", file=sys.stderr)
        return 2
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        database = Path(place) / "sample.db"
        with Corpus(database) as archive:
            for name in ("agency", "lantern"):
                archive.add(PACKAGE / "data" / "sample" / name, outlet=f"sample-{name}")
        with served(database) as address, sync_playwright() as playwright:
            browser = Chromium(playwright, program)
            for one in PICTURES:
                size = {"width": one.size[0], "height": one.size[1]}
                with browser.new_context(viewport=size, color_scheme=one.scheme) as context:
                    draw(context.new_page(), address + one.address, FOLDER / f"{one.name}.png")
            browser.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
