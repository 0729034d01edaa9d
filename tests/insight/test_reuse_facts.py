"""Numbers and dates of running text, and two languages compared by them."""

# ruff: noqa: F811  # fixtures are imported by name

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest

from corpus.insight.reuse.crosslingual.facts import Fact, numbers_and_dates
from corpus.insight.reuse.crosslingual.passage_alignment import PassageFacts, beside
from tests.cli.conftest import run, sample, sample_archive  # noqa: F401

if TYPE_CHECKING:
    from tests.cli.conftest import Run


def read(text: str, language: str) -> list[tuple[str, str]]:
    found = numbers_and_dates(text, language)
    for fact in found:
        assert 0 <= fact.start < fact.end <= len(text)
    return [(fact.kind, fact.value) for fact in found]


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("en", "1,240 of 1,203 and 5.50 per cent", ["1240", "1203", "5.5"]),
        ("en", "the 20×10 policy, 20x10 and 20X10", ["20x10", "20x10", "20x10"]),
        ("en", "five, six hundred and a hundred and ten winters", ["5", "600", "110"]),
        ("en", "twenty-five thousand three hundred houses", ["25300"]),
        ("en", "3.5 million tons, 2 billion", ["3500000", "2000000000"]),
        ("en", "one of two or three, the fourth", []),
        ("en", "the seventy-sixth anniversary", ["76"]),
        ("en", "someone often weighs tension", []),
        ("ko", "서고는 640개, 아직 600개", ["640", "600"]),
        ("ko", "１만 ５천여세대, 3억 2천만, 300명", ["15000", "320000000", "300"]),
        ("ko", "백열번의 겨울, 일곱 항구, 스물다섯해", ["110", "7", "25"]),
        ("ko", "문을 열고 열렬히 백성과 한 사람", []),
        ("zh", "二十大以来的五年, 一百一十, 三千万", ["20", "110", "30000000"]),
        ("zh", "14亿人, 5.2万", ["1400000000", "52000"]),
        ("zh", "一切为了人民", []),
    ],
)
def test_numbers(language: str, text: str, values: list[str]) -> None:
    assert [value for kind, value in read(text, language) if kind == "number"] == values


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("en", "on February 14, in 1945 and on October 10, 1945", ["02-14", "1945", "10-10"]),
        ("ko", "2월 14일, 1945년, 주체113(2024)년 8월", ["02-14", "1945", "2024-08"]),
        ("zh", "2022年10月16日和1949年", ["10-16", "1949"]),
        ("en", "2,024 things and 20245", []),
        ("ko", "2024만", []),
    ],
)
def test_dates(language: str, text: str, values: list[str]) -> None:
    assert [value for kind, value in read(text, language) if kind == "date"] == values


HOSTILE = {"digits": "1" * 50_000, "commas": "1," * 30_000, "words": "five and " * 20_000,
           "ko": "백" * 50_000, "zh": "一百" * 30_000, "multipliers": "1만 " * 20_000}  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_takes_no_long_time(text: str) -> None:
    started = time.perf_counter()
    for language in ("en", "ko", "zh"):
        numbers_and_dates(text, language)
    assert time.perf_counter() - started < 3


def told(*passages: tuple[str, list[str]]) -> list[PassageFacts]:
    return [
        PassageFacts(number, text, "en", tuple(Fact("number", value, 0, 1) for value in values))
        for number, (text, values) in enumerate(passages)
    ]


def test_passages_stand_beside_those_that_name_the_same() -> None:
    one = told(("a" * 20, ["7"]), ("b" * 20, []), ("c" * 20, ["110"]), ("d" * 20, ["24"]))
    other = told(("x" * 30, ["7"]), ("y" * 30, ["24"]))
    assert beside(one, other)[0] == 0
    assert beside(one, other)[3] == 1
    assert beside(one, []) == {}


def test_passages_beside_each_other_keep_the_order() -> None:
    one = told(("a" * 9, ["7"]), ("b" * 9, ["8"]), ("c" * 9, ["9"]))
    other = told(("x" * 9, ["9"]), ("y" * 9, ["7"]), ("z" * 9, ["8"]))
    found = beside(one, other)
    assert sorted(found.items()) == [(0, 1), (1, 2)]


def test_what_a_korean_version_leaves_out(sample: Run) -> None:
    done = sample("similar", "sample-agency-2022-10-06", "sample-agency-2022-10-05", "--format", "json")
    assert done.code == 0
    rows = json.loads(done.out)
    status = {(row["kind"], row["value"]): row["status"] for row in rows}
    assert status["number", "1203"] == "only second"
    assert status["number", "1240"] == "only second"
    for both in (("number", "7x7"), ("date", "10-05"), ("name", "Edvar Olmen"), ("name", "Tilda Ransk")):
        assert status[both] == "both"
    left_out = next(row for row in rows if row["value"] == "1203")
    assert "1,203" in left_out["other_text"]
    assert left_out["text"].startswith("에드바르 올멘")  # the passage that speaks of the same report
    assert "not translations" in done.err


def test_two_languages_are_shown_beside_each_other(sample: Run) -> None:
    done = sample("similar", "sample-agency-2023-02-15", "sample-agency-2023-02-14")
    assert done.code == 0
    assert "number 110 [6 / 6]" in done.out
    assert "number 7 [7 / 7] 4 and 5 times" in done.out


def test_a_filter_that_leaves_no_words_is_told(sample: Run) -> None:
    done = sample(
        "similar",
        "sample-agency-2023-02-15",
        "sample-agency-2023-02-14",
        "--voice",
        "quotation",
        "--voice",
        "slogan",
    )
    assert done.code == 1
    assert "no words" in done.err
