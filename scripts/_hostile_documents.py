"""Documents that unpack to much, nest deeply, or refer to themselves. See ``hostile``."""

from __future__ import annotations

import zipfile
import zlib
from typing import TYPE_CHECKING

from _hostile_inputs import M, Make, hostile, prose, repeated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ENTITIES = '<!DOCTYPE x [<!ENTITY a "peace ">' + "".join(
    f'<!ENTITY {after} "{f"&{before};" * 10}">' for before, after in zip("abcdefgh", "bcdefghi", strict=True)
)


def hostile_document(name: str) -> Callable[[Make], Make]:
    return hostile(name, document=True)


def parts(path: Path, members: dict[str, bytes | Iterator[bytes]]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in members.items():
            with archive.open(name, "w", force_zip64=True) as member:
                for part in [content] if isinstance(content, bytes) else content:
                    member.write(part)
    return path


def times(part: bytes, size: int) -> Iterator[bytes]:
    block = part * max(1, M // len(part))
    return (block for _ in range(max(1, size // len(block))))


def around(before: str, inside: Iterator[bytes], after: str) -> Iterator[bytes]:
    yield before.encode()
    yield from inside
    yield after.encode()


def docx(place: Path, inside: Iterator[bytes], **more: bytes) -> Path:
    body = around(f"<w:document {W}><w:body>", inside, "</w:body></w:document>")
    return parts(place / "a.docx", {"[Content_Types].xml": b"<Types/>", "word/document.xml": body, **more})


@hostile_document("docx, 1 GB of paragraphs")
def _(place: Path, size: int) -> Path:
    return docx(place, times(b"<w:p><w:r><w:t>Peace.</w:t></w:r></w:p>", 1000 * M * size))


@hostile_document("docx, 30 MB of paragraphs")
def _(place: Path, size: int) -> Path:
    return docx(place, times(b"<w:p><w:r><w:t>Peace.</w:t></w:r></w:p>", 30 * M * size))


@hostile_document("docx, 30 MB in a paragraph")
def _(place: Path, size: int) -> Path:
    return docx(
        place, around("<w:p><w:r><w:t>", times(b"peace and rice ", 30 * M * size), "</w:t></w:r></w:p>")
    )


@hostile_document("docx, 100,000 nested tables")
def _(place: Path, size: int) -> Path:
    deep = 100_000 * size
    tags = (b"<w:tbl><w:tr><w:tc>" * deep, b"<w:p/>", b"</w:tc></w:tr></w:tbl>" * deep)
    return docx(place, iter(tags))


@hostile_document("docx of entities")
def _(place: Path, size: int) -> Path:
    text = f"{ENTITIES}]><w:document {W}><w:body><w:p><w:r><w:t>&i;</w:t></w:r></w:p></w:body></w:document>"
    return parts(place / "a.docx", {"word/document.xml": text.encode()})


@hostile_document("docx, names that climb")
def _(place: Path, size: int) -> Path:
    climbing = {f"{'../' * n}etc/{n}.xml": b"<a>root</a>" for n in range(1, 1000 * size)}
    return parts(
        place / "a.docx",
        {
            "word/document.xml": f"<w:document {W}><w:body><w:p><w:r><w:t>Peace.</w:t></w:r></w:p></w:body>"
            "</w:document>".encode(),
            "../../word/footnotes.xml": b"<a/>",
            **climbing,
        },
    )


@hostile_document("docx, 300,000 parts")
def _(place: Path, size: int) -> Path:
    more: dict[str, bytes | Iterator[bytes]] = {f"word/{n}.xml": b"" for n in range(300_000 * size)}
    return parts(place / "a.docx", {"word/document.xml": f"<w:document {W}/>".encode(), **more})


OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def odt(place: Path, inside: Iterator[bytes]) -> Path:
    head = (
        f'<office:document-content xmlns:office="{OFFICE}:office:1.0" xmlns:text="{OFFICE}:text:1.0">'
        "<office:body><office:text>"
    )
    content = around(head, inside, "</office:text></office:body></office:document-content>")
    return parts(
        place / "a.odt", {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": content}
    )


@hostile_document("odt, 1 GB of paragraphs")
def _(place: Path, size: int) -> Path:
    return odt(place, times(b"<text:p>Peace.</text:p>", 1000 * M * size))


@hostile_document("odt, 30 MB of paragraphs")
def _(place: Path, size: int) -> Path:
    return odt(place, times(b"<text:p>Peace.</text:p>", 30 * M * size))


@hostile_document("odt, a million million spaces")
def _(place: Path, size: int) -> Path:
    return odt(place, times(b'<text:p>Peace<text:s text:c="1000000"/>.</text:p>', M * size))


def epub(place: Path, chapters: dict[str, bytes | Iterator[bytes]]) -> Path:
    items = "".join(
        f'<item id="i{n}" href="{name}" media-type="application/xhtml+xml"/>'
        for n, name in enumerate(chapters)
    )
    spine = "".join(f'<itemref idref="i{n}"/>' for n in range(len(chapters)))
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata/>'
        f"<manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="a.opf"/></rootfiles></container>'
    )
    return parts(
        place / "a.epub",
        {
            "mimetype": b"application/epub+zip",
            "META-INF/container.xml": container.encode(),
            "a.opf": package.encode(),
            **chapters,
        },
    )


@hostile_document("epub, a chapter of 1 GB")
def _(place: Path, size: int) -> Path:
    return epub(
        place, {"a.xhtml": around("<html><body>", times(b"<p>Peace.</p>", 1000 * M * size), "</body></html>")}
    )


@hostile_document("epub, 30 MB of paragraphs")
def _(place: Path, size: int) -> Path:
    return epub(
        place, {"a.xhtml": around("<html><body>", times(b"<p>Peace.</p>", 30 * M * size), "</body></html>")}
    )


@hostile("epub, 20,000 chapters")
def _(place: Path, size: int) -> Path:
    page = f"<html><body><p>{prose(1, 60)}</p></body></html>".encode()
    return epub(place, {f"{n}.xhtml": page for n in range(20_000 * size)})


def pdf(path: Path, objects: list[bytes], trailer: bytes = b"") -> Path:
    """A PDF of these objects, of which the first is the catalogue."""
    out = bytearray(b"%PDF-1.5\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1, trailer.replace(b"@", b"%d" % table), table,
    )  # fmt: skip
    path.write_bytes(out)
    return path


CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
ONE = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
NAMES = b"/Resources << /Font << /F 5 0 R >> /XObject << /X 6 0 R >> >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R %s >>" % NAMES


def stream(content: bytes, more: bytes = b"") -> bytes:
    packed = zlib.compress(content, 9)
    return b"<< /Length %d /Filter /FlateDecode %s >>\nstream\n%s\nendstream" % (len(packed), more, packed)


def written(text: bytes) -> bytes:
    return stream(b"BT /F 12 Tf 40 700 Td " + text + b" ET")


FORM = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] %s" % NAMES


@hostile_document("PDF, a page of 1 GB")
def _(place: Path, size: int) -> Path:
    packer = zlib.compressobj(9)
    content = b"".join(packer.compress(b"(Peace) Tj " * 100_000) for _ in range(900 * size)) + packer.flush()
    held = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(content), content)
    return pdf(place / "a.pdf", [CATALOGUE, ONE, PAGE, held, FONT, FONT])


@hostile_document("PDF, packed ten times")
def _(place: Path, size: int) -> Path:
    content = b"(Peace) Tj " * (10 * M * size)
    for _ in range(10):
        content = zlib.compress(content, 9)
    filters = b"[" + b"/FlateDecode " * 10 + b"]"
    held = b"<< /Length %d /Filter %s >>\nstream\n%s\nendstream" % (len(content), filters, content)
    return pdf(place / "a.pdf", [CATALOGUE, ONE, PAGE, held, FONT, FONT])


@hostile_document("PDF, pages that hold themselves")
def _(place: Path, size: int) -> Path:
    pages = b"<< /Type /Pages /Kids [2 0 R 3 0 R 2 0 R] /Count 3 /Parent 2 0 R >>"
    return pdf(place / "a.pdf", [CATALOGUE, pages, PAGE, written(b"(Peace.) Tj"), FONT, FONT])


@hostile_document("PDF, forms that hold themselves")
def _(place: Path, size: int) -> Path:
    form = stream(b"BT /F 12 Tf (Peace.) Tj ET /X Do /X Do", FORM)
    return pdf(place / "a.pdf", [CATALOGUE, ONE, PAGE, stream(b"/X Do /X Do"), FONT, form])


@hostile_document("PDF, forms in forms")
def _(place: Path, size: int) -> Path:
    objects = [CATALOGUE, ONE, PAGE, stream(b"/X Do " * 10), FONT]
    for number in range(6, 26):
        more = FORM.replace(b"/X 6 0 R", b"/X %d 0 R" % (number + 1))
        objects.append(stream(b"/X Do " * 10 + b"BT /F 12 Tf (Peace) Tj ET", more))
    objects.append(stream(b"BT /F 12 Tf (Rice) Tj ET", FORM))
    return pdf(place / "a.pdf", objects)


@hostile_document("PDF, tables of places in a ring")
def _(place: Path, size: int) -> Path:
    objects = [CATALOGUE, ONE, PAGE, written(b"(Peace.) Tj"), FONT, FONT]
    return pdf(place / "a.pdf", objects, b"/Prev @")


@hostile_document("PDF, 100,000 pages of nothing")
def _(place: Path, size: int) -> Path:
    kids = b"3 0 R " * (100_000 * size)
    pages = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, 100_000 * size)
    return pdf(place / "a.pdf", [CATALOGUE, pages, PAGE, stream(b""), FONT, FONT])


@hostile_document("PDF, 30,000 pages without text")
def _(place: Path, size: int) -> Path:
    number = 30_000 * size
    kids = b" ".join(b"%d 0 R" % (7 + n) for n in range(number))
    pages = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, number)
    objects = [CATALOGUE, pages, PAGE, stream(b"q Q " * 100), FONT, FONT, *([PAGE] * number)]
    return pdf(place / "a.pdf", objects)


@hostile_document("PDF, 100,000 nested lists")
def _(place: Path, size: int) -> Path:
    deep = b"[" * (100_000 * size) + b"]" * (100_000 * size)
    return pdf(
        place / "a.pdf", [b"<< /Type /Catalog /Pages 2 0 R /X %s >>" % deep, ONE, PAGE, FONT, FONT, FONT]
    )


@hostile_document("rtf, 5 million groups")
def _(place: Path, size: int) -> Path:
    path = repeated(place / "b.rtf", b"{\\b Peace}", 40 * M * size)
    (place / "a.rtf").write_bytes(b"{\\rtf1 " + path.read_bytes() + b"}")
    return place / "a.rtf"


@hostile_document("rtf, nested groups")
def _(place: Path, size: int) -> Path:
    deep = M * size
    (place / "a.rtf").write_bytes(b"{\\rtf1 " + b"{\\b " * deep + b"Peace." + b"}" * deep + b"}")
    return place / "a.rtf"


@hostile_document("xls, all cells of 20 columns")
def _(place: Path, size: int) -> Path:
    import xlwt

    book = xlwt.Workbook()
    for name in range(size):
        sheet = book.add_sheet(f"s{name}")
        for row in range(65_000):
            for column in range(20):
                sheet.write(
                    row, column, "text" if row == column == 0 else f"Peace {row % 9}" if column == 0 else 1
                )
    book.save(str(place / "a.xls"))
    return place / "a.xls"


@hostile_document("xls, a ring of sectors")
def _(place: Path, size: int) -> Path:
    import xlwt

    book = xlwt.Workbook()
    book.add_sheet("s").write(0, 0, "text")
    book.save(str(place / "a.xls"))
    raw = bytearray((place / "a.xls").read_bytes())
    fat = (int.from_bytes(raw[76:80], "little") + 1) * 512
    for at in range(0, 512, 4):
        raw[fat + at : fat + at + 4] = (at // 4 % 3).to_bytes(4, "little")
    (place / "a.xls").write_bytes(raw)
    return place / "a.xls"


@hostile_document("xlsx, 1 GB of shared texts")
def _(place: Path, size: int) -> Path:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["text"])
    book.save(place / "made.xlsx")
    with zipfile.ZipFile(place / "made.xlsx") as old:
        members: dict[str, bytes | Iterator[bytes]] = {name: old.read(name) for name in old.namelist()}
    head = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    members["xl/sharedStrings.xml"] = around(head, times(b"<si><t>Peace</t></si>", 1000 * M * size), "</sst>")
    return parts(place / "a.xlsx", members)


@hostile_document("XML of entities")
def _(place: Path, size: int) -> Path:
    (place / "a.xml").write_text(f"{ENTITIES}]><TEI><text><p>&i;</p></text></TEI>")
    return place / "a.xml"


@hostile_document("feed of entities")
def _(place: Path, size: int) -> Path:
    (place / "a.rss").write_text(f"{ENTITIES}]><rss><channel><item><title>&i;</title></item></channel></rss>")
    return place / "a.rss"


@hostile_document("TEI, 100,000 nested tags")
def _(place: Path, size: int) -> Path:
    tags = 100_000 * size
    (place / "a.xml").write_text(f"<TEI><text>{'<div>' * tags}<p>Peace.</p>{'</div>' * tags}</text></TEI>")
    return place / "a.xml"


@hostile_document("mail of 100,000 parts")
def _(place: Path, size: int) -> Path:
    part = "--x\nContent-Type: text/plain\n\nPeace.\n"
    head = "From: a@b.org\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n"
    (place / "a.eml").write_text(f"{head}{part * 100_000 * size}--x--\n")
    return place / "a.eml"


@hostile_document("mail in mail, 10,000 deep")
def _(place: Path, size: int) -> Path:
    head = "From: a@b.org\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n"
    (place / "a.eml").write_text(f"{head * 10_000 * size}Subject: Peace\n\nPeace.\n")
    return place / "a.eml"


@hostile_document("Markdown, a million brackets")
def _(place: Path, size: int) -> Path:
    (place / "a.md").write_text("# Peace\n\n" + "[" * M * size)
    return place / "a.md"


@hostile_document("Markdown, 50,000 nested quotations")
def _(place: Path, size: int) -> Path:
    (place / "a.md").write_text("# Peace\n\n" + ">" * 50_000 * size + " peace\n")
    return place / "a.md"


@hostile_document("front matter of aliases")
def _(place: Path, size: int) -> Path:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    (place / "a.md").write_text("---\n" + "\n".join(lines) + "\n---\nPeace.\n")
    return place / "a.md"
