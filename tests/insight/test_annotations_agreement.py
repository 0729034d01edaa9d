"""Agreement between coders: published worked examples, obvious slow formulas, what has no value."""

from __future__ import annotations

import math
from itertools import permutations
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import Corpus
from corpus.errors import NotFoundError
from corpus.insight.coding.coefficients import cohen_kappa, krippendorff_alpha, resamples
from tests.builder import build
from tests.counter import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

Codings = list[dict[str, str]]
NONE = np.zeros(0, dtype=np.int64)


def codings(**rows: str) -> Codings:
    """A column for each unit; a dot where the coder has none. Units of one coder alone are left out."""
    units = [
        {name: value for name, value in zip(rows, column, strict=True) if value != "."}
        for column in zip(*rows.values(), strict=True)
    ]
    return [unit for unit in units if len(unit) > 1]


@pytest.mark.parametrize(
    ("rows", "alpha"),
    [
        ({"meg": "0100000010", "owen": "1110010000"}, 0.095),  # A: binary, two coders
        ({"ben": "aabbdcccedda", "gerry": "babbbccceddd"}, 0.692),  # B: nominal, two coders
        (  # C: any number of coders, values missing
            {"a": "123321412...", "b": "1233224125.3", "c": ".3332342251.", "d": "12332441251."},
            0.743,
        ),
    ],
)
def test_the_worked_examples_of_krippendorff_2011(rows: dict[str, str], alpha: float) -> None:
    assert round(krippendorff_alpha(codings(**rows), None, NONE).value, 3) == alpha
    assert round(slow_alpha(codings(**rows)), 3) == alpha


def table(counts: list[list[int]]) -> Codings:
    """Units of two coders, as a table of their values counts them."""
    return [
        {"one": str(row), "two": str(column)}
        for row, cells in enumerate(counts)
        for column, count in enumerate(cells)
        for _ in range(count)
    ]


@pytest.mark.parametrize(
    ("counts", "kappa", "observed"),
    [
        # Fleiss, Levin & Paik (2003), Statistical Methods for Rates and Proportions, table 18.1
        ([[75, 1, 4], [5, 4, 1], [0, 0, 10]], 0.6765, 0.89),
        ([[20, 5], [10, 15]], 0.4, 0.7),
        ([[45, 15], [25, 15]], 0.1304, 0.6),
        ([[0, 5], [5, 0]], -1, 0),
    ],
)
def test_worked_examples_of_kappa(counts: list[list[int]], kappa: float, observed: float) -> None:
    found = cohen_kappa(table(counts), "one", "two", None, NONE)
    assert (round(found.value, 4), round(found.observed, 4)) == (kappa, observed)
    assert round(slow_kappa(table(counts), "one", "two"), 4) == kappa


def slow_kappa(units: Codings, first: str, second: str) -> float:
    size = len(units)
    agreed = sum(unit[first] == unit[second] for unit in units) / size
    chance = sum(one[first] == other[second] for one in units for other in units) / size**2
    return (agreed - chance) / (1 - chance)


def slow_alpha(units: Codings) -> float:
    pairs = [(one, other, len(unit)) for unit in units for one, other in permutations(list(unit.values()), 2)]
    every = [value for unit in units for value in unit.values()]
    observed = sum((one != other) / (size - 1) for one, other, size in pairs) / len(every)
    expected = sum(one != other for one, other in permutations(every, 2)) / (len(every) * (len(every) - 1))
    return 1 - observed / expected


def as_they_are(counts: np.ndarray[Any, np.dtype[np.int64]]) -> list[np.ndarray[Any, np.dtype[np.float64]]]:
    """A resample that takes every document once."""
    return [counts[None, :].astype(np.float64)]


VALUES = st.sampled_from("abc")
UNITS = st.lists(
    st.dictionaries(st.sampled_from(["x", "y", "z"]), VALUES, min_size=2), min_size=2, max_size=12
)


@settings(deadline=None, max_examples=30)
@given(UNITS)
def test_alpha_is_what_all_pairs_say(units: Codings) -> None:
    found = krippendorff_alpha(units, as_they_are, np.arange(len(units)))
    if len({value for unit in units for value in unit.values()}) < 2:
        assert math.isnan(found.value)
        assert found.observed == 1
        return
    assert found.value == pytest.approx(slow_alpha(units), abs=1e-12)
    # Every document once: what the resamples work with is the coefficient itself.
    assert found.low == pytest.approx(found.value, abs=1e-12)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.fixed_dictionaries({"x": VALUES, "y": VALUES}), min_size=2, max_size=12))
def test_kappa_is_what_the_table_says(units: Codings) -> None:
    found = cohen_kappa(units, "x", "y", as_they_are, np.arange(len(units)) // 2)
    if len({value for unit in units for value in unit.values()}) < 2:
        assert math.isnan(found.value)
        return
    assert found.value == pytest.approx(slow_kappa(units, "x", "y"), abs=1e-12)
    assert found.high == pytest.approx(found.value, abs=1e-12)


def test_the_interval_covers_as_often_as_it_says() -> None:
    """Two coders who give the true code of two with 0.85, else the other: kappa is 0.49."""
    random = np.random.default_rng(5)
    covered = 0
    for _ in range(60):
        truth = random.integers(0, 2, 80)
        units = [
            {name: str(value ^ int(random.random() > 0.85)) for name in ("x", "y")}
            for value in truth.tolist()
        ]
        draws = resamples(400, 0)
        for found in (
            cohen_kappa(units, "x", "y", draws, np.arange(80)),
            krippendorff_alpha(units, draws, np.arange(80)),
        ):
            covered += found.low <= 0.49 <= found.high
    assert 0.9 <= covered / 120 <= 0.99


def test_lines_of_one_document_are_resampled_together() -> None:
    one = [{"x": "a", "y": "a"}, {"x": "b", "y": "b"}, {"x": "a", "y": "b"}, {"x": "b", "y": "a"}] * 5
    apart = krippendorff_alpha(one, resamples(500, 0), np.arange(20))
    # Four documents, each with five lines of one kind.
    together = krippendorff_alpha(one, resamples(500, 0), np.arange(20) % 4)
    assert together.high - together.low > apart.high - apart.low > 0


# In an archive


@pytest.fixture
def coded(database_url: str) -> Iterator[Corpus]:
    words = ["peace and war", "war or peace", "peace", "war peace war", "no peace", "peace now", "war"]
    texts = [Text(f"{2010 + n}", passages=[("narration", None, text)]) for n, text in enumerate(words)]
    with Corpus(database_url) as corpus:
        build(corpus, texts)
        for name in ("threat", "promise", "none"):
            corpus.add_code(name)
        given = ("threat", "promise", "none", "threat", "threat", "promise")
        for coder, codes in {"Anna": given, "Ben": ("none", *given[1:]), "Cho": given[:2]}.items():
            for line, code in zip(corpus.sheet("peace").values("line"), codes, strict=False):
                corpus.annotate(line, code, coder=coder)
        yield corpus


def test_units_coders_and_notes(coded: Corpus) -> None:
    result = coded.agreement()
    rows = {(row["code"], row["measure"], row["coders"]): row for row in result.rows()}
    assert set(rows) == {
        (code, measure, coders)
        for code in ("(all)", "none", "promise", "threat")
        for measure, coders in (
            ("alpha", "Anna, Ben, Cho"),
            ("kappa", "Anna, Ben"),
            ("kappa", "Anna, Cho"),
            ("kappa", "Ben, Cho"),
        )
    }
    alpha = rows["(all)", "alpha", "Anna, Ben, Cho"]
    units = [
        {"a": "t", "b": "n", "c": "t"}, {"a": "p", "b": "p", "c": "p"}, {"a": "n", "b": "n"},
        {"a": "t", "b": "t"}, {"a": "t", "b": "t"}, {"a": "p", "b": "p"},
    ]  # fmt: skip
    assert alpha["value"] == pytest.approx(slow_alpha(units))
    assert (alpha["units"], alpha["documents"]) == (6, 6)
    assert alpha["low"] <= alpha["value"] <= alpha["high"]
    assert rows["(all)", "kappa", "Anna, Ben"]["value"] == pytest.approx(slow_kappa(units, "a", "b"))
    two = rows["(all)", "kappa", "Anna, Cho"]
    assert (two["value"], two["observed"], two["units"], two["low"]) == (1, 1, 2, None)
    flat = rows["none", "kappa", "Anna, Cho"]
    assert (flat["value"], flat["observed"]) == (None, 1)
    notes = " ".join(result.notes)
    assert "Only 6 lines coded by two coders or more" in notes
    assert (
        "No value where every coder gave the same throughout, which shows nothing: none (Anna, Cho)." in notes
    )
    assert "No interval of fewer than 5 documents." in notes


def test_one_code_and_two_coders(coded: Corpus) -> None:
    result = coded.agreement(coder=["anna", "BEN"], code="threat")
    assert result.values("measure") == ["alpha", "kappa"]
    assert set(result.values("coders")) == {"Anna, Ben"}
    units = [{"a": "y" if n in (0, 3, 4) else "n", "b": "y" if n in (3, 4) else "n"} for n in range(6)]
    assert result.values("value") == pytest.approx([slow_alpha(units), slow_kappa(units, "a", "b")])


def test_filters_choose_documents(coded: Corpus) -> None:
    assert coded.agreement(until="2012", coder=["Anna", "Ben"]).values("units") == [3] * 8
    with pytest.raises(NotFoundError, match="No two coders have coded the same line or document under these"):
        coded.agreement(since="2016")
    with pytest.raises(NotFoundError, match=r"There is no coder 'Dan': Corpus\.coders"):
        coded.agreement(coder="Dan")
    with pytest.raises(NotFoundError, match="There is no code 'x'"):
        coded.agreement(code="x")


def test_where_coders_differ_is_listed(coded: Corpus) -> None:
    rows = coded.annotations(differ=True).rows()
    assert [(row["coder"], row["code"]) for row in rows] == [
        ("Anna", "threat"),
        ("Ben", "none"),
        ("Cho", "threat"),
    ]
    assert len({row["line"] for row in rows}) == 1
    assert (rows[0]["left"], rows[0]["match"], rows[0]["right"]) == ("", "peace", " and war")


def test_documents_and_lines_are_compared_apart(coded: Corpus) -> None:
    for ref in coded.list(sort="date").values("ref")[:3]:
        for coder in ("Anna", "Ben"):
            coded.annotate(ref, "threat", coder=coder)
    result = coded.agreement(coder=["Anna", "Ben"])
    documents = [row for row in result.rows() if row["coded"] == "document"]
    assert [(row["code"], row["value"], row["units"]) for row in documents] == [("(all)", None, 3)] * 2
    assert sum(row["coded"] == "line" for row in result.rows()) == 8
