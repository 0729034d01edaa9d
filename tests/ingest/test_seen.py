"""The day of a text that nothing else dates: where it prints one near its beginning or end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from corpus.api import Corpus
from corpus.ingest.load.normalise_item import normalise_item
from corpus.ingest.outlets.registry import get_outlet
from corpus.text.records import Item

if TYPE_CHECKING:
    from pathlib import Path

BODY = "\n".join(f"This is paragraph {number} of a long speech about the canals." for number in range(9))


@pytest.mark.parametrize(
    ("text", "date"),
    [
        (f"在座谈会上的讲话（二〇一九年三月十八日）\n{BODY}", "2019-03-18"),
        (f"Речь на параде\n9 мая 2023 года\n{BODY}", "2023-05-09"),
        (f"Discurso\n26 de julio de 2022\n{BODY}", "2022-07-26"),
        (f"신년사\n{BODY}\n주체113(2024)년 8월 6일", "2024-08-06"),
        (f"{BODY}\n18 March 2019", "2019-03-18"),
        (f"新华社北京2019年3月18日电 习近平主持召开座谈会并发表重要讲话。\n{BODY}", "2019-03-18"),
        (f"Speech, March 2019\n{BODY}", None),  # no day
        (f"평양 8월 6일\n{BODY}", None),  # no year
        (f"음력 2024년 1월 1일\n{BODY}", None),
        (f"{BODY}\nThe canal will be opened on 18 March 2019.", None),
        (f"On 18 March 2019 he spoke.\n{BODY}", None),
        (
            f"{BODY}\nOn 18 March 2019 the first canal was opened, and since then many others were.\n{BODY}",
            None,
        ),
        (BODY, None),
        ("", None),
    ],
)
def test_days_near_the_ends(text: str, date: str | None) -> None:
    parsed = normalise_item(Item(b"", text, "a.txt", "a.txt"), get_outlet("generic"), {})
    assert (str(parsed.published.date) if parsed.published else None) == date
    if parsed.published and parsed.published.known == "inferred":
        assert any(str(date) in doubt.message for doubt in parsed.doubts if doubt.field == "published")


def test_a_printed_day_is_believed_before_a_name(tmp_path: Path) -> None:
    (tmp_path / "speech.txt").write_text(f"18 March 2019\n{BODY}", encoding="utf-8")
    (tmp_path / "2020-01-02.txt").write_text(f"18 March 2019\n{BODY}\nIt is another one.", encoding="utf-8")
    with Corpus(tmp_path / "corpus.db") as corpus:
        corpus.add(tmp_path / "speech.txt", tmp_path / "2020-01-02.txt")
        assert sorted(corpus.list(sort="date").values("date")) == ["2019-03-18", "2019-03-18"]
        message = "The line below the headline says 2019-03-18, but the file's name says 2020-01-02."
        assert message in corpus.review().values("message")
