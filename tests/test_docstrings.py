"""What the public methods say of themselves: arguments, columns with their units, errors."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import corpus
from corpus import Corpus, errors
from corpus.output.report.report import Report
from corpus.output.result import Result
from corpus.output.statements import codebook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SAMPLE = Path(corpus.__file__).parent / "data" / "sample"
METHODS = {
    name: inspect.getdoc(value) or ""
    for name, value in inspect.getmembers(Corpus)
    if not name.startswith("_") and (inspect.isfunction(value) or isinstance(value, property))
}
SILENT = {"close", "exists", "name"}
"""What raises no error of its own."""
OTHER_SHAPES = {"show": "Shown", "dtm": "Matrix"}
TABLES = {
    name
    for name in METHODS
    if inspect.isfunction(method := getattr(Corpus, name))
    and str(method.__annotations__.get("return")).rpartition(".")[2] in ("Result", "Report")
} - {"add", "add_items"}
"""Methods that give columns."""
UNITS = re.compile(
    r"per million|dates?|how many|number|UTC|per cent|0 to 1|words|periods?|text|with this value|query",
)
AGENCY, LANTERN = "outlet=sample-agency", "outlet=sample-lantern"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    with Corpus(tmp_path_factory.mktemp("docstrings") / "corpus.db") as found:
        found.add(SAMPLE / "agency", outlet="sample-agency")
        found.add(SAMPLE / "lantern", outlet="sample-lantern")
        found.add_code("threat", "Something is threatened.")
        lines = found.sheet("village").values("line")
        for coder in ("first", "second"):
            found.annotate(lines[0], ["threat"], coder=coder)
        found.annotate(lines[1], ["threat"], coder="first")
        found.add_concept("library", {"en": ["librar*"]})
        yield found


def english(archive: Corpus) -> list[str]:
    found: list[str] = archive.list(language="en", outlet="sample-agency").values("ref")
    return found


CALLS: dict[str, Callable[[Corpus], list[Any]]] = {
    "freq": lambda c: [
        c.freq("village", "library", by=["year", "outlet"], share=True, documents=True, dispersion=True),
        c.freq("village", smooth=1), c.freq("village / library"), c.freq("village", by="document"),
        *(c.freq("village", per=per) for per in ("characters", "sentences", "documents")),
    ],
    "kwic": lambda c: [c.kwic("village", cite=True)],
    "first": lambda c: [c.first("village")],
    "collocates": lambda c: [
        c.collocates("village", min=2), c.collocates("village", min=2, by="outlet"),
        c.collocates("village", min=2, outlet="sample-agency", against=LANTERN),
    ],
    "keywords": lambda c: [c.keywords(AGENCY, LANTERN, size=size, min_documents=1) for size in (1, 2)],
    "ngrams": lambda c: [c.ngrams(), c.ngrams(longest=True)],
    "trends": lambda c: [
        c.trends("village"),
        *(c.trends(kind=kind, min_documents=2) for kind in ("rises", "appears", "changes", "bursts")),
    ],
    "coverage": lambda c: [c.coverage()],
    "values": lambda c: [c.values()],
    "stats": lambda c: [c.stats()],
    "authorities": lambda c: [c.authorities(), c.authorities(by="year")],
    "sources": lambda c: [c.sources(query="village")],
    "codebook": lambda c: [c.codebook()],
    "coders": lambda c: [c.coders()],
    "sheet": lambda c: [c.sheet("village"), c.sheet()],
    "annotations": lambda c: [c.annotations()],
    "agreement": lambda c: [c.agreement()],
    "codes_over": lambda c: [c.codes_over(), c.codes_over("outlet")],
    "concepts": lambda c: [c.concepts()],
    "set": lambda c: [c.set(english(c)[0], place="Nowhere")],
    "unset": lambda c: [(c.set(english(c)[0], place="Nowhere"), c.unset(english(c)[0], "place"))[1]],
    "list": lambda c: [c.list(), c.list(query="village"), c.list(rejected=True)],
    "review": lambda c: [c.review()],
    "formulas": lambda c: [c.formulas(), c.formulas("a library in every village")],
    "preview": lambda c: [c.preview(SAMPLE / "agency"), c.preview(SAMPLE / "agency", limit=1, explain=True)],
    "outlets": lambda c: [c.outlets()],
    "outlet": lambda c: [c.outlet("kcna")],
    "people": lambda c: [c.people(), c.people(by="year")],
    "titles": lambda c: [
        c.titles("Edvar Olmen"), c.titles("Edvar Olmen", turns=True), c.titles("Edvar Olmen", by="year"),
    ],
    "mention_lines": lambda c: [c.mention_lines("Edvar Olmen")],
    "attendance": lambda c: [c.attendance(), c.attendance("Edvar Olmen"), c.attendance(by="year")],
    "attendance_lists": lambda c: [c.attendance_lists()],
    "people_proposals": lambda c: [c.people_proposals(min=1)],
    "people_variants": lambda c: [c.people_variants()],
    "people_log": lambda c: [c.people_log()],
    "log": lambda c: [c.log()],
    "similar": lambda c: [
        c.similar(english(c)[0]), c.similar(*english(c)[:2]),
        c.similar(english(c)[0], c.list(language="ko").values("ref")[0]),
    ],
    "reuse": lambda c: [c.reuse(), c.reuse(clusters=True)],
    "sql": lambda c: [c.sql("SELECT 1 AS one")],
    "documents": lambda c: [c.documents("village")],
    "texts": lambda c: [c.texts()],
}  # fmt: skip
OWN_NAMES = {"sql": {"one"}, "documents": {"village"}}
"""Columns that the question names."""
REPORTS: dict[str, Callable[[Corpus], Any]] = {
    "before_after": lambda c: c.before_after("village", event="2021-01-01"),
    "compare": lambda c: c.compare(AGENCY, LANTERN, words=["village"]),
}


def test_every_method_says_what_it_gives_and_what_it_raises() -> None:
    assert len(METHODS) > 60
    for name, said in METHODS.items():
        assert said, name
        assert name in SILENT or "Raises" in said, name
        raised = {*re.findall(r"\b[A-Z]\w+Error\b", said)}
        assert all(issubclass(getattr(errors, one), errors.CorpusError) for one in raised), name


def test_every_table_lists_its_columns_with_their_units() -> None:
    assert {*CALLS, *REPORTS} == TABLES
    for name in TABLES:
        said = METHODS[name].partition("Columns")[2]
        assert UNITS.search(said), name


@pytest.mark.parametrize("name", sorted(CALLS))
def test_columns_are_those_of_the_docstring_and_in_the_codebook(name: str, archive: Corpus) -> None:
    said = {*re.findall(r"\w+", METHODS[name].partition("Columns")[2])}
    for result in CALLS[name](archive):
        assert isinstance(result, Result)
        columns = {*result.columns} - OWN_NAMES.get(name, set())
        if name in ("codes_over", "collocates", "freq"):
            columns -= {"outlet", "document"}  # a facet under its name
        assert columns - said == set()
        assert [*codebook(result)] == [*result.columns]


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_columns_of_reports_are_in_the_codebook(name: str, archive: Corpus) -> None:
    report = REPORTS[name](archive)
    assert isinstance(report, Report)
    for section in report.sections:
        assert [*codebook(section.result)] == [*section.result.columns], section.result.kind


def test_what_has_another_shape_says_so() -> None:
    for name, shape in OTHER_SHAPES.items():
        assert getattr(corpus.api, shape).__doc__, shape
        assert "Raises" in METHODS[name]
