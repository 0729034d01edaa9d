"""Addresses of captures in an archive of the web, as columns and front matter hold them."""

from __future__ import annotations

import gzip
import json
import plistlib
from typing import TYPE_CHECKING, Any

import pytest

from corpus.ingest.readers.inputs import read
from corpus.text.records import Item

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CAPTURE = "https://web.archive.org/web/20110908051230/http://www.kcna.co.jp/item/2004/200406/news06/14.htm"
ORIGINAL = "http://www.kcna.co.jp/item/2004/200406/news06/14.htm"
MOMENT = "2011-09-08T05:12:30+00:00"


def only(path: Path) -> Item:
    (item,) = read([path])
    assert isinstance(item, Item)
    return item


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", f"url,title,text\n{CAPTURE},Canal,The canal was finished.\n"),
        ("a.jsonl", json.dumps({"url": CAPTURE, "title": "Canal", "text": "The canal was finished."})),
        ("a.md", f"---\ntitle: Canal\nurl: {CAPTURE}\n---\n\nThe canal was finished.\n"),
        ("a.csv", f"link,body\n{CAPTURE.replace('30/', '30id_/')},The canal was finished.\n"),
    ],
)
def test_a_capture_is_the_original_address_and_a_moment(name: str, content: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(content)
    item = only(tmp_path / name)
    assert (item.address, item.fields["url"], item.retrieved) == (ORIGINAL, ORIGINAL, MOMENT)


def test_two_captures_of_a_page_have_one_address(tmp_path: Path) -> None:
    rows = [f"{CAPTURE},The canal was finished.", f"{CAPTURE.replace('2011', '2015')},The canal was dug."]
    (tmp_path / "a.csv").write_text("url,text\n" + "\n".join(rows))
    first, second = read([tmp_path / "a.csv"])
    assert isinstance(first, Item)
    assert isinstance(second, Item)
    assert first.address == second.address == ORIGINAL
    assert second.retrieved == "2015-09-08T05:12:30+00:00"


def test_a_table_beside_pages_may_name_captures(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The canal was finished ahead of the plan.")
    (tmp_path / "meta.csv").write_text(f"file,url\na.txt,{CAPTURE}\n")
    item = only(tmp_path)
    assert (item.address, item.retrieved) == (ORIGINAL, MOMENT)


def test_an_address_that_only_mentions_an_archive_stays(tmp_path: Path) -> None:
    for address in ("https://web.archive.org/web/2011/", "https://archive.org/details/kcna-2011"):
        (tmp_path / "a.csv").write_text(f"url,text\n{address},The canal was finished.\n")
        item = only(tmp_path / "a.csv")
        assert (item.fields["url"], item.retrieved) == (address, None)


PAGE = (
    "<html><head><title>The mill</title></head><body><article><h1>The mill turns</h1>"
    "<p>The mill of Ost turns again, after it had stood still for a year and a day.</p></article>"
    "</body></html>"
)


@pytest.mark.parametrize(
    "said",
    ["https://ost.example/mill/1", "https://web.archive.org/web/20240506070809/https://ost.example/mill/1"],
)
def test_pages_that_browsers_saved_whole_have_their_address(
    sorted_read: Callable[..., Any], tmp_path: Path, said: str
) -> None:
    main = {"WebResourceURL": said, "WebResourceData": PAGE.encode(), "WebResourceMIMEType": "text/html"}
    (tmp_path / "a.webarchive").write_bytes(
        plistlib.dumps({"WebMainResource": main}, fmt=plistlib.FMT_BINARY)
    )
    (tmp_path / "b.mhtml").write_text(
        f"From: <Saved by Blink>\nSnapshot-Content-Location: {said}\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related; type="text/html"; boundary="x"\n\n--x\n'
        f"Content-Type: text/html\nContent-Location: {said}\n\n{PAGE}\n--x--\n"
    )
    items, rejected = sorted_read(tmp_path / "a.webarchive", tmp_path / "b.mhtml")
    assert rejected == []
    assert [item.address for item in items] == ["https://ost.example/mill/1"] * 2
    assert [item.fields["title"] for item in items] == ["The mill turns"] * 2
    assert {item.retrieved for item in items} == {"2024-05-06T07:08:09+00:00" if "archive" in said else None}


def test_a_broken_web_archive(sorted_read: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "a.webarchive").write_bytes(b"bplist00\xd1\x01\x02" + b"\xff" * 60)
    items, [refused] = sorted_read(tmp_path / "a.webarchive")
    assert items == []
    assert refused.reason == "It is not a web archive that can be read: save the page as HTML."


def record(
    kind: str, url: str, body: bytes, said: str = "text/html; charset=utf-8", status: int = 200
) -> bytes:
    head = f"HTTP/1.1 {status} OK\r\nContent-Type: {said}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    held = head + body if kind == "response" else body
    return (
        (
            f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-05-06T07:08:09Z\r\n"
            f"WARC-Record-ID: <urn:uuid:{len(url)}>\r\nContent-Length: {len(held)}\r\n"
            f"Content-Type: {'application/http; msgtype=response' if kind == 'response' else said}\r\n\r\n"
        ).encode()
        + held
        + b"\r\n\r\n"
    )


def crawl() -> list[bytes]:
    site = "https://ost.example/"
    return [
        record("warcinfo", "", b"software: wget", "application/warc-fields"),
        record("request", f"{site}mill", b"GET / HTTP/1.1", "application/http; msgtype=request"),
        record("response", f"{site}mill", PAGE.encode()),
        record("response", f"{site}gone", PAGE.encode(), status=404),
        record("response", f"{site}a.png", b"\x89PNG", "image/png"),
        record("resource", f"{site}rain", PAGE.replace("mill", "rain").encode(), "text/html"),
    ]


@pytest.mark.parametrize("packed", [False, True])
def test_pages_of_a_crawl(sorted_read: Callable[..., Any], tmp_path: Path, packed: bool) -> None:
    written = b"".join(map(gzip.compress, crawl()) if packed else crawl())
    (tmp_path / ("a.warc.gz" if packed else "a.warc")).write_bytes(written)
    items, rejected = sorted_read(tmp_path)
    assert rejected == []
    assert [(item.address, item.fields["title"], item.retrieved) for item in items] == [
        ("https://ost.example/mill", "The mill turns", "2024-05-06T07:08:09+00:00"),
        ("https://ost.example/rain", "The rain turns", "2024-05-06T07:08:09+00:00"),
    ]


def test_a_crawl_that_breaks_off_keeps_the_pages_before(
    sorted_read: Callable[..., Any], tmp_path: Path
) -> None:
    written = b"".join(map(gzip.compress, crawl() + crawl()[2:3] * 2000))
    (tmp_path / "a.warc.gz").write_bytes(written[:-40])
    items, [refused] = sorted_read(tmp_path)
    assert {item.address for item in items} == {"https://ost.example/mill", "https://ost.example/rain"}
    assert len(items) > 1900
    assert refused.reason.endswith(".")


def test_words_of_a_crawl(sorted_read: Callable[..., Any], tmp_path: Path) -> None:
    written = [*crawl()[:1], record("conversion", "https://ost.example/mill", b"It turns.", "text/plain")]
    (tmp_path / "a.warc.wet").write_bytes(b"".join(written))
    [item], rejected = sorted_read(tmp_path)
    assert rejected == []
    assert (item.address, item.text) == ("https://ost.example/mill", "It turns.")
    assert item.retrieved == "2024-05-06T07:08:09+00:00"


def test_a_crawl_without_pages(sorted_read: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(b"".join(crawl()[:2]))
    items, [refused] = sorted_read(tmp_path)
    assert (items, refused.reason) == ([], "It holds no page: there is nothing to load.")
