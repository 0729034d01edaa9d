"""Lines that a page prints around a text: set aside at its head and end, and kept where they are text."""

from __future__ import annotations

import pytest

from corpus.ingest.load.normalise_item import normalise_item
from corpus.ingest.outlets.registry import get_outlet
from corpus.text.records import Item
from corpus.text.roles import COUNTED

HEAD = "Ship Launched at Oldtown"
BODY = "The ship was launched on Monday.\n\nThe minister said that it is large."


def counted(text: str) -> list[str]:
    parsed = normalise_item(Item(b"", text, "a.txt", "a.txt", {}), get_outlet("generic"), {})
    return [parsed.text[one.start : one.end] for one in parsed.passages if one.role in COUNTED]


@pytest.mark.parametrize(
    "line",
    [
        "... ... ... 더보기",
        "Read more »",
        "Related posts:",
        "人気記事：港の話",
        "相关阅读",
        "مواضيع ذات صلة",
        "Image credit: https://example.org/a.jpg",
        "ban_cuadro.jpg",
        "المصدر :وكالة وفا",
        "منبع: مهر",
        "شناسه خبر: 392122",
        "AGENCIAS",
        "Con información de la agencia",
        "第01版:封面 PDF版阅读",
        "A03:要闻",
        "前一天  后一天",
        "数字版首页 > 第A03:要闻",
        "Home > Spokesperson's Remarks",
        "본문 바로가기",
        "페이지 정보",
        "작성자 관리자 작성일22-12-23 09:07 댓글0건",
        "Advertisement - scroll to continue reading",
        "2:39 p.m. EDT",
        "12:05 p.m. EST",
        "World Video | Defence | Foreign Affairs | Natural Events | Trade",
    ],
)
def test_furniture_does_not_count(line: str) -> None:
    assert counted(f"{line}\n\n{HEAD}\n\n{BODY}") == [HEAD, *BODY.split("\n\n")]
    assert counted(f"{HEAD}\n\n{BODY}\n\n{line}") == [HEAD, *BODY.split("\n\n")]


@pytest.mark.parametrize(
    "line",
    [
        "The post Ship Launched at Oldtown appeared first on The Gull.",
        "您的IE浏览器版本太低,请升级",
        "2026-02-24,13104| 2026-02-15,13100| 2026-02-14,13096",
        "国家主席出席大会。 新华社记者 张三 摄",
    ],
)
def test_longer_furniture_and_captions_stand_below_the_first_line(line: str) -> None:
    assert counted(f"{HEAD}\n\n{BODY}\n\n{line}") == [HEAD, *BODY.split("\n\n")]


@pytest.mark.parametrize(
    "line",
    [
        "The mayor reads more books than he buys.",
        "12:05 was the hour of the launch.",
        "Home is where the ship is.",
        "Sources: wood | iron are cheap here.",
        "A3 paper was used for the plans.",
    ],
)
def test_text_counts(line: str) -> None:
    assert line in counted(f"{HEAD}\n\n{BODY}\n\n{line}")


def test_the_name_of_a_section_above_all_others_is_no_headline() -> None:
    assert counted(f"Press releases\n\n{HEAD}\n\n{BODY}") == [HEAD, *BODY.split("\n\n")]
    assert counted(f"* Gulls\n\n{HEAD}\n\n{BODY}")[0] == HEAD
