"""Reprints, quotations and cuts in the real collections; shared runs are looked up in the plain texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from corpus.insight.reuse.relations import settings
from corpus.query.select.selection import Filters
from corpus.query.select_documents import select_documents
from corpus.query.session.passage_texts import texts
from corpus.text.roles import COUNTED as ROLES
from corpus.text.roles import Role
from tests.counter import fold

if TYPE_CHECKING:
    from corpus import Corpus

pytestmark = [pytest.mark.collections, pytest.mark.xdist_group("collections")]

COUNTED = {"headline", "narration", "speech", "salutation", "slogan"}
BODY = ROLES - {Role.headline}
CONGRESS, XINHUA = "cpc-congress-2022-10-16", "xinhua-2022-10-25"


def plain(text: str) -> str:
    """Letters and digits alone, folded: what a run has in common wherever it is printed."""
    return re.sub(r"[\W_]+", "", fold(text))


def whole(archive: Corpus, ref: str) -> str:
    rows = archive.show(ref).passages.rows()
    return "".join(plain(row["text"]) for row in rows if row["voice"] in COUNTED)


@pytest.fixture(scope="module")
def of_new_year(archive: Corpus) -> list[dict[str, Any]]:
    return archive.reuse(outlet="dprk-new-year", limit=1000).rows()


def test_a_new_year_address_quotes_the_one_before(archive: Corpus, of_new_year: list[dict[str, Any]]) -> None:
    found = {(row["ref"][:18], row["other"][:18]): row for row in of_new_year}
    row = found["dprk-new-year-1997", "dprk-new-year-1996"]
    assert (row["relation"], row["days"], row["longest"]) == ("quotation", 366, 61)
    assert plain("김일성동지께서 마련하여주신 인민대중중심의 우리 식 사회주의를 고수하고") in plain(
        row["run"]
    )
    later = [
        year for year in range(1947, 2017) if (f"dprk-new-year-{year}", f"dprk-new-year-{year - 1}") in found
    ]
    assert len(later) >= 10


def inner(run: str) -> str:
    """A run without its first and last syllable: what a word ends with there may be written together with
    what another text goes on with (나선 is 나서 and ㄴ)."""
    return plain(run)[1:-1]


def test_every_shared_run_stands_in_both_texts(archive: Corpus, of_new_year: list[dict[str, Any]]) -> None:
    assert len(of_new_year) > 20
    held = {ref: whole(archive, ref) for row in of_new_year for ref in (row["ref"], row["other"])}
    for row in of_new_year:
        if row["run"]:
            assert plain(row["run"]) in held[row["ref"]]
            assert inner(row["run"]) in held[row["other"]]


def test_every_stretch_of_an_alignment_stands_where_it_says(archive: Corpus) -> None:
    result = archive.similar("dprk-new-year-1997", "dprk-new-year-1996")
    for side, ref in (("", "ref"), ("other_", "other")):
        shown = archive.show(result.provenance["about"][ref]).passages.rows()
        passages = {row["passage"]: row["text"] for row in shown}
        for row in result.rows():
            first, last = row[f"{side}passage"], row[f"{side}last_passage"]
            if first is None:
                continue
            text = passages[first][row[f"{side}start"] : row[f"{side}end"] if first == last else None]
            assert text
            assert plain(row[f"{side}text"]).startswith(plain(text))
    shared = [row for row in result.rows() if row["kind"] in ("same", "moved")]
    assert shared
    assert all(inner(row["text"]) in plain(row["other_text"]) for row in shared)


def test_a_report_that_two_outlets_printed(archive: Corpus) -> None:
    (row,) = archive.reuse(outlet=["xinhua", "cpc-congress"], across="outlets", relation="reprint").rows()
    assert (row["ref"][:17], row["other"][:23]) == (XINHUA, CONGRESS)
    assert row["resemblance"] > 0.99
    assert (row["days"], row["other_share"]) == (9, 1)
    rows = archive.similar(XINHUA, CONGRESS).rows()
    assert "left out" not in {row["kind"] for row in rows}  # the agency cut nothing ...
    new = [row["text"] for row in rows if row["kind"] == "new"]
    assert any("新华社记者" in text for text in new)  # ... and added who took the picture


def test_a_reprint_counts_once(archive: Corpus) -> None:
    outlets = ["xinhua", "cpc-congress"]
    every = archive.freq("高举", by="outlet", outlet=outlets).rows()
    once = archive.freq("高举", by="outlet", outlet=outlets, collapse="reprints")
    before, after = ({row["outlet"]: row["matches"] for row in rows} for rows in (every, once.rows()))
    (reprint,) = archive.freq("高举", by="outlet", document=XINHUA).rows()
    assert after["cpc-congress"] == before["cpc-congress"]  # the earlier one counts
    assert after["xinhua"] == before["xinhua"] - reprint["matches"]
    assert "1 reprint left out" in once.notes[0]


def test_kcna_holds_no_text_twice(archive: Corpus) -> None:
    """Texts that stand under several topics were made one document when they were loaded.

    A page of photographs that got the text of the article beside it, in one of the collector's snapshots,
    goes with that article.
    """
    bodies: dict[str, list[tuple[str, str]]] = {}
    with archive._opened().open() as moment:
        selection = select_documents(moment, Filters(outlet=("kcna",)))
        versions = selection.catalogue.versions[selection.mask].tolist()
        for version in texts(moment, versions).values():
            spoken = (number for number, passage in version.passages.items() if passage[2] in BODY)
            body = "".join(plain(version.passage(number)) for number in sorted(spoken))
            if body:
                bodies.setdefault(body, []).append((version.ref, str(version.date)))
    assert len(bodies) > 800
    assert [sorted(found) for found in bodies.values() if len(found) > 1] == []
    assert len(archive.reuse(outlet="kcna", relation="reprint")) == 0
    # What is alike is a form filled in twice: who came and who left, whose gifts came when.
    forms = [row for row in archive.reuse(outlet="kcna", limit=1000).rows() if row["resemblance"] >= 0.5]
    assert sorted(row["ref"][:41] for row in forms) == [
        "kcna-2024-08-09-foreign-delegation-leaves", "kcna-2024-08-15-respected-comrade-kim-jon",
    ]  # fmt: skip
    assert all(row["resemblance"] < 0.6 and row["relation"] == "excerpt" for row in forms)


def test_the_seed_speech_shares_only_formulas_with_kcna(archive: Corpus) -> None:
    result = archive.similar("kcna-2024-02-28-thanks", outlet="kcna", limit=300)
    assert len(result) > 100
    assert max(row["rare_words"] for row in result.rows()) < settings()["reuse"]["min_words"]
    pairs = archive.reuse(outlet="kcna", limit=1000).rows()
    assert not [row for row in pairs if "2024-02-28-thanks" in row["ref"] + row["other"]]


def test_a_country_that_reads_another_leaders_words(archive: Corpus) -> None:
    """Algeria spoke for the United Arab Republic in 1970 and quoted Nasser's speech of 1960 at length."""
    asked = {"outlet": "un-general-debate", "country": ["DZA", "EGY", "ZAF", "CAF", "FJI", "IRL"]}
    rows = archive.reuse(**asked, across="country", limit=1000).rows()
    found = {(row["ref"][18:26], row["other"][18:26]): row for row in rows}
    nasser = found["1970-dza", "1960-egy"]
    assert nasser["relation"] == "quotation"
    assert nasser["runs"] > 20
    # Two files of the collection hold another country's speech.
    assert found["1984-zaf", "1984-caf"]["relation"] == "reprint"
    assert found["1972-irl", "1972-fji"]["relation"] == "excerpt"
    for row in rows:
        if row["run"]:
            assert plain(row["run"]) in whole(archive, row["ref"])
            assert plain(row["run"]) in whole(archive, row["other"])
