# ruff: noqa: E501 (sentences as they are printed)
"""Titles beside names: the patterns of each language, and tables whose numbers add up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from corpus.api import Corpus
from corpus.errors import FilterError
from corpus.insight.people.titles.title_rules import title_rules
from corpus.query.persons.outlet_person_words import outlet_words
from tests.builder import build
from tests.counter import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

ENGLISH = [
    (
        "Then the respected Comrade ", ", general secretary of the Workers' Party of Korea and president of the State"
        " Affairs of the Democratic People's Republic of Korea, sent a message",
        ["respected Comrade", "general secretary of the Workers' Party of Korea",
         "president of the State Affairs of the Democratic People's Republic of Korea"],
    ),
    ("by ", ", general secretary of the WPK, president of the State Affairs of the DPRK.",
     ["general secretary of the WPK", "president of the State Affairs of the DPRK"]),
    ("of the Secretary-General of the United Nations, His Excellency Mr. ", " for his",
     ["Secretary-General of the United Nations", "His Excellency Mr."]),
    ("to the Secretary-General, Mr. ", ", who", ["Secretary-General", "Mr."]),
    ("the election of Mr. ", " as Secretary-General of our Organization. In it", ["Mr.", "Secretary-General of our Organization"]),
    ("were Vice-Minister of Foreign Affairs ", ", officials concerned", ["Vice-Minister of Foreign Affairs"]),
    ("On hand were DPRK Ambassador to China ", " and staff", ["DPRK Ambassador to China"]),
    ("were ", ", Kim Jae Ryong and Pak Thae Song, secretaries of the WPK Central Committee, Ju Chang Il",
     ["secretaries of the WPK Central Committee"]),
    ("secretaries Jo Yong Won, ", " and Pak Thae Song", ["secretaries"]),
    ("and secretary of the WPK Central Committee, ", ", minister of National Defence of the DPRK, Jo",
     ["minister of National Defence of the DPRK"]),
    ("were ", ", Ri Il Hwan and other secretaries of the WPK Central Committee", ["secretaries of the WPK Central Committee"]),
    ("was ", ", vice-minister of Education, Vice-Minister of Public Health Pak Hak Gyong", ["vice-minister of Education"]),
    ("", ", deputy chief of the General Staff and director of the General Reconnaissance Bureau of the KPA",
     ["deputy chief of the General Staff", "director of the General Reconnaissance Bureau of the KPA"]),
    ("", ", minister of Culture and Tourism, and", ["minister of Culture and Tourism"]),
    ("President De Klerk and ", " have taken steps", []),
    ("and ", ", Choe Son Hui, foreign minister", []),
    ("met ", " in Pyongyang. President Putin said", []),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "titles"), ENGLISH)
def test_english_titles(before: str, after: str, titles: list[str]) -> None:
    words = outlet_words(["kcna"])
    rules = title_rules("en", words.honorifics, words.titles)
    assert rules is not None
    assert [title.words for title in rules.titles(before, after)] == titles


@pytest.mark.parametrize(
    ("language", "before", "after", "titles"),
    [
        ("ko", "그리고 경애하는 최고사령관 ", "동지의 령도따라", ["경애하는 최고사령관", "동지"]),
        (
            "ko", "조선로동당 총비서이시며 조선민주주의인민공화국 국무위원장이신 경애하는 ", "동지께서는",
            ["조선로동당 총비서", "조선민주주의인민공화국 국무위원장", "경애하는", "동지"],
        ),
        ("ko", "우리는 ", "장군님의 뜻을", ["장군님"]),
        ("ko", "우리 ", "은 말하였다", []),
        ("zh", "27日，中共中央总书记、国家主席、中央军委主席", "带领", ["中共中央总书记", "国家主席", "中央军委主席"]),
        ("zh", "在以", "同志为核心的党中央", ["同志"]),
        ("zh", "会见", "并", []),
        ("ru", "Президент России ", " заявил", ["Президент России"]),
        ("es", "el Presidente de la República de Cuba, ", " dijo", ["Presidente de la República de Cuba"]),
    ],
)  # fmt: skip
def test_titles_of_other_languages(language: str, before: str, after: str, titles: list[str]) -> None:
    rules = title_rules(language, ["경애하는"], [])
    assert rules is not None
    assert [title.words for title in rules.titles(before, after)] == titles


def test_a_long_hostile_context_takes_no_time() -> None:
    rules = title_rules("en", (), ())
    assert rules is not None
    for piece in ("Vice ", "A ", "of the ", "secretary of the ", "Kim Jong Un, ", "and the vice-"):
        rules.titles(piece * 60, ", " + piece * 60)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    with Corpus(tmp_path_factory.mktemp("titles") / "titles.db") as made:
        build(
            made,
            [
                Text(
                    "2024-01-02",
                    passages=[
                        ("narration", None, "The respected Comrade Kim Jong Un spoke. Kim Jong Un left.")
                    ],
                ),
                Text("2024-01-05", passages=[("narration", None, "Kim Jong Un visited a farm.")]),
                Text(
                    "2024-03-01",
                    passages=[
                        ("headline", None, "Respected Comrade Kim Jong Un Sends Gifts"),
                        (
                            "narration",
                            None,
                            "Marshal Kim Jong Un, president of the State Affairs of the DPRK, sent them.",
                        ),
                        ("narration", None, "Kim Jong Un University opened."),
                    ],
                ),
                Text("2024-04-01", passages=[("narration", None, "Kim Jong Un spoke.")]),
                Text("2023", passages=[("narration", None, "respected Comrade Kim Jong Un")]),
                Text(
                    "2024-05-01", language="la", passages=[("narration", None, "Comrade Kim Jong Un dixit")]
                ),
            ],
        )
        yield made


def test_titles_with_first_and_last_attestation(corpus: Corpus) -> None:
    result = corpus.titles("김정은")
    rows = {row["title"]: row for row in result.rows()}
    comrade = rows["respected Comrade"]
    assert (comrade["side"], comrade["matches"], comrade["documents"]) == ("before", 3, 3)
    assert (comrade["first"], comrade["last"]) == ("2023", "2024-03-01")
    assert (comrade["documents_before"], comrade["documents_after"]) == (0, 2)
    marshal = rows["Marshal"]
    assert (marshal["matches"], marshal["documents_before"], marshal["documents_after"]) == (1, 3, 2)
    assert rows["president of the State Affairs of the DPRK"]["side"] == "after"
    assert rows["(no title)"]["matches"] == 4
    assert rows["(in another name)"]["matches"] == 1
    assert any(
        note.startswith(
            "9 places in 6 documents: 4 with a title (1 with several, which count for each), 4 without, 1 part of"
        )
        for note in result.notes
    )
    assert any("none for la" in note for note in result.notes)


def test_the_sums_add_up(corpus: Corpus) -> None:
    rows = corpus.titles("Kim Jong Un").rows()
    freq = sum(filter(None, corpus.freq('"Kim Jong Un"').values("matches")))
    several = 1  # Marshal and president at one place
    assert sum(row["matches"] for row in rows) - several == freq == 9


def test_titles_by_month(corpus: Corpus) -> None:
    result = corpus.titles("Kim Jong Un", by="month")
    counts = {(row["title"], row["period"]): row["matches"] for row in result.rows()}
    assert [counts["respected Comrade", f"2024-0{month}"] for month in range(1, 6)] == [1, 0, 1, 0, 0]
    empty = [row for row in result.rows() if row["period"] == "2024-02"]
    assert {row["tokens"] for row in empty} == {0}
    assert {row["per_million"] for row in empty} == {None}
    assert "Left out: 1 document not dated to the month." in result.notes


def test_turns_are_by_date(corpus: Corpus) -> None:
    rows = corpus.titles("Kim Jong Un", turns=True).rows()
    assert [(row["date"], row["turn"], row["title"]) for row in rows][:2] == [
        ("2023", "first", "respected Comrade"),
        ("2024-03-01", "first", "Marshal"),
    ]
    assert "(no title)" not in {row["title"] for row in rows}


def test_limits_keep_what_makes_the_sums(corpus: Corpus) -> None:
    result = corpus.titles("Kim Jong Un", limit=1)
    assert result.values("title") == ["respected Comrade", "(no title)", "(in another name)"]
    assert corpus.titles("Kim Jong Un", min=2).values("title") == [
        "respected Comrade",
        "(no title)",
        "(in another name)",
    ]


def test_nobody_named(corpus: Corpus) -> None:
    result = corpus.titles("Kofi Annan")
    assert len(result) == 0
    assert result.notes == ("Kofi Annan is not named here.",)


def test_a_facet_that_people_have_not(corpus: Corpus) -> None:
    with pytest.raises(FilterError, match="no table of people by 'voice'"):
        corpus.titles("Kim Jong Un", by="voice")
    with pytest.raises(FilterError, match="no table of people by 'century'"):
        corpus.people(by="century")
