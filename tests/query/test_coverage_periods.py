"""What the archive holds of each outlet, period by period."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from corpus import Corpus
from corpus.errors import FilterError
from tests.builder import build
from tests.counter import Text

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def corpus(database_url: str) -> Iterator[Corpus]:
    def text(date: str, outlet: str, words: str) -> Text:
        return Text(date, outlet, passages=[("narration", None, words)])

    with Corpus(database_url) as made:
        build(
            made,
            [
                text("2024-01-02", "kcna", "one two three"),
                text("2024-01-30", "kcna", "four"),
                text("2024-03-01", "kcna", "five six"),
                text("2024", "kcna", "seven"),
                text("2023-03-05", "xinhua", "eight"),
            ],
        )
        yield made


def test_each_outlet_and_month_has_a_row(corpus: Corpus) -> None:
    found = corpus.coverage(by="month", each=True)
    assert [tuple(row.values()) for row in found.rows()] == [
        ("kcna", "2024-01", 2, 4), ("kcna", "2024-03", 1, 2), ("xinhua", "2023-03", 1, 1),
    ]  # fmt: skip
    assert found.notes == ("Left out: 1 document not dated so precisely.",)
    assert found.facets == ("outlet", "period")


def test_filters_and_the_period_that_fits(corpus: Corpus) -> None:
    rows = corpus.coverage(each=True, outlet="kcna").rows()
    assert [tuple(row.values()) for row in rows] == [("kcna", "2024", 4, 7)]
    assert corpus.coverage(each=True, outlet="xinhua").values("period") == ["2023-03"]
    with pytest.raises(FilterError, match="no period"):
        corpus.coverage(by="decade", each=True)
