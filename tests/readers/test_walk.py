"""Folders: order, hidden files, links, rights."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from corpus.errors import UsageError
from corpus.ingest.readers import estimate, read

if TYPE_CHECKING:
    from collections.abc import Callable

    Read = Callable[..., Any]


def write(path: Path, text: str = "text") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_paths_are_read_in_the_order_given_and_folders_sorted(sorted_read: Read, tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/10.txt", "b/a/3.txt", "a.txt", "b/.hidden.txt", "b/.git/x.txt", "b/.DS_Store"):
        write(tmp_path / name, name)
    items, rejected = sorted_read(tmp_path / "b", tmp_path / "a.txt")
    assert [item.text for item in items] == ["b/10.txt", "b/2.txt", "b/a/3.txt", "a.txt"]
    assert rejected == []


def test_a_hidden_file_that_is_asked_for_is_read(sorted_read: Read, tmp_path: Path) -> None:
    assert len(sorted_read(write(tmp_path / ".hidden.txt"))[0]) == 1


@pytest.mark.parametrize("call", [read, lambda paths: estimate(paths)])
def test_a_path_that_does_not_exist_is_a_usage_error_before_anything_is_read(
    call: Any, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=r"There is no file or folder .*missing: check the path\."):
        call([write(tmp_path / "a.txt"), tmp_path / "missing"])


def test_a_format_that_does_not_exist_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no format 'docx'; there are: text, html, json"):
        read([tmp_path], format="docx")


def test_a_folder_and_a_file_without_the_right_to_read(
    sorted_read: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("closed/a.txt", "locked.txt", "open.txt"):
        write(tmp_path / name)
    scandir, opened = os.scandir, Path.open

    def deny(path: object) -> None:
        if str(path).endswith(("closed", "locked.txt")):
            raise PermissionError(13, "Permission denied")

    # Tests may run as root, who may read everything.
    monkeypatch.setattr(os, "scandir", lambda path: deny(path) or scandir(path))
    monkeypatch.setattr(Path, "open", lambda path, *mode: deny(path) or opened(path, *mode))
    items, [folder, file] = sorted_read(tmp_path)
    assert len(items) == 1
    assert folder.source == (tmp_path / "closed").as_posix()
    assert file.source == (tmp_path / "locked.txt").as_posix()
    assert file.reason == "It cannot be opened (permission denied): give yourself the right to read it."


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_rights_for_real(sorted_read: Read, tmp_path: Path) -> None:
    write(tmp_path / "closed/a.txt")
    (tmp_path / "closed").chmod(0)
    _, [folder] = sorted_read(tmp_path)
    (tmp_path / "closed").chmod(0o700)
    assert "permission denied" in folder.reason


def test_links_are_followed_but_not_in_circles(sorted_read: Read, tmp_path: Path) -> None:
    write(tmp_path / "elsewhere/a.txt")
    (tmp_path / "in").mkdir()
    (tmp_path / "in/loop").symlink_to(tmp_path / "in")
    (tmp_path / "in/other").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "in/broken.txt").symlink_to(tmp_path / "nothing")
    items, [broken, loop] = sorted_read(tmp_path / "in")
    assert [item.source for item in items] == [(tmp_path / "in/other/a.txt").as_posix()]
    assert "link to nothing" in broken.reason
    assert "link to a folder that holds it" in loop.reason


def test_what_is_no_file_is_not_waited_for(sorted_read: Read, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    _, [rejected] = sorted_read(tmp_path)
    assert rejected.reason.startswith("It is neither a file nor a folder")


def test_names_that_are_no_utf8_or_hold_controls(sorted_read: Read, tmp_path: Path) -> None:
    for name in ("신년사 연설문.txt".encode("cp949"), b"a\x1b[31m\n.txt"):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text("text")
    items, rejected = sorted_read(tmp_path)
    assert rejected == []
    assert sorted(item.address.rpartition("/")[2] for item in items) == [
        "a\ufffd[31m\ufffd.txt",
        "신년사 연설문.txt",
    ]


def test_exclamation_marks_in_names_are_no_archives(sorted_read: Read, tmp_path: Path) -> None:
    write(tmp_path / "Victory!.jsonl", '{"text": "line"}')
    write(tmp_path / "Onward!/b!.csv", "file,title\na!.txt,T\n")
    write(tmp_path / "Onward!/a!.txt", "text")
    items, rejected = sorted_read(tmp_path)
    assert [(item.text, item.fields) for item in items] == [
        ("text", {"file": "a!.txt", "title": "T"}),
        ("line", {}),
    ]
    assert rejected == []


def test_nothing_heavy_is_imported_before_it_is_used() -> None:
    heavy = {"bs4", "lxml", "openpyxl", "ftfy", "numpy", "polars"}
    code = f"import sys, corpus.ingest.readers; print(sorted({heavy} & sys.modules.keys()))"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"


def test_an_empty_folder_gives_nothing(sorted_read: Read, tmp_path: Path) -> None:
    assert sorted_read(tmp_path) == ([], [])
