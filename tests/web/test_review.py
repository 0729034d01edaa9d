"""Doubts are confirmed, set and given back from the page, by who has the token alone."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from corpus import Corpus
from tests.builder import build
from tests.counter import Text
from tests.web.conftest import client_of
from tests.web.test_pages import Page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from starlette.testclient import TestClient

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Harvest {number}</title>
<link rel="canonical" href="http://example.com/{number}"></head><body><article><h1>Harvest {number}</h1>
<p>{words}</p><p>Let all the people work as one with the great harvest in their hearts.</p>
</article></body></html>"""
TOKEN = "a-token-of-a-test"
REF = "sample-lantern-2019-01-01-the-lamp-a-column-for-the-new"


@pytest.fixture
def database(sample_archive: Path, tmp_path: Path) -> Path:
    copied = tmp_path / "copy.db"
    shutil.copy(sample_archive, copied)
    return copied


@pytest.fixture
def client(database: Path) -> Iterator[TestClient]:
    yield from client_of(database, TOKEN)


def form(**more: str) -> dict[str, str]:
    return {"token": TOKEN, "action": "confirm", "document": REF, "field": "published", **more}


def let_in(client: TestClient) -> None:
    answer = client.get(f"/review?token={TOKEN}", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/review"
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert "SameSite=strict" in answer.headers["set-cookie"]


def post(client: TestClient, given: dict[str, str], **headers: str) -> int:
    return client.post("/review", data=given, headers=headers, follow_redirects=False).status_code


def changes(database: Path) -> list[tuple[str, bool]]:
    with Corpus(database) as corpus:
        return [(row["what"], bool(row["undone"])) for row in corpus.log().rows() if row["what"] != "load"]


def test_a_doubt_is_confirmed_and_taken_back(client: TestClient, database: Path) -> None:
    let_in(client)
    page = Page(client.get("/review").text)
    assert REF in page.text
    assert page.all("button", "aria-label")[0] == f"Confirm published of {REF}"
    assert post(client, form()) == 303
    assert changes(database) == [("confirm", False)]
    shown = client.get("/review")
    assert "Nothing to review." in shown.text
    number = next(
        given["value"]
        for tag, given in Page(shown.text).tags
        if tag == "input" and given.get("name") == "change"
    )
    assert number is not None
    assert post(client, form(action="undo", change=number)) == 303
    assert ("confirm", True) in changes(database)
    assert REF in Page(client.get("/review").text).text


def test_a_value_is_set_and_logged_by_name(client: TestClient, database: Path) -> None:
    let_in(client)
    assert post(client, form(action="set", value="2019-01-02")) == 303
    with Corpus(database) as corpus:
        assert corpus.list(document=REF).rows()[0]["date"] == "2019-01-02"
        row = corpus.log().rows()[0]
    assert row["what"] == "set"
    assert row["who"]


def number_of(client: TestClient, address: str) -> str:
    """The change that the page takes back first."""
    found = Page(client.get(address).text).tags
    return next(str(one["value"]) for tag, one in found if tag == "input" and one.get("name") == "change")


@pytest.fixture
def people(tmp_path: Path) -> Iterator[TestClient]:
    told = (
        "spoke: Mun Chang Il, secretary of the committee.",
        "Mun Chang Il, secretary of the county, left.",
    )
    texts = [
        *(Text("2020", country="PRK", passages=[("narration", None, one)]) for one in told),
        Text("2021", country="GRD", passages=[("speech", "GAIRY", "We greet you all.")]),
        Text("2022", country="GRD", passages=[("speech", "Eric M. Gairy", "We greet all of you.")]),
    ]
    with Corpus(tmp_path / "people.db") as corpus:
        corpus.init()
        build(corpus, texts)
        for ref, name in (("generic-2021", "GAIRY"), ("generic-2022", "Eric M. Gairy")):
            corpus.set(ref, speaker=name)
    for made in client_of(tmp_path / "people.db", TOKEN):
        let_in(made)
        yield made


def buttons(client: TestClient, address: str) -> list[str]:
    return [one for one in Page(client.get(address).text).all("button", "aria-label") if "change" not in one]


def test_a_person_is_confirmed_and_taken_back(people: TestClient) -> None:
    page = Page(people.get("/people_proposals").text)
    assert "/kwic?query=%22Mun+Chang+Il%22" in page.all("a", "href")
    assert buttons(people, "/people_proposals") == ["Confirm Mun Chang Il"]
    sent = form(action="add_person", name="Mun Chang Il", page="people_proposals", back="limit=5")
    answer = people.post("/review", data=sent, follow_redirects=False)
    assert answer.headers["location"] == "/people_proposals?limit=5"
    assert buttons(people, "/people_proposals") == []
    assert "Mun Chang Il" in [row["person"] for row in people.get("/api/people").json()["rows"]]
    back = form(action="undo", change=number_of(people, "/people_proposals"), page="people_proposals")
    assert post(people, back) == 303
    assert buttons(people, "/people_proposals") == ["Confirm Mun Chang Il"]


def test_two_names_of_a_person_are_joined_and_parted(people: TestClient) -> None:
    (label,) = buttons(people, "/people_variants")
    assert label.startswith("Join ")
    sent = form(action="merge_people", name="Eric M. Gairy", other="GAIRY", page="people_variants")
    assert post(people, sent) == 303
    assert buttons(people, "/people_variants") == []
    assert post(people, form(action="undo", change=number_of(people, "/people_variants"))) == 303
    assert buttons(people, "/people_variants") == [label]


def test_furniture_is_confirmed_and_not_set(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    for number in range(9):
        (pages / f"{number}.html").write_text(
            PAGE.format(number=number, words=f"harvest{number} " * 60), "utf-8"
        )
    with Corpus(tmp_path / "a.db") as corpus:
        corpus.init()
        corpus.add(pages)
    for client in client_of(tmp_path / "a.db", TOKEN):
        let_in(client)
        shown = Page(client.get("/review?field=passages").text)
        assert "Set apart, as most pages of the site hold it" in shown.text
        labels = shown.all("button", "aria-label")
        assert not [one for one in labels if one.startswith("Set passages")]
        ref = next(one.removeprefix("Confirm passages of ") for one in labels)
        assert post(client, form(document=ref, field="passages")) == 303
        assert f"Confirm passages of {ref}" not in client.get("/review?field=passages").text
        assert post(client, form(action="undo", change=number_of(client, "/review"))) == 303
        assert f"Confirm passages of {ref}" in client.get("/review?field=passages").text


@pytest.mark.parametrize("given", ["nothing", "the cookie", "the field"])
def test_without_the_token_nothing_is_written(client: TestClient, database: Path, given: str) -> None:
    if given == "the cookie":
        let_in(client)
        status = post(client, {**form(), "token": "another"})
    elif given == "the field":
        status = post(client, form())
    else:
        status = post(client, {**form(), "token": ""})
    assert status in (400, 403)
    assert changes(database) == []


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "http://localhost:9000", "null", "https://localhost:8000"]
)
def test_forms_of_other_pages_are_refused(client: TestClient, database: Path, origin: str) -> None:
    let_in(client)
    assert post(client, form(), origin=origin) == 403
    assert changes(database) == []
    assert post(client, form(), origin="http://localhost:8000") == 303


def test_a_wrong_token_lets_nobody_in(client: TestClient) -> None:
    answer = client.get("/review?token=another", follow_redirects=False)
    assert answer.status_code == 400
    assert "set-cookie" not in answer.headers
    assert "Confirm" not in Page(client.get("/review").text).all("button", "aria-label")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (form(action="remove"), "There is no change 'remove'"),
        (form(action="undo", change="1"), "only those of metadata"),
        (form(action="undo", change="../1"), "only those of metadata"),
        (form(action="set", field="raw", value="x"), "raw"),
        (form(document="no-such-document"), "no-such-document"),
        (form(field=""), "name both"),
        ({**form(), **{f"f{number}": "x" for number in range(20)}}, "cannot be read"),
    ],
)
def test_what_is_no_change_is_said(
    client: TestClient, database: Path, given: dict[str, str], said: str
) -> None:
    let_in(client)
    answer = client.post("/review", data=given, follow_redirects=False)
    assert answer.status_code in (400, 404)
    page = Page(answer.text)
    assert ("p", {"class": "wrong", "role": "alert"}) in page.tags
    assert said in page.text
    assert changes(database) == []


def test_what_is_sent_is_limited(client: TestClient) -> None:
    let_in(client)
    assert post(client, form(value="x" * 20_000)) == 413


def test_a_server_without_a_token_writes_nothing(database: Path) -> None:
    for client in client_of(database):
        assert post(client, {**form(), "token": ""}) == 403
        client.cookies.set("corpus-token", "")
        assert post(client, {**form(), "token": ""}) == 403
        page = Page(client.get("/review").text)
        assert REF in page.text
        assert "post" not in page.all("form", "method")
    assert changes(database) == []
