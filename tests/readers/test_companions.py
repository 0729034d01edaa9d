"""What stands beside texts and is none: the folders of saved pages, and what systems leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from corpus.ingest.readers.inputs import read
from corpus.ingest.readers.walk import LeftOut
from tests.readers.test_archives import packed

if TYPE_CHECKING:
    from pathlib import Path

PAGE = "<html><body><h1>Dam</h1><p>The dam is whole.</p></body></html>"
FRAME = "<html><body><p>Buy a frame.</p></body></html>"
TREE = {
    "dam.html": PAGE,
    "dam_files/style.css": "p {color: red}",
    "dam_files/frame.html": FRAME,
    "dam_files/deeper/more.html": FRAME,
    "sub/Rede.htm": PAGE,
    "sub/Rede-Dateien/frame.html": FRAME,
    "sub/речь_files/kept.txt": "a folder of its own",
    "Thumbs.db": "x",
    "~$list.xlsx": "x",
    "photo.JPG": "x",
    "._dam.html": "x",
    "__MACOSX/dam.html": PAGE,
}
TEXTS = ["a folder of its own", "The dam is whole.", "The dam is whole."]


def texts(path: Path, left_out: LeftOut) -> list[str]:
    found: list[Any] = list(read([path], left_out=left_out))
    return sorted((item.text for item in found), reverse=True)


@pytest.mark.parametrize("zipped", [False, True])
def test_companions_are_passed_over_and_counted(tmp_path: Path, zipped: bool) -> None:
    if zipped:
        (tmp_path / "all.zip").write_bytes(packed(TREE))
    for name, content in {} if zipped else {k: v for k, v in TREE.items() if not k.startswith(".")}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content)
    left_out = LeftOut()
    assert texts(tmp_path, left_out) == TEXTS
    # a folder that is not entered counts once; in an archive its files are known
    assert left_out.companions == (9 if zipped else 6)
    [sentence] = left_out.sentences()
    assert sentence.startswith(f"{left_out.companions} files and folders were passed over")


def test_what_is_named_itself_is_read(tmp_path: Path) -> None:
    (tmp_path / "dam_files").mkdir()
    (tmp_path / "dam.html").write_text(PAGE)
    (tmp_path / "dam_files" / "frame.html").write_text(FRAME)
    assert texts(tmp_path / "dam_files", LeftOut()) == ["Buy a frame."]
