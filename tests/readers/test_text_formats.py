"""Formats that are texts: Markdown, mail, feeds, subtitles, corpora, parliaments. What is no word is none."""

# ruff: noqa: E501
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from corpus.text.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Read = Callable[..., Any]

WORDS = ["The mill of Ost", "turns again."]


def one(read: Read, path: Path, content: str | bytes) -> Any:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    [item], rejected = read(path)
    assert rejected == []
    return item


def lines(item: Any) -> list[str]:
    return [block.text for block in item.blocks if block.role in (None, Role.speech)]


def test_markdown_and_its_front_matter(sorted_read: Read, tmp_path: Path) -> None:
    written = (
        '---\ntitle: "Mill restored"\ndate: 2019-05-04\ntags: [a, b]\nx: &a [*a]\n---\n# Mill restored\n\nThe **mill**'
        " of\n[Ost](http://x.example)![alt](y.png)[^1]\n\n- turns <b>again</b>.{{< fig >}}\n\n***\n\n[^1]: A note.\n\n\\###\n"
    )
    item = one(sorted_read, tmp_path / "a.md", written)
    assert (item.fields["title"], item.fields["date"]) == ("Mill restored", "2019-05-04")
    assert lines(item) == ["Mill restored", *WORDS]
    assert [block.heading for block in item.blocks] == [True, False, False, False, False]
    assert item.file == item.address


@pytest.mark.parametrize(
    ("head", "fields"),
    [
        (
            "Title: Mill: restored\nDate: 2019-05-04\nLength: 30 words\n",
            {"title": "Mill: restored", "date": "2019-05-04"},
        ),
        (
            "\nHEADLINE: Mill\r\nBYLINE: A. Marn\r\nDATE: May 4, 2019\r\n",
            {"title": "Mill", "date": "May 4, 2019"},
        ),
        ("标题：磨坊\n日期：2019年5月4日\n", {"title": "磨坊", "date": "2019年5月4日"}),
        ("Speaker: Olga Marn\nDate: 2019\n", {"speaker": "Olga Marn", "date": "2019"}),
    ],
)
def test_lines_of_names_and_values_above_a_text(
    sorted_read: Read, tmp_path: Path, head: str, fields: dict[str, str]
) -> None:
    item = one(sorted_read, tmp_path / "a.txt", f"{head}\nThe mill of Ost\n\nturns again.\n")
    assert {name: item.fields[name] for name in fields} == fields
    assert item.text.split("\n\n") == ["The mill of Ost", "turns again.\n"]


def test_names_between_hyphens_above_their_values(sorted_read: Read, tmp_path: Path) -> None:
    head = "-DATE-\n19910726\n-DOCUMENT_TYPE-\nSPEECH\n-AUTHOR-\nO. MARN\n-HEADLINE-\nMARN SPEAKS\nAT MILL\n"
    item = one(sorted_read, tmp_path / "a.txt", f"{head}-PLACE-\nOST\n-TEXT-\nThe mill turns.\n")
    wanted = {"date": "19910726", "speaker": "O. MARN", "title": "MARN SPEAKS AT MILL", "place": "OST"}
    assert {name: item.fields[name] for name in wanted} == wanted
    assert item.text == "The mill turns.\n"


@pytest.mark.parametrize(
    "text",
    [
        "-DATE-\n19910726\n-PLACE-\nOST\n\nThe mill turns.\n",
        "Title: Talks\n\nThe mill turns.\n",
        "Source: none\nMarn: We begin.\nCole: Yes.\n\nMarn: Good.\n",
        "Date: a fruit\nPalm: a tree\nNothing more\n\nThe mill turns.\n",
    ],
)
def test_other_lines_with_colons_are_words(sorted_read: Read, tmp_path: Path, text: str) -> None:
    item = one(sorted_read, tmp_path / "a.txt", text)
    assert item.text == text
    assert "title" not in item.fields


@pytest.mark.parametrize(
    ("name", "front"),
    [
        ("a.md", '+++\ntitle = "Mill: restored"\ndate = 2019-05-04\n+++\n'),
        ("a.txt", "---\ntitle: Mill: restored\ndate: 2019-05-04\n...\n"),
    ],
)
def test_other_front_matter(sorted_read: Read, tmp_path: Path, name: str, front: str) -> None:
    item = one(sorted_read, tmp_path / name, front + "The mill.\n")
    assert (item.fields["title"], item.fields["date"]) == ("Mill: restored", "2019-05-04")
    assert item.text.strip() == "The mill."


MAIL = (
    "From: a@b.example\nSubject: =?koi8-r?B?7c/T1A==?= opens\nDate: Sat, 4 May 2019 10:00:00 +0300\n"
    "Message-ID: <1@b>\nMIME-Version: 1.0\n"
)


@pytest.mark.parametrize(
    "body",
    [
        "Content-Type: text/plain; charset=utf-8\n\nThe mill of Ost\n\nturns again.\n",
        "Content-Type: text/plain; format=flowed\n\nThe mill \nof Ost\nturns again.\n",
        "Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/html\n\n<p>The mill of Ost<p>turns again.\n"
        "--x\nContent-Type: text/plain\nContent-Disposition: attachment\n\nattached\n--x--\n",
        "Content-Type: multipart/alternative; boundary=x\n\n--x\nContent-Type: text/plain\n\nThe mill of Ost\n\nturns"
        " again.\n--x\nContent-Type: text/html\n\n<style>p{}</style><p>The mill of Ost</p>\n--x--\n",
    ],
)
@pytest.mark.parametrize("name", ["a.eml", "a.txt"])
def test_mails(sorted_read: Read, tmp_path: Path, name: str, body: str) -> None:
    item = one(sorted_read, tmp_path / name, MAIL + body)
    assert (item.fields["title"], item.fields["date"]) == ("Мост opens", "2019-05-04T10:00:00+03:00")
    assert (lines(item), item.identifier) == (WORDS, "1@b")


@pytest.mark.parametrize("boundary", ["", '; boundary="another"', '; boundary="real"'])
def test_mails_whose_head_does_not_name_the_line_between_their_parts(
    sorted_read: Read, tmp_path: Path, boundary: str
) -> None:
    head = f"From: a@b.cd\nTo: c@d.ef\nSubject: Dam\nMIME-Version: 1.0\nContent-Type: multipart/mixed{boundary}\n\n"
    parts = "".join(
        f"--real\nContent-Type: text/plain\n\n{text}\n" for text in ("It is open.", "It is full.")
    )
    assert lines(one(sorted_read, tmp_path / "a.eml", f"{head}{parts}--real--\n")) == [
        "It is open.",
        "It is full.",
    ]
    assert lines(one(sorted_read, tmp_path / "b.eml", f"{head}It is open.\n")) == ["It is open."]


def test_mailboxes(sorted_read: Read, tmp_path: Path) -> None:
    (tmp_path / "a.mbox").write_text(
        f"From x Sat May  4 10:00:00 2019\n{MAIL}\nThe mill.\n\n>From Ost.\nFrom here on\n\n"
        "From y Sat May  4 11:00:00 2019\nSubject: Second\nDate: never\n\nThe ferry.\n"
    )
    items, rejected = sorted_read(tmp_path)
    assert rejected == []
    assert [(item.fields["title"], item.row, item.file) for item in items] == [
        ("Мост opens", True, None),
        ("Second", True, None),
    ]
    assert [item.text for item in items] == ["The mill.\nFrom Ost.\nFrom here on", "The ferry."]


def test_feeds(sorted_read: Read, tmp_path: Path) -> None:
    (tmp_path / "a.rss").write_text(
        '<?xml version="1.0"?><rss xmlns:content="c" xmlns:wp="http://wordpress.org/x"><channel><language>en</language>'
        "<item><title>Mill &amp;amp; wheel</title><link>https://n.example/1</link><guid>g1</guid>"
        "<pubDate>Sat, 04 May 2019 10:00:00 GMT</pubDate><description>short</description>"
        "<content:encoded><![CDATA[<p>The mill&nbsp;of Ost</p><p>turns again.</p>]]></content:encoded></item>"
        "<item><title>Draft</title><description>x</description><wp:status>draft</wp:status></item>"
        "<item><title>Picture</title><wp:post_type>attachment</wp:post_type></item></channel></rss>"
    )
    [item], [rejected] = sorted_read(tmp_path)
    assert (item.fields["title"], item.address, item.identifier) == (
        "Mill & wheel",
        "https://n.example/1",
        "g1",
    )
    assert lines(item) == WORDS
    assert (item.row, item.fields["language"]) == (False, "en")
    assert "draft" in rejected.reason
    (tmp_path / "a.rss").write_text(
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="html">Mill</title><id>1</id>'
        '<link rel="edit" href="https://n.example/e"/><link href="https://n.example/1"/><published>2019-05-04</published>'
        '<updated>2020</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>The <b>mill</b> of'
        " Ost</p>turns again.</div></content></entry></feed>"
    )
    [item], _ = sorted_read(tmp_path)
    assert (item.fields["date"], item.fields["url"], lines(item)) == (
        "2019-05-04",
        "https://n.example/1",
        WORDS,
    )


@pytest.mark.parametrize("doctype", ["<!DOCTYPE a [<!ENTITY x 'y'>]>", "<!DOCTYPE a SYSTEM 'file:///x'[]>"])
@pytest.mark.parametrize("root", ["rss", "TEI", "akomaNtoso"])
def test_entities_of_xml_are_refused(sorted_read: Read, tmp_path: Path, doctype: str, root: str) -> None:
    (tmp_path / "a.xml").write_text(f"{doctype}<{root}><item><title>&x;</title></item></{root}>")
    items, [rejected] = sorted_read(tmp_path)
    assert items == []
    assert "DOCTYPE" in rejected.reason


def test_subtitles(sorted_read: Read, tmp_path: Path) -> None:
    times = "00:00:0{},000 --> 00:00:0{},000"
    srt = f"1\n{times.format(1, 2)}\n<i>The mill</i>\n\n2\n{times.format(2, 3)}\nof Ost\n\n3\n{times.format(8, 9)}\nturns again.\n"
    assert lines(one(sorted_read, tmp_path / "a.srt", srt)) == WORDS
    vtt = (
        "WEBVTT\nKind: x\n\nNOTE no words\n\n00:01.000 --> 00:02.000 position:0%\nthe mill\nof<00:01.5><c> Ost</c>\n\n"
        "00:02.000 --> 00:03.000\nof Ost\n \n\n00:03.000 --> 00:04.000\n<v Ri>It &amp; she\n"
    )
    item = one(sorted_read, tmp_path / "b.txt", vtt)
    assert [(block.text, block.speaker) for block in item.blocks] == [
        ("the mill of Ost", None),
        ("It & she", "Ri"),
    ]


def test_corpora_with_a_token_a_line(sorted_read: Read, tmp_path: Path) -> None:
    (tmp_path / "a.vrt").write_text(
        '<corpus lang="en">\n<text title="A &amp; B" date="2019-05-04" id="7">\n<p>\n<s>\nThe\tDT\nmill\tNN\nof\tIN\nOst\tNP\n'
        "</s>\n</p>\n<p>\nturns\tV\nagain\tR\n<g/>\n.\tS\n</p>\n</text>\n<text>\nDo\tV\nn't\tR\n(\tP\nstop\tV\n)\tP\n</text>\n</corpus>\n"
    )
    (tmp_path / "b.conllu").write_text(
        "# newdoc id = d\n# text = The mill of Ost\n1\tThe\tthe" + "\t_" * 7 + "\n\n# newpar\n"
        "1-2\tturns\t_" + "\t_" * 7 + "\n1\ttu\t_" + "\t_" * 7 + "\n2\trns\t_" + "\t_" * 7 + "\n"
        "3\tagain\t_" + "\t_" * 6 + "\tSpaceAfter=No\n4\t.\t_" + "\t_" * 7 + "\n\n"
    )
    first, second, third = sorted_read(tmp_path)[0]
    assert (lines(first), lines(third)) == (WORDS, WORDS)
    assert (first.fields["title"], first.fields["language"], first.identifier) == ("A & B", "en", "7")
    assert (second.text, third.identifier) == ("Don't (stop)", "d")


def test_parliaments(sorted_read: Read, tmp_path: Path) -> None:
    tei = (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en"><teiHeader><fileDesc><titleStmt><title>Mill act</title>'
        '</titleStmt><publicationStmt><date when="2022"/></publicationStmt></fileDesc><profileDesc><settingDesc><setting>'
        '<name type="city">Ost</name><date when="2019-05-04"/></setting></settingDesc><particDesc><person xml:id="k">'
        "<persName><surname>Ok</surname><forename>Kim</forename></persName></person></particDesc></profileDesc></teiHeader>"
        '<text><body><note>The chair:</note><u who="#k"><seg>The <w>mill</w> of<note>uproar</note> Ost</seg>'
        '<kinesic><desc>Applause</desc></kinesic></u><u who="#AnnaRi"><seg>turns <choice><sic>agian</sic><corr>again</corr>'
        "</choice>.</seg></u></body></text></TEI>"
    )
    item = one(sorted_read, tmp_path / "a.xml", tei)
    assert (item.fields["title"], item.fields["date"], item.fields["place"]) == (
        "Mill act",
        "2019-05-04",
        "Ost",
    )
    assert lines(item) == WORDS
    assert [block.speaker for block in item.blocks if block.role is Role.speech] == ["Kim Ok", "Anna Ri"]
    assert {block.text for block in item.blocks if block.role is not Role.speech} == {
        "The chair:",
        "uproar",
        "Applause",
    }
    akn = (
        '<akomaNtoso><debate><meta><FRBRWork><FRBRdate date="2019-05-04"/></FRBRWork><TLCPerson eId="k" showAs="Kim Ok"/>'
        '</meta><preface><docTitle>Mill act</docTitle></preface><debateBody><speech by="#k"><from>Mr KIM</from>'
        "<p>The mill of Ost</p><scene>Noise</scene><p>turns again.</p></speech></debateBody></debate></akomaNtoso>"
    )
    item = one(sorted_read, tmp_path / "b.xml", akn)
    assert (item.fields["title"], item.fields["date"]) == ("Mill act", "2019-05-04")
    assert lines(item) == ["Mill act", *WORDS]
    assert [block.speaker for block in item.blocks if block.role is Role.speech] == ["Kim Ok", "Kim Ok"]


@pytest.mark.parametrize(
    ("first", "last", "date"),
    [
        ("20240806", "20240806", "2024-08-06"),
        ("20240801", "20240831", "2024-08"),
        ("20240101", "20241231", "2024"),
        ("20231201", "20240131", None),
    ],
)
def test_a_span_of_days_in_a_vertical_file_is_the_date_in_which_it_lies(
    sorted_read: Read, tmp_path: Path, first: str, last: str, date: str | None
) -> None:
    head = f'<text title="Mill" datefrom="{first}" dateto="{last}">'
    (tmp_path / "a.vrt").write_text(f"{head}\n<sentence>\nIt\tPP\nturns\tVVZ\n</sentence>\n</text>\n")
    items, _ = sorted_read(tmp_path)
    assert items[0].fields.get("date") == date


def test_tables_of_other_programs_are_refused_whatever_their_name(sorted_read: Read, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text('ID;PWXL;N;E\nC;Y1;X1;K"Mill"\nE\n')
    assert "save it as .xlsx or as CSV" in sorted_read(tmp_path)[1][0].reason


def test_a_mail_without_what_it_quotes_and_its_signature(sorted_read: Read, tmp_path: Path) -> None:
    head = MAIL.replace("Subject: ", "Subject: Re: [mills] ")
    body = (
        "Content-Type: text/plain; charset=utf-8\n\nThe mill turns again.\n\nOn Mon, 4 May 2019, A. Marn wrote:\n"
        "> Does it turn?\n> I cannot see it.\n\nThe ferry is gone.\n\n-- \nOlga Marn\nTel. 1\n"
    )
    item = one(sorted_read, tmp_path / "a.eml", head + body)
    assert item.fields["title"] == "Мост opens"
    assert [block.text for block in item.blocks if block.role is None] == [
        "The mill turns again.",
        "The ferry is gone.",
    ]
    notes = " ".join(block.text for block in item.blocks if block.role is not None)
    assert "Does it turn?" in notes
    assert "Olga Marn" in notes
