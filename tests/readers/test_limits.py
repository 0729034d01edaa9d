"""What small files may not become in memory, and files that are none."""

from __future__ import annotations

import io
import os
import socket
import tarfile
from pathlib import Path, PurePosixPath

import pytest

from corpus.ingest.readers import html, markdown, xml_
from corpus.ingest.readers.inputs import read
from corpus.ingest.readers.kinds import suffix
from corpus.text.records import Item, Rejected


def reasons(*paths: Path) -> dict[str, str]:
    """What is rejected, by the last part of its name, and why."""
    found = [one for one in read(paths) if isinstance(one, Rejected)]
    return {one.source.rpartition("/")[2]: one.reason for one in found}


def texts(*paths: Path) -> list[str]:
    return [one.text for one in read(paths) if isinstance(one, Item)]


@pytest.mark.parametrize("body", ["<p/>" * 60, '<p a="1" b="2"/>' * 20, "<p a = '1'/>" * 35])
def test_xml_of_too_many_tags_and_attributes(
    body: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xml_, "MAX_MARKS", 50)
    (tmp_path / "a.xml").write_text(f"<TEI><text>{body}</text></TEI>")
    assert "more than 50 tags and attributes" in reasons(tmp_path)["a.xml"]


def test_html_of_too_many_attributes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "MAX_ATTRIBUTES", 50)
    monkeypatch.setattr(html, "_SMALL", 100)
    page = "<html><body><p {}>A text of peace that is long enough to be one.</p></body></html>"
    for name, attributes in {
        "spaces": " ".join(f"a{n}" for n in range(60)),
        "slashes": "/".join(f"a{n}" for n in range(60)),
        "values": "\n".join(f"a{n}='b c'" for n in range(60)),
        "image": f'src="data:image/png;base64,{"/A b" * 100}" alt = "{"word " * 100}"',
    }.items():
        (tmp_path / f"{name}.html").write_text(page.format(attributes))
    found = reasons(tmp_path)
    assert sorted(found) == ["slashes.html", "spaces.html", "values.html"]
    assert {"more than 50 attributes" in reason for reason in found.values()} == {True}


posix = pytest.mark.skipif(os.name == "nt", reason="files of POSIX are tested")


@posix
def test_what_is_no_file_is_one_sentence_each_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A text of peace.")
    os.mkfifo(tmp_path / "b.txt")
    (tmp_path / "c.txt").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(os.path.relpath(tmp_path / "d.txt"))
    (tmp_path / "e.txt").symlink_to(tmp_path / "nothing")
    (tmp_path / "f").mkdir()
    (tmp_path / "f" / "g").symlink_to(tmp_path)
    (tmp_path / "f" / "h").symlink_to(tmp_path / "f" / "h")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/n\xe4me.txt")).write_text("A text of rice.")
    found = reasons(tmp_path)
    none = "It is neither a file nor a folder: leave it out."
    assert (found["b.txt"], found["d.txt"]) == (none, none)
    assert found["e.txt"] == "It is not there any more, or is a link to nothing: leave it out."
    assert "levels of symbolic links" in found["h"]
    assert texts(tmp_path) == ["A text of peace.", "A text of rice."]


@posix
def test_files_that_vanish_or_change_while_they_are_read(tmp_path: Path) -> None:
    for name in "abcd":
        (tmp_path / f"{name}.txt").write_text(f"The text {name}.")
    found: list[Item | Rejected] = []
    for number, one in enumerate(read([tmp_path])):
        found.append(one)
        if not number:
            (tmp_path / "b.txt").unlink()
            (tmp_path / "c.txt").unlink()
            os.mkfifo(tmp_path / "c.txt")
            (tmp_path / "d.txt").write_text("Longer than it was before.")
    assert [one.text if isinstance(one, Item) else one.reason for one in found] == [
        "The text a.",
        "It is not there any more, or is a link to nothing: leave it out.",
        "It has become something else while the folder was read: leave it out.",
        "Longer than it was before.",
    ]


@posix
@pytest.mark.skipif(not hasattr(os, "fork"), reason="another user is one of a process of his own")
def test_files_that_may_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A text of peace.")
    (tmp_path / "b.txt").write_text("A secret.")
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "d.txt").write_text("Another secret.")
    for closed in ("b.txt", "c"):
        (tmp_path / closed).chmod(0)
    try:
        found, read_as = as_another_user(tmp_path)
    finally:
        (tmp_path / "c").chmod(0o700)
    reason = "It cannot be opened (permission denied): give yourself the right to read it."
    assert found == {"b.txt": reason, "c": reason}
    assert read_as == ["A text of peace."]


def as_another_user(folder: Path) -> tuple[dict[str, str], list[str]]:
    """Read a folder as one who is not root: effective rights are given up for it."""
    if os.geteuid():
        return reasons(folder), texts(folder)
    for above in (folder, *folder.parents):
        if above.stat().st_uid == 0 and above != Path(above.anchor):
            above.chmod(above.stat().st_mode | 0o055)
    os.seteuid(65534)
    try:
        return reasons(folder), texts(folder)
    finally:
        os.seteuid(0)


def test_markdown_of_too_many_marks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown, "MOST_MARKS", 50)
    (tmp_path / "brackets.md").write_text("# Peace\n\n" + "[" * 60)
    (tmp_path / "lines.md").write_text("# Peace\n\n" + "a\n\n" * 30)
    (tmp_path / "plain.md").write_text("# Peace\n\n" + "a text of peace " * 60)
    found = reasons(tmp_path)
    assert sorted(found) == ["brackets.md", "lines.md"]
    assert {"more than 50 lines and marks" in reason for reason in found.values()} == {True}


def test_a_page_that_stands_in_its_list_again_is_read_once(tmp_path: Path) -> None:
    from fpdf import FPDF

    made = FPDF()
    for line in ("A text of peace.", "A text of rice."):
        made.add_page()
        made.set_font("Times", size=12)
        made.cell(0, 5, line)
    raw = bytes(made.output())
    kids = raw.index(b"/Kids [")
    first, last = raw.index(b"[", kids) + 1, raw.index(b"]", kids)
    pages = raw[first:last]
    (tmp_path / "a.pdf").write_bytes(raw[:first] + pages + b" " + pages + raw[last:])
    assert " ".join(texts(tmp_path)).split() == ["A", "text", "of", "peace.", "A", "text", "of", "rice."]


def test_an_empty_member_is_not_opened_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(
        tarfile.TarFile, "extractfile", lambda archive, info: opened.append(info.name) or io.BytesIO()
    )
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        for name in ("a.txt", "b.csv", "c"):
            archive.addfile(tarfile.TarInfo(name))
    found = [one for one in read([tmp_path]) if isinstance(one, Rejected)]
    assert {one.reason for one in found} == {"It is empty: there is nothing to load."}
    assert [opened.count(name) for name in ("a.txt", "c")] == [1, 1]  # a table is looked at for file names


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("a.txt", ".txt"),
        ("a.tar.gz", ".gz"),
        (".txt", ""),
        ("a.", ""),
        ("a", ""),
        ("..txt", ".txt"),
        ("", ""),
    ],
)
def test_endings_are_those_of_pathlib(name: str, ending: str) -> None:
    assert suffix(name) == PurePosixPath(name).suffix == ending
