"""Pages as they come from the server: they work without any script, and say what the command line says."""

from __future__ import annotations

import json
import random
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, get_args
from urllib.parse import parse_qs, urlsplit

import pytest

from corpus import Corpus
from corpus.choices import FrequencyFacet
from corpus.output.charts.chart_series import MOST_SERIES
from corpus.web.charts import chart
from corpus.web.links import LineLinks, namesakes
from corpus.web.pages.environment import direction, number, web_address
from corpus.web.pages.render import PAGES
from corpus.web.state import State
from tests.web.conftest import client_of
from tests.web.hostile import SCRIPT, hostile_archive, long_archive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from starlette.testclient import TestClient

    from tests.cli.conftest import Run

REF = "sample-agency-2015-03-02-clean-canals-drive-begins"
ADDRESSES = [
    "/",
    "/freq?query=canals,library",
    "/freq?query=canals&by=outlet&by=year&documents=1",
    "/freq?query=nothing-like-this",
    "/kwic?query=canals&limit=5",
    "/kwic?query=canals&context=sentence&sort=right",
    "/kwic?query=마을마다",
    "/kwic",
    "/list?query=canals",
    "/coverage?by=month",
    "/compare",
    "/compare?first=outlet%3Dsample-agency&second=outlet%3Dsample-lantern",
    "/people",
    "/titles?person=Edvar+Olmen",
    "/formulas",
    "/formulas?query=canals",
    "/first?query=canals",
    f"/similar?document={REF}",
    f"/show?document={REF}&query=canals",
    "/show",
    "/review",
    "/collocates?query=canals&min=2",
    "/reuse",
    "/attendance",
    "/people_proposals?min=1",
    "/people_variants",
]


class Page(HTMLParser):
    """Links, scripts, ids, attributes and text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str, name: str) -> list[str]:
        return [value for one, given in self.tags if one == tag and (value := given.get(name)) is not None]


def test_each_page_has_an_example() -> None:
    assert {urlsplit(one).path.removeprefix("/") or "freq" for one in ADDRESSES} == set(PAGES)


@pytest.mark.parametrize("address", ADDRESSES)
def test_each_page_is_whole_without_a_script(explorer: TestClient, address: str) -> None:
    answer = explorer.get(address)
    assert answer.status_code == 200, answer.text[:2000]
    page = Page(answer.text)
    assert len(page.all("main", "id")) == 1
    ids = [given["id"] for _, given in page.tags if given.get("id")]
    assert len(ids) == len(set(ids))
    assert all(
        "style" not in given and not any(name.startswith("on") for name in given) for _, given in page.tags
    )
    assert [one for one in page.all("script", "src") if not one.startswith("/static/")] == []
    assert answer.text.count("<script") == len(page.all("script", "src"))
    assert page.all("label", "for") or address.startswith(("/show?", "/similar"))
    assert set(page.all("label", "for")) <= set(ids)


@pytest.mark.parametrize("address", ADDRESSES)
def test_links_of_a_page_lead_somewhere(explorer: TestClient, address: str) -> None:
    links = {one for one in Page(explorer.get(address).text).all("a", "href") if one.startswith("/")}
    assert links
    chosen = random.Random(3).sample(sorted(links), min(len(links), 6))
    for link in chosen:
        if not link.startswith("/api/"):
            assert explorer.get(link).status_code in (200, 404), link


def test_a_wrong_query_is_said_beside_its_form(explorer: TestClient) -> None:
    answer = explorer.get("/freq?query=(canals&by=month")
    assert answer.status_code == 400
    page = Page(answer.text)
    assert 'role="alert"' in answer.text
    assert "column" in page.text
    assert "(canals" in page.all("input", "value")


def test_an_empty_result_is_said(explorer: TestClient) -> None:
    assert "No line." in explorer.get("/kwic?query=nothing-like-this").text


def test_pages_have_links_where_notes_name_what_to_type(explorer: TestClient) -> None:
    for address in ("/titles?person=Edvar+Olmen", "/people", "/formulas"):
        text = Page(explorer.get(address).text).text
        assert not any(one in text for one in ("lines of a row", "Passages of a row"))
        assert "Titles: corpus" not in text


def test_a_part_of_the_lines_is_called_a_part(explorer: TestClient) -> None:
    page = Page(explorer.get("/kwic?query=canals&limit=5&offset=5").text)
    assert "Lines 6 to 10 of 22" in page.text
    further = [one for one in page.all("a", "href") if "offset=10" in one]
    assert len(further) == 1
    assert "All 22 lines" in Page(explorer.get("/kwic?query=canals").text).text


def test_filters_show_values_with_their_documents(explorer: TestClient) -> None:
    page = Page(explorer.get("/freq?query=canals&outlet=sample-agency").text)
    boxes = [given for tag, given in page.tags if tag == "input" and given.get("name") == "outlet"]
    assert [(one["value"], "checked" in one) for one in boxes] == [
        ("sample-agency", True),
        ("sample-lantern", False),
    ]
    assert re.search(r"sample-agency\s+49", page.text)


def test_a_document_marks_its_matches_and_tells_where_it_is_from(explorer: TestClient) -> None:
    answer = explorer.get(f"/show?document={REF}&query=canals")
    assert answer.text.count("<mark>") == 3
    page = Page(answer.text)
    tags = {
        given["name"]: given["content"]
        for tag, given in page.tags
        if tag == "meta" and "content" in given and "name" in given
    }
    assert tags["citation_title"] == "Clean Canals Drive Begins in Tarn Valley"
    assert tags["citation_publication_date"] == "2015/03/02"
    assert tags["citation_public_url"] == "https://quortel.example/en/waterways/clean-canals-drive-begins"
    assert "@misc{" in page.text or "@" in page.text
    assert '"type"' in page.text
    link = answer.headers["link"]
    assert '<https://quortel.example/en/waterways/clean-canals-drive-begins>; rel="original"' in link
    assert answer.headers["memento-datetime"].endswith(" GMT")
    listed = explorer.get(f"/timemap?document={REF}")
    assert listed.headers["content-type"] == "application/link-format"
    assert 'rel="memento"; datetime="' in listed.text
    assert "p2" in [given.get("id") for _, given in page.tags]


def test_versions_stand_side_by_side(explorer: TestClient, sample_archive: Path) -> None:
    with Corpus(sample_archive) as corpus:
        rows = corpus.sql(
            "SELECT ref FROM versions_seen GROUP BY ref HAVING count(DISTINCT version) > 1"
        ).rows()
        ref = rows[0]["ref"]
        texts = [[row["text"] for row in corpus.show(ref, one).passages.rows()] for one in (1, 2)]
    answer = explorer.get(f"/show?document={ref}&beside=1")
    assert answer.status_code == 200
    page = Page(answer.text)
    changed = [one for one in texts[0] if one not in texts[1]]
    assert changed
    assert all(" ".join(one.split())[:40] in " ".join(page.text.split()) for one in changed)
    assert explorer.get(f"/show?document={ref}&beside=9").status_code == 404
    assert explorer.get(f"/show?document={ref}&beside=x").status_code == 400


@pytest.mark.parametrize("seed", range(4))
def test_a_cell_is_its_point_its_lines_and_the_command_line(
    explorer: TestClient, sample_archive: Path, sample: Run, seed: int
) -> None:
    chance = random.Random(seed)
    facets = tuple(one for one in get_args(FrequencyFacet) if one not in ("place", "post", "document"))
    compared = 0
    with Corpus(sample_archive) as corpus:
        while compared < 15:
            by = chance.sample(facets, 2) if chance.random() < 0.5 else [chance.choice(facets)]
            if sum(one in facets[:5] for one in by) > 1:
                continue
            query = chance.choice(("canals", "the", "library", "drive", "마을", "l*"))
            given: dict[str, Any] = {"query": (query,), "by": tuple(by)}
            if chance.random() < 0.3:
                given["since"] = chance.choice(("2016", "2016-05", "2017-03-10"))
            if chance.random() < 0.2:
                given["outlet"] = ("sample-agency",)
            state = State.of("freq", given)
            rows = explorer.get(f"/api/freq?{state.printed()}").json()["rows"]
            held = [row for row in rows if row["matches"]]
            if not held:
                continue
            result = corpus.freq(
                query, by=by, **{name: one for name, one in given.items() if name not in ("query", "by")}
            )
            assert rows == result.rows()
            row = chance.choice(held)
            link = LineLinks(state, tuple(result.facets))(row)
            if link is None:
                assert "(none)" in row.values()
                continue
            assert link.replace("&", "&amp;") in explorer.get(f"/freq?{state.printed()}").text
            drawn = list(_records(explorer.get(f"/api/freq?{state.printed()}&format=vega").json()))
            if any(one.get("address") for one in drawn):
                points = [one["matches"] for one in drawn if one.get("address") == link]
                assert points in ([row["matches"]], [])
                assert points or len({one["series"] for one in drawn}) == MOST_SERIES
            typed = [f"--{name}={one}" for name in ("since", "outlet") for one in _several(given.get(name))]
            told = sample("freq", query, *(f"--by={one}" for one in by), *typed, "--format", "json")
            assert row in json.loads(told.out)
            lines = explorer.get(link)
            said = re.search(r"(?:All|of) ([\d,]+)(?: lines|</strong>)", lines.text)
            assert said is not None, (link, lines.text[:3000])
            assert int(said[1].replace(",", "")) == row["matches"], (link, row)
            compared += 1


def _several(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else () if value is None else (value,)


def test_a_chart_draws_counts_where_they_are_asked_for(explorer: TestClient) -> None:
    asked = "query=canals&draw=counts"
    points = _records(explorer.get(f"/api/freq?{asked}&format=vega").json())
    rows = explorer.get(f"/api/freq?{asked}").json()["rows"]
    assert {one["label"]: one["value"] for one in points if one["value"]} == {
        row["period"]: row["matches"] for row in rows if row["matches"]
    }
    page = Page(explorer.get(f"/freq?{asked}").text)
    assert "/api/freq?query=canals&draw=counts&format=vega" in page.all("figure", "data-spec")
    assert explorer.get("/api/freq?query=canals&draw=pies").status_code == 400


def test_a_name_that_several_have_leads_nowhere() -> None:
    rows = [
        {"speaker": name, "matches": 2, "query": "a"} for name in ("VYSHINSKY", "Vyshinsky (RUS)", "Gromyko")
    ]
    shared = namesakes(rows)
    assert shared == {"VYSHINSKY", "Vyshinsky (RUS)"}
    state = State.of("freq", {"query": ("a",)})
    links = [*map(LineLinks(state, ("speaker",), shared), rows)]
    assert links == [None, None, "/kwic?query=a&speaker=Gromyko"]


def test_points_of_the_chart_lead_where_cells_lead(explorer: TestClient) -> None:
    asked = "query=canals&query=library&by=year&by=outlet"
    spec = explorer.get(f"/api/freq?{asked}&format=vega").json()
    text = explorer.get(f"/freq?{asked}").text
    found = [one for one in _records(spec) if one.get("address")]
    assert len(found) > 5
    for one in found:
        assert one["address"].replace("&", "&amp;") in text
        assert parse_qs(urlsplit(one["address"]).query)["since"] == [f"{one['label']}-01-01"]
    rows = explorer.get(f"/api/freq?{asked}").json()["rows"]
    assert len(found) == sum(bool(row["matches"]) for row in rows)


def _records(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        if "label" in part and "series" in part and "value" in part:
            yield part
        for value in part.values():
            yield from _records(value)
    elif isinstance(part, list):
        for value in part:
            yield from _records(value)


def test_a_chart_says_what_the_archive_holds(sample_archive: Path) -> None:
    with Corpus(sample_archive) as corpus:
        result = corpus.freq("canals", "library", by=["year", "outlet"])
        spec = chart(result, lambda row: None)
        tokens = {row["period"]: row["tokens"] for row in corpus.freq("canals").rows()}
    strip = spec["vconcat"][1]["data"]["values"]
    assert {one["label"]: one["words"] for one in strip} == {
        period: held for period, held in tokens.items() if held
    }


@pytest.mark.parametrize("by", [["year", "genre"], ["genre", "outlet"], ["outlet"], ["year", "voice"]])
def test_charts_of_all_shapes_have_links(sample_archive: Path, by: list[str]) -> None:
    with Corpus(sample_archive) as corpus:
        spec = chart(corpus.freq("canals", "library", by=by), lambda row: "/kwic?query=x")
    assert any(one.get("address") for one in _records(spec))


def test_numbers_and_directions() -> None:
    assert [number(one) for one in (None, 0, 0.0, 1234, 1234.5, 12.34, 0.5, 0.00001)] == [
        "–", "0", "0", "1,234", "1,234", "12.3", "0.500", "1e-05",
    ]  # fmt: skip
    assert number(2024, "year") == "2024"
    assert direction("123 ", "سلام", "x") == "rtl"
    assert direction("12", "peace") == "ltr"
    assert web_address("javascript:alert(1)") is None
    assert web_address("HTTPS://example.org/a") == "HTTPS://example.org/a"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    yield from client_of(hostile_archive(tmp_path_factory.mktemp("hostile") / "h.db"))


@pytest.mark.parametrize(
    "address",
    [
        "/", "/freq?query=peace", "/freq?query=peace&by=genre", "/freq?query=peace&by=speaker",
        "/kwic?query=peace", "/freq?query=zz%E2%80%AEzz",
        "/list", "/people", "/coverage", "/formulas", "/first?query=peace",
        "/compare?first=since%3D2024&second=until%3D2023", "/show?document=2024-01-02",
        "/freq?query=%3Cscript%3Eran%3D1%3C/script%3E&title=%22%3E%3Cimg%20src=x%20onerror=ran=1%3E",
        "/show?document=%3Cscript%3E", "/freq?query=peace&per=%3Cscript%3E", "/freq?%3Cscript%3E=1",
    ],
)  # fmt: skip
def test_hostile_text_stays_text(hostile: TestClient, address: str) -> None:
    answer = hostile.get(address)
    assert answer.status_code in (200, 400, 404), answer.text
    page = Page(answer.text)
    for tag, given in page.tags:
        assert tag != "img" or (given["src"] or "").startswith("/api/compare?")
        assert tag not in ("svg", "iframe", "object", "embed", "base")
        assert not any(name.startswith("on") or name == "style" for name in given), (tag, given)
        assert not (given.get("href") or "").lower().lstrip().startswith(("javascript:", "data:"))
    assert all(one.startswith("/static/") for one in page.all("script", "src"))
    assert answer.text.count("<script") == len(page.all("script", "src"))
    assert "\u202e" not in answer.text


def test_hostile_documents_are_shown(hostile: TestClient) -> None:
    lines = Page(hostile.get("/kwic?query=peace").text)
    shown = ""
    for link in sorted({one.partition("#")[0] for one in lines.all("a", "href") if one.startswith("/show")}):
        answer = hostile.get(link)
        assert answer.status_code == 200
        assert "\u202e" not in answer.text
        page = Page(answer.text)
        shown += page.text
        assert not [one for one in page.all("a", "href") if one.startswith("javascript")]
    assert shown.count(SCRIPT) > 4


def test_a_line_of_ten_megabytes_is_shown(tmp_path: Path) -> None:
    for client in client_of(long_archive(tmp_path / "long.db")):
        assert "Lines 1 to 50 of 1,700,000" in client.get("/kwic?query=peace").text
        answer = client.get("/show?document=2023-05-06&query=peace")
        assert answer.status_code == 200
        assert len(answer.text) > 10_000_000
        assert answer.text.count("<mark>") == 1


def test_each_month_of_the_calendar_leads_to_its_documents(explorer: TestClient) -> None:
    page = Page(explorer.get("/coverage").text)
    rows = explorer.get("/api/coverage?by=month&each=1").json()["rows"]
    cells = {one for one in page.all("a", "href") if one.startswith("/list?") and "since=" in one}
    expected = {f"/list?outlet={row['outlet']}&since={row['period']}&until={row['period']}" for row in rows}
    assert cells == expected
    assert len(expected) > 20
    row = rows[5]
    listed = explorer.get(f"/api/list?outlet={row['outlet']}&since={row['period']}&until={row['period']}")
    assert len(listed.json()["rows"]) == row["documents"]
    assert {given.get("class") for tag, given in page.tags if tag == "td"} >= {"s4", "s5", "gap"}
