"""Which of day and month stands first in a column of dates: one value settles it for all."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from typing import TYPE_CHECKING

import pytest

from corpus.api import Corpus
from corpus.errors import UsageError
from corpus.ingest.readers.inputs import read
from corpus.text.records import Item

if TYPE_CHECKING:
    from pathlib import Path

DAYS = ["02/10/2019", "03/11/2019", "25/10/2019"]


def rows(dates: list[str]) -> list[dict[str, str]]:
    return [
        {"title": f"Farm {number}", "date": date, "text": f"Farm {number} was opened in the valley."}
        for number, date in enumerate(dates)
    ]


def as_csv(dates: list[str]) -> bytes:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, ["title", "date", "text"])
    writer.writeheader()
    writer.writerows(rows(dates))
    return stream.getvalue().encode()


def as_lines(dates: list[str]) -> bytes:
    return "".join(json.dumps(row) + "\n" for row in rows(dates)).encode()


def orders(path: Path) -> list[str | None]:
    return [item.date_order for item in read([path]) if isinstance(item, Item)]


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.json", "a.jsonl.gz"])
def test_the_last_row_settles_the_first(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    data = as_csv(DAYS) if name == "a.csv" else as_lines(DAYS)
    if name == "a.json":
        data = json.dumps(rows(DAYS)).encode()
    path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    assert orders(path) == ["day-first", "day-first", None]


def test_a_member_of_an_archive_and_a_table_beside_texts(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.csv", as_csv(DAYS))
    assert orders(tmp_path / "a.zip") == ["day-first", "day-first", None]
    folder = tmp_path / "beside"
    folder.mkdir()
    (folder / "list.csv").write_text("file,date\na.txt,02/10/2019\nb.txt,10/25/2019\n")
    for name in "ab":
        (folder / f"{name}.txt").write_text(f"Farm {name} was opened in the valley.")
    with Corpus(tmp_path / "corpus.db") as corpus:
        corpus.add(folder)
        assert sorted(corpus.list(sort="date").values("date")) == ["2019-02-10", "2019-10-25"]


def test_nothing_is_thrown_away_where_nothing_settles_it(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(as_csv(["02/10/2019", "03/11/2019"]))
    assert orders(tmp_path / "a.csv") == [None, None]
    with Corpus(tmp_path / "corpus.db") as corpus:
        report = corpus.add(tmp_path / "a.csv")
        assert (report.outcomes["document"], report.rejections) == (2, [])
        assert corpus.list(sort="date").values("date") == ["2019", "2019"]
        assert "'02/10/2019' may be 2019-10-02 or 2019-02-10" in " ".join(corpus.review().values("message"))
    with Corpus(tmp_path / "told.db") as corpus:
        corpus.add(tmp_path / "a.csv", dates="month-first")
        assert sorted(corpus.list(sort="date").values("date")) == ["2019-02-10", "2019-03-11"]
        with pytest.raises(
            UsageError, match="'dmy' is no order of day and month: write day-first or month-first"
        ):
            corpus.add(tmp_path / "a.csv", dates="dmy")


def test_the_retrieval_and_the_day_of_loading_reach_the_dates(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Farm Opened\n\nPyongyang, August 6 (KCNA) -- A farm was opened. -0-")
    with Corpus(tmp_path / "corpus.db") as corpus:
        assert corpus.preview(tmp_path / "a.txt", outlet="kcna").rows()[0]["published"] is None
        previewed = corpus.preview(tmp_path / "a.txt", outlet="kcna", retrieved="2019-08-07")
        assert previewed.rows()[0]["published"] == "2019-08-06 (inferred)"
        corpus.add(tmp_path / "a.txt", outlet="kcna", retrieved="2019-08-07")
        assert corpus.list(sort="date").values("date") == ["2019-08-06"]
        (tmp_path / "b.csv").write_text("title,date,text\nA,2099-01-01,A farm was opened in the valley.\n")
        corpus.add(tmp_path / "b.csv")
        assert "2099-01-01, which is after the day of loading" in " ".join(corpus.review().values("message"))
