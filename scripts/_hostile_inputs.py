"""Inputs that are hard to load: how each is made. See ``hostile``."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

PLAIN = "plain table"
M = 1_000_000
PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
HAN = "我们坚持和平发展道路推动构建人类命运共同体经济社会会议主席指出"
HANGUL = "조선 로동당 위원장 동지 인민 경제 발전 건설 위대한 평화 "
PROSE = (
    "the of and to a in that people party government state country development peace economy work new year"
    " president minister meeting world united nations international cooperation relations visit said"
)

Make = Callable[[Path, int], Path]
INPUTS: dict[str, Make] = {}
"""By name: makes the input in a folder, so many times its usual size, and returns what is to be loaded."""
DOCUMENTS: set[str] = set()
"""Names of inputs that are to be refused, or read, in little time and memory."""


def hostile(name: str, *, document: bool = False) -> Callable[[Make], Make]:
    def note(make: Make) -> Make:
        INPUTS[name] = make
        DOCUMENTS.update([name] if document else ())
        return make

    return note


def file_of(path: Path, parts: Iterator[bytes]) -> Path:
    with path.open("wb") as file:
        for part in parts:
            file.write(part)
    return path


def repeated(path: Path, part: bytes, size: int) -> Path:
    """A file of a size that repeats a part."""
    block = part * max(1, M // len(part))
    return file_of(path, (block for _ in range(max(1, size // len(block)))))


def noise(seed: int, size: int) -> bytes:
    return random.Random(seed).randbytes(size)


def prose(seed: int, words: int) -> str:
    chance = random.Random(seed)
    return " ".join(chance.choices(PROSE.split(), k=words)).capitalize() + "."


def zipped(path: Path, members: Iterator[tuple[str, bytes]]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return path


def folder(path: Path, members: Iterator[tuple[str, bytes]]) -> Path:
    path.mkdir()
    for name, data in members:
        (path / name).write_bytes(data)
    return path


@hostile(PLAIN)
def _(place: Path, size: int) -> Path:
    with (place / "plain.csv").open("w") as file:
        file.write("title,date,text\n")
        for row in range(1665 * size):
            paragraphs = "\n".join(prose(3 * row + part, 120) for part in range(3))
            file.write(
                f'Report {row} of the agency,2024-{1 + row % 12:02}-{1 + row % 28:02},"{paragraphs}"\n'
            )
    return place / "plain.csv"


@hostile("small text")
def _(place: Path, size: int) -> Path:
    (place / "small.txt").write_text(prose(1, 300 * size))
    return place / "small.txt"


def nested(depth: int, size: int) -> bytes:
    """A zip of equal zips, at last of zeros."""
    inner = b"\0" * (100 * M) if not depth else nested(depth - 1, size)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range((4 if depth else 1) * size):
            archive.writestr(f"{number}.{'zip' if depth else 'txt'}", inner)
    return out.getvalue()


@hostile("zip bomb, nested")
def _(place: Path, size: int) -> Path:
    (place / "bomb.zip").write_bytes(nested(2, size))
    return place / "bomb.zip"


@hostile("zip bomb, flat")
def _(place: Path, size: int) -> Path:
    return zipped(place / "bomb.zip", ((f"{n}.txt", b"a \n" * (20 * M // 3)) for n in range(60 * size)))


@hostile("zip, 2 GB of zeros")
def _(place: Path, size: int) -> Path:
    with (
        zipfile.ZipFile(place / "zeros.zip", "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("a.txt", "w", force_zip64=True) as member,
    ):
        for _ in range(2000 * size):
            member.write(bytes(M))
    return place / "zeros.zip"


@hostile("gzip, 2 GB of zeros")
def _(place: Path, size: int) -> Path:
    import gzip

    with gzip.open(place / "a.csv.gz", "wb", 1) as file:
        for _ in range(2000 * size):
            file.write(bytes(M))
    return place / "a.csv.gz"


@hostile("120 PDFs of 10 MB")
def _(place: Path, size: int) -> Path:
    return folder(place / "in", ((f"{n}.pdf", PDF + noise(n, 10 * M)) for n in range(120 * size)))


@hostile("zip of 120 PDFs of 10 MB")
def _(place: Path, size: int) -> Path:
    return zipped(place / "in.zip", ((f"{n}.pdf", PDF + noise(n, 10 * M)) for n in range(120 * size)))


@hostile("zip of 120 binaries of 10 MB")
def _(place: Path, size: int) -> Path:
    return zipped(place / "in.zip", ((f"{n}.txt", noise(n, 10 * M)) for n in range(120 * size)))


@hostile("8 binaries of 60 MB")
def _(place: Path, size: int) -> Path:
    return folder(place / "in", ((f"{n}.txt", noise(n, 60 * M)) for n in range(8 * size)))


@hostile("broken JSON, 200 MB")
def _(place: Path, size: int) -> Path:
    return repeated(place / "a.json", b'{"text": "A text of peace and rice."},\n', 200 * M * size)


@hostile("broken JSON Lines, 200 MB")
def _(place: Path, size: int) -> Path:
    return repeated(place / "a.jsonl", b'{"text": "A text of peace and rice.",\n', 100 * M * size)


@hostile("JSON, one million rows")
def _(place: Path, size: int) -> Path:
    rows = (b'%s{"text": "Row %d."}' % (b",\n" if n else b"[", n) for n in range(M * size))
    file_of(place / "a.json", rows)
    with (place / "a.json").open("ab") as file:
        file.write(b"]")
    return place / "a.json"


@hostile("JSON, a string of 100 MB")
def _(place: Path, size: int) -> Path:
    (place / "a.json").write_bytes(b'[{"text": "' + b"peace and rice " * (100 * M * size // 15) + b'"}]')
    return place / "a.json"


@hostile("JSON, emoji of 100 MB")
def _(place: Path, size: int) -> Path:
    row = json.dumps({"title": "Emoji", "text": "😀 😃 " * 5000}, ensure_ascii=False).encode()
    (place / "a.json").write_bytes(b"[" + b",".join([row] * (100 * M * size // len(row))) + b"]")
    return place / "a.json"


@hostile("CSV, emoji of 100 MB")
def _(place: Path, size: int) -> Path:
    row = f"Emoji,{'😀 😃 ' * 5000}\n".encode()
    (place / "a.csv").write_bytes(b"title,text\n" + row * (100 * M * size // len(row)))
    return place / "a.csv"


@hostile("CSV, 20,000 columns")
def _(place: Path, size: int) -> Path:
    head = ",".join(["text", *(f"column{n}" for n in range(20_000))]) + "\n"
    rows = (f"A text of peace and rice {n}{',1' * 20_000}\n".encode() for n in range(1000 * size))
    file_of(place / "a.csv", rows)
    (place / "a.csv").write_bytes(head.encode() + (place / "a.csv").read_bytes())
    return place / "a.csv"


@hostile("CSV, unclosed quotation mark")
def _(place: Path, size: int) -> Path:
    row = b"Title,A text of peace and rice.\n"
    (place / "a.csv").write_bytes(b'title,text\n"Open,' + row * (200 * M * size // len(row)))
    return place / "a.csv"


@hostile("Han, 50 MB in a paragraph")
def _(place: Path, size: int) -> Path:
    chance = random.Random(1)
    text = "".join(HAN[(at := chance.randrange(29)) : at + 3] for _ in range(50 * M * size // 9))
    (place / "a.txt").write_text(text[: 15_900_000 * size])
    return place / "a.txt"


@hostile("Hangul, 20 MB in a paragraph")
def _(place: Path, size: int) -> Path:
    chance = random.Random(1)
    words = HANGUL.split()
    (place / "a.txt").write_text(" ".join(chance.choices(words, k=20 * M * size // 9)))
    return place / "a.txt"


@hostile("Hangul, 20 MB without spaces")
def _(place: Path, size: int) -> Path:
    repeated(place / "a.txt", HANGUL.replace(" ", "").encode(), 20 * M * size)
    return place / "a.txt"


@hostile("quotation marks, 400,000")
def _(place: Path, size: int) -> Path:
    (place / "a.txt").write_text('"' * 400_000 * size)
    return place / "a.txt"


@hostile("quotation marks, 4 million")
def _(place: Path, size: int) -> Path:
    (place / "a.txt").write_text('"a" ' * M * size)
    return place / "a.txt"


@hostile("opening marks, 4 million")
def _(place: Path, size: int) -> Path:
    (place / "a.txt").write_text("“a " * (4 * M // 3) * size)
    return place / "a.txt"


@hostile("100,000 files")
def _(place: Path, size: int) -> Path:
    return folder(place / "in", ((f"{n}.txt", b"Text %d of peace." % n) for n in range(100_000 * size)))


@hostile("zip of 100,000 files")
def _(place: Path, size: int) -> Path:
    return zipped(place / "in.zip", ((f"{n}.txt", b"Text %d of peace." % n) for n in range(100_000 * size)))


@hostile("xlsx, row 2,000,000,000")
def _(place: Path, size: int) -> Path:
    return workbook(
        place, '<row r="2000000000"><c r="A2000000000" t="inlineStr"><is><t>Far</t></is></c></row>'
    )


@hostile("xlsx, cells in XFD")
def _(place: Path, size: int) -> Path:
    far = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>Text {n}</t></is></c><c r="XFD{n}"><v>1</v></c></row>'
        for n in range(2, 2000 * size)
    )
    return workbook(place, far)


def workbook(place: Path, rows: str) -> Path:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["text"])
    book.save(place / "made.xlsx")
    with zipfile.ZipFile(place / "made.xlsx") as old, zipfile.ZipFile(place / "a.xlsx", "w", 8) as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("sheet1.xml"):
                data = data.replace(b"</sheetData>", rows.encode() + b"</sheetData>")
            new.writestr(name, data)
    return place / "a.xlsx"


@hostile("2 million different words")
def _(place: Path, size: int) -> Path:
    (place / "a.txt").write_text(" ".join(f"w{n:x}" for n in range(2 * M * size)))
    return place / "a.txt"


@hostile("table of 6 million different words")
def _(place: Path, size: int) -> Path:
    rows = (
        f"Row {r},{' '.join(f'w{n:x}' for n in range(r, r + 2000))}\n" for r in range(0, 6 * M * size, 2000)
    )
    return file_of(place / "a.csv", (row.encode() for row in ("title,text\n", *rows)))


@hostile("5 million lines of a word")
def _(place: Path, size: int) -> Path:
    return repeated(place / "a.txt", b"we\n", 15 * M * size)


@hostile("5 million capitals in lines")
def _(place: Path, size: int) -> Path:
    return repeated(place / "a.txt", b"We.\n\n", 15 * M * size)


@hostile("HTML, 100,000 nested tags")
def _(place: Path, size: int) -> Path:
    tags = 100_000 * size
    (place / "a.html").write_text(
        f"<html><body>{'<div>' * tags}A text of peace.{'</div>' * tags}</body></html>"
    )
    return place / "a.html"


@hostile("HTML, 90,000 nested tags and words")
def _(place: Path, size: int) -> Path:
    tags = 90_000 * size
    (place / "a.html").write_text(
        f"<html><body>{'<b>a ' * tags}A text of peace.{'</b>' * tags}</body></html>"
    )
    return place / "a.html"


@hostile("HTML, 50 MB")
def _(place: Path, size: int) -> Path:
    page = f"<html><body>{f'<p>{prose(1, 900)}</p>' * (50 * M * size // 5700)}</body></html>"
    (place / "a.html").write_text(page)
    return place / "a.html"


@hostile("HTML, 15 MB of paragraphs")
def _(place: Path, size: int) -> Path:
    page = f"<html><body>{f'<p>{prose(1, 30)}</p>' * (75_000 * size)}</body></html>"
    (place / "a.html").write_text(page)
    return place / "a.html"


@hostile("text, 300 MB")
def _(place: Path, size: int) -> Path:
    return repeated(place / "a.txt", prose(1, 300).encode() + b"\n", 300 * M * size)


@hostile("text, 15 MB")
def _(place: Path, size: int) -> Path:
    return repeated(place / "a.txt", prose(1, 300).encode() + b"\n", 15 * M * size)


@hostile("tokens of 10,000 letters")
def _(place: Path, size: int) -> Path:
    chance = random.Random(1)
    words = ("".join(chance.choices("abcdefgh", k=10_000)) for _ in range(1500 * size))
    (place / "a.txt").write_text(" ".join(words))
    return place / "a.txt"


@hostile("one token, 15 MB")
def _(place: Path, size: int) -> Path:
    return repeated(place / "a.txt", b"ab", 15 * M * size)


@hostile("NULs, 15 MB")
def _(place: Path, size: int) -> Path:
    return repeated(place / "a.txt", b"\0", 15 * M * size)


@hostile("texts with NULs")
def _(place: Path, size: int) -> Path:
    return repeated(
        place / "a.jsonl", b'{"title": "A\\u0000b", "text": "Peace \\u0000 and rice."}\n', 4 * M * size
    )
