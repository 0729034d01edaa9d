"""Voices and authority of the real collections: measured against labels, and cases that must be right.

Floors only go up. Labels and how they were drawn: tests/labels.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from corpus.store.tables.archive import Document, Outlet, PassageRow
from corpus.text.roles import COUNTED
from tests.labels.measure import judge, judge_documents, read_labels, score, table

if TYPE_CHECKING:
    from pathlib import Path

    from corpus import Corpus
    from tests.labels.measure import Judged, RankedText

pytestmark = [pytest.mark.collections, pytest.mark.xdist_group("collections")]

FLOORS = {  # role: precision, recall
    "dateline": (1.0, 1.0),
    "editor_note": (1.0, 1.0),
    "end_mark": (1.0, 1.0),
    "headline": (1.0, 1.0),
    "narration": (0.99, 0.99),
    "salutation": (1.0, 0.88),
    "speech": (0.99, 0.99),
}
UNSEEN_FLOOR = 0.97
"""Precision and recall of narration and speech in the parts whose errors were not worked on."""
SPEAKERS_FLOOR = 0.99
AUTHORITY_FLOOR = 0.99


@pytest.fixture(scope="module")
def judged(archive: Corpus) -> list[Judged]:
    with archive._opened().open() as moment:
        found, lost = judge(moment.connection, read_labels())
    assert not lost, "these units are not in the archive any more: label others in their place"
    return found


@pytest.fixture(scope="module")
def documents(archive: Corpus) -> list[RankedText]:
    with archive._opened().open() as moment:
        return judge_documents(moment.connection)


def test_there_are_enough_labels(judged: list[Judged]) -> None:
    strata = Counter(one.label.stratum for one in judged)
    assert strata["kcna"] + strata["spoken"] + strata["edges"] >= 400
    assert strata["new-year"] >= 25
    assert strata["xi"] + strata["prc"] + strata["un"] + strata["seed"] >= 20
    assert Counter(one.label.role for one in judged).keys() == FLOORS.keys()


def test_precision_and_recall_of_every_role(judged: list[Judged]) -> None:
    found = score(judged)
    for role, (precision, recall) in FLOORS.items():
        assert found.precision[role] >= precision, table({"all": found})
        assert found.recall[role] >= recall, table({"all": found})
    assert found.speakers >= SPEAKERS_FLOOR, table({"all": found})


@pytest.mark.parametrize("half", ["held", "fresh"])
def test_narration_and_speech_in_what_was_held_out(judged: list[Judged], half: str) -> None:
    found = score([one for one in judged if one.label.half == half])
    for role in ("narration", "speech"):
        assert found.counts[role] >= 40
        assert min(found.precision[role], found.recall[role]) >= UNSEEN_FLOOR, table({half: found})


def test_authority_of_labelled_documents(documents: list[RankedText]) -> None:
    assert len(documents) >= 80
    right = sum(one.said == one.authority for one in documents)
    wrong = [one for one in documents if one.said != one.authority]
    assert right / len(documents) >= AUTHORITY_FLOOR, wrong
    for name in {one.authority for one in documents} - {"", "news"}:
        true = [one for one in documents if one.authority == name]
        said = [one for one in documents if one.said == name]
        assert {one.ref for one in true} == {one.ref for one in said}, name


def passages(
    archive: Corpus, title: str, version: int | None = None, **filters: Any
) -> list[tuple[str, str | None, str]]:
    """Voice, speaker and words of the body of the one document with that title that has a text."""
    references = [
        row["ref"] for row in archive.list(title=title, outlet="kcna", **filters).rows() if row["tokens"]
    ]
    (reference,) = references
    rows = archive.show(reference, version=version).passages.rows()
    return [(row["voice"], row["speaker"], row["text"]) for row in rows]


def voices(found: list[tuple[str, str | None, str]]) -> list[str]:
    return [voice for voice, _, _ in found]


def test_a_spokesmans_statement_is_his_as_a_whole(archive: Corpus) -> None:
    found = passages(
        archive,
        "Press Statement of Spokesman for DPRK Foreign Ministry",
        since="2024-08-06",
        until="2024-08-06",
    )
    assert voices(found)[:3] == ["headline", "dateline", "narration"]
    assert voices(found)[-1] == "end_mark"
    spokesman = "Spokesperson for the Foreign Ministry of the DPRK"
    assert {(voice, who) for voice, who, _ in found[3:-1]} == {("speech", spokesman)}


def test_an_answer_to_the_agency(archive: Corpus) -> None:
    found = passages(archive, "Spokesperson for Foreign Ministry of DPRK Gives Answers")
    assert voices(found)[2] == "narration"  # who was asked, and what
    assert "question raised by KCNA" in found[2][2]
    assert set(voices(found)[3:-1]) == {"speech"}


def test_a_report_with_speech_returns_to_narration(archive: Corpus) -> None:
    found = passages(archive, "Inspects Training Base of Special Operation Units of KPA in Western Area", 2)
    spoken = [words for voice, _, words in found if voice == "speech"]
    assert spoken[0].startswith("As I mentioned before")
    assert spoken[-1].startswith("The KPA should firmly defend the Party")
    assert all("Kim Jong Un" not in words for words in spoken)
    after = found[[words for _, _, words in found].index(spoken[-1]) + 1 :]
    assert voices(after) == ["narration"] * 3 + ["end_mark"]


def test_a_long_speech_told_in_turns(archive: Corpus) -> None:
    found = passages(
        archive, "Makes Important Speech on Founding Anniversary of Democratic People’s Republic of Korea"
    )
    words = {text[:40]: voice for voice, _, text in found}
    assert words["Above all, they should examine in detail"] == "speech"
    assert words["Kim Jong Un said, and continued:"] == "narration"
    assert words["Officials of power organs at all levels,"] == "speech"
    assert voices(found).count("speech") > 2 * voices(found).count("narration")


@pytest.mark.parametrize(
    ("title", "speaker", "country"),
    [
        ("Receives Greetings from Chinese President", "Xi Jinping", "CHN"),
        ("Receives Greetings from King of Sweden", "Carl ⅩⅥ Gustaf", "SWE"),
        ("Receives Greetings from Mongolian President", None, "PRK"),
        ("Sends Reply Message to Xi Jinping", "Kim Jong Un", "PRK"),
        ("Receives Greetings from Chairman of C.C., Communist Party of Russia", "G. Zhuganov", "RUS"),
        ("Letter to Respected Comrade Kim Jong Un from Participants in International Forum", None, "PRK"),
    ],
)
def test_letters_and_telegrams(archive: Corpus, title: str, speaker: str | None, country: str) -> None:
    reference = next(row["ref"] for row in archive.list(title=title, outlet="kcna").rows() if row["tokens"])
    about = {row["field"]: row["value"] for row in archive.show(reference).about.rows()}
    assert about["genre"] == "message"
    if speaker is not None:
        assert about["speaker"] == speaker
    assert about["country"] == "PRK"  # headline and narration are the agency's
    passages = archive.show(reference).passages.rows()
    spoken = {row.get("country") or "PRK" for row in passages if row["voice"] == "speech"}
    assert spoken <= {country}
    assert {row.get("country") for row in passages if row["voice"] == "narration"} == {None}


def test_a_signed_commentary_is_its_authors(archive: Corpus) -> None:
    found = passages(archive, "Present Situation of U.S.-ROK Alliance on Defence Cost Sharing Negotiations")
    assert {(voice, who) for voice, who, _ in found[3:-1]} == {("speech", "Kim Myong Chol")}
    (row,) = archive.list(title="Present Situation of U.S.-ROK Alliance").rows()
    assert (row["authority"], row["genre"]) == ("signed-commentary", "commentary")


def test_an_agencys_commentary_is_narration(archive: Corpus) -> None:
    found = passages(archive, "KCNA Commentary on Piracy by Superpower")
    assert set(voices(found)[2:-1]) == {"narration"}


def test_authority_counts_per_month(archive: Corpus, collections: Path) -> None:
    """Equal to a count of the documents' rows, and, of one kind, of the headlines as they were collected."""
    worded = select(PassageRow.c.version_id).where(PassageRow.c.role.in_(map(int, COUNTED)))
    with archive._opened().open() as moment:
        query = (
            select(Document.c.published, Document.c.authority)
            .join(Outlet, Outlet.c.id == Document.c.outlet_id)
            .where(Outlet.c.code == "kcna", Document.c.current_version_id.in_(worded))
        )
        rows = moment.connection.execute(query).all()
    slow = Counter((row.published[:7], row.authority) for row in rows)
    fast = archive.authorities("month", outlet="kcna").rows()
    assert {(row["period"], row["authority"]): row["documents"] for row in fast if row["documents"]} == slow
    assert sum(row["documents"] for row in fast) == len(rows)
    # The ministry's statement stands under five topics, and once more as a page of photographs.
    (told,) = archive.authorities(outlet="kcna", authority="foreign-ministry-statement").rows()[:1]
    assert told["documents"] == 1
    texts = set()
    for line in (collections / "kcna-en" / "articles.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if re.search("kcna comment(ary|s)", row["headline"].lower()) and row["story_text"]:
            texts.add((row["date_str"][:7], row["story_text"]))
    commentaries = Counter(month for month, _ in texts)
    told = {row["period"]: row["documents"] for row in fast if row["authority"] == "agency-commentary"}
    assert {month: count for month, count in told.items() if count} == commentaries


def test_authority_in_a_frequency(archive: Corpus) -> None:
    result = archive.freq("nuclear", by="authority", outlet="kcna")
    rows = {row["authority"]: row for row in result.rows()}
    assert rows["press-statement"]["per_million"] > 10 * rows["news"]["per_million"]
    assert sum(row["matches"] for row in rows.values()) == sum(
        archive.freq("nuclear", outlet="kcna").values("matches")
    )
    (row,) = archive.authorities(outlet="un-general-debate").rows()
    assert (row["rank"], row["authority"], row["documents"]) == (None, None, 10760)
