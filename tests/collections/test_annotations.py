"""Codes on lines of the real collections: out to two coders and back, counted by a slow counter."""

from __future__ import annotations

import csv
import sqlite3
from collections import Counter
from itertools import product
from typing import TYPE_CHECKING

import pytest

from corpus import Corpus

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [pytest.mark.collections, pytest.mark.xdist_group("collections")]

Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def coded(archive: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    """A copy of the archive, to be coded in."""
    path = tmp_path_factory.mktemp("coded") / "coded.db"
    with sqlite3.connect(archive.url.removeprefix("sqlite:///")) as source, sqlite3.connect(path) as copy:
        source.backup(copy)
    with Corpus(path) as corpus:
        for name in ("threat", "other"):
            corpus.add_code(name)
        yield corpus


def sheet(corpus: Corpus, folder: Path, query: str, **asked: object) -> Rows:
    path = folder / "lines.csv"
    corpus.sheet(query, **asked).write(path, excel=True)  # type: ignore[arg-type]
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def back(corpus: Corpus, folder: Path, rows: Rows, coder: str, codes: list[str]) -> None:
    path = folder / f"{coder}.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(["line", "code"])
        writer.writerows([row["line"], code] for row, code in zip(rows, codes, strict=True))
    done = corpus.import_codes(path, coder=coder)
    assert (done.coded, done.refused) == (len(rows), [])
    assert corpus.import_codes(path, coder=coder).same == len(rows)


def test_lines_of_kcna_go_out_and_come_back(coded: Corpus, tmp_path: Path) -> None:
    rows = sheet(coded, tmp_path, "nuclear", sample=120, seed=1, outlet="kcna")
    assert len({row["line"] for row in rows}) == 120
    around = [f"{row['left']}{row['match']}{row['right']}".lower() for row in rows]
    anna = ["threat" if "war" in text or "threat" in text else "other" for text in around]
    ben = ["threat" if "threat" in text or "weapon" in text else "other" for text in around]
    assert min(Counter(anna).values()) > 10
    back(coded, tmp_path, rows, "Anna", anna)
    back(coded, tmp_path, rows, "Ben", ben)

    # Counted by month, and as a concordance, are just these lines.
    one = [row for row, *codes in zip(rows, anna, ben, strict=True) if "threat" in codes]
    result = coded.freq("nuclear", code="threat", by="month", outlet="kcna")
    found = dict(zip(result.values("period"), result.values("matches"), strict=True))
    assert {month: n for month, n in found.items() if n} == Counter(row["date"][:7] for row in one)
    every = coded.freq("nuclear", by="month", outlet="kcna")
    assert result.values("tokens") == every.values("tokens")
    assert sum(filter(None, every.values("matches"))) > sum(found.values()) == len(one)
    lines = coded.kwic("nuclear", code="threat", outlet="kcna", context="sentence", limit=500).rows()
    places = sorted((row["ref"], row["left"].lstrip("'"), row["right"]) for row in one)
    assert sorted((row["ref"], row["left"].lstrip("'"), row["right"]) for row in lines) == places

    # Two coders, two values: kappa from the four cells.
    cells = Counter(zip(anna, ben, strict=True))
    agreed = (cells["threat", "threat"] + cells["other", "other"]) / 120
    chance = sum(anna.count(value) * ben.count(value) for value in ("threat", "other")) / 120**2
    pairs = list(zip(anna, ben, strict=True))
    apart = sum(a != b for a, b in pairs) / 120
    values = anna + ben
    expected = sum(a != b for a, b in product(values, values)) / (240 * 239)
    measured = {row["measure"]: row for row in coded.agreement().rows() if row["code"] == "(all)"}
    assert measured["kappa"]["value"] == pytest.approx((agreed - chance) / (1 - chance))
    assert measured["alpha"]["value"] == pytest.approx(1 - apart / expected)
    assert measured["kappa"]["low"] < measured["kappa"]["value"] < measured["kappa"]["high"]
    differing = coded.annotations(differ=True, limit=500)
    assert len(set(differing.values("line"))) == sum(a != b for a, b in pairs)


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("핵", {"outlet": "dprk-new-year"}),
        ("改革", {"language": "zh"}),
        ("peace and security", {"outlet": "un-general-debate"}),
        ("20×10", {}),
    ],
)
def test_lines_of_other_collections_are_counted_as_coded(
    coded: Corpus, tmp_path: Path, query: str, asked: dict[str, str]
) -> None:
    rows = sheet(coded, tmp_path, query, sample=25, seed=3, **asked)
    assert len(rows) == 25
    name = f"of {query}"
    coded.add_code(name)
    back(coded, tmp_path, rows, "Cho", [name] * 25)
    result = coded.freq(query, code=name, by="year")
    found = dict(zip(result.values("period"), result.values("matches"), strict=True))
    assert {year: n for year, n in found.items() if n} == Counter(row["date"][:4] for row in rows)
    lines = coded.kwic(query, code=name, context="sentence", limit=100).rows()
    assert Counter((row["ref"], row["match"], row["right"]) for row in lines) == Counter(
        (row["ref"], row["match"], row["right"]) for row in rows
    )
