"""Pages in the forms of the outlets that the program knows: invented texts, the outlets' own elements."""

# ruff: noqa: E501

from __future__ import annotations

import pytest

from corpus.ingest.outlets.registry import outlet_summaries
from corpus.ingest.readers.html import parse
from corpus.ingest.readers.page_layouts import Layouts

A = "The canal of the five villages was finished ahead of the plan."
B = "Its builders were greeted at the lock by the people of the district."
MENU = '<ul><li><a href="/1">Home</a></li><li><a href="/2">Sport and culture in the capital</a></li></ul>'
OTHER = "<div><p>Another page of this site tells of a bridge over the northern river, and of its builders.</p></div>"

FORMS = {
    "http://www.kcna.kp/en/article/q/1.kcmsf": (
        '<div class="article-main-title">Canal finished</div><div class="article-content-body"><div class="publish-time">'
        f'www.kcna.kp (Juche113.8.6.)</div><div class="content-wrapper"><p>{A}</p><p>{B}</p></div></div>'
    ),
    "http://www.rodong.rep.kp/en/index.php?x1": (
        f'<div class="NewsDate">Aug. 6, Juche 113 (2024)</div><p class="TitleP">Canal finished</p><p class="ArticleContent">{A}</p>'
        f'<p class="ArticleContent">{B}</p>'
    ),
    "http://www.xinhuanet.com/english/2024-08/06/c_1.htm": (
        f'<div class="Btitle"><h1>Canal finished</h1></div><i class="Btime">2024-08-06 10:00</i><div id="detailContent"><p>{A}</p><p>{B}</p>'
        '<p class="editor">Editor: N. N.</p></div>'
    ),
    "http://www.news.cn/politics/20240806/1/c.html": (
        f'<div class="head-line"><h1><span class="title">Canal finished</span></h1></div><div class="header-time">2024 08/06</div>'
        f'<span id="detailContent"><p>{A}</p><p>{B}</p></span><div id="articleEdit">【责任编辑:无名】</div>'
    ),
    "http://politics.people.com.cn/n1/2024/0806/c1001-1.html": (
        f'<div class="rm_txt"><div class="col-1"><h1>Canal finished</h1><div class="rm_txt_con"><p>{A}</p><p>{B}</p>'
        '<div class="edit">(责编：无名)</div></div></div></div>'
    ),
    "http://www.granma.cu/cuba/2024-08-06/canal": (
        f'<h1 class="g-story-heading">Canal finished</h1><p class="g-story-description">{A}</p><div class="story-share">Compartir</div>'
        f'<div class="story-body-textt"><p>{B}</p></div>'
    ),
    "http://en.kremlin.ru/events/president/news/1": (
        '<article><h1 class="entry-title">Canal finished</h1><div class="read__lead"></div><time class="read__published" '
        f'datetime="2024-08-06">August 6</time><div class="read__place">Sochi</div><div class="entry-content read__internal_content"><p>{A}</p>'
        f'<p>{B}</p><div class="read__bottommeta"><h3>Topics</h3><p>Waterways</p></div></div></article>'
    ),
    "https://www.mid.ru/en/foreign_policy/news/1/": (
        f'<h1 class="article-title">Canal finished</h1><div class="article-line"><span class="article-line__date">6 August 2024</span></div>'
        f'<div class="article-content"><div class="text"><p>{A}</p><p>{B}</p></div></div>'
    ),
    "https://www.fmprc.gov.cn/eng/zxxx/202408/t20240806_1.shtml": (
        f'<div class="news-title"><h1>Canal finished</h1></div><div id="News_Body_Time">2024/08/06</div><div id="News_Body_Txt_A"><p>{A}</p><p>{B}</p></div>'
    ),
    "https://tass.com/society/1": (
        f'<h1 class="news-header__title">Canal finished</h1><div class="news-header__lead">{A}</div><div class="text-content">'
        f'<div class="text-block"><p>{B}</p></div><div class="news-actions">Read more on the site</div></div>'
    ),
    "http://www.rodong.rep.kp/cn/index.php?MTJA": (
        '<div class="col-sm-8"><div class="news_Title">12</div><div id="articleContent"><p class="TitleP">Canal finished</p>'
        f'<p class="TextP">{A}</p><p class="TextP">{B}</p></div><div id="moveNews">Next</div></div>'
    ),
    "http://jhsjk.people.cn/article/29027415": (
        '<div class="d2txt clearfix"><h1>Canal finished</h1><div class="d2txt_1 clearfix">来源：人民网 发布时间：2024-08-06</div>'
        f'<div class="d2txt_con clearfix"><p>{A}</p><p>{B}</p></div><div class="editor">(责任编辑：无名)</div></div>'
    ),
    "http://www.granma.cu/cuba/2017-01-12/canal": (
        f'<div class="g-story-meta"><h1 class="g-story-heading">Canal finished</h1><p class="g-story-description">{A}</p><p class="dateline">'
        '12 de enero de 2024</p></div><div class="g-story-body-photo related-image">The lock. Photo: N. N.</div>'
        f'<div class="story-body-text story-content"><span class="caption-text">The lock at noon</span><p>{B}</p></div>'
    ),
    "http://news.xinhuanet.com/english/2015-12/21/c_134935806.htm": (
        f'<div id="Title"><h1>Canal finished</h1></div><span class="sj">2024-08-06 10:00:00</span><div id="Content"><p>{A}</p><p>{B}</p></div>'
    ),
    "https://www.fmprc.gov.cn/web/wjdt_674879/t1.shtml": (
        '<div class="vibox"><div class="title">Canal finished</div><div class="time"><span id="News_Body_Time">2024-08-06 10:00</span></div>'
        f'<div id="News_Body_Txt_A"><p>{A}</p><p>{B}</p></div></div>'
    ),
    "https://tass.com/politics/1697041": (
        '<h1 class="news-header__title">Canal finished</h1><div class="news-header__date"><span class="news-header__date-date">'
        f'<dateformat time="1722938400" mode="abs">6 Aug, 13:00</dateformat></span></div><div class="news-header__lead">{A}</div>'
        f'<div class="text-content"><div class="text-block"><p>{B}</p></div></div>'
    ),
    "http://kcna.kp/en/article/detail/05503f75": (
        f'<main><article><div class="container"><h1 class="text-center text-danger">Canal finished</h1><h1 class="text-center"></h1><p>{A}</p><p>{B}</p>'
        '<a class="right_button gallery_button" href="/en/gallery/1"><i class="fa fa-camera"></i> Photo</a></div></article></main>'
    ),
    "http://www.rodong.rep.kp/en/index.php?x2026": (
        '<div class="article-modal-header row"><div id="article-homepage">Rodong Sinmun</div><div id="article-date">Aug. 6, 2024 Tuesday [Photo]'
        f'</div></div><div id="articleContent"><div id="ContDIV"><p class="TitleP">Canal finished</p><p class="TextP">{A}</p><p class="TextP">{B}</p></div></div>'
    ),
    "http://www.rodong.rep.kp/en/index.php?x2023": (
        '<div class="container-fluid text-center news_Title">Canal finished</div><p class="News_Detail"><span class="NewsDate">2024.8.6.</span></p>'
        f'<p class="ArticleContent">{A}</p><p class="ArticleContent">{B}</p>'
    ),
    "http://www.rodong.rep.kp/en/index.php?strPageID=SF01_02_01&newsID=2021-09-12-0009": (
        f'<p class="ArticleContent" align="center"><font>Canal <nobr>finished</nobr></font></p><p class="ArticleContent">{A}</p><p class="ArticleContent">{B}</p>'
    ),
    "http://www.xinhuanet.com/english/2018-03/28/c_1_2.htm": (
        '<div class="main clearfix"><h1 class="Btitle">Canal finished</h1><div class="wzzy"><i class="source">Source: Xinhua</i>|<i class="time"> 2024-08-06 '
        f'07:43:07</i>|<i class="editor">Editor: N. N.</i></div><div class="content"><div class="Videobox"><span>Video Player</span></div><p>{A}</p><p>{B}</p>'
        '<div id="div_currpage"><a href="1.htm">Prev</a> <span>2</span></div></div></div>'
    ),
    "http://www.granma.cu/cuba/2020-10-08/canal": (
        f'<h1 class="g-story-heading">Canal finished</h1><div class="story-body-textt"><p>{A}</p><div class="pull-left"><div class="thumbnailrel">'
        f'<div class="captionrel"><h4><a href="/x">In pictures: the lock</a></h4></div></div></div><p>{B}</p></div>'
    ),
    "https://mid.ru/ru/foreign_policy/news/2050001/": (
        f'<div class="announce__item"><h1>Canal finished</h1><div class="announce__text"><p>{A}</p><p>{B}</p></div></div>'
    ),
}  # fmt: skip


def test_the_date_of_a_layout_is_the_first_that_can_be_read() -> None:
    def date(times: str) -> str | None:
        body = f'<div class="head-line"><h1><span class="title">Canal finished</span></h1></div>{times}<div id="detail"><p>{A}</p></div>'
        return parse(f"<html><body>{body}</body></html>", "xinhua", Layouts(outlet_summaries())).fields.get(
            "date"
        )

    apart = '<div class="header-time"><span>2023</span> <span><em>11</em> / <em>17</em></span> <span>20:52:15</span></div>'
    assert date(apart) == "2023-11-17 20:52:15"
    assert (
        date('<div class="h-time">today</div><span id="pubtime">2023-11-17 20:52 来源：新华网</span>')
        == "2023-11-17"
    )


def test_a_moment_for_scripts_is_the_date_of_a_page() -> None:
    def date(markup: str) -> str | None:
        page = f"<html><body><div><h1>Canal finished</h1>{markup}<p>{A}</p><p>{B}</p></div></body></html>"
        return parse(page).fields.get("date")

    assert date('<dateformat time="1697041234" mode="abs">today</dateformat>') == "1697041234"
    assert date('<span data-timestamp="1697041234000">12 hours ago</span>') == "1697041234000"
    assert date('<span data-time="2023-10-11T16:20:34Z">yesterday</span>') == "2023-10-11T16:20:34Z"
    assert date('<span data-time="300">5 min read</span>') is None
    assert date('<div class="comments"><span data-time="1697041234">3 days ago</span></div>') is None


@pytest.mark.parametrize("address", FORMS)
def test_the_layouts_of_outlets_are_known(address: str) -> None:
    head = f'<html><head><title>Site</title><link rel="canonical" href="{address}"></head>'
    markup = f"{head}<body>{MENU}<div>{FORMS[address]}</div>{OTHER}</body></html>"
    layouts = Layouts(outlet_summaries())
    found = parse(markup, None, layouts)
    assert (found.title, found.text.split("\n")) == ("Canal finished", [A, B])
    said = found.fields.get("date", "") + found.below
    assert any(date in said for date in ("2024", "113.8.6", "1722938400")) or "date" not in found.fields
    if "kremlin" in address:
        assert found.fields["place"] == "Sochi"


@pytest.mark.parametrize(
    ("address", "date"),
    [
        ("http://www.rodong.rep.kp/en/index.php?x2026", "Aug. 6, 2024"),
        ("http://www.rodong.rep.kp/en/index.php?x2023", "2024.8.6"),
        ("http://www.xinhuanet.com/english/2018-03/28/c_1_2.htm", "2024-08-06"),
    ],
)
def test_a_layout_says_where_the_date_stands(address: str, date: str) -> None:
    head = f'<html><head><title>Site</title><link rel="canonical" href="{address}"></head>'
    found = parse(f"{head}<body>{FORMS[address]}</body></html>", None, Layouts(outlet_summaries()))
    assert found.fields["date"].startswith(date)
