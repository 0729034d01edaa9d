"""The JSON API says what Python and the command line say."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from corpus import Corpus, errors
from corpus.cli.wording import CommandLine
from corpus.errors import CorpusError
from corpus.web.answers import MEDIA, VEGA, status_of
from corpus.web.limits import ASKED
from corpus.web.workers import Plain
from corpus.wording import spoken

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.testclient import TestClient

QUESTIONS = {
    "freq": "query=canals&query=library&by=outlet",
    "kwic": "query=canals&limit=3&outlet=sample-agency",
    "first": "query=canals",
    "list": "query=canals&sort=matches&limit=2",
    "show": "document=sample-agency-2015-03-02-clean-canals-drive-begins",
    "similar": "document=sample-agency-2015-03-02-clean-canals-drive-begins",
    "sources": "query=canals&limit=2",
    "coverage": "by=month",
    "values": "facet=outlet",
    "stats": "",
    "compare": "first=outlet%3Dsample-agency&second=outlet%3Dsample-lantern&show=size",
    "keywords": "target=outlet%3Dsample-agency&min=2",
    "collocates": "query=canals&min=2",
    "people": "",
    "titles": "person=Ruben+Castellane",
    "reuse": "min_words=20",
    "attendance": "by=year",
    "people_proposals": "min=1",
    "people_variants": "",
    "formulas": "min_documents=2",
    "trends": "query=canals",
    "review": "field=published",
}


def test_each_question_has_an_example() -> None:
    assert set(QUESTIONS) == set(ASKED)


@pytest.mark.parametrize("question", sorted(QUESTIONS))
def test_each_question_is_answered(explorer: TestClient, question: str) -> None:
    answer = explorer.get(f"/api/{question}?{QUESTIONS[question]}")
    if question == "titles" and answer.status_code == 404:
        assert "Ruben Castellane" in answer.json()["error"]
        return
    assert answer.status_code == 200, answer.text
    said = answer.json()
    assert said["question"] == question
    assert said["provenance"]["software"].startswith("state-media-corpus ")
    assert said["provenance"]["database"]


def test_rows_are_those_of_python(explorer: TestClient, sample_archive: Path) -> None:
    said = explorer.get("/api/freq?query=canals&query=library&by=year&by=outlet&since=2016").json()
    with Corpus(sample_archive) as corpus, spoken(Plain(CommandLine())):
        result = corpus.freq("canals", "library", by=["year", "outlet"], since="2016")
        assert said["rows"] == result.rows()
        assert said["notes"] == list(result.notes)
        assert [row["documents"] for row in said["coverage"]] == [
            row["documents"] for row in corpus.coverage(since="2016").rows()
        ]
    assert said["provenance"]["command"] == "corpus freq canals library --by year --by outlet --since 2016"


def test_rows_are_those_of_the_command_line(explorer: TestClient, sample_archive: Path) -> None:
    command = ["freq", "canals", "--by", "month", "--format", "json", "--db", str(sample_archive)]
    done = subprocess.run(
        [sys.executable, "-m", "corpus", *command], capture_output=True, text=True, check=True
    )
    assert explorer.get("/api/freq?query=canals&by=month").json()["rows"] == json.loads(done.stdout)
    assert explorer.get("/api/freq?query=canals&by=month&format=json").text == done.stdout


def test_a_document_shows_its_passages(explorer: TestClient) -> None:
    said = explorer.get(f"/api/show?{QUESTIONS['show']}").json()
    assert said["passages"][0]["voice"] == "headline"
    assert {row["field"] for row in said["about"]} >= {"ref", "published", "version 1"}


@pytest.mark.parametrize("form", sorted(set(MEDIA) - {"json", VEGA}))
def test_tables_can_be_had_as_files(explorer: TestClient, form: str) -> None:
    answer = explorer.get(f"/api/freq?query=canals&format={form}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].split(";")[0] == MEDIA[form].split(";")[0]
    assert answer.headers["content-disposition"] == f'attachment; filename="freq.{form}"'
    assert len(answer.content) > 100


@pytest.mark.parametrize(
    ("address", "status", "argument", "said"),
    [
        ("/api/freq", 400, None, "There is nothing to count"),
        ("/api/freq?query=canals&smooth=x", 400, "smooth", "“smooth” is a whole number"),
        ("/api/freq?query=canals&by=fooo", 400, "by", "There is no facet 'fooo'"),
        ("/api/freq?query=(canals", 400, None, "column"),
        ("/api/freq?query=canals&outlet=kcna", 400, "outlet", "There is no outlet 'kcna' in the archive"),
        ("/api/kwic?query=canals&limit=0", 400, "limit", "“limit” goes from 1 on"),
        ("/api/kwic?query=canals&limit=99999", 400, "limit", "1,000 at most"),
        ("/api/show", 400, "document", "“document” is needed"),
        ("/api/show?document=nothing", 404, None, "nothing"),
        ("/api/freq?query=canals&format=exe", 400, "format", "is one of"),
        (
            "/api/show?document=2015-03-02&format=csv",
            400,
            "format",
            "",
        ),
        ("/api/nothing", 404, None, "There is no such address."),
    ],
)
def test_errors_are_sentences(
    explorer: TestClient, address: str, status: int, argument: str | None, said: str
) -> None:
    answer = explorer.get(address)
    assert answer.status_code == status, answer.text
    assert answer.json()["argument"] == argument
    assert said in answer.json()["error"]


def test_a_comparison_is_a_table_and_a_picture(explorer: TestClient) -> None:
    asked = "/api/compare?first=outlet%3Dsample-agency&second=outlet%3Dsample-lantern&show=keywords"
    assert explorer.get(f"{asked}&format=csv").text.startswith("side,word,matches,")
    picture = explorer.get(f"{asked}&format=svg")
    assert picture.headers["content-type"] == "image/svg+xml"
    assert picture.text.startswith("<svg")
    assert explorer.get(f"{asked}&format=vega").status_code == 400


def test_the_command_of_a_list_names_its_query(explorer: TestClient) -> None:
    said = explorer.get("/api/list?query=canals&limit=2").json()
    assert said["provenance"]["command"] == "corpus list --query canals"


def test_nothing_can_be_written(explorer: TestClient) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert explorer.request(method, "/api/freq?query=canals").status_code == 405


def test_every_error_has_a_status() -> None:
    kinds = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, CorpusError)]
    statuses = {one.__name__: status_of(one("it is so")) for one in kinds}
    assert len(statuses) > 8
    assert statuses["NotFoundError"] == 404
    assert statuses["QueryError"] == statuses["FilterError"] == statuses["UsageError"] == 400
    assert statuses["DamagedError"] == 503


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("localhost:8000", 200),
        ("LOCALHOST.:1", 200),
        ("127.0.0.1:65535", 200),
        ("127.1.2.3", 200),
        ("[::1]", 200),
        ("[::1]:8000", 200),
        ("evil.example", 421),
        ("localhost.evil.example", 421),
        ("evil.example:8000", 421),
        ("192.168.0.1", 421),
        ("[::2]:8000", 421),
        ("localhost:", 421),
        ("localhost:99999", 421),
        ("localhost:8000@evil.example", 421),
        ("", 421),
    ],
)
def test_only_names_of_this_machine_are_served(explorer: TestClient, host: str, status: int) -> None:
    answer = explorer.get("/api/stats", headers={"host": host})
    assert answer.status_code == status
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_the_description_names_every_question(explorer: TestClient) -> None:
    described = explorer.get("/api/openapi.json").json()
    assert {path.removeprefix("/api/") for path in described["paths"]} == set(ASKED)
    freq = {one["name"]: one for one in described["paths"]["/api/freq"]["get"]["parameters"]}
    assert freq["by"]["schema"]["default"] == ["year"]
    assert "voice" in freq["by"]["schema"]["items"]["enum"]
    assert freq["outlet"]["schema"]["type"] == "array"
    assert freq["limit"]["schema"] == {"type": "integer", "maximum": 1000}
