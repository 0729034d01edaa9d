"""CSV, TSV, workbooks, and metadata tables beside texts."""

from __future__ import annotations

import datetime
import io
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from corpus import settings
from corpus.errors import InputError, UsageError
from corpus.ingest.decode.columns import is_missing
from corpus.ingest.decode.mojibake import signs
from corpus.ingest.readers.inputs import read
from corpus.ingest.readers.xlsx import read_xlsx_rows
from corpus.text.records import Item, Rejected

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def workbook(path: Path, **sheets: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    del book["Sheet"]
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp949"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_dialects_and_encodings(
    sorted_read: Callable[..., Any], tmp_path: Path, delimiter: str, encoding: str, end: str
) -> None:
    rows = [
        ["title", "date", "text"],
        ["신년사", "2013-01-01", '"우리 당, 우리 인민; ""새해""' + end + '둘째 줄"'],
        ["연설", "2014", "당의 정책을 관철하자"],
    ]
    table = end.join(delimiter.join(row) for row in rows) + end
    items, rejected = sorted_read(write(tmp_path / "a.csv", table.encode(encoding)))
    assert rejected == []
    assert items[0].text == '우리 당, 우리 인민; "새해"' + end + "둘째 줄"
    assert items[0].fields == {"title": "신년사", "date": "2013-01-01"}
    assert items[1].text == "당의 정책을 관철하자"
    assert items[1].source.endswith(", line 4")


def test_a_row_of_another_width_is_rejected_with_its_line(
    sorted_read: Callable[..., Any], tmp_path: Path
) -> None:
    table = "title,text\nA,one\nB,two,three\n\n,\nC\nD,four\n"
    items, [wide, narrow] = sorted_read(write(tmp_path / "a.csv", table))
    assert [item.text for item in items] == ["one", "four"]
    assert wide.source.endswith("a.csv, line 3")
    assert "3 fields where the header has 2" in wide.reason
    assert wide.raw == b"B,two,three\n"
    assert narrow.source.endswith("a.csv, line 6")


def test_a_stray_quotation_mark_never_merges_rows_in_silence(
    sorted_read: Callable[..., Any], tmp_path: Path
) -> None:
    table = 'title,text\nA,"open\nB,two\nC,three"x\nD,four\n'
    items, [rejected] = sorted_read(write(tmp_path / "a.csv", table))
    assert [item.text for item in items] == ["four"]
    assert rejected.source.endswith("line 2")
    assert rejected.raw == b'A,"open\nB,two\nC,three"x\n'


def test_tsv_without_quoting(sorted_read: Callable[..., Any], tmp_path: Path) -> None:
    table = 'title\ttext\nA\t"Peace" he said\nB\t"open\nC\tthree\n'
    items, rejected = sorted_read(write(tmp_path / "a.tsv", table))
    assert [item.text for item in items] == ['"Peace" he said', '"open', "three"]
    assert rejected == []


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ("", "It is empty"),
        ("title,text\n", "It holds no rows below its header"),
        ("a,b\n1,2\n3,4\n", "It has no column known to hold texts, only a, b: map the one"),
        (b"title,text\n\x00\x00\x01", "It is not a text"),
    ],
)
def test_tables_that_give_nothing_are_rejected_whole(
    sorted_read: Callable[..., Any], tmp_path: Path, table: str | bytes, reason: str
) -> None:
    items, [rejected] = sorted_read(write(tmp_path / "a.csv", table))
    assert items == []
    assert reason in rejected.reason


def test_a_row_without_text_title_and_url_is_rejected(
    sorted_read: Callable[..., Any], tmp_path: Path
) -> None:
    items, [rejected] = sorted_read(write(tmp_path / "a.csv", "title,text,place\nA,,P\n,,P\n"))
    assert [(item.text, item.fields) for item in items] == [("", {"title": "A", "place": "P"})]
    assert rejected.source.endswith("line 3")


def test_columns_without_a_name_or_with_the_same_are_kept(
    sorted_read: Callable[..., Any], tmp_path: Path
) -> None:
    [item], _ = sorted_read(write(tmp_path / "a.csv", "text,note,note (2),note,,note\nT,1,2,3,4,5\n"))
    assert item.fields == {"note": "1", "note (2)": "2", "note (3)": "3", "column 5": "4", "note (4)": "5"}


def test_a_header_of_very_many_columns_is_read(sorted_read: Callable[..., Any], tmp_path: Path) -> None:
    _, [rejected] = sorted_read(write(tmp_path / "a.csv", "a\x0bb" + ",c" * 300_000 + "\n1\n"))
    assert "only a b, c, c (2)" in rejected.reason
    assert "299981 more" in rejected.reason


def test_a_field_longer_than_the_limit_is_rejected_and_reading_goes_on(
    sorted_read: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "MAX_TEXT_CHARACTERS", 200_000)
    table = f"title,text\nA,one\nB,{'x' * 200_000}\nC,{'x' * 200_001}\nD,four\nE,{'x' * 900_000}\nF,six\n"
    items, [field, line] = sorted_read(write(tmp_path / "a.csv", table))
    assert [item.fields["title"] for item in items] == ["A", "B", "D"]
    assert field.source.endswith("line 4")
    assert "more than 200,000 characters" in field.reason
    assert "nothing from there on was read" in line.reason


@hypothesis_settings(deadline=None)
@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20).filter(
            lambda text: not signs(text)
        ),
        min_size=1,
        max_size=5,
    ),
    st.sampled_from([",", ";", "\t"]),
)
def test_what_a_writer_wrote_is_read(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], mark: str
) -> None:
    import csv

    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=mark).writerows(
        [["title", "text", "n"], *(["T", text, "1"] for text in texts)]
    )
    path = write(tmp_path_factory.mktemp("csv") / "a.csv", stream.getvalue())
    results = list(read([path]))
    assert all(isinstance(result, Item) for result in results)
    absent = {"", "nan", "none", "null", "nat", "<na>", "#n/a"}
    expected = ["" if text.strip().casefold() in absent or is_missing(text) else text for text in texts]
    assert [result.text for result in results if isinstance(result, Item)] == expected


def test_a_workbook_of_texts(sorted_read: Callable[..., Any], tmp_path: Path) -> None:
    rows = [
        ["Title", "Date", "Text", "Year", None],
        ["A", datetime.datetime(2024, 8, 6), "one", 2024, None],
        [None, None, None, None, None],
        ["B", datetime.datetime(2024, 8, 6, 10, 30), "two", 2024.0, "note"],
    ]
    path = workbook(tmp_path / "a.xlsx", Empty=[], Texts=rows, Notes=[["remark"], ["x"]])
    items, [rejected] = sorted_read(path)
    assert [item.text for item in items] == ["one", "two"]
    assert items[0].fields == {"title": "A", "date": "2024-08-06", "Year": "2024"}
    assert items[1].fields == {
        "title": "B",
        "date": "2024-08-06 10:30:00",
        "Year": "2024",
        "column 5": "note",
    }
    assert items[1].source.endswith("a.xlsx, sheet Texts, row 4")
    assert rejected.source.endswith("a.xlsx, sheet Notes")


def test_rows_of_a_workbook_for_scripts(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx", One=[["Year", "Post"], [1946, None], [2024, "President"]], Two=[["x"], [1]]
    )
    assert read_xlsx_rows(path) == [{"Year": "1946", "Post": ""}, {"Year": "2024", "Post": "President"}]
    assert read_xlsx_rows(path, sheet="Two") == [{"x": "1"}]
    with pytest.raises(UsageError, match=r"no sheet Three in .*; there are: One, Two"):
        read_xlsx_rows(path, sheet="Three")
    with pytest.raises(UsageError, match="There is no file"):
        read_xlsx_rows(tmp_path / "b.xlsx")
    with pytest.raises(InputError, match="not an Excel workbook"):
        read_xlsx_rows(write(tmp_path / "c.xlsx", "text"))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "It is empty"),
        (b"text", "It is not an Excel workbook"),
        (b"PK\x03\x04 cut", "It is not an Excel workbook"),
        (b"\xd0\xcf\x11\xe0 old", "old or encrypted Excel file"),
    ],
)
def test_broken_workbooks(
    sorted_read: Callable[..., Any], tmp_path: Path, content: bytes, reason: str
) -> None:
    items, [rejected] = sorted_read(write(tmp_path / "a.xlsx", content))
    assert items == []
    assert reason in rejected.reason


def test_a_zip_that_is_no_workbook_and_a_cut_workbook(
    sorted_read: Callable[..., Any], tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", "<broken")
    whole = workbook(tmp_path / "b.xlsx", One=[["text"], ["one"]]).read_bytes()
    write(tmp_path / "b.xlsx", whole[: len(whole) // 2])
    _, rejected = sorted_read(tmp_path)
    assert ["It is not an Excel workbook" in refusal.reason for refusal in rejected] == [True, True]


def test_what_a_sheet_says_of_its_size_is_not_believed(
    sorted_read: Callable[..., Any], tmp_path: Path
) -> None:
    path = workbook(tmp_path / "a.xlsx", One=[["title", "text"], ["A", "one"], ["B", "two"]])
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    assert b'ref="A1:B3"' in members[sheet]
    members[sheet] = members[sheet].replace(b'ref="A1:B3"', b'ref="A1:A2"')
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    assert [item.text for item in sorted_read(path)[0]] == ["one", "two"]


def test_a_workbook_that_is_a_bomb(
    sorted_read: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workbook(tmp_path / "a.xlsx", One=[["text"], ["one"]])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros", bytes(5_000_000))
    monkeypatch.setattr(settings, "MAX_MEMBER_BYTES", 1_000_000)
    _, [rejected] = sorted_read(path)
    assert "It unpacks to more than 976 KiB" in rejected.reason


METADATA = [
    ["Filename", "Title", "Speaker", "Date", "Session", "URL"],
    ["a.txt", "First", "Kim Il Sung", "1946-01-01", 1, "http://example.org/a"],
    ["2/b", "Second", None, "1947", 2, None],
    ["c.html", "Third", None, None, 3, None],
    ["d.txt", "Nowhere", None, None, 4, None],
    ["e.txt", "Twice", None, None, 5, None],
    ["a.txt", "Again", None, None, 6, None],
]
BESIDE = {
    "a.txt": "A",
    "2/b.txt": "B",
    "3/c.html": "<title>Own</title>C",
    "1/e.txt": "E",
    "2/e.txt": "E",
    "f.txt": "F",
}


def check_beside(items: list[Any], rejected: list[Any]) -> None:
    found = {item.text: item for item in items}
    assert found["A"].fields == {
        "file_column" if "file_column" in found["A"].fields else "Filename": "a.txt",
        "title": "First",
        "speaker": "Kim Il Sung",
        "date": "1946-01-01",
        "Session": "1",
        "url": "http://example.org/a",
    }
    assert found["A"].address == "http://example.org/a"
    assert found["B"].fields == {"Filename": "2/b", "title": "Second", "date": "1947", "Session": "2"}
    assert found["C"].fields["title"] == "Third"
    assert found["F"].fields == {}
    assert [" ".join(one.source.split()[-2:]) for one in rejected] == ["5 (d.txt)", "6 (e.txt)", "7 (a.txt)"]
    assert "names a file that is not beside the table" in rejected[0].reason
    assert "names one of 2 files of this name" in rejected[1].reason
    assert "that a row before it, or another table, names too" in rejected[2].reason


def test_rows_that_name_files_of_another_table_are_beside_them(
    sorted_read: Callable[..., Any], tmp_path: Path
) -> None:
    write(tmp_path / "a.txt", "A")
    write(tmp_path / "1.csv", "file,title\na.txt,First")
    write(tmp_path / "2.csv", "file,title\na.txt,Second")
    items, rejected = sorted_read(tmp_path)
    assert [item.fields["title"] for item in items] == ["First"]
    assert ["none of them is beside it" in one.reason for one in rejected] == [False]


def test_an_unclosed_quotation_mark_says_how_many_lines_it_swallowed(
    sorted_read: Callable[..., Any], tmp_path: Path
) -> None:
    rows = [f"{number},Words of row {number}" for number in range(6)]
    write(tmp_path / "open.csv", "\n".join(["id,text", rows[0], '1,"Words without an end', *rows[2:]]))
    items, rejected = sorted_read(tmp_path / "open.csv")
    assert [item.text for item in items] == ["Words of row 0"]
    assert "is not closed and swallowed the 4 lines below it" in rejected[0].reason
    closed = ['1,"Words without an end', rows[2], '3,"Words of row 3"', *rows[4:]]
    write(tmp_path / "later.csv", "\n".join(["id,text", rows[0], *closed]))
    _, rejected = sorted_read(tmp_path / "later.csv")
    assert "is closed only in another row and swallowed the 2 lines below it" in rejected[0].reason


def test_a_workbook_beside_texts_gives_them_fields(sorted_read: Callable[..., Any], tmp_path: Path) -> None:
    for name, content in BESIDE.items():
        write(tmp_path / name, content)
    workbook(tmp_path / "metadata.xlsx", Sheet1=METADATA)
    check_beside(*sorted_read(tmp_path))


def test_a_table_in_an_archive_gives_fields_to_its_members(
    sorted_read: Callable[..., Any], make_zip: Callable[..., Path]
) -> None:
    table = "\n".join(",".join("" if cell is None else str(cell) for cell in row) for row in METADATA)
    check_beside(*sorted_read(make_zip({**BESIDE, "metadata.csv": table})))


def test_a_table_of_files_that_are_not_there(sorted_read: Callable[..., Any], tmp_path: Path) -> None:
    write(tmp_path / "meta.csv", "file,title\na.txt,A\nb.txt,B\n")
    write(tmp_path / "c.txt", "C")
    [item], [rejected] = sorted_read(tmp_path)
    assert item.fields == {}
    assert "none of them is beside it" in rejected.reason
    assert rejected.raw == (tmp_path / "meta.csv").read_bytes()


def test_names_from_a_mac_are_found(sorted_read: Callable[..., Any], tmp_path: Path) -> None:
    import unicodedata

    write(tmp_path / unicodedata.normalize("NFD", "신년사.txt"), "A")
    write(tmp_path / "meta.csv", "file,title\n신년사.txt,T\n")
    [item], rejected = sorted_read(tmp_path)
    assert item.fields["title"] == "T"
    assert rejected == []


def test_a_mapped_file_column(sorted_read: Callable[..., Any], tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "A")
    write(tmp_path / "meta.csv", "which,name\na,T\n")
    [item], rejected = sorted_read(tmp_path, mapping={"file": "which", "title": "name"})
    assert (item.fields["title"], rejected) == ("T", [])


TABLES = {
    "captions.csv": (
        "List of articles 2024\r\nDraft\r\nTytuł;Data;Treść;Kraj\r\nŻniwa;06.08.2024;Rice came in.;KRLD\r\n",
        [{"title": "Żniwa", "date": "06.08.2024", "country": "KRLD"}],
        [],
    ),
    "two languages.csv": (
        "题目 Title,발행일/Date,Text (full),언어 | Language,Country [ISO],来源 Source\n"
        "秋收,2024-08-06,稻谷。,n/a,PRK,新华社\n新桥,2024-08-07,大桥。,-,NA,somebody\n合计 Total,,2,,,\n",
        [
            {"title": "秋收", "date": "2024-08-06", "country": "PRK", "outlet": "新华社"},
            {"title": "新桥", "date": "2024-08-07", "country": "NA", "来源 Source": "somebody"},
        ],
        ["two languages.csv, line 4"],
    ),
    "parts.csv": (
        "\ufeff\ufeffTITLE,Year 年,Month 月,Day 日,BODY,SPEAKER\n"
        "Harvest,2024,August,6,Rice came in.,unknown\n"
        "Total: 1,,,,,\n",
        [{"title": "Harvest", "date": "6 August 2024", "Month 月": "August", "Day 日": "6"}],
        ["parts.csv, line 3"],
    ),
}


@pytest.mark.parametrize("name", TABLES)
def test_tables_as_people_have_them(name: str, tmp_path: Path) -> None:
    """Titles above the header, headers in two languages, marks for what is missing, a line of sums."""
    written, right, sums = TABLES[name]
    (tmp_path / name).write_text(written, encoding="utf-8", newline="")
    found = list(read([tmp_path / name]))
    assert [one.fields for one in found if isinstance(one, Item)] == right
    refused = [one for one in found if isinstance(one, Rejected)]
    assert [one.source.rpartition("/")[2] for one in refused] == sums
    assert all("line of sums" in one.reason for one in refused)


def test_titles_above_the_header_of_a_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["Export"], [], [None, "Headline", "Date", "Text"], [1, "Harvest", 45510, "Rice came in."]):
        book.active.append(row)
    book.active.append(["Итого", None, None, 1])
    book.save(tmp_path / "a.xlsx")
    item, refused = read([tmp_path / "a.xlsx"])
    assert isinstance(item, Item)
    assert (item.text, item.fields["title"], item.fields["date"]) == ("Rice came in.", "Harvest", "45510")
    assert isinstance(refused, Rejected)
