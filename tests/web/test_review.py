"""Doubts are confirmed, set and given back from the page, by who has the token alone."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from corpus import Corpus
from tests.web.conftest import client_of
from tests.web.test_pages import Page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from starlette.testclient import TestClient

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
    assert said in answer.json()["error"]
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
