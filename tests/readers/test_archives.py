"""Archives and packed files, sound and hostile."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from typing import TYPE_CHECKING, Any

import py7zr
import pytest
import zstandard

from corpus import settings
from corpus.ingest.readers.inputs import estimate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Make = Callable[..., Path]
    Read = Callable[..., Any]


def packed(members: dict[str, bytes | str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def test_members_are_read_by_their_endings_and_sorted(sorted_read: Read, make_zip: Make) -> None:
    path = make_zip(
        {
            "b/z.txt": "text",
            "b/a.jsonl": '{"text": "line"}\n{broken\n',
            "a.html": "<p>page",
            "c.csv": "title,text\nT,row\n",
            "d.json.gz": gzip.compress(b'[{"text": "array", "id": "x"}]'),
            "e.bin": b"\x00\x01",
            ".hidden.txt": "counted in an archive",
            "__MACOSX/._a.html": b"\x00\x05\x16\x07",
            "folder/": "",
        }
    )
    items, rejected = sorted_read(path)
    assert [item.text for item in items] == ["counted in an archive", "page", "line", "text", "row", "array"]
    assert [refusal.source for refusal in rejected] == [
        f"{path.as_posix()}!b/a.jsonl, line 2",
        f"{path.as_posix()}!e.bin",
    ]
    assert items[1].address == f"{path.as_posix()}!a.html"
    assert items[5].address == f"{path.as_posix()}!d.json.gz#x"


def test_archives_are_read_two_deep(sorted_read: Read, make_zip: Make) -> None:
    third = packed({"deep.txt": "too deep"})
    second = packed({"inner.txt": "inner", "third.zip": third})
    path = make_zip({"second.zip": second, "outer.txt": "outer"})
    items, [rejected] = sorted_read(path)
    assert [item.text for item in items] == ["outer", "inner"]
    assert items[1].address == f"{path.as_posix()}!second.zip!inner.txt"
    assert rejected.source == f"{path.as_posix()}!second.zip!third.zip"
    assert "Archives are read 2 deep" in rejected.reason


def test_a_bomb_is_stopped_at_the_limit_whatever_it_declares(
    sorted_read: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "MAX_MEMBER_BYTES", 100_000)
    monkeypatch.setattr(settings, "MAX_REJECTED_BYTES", 1000)
    raw = packed(
        {"a.txt": "before", "bomb.txt": bytes(2_000_000), "lines.jsonl": b" " * 2_000_000, "z.txt": "after"}
    )
    lying = raw.replace((2_000_000).to_bytes(4, "little"), (50).to_bytes(4, "little"))
    assert lying != raw
    for name, content in (("honest.zip", raw), ("lying.zip", lying)):
        (tmp_path / name).write_bytes(content)
        items, rejected = sorted_read(tmp_path / name)
        assert [item.text for item in items] == ["before", "after"]
        assert len(rejected) == 2
        assert all(len(refusal.raw) <= 1000 for refusal in rejected)
    assert (
        "more than 97 KiB, the most that is unpacked of one member"
        in sorted_read(tmp_path / "honest.zip")[1][0].reason
    )


def test_an_archive_of_many_members_is_stopped_at_its_own_limit(
    sorted_read: Read, make_zip: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "MAX_ARCHIVE_BYTES", 2048)
    path = make_zip({f"{number}.txt": "x" * 1000 for number in range(9)})
    items, [member, archive] = sorted_read(path)
    assert len(items) == 2
    assert "more than 2 KiB with the members before it" in member.reason
    assert archive.source == path.as_posix()
    assert "more than 2 KiB, and 6 members were not read" in archive.reason


def test_a_nested_bomb_spends_the_outer_budget(
    sorted_read: Read, make_zip: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "MAX_ARCHIVE_BYTES", 10_000)
    inner = packed({f"{number}.txt": "x" * 3000 for number in range(9)})
    items, rejected = sorted_read(make_zip({f"{number}.zip": inner for number in range(9)}))
    assert len(items) <= 3
    assert len(rejected) <= 3


@pytest.mark.parametrize(
    "name", ["../up.txt", "a/../../up.txt", "/etc/up.txt", "C:\\up.txt", "..\\up.txt", "\\up.txt"]
)
def test_names_that_lead_out_are_rejected_with_their_bytes(
    sorted_read: Read, make_zip: Make, name: str
) -> None:
    items, [rejected] = sorted_read(make_zip({name: "out", "in..txt": "in"}))
    assert [item.text for item in items] == ["in"]
    assert rejected.reason == "Its name leads out of the archive: unpack it yourself if you trust it."
    assert rejected.raw == b"out"


def test_an_encrypted_member_is_rejected(sorted_read: Read, tmp_path: Path) -> None:
    raw = bytearray(packed({"a.txt": "secret", "b.txt": "open"}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(signature) + offset] |= 1
    (tmp_path / "a.zip").write_bytes(raw)
    items, [rejected] = sorted_read(tmp_path / "a.zip")
    assert [item.text for item in items] == ["open"]
    assert rejected.reason.startswith("It is encrypted")
    assert rejected.size == len("secret")


def test_a_damaged_member_is_rejected_and_the_others_load(sorted_read: Read, tmp_path: Path) -> None:
    raw = bytearray(packed({"a.txt": "a" * 1000, "b.txt": "b" * 1000}))
    raw[raw.index(b"a.txt") + 8] ^= 0xFF
    (tmp_path / "a.zip").write_bytes(raw)
    items, [rejected] = sorted_read(tmp_path / "a.zip")
    assert [item.text for item in items] == ["b" * 1000]
    assert rejected.reason.startswith("It cannot be unpacked (")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (
            packed({"a.txt": "text " * 100})[:-30],
            "It is a zip archive that is cut short or damaged: copy or download",
        ),
        (b"no zip", "It is not a zip archive"),
        (b"", "It is empty"),
        (packed({}), "It is empty"),
    ],
    # Names of their own: the bytes of an archive hold the time, and processes must agree on the names.
    ids=["cut short", "no archive", "no bytes", "no files"],
)
def test_archives_that_cannot_be_opened(
    sorted_read: Read, tmp_path: Path, content: bytes, reason: str
) -> None:
    (tmp_path / "a.zip").write_bytes(content)
    (tmp_path / "b.txt").write_text("The others are read.")
    items, [rejected] = sorted_read(tmp_path)
    assert len(items) == 1
    assert reason in rejected.reason
    assert (rejected.raw, rejected.size) == (content, len(content))


@pytest.mark.parametrize("encoding", ["cp949", "utf-8"])
def test_member_names_in_old_encodings(sorted_read: Read, tmp_path: Path, encoding: str) -> None:
    names = ["로동신문/신년사 1946년.txt", "로동신문/연설.txt"]
    stand_ins = ["x" * (len(name.encode(encoding)) - 4) + ".txt" for name in names]
    raw = packed(dict.fromkeys(stand_ins, "text"))
    for stand_in, name in zip(stand_ins, names, strict=True):
        raw = raw.replace(stand_in.encode(), name.encode(encoding))
    (tmp_path / "a.zip").write_bytes(raw)
    items, _ = sorted_read(tmp_path / "a.zip")
    assert [item.address.partition("!")[2] for item in items] == names


def test_a_gzip_file_is_read_as_what_is_inside(sorted_read: Read, tmp_path: Path) -> None:
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(b"text"))
    (tmp_path / "b.gz").write_bytes(gzip.compress(b"<html>page"))
    (tmp_path / "c.zip.gz").write_bytes(gzip.compress(packed({"m.txt": "member"})))
    (tmp_path / "d.txt.gz").write_bytes(b"unpacked already by a browser")
    items, _ = sorted_read(tmp_path)
    assert [item.text for item in items] == ["text", "page", "member", "unpacked already by a browser"]
    assert items[0].raw == b"text"
    assert items[0].address == (tmp_path / "a.txt.gz").as_posix()


@pytest.mark.parametrize("name", ["a.txt.gz", "a.jsonl.gz", "a.json.gz", "a.csv.gz"])
def test_a_broken_gzip_file_is_rejected_with_its_bytes(sorted_read: Read, tmp_path: Path, name: str) -> None:
    whole = gzip.compress(json.dumps({"text": "text " * 1000}).encode())
    for content in (whole[: len(whole) // 2], whole[:9], whole[:-1]):
        (tmp_path / name).write_bytes(content)
        _, rejected = sorted_read(tmp_path / name)
        assert rejected[-1].reason.startswith("It cannot be unpacked (")
        assert rejected[-1].raw == content


def test_a_gzip_bomb_is_stopped(sorted_read: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "MAX_MEMBER_BYTES", 100_000)
    for name in ("a.txt.gz", "b.jsonl.gz"):
        (tmp_path / name).write_bytes(gzip.compress(b" " * 5_000_000))
    _, rejected = sorted_read(tmp_path)
    assert len(rejected) == 2
    assert all("It unpacks to more than 97 KiB" in refusal.reason for refusal in rejected)


def test_a_format_is_forced_on_members_and_a_zip_of_another_name_is_opened(
    sorted_read: Read, make_zip: Make
) -> None:
    path = make_zip({"a.dat": '{"text": "line"}'}, "texts.zip")
    assert sorted_read(path, format="jsonl")[0][0].text == "line"
    other = make_zip({"a.txt": "member"}, "texts.txt")
    assert sorted_read(other)[0][0].text == "member"
    assert sorted_read(other, format="zip")[0][0].text == "member"


def test_the_estimate_is_what_items_and_rejections_add_up_to(
    sorted_read: Read, make_zip: Make, tmp_path: Path
) -> None:
    make_zip({"a.txt": "x" * 5000, "b.html": "<p>page", "c.bin": bytes(100)})
    (tmp_path / "d.txt.gz").write_bytes(gzip.compress(b"y" * 7000))
    (tmp_path / "e.zip").write_bytes(b"broken")
    items, rejected = sorted_read(tmp_path)
    assert estimate([tmp_path]) == sum(len(result.raw) for result in [*items, *rejected])


def tarred(*, mode: str = "w", names: tuple[str, ...] = ("b.txt", "a/x.txt")) -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode=mode) as archive:  # type: ignore[call-overload]
        for name in names:
            info = tarfile.TarInfo(name)
            info.size = 4
            archive.addfile(info, io.BytesIO(b"text"))
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/hostname"
        archive.addfile(link)
    return held.getvalue()


def seven_zipped(**options: object) -> bytes:
    held = io.BytesIO()
    with py7zr.SevenZipFile(held, "w", **options) as archive:
        for name in ("b.txt", "a/x.txt"):
            archive.writestr(b"text", name)
    return held.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.tar", tarred()),
        ("a.tgz", tarred(mode="w:gz")),
        ("a.tar.bz2", tarred(mode="w:bz2")),
        ("a.txt", tarred(mode="w:xz")),
        ("a.tar.zst", zstandard.compress(tarred())),
        ("a.7z", seven_zipped()),
    ],
    ids=["tar", "gz", "bz2", "xz", "zst", "7z"],
)
def test_other_archives(sorted_read: Read, tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    items, rejected = sorted_read(tmp_path)
    assert rejected == []
    path = (tmp_path / name).as_posix()
    assert [(item.address, item.text) for item in items] == [
        (f"{path}!a/x.txt", "text"),
        (f"{path}!b.txt", "text"),
    ]
    (tmp_path / name).write_bytes(content[: min(len(content) // 2, 600)])
    items, rejected = sorted_read(tmp_path)
    assert ["unpacked" in refusal.reason for refusal in rejected] == [True]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt.xz", lzma.compress(b"te") + lzma.compress(b"xt")),
        ("a.txt.bz2", bz2.compress(b"te") + bz2.compress(b"xt")),
        ("a", zstandard.compress(b"te") + zstandard.compress(b"xt")),
    ],
    ids=["xz", "bz2", "zst"],
)
def test_other_packed_files(
    sorted_read: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    assert [item.text for item in sorted_read(tmp_path)[0]] == ["text"]
    monkeypatch.setattr(settings, "MAX_MEMBER_BYTES", 3)
    assert "unpacks to more than 3 bytes" in sorted_read(tmp_path)[1][0].reason
    (tmp_path / name).write_bytes(content[:-3])
    assert sorted_read(tmp_path)[1] != []


def test_what_other_archives_must_not_do(
    sorted_read: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.tar").write_bytes(tarred(names=("../x.txt", "ok.txt")))
    items, [rejected] = sorted_read(tmp_path / "a.tar")
    assert ([item.text for item in items], rejected.raw) == (["text"], b"text")
    assert "leads out of the archive" in rejected.reason
    (tmp_path / "b.7z").write_bytes(seven_zipped(password="x"))
    assert "password" in sorted_read(tmp_path / "b.7z")[1][0].reason
    (tmp_path / "b.7z").write_bytes(seven_zipped())
    monkeypatch.setattr(settings, "MAX_ARCHIVE_BYTES", 7)
    assert "unpacks to more than 7 bytes" in sorted_read(tmp_path / "b.7z")[1][0].reason
