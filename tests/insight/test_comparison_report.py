"""Reports of comparisons: what the command gives out in each form, and the page that is sent to a
colleague."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest

from corpus import Corpus
from corpus.errors import CorpusError, StorageFullError, UsageError
from corpus.output.report.block_chart import blocks
from corpus.output.report.report import Report
from corpus.output.report.sections import section
from corpus.output.result import Result
from tests.cli.conftest import run  # noqa: F401
from tests.counter import Text
from tests.query.test_counts import Archive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.conftest import Done, Run

HOSTILE = '<script>alert("x")</script>\x1b[31m'
EVENT = ("--event", "2024-03-10 <b>Launch</b>", "--window", "3d", "--baseline", "6d", "--min", "1")


@pytest.fixture(scope="module")
def database(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    said = "the drone over the old city and peace"
    texts = [
        Text(f"2024-03-{n:02}", "kcna", "PRK", [("narration", None, f"{said} of day {n} " * (1 + (n == 10)))])
        for n in range(1, 20)
    ]
    texts += [
        Text(f"2024-03-{n:02}", "rodong", "USA", [("narration", None, f"they work and peace {n}")])
        for n in range(1, 20)
    ]
    with Archive(sqlite_template, texts) as corpus:
        yield corpus.url  # type: ignore[misc]


@pytest.fixture
def program(run: Run, database: str, monkeypatch: pytest.MonkeyPatch) -> Run:  # noqa: F811
    monkeypatch.setenv("CORPUS_DB", database)
    return run


def records(done: Done) -> list[dict[str, Any]]:
    assert done.code == 0, done.err
    found: list[dict[str, Any]] = json.loads(done.out)
    return found


def test_programs_get_one_table(program: Run, database: str) -> None:
    done = program("compare", *EVENT, "drone", "--format", "json")
    with Corpus(database) as corpus:
        expected = corpus.before_after("drone", event=EVENT[1], window=3, baseline=6, min=1)
    assert records(done) == expected["rates"].rows()
    assert "Rates alone: --show names another table" in done.err
    lag = program("compare", *EVENT, "drone", "--show", "lag", "--format", "json")
    assert records(lag) == expected["lag"].rows()
    assert "alone" not in lag.err
    sides = program("compare", "country=PRK", "country=USA", "--format", "csv")
    assert next(csv.reader(io.StringIO(sides.out)))[:3] == ["side", "word", "matches"]


def test_all_tables_as_records(program: Run) -> None:
    found = records(program("compare", *EVENT, "drone", "--show", "all", "--format", "json"))
    names = list(dict.fromkeys(row["section"] for row in found))
    assert names == ["rates", "days", "lag", "silence", "keywords", "comentions"]
    rate = next(row for row in found if row["section"] == "rates")
    assert "per_million" in rate
    assert "carried_by" not in rate
    lines = list(
        csv.DictReader(
            io.StringIO(program("compare", *EVENT, "drone", "--show", "all", "--format", "csv").out)
        )
    )
    assert len(lines) == len(found)
    assert lines[0]["carried_by"] == ""
    jsonl = program("compare", *EVENT, "drone", "--show", "all", "--format", "jsonl").out
    assert [json.loads(line) for line in jsonl.splitlines()] == found


@pytest.mark.parametrize("columns", [60, 80, 100, 200])
def test_people_get_all_tables(program: Run, columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    for arguments in (
        (*EVENT, "drone", "peace"),
        ("country=PRK", "country=USA", "--words", "peace", "--min", 1),
    ):
        done = program("compare", *arguments)
        assert done.code == 0, done.err
        assert max(len(line) for line in done.out.splitlines()) <= max(columns, 110 if "·" in done.out else 0)
        assert "\x1b" not in done.out
    assert "Phrases that only one side has\n====" in done.out


BAD: list[tuple[tuple[object, ...], str]] = [
    ((), "Two filters are compared, as 'outlet=kcna' 'country=USA', and none is given"),
    (("country=PRK",), "and 1 is given"),
    (("country=PRK", "country=USA", "x=1"), "and 3 are given"),
    (("country=PRK", "country=PRK"), "Both sides are country PRK"),
    (("country=PRK", "country=USA", "--window", "7d"), "--window needs an event"),
    (("country=PRK", "country=USA", "--show", "rates"), "Of two filters there is no table 'rates'"),
    (("--event", "2024-03-10", "peace", "--words", "x"), "--words is of two filters side by side"),
    (("--event", "2024-03-10", "peace", "--min-phrase", "3"), "--min-phrase is of two filters"),
    (("--event", "2024-03-10", "peace", "--show", "size"), "Around an event there is no table 'size'"),
    (("--event", "2024-03-10", "peace", "--show", "nothing"), "There is no table 'nothing'"),
    (("--event", "2024-03-32", "peace"), "There is no 32 March 2024"),
    (("--event", "2024-03-10", "peace", "--window", "-3d"), "--window -3d"),
    (("--event", "2024-03-10", "peace", "--window", "999d"), "from 1 to 366"),
    (("--events", "none.csv", "peace"), "cannot be read"),
    (("--event", "2024-03-10", "peace", "--show", "all", "--out", "x.png"), "one chart, and here are 3"),
    (("--event", "2024-03-10", "peace", "--show", "lag", "--out", "x.png"), "here is none"),
    (("--event", "2024-03-10", "peace", "--out", "x.doc"), "names no format"),
    (("--event", "2024-03-10", "peace", "--out", "none/x.html"), "cannot be written"),
]


@pytest.mark.parametrize(("arguments", "message"), BAD)
def test_bad_input(program: Run, arguments: tuple[object, ...], message: str) -> None:
    done = program("compare", *arguments)
    assert done.code == 2
    assert message in done.err
    assert done.out == ""


def test_a_list_without_dates(program: Run, tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text("when,name\n2024-03-10,x\n")
    done = program("compare", "--events", path, "peace")
    assert (done.code, "events.csv has no column date; its columns: when, name" in done.err) == (2, True)
    path.write_text("name,date\nfirst,2024-03-08\nsecond,2024-03-10\n")
    found = records(program("compare", "--events", path, "peace", "--window", "2", "--format", "json"))
    assert list(dict.fromkeys(row["event"] for row in found)) == ["first", "second", "(all events)"]


class Page(HTMLParser):
    """The elements of a page, and every address in them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name == "id" and value:
                self.ids.append(value)
            if name in ("href", "src", "xlink:href", "action", "data") and value:
                self.addresses.append(value)
            assert not name.startswith("on"), (tag, name)


@pytest.mark.parametrize(
    "arguments",
    [(*EVENT, "drone", "peace"), ("country=PRK", "country=USA", "--words", "peace", "--min", "1")],
)
def test_a_page_that_holds_all_it_shows(program: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = program("compare", *arguments, "--out", "report.html")
    assert (done.code, done.out) == (0, "")
    text = (tmp_path / "report.html").read_text("utf-8")
    page = Page(text)
    assert page.tags.count("svg") == 3
    assert not {"script", "iframe", "img", "link", "object", "embed", "form", "b"} & set(page.tags)
    assert all(address.startswith("#") for address in page.addresses)
    assert len(page.ids) == len(set(page.ids))
    assert not re.findall(r"url\((?!#)", text)
    for used in re.findall(r"url\(#([\w-]+)\)", text):
        assert used in page.ids
    assert not re.findall(r"https?://(?!www\.w3\.org)", text)
    for word in ("Provenance", "database", "state-media-corpus", "viewport", "@media print", "95 %"):
        assert word in text
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


def test_a_page_of_hostile_text() -> None:
    provenance = {"sides": [HOSTILE, "b"], "query": [HOSTILE]}
    columns = {
        "side": [HOSTILE, "b"],
        "word": [HOSTILE, "x"],
        "log_ratio": [1.5, -2.0],
        "log_ratio_low": [None, 1.0],
        "log_ratio_high": [None, 2.0],
        "matches": [3, 4],
    }
    result = Result(columns, "comparison keywords", provenance, (HOSTILE,), HOSTILE)
    text = Report(
        HOSTILE, "comparison", (section("comparison", "keywords", result),), (HOSTILE,), provenance
    ).html()
    assert "<script" not in text
    assert "\x1b" not in text
    assert "&lt;script&gt;" in text
    assert "−2" in text


def test_a_chart_by_itself(program: Run, tmp_path: Path) -> None:
    for form, magic in (("png", b"\x89PNG"), ("svg", b"<svg")):
        done = program("compare", *EVENT, "drone", "--show", "rates", "--out", f"x.{form}")
        assert done.code == 0, done.err
        assert magic in (tmp_path / f"x.{form}").read_bytes()[:200]
        assert json.loads((tmp_path / f"x.{form}.provenance.json").read_text())["window"] == "3 days"


def test_other_files(program: Run, tmp_path: Path) -> None:
    done = program("compare", "country=PRK", "country=USA", "--show", "all", "--out", "x.md")
    assert done.code == 0
    assert "## Shared phrases" in (tmp_path / "x.md").read_text("utf-8")
    done = program("compare", "country=PRK", "country=USA", "--show", "size", "--out", "x.parquet")
    assert done.code == 0
    done = program("compare", "country=PRK", "country=USA", "--show", "size", "--format", "csv", "--excel")
    assert done.raw.startswith(b"\xef\xbb\xbf")
    done = program("compare", "country=PRK", "country=USA", "--show", "size", "--format", "json", "--excel")
    assert done.code == 2


def test_without_the_extra(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with Corpus(database) as corpus:
        report = corpus.compare("country=PRK", "country=USA", show="coverage")
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    with pytest.raises(CorpusError, match=r"extra \[plot\]"):
        report.html()
    assert "country PRK" in report.text(80)
    assert "coverage" in repr(report)
    assert "<table>" in report._repr_html_()
    with pytest.raises(UsageError, match="names no format"):
        report.write("x.doc")
    with pytest.raises(StorageFullError):
        report.write("there/is/none.csv")


def test_lines_of_blocks() -> None:
    columns = {
        "period": ["2001", "2002", "2003"],
        "first_documents": [0, 1, 8],
        "second_documents": [4, 4, 0],
    }
    lines = blocks(Result(columns, "x", {"sides": ["a", "long"]}))
    assert lines[:2] == ["a     2001 ·▂█ 2003  at most 8", "long  2001 ██· 2003  at most 4"]
    many = {"period": list(map(str, range(250))), "first_documents": [1] * 250, "second_documents": [0] * 250}
    assert "█" * 83 in blocks(Result(many, "x"))[0]
    days = {"query": ["q"] * 4, "offset": [-2, -1, 0, 1], "per_million": [None, 0.0, 10.0, 5.0]}
    assert blocks(Result(days, "x"))[0] == "q  -2 ·_|█▅ +1  at most 10.0 per million"


def test_blocks_fit_the_terminal() -> None:
    """Of more days than a line has room for, several together, at their common rate."""
    offsets = list(range(-200, 200))
    tokens = [0 if offset < -100 else 1000 for offset in offsets]
    matches = [int(offset >= 0) for offset in offsets]
    rates = [m / t * 1e6 if t else None for m, t in zip(matches, tokens, strict=True)]
    columns = {
        "query": ["q"] * 400,
        "offset": offsets,
        "per_million": rates,
        "matches": matches,
        "tokens": tokens,
    }
    for width in (80, 110, 200):
        line, *_, key = blocks(Result(columns, "x"), width)
        assert len(line) <= width
        assert "at most 1,000.0 per million" in line
        before, after = line.split()[2].split("|")
        assert set(after) == {"█"}
        assert set(before) == {"·", "_"}
        assert abs(before.count("·") - before.count("_")) <= 1
        assert f"A block is {-(-200 // len(before))} days" in key
    many = {"period": list(map(str, range(250))), "first_documents": [1] * 250, "second_documents": [0] * 250}
    line, *_, key = blocks(Result(many, "x"), 80)
    assert len(line) <= 80
    assert "a block is " in key
