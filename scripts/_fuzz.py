"""Reads files with random changes: see ``fuzz``."""

# ruff: noqa: E501

from __future__ import annotations

import argparse
import bz2
import gzip
import io
import json
import lzma
import plistlib
import random
import signal
import sys
import tarfile
import time
import traceback
import zipfile
from collections import Counter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

import zstandard

from corpus.ingest.decode.columns import ColumnMap
from corpus.ingest.readers.dispatch import ARCHIVES, DOCUMENTS, RECORDS, TEXTS
from corpus.ingest.readers.html import read_page
from corpus.ingest.readers.looking import look
from corpus.ingest.readers.packed import unpacked
from corpus.ingest.readers.records import Record, RecordFile
from corpus.ingest.readers.sources import Source, UnreadableError
from corpus.text.records import Item, Rejected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SECONDS = 10
"""Processor time that one input may take."""
TOKENS = [
    b"<", b">", b"</", b"&", b"&#x110000;", b"&#0;", b"&nbsp;", b"]]>", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"<!--", b"\0",
    b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\n\n", b"\r", b'"', b"'", b"{", b"[", b"}", b"]", b":", b",", b"\t", b"-->",
    b"00:00:01,000 --> 00:00:02,000", b"99999999999999999999:99:99.9 --> 1:1:1", b"From x 1 2024\nA:", b"--b", b"=?koi8-r?B?//?=",
    b"charset=x", b"Content-Transfer-Encoding: base64\n", b"---\n", b"```\n", b"# ", b"1-99999999999\t", b"\\u", b"\\'ff", b"\\bin99999999 ",
    b"{\\*\\x", b"endobj", b"stream\n", b"/Length 99999999", b"/Kids [1 0 R]", b"9" * 400, b"\x7f" * 30, b"<a " + b"b" * 300, b"<p>" * 200,
]  # fmt: skip

HTML = "<html><head><title>Mill</title></head><body><h1>Mill</h1><p>The mill&nbsp;of <b>Ost</b> turns.</p></body></html>"
MAIL = (
    "From: a@b\nSubject: =?koi8-r?B?7c/T1A==?=\nDate: Sat, 4 May 2019 10:00:00 +0300\nMIME-Version: 1.0\n"
    "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8; format=flowed\n"
    "Content-Transfer-Encoding: quoted-printable\n\nThe mill =\nturns.\n--b\nContent-Type: text/html\n\n<p>x</p>\n--b--\n"
)
ROWS = [
    {
        "title": "Mill",
        "date": "2019-05-04",
        "text": "<p>The mill &amp; wheel</p>",
        "content": [{"type": "p", "text": "a"}],
    }
]
TEI = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en"><teiHeader><fileDesc><titleStmt><title>Mill</title></titleStmt>'
    '<sourceDesc><bibl><date when="2019-05-04"/></bibl></sourceDesc></fileDesc></teiHeader><text><body><head>Mill</head>'
    '<u who="#k"><seg>The <w join="right">mill</w><note>uproar</note> turns.</seg></u></body></text></TEI>'
)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
CONLLU = "# newdoc id = d\n# text = The mill\n1\tThe" + "\t_" * 8 + "\n2-3\tmill" + "\t_" * 8 + "\n\n"


def zipped(members: dict[str, str]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return held.getvalue()


def docx() -> bytes:
    paragraph = "<w:p><w:pPr><w:pStyle w:val='1'/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>Mill</w:t><w:br/></w:r></w:p>"
    body = f"{paragraph}<w:tbl><w:tr><w:tc>{paragraph}</w:tc><w:tc>{paragraph}</w:tc></w:tr></w:tbl>"
    return zipped({
        "_rels/.rels": "<a><Relationship Type='x/officeDocument' Target='word/document.xml'/></a>",
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {W}><w:style w:styleId='1'><w:name w:val='heading 1'/></w:style></w:styles>",
        "word/footnotes.xml": f"<w:footnotes {W}><w:footnote>{paragraph}</w:footnote></w:footnotes>",
    })  # fmt: skip


def odt() -> bytes:
    content = (
        "<office:document-content xmlns:office='o' xmlns:text='t' xmlns:style='s'><style:style style:name='P1'/><office:body>"
        "<office:text><text:h>Mill</text:h><text:p text:style-name='P1'>The <text:span>mill</text:span><text:s/>turns<text:note>"
        "<text:note-body><text:p>n</text:p></text:note-body></text:note></text:p></office:text></office:body></office:document-content>"
    )
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def epub() -> bytes:
    return zipped({
        "META-INF/container.xml": '<container><rootfile full-path="c.opf"/></container>',
        "c.opf": '<package xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Mills</dc:title>'
        '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/><itemref idref="a"/></package>',
        "a.xhtml": HTML,
    })  # fmt: skip


def pdf() -> bytes:
    from fpdf import FPDF

    made = FPDF()
    made.set_compression(False)
    for _ in range(2):
        made.add_page()
        made.set_font("helvetica", size=12)
        made.multi_cell(
            60, 5, "The mill of Ost turns again, and the people are re-\nstored to their bread. " * 3
        )
    return bytes(made.output())


def xlsx() -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    for row in (["title", "date", "text"], ["Mill", "2019-05-04", "The mill"]):
        book.active.append(row)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def xls() -> bytes:
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("s")
    for number, row in enumerate((["title", "text"], ["Mill", "The mill"])):
        for column, value in enumerate(row):
            sheet.write(number, column, value)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def tar() -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        info = tarfile.TarInfo("a.txt")
        info.size = 4
        archive.addfile(info, io.BytesIO(b"text"))
    return held.getvalue()[:2048]


def seven_zip() -> bytes:
    import py7zr

    held = io.BytesIO()
    with py7zr.SevenZipFile(held, "w") as archive:
        archive.writestr(b"text", "a.txt")
    return held.getvalue()


def parquet(arrow: bool = False) -> bytes:
    import polars

    held = io.BytesIO()
    frame = polars.DataFrame({"title": ["Mill", "Rain"], "text": ["The mill", None], "tags": [["a"], []]})
    frame.write_ipc(held) if arrow else frame.write_parquet(held)
    return held.getvalue()


def warc() -> bytes:
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n{len(HTML):x}\r\n{HTML}\r\n0\r\n\r\n"
    head = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://n.example/1\r\nWARC-Date: 2019-05-04T10:00:00Z\r\n"
    return (
        f"{head}Content-Type: application/http\r\nContent-Length: {len(http)}\r\n\r\n{http}\r\n\r\n".encode()
        * 2
    )


def webarchive() -> bytes:
    page = {"WebResourceURL": "https://n.example/1", "WebResourceData": HTML.encode()}
    return plistlib.dumps({"WebMainResource": page}, fmt=plistlib.FMT_BINARY)


def export() -> bytes:
    """An export of a database of articles."""
    coded = "HD   Mill\nPD   4 May 2019\nSN   Xinhua\nLP   The mill\nTD   turns.\nAN   Document M00000020190504ef540001\n\n"
    old = "1 of 1 DOCUMENTS\n\n  Xinhua\n\n  May 4, 2019\n\nMill\n\nLENGTH: 3 words\n\nBODY:\nThe mill turns.\n\nLOAD-DATE: May 5, 2019\n"
    return (coded * 2 + old).encode()


SAMPLES: dict[str, Callable[[], bytes]] = {
    "export": export,
    "parquet": parquet,
    "arrow": lambda: parquet(arrow=True),
    "warc": warc,
    "webarchive": webarchive,
    "text": lambda: "The mill of Ost turns.\n\nДа. 是的。".encode(),
    "html": HTML.encode,
    "json": lambda: json.dumps({"data": {"items": ROWS}}).encode(),
    "jsonl": lambda: b"\n".join(json.dumps(row).encode() for row in ROWS * 3),
    "csv": lambda: b'title,date,text\nMill,2019-05-04,"<p>The ""mill""</p>\nx"\n' * 3,
    "xlsx": xlsx,
    "xls": xls,
    "markdown": lambda: b"---\ntitle: Mill\ndate: 2019-05-04\n---\n# Mill\n\nThe *mill* [of](x) Ost[^1]\n\n| a | b |\n|---|---|\n| c | d |\n\n[^1]: n\n",
    "front": lambda: b"---\ntitle: Mill\n---\nThe mill.\n",
    "mail": MAIL.encode,
    "mbox": lambda: f"From x Sat May 4 10:00:00 2019\n{MAIL}\n\nFrom y Sat May 4 10:00:00 2019\n{MAIL}".encode(),
    "mhtml": lambda: MAIL.replace("multipart/mixed", "multipart/related").replace("<p>x</p>", HTML).encode(),
    "feed": lambda: b'<rss xmlns:c="c"><channel><item><title>Mill &amp;amp; x</title><link>https://n.example/1</link><c:encoded><![CDATA[<p>The mill</p>]]></c:encoded></item></channel></rss>',
    "subtitles": lambda: b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ri>The <c>mill</c>\n\n1\n00:00:03,000 --> 00:00:04,000\nturns\n",
    "vrt": lambda: b'<text title="Mill" id="1">\n<p>\nThe\tDT\nmill\tNN\n<g/>\n.\tS\n</p>\n</text>\n',
    "conllu": CONLLU.encode,
    "tei": TEI.encode,
    "newsml": lambda: b'<newsMessage><itemSet><newsItem guid="a" xml:lang="en"><contentMeta><headline>The mill</headline><dateline>LEEDS, May 4</dateline></contentMeta><contentSet><inlineXML><nitf><body><body.content><p>It turns.</p><media><media-caption>The wheel</media-caption></media></body.content></body></nitf></inlineXML></contentSet></newsItem></itemSet></newsMessage>',
    "akoma": lambda: b'<akomaNtoso><debate><meta><TLCPerson eId="k" showAs="K"/></meta><debateBody><speech by="#k"><from>K</from><p>The mill</p></speech></debateBody></debate></akomaNtoso>',
    "docx": docx,
    "odt": odt,
    "fodt": lambda: b"<office:document xmlns:office='o' xmlns:text='t'><office:body><office:text><text:p>The mill</text:p></office:text></office:body></office:document>",
    "rtf": lambda: rb"{\rtf1\ansi\ansicpg1251{\fonttbl{\f0 T;}}{\pict 8950}\b The\b0 mill\u1084? \'cc\par{\field{\fldinst x}{\fldrslt y}}}",
    "epub": epub,
    "pdf": pdf,
    "zip": lambda: zipped({"a.txt": "text", "b/c.csv": "title,text\na,b\n"}),
    "tar": tar,
    "7z": seven_zip,
    "gz": lambda: gzip.compress(b"The mill " * 50),
    "bz2": lambda: bz2.compress(b"The mill " * 50),
    "xz": lambda: lzma.compress(b"The mill " * 50),
    "zst": lambda: zstandard.compress(b"The mill " * 50),
    "look": lambda: b"<?xml version='1.0'?><!-- a --><!DOCTYPE rss []><rss/>",
}  # fmt: skip


def changed(raw: bytes, chance: random.Random, inside: bool = True) -> bytes:
    """The bytes with a few changes; of a zip archive often those of a member."""
    if inside and raw.startswith(b"PK") and chance.random() < 0.6:
        try:
            with zipfile.ZipFile(io.BytesIO(raw)) as archive:
                members = {name: archive.read(name) for name in archive.namelist()}
        except Exception:
            return raw
        name = chance.choice(sorted(members))
        members[name] = changed(members[name], chance, inside=False)
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as archive:
            for one, content in members.items():
                archive.writestr(one, content)
        return held.getvalue()
    data = bytearray(raw)
    for _ in range(chance.choice([1, 1, 2, 3, 8])):
        at = chance.randrange(len(data) + 1)
        kind = chance.randrange(6)
        size = chance.choice([1, 1, 4, 20, 200])
        if kind == 0 and data:
            data[at % len(data)] = chance.randrange(256)
        elif kind == 1:
            del data[at : at + size]
        elif kind == 2:
            data[at:at] = chance.choice(TOKENS)
        elif kind == 3:
            data[at:at] = data[at : at + size] * chance.choice([1, 2, 50])
        elif kind == 4:
            start = chance.randrange(len(data) + 1)
            data[at:at] = data[start : start + size]
        else:
            del data[at:]
    return bytes(data)


def source_of(raw: bytes, name: str) -> Source:
    return Source(name, f"/{name}", PurePosixPath(name), len(raw), lambda: io.BytesIO(raw))


def results(kind: str, raw: bytes) -> Iterator[Item | Rejected]:
    """What the reader of a kind gives."""
    source, columns = source_of(raw, "a"), ColumnMap()
    if kind == "look":
        look(source)
    elif kind in ARCHIVES:
        with ARCHIVES[kind](source, None) as (found, _):
            for member in found:
                if isinstance(member, Source):
                    with member.open() as stream:
                        stream.read()
    elif kind in RECORDS:
        file = RecordFile("a", "/a", columns)
        for result in RECORDS[kind](source, columns):
            yield file.item(result) if isinstance(result, Record) else result
    elif kind in DOCUMENTS:
        for found in DOCUMENTS[kind](source, columns):
            yield read_page(found) if isinstance(found, Item) and found.page else found
    elif kind in TEXTS:
        for item in TEXTS[kind](source):
            yield read_page(item) if item.page else item
    elif kind == "export":
        yield from TEXTS["text"](source)
    else:
        with unpacked(source, kind).open() as stream:
            stream.read()


def check(result: Item | Rejected) -> None:
    if isinstance(result, Item):
        result.text.encode()
        assert all(isinstance(value, str) for value in result.fields.values()), result.fields
        assert all(block.text is not None for block in result.blocks)
    else:
        assert result.reason.endswith("."), result.reason


class TooSlowError(Exception):
    pass


def too_slow(*_: Any) -> None:
    raise TooSlowError


def tried(kind: str, raw: bytes) -> str:
    """How the reader ended: ``read``, ``refused``, or what went wrong."""
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        ended = "empty"
        for result in results(kind, raw):
            check(result)
            ended = "read" if isinstance(result, Item) or ended == "read" else "refused"
        return ended
    except UnreadableError as error:
        return "refused" if str(error).endswith(".") else f"no sentence: {error}"
    except TooSlowError:
        return f"more than {SECONDS} s"
    except BaseException as error:
        where = traceback.extract_tb(error.__traceback__)
        line = next((one for one in reversed(where) if "/corpus/" in one.filename), where[-1])
        return f"{type(error).__name__}: {str(error)[:80]} ({line.filename.rpartition('/')[2]}:{line.lineno})"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--number", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("formats", nargs="*")
    asked = parser.parse_args()
    signal.signal(signal.SIGPROF, too_slow)
    wrong = 0
    for kind in asked.formats or SAMPLES:
        sample = SAMPLES[kind]()
        ends: Counter[str] = Counter()
        seeds: dict[str, int] = {}
        slowest, begun = 0.0, time.process_time()
        for number in range(asked.number):
            seed = asked.seed * 1_000_000 + number
            raw = changed(sample, random.Random(seed))
            start = time.process_time()
            end = tried(kind, raw)
            slowest = max(slowest, time.process_time() - start)
            ends[end] += 1
            seeds.setdefault(end, seed)
        faults = {end: count for end, count in ends.items() if end not in ("read", "refused", "empty")}
        wrong += sum(faults.values())
        told = f"{kind:10} {ends['read']:6,} read {ends['refused']:6,} refused {ends['empty']:4,} nothing"
        print(f"{told}  slowest {slowest:.2f} s, all {time.process_time() - begun:.1f} s", flush=True)
        for end, count in faults.items():
            print(f"    {count:,} x {end}; first seed {seeds[end]}", flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
