"""README.md and the pages of the manual say what the program says, and lead to what is there."""

from __future__ import annotations

import dataclasses
import re
import runpy
from pathlib import Path
from typing import Any

import pytest

from corpus.cli.commands.help import INDEX, topics
from corpus.cli.main import COMMANDS
from corpus.ingest.outlets import records
from corpus.ingest.outlets.keys import _SHARED as COMMON_KEYS

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "corpus/docs"
MOST_LINES = 150
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
SCRIPT: dict[str, Any] = runpy.run_path(str(ROOT / "scripts/_pages.py"))


@pytest.mark.parametrize("path", SCRIPT["with_sessions"](), ids=lambda path: path.stem)
def test_sessions_show_what_the_program_says(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text == SCRIPT["with_output"](text), "run ./scripts/pages"


def test_a_session_that_shows_something_else_is_found() -> None:
    text = "```console\n$ corpus freq canals --by outlet --format csv\nmatches: 12\n```\n"
    assert "sample-agency" in SCRIPT["with_output"](text)
    assert "matches: 12" not in SCRIPT["with_output"](text)


def test_the_page_of_commands_shows_their_help() -> None:
    written = (PAGES / "commands.md").read_text("utf-8")
    assert written == SCRIPT["commands"](), "run ./scripts/pages"
    assert re.findall(r"^### corpus (\S+)$", written, re.MULTILINE) == list(COMMANDS)


def test_the_readme_ends_before_its_reader_tires() -> None:
    lines = (ROOT / "README.md").read_text("utf-8").splitlines()
    assert len(lines) <= MOST_LINES
    assert sum(line.startswith("$ corpus ") for line in lines) >= 8


@pytest.mark.parametrize(
    "path", [*sorted(ROOT.glob("*.md")), *sorted(PAGES.glob("*.md"))], ids=lambda path: path.stem
)
def test_links_lead_somewhere(path: Path) -> None:
    for target in LINK.findall(re.sub(r"```.*?```|`[^`\n]*`", "", path.read_text("utf-8"), flags=re.DOTALL)):
        assert target.startswith("https://") or (path.parent / target).exists(), target


def test_the_notions_are_classes_of_their_rooms() -> None:
    rows = re.findall(r"^\| `(\w+)` \| ([^|]+?) \|", (PAGES / "notions.md").read_text("utf-8"), re.MULTILINE)
    rooms = {path.parent.name for path in (ROOT / "corpus/query").glob("*/__init__.py")} | {
        "select_documents"
    }
    assert {room for room, _ in rows} == rooms
    for room, notions in rows:
        modules = (ROOT / "corpus/query" / room).glob("*.py")
        defined = set(re.findall(r"^class (\w+)", "\n".join(map(Path.read_text, modules)), re.MULTILINE))
        assert set(notions.split(", ")) - {"–"} <= defined, room


def test_every_key_of_an_outlet_file_is_explained() -> None:
    page = (PAGES / "outlets.md").read_text("utf-8")
    explained = set(re.findall(r"`(\w+)`", "\n".join(re.findall(r"^\| ([^|]+) \|", page, re.MULTILINE))))
    keys = {"include", "words"}
    for record in vars(records).values():
        if dataclasses.is_dataclass(record):
            keys |= {field.name for field in dataclasses.fields(record)}
    assert len(keys) > 60
    assert explained == keys
    assert {key for key in keys if f"`{key}` †" in page or f"[[{key}]]` †" in page} == set(COMMON_KEYS)


def test_every_page_has_a_title_and_stands_in_the_list_of_pages() -> None:
    index = (PAGES / f"{INDEX}.md").read_text("utf-8")
    listed = [Path(target).stem for target in LINK.findall(index)]
    assert sorted(listed) == topics(), "corpus/docs/index.md lists each page once"
    for topic in topics():
        text = re.sub(r"\A<!--.*?-->\n", "", (PAGES / f"{topic}.md").read_text("utf-8"))
        assert text.startswith("# "), topic
