"""Saved pages: what of them is the article, its headline and its address."""

# ruff: noqa: E501 (markup is easier to read on one line)

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import pytest

from corpus.ingest.outlets.registry import outlet_summaries
from corpus.ingest.readers.html import Page, parse
from corpus.ingest.readers.page_layouts import Layouts
from corpus.text.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

FIRST = "The dam above the town was opened on Tuesday, and its oldest builders started the turbines."
SECOND = (
    "Water will reach the fields of nine villages before the spring sowing, the ministry of irrigation said."
)
THIRD = (
    "Workers had poured the last of the concrete in November, three months before the date set by the plan."
)


def page(body: str, head: str = "<title>Dam opened</title>", outlet: str | None = None) -> Page:
    layouts = Layouts(outlet_summaries())
    return parse(f"<html><head>{head}</head><body>{body}</body></html>", outlet, layouts)


def lines(found: Page) -> list[str]:
    return [block.text for block in found.blocks if block.role is None]


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


@pytest.mark.parametrize(
    "furniture",
    [
        '<ul class="main-nav"><li><a href="/a">Home</a></li><li><a href="/b">Politics</a></li></ul>',
        '<div class="share-bar">Share on <a href="#">Mastodon</a></div>',
        '<div id="comments"><p>A reader: the dam is too small for all of the nine villages, I say.</p></div>',
        '<div id="comentarios"><ol><li><b>laberta</b><p>Una presa es poco para los nueve pueblos del valle, digo yo.</p></li></ol></div>',
        '<section class="relatedPosts"><p>Another dam, in another valley, was opened a year ago on Monday.</p></section>',
        '<div role="dialog"><p>We use cookies to show you the pages that you want to see, always.</p></div>',
        '<p style="display: none">The dam is a secret of the state, and nobody shall read of it here.</p>',
        "<p hidden>The dam is a secret of the state, and nobody shall read of it here.</p>",
        '<div aria-hidden="true">The dam is a secret of the state.</div>',
        '<span class="visually-hidden">Skip to content</span>',
        "<noscript>Switch on scripts to read of the dam and its turbines.</noscript>",
        "<template><p>Template of a dam</p></template>",
        '<div class="breadcrumbs">Home &gt; Politics &gt; Dams</div>',
        "<p>责任编辑：李明</p>",
        "<p>Tags: dams, water</p>",
        '<div class="tooltip"><p>The ministry of irrigation was founded in 1951.</p></div>',
    ],
)
@pytest.mark.parametrize("article", [True, False])
def test_only_the_article_is_text(furniture: str, article: bool) -> None:
    body = f"<h1>Dam opened</h1>{paragraphs(FIRST, SECOND)}{furniture}{paragraphs(THIRD)}"
    found = page(f"<article>{body}</article>" if article else f"<div>{body}</div>")
    assert lines(found) == [FIRST, SECOND, THIRD]
    assert found.title == "Dam opened"


def test_what_holds_the_article_is_no_furniture_whatever_its_name() -> None:
    body = f'<div class="comments sidebar"><h1>Dam opened</h1>{paragraphs(FIRST, SECOND, THIRD)}</div>'
    assert lines(page(body)) == [FIRST, SECOND, THIRD]


def test_the_sentences_below_the_headline_belong_to_it() -> None:
    lead = "Nine villages will have water in spring, after eleven years of work on the wall."
    body = f'<div class="top"><h1>Dam opened</h1><div class="x"><span>{lead}</span></div></div>'
    assert lines(page(f"{body}<div>{paragraphs(FIRST, SECOND, THIRD)}</div>"))[0] == lead


def test_a_heading_right_above_what_is_kept_is_kept() -> None:
    rows = "<table><tr><td>men</td><td>metres</td></tr><tr><td>1,200</td><td>3,400</td></tr></table>"
    body = f"<h1>Dam opened</h1>{paragraphs(FIRST, SECOND)}<h2>Figures</h2>{rows}{paragraphs(THIRD)}"
    assert lines(page(f"<div>{body}</div>"))[2:4] == ["Figures", "men metres"]


def test_captions_are_kept_apart() -> None:
    body = (
        f"<h1>Dam opened</h1>{paragraphs(FIRST)}<figure><img src=x><figcaption>The wall from the south"
        f'</figcaption></figure><p class="caption">Photo: agency</p>{paragraphs(SECOND)}'
    )
    found = page(f"<article>{body}</article>")
    assert lines(found) == [FIRST, SECOND]
    assert [block.text for block in found.blocks if block.role is Role.editor_note] == [
        "The wall from the south",
        "Photo: agency",
    ]


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ('<div><span>by</span><a href="/a">Staff Writer</a></div>', "by Staff Writer"),
        ('<p><a href="/a">North</a><a href="/b">South</a></p>', "North South"),
        ("<div><span>Tuesday</span><span>August</span></div>", "Tuesday August"),
        ("<p><span>nucl</span><span>ear</span></p>", "nuclear"),
        ("<p><b>P</b>eace and <font>trea</font><font>ty</font></p>", "Peace and treaty"),
        ("<p>word<img src=x>word</p>", "word word"),
        ('<p>The treaty<sup>1</sup> of <a href="#fn2">[2]</a>peace</p>', "The treaty of peace"),
        (
            '<p>treaty<sup><a href="#note-3">3</a></sup>, 12 km<sup>2</sup>, 10<sup>6</sup></p>',
            "treaty, 12 km², 10⁶",
        ),
        ("<p>the 21<sup>st</sup> day</p>", "the 21st day"),
        ('<p><span style="display:block;float:left">T</span>he treaty of peace</p>', "The treaty of peace"),
    ],
)
def test_words_are_neither_glued_nor_split(markup: str, words: str) -> None:
    assert page(markup).text == words


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (f"<div>{FIRST}<br><br>{SECOND}<br>&nbsp;<br>{THIRD}</div>", [FIRST, SECOND, THIRD]),
        (
            "<table><tr><td width=200><a href=a>News</a><br><a href=b>Films</a></td>"
            f"<td><p>{FIRST}</p><p>{SECOND}</p></td></tr></table>",
            [FIRST, SECOND],
        ),
        (
            "<table><tr><th>Year</th><th>Tons</th></tr><tr><td>1970</td><td>12</td></tr></table>",
            ["Year Tons", "1970 12"],
        ),
        (
            f'<div><span style="display:block">{FIRST}</span><span style="display:block">{SECOND}</span></div>',
            [FIRST, SECOND],
        ),
    ],
)
def test_paragraphs_of_layouts(markup: str, expected: Sequence[str]) -> None:
    assert lines(page(markup)) == expected


def test_headings_in_an_article_are_known() -> None:
    found = page(
        f"<article><h1>Dam opened</h1>{paragraphs(FIRST)}<h2>The wall</h2>{paragraphs(SECOND)}</article>"
    )
    assert [(block.text, block.heading) for block in found.blocks] == [
        (FIRST, False),
        ("The wall", True),
        (SECOND, False),
    ]


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>KCNA</title>", "<h1>Dam opened</h1>", "Dam opened"),
        (
            "",
            "<h1>Letter to <nobr><b><i>Ann</i> Ash</b></nobr> of<br>Dell<sup>1</sup></h1>",
            "Letter to Ann Ash of Dell",
        ),
        ("<title>Dam opened | KCNA</title>", "", "Dam opened"),
        ("<title>KCNA - Dam opened</title>", "", "Dam opened"),
        ("<title>大坝建成_新华网</title>", "", "大坝建成"),
        ("<title>大坝建成--人民网</title>", "", "大坝建成"),
        ("<title>Dam opened - English.news.cn</title>", "", "Dam opened"),
        (
            '<title>Dam opened • The Valley Times</title><meta property="og:site_name" content="The Valley Times">',
            "",
            "Dam opened",
        ),
        ("<title>War - Peace - War</title>", "", "War - Peace - War"),
        ("<title>Korean Central News Agency</title>", "", ""),
        (
            "<title>Rodong Sinmun</title>",
            '<p align="center"><font style="font-weight:bold;font-size:18px">Dam opened</font></p>',
            "Dam opened",
        ),
        ("<title>x</title>", "<h1>The Valley Times</h1><article><h1>Dam opened</h1></article>", "Dam opened"),
        ("", '<div class="news-title">Dam opened</div>', "Dam opened"),
        (
            '<title>The Valley Times</title><meta property="og:title" content="Dam opened">',
            "<h1>The Valley Times</h1>",
            "Dam opened",
        ),
    ],
)
def test_the_headline_is_the_articles(head: str, body: str, title: str) -> None:
    found = page(body + paragraphs(FIRST, SECOND), head, outlet="kcna" if "Rodong" not in head else "rodong")
    assert found.title == title
    assert lines(found)[-2:] == [FIRST, SECOND]


@pytest.mark.parametrize(
    ("before", "head", "url", "retrieved"),
    [
        ("<!-- saved from url=(0042)http://www.kcna.kp/en/article/q/1.kcmsf -->", "", "http://www.kcna.kp/en/article/q/1.kcmsf", None),
        (
            "<!-- saved from url=(0042)http://www.kcna.kp/en/article/q/1.kcmsf -->",
            '<link rel="canonical" href="/en/article/q/2.kcmsf">',
            "http://www.kcna.kp/en/article/q/2.kcmsf",
            None,
        ),
        ("", '<meta property="og:url" content="https://tass.com/politics/1">', "https://tass.com/politics/1", None),
        (
            "<!-- saved from url=(0080)https://web.archive.org/web/20190203040506/http://www.kcna.kp/kcna.user.article.kcmsf -->",
            "",
            "http://www.kcna.kp/kcna.user.article.kcmsf",
            "2019-02-03T04:05:06+00:00",
        ),
        (
            "",
            '<link rel="canonical" href="https://web.archive.org/web/20190203040506/https:/tass.com/politics/1">',
            "https://tass.com/politics/1",
            "2019-02-03T04:05:06+00:00",
        ),
        (
            "<!--\n Page saved with SingleFile \n url: https://tass.com/politics/1 \n saved date: Sun Feb 03 2019\n-->",
            "",
            "https://tass.com/politics/1",
            None,
        ),
        ("", '<link rel="canonical" href="https://web.archive.org/web/20191399040506/https://tass.com/politics/1">', "https://tass.com/politics/1", None),
    ],
)  # fmt: skip
def test_where_and_when_a_page_was_saved(before: str, head: str, url: str, retrieved: str | None) -> None:
    found = parse(f"{before}<html><head>{head}</head><body><p>{FIRST}</p></body></html>")
    assert (found.fields.get("url"), found.retrieved) == (url, retrieved)


OWN = (
    '<html><head><title>Site</title></head><body><div class="hl">Dam opened</div><i class="when">6 August 2024</i>'
    f'<div class="txt">{FIRST}<div class="x-related">Another dam</div><p>{SECOND}</p><p class="sign">A. B.</p></div></body></html>'
)


def layouts(**selectors: str) -> Any:
    [kcna] = [one for one in outlet_summaries() if one.code == "kcna"]
    from corpus.ingest.outlets.records import Page as Rules

    return Layouts([dataclasses.replace(kcna, pages=(Rules(text=".none"), Rules(**selectors)))])


def test_an_outlets_selectors_come_first() -> None:
    found = parse(OWN, "kcna", layouts(text="div.txt", title=".hl", date=".when", remove=".sign"))
    assert found.title == "Dam opened"
    assert found.fields["date"] == "6 August 2024"
    assert lines(found) == [FIRST, SECOND]


def test_selectors_are_chosen_by_the_address_too() -> None:
    saved = "<!-- saved from url=(0042)http://www.kcna.kp/en/article/q/1.kcmsf -->" + OWN
    assert parse(saved, None, layouts(text="div.txt", title=".hl")).title == "Dam opened"
    assert parse(OWN, None, layouts(text="div.txt", title=".hl")).title == "Site"


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("Tuesday, 6 August 2024, 10:30", False),
        ("2024-08-06 10:30", False),
        ("3:59 PM", False),
        ("Pyongyang, August 6 (KCNA) --", True),
        ("新华社北京8月6日电", True),
        ("On 6 August 2024 the dam was opened", True),
    ],
)
def test_a_line_that_is_only_a_date_is_no_text_but_a_dateline_is(line: str, kept: bool) -> None:
    found = page(f"<h1>Dam opened</h1><p>{line}</p>{paragraphs(FIRST, SECOND)}")
    assert (line in lines(found)) is kept
    assert line in found.below


def test_credits_of_pictures_are_captions() -> None:
    found = page(f"<article><h1>Dam opened</h1>{paragraphs(FIRST, 'Photo: A. B.', SECOND)}</article>")
    assert lines(found) == [FIRST, SECOND]


def test_menus_above_and_tables_within() -> None:
    menu = '<table><tr><td><a href="a">Front page</a><br><a href="b">Archive</a></td></tr></table>'
    table = "<table><tr><th>Year</th><th>Tons</th></tr><tr><td>1970</td><td>12</td></tr></table>"
    found = page(
        f"{menu}<div><p align=center><b>Dam opened</b></p>{paragraphs(FIRST, SECOND)}{table}{paragraphs(THIRD)}</div>"
    )
    assert (found.title, lines(found)) == ("Dam opened", [FIRST, SECOND, "Year Tons", "1970 12", THIRD])


_TURNS = (
    "The wheel of the mill turned again on Tuesday, and the miller said that it had stood still for a year. "
)


def test_whole_articles_of_one_page_are_texts_of_their_own(
    sorted_read: Callable[..., Any], tmp_path: Path
) -> None:
    def article(title: str, day: str, words: str, more: str = "") -> str:
        heading = f"<h2>{more or title}</h2><time datetime='{day}'>{day}</time>"
        return f"<article>{heading}<p>{words * 3}</p><p>{words * 2}</p></article>"

    link = "<a href='/b'>The wheel</a>"
    first = article("The mill", "2021-03-05", _TURNS)
    second = article("The wheel", "2021-03-12", _TURNS.replace("mill", "brook"), link)
    card = "<article><h2>A card</h2><time>2021-03-13</time><p>Few words.</p><p>No more.</p></article>"
    head = (
        "<html lang='en'><head><title>News</title><link rel='canonical' href='https://a.example/day'></head>"
    )
    page = f"{head}<body><nav><a href='/'>Home</a></nav>{first}{second}{card}</body></html>"
    (tmp_path / "a.html").write_text(page)
    items, rejected = sorted_read(tmp_path)
    assert rejected == []
    found = [(item.fields["title"], item.fields["date"], item.fields["url"]) for item in items]
    assert sorted(found) == [
        ("The mill", "2021-03-05", "https://a.example/day"),
        ("The wheel", "2021-03-12", "https://a.example/b"),
    ]
    assert all(item.text.count("Tuesday") == 5 for item in items)
    (tmp_path / "a.html").write_text(page.replace("<h2>The mill</h2>", "<h1>The mill</h1>"))
    [one], _ = sorted_read(tmp_path)
    assert one.fields["title"] == "The mill"


def test_documents_of_google_docs(sorted_read: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        "<html><body class='c5 doc-content'><p class='c2 title'>The mill</p><h1>The wheel</h1>"
        f"<p>{_TURNS * 2}<sup><a href='#ftnt1' id='ftnt_ref1'>[1]</a></sup></p><p>{_TURNS}</p><hr><div>"
        "<p><a href='#ftnt_ref1' id='ftnt1'>[1]</a> A note.</p></div><div><p><a href='#cmnt_ref1' id='cmnt1'>[a]</a>"
        " A comment.</p></div></body></html>"
    )
    [item], _ = sorted_read(tmp_path)
    assert item.fields["title"] == "The mill"
    assert [block.text for block in item.blocks] == [
        "The mill",
        "The wheel",
        (_TURNS * 2).strip(),
        _TURNS.strip(),
    ]
