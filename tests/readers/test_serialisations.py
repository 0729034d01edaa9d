"""A serialisation is no text: tags, entities, editors' objects and the shapes of exports."""

# ruff: noqa: E501
from __future__ import annotations

import datetime
import json
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from corpus.ingest.readers import markup
from corpus.text.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ROW = {"title": "Mill restored", "date": "2019-05-04", "text": "The mill turns again."}
OTHER = {"title": "Ferry sold", "date": "2019-05-05", "text": "The ferry is gone."}
RIGHT = [("Mill restored", "2019-05-04", "The mill turns again.")]
BOTH = [*RIGHT, ("Ferry sold", "2019-05-05", "The ferry is gone.")]


def items(read: Callable[..., Any], path: Path, content: object) -> list[tuple[str | None, str | None, str]]:
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    found, rejected = read(path)
    assert rejected == []
    return [(item.fields.get("title"), item.fields.get("date"), item.text) for item in found]


@pytest.mark.parametrize(
    "text",
    [
        "a < b and c > d",
        "I <3 mills",
        "said <Kim> to <Ri>",
        "R&D; AT&T; A&B",
        "x <p and q> y",
        "1<2>0",
        "<b or not",
    ],
)
def test_plain_text_is_no_markup(text: str) -> None:
    assert not markup.is_markup(text)
    assert markup.paragraphs(text) is None
    assert markup.readable(text) == text
    assert markup.plain(text) == text


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("<p>The mill&nbsp;turns.</p><p>Again<br>and again.</p>", ["The mill turns.", "Again and again."]),
        ("One<br/>Two &mdash; <b>th</b>ree", ["One", "Two — three"]),
        ("&lt;p&gt;Twice &amp;amp; escaped&lt;/p&gt;", ["Twice & escaped"]),
        ("Typed in an <em>editor</em>\n\nof old.\nNext", ["Typed in an editor", "of old.", "Next"]),
        ("<h2>Head</h2><ul><li>a</li><li>b</li></ul><script>x</script>", ["Head", "a", "b"]),
        ("<p>The treaty<sup>1</sup> of 10<sup>6</sup> acres</p>", ["The treaty of 10⁶ acres"]),
        ("<p style='display: none'>hidden</p><p>shown</p>", ["shown"]),
        ("<table><tr><td>a</td><td>b</td></tr></table>", ["a b"]),
        ("[caption id='x']<img src='a'>[/caption]<p>text</p>", ["text"]),
    ],
)
def test_markup_is_read_as_the_words_that_it_means(text: str, lines: list[str]) -> None:
    found = markup.paragraphs(text)
    assert found is not None
    assert [" ".join(block.text.split(" ")) for block in found] == lines


def test_tags_and_entities_of_columns_are_read(sorted_read: Callable[..., Any], tmp_path: Path) -> None:
    table = (
        'title,date,text,note\nMill &amp; wheel,2019-05-04,"<p>It turns &ndash; still.</p>",<i>as it is</i>\n'
    )
    (tmp_path / "a.csv").write_text(table)
    [item], _ = sorted_read(tmp_path)
    assert item.fields["title"] == "Mill & wheel"
    assert item.fields["note"] == "<i>as it is</i>"
    assert (item.text, [block.text for block in item.blocks]) == ("It turns – still.", ["It turns – still."])
    assert b"<p>" in item.raw


@pytest.mark.parametrize(
    ("value", "right"),
    [
        ([ROW, OTHER], BOTH),
        ({name: {"0": ROW[name], "1": OTHER[name]} for name in ROW}, BOTH),
        ({name: [ROW[name], OTHER[name]] for name in ROW}, BOTH),
        ({"0": ROW, "1": OTHER}, BOTH),
        ({"columns": list(ROW), "index": [0], "data": [list(ROW.values())]}, RIGHT),
        ({"schema": {"fields": [{"name": "text"}]}, "data": [ROW]}, RIGHT),
        ([list(ROW), list(ROW.values())], RIGHT),
        ({"status": "ok", "data": {"page": 1, "items": [ROW]}, "links": [{"rel": "next"}]}, RIGHT),
        ({"hits": {"hits": [{"_id": "1", "_source": ROW}]}}, RIGHT),
        ({"type": "FeatureCollection", "features": [{"type": "Feature", "properties": ROW}]}, RIGHT),
        ({"data": [{"type": "article", "id": "1", "attributes": ROW}]}, RIGHT),
        ([{"tweet": ROW}], RIGHT),
        (
            {"@type": "NewsArticle", "headline": ROW["title"], "datePublished": ROW["date"], "articleBody": ROW["text"]},
            RIGHT,
        ),
        (
            [{"title": {"rendered": "Mill restored"}, "date": {"$date": "2019-05-04"}, "content": {"rendered": "<p>The mill turns again.</p>"}}],
            RIGHT,
        ),
        ({"maintext": ROW["text"], "title": ROW["title"], "date_publish": ROW["date"]}, RIGHT),
        ([{"title": ROW["title"], "published": ROW["date"], "body": ROW["text"] + " [+99 chars]"}], RIGHT),
    ],
)  # fmt: skip
def test_shapes_of_exports(
    sorted_read: Callable[..., Any], tmp_path: Path, value: object, right: list[tuple[str, str, str]]
) -> None:
    assert items(sorted_read, tmp_path / "a.json", value) == right


@pytest.mark.parametrize(
    "text",
    [
        [{"type": "paragraph", "text": "The mill"}, {"type": "paragraph", "text": "turns."}],
        ["The mill", {"type": "image", "url": "x"}, {"type": "paragraph", "children": [{"text": "turns."}]}],
        {"blocks": [{"type": "header", "data": {"text": "The mill"}}, {"type": "p", "data": {"text": "turns."}}]},
        {"type": "doc", "content": [
            {"type": "paragraph", "content": [{"type": "text", "text": "The "}, {"type": "text", "text": "mill"}]},
            {"type": "paragraph", "content": [{"type": "text", "text": "turns."}]},
        ]},
        [{"_type": "block", "style": "h2", "children": [{"_type": "span", "text": "The mill"}]}, {"html": "<p>turns.</p>"}],
        ["The ", {"type": "bold", "text": "mill"}, "\nturns", "."],
        "['The mill', 'turns.']",
        '["The mill", "turns."]',
    ],
)  # fmt: skip
def test_texts_that_editors_keep_as_objects(
    sorted_read: Callable[..., Any], tmp_path: Path, text: object
) -> None:
    assert items(sorted_read, tmp_path / "a.json", [{"date": "2019", "content": text}]) == [
        (None, "2019", "The mill\nturns.")
    ]


def test_several_lists_of_texts_are_refused_with_their_names(
    sorted_read: Callable[..., Any], tmp_path: Path
) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"news": [ROW], "old": {"speeches": [OTHER]}}))
    found, [rejected] = sorted_read(tmp_path)
    assert found == []
    assert rejected.reason.startswith("It holds several lists of texts (news, old.speeches): ")


@pytest.mark.parametrize(
    ("table", "date"),
    [
        ("year,month,day,text\n2019,5,4,x", "2019-05-04"),
        ("Year,MONTH,text\n2019,5,x", "2019-05"),
        ("year,month,day,text\n2019,May,4,x", "4 May 2019"),
        ("year,month,day,text\n2019,0,0,x", "2019"),
        ("연도,월,일,본문\n2019,5,4,x", "2019-05-04"),
        ("date,month,year,text\n2019-05-04,1,2020,x", "2019-05-04"),
        ("createdAt,articleBody\n2019-05-04,x", "2019-05-04"),
        ("Date Published,Body Text\n2019-05-04,x", "2019-05-04"),
    ],
)
def test_dates_in_parts_and_in_other_names(
    sorted_read: Callable[..., Any], tmp_path: Path, table: str, date: str
) -> None:
    (tmp_path / "a.csv").write_text(table, "utf-8")
    [item], _ = sorted_read(tmp_path)
    assert item.fields["date"] == date


def test_a_value_that_is_a_page_is_read_as_one(sorted_read: Callable[..., Any], tmp_path: Path) -> None:
    page = (
        "<!DOCTYPE html><html><head><title>Mill restored</title></head><body><nav>Menu of the site</nav><h1>Mill restored"
        "</h1><p>The mill of Ost turns again, and all who live by the river have come to see it.</p></body></html>"
    )
    (tmp_path / "a.jsonl").write_text(
        json.dumps({"url": "https://n.example/1", "date": "2019-05-04", "html": page})
    )
    [item], _ = sorted_read(tmp_path)
    assert (item.fields["title"], item.fields["date"], item.address) == (
        "Mill restored",
        "2019-05-04",
        "https://n.example/1",
    )
    assert "Menu" not in item.text
    assert "turns again" in item.text


def test_lists_in_lists_and_envelopes_of_other_exports(
    sorted_read: Callable[..., Any], tmp_path: Path
) -> None:
    for value in (
        {"db": [{"meta": {}, "data": {"posts": [ROW], "tags": [{"name": "x"}]}}]},
        {"data": {"children": [{"kind": "t3", "data": ROW}]}},
        {"features": [{"name": "text"}], "rows": [{"row_idx": 0, "row": ROW}]},
        [{name: [{"value": value, "format": "plain"}] for name, value in ROW.items()}],
    ):
        assert items(sorted_read, tmp_path / "a.json", value) == RIGHT


@pytest.mark.parametrize("name", ["a.parquet", "a.feather", "a.data"])
def test_tables_of_data_sets(sorted_read: Callable[..., Any], tmp_path: Path, name: str) -> None:
    rows = {
        "title": ["The mill", "Rain"],
        "text": ["It turns.", "It rained."],
        "date": [datetime.date(2019, 5, 4), datetime.datetime(2019, 5, 5, 10)],
        "tags": [["a", "b"], None],
        "raw": [b"\xff", None],
    }
    frame = pl.DataFrame({key: pl.Series(value, strict=False) for key, value in rows.items()})
    frame.write_ipc(tmp_path / name) if name == "a.feather" else frame.write_parquet(tmp_path / name)
    items, rejected = sorted_read(tmp_path / name)
    assert rejected == []
    assert [(item.fields["title"], item.text) for item in items] == [
        ("The mill", "It turns."),
        ("Rain", "It rained."),
    ]
    assert [item.fields["date"][:10] for item in items] == ["2019-05-04", "2019-05-05"]


@pytest.mark.parametrize("name", ["a.parquet", "a.feather"])
def test_broken_tables_of_data_sets(sorted_read: Callable[..., Any], tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes((b"PAR1" if name == "a.parquet" else b"ARROW1\0\0") + b"\x15\x04" * 200)
    items, [refused] = sorted_read(tmp_path / name)
    assert items == []
    assert refused.reason.startswith("It is not a table that can be read (")


def test_a_line_that_tells_excel_how_a_table_is_parted(
    sorted_read: Callable[..., Any], tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text("sep=;\ndate;text\n2019-05-04;It turns.\n")
    [item], rejected = sorted_read(tmp_path / "a.csv")
    assert rejected == []
    assert (item.fields, item.text) == ({"date": "2019-05-04"}, "It turns.")


@pytest.mark.parametrize(
    ("name", "written", "reason"),
    [
        ("a.sql", "INSERT INTO posts VALUES ('It turns.');", "It is a database written as SQL"),
        ("a.ris", "TY  - NEWS\nTI  - The mill\nER  - \n", "It is a list of references"),
        ("a.bib", "@article{a, title = {The mill}}\n", "It is a list of references"),
        ("a.txt", "TY  - NEWS\nTI  - The mill\nER  - \n", "It is a list of references"),
        ("a.txt", "@article{a,\n  title = {The mill}\n}\n", "It is a list of references"),
        ("a.txt", "%0 Newspaper Article\n%T The mill\n", "It is a list of references"),
        (
            "a.html",
            "<!DOCTYPE html><html><head><title>Pocket Export</title></head><body>It turns.</body></html>",
            "It is a list of references",
        ),
        (
            "a.html",
            "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<TITLE>B</TITLE>\n<H1>B</H1>\n<DL><p>\n<DT><A HREF=x>Mill</A>",
            "It is a list of references",
        ),
        (
            "a.html",
            '<!DOCTYPE html><html><head><meta charset="utf-8"/><title>Exported Data</title></head></html>',
            "It is Telegram's export as HTML",
        ),
        (
            "a.txt",
            "05/03/2021, 10:01 - Jan: It turns.\n05/03/2021, 10:02 - Eva: Yes.\n",
            "It is an export of a chat",
        ),
        (
            "a.txt",
            "[05.03.21, 10:01:10] Jan: It turns.\n[05.03.21, 10:02:00] Eva: Yes.\n",
            "It is an export of a chat",
        ),
        ("a.rst", "The mill\n========\n", "It is written in reStructuredText"),
        ("a.txt", "The mill\n========\n\n.. note::\n\n   It turns.\n", "It is written in reStructuredText"),
        ("a.txt", "= The mill\nJan Holm\n:toc:\n\nIt turns.\n", "It is written in AsciiDoc"),
        ("a.txt", "#+TITLE: The mill\n\nIt turns.\n", "It is written for Org"),
        ("a.txt", "== The mill ==\n[[Wheel|It]] turns.\n", "It is written in the markup of MediaWiki"),
        ("a.txt", "h1. The mill\n\np. It turns.\n", "It is written in Textile"),
        ("a.tex", "\\section{The mill}", "It is written in TeX"),
        (
            "a.txt",
            "% made by hand\n\\documentclass[a4]{article}\n\\title{The mill}\n",
            "It is written in TeX",
        ),
        ("a.ass", "[Script Info]\r\nTitle: x\r\n", "Subtitles of this kind are not read"),
        ("a.txt", "[Script Info]\nTitle: x\n", "Subtitles of this kind are not read"),
        ("a.sav", "$FL2@(#) SPSS", "Files of Stata, SPSS and SAS are not read"),
        ("a.pkl", "cos\nsystem\n", "Pickled objects of Python are not read"),
    ],
)
def test_files_that_hold_no_texts(
    sorted_read: Callable[..., Any], tmp_path: Path, name: str, written: str, reason: str
) -> None:
    (tmp_path / name).write_text(written)
    items, [refused] = sorted_read(tmp_path / name)
    assert items == []
    assert refused.reason.startswith(reason)


TWO = [{"title": "The mill", "date": "2024-05-06"}, {"title": "The rain", "date": "2024-05-07"}]


@pytest.mark.parametrize(
    "written",
    [
        "- title: The mill\n  date: 2024-05-06\n  text: It turns.\n"
        "- title: The rain\n  date: 2024-05-07\n  text: |\n    It falls.\n",
        "articles:\n- {title: The mill, date: 2024-05-06, text: It turns.}\n"
        "- {title: The rain, date: 2024-05-07, text: It falls.}\n",
        "title: The mill\ndate: 2024-05-06\ntext: It turns.\n---\n"
        "title: The rain\ndate: 2024-05-07\ntext: >\n  It\n  falls.\n",
    ],
    ids=["list", "inside", "several"],
)
def test_yaml(sorted_read: Callable[..., Any], tmp_path: Path, written: str) -> None:
    (tmp_path / "a.yml").write_text(written)
    items, rejected = sorted_read(tmp_path / "a.yml")
    assert rejected == []
    assert [item.fields for item in items] == TWO
    assert [item.text.strip() for item in items] == ["It turns.", "It falls."]


def test_yaml_of_one_text(sorted_read: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("title: The mill\ndate: 2024-05-06\ntext: It turns.\n")
    [item], _ = sorted_read(tmp_path / "a.yaml")
    assert (item.fields, item.text) == (TWO[0], "It turns.")


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("a: &a [1, 1]\ntext: *a\n", "It repeats values by reference (*name): write them out."),
        ("text: 'It turns.\n", "It is not valid YAML (found unexpected end of stream at line 2, column 1): "),
        ("The mill turns.\n", "It holds no records: a list of mappings, or a mapping, is needed."),
        ("# nothing\n", "It holds no records: a list of mappings, or a mapping, is needed."),
        ("[" * 5000, "It is not "),
        ("site_name: Mill\nnav: home\n", "It has no column known to hold texts, only site_name, nav"),
    ],
)
def test_yaml_that_holds_no_texts(
    sorted_read: Callable[..., Any], tmp_path: Path, written: str, reason: str
) -> None:
    (tmp_path / "a.yaml").write_text(written)
    items, [refused] = sorted_read(tmp_path / "a.yaml")
    assert items == []
    assert refused.reason.startswith(reason)


def test_a_table_parted_by_bars(sorted_read: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("title|date|text\nThe mill|2024-05-06|It turns, and turns.\n")
    [item], rejected = sorted_read(tmp_path / "a.csv")
    assert rejected == []
    assert (item.fields, item.text) == (TWO[0], "It turns, and turns.")
    (tmp_path / "a.csv").write_text("title,text\nThe mill | A,It | turns.\nThe rain | B,It | falls.\n")
    assert [item.text for item in sorted_read(tmp_path / "a.csv")[0]] == ["It | turns.", "It | falls."]


def test_a_page_whose_text_a_script_writes(sorted_read: Callable[..., Any], tmp_path: Path) -> None:
    said = {
        "@type": "NewsArticle",
        "headline": "The mill",
        "articleBody": "<p>It turns.</p><p>It grinds.</p>",
    }
    page = '<html><head><title>The mill</title><script type="application/ld+json">{}</script></head><body>{}</body>'
    (tmp_path / "a.html").write_text(page.format(json.dumps(said), '<div id="app"></div>'))
    [item], _ = sorted_read(tmp_path / "a.html")
    assert (item.fields["title"], item.text) == ("The mill", "It turns.\nIt grinds.")
    assert item.parts.fields["text"] == "articleBody of its JSON-LD"
    body = "<article><h1>The mill</h1><p>It stands still today, as it has stood for years.</p></article>"
    (tmp_path / "a.html").write_text(page.format(json.dumps(said), body))
    [item], _ = sorted_read(tmp_path / "a.html")
    assert "grinds" not in item.text


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (
            "[b]The mill[/b]\n[url=http://a.example/b]It turns.[/url][img]http://a.example/c.png[/img]\n",
            "The mill\nIt turns.\n",
        ),
        ("The mill [b] and [i] turn.\n", "The mill [b] and [i] turn.\n"),
        ("[[The mill]] turns; it is [sic] old.\n", "[[The mill]] turns; it is [sic] old.\n"),
        ("== The mill ==\nIt turns.\n", "== The mill ==\nIt turns.\n"),
        (
            "On 05/03/2021, 10:01 - Jan came.\nOn 05/03/2021, 10:02 - Eva.\n",
            "On 05/03/2021, 10:01 - Jan came.\nOn 05/03/2021, 10:02 - Eva.\n",
        ),
    ],
)
def test_marks_of_boards_are_no_words_and_one_mark_alone_is_no_markup(
    sorted_read: Callable[..., Any], tmp_path: Path, written: str, text: str
) -> None:
    (tmp_path / "a.txt").write_text(written)
    [item], rejected = sorted_read(tmp_path / "a.txt")
    assert rejected == []
    assert item.text == text


def test_captions_in_values_of_columns_are_apart(sorted_read: Callable[..., Any], tmp_path: Path) -> None:
    value = "[caption id='a']<img src='x'/> The wheel[/caption]\n<p>It turns.</p><figure><figcaption>A sluice</figcaption></figure>"
    (tmp_path / "a.json").write_text(json.dumps([{"title": "The mill", "content": value}]))
    [item], _ = sorted_read(tmp_path / "a.json")
    assert [(block.text, block.role) for block in item.blocks] == [
        ("The wheel", Role.editor_note),
        ("It turns.", None),
        ("A sluice", Role.editor_note),
    ]
