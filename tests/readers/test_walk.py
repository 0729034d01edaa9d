"""Folders: order, hidden files, links, rights."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from corpus.errors import UsageError
from corpus.ingest.readers.inputs import estimate, read
from corpus.ingest.readers.walk import LeftOut

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
    with pytest.raises(UsageError, match="no format 'word'; there are: text, html, json"):
        read([tmp_path], format="word")


def test_a_folder_and_a_file_without_the_right_to_read(
    sorted_read: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("closed/a.txt", "locked.txt", "open.txt"):
        write(tmp_path / name)
    scandir, opened = os.scandir, os.open

    def deny(path: object) -> None:
        if str(path).endswith(("closed", "locked.txt")):
            raise PermissionError(13, "Permission denied")

    # Tests may run as root, who may read everything.
    monkeypatch.setattr(os, "scandir", lambda path: deny(path) or scandir(path))
    monkeypatch.setattr(os, "open", lambda path, *flags, **at: deny(path) or opened(path, *flags, **at))
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


def test_links_that_lead_out_are_followed_only_when_asked(sorted_read: Read, tmp_path: Path) -> None:
    write(tmp_path / "elsewhere/a.txt")
    (tmp_path / "in").mkdir()
    (tmp_path / "in/other").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "in/one.txt").symlink_to(tmp_path / "elsewhere/a.txt")
    (tmp_path / "in/broken.txt").symlink_to(tmp_path / "nothing")
    left_out = LeftOut()
    items, [broken] = sorted_read(tmp_path / "in", left_out=left_out)
    assert items == []
    assert "link to nothing" in broken.reason
    [sentence] = left_out.sentences()
    assert sentence.startswith("2 links lead out of what was given and were not followed (")
    assert "follow_links=True" in sentence
    items, _ = sorted_read(tmp_path / "in", follow_links=True, left_out=left_out)
    assert [Path(item.source).relative_to(tmp_path / "in").as_posix() for item in items] == [
        "one.txt",
        "other/a.txt",
    ]
    items, _ = sorted_read(tmp_path / "in/other")
    assert len(items) == 1  # what is named is no link that leads out


def test_a_link_to_another_of_the_paths_given_leads_not_out(sorted_read: Read, tmp_path: Path) -> None:
    write(tmp_path / "a/text.txt")
    (tmp_path / "b").mkdir()
    (tmp_path / "b/link.txt").symlink_to("../a/text.txt")
    left_out = LeftOut()
    items, _ = sorted_read(tmp_path / "b", tmp_path / "a", left_out=left_out)
    assert len(items) == 2
    assert left_out.sentences() == []


def test_each_folder_is_entered_once_however_links_run(sorted_read: Read, tmp_path: Path) -> None:
    for number in range(12):
        write(tmp_path / f"in/{number:02}/text.txt", str(number))
        for other in range(12):
            (tmp_path / f"in/{number:02}/to-{other:02}").symlink_to(tmp_path / f"in/{other:02}")
    (tmp_path / "in/self").symlink_to(".")
    (tmp_path / "in/above").symlink_to(tmp_path)
    items, rejected = sorted_read(tmp_path / "in")
    assert [item.text for item in items] == [str(number) for number in range(12)]
    assert rejected == []
    assert len(sorted_read(tmp_path / "in", follow_links=True)[0]) == 12


def test_a_link_into_a_hidden_folder_is_followed(sorted_read: Read, tmp_path: Path) -> None:
    write(tmp_path / ".annex/objects/x.txt", "kept elsewhere")
    write(tmp_path / ".annex/folder/y.txt", "in a folder")
    (tmp_path / "speech.txt").symlink_to(".annex/objects/x.txt")
    (tmp_path / "year").symlink_to(".annex/folder")
    (tmp_path / "again").symlink_to(".annex/folder")
    items, _ = sorted_read(tmp_path)
    assert sorted(item.text for item in items) == ["in a folder", "kept elsewhere"]


def test_links_that_name_each_other_are_rejected(sorted_read: Read, tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to("b.txt")
    (tmp_path / "b.txt").symlink_to("a.txt")
    items, rejected = sorted_read(tmp_path)
    assert (items, len(rejected)) == ([], 2)


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
    heavy = {"trafilatura", "lxml", "openpyxl", "ftfy", "numpy", "polars"}
    code = f"import sys, corpus.ingest.readers; print(sorted({heavy} & sys.modules.keys()))"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"


def test_an_empty_folder_gives_nothing(sorted_read: Read, tmp_path: Path) -> None:
    assert sorted_read(tmp_path) == ([], [])
