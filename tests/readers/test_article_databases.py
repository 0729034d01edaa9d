"""Exports of databases of articles: each article by itself, its metadata no words of it."""

# ruff: noqa: E501
from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any

import pytest

from corpus import Corpus

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Read = Callable[..., Any]

FACTIVA_CODES = """Page 1 of 3 © 2024 Factiva, Inc. All rights reserved.

SE   World
HD   Mill of Ost
     turns again
BY   A. Marn
WC   25 words
PD   6 August 2024
ET   10:15
SN   Xinhua News Agency
SC   XNEWS
LA   English
CY   (c) Copyright 2024. Xinhua News Agency. All Rights Reserved.

LP
OST, Aug. 6 (Xinhua) -- The mill turns.

TD
It had stood still for a year.

CO   ostm : Ost Mills
NS   gcat : General News
AN   Document XNEWS00020240806ek8600001


HD   Rain in Nor
WC   9 words
PD   7 August 2024
SN   The Norland Herald
LA   English
LP   It rained.
AN   Document NORH000020240807ek8700002

Search Summary
Text   mill or rain
Date   All Dates
"""

FACTIVA_PRINTED = """Mühle dreht sich wieder
Von A. Marn
25 Wörter
6 August 2024
10:15
TASS World Service
TASSW
Deutsch
(c) 2024 TASS

Die Mühle von Ost dreht sich wieder.

Sie stand ein Jahr lang still.

Dokument TASSW00020240806ek8600001

Regen in Nor

9 Wörter
7 August 2024
Norland Bote
NORB
3
Deutsch
Copyright 2024 Norland Bote

Es regnete in Nor.

Dokument NORB000020240807ek8700002

Suchzusammenfassung
Text Mühle
"""

NEXIS_OLD = """




                               1 of 2 DOCUMENTS


                      Xinhua General News Service

                             August 6, 2024 Tuesday
                          First Edition

Mill of Ost turns again
after a year

BYLINE: A. Marn

SECTION: WORLD NEWS; Political

LENGTH: 25 words

DATELINE: OST, Aug. 6

HIGHLIGHT: It had stood
 still.

BODY:


   The mill of Ost turns again, said the miller, who had waited for the stone
for a year.

   It grinds the rye of the valley.

LOAD-DATE: August 7, 2024

LANGUAGE: ENGLISH

GRAPHIC: The mill

PUBLICATION-TYPE: Newswire

                       Copyright 2024 Xinhua News Agency
                              All Rights Reserved


                               2 of 2 DOCUMENTS


                 Copyright 1998 The Norland Herald
                         The Norland Herald

                    August 7, 1998, Friday, FINAL EDITION

SECTION: NEWS; Pg. 3

LENGTH: 9 words

HEADLINE: Rain in Nor

   It rained.

LANGUAGE: English

LOAD-DATE: August 7, 1998
"""

NEXIS_UNI = [
    "Mill of Ost turns again",
    "Xinhua General News Service",
    "August 6, 2024 Tuesday 10:15 AM EST",
    "Copyright 2024 Xinhua News Agency All Rights Reserved",
    "Section: WORLD NEWS; Political",
    "Length: 25 words",
    "Byline: A. Marn",
    "Dateline: OST, Aug. 6",
    "Body",
    "The mill of Ost turns again.",
    "It grinds the rye of the valley.",
    "Load-Date: August 7, 2024",
    "End of Document",
    "Rain in Nor",
    "The Norland Herald",
    "August 7, 2024",
    "Length: 9 words",
    "Body",
    "It rained.",
    "Classification",
    "Language: ENGLISH",
    "Subject: RAIN (90%)",
    "Load-Date: August 8, 2024",
    "End of Document",
]

PROQUEST = """____________________________________________________________

Document 1 of 2

Title: Mill of Ost turns again

Author: Marn, A

Publication info: Xinhua News Agency - CEIS ; Woodside [Woodside]06 Aug 2024.

ProQuest document link

Abstract: The mill turns.

Full text: The mill of Ost turns again.

It grinds the rye of the valley.

Subject: Mills

Title: Mill of Ost turns again

Publication title: Xinhua News Agency - CEIS; Woodside

Publication year: 2024

Publication date: Aug 6, 2024

Language of publication: English

ProQuest document ID: 3088000001

Document URL: https://www.proquest.com/docview/3088000001

Copyright: Copyright Xinhua News Agency - CEIS Aug 6, 2024

____________________________________________________________

Document 2 of 2

Title: Rain in Nor

Full text: It rained.

Publication title: The Norland Herald

Publication date: Aug 7, 2024

Language of publication: English

ProQuest document ID: 3088000002

____________________________________________________________

Contact us at: http://www.proquest.com/go/pqissupportcontact
"""


def articles(read: Read, path: Path, written: str | bytes) -> list[dict[str, str]]:
    path.write_bytes(written.encode() if isinstance(written, str) else written)
    items, rejected = read(path)
    assert rejected == []
    assert all(item.row or "://" in item.address for item in items)
    return [
        {"text": item.text, **{key: item.fields[key] for key in sorted(item.fields) if key != "author"}}
        for item in items
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_factiva_with_the_codes_of_its_fields(sorted_read: Read, tmp_path: Path, end: str) -> None:
    mill, rain = articles(sorted_read, tmp_path / "a.txt", FACTIVA_CODES.replace("\n", end))
    assert mill == {
        "text": "OST, Aug. 6 (Xinhua) -- The mill turns.\nIt had stood still for a year.",
        "date": "6 August 2024",
        "language": "English",
        "outlet": "xinhua",
        "publication": "Xinhua News Agency",
        "title": "Mill of Ost turns again",
    }
    assert rain == {
        "text": "It rained.",
        "date": "7 August 2024",
        "language": "English",
        "publication": "The Norland Herald",
        "title": "Rain in Nor",
    }


def test_factiva_as_articles_are_printed(sorted_read: Read, tmp_path: Path) -> None:
    mill, rain = articles(sorted_read, tmp_path / "a.txt", FACTIVA_PRINTED)
    assert mill == {
        "text": "Die Mühle von Ost dreht sich wieder.\nSie stand ein Jahr lang still.",
        "date": "6 August 2024",
        "outlet": "tass",
        "publication": "TASS World Service",
        "title": "Mühle dreht sich wieder",
    }
    assert (rain["title"], rain["text"], rain["publication"]) == (
        "Regen in Nor",
        "Es regnete in Nor.",
        "Norland Bote",
    )


def test_nexis_of_old(sorted_read: Read, tmp_path: Path) -> None:
    mill, rain = articles(sorted_read, tmp_path / "a.TXT", NEXIS_OLD)
    assert mill == {
        "text": "The mill of Ost turns again, said the miller, who had waited for the stone for a year.\nIt grinds the rye of the valley.",
        "date": "August 6, 2024",
        "language": "ENGLISH",
        "outlet": "xinhua",
        "place": "OST",
        "publication": "Xinhua General News Service",
        "title": "Mill of Ost turns again after a year",
    }
    assert (rain["title"], rain["text"], rain["date"], rain["publication"]) == (
        "Rain in Nor",
        "It rained.",
        "August 7, 1998",
        "The Norland Herald",
    )


def test_nexis_in_word_and_as_text(sorted_read: Read, tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    for line in NEXIS_UNI:
        document.add_paragraph(line)
    document.save(str(tmp_path / "b.docx"))
    in_word = articles(sorted_read, tmp_path / "a.docx", (tmp_path / "b.docx").read_bytes())
    as_text = articles(sorted_read, tmp_path / "a.txt", "\n\n".join(NEXIS_UNI))
    assert in_word == as_text
    mill, rain = in_word
    assert mill == {
        "text": "The mill of Ost turns again.\nIt grinds the rye of the valley.",
        "date": "August 6, 2024",
        "outlet": "xinhua",
        "place": "OST",
        "publication": "Xinhua General News Service",
        "title": "Mill of Ost turns again",
    }
    assert rain == {
        "text": "It rained.",
        "date": "August 7, 2024",
        "language": "ENGLISH",
        "publication": "The Norland Herald",
        "title": "Rain in Nor",
    }


@pytest.mark.parametrize(
    ("written", "last"),
    [
        (FACTIVA_CODES, "AN   Document NORH"),
        (FACTIVA_PRINTED, "Dokument NORB"),
        ("\n\n".join(NEXIS_UNI), None),
    ],
)
def test_the_last_article_of_a_file_that_breaks_off(
    sorted_read: Read, tmp_path: Path, written: str, last: str | None
) -> None:
    end = written.index(last) if last is not None else written.rindex("End of Document")
    assert len(articles(sorted_read, tmp_path / "a.txt", written[:end])) == 2


def test_proquest(sorted_read: Read, tmp_path: Path) -> None:
    mill, rain = articles(sorted_read, tmp_path / "a.txt", PROQUEST)
    assert mill == {
        "text": "The mill of Ost turns again.\nIt grinds the rye of the valley.",
        "date": "Aug 6, 2024",
        "language": "English",
        "outlet": "xinhua",
        "publication": "Xinhua News Agency - CEIS; Woodside",
        "title": "Mill of Ost turns again",
        "url": "https://www.proquest.com/docview/3088000001",
    }
    assert (rain["title"], rain["text"], rain["date"]) == ("Rain in Nor", "It rained.", "Aug 7, 2024")


ROW = "<tr><td><b>{}</b>&nbsp;</td><td>{}</td></tr>"
PARAGRAPH = '<p class="articleParagraph enarticleParagraph">{}</p>'


@pytest.mark.parametrize("coded", [True, False])
def test_factiva_saved_as_a_page(sorted_read: Read, tmp_path: Path, coded: bool) -> None:
    if coded:
        rows = [
            *(("HD", "<b>Mill of Ost</b>"), ("WC", "25 words"), ("PD", "6 August 2024"), ("SN", "Xinhua")),
            *(("LP", PARAGRAPH.format("The mill turns.")), ("TD", PARAGRAPH.format("It grinds rye.") * 2)),
            ("AN", "Document XNEWS00020240806ek8600001"),
        ]
        article = f"<table>{''.join(ROW.format(*row) for row in rows)}</table>"
    else:
        head = ["Mill of Ost", "25 words", "6 August 2024", "Xinhua", "XNEWS", "English", "(c) 2024 Xinhua"]
        text = ["The mill turns.", "It grinds rye.", "It grinds rye."]
        article = "".join(f"<div>{line}</div>" for line in head) + "".join(map(PARAGRAPH.format, text))
        article += "<p>Document XNEWS00020240806ek8600001</p>"
    other = article.replace("6 August", "7 August").replace("ek8600001", "ek8600002")
    page = (
        f"<html><head><title>Factiva</title></head><body><div>{article}</div><div>{other}</div></body></html>"
    )
    mill, again = articles(sorted_read, tmp_path / "a.html", page)
    assert (mill["title"], mill["text"], mill["outlet"]) == (
        "Mill of Ost",
        "The mill turns.\nIt grinds rye.\nIt grinds rye.",
        "xinhua",
    )
    assert [mill["date"], again["date"]] == ["6 August 2024", "7 August 2024"]


@pytest.mark.parametrize(
    "written",
    [
        "Statement\n\nThe committee saw 2 of 3 DOCUMENTS that were asked for.\n\nIt thanked all.",
        "Full text: see below.\n\nTitle: of the mill\n\nThe mill turns.",
        "End of Document\n\nThe mill turns.",
        "A report in 25 words\n6 August 2024\n\nThe mill turns.",
    ],
)
def test_texts_that_only_look_like_exports(sorted_read: Read, tmp_path: Path, written: str) -> None:
    (tmp_path / "a.txt").write_text(written)
    [item], rejected = sorted_read(tmp_path / "a.txt")
    assert rejected == []
    assert item.text == written
    assert item.file == item.address


def test_an_export_loaded_again_in_another_order_changes_nothing(tmp_path: Path) -> None:
    first, second = FACTIVA_CODES.split("\n\n\n")
    (tmp_path / "a.txt").write_text(FACTIVA_CODES)
    with Corpus(tmp_path / "a.db") as corpus:
        corpus.add(tmp_path / "a.txt")
        before = sorted(corpus.list().rows(), key=itemgetter("date"))
        (tmp_path / "a.txt").write_text(f"{second.partition('Search Summary')[0]}\n\n{first}\n")
        report = corpus.add(tmp_path / "a.txt")
        assert sorted(corpus.list().rows(), key=itemgetter("date")) == before
        assert [row["date"] for row in before] == ["2024-08-06", "2024-08-07"]
        assert [row["outlet"] for row in before] == ["xinhua", "generic"]
        assert report.outcomes["document"] == 0
        assert corpus.freq("words", "mill", "rained").values("matches") == [0, 2, 1]
