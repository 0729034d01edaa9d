"""Documents of office programs, books and printed pages: the words of the text, and none beside it."""

# ruff: noqa: E501
from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from corpus import Corpus
from corpus.ingest.readers.pdf_lines import Line, laid_out
from corpus.text.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    Read = Callable[..., Any]

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def archive(members: Mapping[str, str]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        for name, content in members.items():
            made.writestr(name, content)
    return held.getvalue()


def one(read: Read, path: Path, content: bytes) -> Any:
    path.write_bytes(content)
    [item], rejected = read(path)
    assert rejected == []
    assert item.file == item.address
    return item


def shown(item: Any) -> list[tuple[str, bool]]:
    return [(block.text, block.heading) for block in item.blocks if block.role is None]


def apart(item: Any) -> list[str]:
    return [block.text for block in item.blocks if block.role is Role.editor_note]


def test_word_documents_of_python_docx(sorted_read: Read, tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.core_properties.title = "Letterhead"
    document.add_heading("Mill restored", 0)
    paragraph = document.add_paragraph("The mill of ")
    paragraph.add_run("Ost").bold = True
    paragraph.add_run("7").font.superscript = True
    paragraph.add_run(" turns 10")
    paragraph.add_run("6").font.superscript = True
    paragraph.add_run(" times")
    paragraph.add_run("unseen").font.hidden = True
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Kim", "three"
    document.add_paragraph().add_run("What follows").bold = True
    document.sections[0].header.paragraphs[0].text = "Running head"
    held = io.BytesIO()
    document.save(held)
    for name in ("a.docx", "a.doc"):
        item = one(sorted_read, tmp_path / name, held.getvalue())
        assert shown(item) == [
            ("Mill restored", True),
            ("The mill of Ost turns 10⁶ times", False),
            ("Kim three", False),
            ("What follows", True),
        ]
        assert "title" not in item.fields


def test_what_word_keeps_beside_the_text(sorted_read: Read, tmp_path: Path) -> None:
    def paragraph(inside: str, style: str = "") -> str:
        kind = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
        return f"<w:p>{kind}{inside}</w:p>"

    def run(text: str) -> str:
        return f"<w:r><w:t>{text}</w:t></w:r>"

    body = (
        paragraph(run("Mill"), "1")
        + paragraph(run("Mill 3"), "T")
        + paragraph(
            "<w:r><w:instrText>HYPERLINK x</w:instrText></w:r>"
            + run("It ")
            + f"<w:ins>{run('turns')}</w:ins><w:del><w:r><w:delText>stands</w:delText></w:r></w:del>"
            + "<w:r><w:br/><w:t>Again</w:t><w:noBreakHyphen/><w:t>and again</w:t><w:footnoteReference w:id='1'/></w:r>"
        )
        + "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>" + paragraph(run("Box."))
        + "</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>" + paragraph(run("Box."))
        + "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )  # fmt: skip
    names = {"1": "heading 1", "T": "toc 1"}
    styles = "".join(
        f'<w:style w:styleId="{key}"><w:name w:val="{name}"/></w:style>' for key, name in names.items()
    )
    content = archive({
        "word/document.xml": f'<w:document {W} xmlns:mc="m"><w:body>{body}</w:body></w:document>',
        "word/styles.xml": f"<w:styles {W}>{styles}</w:styles>",
        "word/footnotes.xml": f"<w:footnotes {W}><w:footnote>{paragraph(run('Foot'))}</w:footnote></w:footnotes>",
        "word/comments.xml": f"<w:comments {W}><w:comment>{paragraph(run('Remark'))}</w:comment></w:comments>",
        "../../climbs.xml": "x",
        "word/vbaProject.bin": "macro",
    })  # fmt: skip
    item = one(sorted_read, tmp_path / "a.docm", content)
    assert shown(item) == [("Mill", True), ("It turns", False), ("Again-and again", False), ("Box.", False)]
    assert apart(item) == ["Mill 3", "Foot", "Remark"]


@pytest.mark.parametrize("name", ["a.docx", "a.odt", "a.epub"])
@pytest.mark.parametrize("content", [b"PK\x03\x04 broken", archive({"mimetype": "x"})], ids=["cut", "other"])
def test_broken_documents_are_refused(sorted_read: Read, tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    items, [rejected] = sorted_read(tmp_path / name)
    assert items == []
    assert rejected.reason.startswith("It is not a")


def test_a_document_with_entities_is_refused(sorted_read: Read, tmp_path: Path) -> None:
    bomb = f'<!DOCTYPE a [<!ENTITY a "aa">]><w:document {W}>&a;</w:document>'
    (tmp_path / "a.docx").write_bytes(archive({"word/document.xml": bomb}))
    assert "DOCTYPE" in sorted_read(tmp_path)[1][0].reason


def test_opendocument_texts(sorted_read: Read, tmp_path: Path) -> None:
    from odf.office import Annotation
    from odf.opendocument import OpenDocumentText
    from odf.table import Table, TableCell, TableRow
    from odf.text import H, LineBreak, Note, NoteBody, NoteCitation, P, S

    document = OpenDocumentText()
    document.text.addElement(H(outlinelevel=1, text="Mill restored"))
    paragraph = P(text="The mill")
    paragraph.addElement(S(c=3))
    paragraph.addText("of Ost")
    note, body = Note(noteclass="footnote", id="f"), NoteBody()
    note.addElement(NoteCitation(text="1"))
    body.addElement(P(text="Foot"))
    note.addElement(body)
    paragraph.addElement(note)
    paragraph.addText(" turns.")
    paragraph.addElement(LineBreak())
    paragraph.addText("Again.")
    remark = Annotation()
    remark.addElement(P(text="Remark"))
    paragraph.addElement(remark)
    document.text.addElement(paragraph)
    table, row = Table(), TableRow()
    for text in ("Kim", "three"):
        cell = TableCell()
        cell.addElement(P(text=text))
        row.addElement(cell)
    table.addElement(row)
    document.text.addElement(table)
    held = io.BytesIO()
    document.save(held)
    item = one(sorted_read, tmp_path / "a.odt", held.getvalue())
    lines = ["Mill restored", "The mill of Ost turns.", "Again.", "Kim three"]
    assert [text for text, _ in shown(item)] == lines
    assert shown(item)[0] == ("Mill restored", True)
    assert apart(item) == ["Foot", "Remark"]


def test_rich_text(sorted_read: Read, tmp_path: Path) -> None:
    written = (
        rb"{\rtf1\ansi\ansicpg1251{\fonttbl{\f0 Times;}}{\info{\title Wrong}}\b Mill\b0\par The {\i mill}\~of Ost\par"
        rb"{\pict\pngblip 8950}{\field{\*\fldinst HYPERLINK x}{\fldrslt link}} \'cc\'ee\'f1\'f2\par}"
    )
    item = one(sorted_read, tmp_path / "a.txt", written)
    assert [" ".join(text.split()) for text, _ in shown(item)] == ["Mill", "The mill of Ost", "link Мост"]


def test_books(sorted_read: Read, tmp_path: Path) -> None:
    item = one(sorted_read, tmp_path / "a.epub", archive({
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container><rootfile full-path="O/c.opf"/></container>',
        "O/c.opf": '<package xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Mills</dc:title><dc:date>2019</dc:date>'
        '<item id="n" href="n.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
        '<item id="b" href="b%20b.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>'
        '<spine><itemref idref="n"/><itemref idref="a"/><itemref idref="b"/></spine></package>',
        "O/n.xhtml": "<p>Contents</p>",
        "O/a.xhtml": "<!DOCTYPE html><html><body><h1>One</h1><p>The mill<sup>1</sup>.</p></body></html>",
        "O/b b.xhtml": "<p>Ost.</p>",
    }))  # fmt: skip
    assert (item.fields["title"], item.fields["date"]) == ("Mills", "2019")
    assert shown(item) == [("One", True), ("The mill.", False), ("Ost.", False)]


def pdf(*, password: str = "", text: bool = True) -> bytes:
    from fpdf import FPDF

    made = FPDF()
    made.set_auto_page_break(False)
    if password:
        made.set_encryption(owner_password="x", user_password=password)
    for number in (1, 2, 3):
        made.add_page()
        for size, down, line in [
            (8, 5, "Mill Gazette, vol. 4"),
            (18, 20, "Mill restored"),
            (
                11,
                40,
                f"In {['spring', 'autumn', 'winter'][number - 1]} the old mill of the village of Ost was re-",
            ),
            (11, 46, "stored by its people, and it turns again as before."),
            (11, 60, f"A second paragraph {number} stands below it, apart."),
            (7, 270, f"{number} {['One', 'Two', 'Three'][number - 1]} noted at the foot."),
            (8, 288, f"- {number} -"),
        ]:
            if text and (size != 18 or number == 1):
                made.set_font("helvetica", size=size)
                made.set_xy(10, down)
                made.cell(0, 5, line)
    return bytes(made.output())


def test_printed_pages(sorted_read: Read, tmp_path: Path) -> None:
    item = one(sorted_read, tmp_path / "a.pdf", pdf())
    assert shown(item)[:3] == [
        ("Mill restored", True),
        (
            "In spring the old mill of the village of Ost was restored by its people, and it turns again as before.",
            False,
        ),
        ("A second paragraph 1 stands below it, apart.", False),
    ]
    assert (len(shown(item)), len(apart(item))) == (7, 3)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (pdf(text=False), "It is a scan without a text layer"),
        (pdf(password="secret"), "It is under a password"),
        (pdf()[:900], "It is not a PDF that can be read"),
    ],
    ids=["scan", "password", "broken"],
)
def test_pages_that_cannot_be_read(sorted_read: Read, tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "a.txt").write_bytes(content)
    items, [rejected] = sorted_read(tmp_path)
    assert items == []
    assert reason in rejected.reason


def bulletin() -> bytes:
    from fpdf import FPDF

    made = FPDF()
    made.add_page()
    for size, style, line in [
        (16, "B", "Mill Restored in Ost"),
        (11, "", f"Pyongyang, August 1 (KCNA) -- {'The old mill of the village of Ost turns again. ' * 3}"),
        (16, "B", "Dam Rises in Tal"),
        (11, "", f"Tal, August 1 (KCNA) -- {'The dam of the valley of Tal is as high as a house. ' * 3}"),
    ]:
        made.set_font("Times", style, size)
        made.multi_cell(0, 6, line.strip(), new_x="LMARGIN", new_y="NEXT")
        made.ln(3)
    return bytes(made.output())


def test_a_bulletin_of_several_articles_is_several_documents(database_url: str, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(bulletin())
    with Corpus(database_url) as corpus:
        assert corpus.add(tmp_path / "a.pdf", outlet="kcna").outcomes == {"document": 2}
        assert {row["title"]: row["tokens"] for row in corpus.list(sort="date").rows()} == {
            "Mill Restored in Ost": 4 + 3 * 10,
            "Dam Rises in Tal": 4 + 3 * 13,
        }


def test_a_dash_at_the_end_of_a_line_parts_no_word() -> None:
    lines = ["Ost, August 1 (KCNA) --", "the mill turns -", "and turns, in wel-", "fare and peace."]
    [block] = laid_out([[Line(text, 40, 700 - 12 * n, 10, False) for n, text in enumerate(lines)]])
    assert block.text == "Ost, August 1 (KCNA) -- the mill turns - and turns, in welfare and peace."


def test_parted_words_and_wrapped_lines() -> None:
    lines = [
        "All the in-",
        "habitants of self-",
        "reliance and of wel-",
        "fare, of mid-",
        "field and all inhabitants",
    ]
    page = [Line(text, 50, 700 - 12 * number, 10, False) for number, text in enumerate(lines)]
    page.append(Line("and self-reliance,", 50, 640, 10, False))
    assert [block.text for block in laid_out([page])] == [
        "All the inhabitants of self-reliance and of welfare, of mid-field and all inhabitants and self-reliance,"
    ]
    page = [Line("平和之橋開通于山谷", 50, 600, 10, False), Line("之中", 50, 588, 10, False)]
    assert [block.text for block in laid_out([page])] == ["平和之橋開通于山谷之中"]


def test_old_workbooks_and_tables_beside_texts(sorted_read: Read, tmp_path: Path) -> None:
    import datetime

    import xlwt

    def book(rows: list[list[object]]) -> bytes:
        made = xlwt.Workbook()
        sheet = made.add_sheet("s")
        day = xlwt.easyxf(num_format_str="YYYY-MM-DD")
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                sheet.write(number, column, value, *([day] if isinstance(value, datetime.date) else []))
        held = io.BytesIO()
        made.save(held)
        return held.getvalue()

    day = datetime.date(2019, 5, 4)
    (tmp_path / "a.xls").write_bytes(book([["Title", "Date", "Text"], ["Mill", day, "It turns."]]))
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "list.xls").write_bytes(book([["file", "title"], ["t.txt", "Mill"]]))
    (tmp_path / "b" / "t.txt").write_text("It turns.")
    items, rejected = sorted_read(tmp_path)
    assert rejected == []
    assert [(item.fields, item.text) for item in items] == [
        ({"title": "Mill", "date": "2019-05-04"}, "It turns."),
        ({"file": "t.txt", "title": "Mill"}, "It turns."),
    ]


@pytest.mark.parametrize("library", ["pypdf", "striprtf.striprtf", "xlrd", "py7zr"])
def test_without_the_extra_the_sentence_names_it(
    sorted_read: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    monkeypatch.setitem(__import__("sys").modules, library, None)
    contents = {
        "pypdf": b"%PDF-1.4",
        "striprtf.striprtf": b"{\\rtf1 x}",
        "xlrd": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"),
        "py7zr": b"7z\xbc\xaf\x27\x1c",
    }
    (tmp_path / "a").write_bytes(contents[library])
    assert "pip install 'state-media-corpus[documents]'" in sorted_read(tmp_path)[1][0].reason


def test_a_row_of_rich_text_is_a_line(sorted_read: Read, tmp_path: Path) -> None:
    cells = rb"\trowd\cellx1\cellx2\pard\intbl Kim\cell three\cell\row"
    parted = (
        rb"\trowd\cellx1\cellx2 {\pard\intbl {Ri\par}" + b"\n" + rb"\cell}{\pard\intbl {four\par}\cell}\row"
    )
    item = one(
        sorted_read, tmp_path / "a.rtf", rb"{\rtf1\ansi Mill\par" + cells + parted + rb"\pard Ost\par}"
    )
    assert [text for text, _ in shown(item)] == ["Mill", "Kim three", "Ri four", "Ost"]


def test_the_title_page_of_a_book_is_no_text_and_its_footnotes_are_apart(
    sorted_read: Read, tmp_path: Path
) -> None:
    names = ("title_page", "half", "b", "notes")
    items = "".join(f'<item id="{n}" href="{n}.xhtml" media-type="text/html"/>' for n in names)
    spine = "".join(f'<itemref idref="{n}"/>' for n in names)
    item = one(sorted_read, tmp_path / "a.epub", archive({
        "META-INF/container.xml": '<container><rootfile full-path="c.opf"/></container>',
        "c.opf": f'<package xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Mills</dc:title>{items}<spine>{spine}</spine></package>',
        "title_page.xhtml": "<html><body><h1>Mills</h1><p>A. Writer</p></body></html>",
        "half.xhtml": '<html><body><section epub:type="titlepage"><h1>Mills</h1></section></body></html>',
        "b.xhtml": '<html><body><h1>One</h1><p>It turns.</p><section class="footnotes"><ol><li><p>By wind.</p></li></ol>'
        "</section></body></html>",
        "notes.xhtml": '<html><body><div role="doc-endnotes"><p>Or water.</p></div></body></html>',
    }))  # fmt: skip
    assert shown(item) == [("One", True), ("It turns.", False)]
    assert apart(item) == ["By wind.", "Or water."]


def test_rows_of_tei_are_lines_and_notes_of_a_text_that_nobody_spoke_are_its_editor_s(
    sorted_read: Read, tmp_path: Path
) -> None:
    rows = "<row><cell><p>Kim</p></cell><cell><p>three</p></cell></row>"
    text = f"<p>The mill<note>of Ost</note> turns.</p><table>{rows}</table>"
    tei = f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body>{text}</body></text></TEI>'
    item = one(sorted_read, tmp_path / "a.xml", tei.encode())
    assert [(block.text, block.role) for block in item.blocks] == [
        ("The mill turns.", None),
        ("of Ost", Role.editor_note),
        ("Kim three", None),
    ]


def test_the_subtitles_of_a_video_site_have_their_times_on_lines_of_their_own(
    sorted_read: Read, tmp_path: Path
) -> None:
    lines = b"0:00:00.378,0:00:02.000\nThe mill\nturns.\n\n0:00:02.100,0:00:03.000\nIt stops.\n"
    for name in ("a.sbv", "a.txt"):
        assert [block.text for block in one(sorted_read, tmp_path / name, lines).blocks] == [
            "The mill turns. It stops."
        ]


def test_an_outline_is_refused_as_xml(sorted_read: Read, tmp_path: Path) -> None:
    (tmp_path / "a.opml").write_text(
        '<?xml version="1.0"?>\n<opml version="2.0"><body><outline text="x"/></body></opml>'
    )
    assert sorted_read(tmp_path)[1][0].reason.startswith("XML is not read")


NITF = """<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "nitf-3-4.dtd">
<nitf><head><title>x</title><docdata><doc-id id-string="abc1"/><date.issue norm="20210305T100000Z"/></docdata>
<pubdata name="Xinhua News Agency"/></head><body><body.head><hedline><hl1>The mill</hl1><hl2>It turns again</hl2></hedline>
<byline>By <person>Jan Holm</person></byline><dateline><location>LEEDS</location>, March 5 (HN)</dateline></body.head>
<body.content><p>It <em>turns</em> again.</p><media media-type="image"><media-reference/><media-caption>The
wheel.</media-caption></media><hl2>The miller</hl2><block><p>He sings.</p></block></body.content>
<body.end><tagline>Editing by Eva</tagline></body.end></body></nitf>"""
NEWSML = """<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>
<newsItem guid="urn:a:1" xml:lang="en"><itemMeta><versionCreated>2021-03-05T10:00:00Z</versionCreated></itemMeta>
<contentMeta><by>Jan</by><dateline>LEEDS, March 5</dateline><headline>The mill</headline></contentMeta><contentSet><inlineXML>
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body><h1>The mill</h1><p>It turns.</p></body></html>
</inlineXML></contentSet></newsItem>
<newsItem guid="urn:a:2"><itemMeta><firstCreated>2021-03-06T10:00:00Z</firstCreated></itemMeta><contentMeta>
<headline>The wheel</headline></contentMeta><contentSet><inlineXML><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body>
<body.content><p>It rolls.</p></body.content></body></nitf></inlineXML></contentSet></newsItem></itemSet></newsMessage>"""
OLD_NEWSML = """<NewsML><NewsItem><Identification><NewsIdentifier><PublicIdentifier>urn:a:3</PublicIdentifier></NewsIdentifier>
</Identification><NewsManagement><FirstCreated>20210305T090000Z</FirstCreated></NewsManagement><NewsComponent><NewsLines>
<HeadLine>The mill</HeadLine></NewsLines><ContentItem><DataContent>It turns.

It sings.</DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"""


def test_what_agencies_deliver(sorted_read: Read, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(NITF)
    (tmp_path / "b.xml").write_text(NEWSML)
    (tmp_path / "c.txt").write_text(OLD_NEWSML)
    items, rejected = sorted_read(tmp_path)
    assert rejected == []
    assert [
        (item.identifier, item.fields["title"], item.fields["date"], item.fields.get("place"))
        for item in items
    ] == [
        ("abc1", "The mill", "2021-03-05", "LEEDS"),
        ("urn:a:1", "The mill", "2021-03-05T10:00:00Z", "LEEDS"),
        ("urn:a:2", "The wheel", "2021-03-06T10:00:00Z", None),
        ("urn:a:3", "The mill", "2021-03-05", None),
    ]
    assert items[0].fields["outlet"] == "xinhua"
    assert [[(block.text, block.role) for block in item.blocks] for item in items] == [
        [
            ("The mill", Role.headline),
            ("It turns again", Role.headline),
            ("LEEDS, March 5 (HN)", Role.dateline),
            ("It turns again.", None),
            ("The wheel.", Role.editor_note),
            ("The miller", None),
            ("He sings.", None),
            ("Editing by Eva", Role.editor_note),
        ],
        [("LEEDS, March 5", Role.dateline), ("It turns.", None)],
        [("It rolls.", None)],
        [("It turns.", None), ("It sings.", None)],
    ]
