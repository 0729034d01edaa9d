"""Formulas of the real collections: slogans found without a list, lives, successions, first attestations."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from corpus.store.tables.archive import Document, Outlet, PassageRow
from corpus.text.roles import COUNTED

if TYPE_CHECKING:
    from corpus import Corpus

pytestmark = [pytest.mark.collections, pytest.mark.xdist_group("collections")]

KCNA = {"outlet": "kcna"}
AUTUMN = {**KCNA, "since": "2024-08", "until": "2024-10"}
KNOWN = (
    "Regional Development 20×10 Policy",
    "programme for the rural revolution in the new era",
    "Juche Idea",
    "regional-industry factories",
    "Make Redoubled Efforts for the Prosperity of Our Great State",
    "extended deterrence",
    "Nuclear Consultative Group",
    "new era of comprehensive national rejuvenation",
    "impeach Yoon Suk Yeol",
)
"""Slogans and campaigns of August to October 2024, by reading."""
BOILERPLATE = (
    "floral basket",
    "Kim Jong Un",
    "Central Committee",
    "People's Republic",
    "news items",
    "message of",
)


@pytest.fixture(scope="module")
def autumn(archive: Corpus) -> list[dict[str, Any]]:
    return archive.formulas(**AUTUMN, limit=40).rows()


def test_known_slogans_are_among_the_first_forty(autumn: list[dict[str, Any]]) -> None:
    found = [row["formula"] for row in autumn]
    assert [slogan for slogan in KNOWN if slogan not in found] == []


def test_titles_and_ceremonies_do_not_crowd_them_out(autumn: list[dict[str, Any]]) -> None:
    assert [row["formula"] for row in autumn if any(some in row["formula"] for some in BOILERPLATE)] == []


def test_each_row_is_what_its_query_finds(archive: Corpus, autumn: list[dict[str, Any]]) -> None:
    for row in autumn[:15]:
        by_month = archive.freq(row["query"], by="month", **AUTUMN).rows()
        assert sum(one["matches"] for one in by_month) == row["matches"]
        assert sum(one["documents"] for one in by_month) == row["documents"]


def test_counts_are_those_of_a_search_in_the_texts(archive: Corpus, autumn: list[dict[str, Any]]) -> None:
    """By a plain search in the passages that count, of every document of these months."""
    passages = counted_passages(archive)
    for row in autumn:
        if row["formula"] not in KNOWN:
            continue
        patterns = [
            re.compile(rf"(?<!\w)(?<!\w-){spaced(form)}(?!\w|-\w)") for form in row["forms"].split(" | ")
        ]
        hits = [ref for ref, text in passages for pattern in patterns for _ in pattern.finditer(text)]
        assert (len(hits), len(set(hits))) == (row["matches"], row["documents"]), row["formula"]


def counted_passages(archive: Corpus) -> list[tuple[int, str]]:
    """Document and folded text of each passage that counts, of KCNA from August to October 2024."""
    passages = (
        select(Document.c.id, PassageRow.c.text, PassageRow.c.role)
        .join(PassageRow, PassageRow.c.version_id == Document.c.current_version_id)
        .join(Outlet, Outlet.c.id == Document.c.outlet_id)
        .where(Outlet.c.code == "kcna", Document.c.published.between("2024-08-01", "2024-10-31"))
        .where(Document.c.withdrawn_at.is_(None))
    )
    with archive._opened().open() as moment:
        return [
            (row.id, folded(row.text)) for row in moment.connection.execute(passages) if row.role in COUNTED
        ]


def folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().replace("×", "x").replace("’", "'")


def spaced(form: str) -> str:
    return r"\W+".join(map(re.escape, re.findall(r"[\w'-]+", folded(form))))


def test_the_policy_of_january_2024(archive: Corpus) -> None:
    """Its first attestation in the seed speech and KCNA, and how well the archive covers the time before."""
    first, last = archive.first("Regional Development 20×10 Policy", **KCNA).rows()
    assert (first["attestation"], first["date"], first["covered_from"]) == (
        "first",
        "2024-02-28",
        "2023-12-24",
    )
    assert first["ref"].startswith("kcna-2024-02-28")  # the seed speech; the articles have it from July on
    assert first["documents_before"] == 33
    assert (first["months_before"], first["months_covered"]) == (2, 2)
    assert (first["silence_from"], first["silence_to"], first["silence_days"]) == (
        "2024-02-28",
        "2024-07-16",
        138,
    )
    held = archive.list(limit=10_000, since="2024-02-29", until="2024-07-15", **KCNA).rows()
    with_words = [row for row in held if row["tokens"]]
    assert first["silence_documents"] == len(with_words) == 55
    assert last["date"] == "2024-10-11"


def test_its_life(archive: Corpus) -> None:
    result = archive.formulas("Regional Development 20×10 Policy", by="month", **KCNA)
    heat = {row["period"]: row["temperature"] for row in result.rows()}
    assert heat["2024-09"] == heat["2024-10"] == "hot"
    assert heat["2024-05"] is None  # 5,461 words: too little to tell
    grades = {row["period"]: row["grade"] for row in result.rows()}
    assert grades["2023-12"] is None
    assert grades["2024-09"] == "scalding"


NEW_YEAR = {"outlet": "dprk-new-year"}


def test_one_formula_succeeds_another(archive: Corpus) -> None:
    result = archive.formulas("강성대국", "강성국가", by="year", **NEW_YEAR)
    notes = "\n".join(result.notes)
    assert "강성국가 (from 2012-01-01) follows 강성대국 (1999-01-01 to 2012-01-01)." in notes
    assert "강성대국: born 1999-01-01" in notes
    assert "died 2012-01-01" in notes
    matches = {(row["query"], row["period"]): row["matches"] for row in result.rows()}
    assert matches["강성대국", "1998"] == 0
    assert matches["강성대국", "1999"] == 22
    assert matches["강성국가", "2011"] == 0
    assert matches["강성국가", "2012"] == 10
    assert matches["강성대국", "2013"] == 0
    gap = next(row for row in result.rows() if row["period"] == "1957")
    assert (gap["tokens"], gap["per_million"], gap["temperature"]) == (0, None, None)


def test_korean_compounds_are_found_without_a_list(archive: Corpus) -> None:
    rows = {row["formula"]: row for row in archive.formulas(limit=170, **NEW_YEAR).rows()}
    one = rows["강성대국"]
    assert one["succeeded_by"] == "강성국가"
    assert (one["matches"], one["documents"], one["birth"], one["death"]) == (
        202,
        14,
        "1999-01-01",
        "2012-01-01",
    )
    assert {"고난의 행군", "자력갱생", "주체사상", "대안의 사업체계", "북남공동선언"} <= set(rows)
    assert sum(row["succeeded_by"] is not None for row in rows.values()) < 10


def test_chinese_slogans_are_found_without_a_list(archive: Corpus) -> None:
    rows = {row["formula"]: row for row in archive.formulas(language="zh", limit=100).rows()}
    assert {"一带一路", "一国两制", "深挖洞、广积粮、不称霸", "“三个代表”重要思想"} <= set(rows)
    assert rows["深挖洞、广积粮、不称霸"]["quoted"] == 100


def test_speeches_of_the_united_nations(archive: Corpus) -> None:
    asked = {"outlet": "un-general-debate", "since": "2000", "until": "2004"}
    rows = {row["formula"]: row for row in archive.formulas(limit=20, **asked).rows()}
    goals = rows["Millennium Development Goals"]
    assert (goals["birth"], goals["peak"], goals["death"]) == ("2001", "2005", None)  # of all years
    assert goals["matches"] == archive.freq(goals["query"], by="outlet", **asked).rows()[0]["matches"]
