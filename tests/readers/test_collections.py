"""The real collections: every file, member and row is an item or a rejection."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from corpus.ingest.readers.inputs import estimate
from corpus.ingest.readers.xlsx import read_xlsx_rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.collections


@pytest.mark.parametrize(
    ("path", "items", "empty"),
    [
        ("seed", 1, 0),
        ("dprk-new-year", 70, 0),
        ("kcna-en/articles.jsonl", 1665, 175),
        ("kcna-en/snapshot-2024-08-04.json.gz", 264, 24),
        ("kcna-en/snapshot-2024-09-15.json.gz", 1075, 122),
        ("prc-reports", 88, 0),
        ("xi-speeches", 105, 0),
    ],
)
def test_counts(
    sorted_read: Callable[..., Any], collections: Path, path: str, items: int, empty: int
) -> None:
    found, rejected = sorted_read(collections / path)
    assert (len(found), rejected) == (items, [])
    assert sum(not item.text for item in found) == empty
    assert abs(estimate([collections / path]) / sum(len(item.raw) for item in found) - 1) < 0.02


def test_kcna_rows_have_their_fields(sorted_read: Callable[..., Any], collections: Path) -> None:
    path = collections / "kcna-en" / "articles.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    for row, item in zip(rows, sorted_read(path)[0], strict=True):
        assert item.text == (row["story_text"] or "")
        assert item.address == item.fields["url"] == row["link"]
        assert item.fields["title"] == row["headline"].strip()
        assert item.fields["date"] == row["date_str"]
        assert item.fields["date_column"] == str(row["date"])


def test_the_general_debate(sorted_read: Callable[..., Any], collections: Path) -> None:
    path = collections / "un-general-debate" / "speeches.zip"
    items, [stray] = sorted_read(path)
    assert len(items) == 10_760
    assert stray.source.endswith("speeches.zip!Session 47 - 1992/.DS_Store-to-UTF-8.txt")
    assert stray.reason.startswith("It is not a text")
    assert estimate([path]) == sum(len(item.raw) for item in items) + stray.size
    assert Counter(item.encoding for item in items) == {"utf-8": 7824, "utf-8-sig": 2936}
    mended = [item for item in items if item.notes]
    assert Counter(item.notes for item in mended) == {("mojibake mended",): 33}
    assert not any("â€" in item.text for item in mended)
    assert len({item.address for item in items}) == 10_760
    assert [item.address for item in items] == sorted(item.address for item in items)


def test_the_speakers_of_the_general_debate(sorted_read: Callable[..., Any], collections: Path) -> None:
    path = collections / "un-general-debate" / "Speakers_by_session.xlsx"
    rows = read_xlsx_rows(path)
    assert len(rows) == 10_944
    assert list(rows[0])[:6] == ["Year", "Session", "ISO Code", "Country", "Name of Person Speaking", "Post"]
    assert rows[1]["Name of Person Speaking"] == "Joseph R. Biden"
    items, [rejected] = sorted_read(path)
    assert items == []
    assert "map the one that does, as text=COLUMN" in rejected.reason


@pytest.mark.parametrize(
    ("written", "read"), [("cp949", "cp949"), ("utf-16", "utf-16"), ("utf-16-le", "utf-16-le")]
)
def test_new_year_addresses_in_other_encodings(
    sorted_read: Callable[..., Any], collections: Path, tmp_path: Path, written: str, read: str
) -> None:
    """CP949 lacks a few letters of the old texts, which are dropped here."""
    texts = []
    for path in sorted((collections / "dprk-new-year").iterdir()):
        raw = path.read_text("utf-8-sig").encode(written, "ignore")
        (tmp_path / path.name).write_bytes(raw)
        texts.append(raw.decode(written))
    items, rejected = sorted_read(tmp_path)
    assert ([item.text for item in items], rejected) == (texts, [])
    assert {item.encoding for item in items} == {read}


def test_reports_in_gb18030(sorted_read: Callable[..., Any], collections: Path, tmp_path: Path) -> None:
    source = collections / "prc-reports" / "government_work_reports.jsonl"
    (tmp_path / "a.jsonl").write_bytes(source.read_text("utf-8").encode("gb18030"))
    assert [item.text for item in sorted_read(tmp_path)[0]] == [item.text for item in sorted_read(source)[0]]


def test_clean_collections_need_no_mending(sorted_read: Callable[..., Any], collections: Path) -> None:
    names = ("seed", "dprk-new-year", "kcna-en", "prc-reports", "xi-speeches")
    items, _ = sorted_read(*(collections / name for name in names))
    assert {item.notes for item in items} == {()}
