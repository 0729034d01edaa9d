"""The pages in a real browser: journeys, keyboard, what readers with other senses get, hostile text."""

from __future__ import annotations

import json
import re
import urllib.request
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from corpus import Corpus
from tests.builder import build
from tests.counter import Text
from tests.web.browser import ENDED, NARROW, WIDE, drawn, opened, served
from tests.web.hostile import hostile_archive, long_archive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from tests.web.browser import Chromium

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.flaky(reruns=2, only_rerun=ENDED)]

REF = "sample-agency-2015-03-02-clean-canals-drive-begins"
TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
PAGES = [
    "/", "/freq?query=canals,library&outlet=sample-agency&smooth=2", "/freq?query=(canals",
    "/freq?query=the&by=document",
    "/kwic?query=canals&limit=5", "/kwic?query=canals&context=sentence", "/list?query=canals", "/coverage",
    "/people", "/titles?person=Edvar+Olmen", "/formulas", "/first?query=canals", f"/similar?document={REF}",
    "/compare?first=outlet%3Dsample-agency&second=outlet%3Dsample-lantern",
    f"/show?document={REF}&query=canals", "/review",
    "/collocates?query=canals&min=2", "/reuse", "/attendance?by=year", "/coverage?by=month",
    "/people_proposals?min=1", "/people_variants",
    "/people_proposals?min=1", "/people_variants",
]  # fmt: skip
HOSTILE_PAGES = (
    "/freq?query=peace&by=speaker",
    "/kwic?query=peace",
    "/list",
    "/show?document=2024-01-02&query=peace",
    "/freq?query=peace&title=%3Cimg%20src%3Dx%20onerror%3Dwindow.ran%3D1%3E",
)


@pytest.fixture
def page(browser: Chromium, address: str) -> Iterator[Page]:
    with opened(browser) as found:
        found.goto(address)
        yield found


def total(page: Page) -> int:
    """How many lines the concordance says that there are."""
    said = page.locator(".part strong").first.inner_text()
    found = re.search(r"([\d,]+)(?: lines)?$", said)
    assert found is not None, said
    return int(found[1].replace(",", ""))


def test_a_search_draws_its_table_and_a_point_leads_to_its_lines(page: Page) -> None:
    page.fill("#f-query", "canals, library")
    page.press("#f-query", "Enter")
    page.wait_for_url("**/freq?*")
    drawn(page)
    assert page.locator("#drawing svg").count() == 1
    assert "2021" in page.locator("#drawing svg .role-axis-label text").all_text_contents()
    points = page.locator("#drawing svg .mark-symbol.role-mark path")
    row = page.locator("table.frequencies tbody tr", has_text="2021").filter(has_text="library")
    cell = row.locator("td a")
    matches, link = int(cell.inner_text()), cell.get_attribute("href")
    for at in range(points.count()):
        points.nth(at).hover(force=True)
        if page.locator("#pointed").inner_text().startswith("2021 · library"):
            assert f"{matches} matches" in page.locator("#pointed").inner_text()
            points.nth(at).click(force=True)
            break
    page.wait_for_url("**/kwic?*")
    assert page.url.endswith(str(link))
    assert total(page) == matches


def test_a_cell_leads_to_lines_and_a_line_to_its_document_and_back(page: Page, address: str) -> None:
    page.goto(f"{address}/freq?query=canals&by=outlet")
    cell = page.locator("table.frequencies td a").first
    matches = int(cell.inner_text())
    cell.click()
    page.wait_for_url("**/kwic?*")
    assert total(page) == matches
    page.locator("a.match").nth(3).click()
    page.wait_for_url("**/show?*#p*")
    passage = page.locator(":target")
    assert passage.locator("mark").count() > 0
    assert passage.is_visible()
    page.go_back()
    assert total(page) == matches


def test_a_link_shows_the_same_in_a_fresh_browser(page: Page, browser: Chromium, address: str) -> None:
    page.goto(f"{address}/freq?query=canals&by=month&since=2016&documents=1")
    with opened(browser) as other:
        other.goto(page.url)
        assert (
            other.locator("table.frequencies").inner_text() == page.locator("table.frequencies").inner_text()
        )
        drawn(other)
    drawn(page)


def test_a_file_can_be_had(page: Page, address: str) -> None:
    page.goto(f"{address}/freq?query=canals")
    with page.expect_download() as waiting:
        page.click(".files >> text=csv")
    text = Path(waiting.value.path()).read_text("utf-8")
    assert text.startswith("query,period,matches,")
    drawn(page)


def test_without_scripts_everything_is_there(browser: Chromium, address: str) -> None:
    with opened(browser, java_script_enabled=False) as page:
        page.goto(address)
        page.fill("#f-query", "canals")
        page.click("form button")
        page.locator("table.frequencies td a").first.click()
        assert page.locator("a.match").count() > 0
        assert not page.locator("#chart").is_visible()


def test_the_keyboard_alone_is_enough(page: Page) -> None:
    def tab_to(wanted: str, most: int = 60) -> None:
        for _ in range(most):
            page.keyboard.press("Tab")
            if page.evaluate("selector => document.activeElement.matches(selector)", wanted):
                return
        raise AssertionError(f"{wanted} is not reached")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "To the content"
    page.keyboard.press("Enter")
    tab_to("#f-query", 3)
    page.keyboard.type("canals")
    page.keyboard.press("Enter")
    page.wait_for_url("**/freq?*")
    drawn(page)
    tab_to("table.frequencies td a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/kwic?*")
    tab_to("a.match")
    page.keyboard.press("Enter")
    page.wait_for_url("**/show?*")
    assert page.locator("mark").count() > 0


def test_a_wrong_query_and_an_empty_result_are_said(page: Page, address: str) -> None:
    page.goto(f"{address}/freq?query=(canals")
    assert "column" in page.get_by_role("alert").inner_text()
    assert page.input_value("#f-query") == "(canals"
    page.goto(f"{address}/kwic?query=zzzz")
    assert "No line." in page.locator("main").inner_text()


def test_scripts_of_all_directions(browser: Chromium, tmp_path: Path) -> None:
    texts = [
        Text(
            "2024-01-02",
            "kcna",
            passages=[("narration", None, "قال الرئيس ان السلام في العالم")],
            language="ar",
        ),
        Text("2024-01-03", "kcna", passages=[("narration", None, "평화 통일을 이룩하자")], language="ko"),
    ]
    with Corpus(tmp_path / "a.db") as corpus:
        corpus.init()
        build(corpus, texts)
    with served(tmp_path / "a.db") as address, opened(browser) as page:
        for word, direction in (("السلام", "rtl"), ("평화", "ltr")):
            page.goto(f"{address}/kwic")
            page.fill("#f-query", word)
            page.press("#f-query", "Enter")
            page.wait_for_url("**/kwic?*")
            line = page.locator(".line")
            assert line.get_attribute("dir") == direction
            assert page.locator("a.match").inner_text() == word
            before, match = line.locator(".before").bounding_box(), line.locator(".match").bounding_box()
            assert before is not None
            assert match is not None
            assert (before["x"] > match["x"]) == (direction == "rtl")


@pytest.mark.parametrize(
    ("size", "scheme"), [(WIDE, "light"), (NARROW, "dark")], ids=["wide-light", "narrow-dark"]
)  # what fits does not depend on colours
def test_no_reader_is_shut_out(browser: Chromium, address: str, size: tuple[int, int], scheme: str) -> None:
    axe = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
    with opened(browser, size, color_scheme=scheme) as page:
        for one in PAGES:
            page.goto(address + one)
            if page.locator("#chart").count():
                drawn(page)
            page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), one
            page.evaluate(axe)
            found = page.evaluate("tags => axe.run(document, {runOnly: tags})", TAGS)
            assert len(found["passes"]) > 5
            told = [
                (rule["id"], [node["target"] for node in rule["nodes"]][:3]) for rule in found["violations"]
            ]
            assert told == [], (one, json.dumps(told, indent=1))


def test_hostile_text_runs_nothing(browser: Chromium, tmp_path: Path) -> None:
    with served(hostile_archive(tmp_path / "h.db")) as address, opened(browser) as page:
        page.add_init_script(
            "document.addEventListener('securitypolicyviolation', () => { window.broken = 1 })"
        )
        for one in HOSTILE_PAGES:
            page.goto(address + one)
            if page.locator("#chart").count():
                drawn(page)
            assert page.evaluate("[window.ran, window.broken]") == [None, None], one


def test_a_line_of_ten_megabytes_opens(browser: Chromium, tmp_path: Path) -> None:
    with served(long_archive(tmp_path / "l.db")) as address, opened(browser) as page:
        page.add_init_script(
            "document.addEventListener('securitypolicyviolation', () => { window.broken = 1 })"
        )
        page.goto(f"{address}/show?document=2023-05-06&query=peace", timeout=60_000)
        assert page.evaluate("document.querySelector('.passage').textContent.length") > 10_000_000
        assert "The first 1 match" in page.locator(".part").inner_text()
        page.goto(f"{address}/kwic?query=peace")
        assert page.locator("a.match").count() == 50
        assert page.evaluate("window.broken") is None
        page.goto(f"{address}/kwic?query=peace&context=passage&limit=10", timeout=60_000)
        assert "too long for a page" in page.get_by_role("alert").inner_text()


def test_scripts_are_small(address: str) -> None:
    sizes = []
    for name in ("vega.js", "chart.js"):
        request = urllib.request.Request(f"{address}/static/{name}", headers={"accept-encoding": "gzip"})
        sizes.append(len(urllib.request.urlopen(request, timeout=60).read()))
    assert sum(sizes) < 450_000
