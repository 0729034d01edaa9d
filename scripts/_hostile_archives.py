"""Archives, mailboxes and packed files that are hard to load. See ``hostile``."""

from __future__ import annotations

import io
import lzma
import tarfile
import zlib
from typing import TYPE_CHECKING, BinaryIO

from _hostile_inputs import HANGUL, M, file_of, hostile, prose, repeated

if TYPE_CHECKING:
    from pathlib import Path


def zeros(file: BinaryIO, size: int) -> None:
    for _ in range(size):
        file.write(bytes(M))


@hostile("xz, 2 GB of zeros")
def _(place: Path, size: int) -> Path:
    with lzma.open(place / "a.txt.xz", "wb", preset=0) as file:
        zeros(file, 2000 * size)
    return place / "a.txt.xz"


@hostile("zst, 2 GB of zeros")
def _(place: Path, size: int) -> Path:
    import zstandard

    with (
        (place / "a.txt.zst").open("wb") as file,
        zstandard.ZstdCompressor(level=1).stream_writer(file) as packed,
    ):
        zeros(packed, 2000 * size)
    return place / "a.txt.zst"


@hostile("xz, a dictionary of 1.5 GB")
def _(place: Path, size: int) -> Path:
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 0, "dict_size": 1 << 16}]
    raw = bytearray(lzma.compress(b"A text of peace and rice. " * 1000 * size, filters=filters))
    head = raw.index(b"\x21\x01")  # the filter, the size of its properties
    raw[head + 2] = 40
    block = raw[12 : 12 + 4 * (raw[12] + 1) - 4]
    raw[12 + len(block) : 12 + len(block) + 4] = zlib.crc32(bytes(block)).to_bytes(4, "little")
    (place / "a.txt.xz").write_bytes(raw)
    return place / "a.txt.xz"


def tar_of_zeros(path: Path, mode: str, members: int, megabytes: int) -> Path:
    class Zeros(io.RawIOBase):
        def read(self, size: int = -1, /) -> bytes:
            return bytes(size)

    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        for number in range(members):
            info = tarfile.TarInfo(f"{number}.txt")
            info.size = megabytes * M
            archive.addfile(info, Zeros())
    return path


@hostile("tar.xz, 4 GB of zeros")
def _(place: Path, size: int) -> Path:
    return tar_of_zeros(place / "a.tar.xz", "w:xz", 20 * size, 200)


@hostile("tar.gz, 10 GB of zeros")
def _(place: Path, size: int) -> Path:
    return tar_of_zeros(place / "a.tar.gz", "w:gz", 50 * size, 200)


@hostile("7z, 1.9 GB of zeros")
def _(place: Path, size: int) -> Path:
    return seven(place, 19, size)


@hostile("7z, 4 GB of zeros")
def _(place: Path, size: int) -> Path:
    return seven(place, 40, size)


def seven(place: Path, members: int, size: int) -> Path:
    import py7zr

    filters = [{"id": py7zr.FILTER_LZMA2, "preset": 0}]
    with py7zr.SevenZipFile(place / "a.7z", "w", filters=filters) as archive:
        for number in range(members):
            archive.writestr(b"\0" * (100 * M * size), f"{number}.txt")
    return place / "a.7z"


@hostile("tar.gz of 300,000 empty files")
def _(place: Path, size: int) -> Path:
    with tarfile.open(place / "a.tar.gz", "w:gz", compresslevel=1) as archive:
        for number in range(300_000 * size):
            archive.addfile(tarfile.TarInfo(f"folder/{number}.txt"))
    return place / "a.tar.gz"


@hostile("7z of 30,000 files")
def _(place: Path, size: int) -> Path:
    import py7zr

    filters = [{"id": py7zr.FILTER_LZMA2, "preset": 0}]
    with py7zr.SevenZipFile(place / "a.7z", "w", filters=filters) as archive:
        for number in range(30_000 * size):
            archive.writestr(b"Text %d of peace." % number, f"{number}.txt")
    return place / "a.7z"


@hostile("mbox of 100,000 mails")
def _(place: Path, size: int) -> Path:
    mails = (
        f"From a@b.org Mon Aug  5 09:00:00 2024\nFrom: a@b.org\nTo: c@d.org\nSubject: Letter {n}\n"
        f"Date: Mon, 5 Aug 2024 09:00:00 +0000\nMessage-ID: <{n}@b.org>\n\n{prose(n, 30)}\n\n".encode()
        for n in range(100_000 * size)
    )
    return file_of(place / "a.mbox", mails)


@hostile("subtitles, one million")
def _(place: Path, size: int) -> Path:
    cues = (
        f"{n + 1}\n{n // 3600:02}:{n // 60 % 60:02}:{n % 60:02},000 --> "
        f"{n // 3600:02}:{n // 60 % 60:02}:{n % 60:02},900\nA word {n}.\n\n".encode()
        for n in range(M * size)
    )
    return file_of(place / "a.srt", cues)


@hostile("vertical text, 68 MB")
def _(place: Path, size: int) -> Path:
    sentence = "".join(f"{word}\tNN\t{word}\n" for word in prose(1, 20).rstrip(".").split())
    text = '<text id="{}" title="T {}">\n' + f"<s>\n{sentence}</s>\n" * 10 + "</text>\n"
    number = 68 * M * size // len(text)
    return file_of(place / "a.vrt", (text.format(n, n).encode() for n in range(number)))


@hostile("vertical text, one of 68 MB")
def _(place: Path, size: int) -> Path:
    word = HANGUL.split()[0]
    path = repeated(place / "b.vrt", f"{word}\tNN\t{word}\n".encode(), 68 * M * size)
    (place / "a.vrt").write_bytes(b"<text>\n" + path.read_bytes() + b"</text>\n")
    return place / "a.vrt"
