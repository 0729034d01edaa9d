"""Plain texts and HTML pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from corpus import settings
from corpus.ingest.readers import html
from corpus.ingest.readers.html import parse

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

KOREAN = "우리 당과 정부는 인민의 생활을 높이는것을 가장 중요한 과제로 내세우고있다."
PAGE = """<!DOCTYPE html>
<html lang="ko">
<head>
  <meta charset="{charset}">
  <title>2013년 신년사 | 조선중앙통신</title>
  <meta property="article:published_time" content="2013-01-01">
  <link rel="canonical" href="http://www.example.kp/ko/article/1">
  <script>var hidden = "보이지 않음";</script>
</head>
<body>
  <nav><a href="/">첫페지</a></nav>
  <h1>2013년 신년사</h1>
  <p>경애하는 <strong>김정은</strong>동지께서
     <font color="red">신년사</font>를 하시였다.</p>
  <div>우리<br>인민<span>들</span>에게</div>
  <footer>판권</footer>
</body>
</html>"""


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_text_is_one_item_with_its_bytes(sorted_read: Callable[..., Any], tmp_path: Path) -> None:
    path = write(tmp_path / "신년사.txt", "﻿" + KOREAN)
    [item], rejected = sorted_read(path)
    assert rejected == []
    assert item.text == KOREAN
    assert item.raw == path.read_bytes()
    assert (item.address, item.source) == (path.as_posix(), path.as_posix())
    assert (item.encoding, item.fields, item.notes) == ("utf-8-sig", {}, ())


def test_a_relative_path_is_shown_as_given_and_stored_as_absolute(
    sorted_read: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "texts").mkdir()
    write(tmp_path / "texts" / "a.txt", "A")
    monkeypatch.chdir(tmp_path)
    [item], _ = sorted_read("texts/")
    assert (item.source, item.address) == ("texts/a.txt", (tmp_path / "texts/a.txt").as_posix())


@pytest.mark.parametrize("name", ["a.md", "a.TEXT", "a.2016", "a", "Speech No. 3"])
def test_other_endings_are_read_when_they_hold_text(
    sorted_read: Callable[..., Any], tmp_path: Path, name: str
) -> None:
    [item], _ = sorted_read(write(tmp_path / name, "A text."))
    assert item.text == "A text."


def test_mojibake_is_mended_and_said(sorted_read: Callable[..., Any], tmp_path: Path) -> None:
    [item], _ = sorted_read(write(tmp_path / "a.txt", "the 20Ã—10 policy"))
    assert item.text == "the 20×10 policy"
    assert item.notes == ("mojibake mended",)
    assert item.raw == "the 20Ã—10 policy".encode()


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "It is empty"),
        ("a.txt", b" \r\n\t ", "It is empty"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "It is a picture"),
        ("a.dat", b"\x00\x01\x02\x03", "It is not a text"),
        ("a.pdf", b"%PDF-1.4 some", "It is not a PDF that can be read"),
        ("a.DOCX", b"PK\x03\x04", "It is not a Word document that can be read"),
        ("a.hwp", b"HWP Document File", "Hangul (HWP) documents are not read"),
        ("a.warc", b"WARC/1.0", "It holds no page"),
        ("a.txt.gz", b"\x1f\x8b", "It cannot be unpacked"),
        ("a.txt", b"Words \xfe\xff\xfd\xf0\xd0\xfe of none.", "unknown encoding: convert it to UTF-8"),
        ("a.html", b"<html><body><script>x</script></body></html>", "neither a title nor text"),
    ],
)
def test_what_is_no_text_is_rejected_with_its_bytes(
    sorted_read: Callable[..., Any], tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    path = write(tmp_path / name, content)
    write(tmp_path / "z.txt", "The others are read.")
    items, [rejected] = sorted_read(tmp_path)
    assert [item.text for item in items] == ["The others are read."]
    assert reason in rejected.reason
    assert (rejected.source, rejected.raw, rejected.size) == (path.as_posix(), content, len(content))


def test_a_text_longer_than_the_limit_is_rejected_and_only_its_beginning_kept(
    sorted_read: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "MAX_TEXT_CHARACTERS", 1000)
    monkeypatch.setattr(settings, "MAX_REJECTED_BYTES", 100)
    write(tmp_path / "a.txt", "x" * 1001)
    write(tmp_path / "b.txt", "x" * 1000)
    write(tmp_path / "c.txt", "x" * 50_000)
    [item], [a, c] = sorted_read(tmp_path)
    assert item.source.endswith("b.txt")
    assert a.reason == "Its text has 1,001 characters, more than the 1,000 taken as one document: split it."
    assert (a.raw, a.size) == (b"x" * 100, 1001)
    assert "split it" in c.reason
    assert (c.raw, c.size) == (b"x" * 100, 50_000)


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [("utf-8", "utf-8"), ("euc-kr", "cp949"), ("utf-16", "utf-16"), ("iso-8859-1", "cp949")],
)
def test_a_page_gives_title_date_language_url_and_paragraphs(
    sorted_read: Callable[..., Any], tmp_path: Path, charset: str, encoding: str
) -> None:
    raw = PAGE.format(charset=charset).encode(encoding)
    [item], _ = sorted_read(write(tmp_path / "page.html", raw))
    assert item.text.split("\n") == ["경애하는 김정은동지께서 신년사를 하시였다.", "우리", "인민들에게"]
    assert item.fields == {
        "title": "2013년 신년사",
        "date": "2013-01-01",
        "language": "ko",
        "url": "http://www.example.kp/ko/article/1",
    }
    assert item.address == "http://www.example.kp/ko/article/1"
    assert (item.raw, item.encoding) == (raw, encoding)


@pytest.mark.parametrize("name", ["article.kcmsf", "page", "page.txt"])
def test_a_page_is_known_by_its_beginning_whatever_it_is_called(
    sorted_read: Callable[..., Any], tmp_path: Path, name: str
) -> None:
    [item], _ = sorted_read(write(tmp_path / name, PAGE.format(charset="utf-8")))
    assert "<" not in item.text


def test_a_page_may_begin_with_comments_and_declarations(
    sorted_read: Callable[..., Any], tmp_path: Path
) -> None:
    begin = '\ufeff\n<?xml version="1.0"?>\n<!-- saved from a site -->\n'
    [item], _ = sorted_read(write(tmp_path / "page", begin + "<HTML><p>A page."))
    assert item.text == "A page."


def test_a_mountain_of_spaces_is_no_work(sorted_read: Callable[..., Any], tmp_path: Path) -> None:
    [item], _ = sorted_read(write(tmp_path / "a", " " * 3_000_000 + "x"))
    assert item.text.endswith("x")


def test_a_format_can_be_forced(sorted_read: Callable[..., Any], tmp_path: Path) -> None:
    path = write(tmp_path / "page.xml", "<p>A <b>page</b>.</p>")
    assert sorted_read(path)[1][0].reason.startswith("XML is not read")
    assert sorted_read(path, format="html")[0][0].text == "A page."
    assert sorted_read(path, format="text")[0][0].text == "<p>A <b>page</b>.</p>"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Kim<b>Jong</b>Un</p>", "KimJongUn"),
        ("<p>Kim <b> Jong </b> Un</p>", "Kim Jong Un"),
        ("<p>One<p>Two", "One\nTwo"),
        ("One<br>Two<br/><br/>Three", "One\nTwo\nThree"),
        ("<ul><li>One<li>Two</ul>", "One\nTwo"),
        ("<table><tr><td>A<td>B<tr><td>C<td>D</table>", "A B\nC D"),
        ("<p>wrapped\n   in the\tsource</p>", "wrapped in the source"),
        ("<pre>Kept\n  Lines</pre>", "Kept\nLines"),
        ("<p>a<!-- comment -->b<script>c</script>d</p>", "abd"),
        ("<form><p>In a form</p><input value=x></form>", "In a form"),
        ("<p>I don&#146;t&nbsp;know &amp; care</p>", "I don’t\u00a0know & care"),
        ("<nav>Menu</nav><header>Head</header><main><p>Text</p></main>", "Text"),
        ("<article>One</article><article>Two</article>", "One\nTwo"),
        ("plain", "plain"),
    ],
)
def test_paragraphs(markup: str, text: str) -> None:
    assert parse(f"<html><body>{markup}</body></html>").text == text


@pytest.mark.parametrize(
    ("head", "body", "title", "text"),
    [
        ("<title>War and Peace - KCNA</title>", "<h1>War and Peace</h1>x", "War and Peace", "x"),
        ("<title>War and Peace - KCNA</title>", "<h1>KCNA</h1>x", "War and Peace", "KCNA\nx"),
        ("<title>KCNA</title><meta property='og:title' content='War'>", "<h1>War</h1>x", "War", "x"),
        ("", "<h1>War\n  and Peace</h1>x", "War and Peace", "x"),
        ("<title></title>", "x", "", "x"),
    ],
)
def test_the_title_is_not_repeated_in_the_text(head: str, body: str, title: str, text: str) -> None:
    page = parse(f"<html><head>{head}</head><body>{body}</body></html>")
    assert (page.title, page.text) == (title, text)


@pytest.mark.parametrize(
    ("markup", "date"),
    [
        ('<meta name="DC.date" content=" 2024-08-06 ">', "2024-08-06"),
        ('<body><time datetime="2024-08-06T10:00">6 August</time>', "2024-08-06T10:00"),
        ("<body><time>6 August 2024</time>", "6 August 2024"),
        ('<body><span itemprop="datePublished">2024</span>', "2024"),
    ],
)
def test_dates_of_pages(markup: str, date: str) -> None:
    assert parse(markup + "x").fields["date"] == date


@pytest.mark.parametrize("href", ["http://www.example.kp/", "/article/1", ""])
def test_a_canonical_link_that_names_no_page_is_no_address(href: str) -> None:
    assert "url" not in parse(f'<head><link rel="canonical" href="{href}"></head>x').fields


def test_a_page_without_text_is_an_item(sorted_read: Callable[..., Any], tmp_path: Path) -> None:
    [item], _ = sorted_read(write(tmp_path / "photo.htm", "<title>A photo</title><img src=x>"))
    assert (item.text, item.fields) == ("", {"title": "A photo"})


def test_pages_that_nest_deeper_than_python_does() -> None:
    assert parse("<div>" * 5000 + "deep").text == "deep"


def test_a_page_of_nothing_but_tags_is_rejected(
    sorted_read: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(html, "MAX_TAGS", 100)
    _, [rejected] = sorted_read(write(tmp_path / "a.html", "<b>x" * 101))
    assert rejected.reason == "The page has more than 100 tags: split it, or convert it to plain text."


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("AT&amp;T opened", "AT&T opened"),
        ("&#34;О внесении&#34; &laquo;изменений&raquo;", '"О внесении" «изменений»'),
        ("The&nbsp;company &mdash; it", "The\xa0company — it"),
        ("twice &amp;quot;said&amp;quot;", 'twice "said"'),
        ("R&D, &c., AT&T; and &foo; stay", "R&D, &c., AT&T; and &foo; stay"),
        ("One <p>two, no page", "One <p>two, no page"),
        ("a < b and c > d, <3, <Kim>", "a < b and c > d, <3, <Kim>"),
        (
            "One\n\nThe <b>mill</b> opened\nat noon.\n\nEnd &amp; <i>so</i>",
            "One\nThe mill opened at noon.\nEnd & so",
        ),
        ("One\n\n<p>The mill.</p><p>It&nbsp;opened.</p>", "One\nThe mill.\nIt opened."),
        (
            "One<br>Two<BR />\nThree</br>Four\n-----\n   Five &lt; six",
            "One\nTwo\nThree\nFour\n-----\n   Five < six",
        ),
        ("One\n\nTwo <p>Three\n<br/>Four", "One\nTwo\nThree\nFour"),
    ],
)
def test_entities_and_tags_in_plain_texts_are_no_words(
    sorted_read: Callable[..., Any], tmp_path: Path, written: str, text: str
) -> None:
    (tmp_path / "a.txt").write_text(written, "utf-8")
    ((item,), _) = sorted_read(tmp_path / "a.txt")
    assert item.text == text
