"""Charts as files: what is drawn, gaps, sizes, self-contained and escaped pages, fonts."""

from __future__ import annotations

import json
import os
import re
import struct
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree
from lxml import html as lxml_html

from corpus.errors import CorpusError, UsageError
from corpus.output.charts import chart_spec, fonts
from corpus.output.charts.chart_layers import COLOURS, HEIGHT, WIDTH
from corpus.output.charts.chart_spec import MOST_TOGETHER, of_data

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from corpus.output.result import Result

    MakeFreq = Callable[..., Result]

HOSTILE = (
    '</title></script><script>alert(1)</script><img src=http://evil.example/x onerror=alert(2)> & $title "q"'
)


def specification(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = result.chart().to_dict()
    return found


def records(result: Result) -> list[dict[str, Any]]:
    (values,) = specification(result)["datasets"].values()
    return list(values)


def marks(result: Result) -> list[str]:
    return [layer["mark"]["type"] for layer in specification(result)["vconcat"][0]["layer"]]


def paths(svg: str, mark: str) -> list[str]:
    """The ``d`` of each path in the groups that Vega marks as ``mark``."""
    tree = etree.fromstring(svg.encode())
    return [
        path.get("d")
        for group in tree.iter("{*}g")
        if group.get("class", "").startswith(f"mark-{mark} role-mark")
        for path in group.iter("{*}path")
    ]


def png_size(content: bytes) -> tuple[int, int]:
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def test_a_png_has_twice_the_size_and_shows_the_data(make_freq: MakeFreq) -> None:
    content = make_freq().render("png")
    assert isinstance(content, bytes)
    width, height = png_size(content)
    assert 2 * WIDTH < width < 2 * WIDTH + 400
    assert 2 * HEIGHT < height < 2 * HEIGHT + 500
    assert content != make_freq(gaps=("1950",)).render("png")
    assert len(content) > 20_000


def test_a_gap_breaks_the_line_and_has_no_point(make_freq: MakeFreq) -> None:
    (line,) = paths(str(make_freq().render("svg")), "line")
    assert line.count("M") == 2
    (whole,) = paths(str(make_freq(gaps=()).render("svg")), "line")
    assert whole.count("M") == 1
    assert len(paths(str(make_freq().render("svg")), "symbol")) == 17
    (gap,) = [row for row in records(make_freq()) if row["label"] == "1957"]
    assert gap["value"] is None
    assert gap["low"] is None


def test_a_period_between_gaps_keeps_its_interval(make_freq: MakeFreq) -> None:
    result = make_freq(gaps=("1956", "1958"))
    alone = [row["label"] for row in records(result) if row["alone"] and row["value"] is not None]
    assert alone == ["1957"]
    lines = re.findall(r'<line aria-label="start: (\d+)[^>]*stroke="#0072B2"', str(result.render("svg")))
    pale = [row["label"] for row in records(result) if row["few"] and row["high"] is not None]
    assert sorted(lines) == sorted({"1957", *pale})


def test_intervals_beyond_the_chart_and_by_themselves_are_pale_lines_and_no_band(make_freq: MakeFreq) -> None:
    found = records(make_freq())
    highest = max(row["value"] for row in found if row["value"] is not None)
    beyond = [row for row in found if (row["high"] or 0) > 1.6 * highest]
    assert 0 < len(beyond) < len(found) / 2
    assert all(row["few"] for row in beyond)
    banded = [row["band_high"] is not None for row in found]
    assert any(banded)
    assert not any(row["few"] for row, band in zip(found, banded, strict=True) if band)
    lone = zip([False, *banded], banded, [*banded[1:], False], strict=False)
    assert all(before or after for before, band, after in lone if band)


def test_title_axis_and_footer(make_freq: MakeFreq) -> None:
    page = specification(make_freq(boot=True))
    assert page["vconcat"][0]["title"]["text"] == ["peace · by year"]
    assert page["title"]["text"] == [
        "Bands (pale lines where there is little text): 95 % intervals (negative binomial: words cluster in "
        "documents).",
        "Intervals that reach beyond the chart: 1.",
        "No rate, a gap and not zero: 1957.",
        "tokens: words counted under the same filter.",
    ]
    assert "per million tokens" in str(make_freq().render("svg"))


def test_what_stands_on_few_documents_has_a_pale_line_and_no_band(make_freq: MakeFreq) -> None:
    result = make_freq(boot=True)
    result.columns["boot_low"][0] = result.columns["boot_high"][0] = float("nan")  # type: ignore[index]
    rows, drawn = result.rows(), records(result)
    for row, record in zip(rows[:2], drawn[:2], strict=True):
        assert (record["low"], record["high"]) == (row["low"], row["high"])
    assert [record["few"] for record in drawn[:2]] == [True, False]
    assert [record["band_low"] for record in drawn[:2]] == [None, rows[1]["low"]]


def test_bands_that_would_cover_the_picture_are_not_drawn(make_freq: MakeFreq) -> None:
    result = make_freq()
    for at in range(len(result)):
        result.columns["high"][at] = 1e6  # type: ignore[index]
    page = specification(result)
    assert page["title"]["text"][0].startswith("No bands: most of the intervals reach beyond the chart")
    layers = page["vconcat"][0]["layer"]
    assert not any("band_low" in str(layer["encoding"]) for layer in layers)
    (top,) = {layer["encoding"]["y"]["scale"]["domain"][1] for layer in layers}
    assert top == max(rate for rate in result.values("per_million") if rate)  # no room for what is not drawn
    assert layers[0]["mark"]["strokeJoin"] == "round"


def test_a_chart_for_a_report(make_freq: MakeFreq) -> None:
    drawn = make_freq().chart(title="Peace", width=400, height=200, band=False, counts=True, font="Arial")
    page = drawn.to_dict()
    picture = page["vconcat"][0]
    assert (picture["title"]["text"], picture["width"], picture["height"]) == (["Peace"], 400, 200)
    assert page["config"]["font"].startswith("Arial, ")
    assert "'matches'" in str(picture["layer"]) or "matches" in str(picture["layer"])
    assert not any("band_low" in str(layer) for layer in picture["layer"])
    with pytest.raises(UsageError, match="width="):
        make_freq().chart(width=3)


@pytest.mark.parametrize(
    ("note", "said"),
    [
        (
            "The tokens are of several languages (en, ko): --language compares like with like; --by language"
            " tells them apart, --per takes another measure than words.",
            "The tokens are of several languages (en, ko).",
        ),
        ("Left out: 2 documents without a date.", "Left out: 2 documents without a date."),
        ("by= takes a period.", ""),
        ("10 of 197 rows (--limit 10).", "10 of 197 rows."),
        ("3 rows with fewer than 5 matches left out (min=5).", "3 rows with fewer than 5 matches left out."),
        ("Marked ?: of fewer than 1,000 tokens a rate says little.", ""),
    ],
)
def test_notes_in_a_figure_speak_of_the_data(note: str, said: str) -> None:
    assert of_data(note) == said


def test_a_thin_period_does_not_press_the_others_flat(make_freq: MakeFreq) -> None:
    result = make_freq()
    result.columns["high"][0] = 1e6  # type: ignore[index]
    page = specification(result)
    (top,) = {layer["encoding"]["y"]["scale"]["domain"][1] for layer in page["vconcat"][0]["layer"]}
    assert top < 2 * max(rate for rate in result.values("per_million") if rate)
    beyond = sum(high > top for high in result.values("high") if high)
    assert page["title"]["text"][1] == f"Intervals that reach beyond the chart: {beyond}."


def test_series_are_told_apart(make_freq: MakeFreq) -> None:
    result = make_freq([f"q{number}" for number in range(MOST_TOGETHER)])
    encoding = next(
        layer["encoding"]
        for layer in specification(result)["vconcat"][0]["layer"]
        if "strokeDash" in layer["encoding"]
    )
    assert encoding["color"]["scale"]["range"] == list(COLOURS[:MOST_TOGETHER])
    assert "area" in marks(result)


def test_more_series_have_a_small_plot_each(make_freq: MakeFreq) -> None:
    result = make_freq(("a",), second=("outlet", [f"o{number}" for number in range(9)]))
    picture = specification(result)["vconcat"][0]
    assert (picture["columns"], picture["facet"]["sort"]) == (3, [f"o{number}" for number in range(9)])
    (one,) = {layer["encoding"]["y"]["scale"]["domain"][1] for layer in picture["spec"]["layer"]}
    assert one > 0  # the same scale in all
    assert "area" in str(picture["spec"]["layer"])
    svg = str(result.render("svg"))
    assert all(f">o{number}<" in svg for number in range(9))
    narrow = result.drawn(width=330, height=60).chart().to_dict()["vconcat"][0]["spec"]
    assert (narrow["width"], narrow["height"]) == (79, 60)


def test_bands_of_a_rare_term_are_pale_lines_where_it_is(make_freq: MakeFreq) -> None:
    result = make_freq()
    rates = [rate or 0.0 for rate in result.values("per_million")[::2]]
    for at in range(len(result)):
        result.columns["low"][at], result.columns["high"][at] = 0.0, 1.4 * max(rates)  # type: ignore[index]
        if at % 2:
            result.columns["matches"][at] = result.columns["per_million"][at] = 0  # type: ignore[index]
    drawn = records(result)
    assert {record.get("band_high") for record in drawn} == {None}
    assert [record["few"] for record in drawn if "few" in record] == [
        bool(record["matches"]) for record in drawn if "few" in record
    ]
    page = specification(result)
    assert page["title"]["text"][0].startswith("Pale lines, of periods with a match: 95 % intervals")


def test_of_one_document_there_is_no_interval_and_it_is_said(make_freq: MakeFreq) -> None:
    result = make_freq()
    rows = [at for at, rate in enumerate(result.values("per_million")) if rate is not None]
    for some, said in ((rows[:2], "2"), (rows, "all")):
        for at in some:
            result.columns["low"][at] = result.columns["high"][at] = float("nan")  # type: ignore[index]
        notes = specification(result)["title"]["text"]
        assert f"Of one document, and so without an interval: {said}." in notes
    assert "95 %" not in str(notes)
    assert "area" not in marks(result)
    assert "interval" not in str(specification(result.drawn(band=False))["title"]["text"])


def test_an_empty_heading_takes_no_room(make_freq: MakeFreq) -> None:
    assert "title" not in specification(replace(make_freq(), title=""))["vconcat"][0]


@pytest.mark.parametrize("kind", ["keywords", "trends", "trends of queries"])
def test_a_list_of_terms_is_no_picture(make_freq: MakeFreq, kind: str) -> None:
    with pytest.raises(UsageError, match="cannot be drawn"):
        specification(replace(make_freq(), kind=kind))


def test_the_source_stands_in_the_picture(make_freq: MakeFreq) -> None:
    held = [{"outlet": "kcna", "documents": 3, "first": "2019-01-01", "last": "2020-02-03"}]
    made = {"software": "s 1", "archive": "a" * 32, "database": "b" * 16, "command": "corpus freq peace"}
    result = replace(make_freq(), coverage=lambda: held, provenance=made)
    said = " ".join(specification(result)["title"]["text"])
    assert said.endswith(
        "Source: 3 documents of kcna, 2019-01-01 to 2020-02-03; s 1; archive aaaaaaaa, state bbbbbbbb."
    )


def test_other_facets_are_bars(make_freq: MakeFreq) -> None:
    result = make_freq(facet="country", periods=["PRK", "USA"], gaps=["USA"])
    assert marks(result) == ["bar", "text", "rule"]
    svg = str(result.render("svg"))
    assert len(paths(svg, "rect")) == 1
    assert svg.count(">no rate<") == 1
    grouped = make_freq(facet="country", periods=["PRK", "CHN"], second=("voice", ["speech", "narration"]))
    assert len(paths(str(grouped.render("svg")), "rect")) == 4


def test_dates_do_not_move_with_the_clock() -> None:
    code = (
        "import re, vl_convert; from corpus.output.result import Result; "
        "months = [f'2024-{month:02}' for month in range(1, 7)]; "
        "columns = {'period': months, 'matches': [1] * 6, 'per_million': [1.0] * 6}; "
        "svg = Result(columns, 'freq').render('svg'); "
        "print(vl_convert.get_local_tz(), sorted(set(re.findall(r'>(20\\d\\d-\\d\\d)<', svg))) == months)"
    )
    environment = {**os.environ, "TZ": "America/Los_Angeles"}
    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    assert shown.stdout.split() == ["America/Los_Angeles", "True"]


def test_more_rows_than_altair_takes_by_default(make_freq: MakeFreq) -> None:
    periods = [
        f"{year}-{month:02}-{day:02}"
        for year in range(2000, 2016)
        for month in range(1, 13)
        for day in range(1, 29)
    ]
    assert len(records(make_freq(periods=periods))) == len(periods) > 5000


def test_a_page_needs_no_network_and_is_escaped(make_freq: MakeFreq) -> None:
    result = make_freq((HOSTILE, "b"), title=HOSTILE)
    text = str(result.render("html"))
    page = lxml_html.fromstring(text)
    assert len(page.findall(".//script")) == 2
    for element in page.iter("script", "link", "img", "iframe"):
        assert element.get("src") is None
        assert element.get("href") is None
    assert page.findtext(".//title") == HOSTILE
    script = page.findall(".//script")[1].text
    written, _ = json.JSONDecoder().raw_decode(script[script.index("{") :])
    assert written["vconcat"][0]["title"]["text"] == [HOSTILE]
    assert "editor: false" in script


def test_svg_is_escaped(make_freq: MakeFreq) -> None:
    tree = etree.fromstring(str(make_freq((HOSTILE, "b"), title=HOSTILE).render("svg")).encode())
    assert not list(tree.iter("{*}script", "{*}img", "{*}image"))
    assert HOSTILE in [text.text for text in tree.iter("{*}text")]


def test_files_by_ending(make_freq: MakeFreq, tmp_path: Path) -> None:
    for ending in ("png", "pdf", "svg", "html"):
        assert make_freq().write(tmp_path / f"a.{ending}") == ()
        assert (tmp_path / f"a.{ending}").stat().st_size > 5000
        assert json.loads((tmp_path / f"a.{ending}.provenance.json").read_text())["software"] == "0.1.0"


def test_scripts_without_a_font_are_said(
    make_freq: MakeFreq, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawable = "abc "
    monkeypatch.setattr(fonts, "_drawn", lambda character: character if character in drawable else "box")
    notes = make_freq(("핵무기", "无核化")).write(tmp_path / "a.png")
    assert [note.split(":")[0] for note in notes] == [
        "No font on this machine holds Korean",
        "No font on this machine holds Chinese characters",
    ]
    drawable += "핵无"
    assert make_freq(("핵무기", "无核化")).write(tmp_path / "a.png") == ()


def test_the_remedy_for_a_missing_font_names_packages(
    make_freq: MakeFreq, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "_drawn", lambda character: "box")
    (korean,) = make_freq(title="핵무기").write(tmp_path / "a.pdf")
    assert "pip install 'state-media-corpus[fonts]'" in korean
    assert "fonts-noto-cjk" in korean
    (arabic,) = make_freq(title="سلام").write(tmp_path / "a.png")
    assert "[fonts]" not in arabic
    assert make_freq(("핵무기",)).write(tmp_path / "a.svg") == ()


def test_the_fonts_of_the_extra_hold_their_scripts() -> None:
    if len(fonts.use_fonts()) < len(fonts.PACKAGED):
        pytest.skip("the extra [fonts] is not installed")
    boxes = fonts._drawn(fonts.ABSENT)
    samples = {"Korean": "핵돐", "Chinese characters": "斗鬥们衆", "Japanese": "ひカ", "Cyrillic": "ЖЁ"}
    assert set(samples) == fonts.IN_EXTRA
    for script, characters in samples.items():
        assert [one for one in characters if fonts._drawn(one) == boxes] == [], script
        assert all(re.match(fonts.SCRIPTS[script], one) for one in characters)


def test_a_font_package_that_is_not_there_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    assert fonts._file("no_such_package", "a.otf") is None
    assert fonts._file("json", "a.otf") is None
    monkeypatch.setattr(fonts, "PACKAGED", {"no_such_package": "a.otf"})
    assert fonts.use_fonts.__wrapped__() == ()


def test_a_pdf_with_hangul_and_han(make_freq: MakeFreq) -> None:
    content = make_freq(("핵무기", "无核化"), title="разоружение 비핵화 斗争").render("pdf")
    assert isinstance(content, bytes)
    assert content.startswith(b"%PDF-")
    if len(fonts.use_fonts()) == len(fonts.PACKAGED):
        assert b"NotoSansSC" in content
        assert re.search(
            rb"NotoSansKR|Noto\w+CJK", content
        )  # the second: where the system has fonts of its own


def test_a_pdf_that_cannot_be_made_is_one_sentence(
    make_freq: MakeFreq, monkeypatch: pytest.MonkeyPatch
) -> None:
    import vl_convert

    def fail(*arguments: object, **options: object) -> bytes:
        raise RuntimeError(
            "Failed to convert: An error occurred while subsetting a font.\n\nStack backtrace:\n0"
        )

    monkeypatch.setattr(vl_convert, "vegalite_to_pdf", fail)
    with pytest.raises(
        CorpusError, match=r"The pdf cannot be made .*subsetting a font.*write \.svg"
    ) as caught:
        make_freq().render("pdf")
    assert "backtrace" not in str(caught.value)


def test_long_titles_are_broken_by_their_width(make_freq: MakeFreq) -> None:
    title = make_freq(title="改革" * 60).chart().to_dict()["vconcat"][0]["title"]["text"]
    assert title == ["改革" * 27 + "改", "革" + "改革" * 27, "改革" * 5]


def test_a_character_that_is_drawn_is_told_from_one_that_is_not() -> None:
    assert fonts._drawn("A") != fonts._drawn(fonts.ABSENT)
    assert fonts._drawn("\U0010fffc") == fonts._drawn(fonts.ABSENT)


def test_nothing_to_draw_is_said(kwic: Result) -> None:
    with pytest.raises(UsageError, match="cannot be drawn"):
        kwic.chart()


def test_without_the_extra_it_is_named(make_freq: MakeFreq, monkeypatch: pytest.MonkeyPatch) -> None:
    needs = {"altair": make_freq().chart, "vl_convert": lambda: make_freq().render("png")}
    for module, need in needs.items():
        with monkeypatch.context() as without:
            without.setitem(sys.modules, module, None)
            with pytest.raises(CorpusError, match=r"pip install 'state-media-corpus\[plot\]'"):
                need()


def test_the_specification_is_one_of_vega_lite(make_freq: MakeFreq) -> None:
    import altair

    for result in (
        make_freq(boot=True), make_freq(("a", "b")), make_freq(facet="country", periods=["PRK", "USA"]),
        make_freq(("a",), second=("outlet", [f"o{number}" for number in range(9)])),
    ):  # fmt: skip
        altair.VConcatChart.from_dict(chart_spec.specification(result))
