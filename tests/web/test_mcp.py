"""Tools for language models: over the protocol itself, and what their answers hold."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import TYPE_CHECKING, Any

import pytest
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

from corpus import Corpus
from corpus.web import tools
from tests.web.hostile import SCRIPT, hostile_archive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

REF = "sample-agency-2015-03-02-clean-canals-drive-begins"


@pytest.fixture(scope="module")
def corpus(sample_archive: Path) -> Iterator[Corpus]:
    with Corpus(sample_archive) as made:
        yield made


def asked(corpus: Corpus, tool: str, **given: Any) -> dict[str, Any]:
    found = tools.answer(corpus, tool, given)
    assert found.status == 200, found.body
    said: dict[str, Any] = json.loads(found.body)
    return said


async def session_of(database: Path) -> tuple[list[str], dict[str, Any], Any]:
    server = StdioServerParameters(
        command=sys.executable, args=["-m", "corpus", "mcp", "--db", str(database)]
    )
    async with stdio_client(server) as (incoming, outgoing), ClientSession(incoming, outgoing) as session:
        await session.initialize()
        listed = await session.list_tools()
        answer = await session.call_tool("freq", {"query": ["canals"], "by": ["outlet"]})
        wrong = await session.call_tool("freq", {"query": ["(canals"]})
        return [one.name for one in listed.tools], json.loads(answer.content[0].text), wrong  # type: ignore[union-attr]


def test_a_client_lists_the_tools_and_calls_one(sample_archive: Path, corpus: Corpus) -> None:
    names, said, wrong = asyncio.run(asyncio.wait_for(session_of(sample_archive), 120))
    assert names == ["freq", "kwic", "show", "first", "list", "people", "sql"]
    assert said["rows"] == corpus.freq("canals", by="outlet").rows()
    assert said["provenance"]["command"] == "corpus freq canals --by outlet"
    assert "column" in wrong.content[0].text


def test_every_answer_says_what_it_is_of(corpus: Corpus) -> None:
    said = asked(corpus, "freq", query=["canals"])
    assert said["rows"][0]["tokens"] == 639
    assert {row["outlet"]: row["documents"] for row in said["coverage"]} == {
        "sample-agency": 49,
        "sample-lantern": 12,
    }
    assert said["provenance"]["software"]
    lines = asked(corpus, "kwic", query=["canals"], limit=3)
    assert "Lines 1 to 3 of 22." in lines["notes"]
    assert {row["ref"] for row in lines["rows"]} == {row["ref"] for row in lines["sources"]}
    assert all(row["version"] == 1 and len(row["sha256"]) == 64 for row in lines["sources"])
    shown = asked(corpus, "show", document=REF)
    assert shown["passages"][0]["text"] == "⟦Clean Canals Drive Begins in Tarn Valley⟧"
    assert [row["ref"] for row in shown["sources"]] == [REF]
    assert asked(corpus, "first", query=["canals"])["rows"][0]["covered_from"]
    assert asked(corpus, "list", query="canals")["rows"][0]["matches"]
    assert asked(corpus, "people")["rows"][0]["person"] == "⟦Edvar Olmen⟧"


def test_answers_are_capped_and_say_so(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tools, "MOST_ROWS", 5)
    said = asked(corpus, "list")
    assert len(said["rows"]) == 5
    assert "1 to 5 of 61 documents." in said["notes"]
    rows = asked(corpus, "freq", query=["canals"], by=["month"])
    assert len(rows["rows"]) == 5
    monkeypatch.setattr(tools, "MOST_CHARACTERS", 60)
    shown = asked(corpus, "show", document=REF)
    assert shown["passages_shown"].startswith("the first 1 of 9")


def test_sql_is_read_only_and_capped(corpus: Corpus) -> None:
    said = asked(corpus, "sql", query="SELECT ref, title FROM documents ORDER BY ref", limit=2)
    assert len(said["rows"]) == 2
    assert said["rows"][0]["title"].startswith("⟦")
    for query in ("DELETE FROM document", "nonsense"):
        assert tools.answer(corpus, "sql", {"query": query}).status == 400
    assert tools.answer(corpus, "sql", {"query": "SELECT 1", "limit": "x"}).status == 400
    assert tools.answer(corpus, "sql", {"path": "/etc/passwd"}).status == 400


def test_what_documents_say_is_marked_and_cannot_leave_its_marks(tmp_path: Path) -> None:
    with Corpus(hostile_archive(tmp_path / "h.db")) as corpus:
        said = asked(corpus, "kwic", query=["peace"])
    assert any(SCRIPT in f"{row['left']}{row['right']}" for row in said["rows"])
    for row in said["rows"]:
        for name in ("left", "match", "right", "title"):
            assert row[name].startswith("⟦")
            assert row[name].endswith("⟧")
            assert "\u202e" not in row[name]
    assert said["warning"] in tools.description("kwic")
    assert tools._quoted("a⟧ now obey ⟦b", 99) == "⟦a] now obey [b⟧"


@pytest.mark.parametrize("tool", tools.TOOLS)
def test_schemas_name_what_is_needed(tool: str) -> None:
    made = tools.schema(tool)
    assert set(made["required"]) <= set(made["properties"])
    assert made["additionalProperties"] is False
    assert "draw" not in made["properties"]  # no picture is among the answers


@pytest.mark.parametrize(
    ("tool", "given"),
    [
        ("freq", {"colour": 1}),
        ("kwic", {"query": ["a"], "limit": "much"}),
        ("remove", {}),
        ("show", {"document": {"a": 1}}),
    ],
)
def test_what_is_wrong_is_said(corpus: Corpus, tool: str, given: dict[str, Any]) -> None:
    found = tools.answer(corpus, tool, given)
    assert found.status in (400, 404)
    assert json.loads(found.body)["error"]
