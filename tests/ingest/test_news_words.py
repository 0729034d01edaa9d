"""Texts without dateline that tell what others said and did are news."""

from __future__ import annotations

import pytest

from corpus.ingest.load.normalise_item import normalise_item
from corpus.ingest.outlets.registry import get_outlet
from corpus.text.records import Item


def genre(title: str, text: str) -> str | None:
    item = Item(b"", text, "a.txt", "a.txt", {"title": title})
    return normalise_item(item, get_outlet("generic"), {}).genre


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Minister receives delegation",
            "The minister has received a delegation. The sides discussed trade.",
        ),
        ("El ministro viaja", "El ministro informó que viajará el lunes. La visita durará dos días."),
        ("Министр принял делегацию", "Министр принял делегацию. Стороны обсудили торговлю."),
        ("الوزير يستقبل وفدا", "استقبل الوزير وفدا من المدينة."),
        ("部长会见外宾", "部长昨日会见外宾。双方讨论贸易问题。"),
        ("회의 진행", "회의가 진행되였다. 회의에는 일군들이 참가하였다."),
        ("外相が会談", "外相は会談で協力の必要を述べた。"),
    ],
)
def test_what_a_reporter_tells_is_news(title: str, text: str) -> None:
    assert genre(title, text) == "news"


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Of bridges", "A bridge joins two banks. It is built of stone, or of wood."),
        ("Our way", "We have said it often. We will say it again, for our people."),
    ],
)
def test_what_nobody_tells_of_others_is_none(title: str, text: str) -> None:
    assert genre(title, text) is None


def test_of_an_outlet_that_reports_nothing_it_is_none() -> None:
    item = Item(b"", "The minister said that trade grows.", "a.txt", "a.txt", {"title": "Trade"})
    assert normalise_item(item, get_outlet("prc-government"), {}).genre != "news"
