"""Which date of a saved page is its own, and what it prints below its heading."""

from __future__ import annotations

import pytest

from corpus.ingest.readers.html import parse

TITLE = "New canal opened in the valley"
H1 = f"<h1>{TITLE}</h1>"
TEXT = (
    "<p>The canal was opened in the valley with songs and dances of the people who had dug it for years.</p>"
)
NAMED = f',"headline":"{TITLE}"'
OLD = '<time datetime="2011-02-03">3 February 2011</time>'
OWN = '<time datetime="2019-10-02">2 October 2019</time>'


def page(body: str, head: str = "") -> str:
    return f"<html><head><title>{TITLE}</title>{head}</head><body>{body}</body></html>"


def linked(data: str) -> str:
    return f'<script type="application/ld+json">{data}</script>'


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


def article(date: str, kind: str = "NewsArticle", more: str = "") -> str:
    return f'{{"@type":"{kind}","datePublished":"{date}"{more}}}'


def microdata(kind: str, date: str, body: str = "") -> str:
    meta = f'<meta itemprop="datePublished" content="{date}">'
    return f'<div itemscope itemtype="https://schema.org/{kind}">{body}{meta}</div>'


def graph(*nodes: str) -> str:
    return f'{{"@graph":[{",".join(nodes)}]}}'


@pytest.mark.parametrize(
    ("head", "date"),
    [
        (linked(article("2019-10-02T08:00:00+09:00")), "2019-10-02T08:00:00+09:00"),
        (linked(graph(article("2001-01-01", "WebSite"), article("2019-10-02", "Article"))), "2019-10-02"),
        (linked(graph(article("2001-01-01", "WebPage"), article("2019-10-02"))), "2019-10-02"),
        (
            linked(article("2019-10-02", more=f',"comment":[{article("2020-05-05", "Comment")}]')),
            "2019-10-02",
        ),
        (linked(f"[{article('2020-05-05', 'Comment')}]"), None),
        (
            linked(f"[{article('2018-01-01')},{article('2019-10-02', more=NAMED)}]"),
            "2019-10-02",
        ),
        (linked(f"[{article('2018-01-01')},{article('2019-10-02')}]"), None),  # of which nothing says which
        (linked("<!--\n" + article("2019-10-02") + "\n-->"), "2019-10-02"),
        (linked("{broken") + '<meta name="pubdate" content="2019-10-02">', "2019-10-02"),
        (linked("[" * 5000) + '<meta name="pubdate" content="2019-10-02">', "2019-10-02"),
        (meta("date", "2020-01-01") + meta("article:published_time", "2019-10-02"), "2019-10-02"),
        (meta("article:published_time", "soon") + meta("date", "2019-10-02"), "2019-10-02"),
        ('<meta name="date" content="soon">', "soon"),  # the doubt will quote it
        ('<meta property="article:modified_time" content="2019-10-02">', None),
    ],
)
def test_what_the_head_of_a_page_says(head: str, date: str | None) -> None:
    assert parse(page(H1 + TEXT, head)).fields.get("date") == date


@pytest.mark.parametrize(
    ("body", "date"),
    [
        (H1 + OWN + TEXT, "2019-10-02"),
        (f"<article><header>{H1}<div><span>Staff</span>{OWN}</div></header>{TEXT}</article>", "2019-10-02"),
        (f"<article>{OWN}{H1}{TEXT}</article>", "2019-10-02"),
        (f'{H1}<ul class="info"><li>Staff</li><li>{OWN}</li></ul>{TEXT}', "2019-10-02"),
        (
            f'<article>{H1}<time class="published updated" datetime="2019-10-02">x</time>{TEXT}</article>',
            "2019-10-02",
        ),
        (f"{H1}<p>Updated {OLD}</p><p>Published {OWN}</p>{TEXT}", "2019-10-02"),
        (f'{H1}<time class="updated" datetime="2020-01-01">x</time>{OWN}{TEXT}', "2019-10-02"),
        (f"<nav>{OLD}</nav>{H1}{TEXT}", None),
        (f'<div class="topbar">{OLD}</div>{H1}{TEXT}', None),
        (f"<article>{H1}{TEXT}<section class='comments'>{OLD}</section></article>", None),
        (f'<article>{H1}<div id="related-news"><a>Other</a>{OLD}</div>{TEXT}</article>', None),
        (f"<article>{H1}{TEXT}<h3>Other news</h3>{OLD}</article>", None),
        (f"<article>{H1}{TEXT * 5}{OLD}</article>", None),
        (f"{H1}<blockquote class='twitter-tweet'>Look {OLD}</blockquote>{TEXT}", None),
        (f"{H1}{TEXT}<aside>{OLD}</aside>", None),
        (H1 + TEXT + microdata("ImageObject", "2011-02-03"), None),
        (microdata("NewsArticle", "2019-10-02", H1 + TEXT), "2019-10-02"),
    ],
)
def test_only_the_time_beside_the_heading_is_the_items_own(body: str, date: str | None) -> None:
    assert parse(page(body)).fields.get("date") == date


def test_the_lines_below_the_heading() -> None:
    menu, more = "<p>30 November 2026</p><p>Menu</p>", "<p>Top stories</p><p>2011-02-03</p>"
    body = f"{menu}{H1}<p>2 October 2019</p>{TEXT}{more}"
    below = parse(page(body)).below.split("\n")
    assert below[0] == "2 October 2019"
    assert "Menu" not in below
    kicker = parse(page(f"<div><p>2 October 2019</p>{H1}</div>{TEXT}")).below.split("\n")
    assert kicker[0] == "2 October 2019"
    assert parse(page(body)).text.startswith("The canal")


def test_a_date_in_the_head_of_the_article_counts_whatever_its_box_is_called() -> None:
    foot = f'<div class="story-meta-footer"><p>{OWN}</p></div>'
    assert parse(page(f"<article><header>{H1}{foot}</header>{TEXT}</article>")).fields["date"] == "2019-10-02"
    assert "date" not in parse(page(f"<article>{H1}<div>{foot}</div>{TEXT}</article>")).fields
