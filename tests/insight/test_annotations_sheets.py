"""Sheets for coders, out and back: what is drawn, what is taken over, and what is refused with its reason."""

from __future__ import annotations

import csv
import io
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Corpus
from corpus.errors import FilterError, NotFoundError, UsageError
from corpus.text.line_ids import AROUND, LineId, line_id, parsed
from tests.builder import build
from tests.counter import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Row = dict[str, str]


@pytest.fixture
def corpus(database_url: str) -> Iterator[Corpus]:
    texts = [
        Text(
            "2019-05-02",
            passages=[("narration", None, "war and peace, war"), ("speech", "Kim Song", "no war")],
        ),
        Text(
            "2020-01-01",
            outlet="kcna",
            passages=[("narration", None, "=war again, no peace"), ("end_mark", None, "war")],
        ),
        Text("2021", passages=[("headline", None, "평화"), ("narration", None, "평화와 war")], language="ko"),
    ]
    with Corpus(database_url) as opened:
        build(opened, texts)
        for name in ("threat", "promise", "hard line"):
            opened.add_code(name)
        yield opened


def rows_of(corpus: Corpus, *queries: str, **options: Any) -> list[Row]:
    text = str(corpus.sheet(*queries, **options).render("csv"))
    return list(csv.DictReader(io.StringIO(text, newline="")))


def write(path: Path, rows: list[Row], delimiter: str = ",", encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def given_codes(corpus: Corpus) -> set[tuple[str, str, str, str | None]]:
    return {
        (row["line"], row["coder"], row["code"], row["note"]) for row in corpus.annotations(limit=500).rows()
    }


# Ids


@given(st.text(min_size=1, max_size=60), st.data())
def test_an_id_is_read_as_it_was_written(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    made = line_id("kcna-2024-평화", 3, text, start, end)
    assert parsed(f" {made} ") == made
    for other in range(max(0, start - AROUND), min(len(text), end + AROUND)):
        changed = text[:other] + ("x" if text[other] != "x" else "y") + text[other + 1 :]
        assert line_id("kcna-2024-평화", 3, changed, start, end) != made


@pytest.mark.parametrize(
    "written",
    ["", "x", "x@", "x@1:", "x@1:3-3#aaaaaa", "x@1:4-3#aaaaaa", "x@1:3-4", "x@1:3-4#AAAAAA", "x y@1", "@1"],
)
def test_what_is_no_id(written: str) -> None:
    assert parsed(written) is None


def test_the_id_of_a_document() -> None:
    assert str(LineId("x", 2)) == "x@2"
    assert parsed("x@2") == LineId("x", 2)
    assert LineId("x", 2).whole


# Sheets


def test_a_sheet_has_the_lines_of_the_concordance(corpus: Corpus) -> None:
    for query, options in (("war", {}), ("war , peace", {}), ("평화", {}), ("char:화", {"context": 2})):
        sheet, lines = (
            rows_of(corpus, query, **options),
            corpus.kwic(query, **({"context": "sentence"} | options)),
        )
        for row, line in zip(sheet, lines.rows(), strict=True):
            for name in ("query", "ref", "date", "outlet", "voice", "speaker", "left", "match", "right"):
                assert row[name] == (line[name] or "")
            found = parsed(row["line"])
            assert found is not None
            assert (found.ref, found.version, row["code"], row["note"]) == (row["ref"], 1, "", "")
    assert len({row["line"] for row in rows_of(corpus, "war")}) == 5


def test_a_sample_is_that_of_the_concordance(corpus: Corpus) -> None:
    for seed in range(4):
        sheet = rows_of(corpus, "war , peace", sample=3, seed=seed)
        lines = corpus.kwic("war , peace", sample=3, seed=seed, context="sentence").rows()
        assert [(row["ref"], row["left"]) for row in sheet] == [(row["ref"], row["left"]) for row in lines]
    assert "A random sample of 3 of 7 matches, seed 3." in corpus.sheet("war , peace", sample=3, seed=3).notes


def test_a_match_of_two_queries_is_one_line(corpus: Corpus) -> None:
    result = corpus.sheet("war", "(war|peace)")
    assert len(set(result.values("line"))) == len(result) == 7
    assert "5 matches found by several queries: one line each." in result.notes


def test_documents_to_be_coded(corpus: Corpus) -> None:
    result = corpus.sheet(since="2020")
    refs = corpus.list(since="2020", sort="date").values("ref")
    assert result.values("line") == [f"{ref}@1" for ref in refs]
    assert result.values("date") == ["2020-01-01", "2021"]
    assert len(corpus.sheet(sample=2, seed=1)) == 2


def test_options_that_cannot_be(corpus: Corpus) -> None:
    for options in ({"sample": 0}, {"seed": -1}, {"seed": 2**32}, {"context": "page"}):
        with pytest.raises(FilterError):
            corpus.sheet("war", **options)  # type: ignore[arg-type]


# Back


FORMATS = (
    ("csv", ",", "utf-8"),
    ("csv", ";", "utf-8-sig"),
    ("csv", "\t", "utf-16"),
    ("tsv", "\t", "utf-8"),
    ("txt", "\t", "utf-16-le"),
    ("csv", ",", "cp949"),
    ("xlsx", "", ""),
)


def test_there_and_back(corpus: Corpus, tmp_path: Path) -> None:
    rows = rows_of(corpus, "war")
    codes = ("threat", "threat; promise", "", " HARD LINE ;", ";")
    wanted = set()
    for row, code in zip(rows, codes, strict=True):
        row["code"], row["note"] = code, "왜?" if code == "threat" else ""
        for name in filter(None, (part.strip().lower() for part in code.split(";"))):
            wanted.add((row["line"], name, row["note"] or None))
    for at, (ending, delimiter, encoding) in enumerate(FORMATS):
        path, coder = tmp_path / f"lines.{ending}", f"Anna {at}"
        if ending == "xlsx":
            book = openpyxl.Workbook()
            for cells in ([*rows[0]], *(list(row.values()) for row in rows)):
                book.active.append(["'" + cell if cell.startswith("=") else cell for cell in cells])
            book.save(path)
        else:
            write(path, rows, delimiter, encoding)
        done = corpus.import_codes(path, coder=coder)
        assert (done.new_coder, done.coded, done.empty, done.same, done.refused) == (True, 3, 2, 0, [])
        mine = {(line, code, note) for line, who, code, note in given_codes(corpus) if who == coder}
        assert mine == wanted, (ending, delimiter, encoding)
        every = given_codes(corpus)
        fingerprint = corpus.freq("war").provenance["database"]
        again = corpus.import_codes(path, coder=coder.upper())
        assert (again.coder, again.new_coder, again.coded, again.same, again.empty) == (coder, False, 0, 3, 2)
        assert given_codes(corpus) == every
        assert corpus.freq("war").provenance["database"] == fingerprint


def test_a_sheet_for_spreadsheet_programs_comes_back(corpus: Corpus, tmp_path: Path) -> None:
    path = tmp_path / "lines.csv"
    assert any("an apostrophe" in said for said in corpus.sheet("war").write(path, excel=True))
    text = path.read_text("utf-8-sig")
    assert "'=" in text
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    rows[3]["code"], rows[3]["note"] = "threat", "'=war, loud"
    assert corpus.import_codes(write(path, rows[3:4]), coder="Ben").coded == 1
    assert {note for *_, note in given_codes(corpus)} == {"=war, loud"}


def test_each_refused_row_has_its_reason_and_none_is_taken_in_part(corpus: Corpus, tmp_path: Path) -> None:
    rows = [{"line": row["line"], "code": "threat", "note": "n"} for row in rows_of(corpus, "war")]
    first = corpus.import_codes(write(tmp_path / "a.csv", rows[:1]), coder="Anna")
    assert first.coded == 1
    line = rows[1]["line"]
    bad = [
        rows[0] | {"code": "promise"},
        rows[1] | {"code": "threat;treath;x"},
        rows[2] | {"line": line[:-1] + ("0" if line[-1] != "0" else "1")},
        rows[2] | {"line": line.replace("@1:", "@7:")},
        rows[2] | {"line": "nowhere@1"},
        rows[2] | {"line": "a@b"},
        rows[2] | {"line": ""},
        rows[2] | {"line": line.replace("-18#", "-918#")},
        rows[3],
        rows[3] | {"code": "promise"},
        rows[3],
        rows[4] | {"note": "n" * 1001},
        {"line": "nul\ufffd", "code": "threat", "note": ""},
    ]
    done = corpus.import_codes(write(tmp_path / "b.csv", bad), coder="Anna")
    assert (done.coded, done.same, done.replaced) == (0, 0, 0)
    assert [one.row for one in done.refused] == [f"line {n}" for n in range(2, 15)]
    said = [
        "coded threat by this coder before (replace=True takes the sheet's)",
        "not in the codebook: treath, x (Corpus.add_code(NAME))",
        "the text at that place is another than the id was made for",
        "has no version 7",
        "there is no document nowhere",
        "this is no id of a line (REF@VERSION:START-END#CHECK) or of a document (REF@VERSION)",
        "the row names no line",
        "the text at that place is another",
        "the same line has other codes in line 11, line 12",
        "the same line has other codes in line 10, line 12",
        "the same line has other codes in line 10, line 11",
        "the note has more than 1,000 characters",
        "there is no document nul",
    ]
    for one, part in zip(done.refused, said, strict=True):
        assert part in one.reason
    assert [(one.code, one.note) for one in done.refused[:2]] == [("promise", "n"), ("threat;treath;x", "n")]
    assert len(given_codes(corpus)) == 1


def test_other_codes_than_before_are_taken_only_when_asked(corpus: Corpus, tmp_path: Path) -> None:
    (row, *_) = rows_of(corpus, "war")
    line = {"line": row["line"], "code": "threat;promise", "note": "first"}
    path = tmp_path / "a.csv"
    corpus.import_codes(write(path, [line]), coder="Anna")
    other = write(path, [line | {"code": "promise; hard line", "note": ""}])
    assert len(corpus.import_codes(other, coder="Anna").refused) == 1
    done = corpus.import_codes(other, coder="Anna", replace=True)
    assert (done.replaced, done.refused) == (1, [])
    assert {(code, note) for _, _, code, note in given_codes(corpus)} == {
        ("promise", "first"),
        ("hard line", None),
    }
    assert corpus.import_codes(other, coder="Ben").coded == 1
    noted = write(path, [line | {"code": "promise;hard line", "note": "second"}])
    assert corpus.import_codes(noted, coder="Anna").noted == 1
    assert corpus.import_codes(noted, coder="Anna").same == 1
    assert {note for _, who, _, note in given_codes(corpus) if who == "Anna"} == {"second"}


def test_a_line_that_stands_twice_with_the_same_codes(corpus: Corpus, tmp_path: Path) -> None:
    (row, *_) = rows_of(corpus, "war")
    line = {"line": row["line"], "code": "threat;promise"}
    done = corpus.import_codes(
        write(tmp_path / "a.csv", [line, line | {"code": "promise ;threat"}]), coder="A"
    )
    assert (done.coded, done.same, done.refused) == (1, 1, [])


def test_documents_come_back_by_version_or_by_reference(corpus: Corpus, tmp_path: Path) -> None:
    first, second, _ = corpus.list(sort="date").values("ref")
    rows = [{"Line": f"{first}@1", "CODE": "threat"}, {"Line": second, "CODE": "promise"}]
    assert corpus.import_codes(write(tmp_path / "a.csv", rows), coder="Anna").coded == 2
    assert sum(filter(None, corpus.freq("war", code="threat").values("matches"))) == 3
    assert [row["match"] for row in corpus.annotations().rows()] == ["Text 0", "Text 1"]


def test_rows_that_cannot_be_read_are_refused(corpus: Corpus, tmp_path: Path) -> None:
    rows = rows_of(corpus, "war")
    path = tmp_path / "a.csv"
    path.write_text(
        f"line,code\n{rows[0]['line']},threat\n{rows[1]['line']},threat,x,y\n\n{rows[2]['line']},threat\n"
    )
    done = corpus.import_codes(path, coder="Anna")
    assert done.coded == 2
    assert [(one.row, one.line.partition(",")[0]) for one in done.refused] == [("line 3", rows[1]["line"])]
    assert "4 fields where the header has 2" in done.refused[0].reason


NO_SHEETS = [
    ("a.doc", "x", "is no sheet by its ending"),
    ("a.csv", "", "lacks the column 'line'"),
    ("a.csv", "line,remark\nx,y\n", "lacks the column 'code' (its columns: line, remark)"),
    ("a.csv", "line,code\n", "It holds no rows below its header"),
    ("a.xlsx", "no workbook", "lacks the column 'line'"),
    (None, "", "There is no file"),
]


def test_files_that_are_no_sheets(corpus: Corpus, tmp_path: Path) -> None:
    for name, content, says in NO_SHEETS:
        path = tmp_path / (name or "none.csv")
        if name:
            path.write_text(content)
        with pytest.raises(UsageError) as caught:
            corpus.import_codes(path, coder="Anna")
        assert says in str(caught.value)


def test_names_that_no_code_or_coder_can_have(corpus: Corpus) -> None:
    ref = corpus.list(sort="date").values("ref")[0]
    for name in ("", " ", "a;b", "a:b", "=a", "-a", "@a", "a@b", "x" * 61):
        with pytest.raises(UsageError):
            corpus.add_code(name)
        with pytest.raises(UsageError):
            corpus.annotate(ref, "threat", coder=name)
    for name in ("a\x9bb", "c\u202ed"):  # commands of a terminal, and of the direction of writing
        with suppress(UsageError):
            corpus.add_code(name)
    assert all(name.isprintable() for name in corpus.codebook().values("code"))


def test_single_codes_are_given_and_taken_back(corpus: Corpus) -> None:
    ref = corpus.list(sort="date").values("ref")[0]
    assert corpus.annotate(ref[:-2], ["threat", "PROMISE", "threat"], coder="Anna", note="why") == 2
    assert corpus.annotate(ref, "threat", coder="anna", note="because") == 0
    assert {(code, note) for _, _, code, note in given_codes(corpus)} == {
        ("threat", "because"),
        ("promise", "why"),
    }
    with pytest.raises(UsageError, match="The code 'threat' was given 1 time"):
        corpus.remove_code("threat")
    corpus.take_back(ref, "threat", coder="ANNA")
    assert corpus.remove_code("Threat") == "threat"
    for wrong in ((ref, "promise", "Ben"), (f"{ref}@1", "hard line", "Anna"), ("x@1", "promise", "Anna")):
        with pytest.raises(NotFoundError):
            corpus.take_back(*wrong[:2], coder=wrong[2])
    with pytest.raises(
        NotFoundError, match="There is no code 'threat' in the codebook; there is: hard line, promise"
    ):
        corpus.annotate(ref, "threat", coder="Anna")


def test_the_codebook_and_the_coders(corpus: Corpus) -> None:
    assert [corpus.add_code("Threat", "Announces harm."), corpus.add_code("threat")] == ["changed", "same"]
    assert corpus.add_code("new one", "d") == "new"
    lines = corpus.sheet("war").values("line")
    for line in lines[:3]:
        corpus.annotate(line, "threat", coder="Anna")
    corpus.annotate(lines[0], ["threat", "promise"], coder="Ben")
    corpus.annotate(corpus.list(sort="date").values("ref")[0], "threat", coder="Ben")
    assert [tuple(row.values()) for row in corpus.codebook().rows()] == [
        ("hard line", None, 0, 0, 0),
        ("new one", "d", 0, 0, 0),
        ("promise", None, 1, 0, 1),
        ("threat", "Announces harm.", 3, 1, 2),
    ]
    assert [tuple(row.values())[:3] for row in corpus.coders().rows()] == [("Anna", 3, 0), ("Ben", 1, 1)]


def test_lists_by_code_coder_voice_and_page(corpus: Corpus) -> None:
    lines = corpus.sheet("war").values("line")
    for line in lines:
        corpus.annotate(line, "threat", coder="Anna")
    corpus.annotate(lines[2], "promise", coder="Ben")
    corpus.annotate(corpus.list(sort="date").values("ref")[0], "promise", coder="Ben")

    def listed(**asked: Any) -> list[str]:
        return [row["match"] for row in corpus.annotations(**asked).rows()]

    assert len(listed()) == 7
    assert listed(code="promise") == ["Text 0", "war"]
    assert listed(code="line:promise") == ["war"]
    assert listed(code=["document:promise", "threat"], coder="Ben") == ["Text 0"]
    assert listed(voice="speech") == ["war", "war"]
    assert listed(speaker="Kim Song", coder="Anna") == ["war"]
    assert listed(outlet="kcna") == ["war"]
    page = corpus.annotations(limit=2, offset=1)
    assert set(page.values("line")) == set(lines[:2])
    assert "2 to 3 of 6 coded lines and documents." in page.notes
    with pytest.raises(FilterError, match='voice="quotation" has no meaning for codes'):
        corpus.annotations(voice="quotation")


def test_codes_over_time(corpus: Corpus) -> None:
    lines = corpus.sheet("war").values("line")
    for line, code in zip(lines, ("threat", "threat", "promise", "threat", "promise"), strict=True):
        corpus.annotate(line, code, coder="Anna")
    corpus.annotate(lines[0], ["threat", "promise"], coder="Ben")
    rows = corpus.codes_over("year").rows()
    assert [
        (row["code"], row["period"], row["units"], row["coded_units"], row["documents"]) for row in rows
    ] == [
        ("promise", "2019", 2, 3, 1),
        ("promise", "2020", 0, 1, 0),
        ("promise", "2021", 1, 1, 1),
        ("threat", "2019", 2, 3, 1),
        ("threat", "2020", 1, 1, 1),
        ("threat", "2021", 0, 1, 0),
    ]
    assert rows[0]["share"] == pytest.approx(2 / 3)
    # Wilson's interval of 2 of 3, from R's prop.test(2, 3, correct = FALSE)
    assert (rows[0]["low"], rows[0]["high"]) == (
        pytest.approx(0.2076596, abs=1e-6),
        pytest.approx(0.9385081, abs=1e-6),
    )
    monthly = corpus.codes_over("month", code="threat")
    assert "Left out: 1 coded in documents not dated to the month." in monthly.notes
    assert [(row["period"], row["share"]) for row in monthly.rows()][:2] == [
        ("2019-05", 2 / 3),
        ("2019-06", None),
    ]
    assert len(monthly) == 9
    by_coder = corpus.codes_over("coder", code="promise").rows()
    assert [(row["coder"], row["units"], row["coded_units"]) for row in by_coder] == [
        ("Anna", 2, 5),
        ("Ben", 1, 1),
    ]
    assert corpus.codes_over("outlet", coder="Anna").values("outlet") == ["generic", "kcna"] * 2
    with pytest.raises(FilterError, match="There is no facet 'voice'"):
        corpus.codes_over("voice")
