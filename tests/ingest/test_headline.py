"""Headlines: one line, bracketed stamps taken off and read."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest

from corpus.ingest.dates.headline_stamps import clean_headline
from corpus.ingest.dates.stamps import parse_date

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("raw", "text", "dates"),
    [
        ("Visit to a Farm\n\n[Juche113.1.2.]", "Visit to a Farm", ["2024-01-02"]),
        ("New Year's Day\r\n\t\t\t\r\n\t\t\n\n[Juche113.2.11.]", "New Year's Day", ["2024-02-11"]),
        ("Fish Farm\n[2024.09.05.]", "Fish Farm", ["2024-09-05"]),
        ("[Juche113.1.2.] Visit [2024.01.02.]", "Visit", ["2024-01-02", "2024-01-02"]),
        ("방문【주체113(2024)년 8월 6일】", "방문", ["2024-08-06"]),
        ("북한 신년사설 전문 [ 2012-01-01 오전 11:52:56 ]", "북한 신년사설 전문", ["2012-01-01"]),
        ("Comrade\xa0Kim\u3000 Meets\tPlayers", "Comrade Kim Meets Players", []),
        ("Grand Art Performance in Celebration of New Year 2024", None, []),
        ("Address of 6 August 2024 (1987)", None, []),
        ("Joint editorial [full text]", None, []),
        ("Visit [Juche113.2.31.]", None, []),
        ("Visit [printed on 2024.1.2]", None, []),
        ("Visit [between 2023.1.2 and 2024.1.2]", None, []),
        ("", None, []),
    ],
)
def test_headlines(raw: str, text: str | None, dates: list[str]) -> None:
    headline = clean_headline(raw)
    assert headline.text == (raw if text is None else text)
    assert [str(stamp.date) for stamp in headline.stamps] == dates
    for stamp in headline.stamps:
        assert raw[stamp.start] + raw[stamp.end - 1] in ("[]", "【】")


def test_a_stamp_whose_two_years_disagree_says_so() -> None:
    (stamp,) = clean_headline("Visit [Juche 113 (2023)]").stamps
    assert stamp.year == 2023
    assert stamp.conflict == "Juche 113 is 2024, but 2023 is printed beside it; 2023 was taken."


@pytest.mark.collections
def test_every_headline_of_the_collection_is_clean_and_its_stamp_agrees_with_the_row(
    collections: Path,
) -> None:
    folder = collections / "kcna-en"
    rows = [json.loads(line) for line in (folder / "articles.jsonl").read_text("utf-8").splitlines()]
    for snapshot in sorted(folder.glob("snapshot-*.json.gz")):
        rows += json.loads(gzip.decompress(snapshot.read_bytes()))
    stamps = 0
    for row in rows:
        headline = clean_headline(row["headline"])
        assert headline.text == " ".join(headline.text.split()) != ""
        assert not set("[]") & set(headline.text)
        for stamp in headline.stamps:
            assert stamp.date == parse_date(str(row["date"])).date
            stamps += 1
    assert (len(rows), stamps) == (4439, 118)
