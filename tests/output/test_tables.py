"""Tables for people: alignment, fitting a terminal, what is missing, markdown and HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import html as lxml_html
from markdown_it import MarkdownIt

from corpus.output.result import Result
from corpus.output.text.html_table import HTML_ROWS
from corpus.output.text.tables import bare, number, rate
from corpus.output.text.terminal_text import width

if TYPE_CHECKING:
    from collections.abc import Callable

    MakeFreq = Callable[..., Result]

HOSTILE = "<script>alert(1)</script> a|b *c* _d_ [e](f) `g` \\ & \x1b[31mh"


def test_a_small_table_in_full() -> None:
    result = Result(
        {
            "query": ["peace"] * 3,
            "period": ["1956", "1957", "1958"],
            "matches": [1234, 0, 2],
            "tokens": [1_234_567, 0, 90_000],
            "per_million": [999.54, float("nan"), 0.0222],
            "low": [0.0, None, 12.0],
        },
        "freq",
        notes=("tokens: words.",),
        title="peace · by year",
    )
    assert str(result.render("table")).splitlines() == [
        "peace · by year",
        "",
        "                                per",
        "period  matches     tokens  million   low",
        "------  -------  ---------  -------  ----",
        "1956      1,234  1,234,567  999.5     0",
        "1957          0          0    –       –",
        "1958          2     90,000    0.022  12.0",
        "",
        "tokens: words.",
    ]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.0, "0"),
        (1234.56, "1,234.6"),
        (1.04, "1.0"),
        (0.96, "1.0"),
        (0.94, "0.94"),
        (0.0999, "0.10"),
        (0.01234, "0.012"),
        (0.000456, "0.00046"),
    ],
)
def test_rates_have_one_decimal_or_two_digits(value: float, shown: str) -> None:
    assert rate(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.0, "0"),
        (12345.6, "12,346"),
        (9999.6, "10,000"),
        (-1234.5, "-1,234"),
        (999.94, "999.9"),
        (999.96, "1,000"),
        (11.9321, "11.93"),
        (0.012345, "0.01235"),
        (0.00098765, "0.00099"),
        (1.2345e-300, "1.2e-300"),
    ],
)
def test_numbers_have_four_digits_large_ones_the_whole_and_tiny_ones_two(value: float, shown: str) -> None:
    assert number(value) == shown
    assert str(Result({"z": [value]}, "list").render("md")).split("|")[-2].strip() == shown


def test_headings_have_two_lines_at_most_and_rates_are_known_by_their_names() -> None:
    result = Result({"target_per_million": [44.719], "against_log_dice": [1.0]}, "keywords")
    assert str(result.render("table")).splitlines()[:2] == ["     target   against", "per million  log dice"]
    assert str(result.render("table")).splitlines()[3].split() == ["44.7", "1"]


def test_the_bare_table_has_chosen_columns_and_no_notes() -> None:
    result = Result({"a": [1], "b": [2], "c": ["x"]}, "list", notes=("A note.",), title="T")
    assert bare(result, 80, ["c", "a"]).splitlines() == ["T", "", "c  a", "-  -", "x  1"]
    assert bare(result, 80).splitlines()[2] == "a  b  c"
    none = Result({"a": []}, "list", notes=("A note.",), title="A title that is too long")
    assert bare(none, 20) == "A title that is too\nlong\n"
    assert bare(Result({"a": []}, "list"), None) == ""


def test_sequences_of_words_stay_whole_where_numbers_can_leave() -> None:
    ngram = "of the democratic people's republic of korea"
    numbers = {f"measure_{n}": [123456] for n in range(6)}
    text = str(Result({"ngram": [ngram], **numbers}, "keywords").render("table", width=80))
    assert ngram in text
    assert max(map(width, text.splitlines())) <= 80


def test_several_queries_keep_their_column(make_freq: MakeFreq) -> None:
    assert "query" not in str(make_freq().render("table"))
    assert "query" in str(make_freq(title="").render("table"))
    two = str(make_freq(("핵무기", "war")).render("table"))
    assert "query" in two
    assert "핵무기" in two


def test_wide_characters_keep_the_columns_aligned() -> None:
    result = Result(
        {"name": ["평화 통일", "和平", "peace", "é"], "matches": [1, 22, 333, 4]}, "list", title="names"
    )
    rows = str(result.render("table")).splitlines()[4:]
    assert [width(row) for row in rows] == [width(rows[0])] * 4
    assert [row.split()[-1] for row in rows] == ["1", "22", "333", "4"]


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
def test_the_table_fits_the_terminal(make_freq: MakeFreq, columns: int) -> None:
    result = make_freq(("a long query in quotes", "핵무기"), boot=True, second=("outlet", ["kcna", "rodong"]))
    text = str(result.render("table", width=columns))
    assert max(map(width, text.splitlines())) <= columns
    hidden = text.split("Not shown at this width: ")
    assert ("boot_high" in result.columns and len(hidden) == 2) or columns == 120
    if columns == 80:
        assert hidden[1].startswith("boot low, boot high, documents")


def test_texts_are_cut_before_columns_are_left_out_and_references_last() -> None:
    reference = "kcna-2024-08-06-press-statement-of-spokesman"
    title = "조선민주주의인민공화국 외무성 대변인 담화 " * 4
    result = Result({"ref": [reference], "title": [title], "words": [12345]}, "list")
    text = str(result.render("table", width=80))
    assert reference in text
    assert "12,345" in text
    assert "…" in text
    assert title.strip() in str(result.render("table"))


def test_escape_sequences_do_not_pass() -> None:
    result = Result(
        {"title": [HOSTILE], "year": [2024]}, "list", notes=("\x1b[5mnote",), title="\x1b]0;x\x07t"
    )
    for text in (result.render("table"), result.render("table", width=30), result.render("md")):
        assert "\x1b" not in str(text)
    assert "2024" in str(result.render("table"))  # a year is no amount: no separator


def test_markdown_shows_exactly_the_texts(make_freq: MakeFreq) -> None:
    result = Result(
        {"title": [HOSTILE, None], "per_million": [1234.5, float("nan")]},
        "list",
        {"query": "a|b", "filters": {"outlet": ["kcna", "rodong"]}},
        ("A *note*.",),
        "title_one",
    )
    page = lxml_html.fromstring(
        MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(str(result.render("md")))
    )
    cells = [cell.text_content() for cell in page.iterfind(".//td")]
    assert cells == [HOSTILE.replace("\x1b[31m", ""), "1,234.5", "–", "–"]
    assert [head.text_content() for head in page.iterfind(".//th")] == ["title", "per million"]
    paragraphs = [paragraph.text_content() for paragraph in page.iterfind(".//p")]
    assert paragraphs == ["title_one", "A *note*.", "Provenance: query: a|b; filters: outlet kcna, rodong"]
    assert not page.findall(".//script")
    assert not page.findall(".//em")


def test_html_for_notebooks_is_escaped_and_bounded() -> None:
    count = HTML_ROWS + 5
    result = Result({"title": [HOSTILE] * count, "n": list(range(count))}, "list", {}, ("<b>",), "<i>")
    page = lxml_html.fromstring(result._repr_html_())
    assert len(page.findall(".//tbody/tr")) == HTML_ROWS
    assert page.find(".//td").text_content() == HOSTILE.replace("\x1b[31m", "")
    assert not page.findall(".//script")
    assert page.find(".//caption").text_content() == "<i>"
    assert [note.text_content() for note in page.findall(".//p")] == ["5 more rows: see .frame.", "<b>"]


def test_nothing_found_is_a_table_without_rows() -> None:
    text = str(Result({"query": [], "matches": []}, "freq", title="x").render("table", width=80))
    assert text.splitlines() == ["x", "", "query  matches", "-----  -------"]


def test_a_rate_of_little_text_is_marked_and_points_stand_in_one_column() -> None:
    columns = {"period": ["2018", "2019", "2020", "2021"], "tokens": [88, 9_000, 177, 0]}
    result = Result(
        {**columns, "per_million": [0.0, 12.5, 5649.7, None], "low": [0.0, 0.1, 143.0, None]}, "freq"
    )
    assert str(result.render("table")).splitlines()[-4:] == [
        "2018        88      0?      0",
        "2019     9,000     12.5     0.10",
        "2020       177  5,649.7?  143.0",
        "2021         0      –       –",
    ]
    assert "| 2020 | 177 | 5,649.7? | 143.0 |" in str(result.render("md"))
    assert "5649.7," in str(result.render("csv"))
