"""Pages of frames: the frame's text is the text, from a folder, from a browser, from an archive."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from corpus.ingest.readers.inputs import read
from corpus.ingest.readers.walk import LeftOut
from corpus.text.records import Item, Rejected

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "The canal of the five villages was finished ahead of the plan, and its builders were greeted."
FRAME = f"<html><head><title>Canal</title></head><body><h2>Canal finished</h2><p>{TEXT}</p></body></html>"
MENU = (
    '<html><body><a href="1">Home of the agency and all its pages</a><br><a href="2">Films</a></body></html>'
)


def frameset(text: str, menu: str = "menu.htm") -> str:
    return (
        "<!-- saved from url=(0040)http://www.kcna.co.jp/item/2004/200406/news06/14.htm -->"
        f'<html><head><title>KCNA</title></head><FRAMESET cols="20%,*"><frame src="{menu}" name=m>'
        f"<frame name=t src='{text}'></FRAMESET></html>"
    )


def loaded(path: Path) -> list[Item | Rejected]:
    return list(read([path]))


def only(path: Path) -> Item:
    (item,) = loaded(path)
    assert isinstance(item, Item)
    return item


@pytest.mark.parametrize("source", ["./text 1.htm", "text%201.htm?x=1#top", "TEXT&amp;/../x.htm"])
def test_the_frame_with_the_text_is_the_page(source: str, tmp_path: Path) -> None:
    (tmp_path / "text 1.htm").write_text(FRAME)
    (tmp_path / "menu.htm").write_text(MENU)
    page = tmp_path / "index.htm"
    page.write_text(frameset(source))
    if ".." in source:
        (found,) = loaded(page)
        assert isinstance(found, Rejected)
        assert "frames" in found.reason
        return
    item = only(page)
    assert (item.text, item.fields["title"]) == (TEXT, "Canal finished")
    assert item.address == item.fields["url"] == "http://www.kcna.co.jp/item/2004/200406/news06/14.htm"


def test_frames_that_a_browser_saved_beside_the_page(tmp_path: Path) -> None:
    folder = tmp_path / "KCNA_files"
    folder.mkdir()
    (folder / "text.html").write_text(FRAME)
    (folder / "menu.html").write_text(MENU)
    (tmp_path / "KCNA.html").write_text(frameset("./KCNA_files/text.html", "./KCNA_files/menu.html"))
    left_out = LeftOut()
    (item,) = read([tmp_path], left_out=left_out)
    assert isinstance(item, Item)
    assert item.text == TEXT
    assert left_out.companions == 1


def test_frames_in_an_archive_and_framesets_in_frames(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("d/KCNA.html", frameset("KCNA_files/inner.html", "KCNA_files/menu.html"))
        archive.writestr("d/KCNA_files/inner.html", frameset("text.html", "menu.html"))
        archive.writestr("d/KCNA_files/text.html", FRAME)
        archive.writestr("d/KCNA_files/menu.html", MENU)
    assert only(tmp_path / "a.zip").text == TEXT


def test_frames_that_show_each_other_and_frames_elsewhere(tmp_path: Path) -> None:
    page = tmp_path / "index.htm"
    for source in ("index.htm", "http://www.kcna.co.jp/text.htm", "/etc/hostname", "none.htm"):
        page.write_text(frameset(source, source))
        (found,) = loaded(page)
        assert isinstance(found, Rejected)
        assert "none of which lies beside it" in found.reason
    outside = tmp_path / "text.htm"
    outside.write_text(FRAME)
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "link.htm").symlink_to(outside)
    for source in ("../text.htm", "link.htm"):
        (inner / "index.htm").write_text(frameset(source, source))
        (found,) = loaded(inner / "index.htm")
        assert isinstance(found, Rejected)


@pytest.mark.parametrize(
    "markup",
    [
        "<frameset>" + "<frame " * 200_000,
        "<frameset>" + "<frame src=" * 200_000,
        "<frameset>" + "<frame src='index.htm'>" * 100_000,
        "<frameset><frame src='a%00b.htm'><frame src=''><frame src='" + "x" * 5000 + "'>",
    ],
    ids=["open tags", "open sources", "itself", "names"],
)
def test_hostile_framesets_end_in_a_sentence(markup: str, tmp_path: Path) -> None:
    (tmp_path / "index.htm").write_text(f"<html><head><title>KCNA</title></head>{markup}</html>")
    (found,) = loaded(tmp_path / "index.htm")
    assert isinstance(found, Rejected)
