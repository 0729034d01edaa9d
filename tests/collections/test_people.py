"""People, titles and rank order on the real collections, beside plain counts over the texts."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from corpus.store.tables.archive import Document, Outlet, PassageRow
from corpus.text.roles import COUNTED

if TYPE_CHECKING:
    from corpus import Corpus

pytestmark = [pytest.mark.collections, pytest.mark.xdist_group("collections")]

LABELS = Path(__file__).parents[1] / "labels_people" / "present.jsonl"
PRECISION, RECALL = 1.0, 1.0
"""Of names in the labelled lists. The rules were written with these lists in view; they only go up."""
TITLES = {
    "respected Comrade": r"respected comrade {}",
    "respected General Secretary": r"respected general secretary {}",
    "respected fatherly Marshal": r"respected fatherly marshal {}",
    "general secretary of the Workers' Party of Korea": (
        r"{}, (?:president of the state affairs of the (?:dprk|democratic people's republic of korea)"
        r"(?:,| and) )?"
        r"general secretary of the workers' party of korea\b(?! \()"
    ),
    "president of the State Affairs of the Democratic People's Republic of Korea": (
        r"{}, (?:general secretary of the (?:workers' party of korea|wpk)(?: \(wpk\))?(?:,| and) )?"
        r"president of the state affairs of the democratic people's republic of korea"
    ),
}
"""What a reader would look for, as patterns over texts in small letters and straight quotation marks."""


def counted_passages(archive: Corpus, outlet: str) -> list[tuple[str, str]]:
    """Date and text of each passage that counts, of current versions: read from the tables."""
    roles = {int(role) for role in COUNTED}
    query = (
        select(
            Document.c.published,
            PassageRow.c.text,
            PassageRow.c.role,
        )
        .join(PassageRow, PassageRow.c.version_id == Document.c.current_version_id)
        .join(Outlet, Outlet.c.id == Document.c.outlet_id)
        .where(Outlet.c.code == outlet)
    )
    with archive._opened().open() as moment:
        rows = moment.connection.execute(query).all()
    return [(date, text) for date, text, role in rows if role in roles]


@pytest.fixture(scope="module")
def kcna(archive: Corpus) -> list[tuple[str, str]]:
    return [
        (date, re.sub(r"\s+", " ", text).lower().replace("’", "'"))
        for date, text in counted_passages(archive, "kcna")
    ]


def test_titles_of_kim_jong_un_by_month(archive: Corpus, kcna: list[tuple[str, str]]) -> None:
    result = archive.titles("Kim Jong Un", by="month", outlet="kcna", limit=500)
    found = {(row["title"].lower().replace("’", "'"), row["period"]): row["matches"] for row in result.rows()}
    periods = {period for _, period in found}
    assert len(periods) >= 10
    for title, pattern in TITLES.items():
        compiled = re.compile(pattern.format("kim jong[ -]un"))
        expected: Counter[str] = Counter()
        for date, text in kcna:
            expected[date[:7]] += len(compiled.findall(text))
        assert {period: found[title.lower(), period] for period in periods} == {
            period: expected[period] for period in periods
        }, title
        assert expected.total() > 10


def test_mentions_add_up_to_the_frequency(archive: Corpus, kcna: list[tuple[str, str]]) -> None:
    (row,) = archive.people("Kim Jong Un", outlet="kcna").rows()
    named = [re.findall(r"(?<!\w)(?<!\w-)kim jong[ -]un(?!\w)(?! university)", text) for _, text in kcna]
    assert row["matches"] == sum(map(len, named))
    titles = archive.titles("Kim Jong Un", outlet="kcna", limit=500)
    inside = sum(each["matches"] for each in titles.rows() if each["title"] == "(in another name)")
    assert (
        sum(filter(None, archive.freq('"Kim Jong Un" + "Kim Jong-un"', outlet="kcna").values("matches")))
        == row["matches"] + inside
    )


def test_people_of_the_new_year_addresses(archive: Corpus) -> None:
    rows = {
        row["person"]: row
        for row in archive.people("Kim Jong Un", "Syngman Rhee", outlet="dprk-new-year").rows()
    }
    texts = [text for _, text in counted_passages(archive, "dprk-new-year")]
    for name, string, things in (
        ("Kim Jong Un", "김정은", "주의"),
        ("Syngman Rhee", "리승만|이승만", "정권아"),
    ):
        plain = sum(len(re.findall(rf"(?:{string})(?!{things})", text)) for text in texts)
        assert rows[name]["matches"] == plain, name
    titles = archive.titles("Kim Jong Il", outlet="dprk-new-year")
    assert {"위대한", "동지", "위대한 령도자", "장군님"} <= set(titles.values("title"))


def test_chinese_titles_of_xi_jinping(archive: Corpus) -> None:
    rows = {row["title"]: row for row in archive.titles("Xi Jinping", outlet="xinhua").rows()}
    texts = [text for _, text in counted_passages(archive, "xinhua")]
    for title, pattern in (
        ("中央军委主席", r"中央军委主席习近平"),
        ("国家主席", r"国家主席(?:、中央军委主席)?习近平"),
    ):
        assert rows[title]["matches"] == sum(len(re.findall(pattern, text)) for text in texts)
        assert rows[title]["side"] == "before"


def test_titles_in_the_united_nations(archive: Corpus) -> None:
    rows = {
        (row["title"], row["side"]): row
        for row in archive.titles("Kofi Annan", outlet="un-general-debate").rows()
    }
    before = rows["Secretary-General", "before"]
    assert before["matches"] > 800
    assert before["first"] == "1997"  # he took office in January of that year
    assert rows["former Secretary-General", "before"]["first"] == "2007"
    assert rows["late", "before"]["first"] == "2018"
    assert (
        archive.titles("Кофи Аннан", outlet="un-general-debate", limit=1).values("title")[0]
        == "Secretary-General"
    )


def labels() -> list[dict[str, object]]:
    return [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]


def test_names_in_labelled_lists(archive: Corpus) -> None:
    listed: dict[tuple[object, object], list[str]] = {}
    for row in archive.attendance_lists(outlet="kcna").rows():
        if not row["group"]:
            listed.setdefault((row["ref"], row["passage"]), []).append(row["name"])
    right = found = wanted = same = 0
    for label in labels():
        names = listed.get((label["ref"], label["passage"]), [])
        expected = list(label["names"])  # type: ignore[call-overload]
        right += sum((Counter(names) & Counter(expected)).values())
        found, wanted = found + len(names), wanted + len(expected)
        same += names == expected
    assert len(labels()) >= 40
    assert right / found >= PRECISION
    assert right / wanted >= RECALL
    assert same == len(labels())


def test_every_sentence_that_says_present_there_is_a_list(archive: Corpus) -> None:
    lines = archive.kwic('"present there"', outlet="kcna", limit=1000).rows()
    lists = archive.attendance_lists(outlet="kcna").rows()
    places = {(row["ref"], row["passage"]) for row in lists}
    assert len(lines) >= 57
    assert {(row["ref"], row["passage"]) for row in lines} <= places
    for row in lists:
        if row["group"]:
            assert (row["position"], row["name"]) == (None, None)
        else:
            assert row["position"] >= 1
            assert not re.search("official|member|worker|staff|Committee|Ministry", row["name"])


def test_rank_order_of_kcna(archive: Corpus) -> None:
    rows = {row["person"]: row for row in archive.attendance(outlet="kcna", limit=500).rows()}
    assert rows["Jo Yong Won"]["lists"] == 13
    assert rows["Jo Yong Won"]["first"] == "2024-01-02"
    assert rows["Jo Yong Won"]["before"] > rows["Jo Yong Won"]["behind"]
    changes = [row["change"] for row in archive.attendance("Pak Jong Chon", outlet="kcna").rows()]
    assert "rose past Kim Jae Ryong" in changes


def test_new_people_of_kcna(archive: Corpus) -> None:
    rows = {row["name"]: row for row in archive.people_proposals(outlet="kcna", min=3).rows()}
    assert {"Mun Chang Il", "Ri Chang Ho", "Pak Myong Ho", "Vladimir Topeha"} <= set(rows)
    assert not any("Kim Jong Un" in name or "Committee" in name for name in rows)
    for name in ("Mun Chang Il", "Vladimir Topeha"):
        freq = sum(filter(None, archive.freq(f'"{name}"', outlet="kcna").values("matches")))
        assert rows[name]["matches"] == freq


def test_one_person_counts_as_among_all(archive: Corpus) -> None:
    """Also one whose name lies in longer names of others, as Kim Song in Kim Song Nam."""
    rows = archive.people(limit=10_000).rows()
    some = rows[::25] + [row for row in rows if row["person"] in ("Kim Song", "Norodom Sihanouk")]
    assert len(some) > 30
    for row in some:
        (alone,) = archive.people(row["person"]).rows()
        assert alone["matches"] == row["matches"], row["person"]


def test_lines_of_every_title(archive: Corpus) -> None:
    lines: Counter[str] = Counter()
    rows = archive.titles("Pak Jong Chon", limit=500).rows()
    for title in {row["title"] for row in rows}:
        found = archive.mention_lines("Pak Jong Chon", with_title=title, limit=10_000)
        lines.update(str(row["query"]) for row in found.rows())
    assert {
        f"{row['title']} ({row['side']})" if row["side"] else row["title"]: row["matches"] for row in rows
    } == lines
