"""What stands beside the article of a page: boxes under a label of other things, its foot, system notes."""

# ruff: noqa: E501

from __future__ import annotations

import pytest

from corpus.ingest.readers.html import parse
from corpus.ingest.readers.page_places import is_note

FIRST = (
    "The delegation of the ministry arrived in the port on Monday and was met by the crews of three ships."
)
SECOND = "In a short speech the minister thanked the dockers for unloading the grain in less than two weeks."
OTHER = "Ministers of the northern provinces agreed on a common plan for the harvest of the coming year."


def body(markup: str, title: str = "Delegation visits the port") -> str:
    return parse(f"<html><head><title>{title}</title></head><body>{markup}</body></html>").text


def test_a_box_under_the_label_of_other_news_is_none_of_a_short_article() -> None:
    others = "".join(
        f'<dl><dd><a href="/{n}">Harvest plan {n}</a></dd><dd>{OTHER}</dd></dl>' for n in range(3)
    )
    markup = (
        f"<div class=left><h2>Delegation visits the port</h2><div class=txt><p>{FIRST}</p></div>"
        f"<div class=tuijian><h3>为你推荐</h3><div>{others}</div></div></div>"
    )
    assert body(markup) == FIRST


def test_a_panel_under_a_label_goes_and_the_article_stays() -> None:
    markup = (
        f"<div class=row><div class=c8><h1>Delegation visits the port</h1><p>{FIRST}</p><p>{SECOND}</p></div>"
        f"<div class=c4><div class=panel><span>本周热门</span></div><p><a href=x>{OTHER[:60]}</a></p></div></div>"
    )
    assert body(markup) == f"{FIRST}\n{SECOND}"


def test_the_foot_of_a_page_goes_with_the_line_that_says_who_owns_it() -> None:
    markup = (
        f"<div class=c><h1>Delegation visits the port</h1><p>{FIRST}</p><p>{SECOND}</p></div>"
        "<table><tr><td>Port Authority 版权所有 All rights reserved<br>湘ICP备14002927号-5</td></tr>"
        "<tr><td>Harbour Road 58, telephone 0731-88866120</td></tr></table>"
    )
    assert body(markup) == f"{FIRST}\n{SECOND}"


def test_an_article_about_rights_is_kept() -> None:
    third = "The new law of the land says that all rights reserved to the crown pass to the assembly in May."
    markup = f"<div><h1>Delegation visits the port</h1><p>{FIRST}</p><p>{third}</p><p>{SECOND}</p></div>"
    assert SECOND in body(markup)
    assert FIRST in body(markup)


def test_a_section_of_the_article_stays_whatever_its_heading_is_like() -> None:
    sections = "".join(
        f"<section><h2>{head}</h2><p>{FIRST}</p><p>{SECOND}</p></section>" for head in ("One", "Two", "Six")
    )
    markup = f"<article><h1>Delegation visits the port</h1>{sections}<section><h2>分享经济的未来</h2><p>{OTHER}</p></section></article>"
    assert OTHER in body(markup)


def test_a_paragraph_on_rights_in_the_middle_of_a_long_article_stays() -> None:
    many = "".join(f"<p>{number}. {FIRST} {SECOND}</p>" for number in range(12))
    third = "The notice said: All rights reserved, Copyright 2024, the port and its dockers."
    markup = f"<div><h1>Delegation visits the port</h1>{many}<p>{third}</p>{many}</div>"
    assert third in body(markup)


@pytest.mark.parametrize(
    ("line", "noted"),
    [
        ("发布日期：2016-11-22 浏览次数： 信息来源：省发改委", True),
        ("Date: 6 May 2024 Source: Port News Views: 3", True),
        ("Дата: 12.05.2023 Просмотров: 33", True),
        ("时间：2024年5月6日", False),
        ("By: the sea we stood. Author: nobody knows.", False),
        ("Time: the minister said so. Source: he did not name it.", False),
    ],
)
def test_lines_that_systems_note(line: str, noted: bool) -> None:
    assert is_note(line) is noted


def test_a_line_of_notes_is_no_paragraph() -> None:
    markup = (
        "<div><h1>Delegation visits the port</h1><p>Date: 6 May 2024 Views: 3</p>"
        f"<p>{FIRST}</p><p>{SECOND}</p><p>发布日期：2019-03-06 责任编辑：龙慧</p></div>"
    )
    assert body(markup) == f"{FIRST}\n{SECOND}"


@pytest.mark.parametrize(
    ("title", "markup", "headline"),
    [
        ("代表团访问港口 湖南省医院", "<div class=title>代表团访问港口</div>", "代表团访问港口"),
        ("新闻动态--地理学会官网", "<h3>首页 - 新闻动态</h3><h5>代表团访问港口</h5>", "代表团访问港口"),
        ("代表团访问港口 - 门户网", "<div class='detail printer'><h2>代表团访问港口</h2>", "代表团访问港口"),
    ],
)  # fmt: skip
def test_headlines_that_the_site_title_only_holds(title: str, markup: str, headline: str) -> None:
    page = (
        f"<html><head><title>{title}</title></head><body>{markup}<p>{FIRST}</p><p>{SECOND}</p></body></html>"
    )
    assert parse(page).title == headline


def test_the_address_that_is_known_of_a_page_chooses_its_layout() -> None:
    from corpus.ingest.readers.page_layouts import layouts

    markup = (
        "<html><head><title>法国大罢工-新华网</title></head><body><div class=h-title>法国大罢工</div>"
        "<span class=h-time> 2019-12-10 07:57:40</span><div id=p-detail>"
        "<p>　　新华社巴黎12月9日电 法国9日再次爆发大罢工。</p></div><p>新闻排行</p></body></html>"
    )
    page = parse(markup, None, layouts(), "http://www.xinhuanet.com/world/c_1.htm")
    assert (page.title, page.fields["date"]) == ("法国大罢工", "2019-12-10")
    assert [block.text for block in page.blocks] == ["新华社巴黎12月9日电 法国9日再次爆发大罢工。"]
    assert parse(markup, None, layouts()).fields.get("date") is None
